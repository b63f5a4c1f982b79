"""Address -> Page: one GET with robots.txt, deadline, size cap and redirects checked hop by hop; private addresses refused."""

from __future__ import annotations

import ssl
import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Protocol
from urllib.parse import urljoin

import httpx

from sayso.options import DEFAULT_OPTIONS, PageOptions, too_big
from sayso.pages.charset import gunzip, is_gzip
from sayso.pages.hosts import Pace, is_public, look_up
from sayso.pages.kinds import kind_of
from sayso.pages.robots import ROBOTS_BYTES, Robots, RobotsFile
from sayso.record import Page, Refusal

CONNECT_SECONDS = 10.0
ROBOTS_HOPS = 5  # RFC 9309 asks for at least five
BUSY_SECONDS = 5.0  # to wait after "too many requests" from a site that does not say how long
MOST_CLIENTS = 8  # hosts with open connections at one time
REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
TEXT_TYPES = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/rdf",
    "application/feed+json",
    "application/warc",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
)


class Validators(Protocol):
    """What sites said to ask by whether a page has changed: ETag and Last-Modified of the answer from an address.

    ``set`` is called before the page has been read. Whoever keeps pages must let what was set count only once the page is
    kept: a page that was lost in between would be "not modified" for ever.
    """

    def get(self, url: str) -> tuple[str | None, str | None] | None:
        """The ETag and Last-Modified of the page that is kept of this address; None for none."""

    def set(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """The page that was just got from this address has these."""


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
    content: bytes = b""
    media_type: str | None = None
    charset: str | None = None
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: float | None = None  # seconds
    conditional: bool = False  # asked for only if it has changed


class Fetcher:
    """Gets pages politely: each site's robots.txt is asked, and its requests are kept apart by a delay.

    Each host is resolved here, all its addresses are checked, and the connection goes to the address that was checked, so
    that a name cannot change its address in between. Proxies from the environment are not used for the same reason. With
    ``validators`` a page is asked for only if it has changed; where it has not, the Refusal's reason is "not-modified".
    """

    def __init__(self, options: PageOptions = DEFAULT_OPTIONS, validators: Validators | None = None) -> None:
        self.options = options
        self.validators = validators
        self._robots = Robots(options.user_agent, self._ask_robots)
        self._pace = Pace()
        self._tls: ssl.SSLContext | None = None
        self._clients: OrderedDict[str, httpx.Client] = OrderedDict()

    def fetch(self, url: str) -> Page | Refusal:
        """The page at an http(s) address, or why there is none."""
        try:
            answer = self._get(url)
            content = _checked(answer, self.options.max_bytes)
        except _RefusedError as error:
            return Refusal(url, error.reason, error.detail)
        except OverflowError:
            return too_big(url, self.options.max_bytes)
        if (
            self.validators is not None and kind_of(content) == "page"
        ):  # what a feed lists must be gone through again where it failed
            self.validators.set(answer.url, answer.etag, answer.last_modified)
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
        while self._clients:
            self._clients.popitem()[1].close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _get(self, url: str) -> _Answer:
        """Follows redirects; each hop is checked as the first one was. Waiting for permission and turn is not its time."""
        deadline = time.monotonic() + self.options.timeout
        host = ""
        for _ in range(self.options.max_redirects + 1):
            address = _parsed(url)
            before = time.monotonic()
            delay = self._permission(address)
            if address.host != host:
                self._take_turn(address)
            deadline += time.monotonic() - before
            host = address.host
            try:
                answer = self._patiently(address, deadline)
            finally:
                self._pace.asked(host, delay)
            if answer.location is None:
                return answer
            url = _joined(url, answer.location)
        hops = self.options.max_redirects
        raise _RefusedError(
            "redirects", f"{url} was still redirecting after {hops} hops. Open it in a browser and take the last address."
        )

    def _permission(self, address: httpx.URL) -> float:
        """The seconds to leave between requests to a site that may be asked for this; raises where it may not."""
        if not self.options.robots:
            return self.options.delay
        origin = _origin(address)
        objection = self._robots.objection(origin, str(address))
        if objection:
            raise _RefusedError(*objection)
        return max(self.options.delay, self._robots.delay(origin))

    def _take_turn(self, address: httpx.URL) -> None:
        """Wait for the host's turn. Raises where it has asked to be left alone for longer than a page may take."""
        left, status = self._pace.left_alone(address.host)
        if left > self.options.timeout:
            detail = f"{address.host} asks to be left alone for {left:.0f} more seconds. Try {address} again then."
            raise _RefusedError(f"http-{status}", detail)
        time.sleep(left)
        self._pace.wait(address.host)

    def _patiently(self, address: httpx.URL, deadline: float) -> _Answer:
        """Asks once more where the site is busy, if it says to come back while there is time."""
        answer = self._get_once(address, deadline, self.options.max_bytes)
        wait = _busy_for(answer)
        if wait is not None and time.monotonic() + wait < deadline:
            time.sleep(wait)
            answer = self._get_once(address, deadline, self.options.max_bytes)
            wait = _busy_for(answer)
        if wait is not None:
            self._pace.leave_alone(address.host, wait, answer.status)
        return answer

    def _ask_robots(self, url: str) -> RobotsFile:
        """A site's robots.txt; a robots.txt beyond its cap is cut, not refused."""
        deadline = time.monotonic() + self.options.timeout
        try:
            for _ in range(ROBOTS_HOPS + 1):
                answer = self._get_once(_parsed(url), deadline, ROBOTS_BYTES, cut=True)
                if answer.location is None:
                    content = _gunzipped_start(answer.content) if is_gzip(answer.content) else answer.content
                    return RobotsFile(answer.status, content)
                url = _joined(url, answer.location)
        except _RefusedError as error:
            if error.reason in ("private-address", "bad-address", "bad-certificate"):
                raise
            return RobotsFile(0, trouble=(error.reason, error.detail))
        return RobotsFile(404)

    def _get_once(self, address: httpx.URL, deadline: float, limit: int, cut: bool = False) -> _Answer:
        hosts = self._resolve(address, deadline)
        for number, host in enumerate(hosts):
            try:
                return self._request(address, host, deadline, limit, cut)
            except httpx.ConnectError as error:
                if why := _distrust(error):
                    detail = f"{address} shows a certificate that is not to be trusted: {why}. Look at it in a browser."
                    raise _RefusedError("bad-certificate", detail) from error
                if number == len(hosts) - 1:
                    raise _RefusedError("unreachable", f"{address} does not answer: {error}. Is the address right?") from error
            except httpx.TimeoutException as error:
                raise _timed_out(address, self.options.timeout) from error
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                raise _RefusedError("unreachable", f"{address} broke off: {error}. Try again later.") from error
        raise _RefusedError("unreachable", f"{address} has no address. Is the host's name right?")

    def _request(self, address: httpx.URL, host: str, deadline: float, limit: int, cut: bool) -> _Answer:
        left = deadline - time.monotonic()
        if left <= 0:
            raise _timed_out(address, self.options.timeout)
        there = address.copy_with(host=host, fragment=None)
        timeout = httpx.Timeout(min(left, CONNECT_SECONDS), read=left)
        extensions = {"sni_hostname": address.raw_host.decode("ascii")}
        client, asked = self._client(_origin(address)), self._headers(address)
        with client.stream("GET", there, headers=asked, timeout=timeout, extensions=extensions) as response:
            headers = response.headers
            redirected = response.status_code in REDIRECTS
            return _Answer(
                url=str(address.copy_with(fragment=None)),
                status=response.status_code,
                content=b"" if redirected else self._body(response, address, deadline, limit, cut),
                media_type=headers.get("content-type", "").split(";")[0].strip().lower() or None,
                charset=response.charset_encoding,
                location=headers.get("location") if redirected else None,
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
                retry_after=_seconds(headers.get("retry-after")),
                conditional=bool(asked.keys() & {"If-None-Match", "If-Modified-Since"}),
            )

    def _headers(self, address: httpx.URL) -> dict[str, str]:
        headers = {
            "Host": address.netloc.decode("ascii"),
            "User-Agent": self.options.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain;q=0.8,*/*;q=0.5",
            "Accept-Encoding": "gzip",  # the one that is unpacked below with a cap
        }
        known = self.validators.get(str(address.copy_with(fragment=None))) if self.validators is not None else None
        for name, value in zip(("If-None-Match", "If-Modified-Since"), known or (), strict=False):
            if value and value.isascii() and value.isprintable():
                headers[name] = value
        return headers

    def _client(self, origin: str) -> httpx.Client:
        """A pool of connections a site: two sites at one numeric address share neither connections nor cookies."""
        client = self._clients.pop(origin, None)
        if client is None:
            if len(self._clients) == MOST_CLIENTS:
                self._clients.popitem(last=False)[1].close()
            client = httpx.Client(follow_redirects=False, trust_env=False, verify=self._trust(origin))
        self._clients[origin] = client
        return client

    def _trust(self, origin: str) -> ssl.SSLContext:
        """Whom to trust. Loading the authorities takes 20 ms, so it is done once, and not for sites without TLS."""
        if origin.startswith("http:"):
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody
        self._tls = self._tls or httpx.create_ssl_context(trust_env=False)
        return self._tls

    def _body(self, response: httpx.Response, address: httpx.URL, deadline: float, limit: int, cut: bool) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_raw():
            size += len(part)
            if time.monotonic() > deadline:
                raise _timed_out(address, self.options.timeout)
            parts.append(part)
            if size > limit:
                if cut:
                    break
                raise OverflowError
        content = b"".join(parts)
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding in ("gzip", "x-gzip"):
            return _gunzipped_start(content) if cut else _unpacked(content, str(address), limit)
        if encoding not in ("identity", ""):
            raise _RefusedError(
                "encoding", f"{address} sent its page in {encoding}, which was not asked for. Save the page to a file."
            )
        return content[:limit]

    def _resolve(self, address: httpx.URL, deadline: float) -> list[str]:
        """The host's addresses. Raises where any is private, loopback or link-local and that is not allowed."""
        seconds = max(0.1, min(CONNECT_SECONDS, deadline - time.monotonic()))
        try:
            hosts = look_up(address.host, address.port or (443 if address.scheme == "https" else 80), seconds)
        except TimeoutError as error:
            detail = f"The name {address.host} was not found within {seconds:.0f} seconds. Try again later."
            raise _RefusedError("timeout", detail) from error
        if not hosts:
            detail = f"The name {address.host} is not known. Is the address right, and is this machine online?"
            raise _RefusedError("unreachable", detail)
        if not self.options.allow_private and any(not is_public(host) for host in hosts):
            raise _RefusedError(
                "private-address",
                f"{address.host} is on this machine or a private network; it is not asked without --allow-private.",
            )
        return hosts


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


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:  # half of an IPv6 address
        raise _RefusedError("bad-address", f"{url} redirects to {location}, which is no address.") from error


def _origin(address: httpx.URL) -> str:
    return f"{address.scheme}://{address.netloc.decode('ascii')}"


def _seconds(retry_after: str | None) -> float | None:
    """Retry-After, a number of seconds or a date, as seconds from now.

    >>> _seconds("120"), _seconds("soon")
    (120.0, None)
    """
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _busy_for(answer: _Answer) -> float | None:
    """The seconds after which a busy site is to be asked again; None where it is not busy, or does not know itself."""
    if answer.status not in BUSY:
        return None
    return BUSY_SECONDS if answer.retry_after is None and answer.status == 429 else answer.retry_after


def _checked(answer: _Answer, limit: int) -> bytes:
    if answer.status == 304 and answer.conditional:
        raise _RefusedError("not-modified", f"{answer.url} has not changed since it was last read.")
    if not 200 <= answer.status < 300:
        advice = "It may be gone or closed to programs." if answer.status < 500 and answer.status != 429 else "Try again later."
        raise _RefusedError(f"http-{answer.status}", f"{answer.url} answered with status {answer.status}. {advice}")
    media = answer.media_type
    feed = media == "application/json" and kind_of(answer.content) == "feed"
    if media is not None and not media.startswith(TEXT_TYPES) and not feed:
        raise _RefusedError("not-text", f"{answer.url} is {media}, not a web page or text.")
    return _unpacked(answer.content, answer.url, limit) if is_gzip(answer.content) else answer.content


def _gunzipped_start(content: bytes) -> bytes:
    """What can be unpacked of gzip that may be cut, up to the cap of a robots.txt."""
    try:
        return zlib.decompressobj(wbits=31).decompress(content, ROBOTS_BYTES)
    except zlib.error:
        return b""


def _unpacked(content: bytes, url: str, limit: int) -> bytes:
    try:
        return gunzip(content, limit)
    except ValueError as error:
        raise _RefusedError("bad-gzip", f"{url} sent gzip that cannot be unpacked ({error}). Try again later.") from error


def _distrust(error: BaseException | None) -> str | None:
    """Why a site's certificate is not to be trusted; None where that is not what went wrong."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error.verify_message if error else None


def _timed_out(address: httpx.URL, seconds: float) -> _RefusedError:
    return _RefusedError("timeout", f"{address} took longer than {seconds:g} seconds. Try again later, or allow more time.")
