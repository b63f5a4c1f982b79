"""A host's name -> its numeric addresses, and whether they are in public; when it may be asked next."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time

# IPv6 networks whose addresses hold an IPv4 one in their last 32 bits: NAT64, and the oldest form of all.
_HOLDING_IPV4 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))


def look_up(host: str, port: int, seconds: float) -> list[str]:
    """The numeric addresses of a host, each once; [] where the name is not known. Raises TimeoutError after ``seconds``.

    >>> look_up("127.0.0.1", 80, 5)
    ['127.0.0.1']
    """
    found: list[str] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(row[4][0]) for row in rows))

    # getaddrinfo has no deadline, so it runs in a thread that may be left behind.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise TimeoutError
    return found


def is_public(host: str) -> bool:
    """Whether a numeric address, and any IPv4 address inside it, is on the public internet.

    >>> is_public("192.0.32.8"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::a00:1")
    (True, False, False, False)
    """
    address = ipaddress.ip_address(host.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and any(address in network for network in _HOLDING_IPV4):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not inner.is_global:
            return False
    return address.is_global and not address.is_multicast


class Pace:
    """Keeps requests to one host apart: by a delay, and by the time for which the host itself asked to be left alone."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._alone: dict[str, tuple[float, int]] = {}

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked."""
        time.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))

    def asked(self, host: str, delay: float) -> None:
        """The host has answered: it is not asked again for ``delay`` seconds."""
        self._next[host] = time.monotonic() + delay

    def leave_alone(self, host: str, seconds: float, status: int) -> None:
        """The host asks, by this status, to be left alone for so long."""
        self._alone[host] = time.monotonic() + seconds, status

    def left_alone(self, host: str) -> tuple[float, int]:
        """For how many more seconds the host wants to be left alone (0: it does not), and the status that said so."""
        until, status = self._alone.get(host, (0.0, 0))
        return max(0.0, until - time.monotonic()), status
