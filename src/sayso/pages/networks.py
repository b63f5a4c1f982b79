"""A numeric address -> whether it is on the public internet, by IANA's registries of special-purpose addresses.

The lists are Sayso's own, since those of a Python are as old as the Python (CVE-2024-4032). What no registry names as reachable
from everywhere counts as private.
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

# https://www.iana.org/assignments/iana-ipv4-special-registry: "globally reachable" is not true, or the block is given up.
_PRIVATE_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # a provider's own (RFC 6598)
            "127.0.0.0/8",  # this machine
            "169.254.0.0/16",  # link-local; clouds tell a machine's secrets here
            "172.16.0.0/12",
            "192.0.0.0/24",  # the IETF's
            "192.0.2.0/24",  # for examples
            "192.88.99.0/24",  # relays of 6to4, given up by RFC 7526
            "192.168.0.0/16",
            "198.18.0.0/15",  # for measuring machines
            "198.51.100.0/24",  # for examples
            "203.0.113.0/24",  # for examples
            "224.0.0.0/4",  # to many
            "240.0.0.0/4",  # never given out; 255.255.255.255 is everybody here
        ),
    )
)
_PUBLIC_IPV4 = frozenset(map(IPv4Address, ("192.0.0.9", "192.0.0.10")))  # within the IETF's: PCP and TURN

# https://www.iana.org/assignments/iana-ipv6-special-registry. All that is given out for the public lies in this network, so
# what lies outside is private: ::1, fc00::/7, fe80::/10, fec0::/10, 5f00::/16, 100::/64, and IPv4 addresses that are mapped,
# translated or compatible.
_GIVEN_OUT = IPv6Network("2000::/3")
_PRIVATE_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # the IETF's
            "2001:db8::/32",  # for examples
            "3fff::/20",  # for examples
        ),
    )
)
_PUBLIC_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001:1::1/128",  # PCP
            "2001:1::2/128",  # TURN
            "2001:1::3/128",  # DNS-SD
            "2001:3::/32",  # AMT
            "2001:4:112::/48",  # AS112
            "2001:20::/28",  # ORCHIDv2
            "2001:30::/28",  # drones
        ),
    )
)
# IPv6 addresses that lead to an IPv4 address they hold: whether they are public is what that one is.
_NAT64 = IPv6Network("64:ff9b::/96")
_TEREDO = IPv6Network("2001::/32")
_6TO4 = IPv6Network("2002::/16")


def is_public(host: str) -> bool:
    """Whether a numeric address, and any IPv4 address inside it, is on the public internet.

    >>> is_public("192.0.32.8"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::a00:1")
    (True, False, False, False)
    """
    address = ipaddress.ip_address(host.split("%")[0])
    return _is_public_ipv4(address) if isinstance(address, IPv4Address) else _is_public_ipv6(address)


def _is_public_ipv4(address: IPv4Address) -> bool:
    return address in _PUBLIC_IPV4 or not any(address in network for network in _PRIVATE_IPV4)


def _is_public_ipv6(address: IPv6Address) -> bool:
    inner = _ipv4_within(address)
    if inner:
        return all(map(_is_public_ipv4, inner))
    if any(address in network for network in _PUBLIC_IPV6):
        return True
    return address in _GIVEN_OUT and not any(address in network for network in _PRIVATE_IPV6)


def _ipv4_within(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses to which an IPv6 address leads; none for most."""
    bits = int(address)
    last = bits & 0xFFFFFFFF
    if address in _NAT64:
        return (IPv4Address(last),)
    if address in _6TO4:
        return (IPv4Address(bits >> 80 & 0xFFFFFFFF),)
    if address in _TEREDO:
        return IPv4Address(bits >> 64 & 0xFFFFFFFF), IPv4Address(last ^ 0xFFFFFFFF)  # its server and, bits turned, itself
    return ()
