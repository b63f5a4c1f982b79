"""Which numeric addresses are in public: the first and last of each network of IANA's registries, and their neighbours."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, strategies as st

from sayso.pages.networks import is_public

PRIVATE = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16
    198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32
    192.0.0.0/29 192.0.0.8/32 192.0.0.11/32 192.0.0.170/31 192.0.0.128/25
    ::/128 ::1/128 ::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64
    2001:1::/128 2001:1::4/128 2001:2::/48 2001:5::/32 2001:10::/28 2001:100::/24 2001:db8::/32 3fff::/20 5f00::/16
    fc00::/7 fe80::/10 fec0::/10 ff00::/8 200::/7 4000::/3 a000::/3 e000::/4
"""
PUBLIC = """
    1.0.0.0/24 9.255.255.0/24 11.0.0.0/8 100.63.255.0/24 100.128.0.0/9 126.255.255.0/24 128.0.0.0/16 169.253.255.0/24
    169.255.0.0/16 172.15.255.0/24 172.32.0.0/11 192.0.0.9/32 192.0.0.10/32 192.0.1.0/24 192.0.3.0/24 192.31.196.0/24
    192.52.193.0/24 192.88.98.0/24 192.88.100.0/24 192.167.255.0/24 192.169.0.0/16 192.175.48.0/24 198.17.255.0/24 198.20.0.0/14
    198.51.99.0/24 198.51.101.0/24 203.0.112.0/24 203.0.114.0/24 223.255.255.0/24
    2000::/16 2001:1::1/128 2001:1::2/128 2001:1::3/128 2001:3::/32 2001:4:112::/48 2001:20::/28 2001:30::/28 2001:200::/23
    2001:db7::/32 2001:db9::/32 2003::/18 2620:4f:8000::/48 2a00::/12 3ffe::/16 3fff:1000::/20
"""


@pytest.mark.parametrize(
    ("network", "public"),
    [*((network, False) for network in PRIVATE.split()), *((network, True) for network in PUBLIC.split())],
)
def test_a_network_is_what_the_registries_say(network: str, public: bool) -> None:
    held = ipaddress.ip_network(network)
    assert [is_public(str(held[place])) for place in (0, held.num_addresses // 2, -1)] == [public] * 3


PAIRS = [("192.0.32.8", True), ("10.0.0.1", False), ("127.0.0.1", False), ("169.254.169.254", False), ("192.88.99.1", False)]


@pytest.mark.parametrize(("inner", "public"), PAIRS)
def test_an_address_that_leads_to_an_ipv4_address_is_what_that_is(inner: str, public: bool) -> None:
    bits = int(IPv4Address(inner))
    nat64 = IPv6Address(int(IPv6Address("64:ff9b::")) | bits)
    six_to_four = IPv6Address(int(IPv6Address("2002::1")) | bits << 80)
    server, itself = IPv4Address("192.0.32.8"), bits ^ 0xFFFFFFFF
    teredo = IPv6Address(int(IPv6Address("2001::")) | int(server) << 64 | itself)
    by_it = IPv6Address(int(IPv6Address("2001::")) | bits << 64 | int(server) ^ 0xFFFFFFFF)
    assert [is_public(str(one)) for one in (nat64, six_to_four, teredo, by_it)] == [public] * 4


@pytest.mark.parametrize("form", ["::ffff:{}", "::{}", "::ffff:0:{}", "64:ff9b:1::{}"])
@pytest.mark.parametrize("inner", [inner for inner, _ in PAIRS])
def test_an_ipv4_address_in_another_s_clothes_is_private(form: str, inner: str) -> None:
    assert not is_public(form.format(inner))


def test_a_zone_is_passed_over() -> None:
    assert not is_public("fe80::1%eth0") and is_public("2a00::1%eth0")


@given(st.ip_addresses())
def test_what_this_python_takes_for_private_is(address: IPv4Address | IPv6Address) -> None:
    assert address.is_global or not is_public(str(address)) or any(address in ipaddress.ip_network(n) for n in PUBLIC.split())
