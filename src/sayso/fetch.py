"""Address -> Page: one GET with robots.txt, deadline, size cap and redirects checked hop by hop; private addresses refused."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urljoin

import httpx
from protego import Protego

from sayso.charset import gunzip, is_gzip
from sayso.options import DEFAULT_OPTIONS, PageOptions, too_big
from sayso.record import Page, Refusal

ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks for at least 500 KiB
CONNECT_SECONDS = 10.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
)


class _RefusedError(Exception):
    """Carries a reason and a detail up to the one place that makes the Refusal."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class _Answer:
    url: str
    status: int
    content: bytes
    media_type: str | None
    charset: str | None
    location: str | None = None


class Fetcher:
    """Gets pages over one pool of connections, and asks each site's robots.txt once.

    Each host is resolved here, all its addresses are checked, and the connection goes to the address that was checked, so
    that a name cannot change its address in between. Proxies from the environment are not used for the same reason.
    """

    def __init__(self, options: PageOptions = DEFAULT_OPTIONS) -> None:
        self.options = options
        self._client = httpx.Client(follow_redirects=False, trust_env=False)
        self._robots: dict[str, Protego | _RefusedError] = {}

    def fetch(self, url: str) -> Page | Refusal:
        """The page at an http(s) address, or why there is none."""
        try:
            answer = self._get(url, self._deadline(), self.options.max_bytes, check_robots=self.options.robots)
            content = _checked(answer, self.options.max_bytes)
        except _RefusedError as error:
            return Refusal(url, error.reason, error.detail)
        except OverflowError:
            return too_big(url, self.options.max_bytes)
        return Page(
            input=url,
            content=content,
            url=answer.url,
            captured=datetime.now(UTC).isoformat(timespec="seconds"),
            media_type=answer.media_type,
            charset=answer.charset,
            prose=self.options.prose,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _deadline(self) -> float:
        return time.monotonic() + self.options.timeout

    def _get(self, url: str, deadline: float, limit: int, check_robots: bool) -> _Answer:
        """Follows redirects; each hop is checked as the first one was."""
        for _ in range(self.options.max_redirects + 1):
            address = _parsed(url)
            if check_robots:
                self._ask_robots(address, deadline)
            answer = self._get_once(address, deadline, limit)
            if answer.location is None:
                return answer
            url = urljoin(url, answer.location)
        hops = self.options.max_redirects
        raise _RefusedError(
            "redirects", f"{url} was still redirecting after {hops} hops. Open it in a browser and take the last address."
        )

    def _get_once(self, address: httpx.URL, deadline: float, limit: int) -> _Answer:
        hosts = self._resolve(address, deadline)
        for number, host in enumerate(hosts):
            try:
                return self._request(address, host, deadline, limit)
            except httpx.ConnectError as error:
                if number == len(hosts) - 1:
                    raise _RefusedError("unreachable", f"{address} does not answer: {error}. Is the address right?") from error
            except httpx.TimeoutException as error:
                raise _timed_out(address, self.options.timeout) from error
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise _RefusedError("unreachable", f"{address} broke off: {error}. Try again later.") from error
        raise _RefusedError("unreachable", f"{address} has no address. Is the host's name right?")

    def _request(self, address: httpx.URL, host: str, deadline: float, limit: int) -> _Answer:
        left = deadline - time.monotonic()
        if left <= 0:
            raise _timed_out(address, self.options.timeout)
        headers = {
            "Host": address.netloc.decode("ascii"),
            "User-Agent": self.options.user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.5",
            "Accept-Encoding": "gzip",  # the one that is unpacked below with a cap
        }
        there = address.copy_with(host=host, fragment=None)
        timeout = httpx.Timeout(min(left, CONNECT_SECONDS), read=left)
        extensions = {"sni_hostname": address.raw_host.decode("ascii")}
        with self._client.stream("GET", there, headers=headers, timeout=timeout, extensions=extensions) as response:
            if response.status_code in REDIRECTS:
                return _Answer(str(address), response.status_code, b"", None, None, response.headers.get("location"))
            content = self._body(response, address, deadline, limit)
            media_type = response.headers.get("content-type", "").split(";")[0].strip().lower() or None
            return _Answer(str(address), response.status_code, content, media_type, response.charset_encoding)

    def _body(self, response: httpx.Response, address: httpx.URL, deadline: float, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_raw():
            size += len(part)
            if size > limit:
                raise OverflowError
            if time.monotonic() > deadline:
                raise _timed_out(address, self.options.timeout)
            parts.append(part)
        content = b"".join(parts)
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding in ("gzip", "x-gzip"):
            return _unpacked(content, str(address), limit)
        if encoding not in ("identity", ""):
            raise _RefusedError(
                "encoding", f"{address} sent its page in {encoding}, which was not asked for. Save the page to a file."
            )
        return content

    def _resolve(self, address: httpx.URL, deadline: float) -> list[str]:
        """The host's addresses. Raises where any is private, loopback or link-local and that is not allowed."""
        hosts = _look_up(address, max(0.1, min(CONNECT_SECONDS, deadline - time.monotonic())))
        if not self.options.allow_private and any(not _is_public(host) for host in hosts):
            raise _RefusedError(
                "private-address",
                f"{address} is on this machine or a private network, and is not fetched unless private addresses are allowed.",
            )
        return hosts

    def _ask_robots(self, address: httpx.URL, deadline: float) -> None:
        origin = f"{address.scheme}://{address.netloc.decode('ascii')}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin, deadline)
        rules = self._robots[origin]
        if isinstance(rules, _RefusedError):
            raise rules
        if not rules.can_fetch(str(address), self.options.user_agent.split("/")[0]):
            raise _RefusedError(
                "robots", f"{origin}/robots.txt asks programs not to fetch {address}. Save the page from a browser instead."
            )

    def _read_robots(self, origin: str, deadline: float) -> Protego | _RefusedError:
        """RFC 9309: no such file allows all; a server's error, or no answer, allows nothing."""
        try:
            answer = self._get(f"{origin}/robots.txt", deadline, ROBOTS_BYTES, check_robots=False)
        except _RefusedError as error:
            if error.reason in ("private-address", "bad-address"):
                return error
            return _RefusedError(
                error.reason, f"{origin}/robots.txt could not be read, so nothing there is fetched: {error.detail}"
            )
        except OverflowError:
            return Protego.parse("")
        if answer.status >= 500:
            return _RefusedError(
                "robots",
                f"{origin}/robots.txt failed with status {answer.status}, so nothing there is fetched. Try again later.",
            )
        return Protego.parse(answer.content.decode("utf-8", "replace") if answer.status < 400 else "")


def fetch(url: str, options: PageOptions = DEFAULT_OPTIONS) -> Page | Refusal:
    """The page at one address, or why there is none."""
    with Fetcher(options) as fetcher:
        return fetcher.fetch(url)


def _parsed(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
        if address.scheme not in ("http", "https") or not address.host:
            raise ValueError("it needs http:// or https:// and a host")
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise _RefusedError("bad-address", f"{url} is not an address that can be fetched: {error}.") from error
    return address


def _look_up(address: httpx.URL, seconds: float) -> list[str]:
    """The numeric addresses of a host. getaddrinfo has no deadline, so it runs in a thread that may be left behind."""
    found: list[str] = []
    port = address.port or (443 if address.scheme == "https" else 80)

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(address.host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(row[4][0]) for row in rows))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise _RefusedError("timeout", f"The name {address.host} was not found within {seconds:.0f} seconds. Try again later.")
    if not found:
        raise _RefusedError(
            "unreachable", f"The name {address.host} is not known. Is the address right, and is this machine online?"
        )
    return found


def _is_public(host: str) -> bool:
    address = ipaddress.ip_address(host.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None and not inner.is_global:
            return False
    return address.is_global and not address.is_multicast


def _checked(answer: _Answer, limit: int) -> bytes:
    if answer.status >= 400 or answer.status < 200:
        advice = "It may be gone or closed to programs." if answer.status < 500 else "Try again later."
        raise _RefusedError(f"http-{answer.status}", f"{answer.url} answered with status {answer.status}. {advice}")
    if answer.media_type is not None and not answer.media_type.startswith(TEXT_TYPES):
        raise _RefusedError("not-text", f"{answer.url} is {answer.media_type}, not a web page or text.")
    return _unpacked(answer.content, answer.url, limit) if is_gzip(answer.content) else answer.content


def _unpacked(content: bytes, url: str, limit: int) -> bytes:
    try:
        return gunzip(content, limit)
    except ValueError as error:
        raise _RefusedError("bad-gzip", f"{url} sent gzip that cannot be unpacked ({error}). Try again later.") from error


def _timed_out(address: httpx.URL, seconds: float) -> _RefusedError:
    return _RefusedError("timeout", f"{address} took longer than {seconds:g} seconds. Try again later, or allow more time.")
