"""Address -> Page: robots.txt asked, turns kept, redirects checked hop by hop, all within one time; or a Refusal."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Protocol
from urllib.parse import unquote, urljoin

import httpx2

from sayso.options import DEFAULT_OPTIONS, PageOptions, too_big
from sayso.pages.addresses import bare_address, split_userinfo
from sayso.pages.answers import Answer, RefusedError, busy_for, page_in, start_in
from sayso.pages.connections import Connections, origin
from sayso.pages.kinds import kind_of
from sayso.pages.pace import Pace
from sayso.pages.robots import ROBOTS_BYTES, Robots, RobotsFile
from sayso.pages.transport import Deadline
from sayso.record import Page, Refusal

ROBOTS_HOPS = 5  # RFC 9309 asks for at least five


class Validators(Protocol):
    """What sites said to ask by whether a page has changed: ETag and Last-Modified of the answer from an address.

    ``set`` is called before the page has been read. Whoever keeps pages must let what was set count only once the page is
    kept: a page that was lost in between would be "not modified" for ever.
    """

    def get(self, url: str) -> tuple[str | None, str | None] | None:
        """The ETag and Last-Modified of the page that is kept of this address; None for none."""

    def set(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """The page that was just got from this address has these."""


class Fetcher:
    """Gets pages politely: each site's robots.txt is asked, and its requests are kept apart by a delay.

    With ``validators`` a page is asked for only if it has changed; where it has not, the Refusal's reason is "not-modified".
    A name and password in an address are sent to the site that it names, here and for the rest of the run, and to no other;
    they stand in nothing that comes back. Those in what a site sends, as in a redirect, are left out.
    """

    def __init__(self, options: PageOptions = DEFAULT_OPTIONS, validators: Validators | None = None) -> None:
        self.options = options
        self.validators = validators
        self._connections = Connections(options)
        self._robots = Robots(options.user_agent)
        self._pace = Pace()
        self._userinfo: dict[str, str] = {}  # "name:password" by the site's origin

    def fetch(self, url: str) -> Page | Refusal:
        """The page at an http(s) address, or why there is none."""
        shown, userinfo = split_userinfo(url)
        try:
            if userinfo:
                self._know(shown, userinfo)
            answer = self._get(shown)
            content = page_in(answer, self.options.max_bytes)
        except RefusedError as error:
            return Refusal(shown, error.reason, error.detail)
        except OverflowError:
            return too_big(shown, self.options.max_bytes)
        if (
            self.validators is not None and kind_of(content) == "page"
        ):  # what a feed lists must be gone through again where it failed
            self.validators.set(answer.url, answer.etag, answer.last_modified)
        return Page(
            input=shown,
            content=content,
            url=answer.url,
            captured=datetime.now(UTC).isoformat(timespec="seconds"),
            media_type=answer.media_type,
            charset=answer.charset,
            prose=self.options.prose,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._connections.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _know(self, shown: str, userinfo: str) -> None:
        """From here on the site of this address is sent this name and password."""
        self._userinfo[origin(_parsed(shown))] = unquote(userinfo)

    def _get(self, url: str) -> Answer:
        """Follows redirects; each hop is checked as the first one was. Waiting for a turn is not its time, robots.txt is."""
        deadline = Deadline(self.options.timeout)
        host = ""
        for hop in range(self.options.max_redirects + 1):
            address = _parsed(url)
            delay = self._permission(address, deadline, hop)
            if address.host != host:
                self._take_turn(address, deadline)
            host = address.host
            try:
                answer = self._patiently(address, deadline)
            finally:
                self._pace.asked(host, delay)
            if answer.location is None:
                return answer
            url = _joined(url, answer.location)
        hops = self.options.max_redirects
        raise RefusedError(
            "redirects", f"{url} was still redirecting after {hops} hops. Open it in a browser and take the last address."
        )

    def _permission(self, address: httpx2.URL, deadline: Deadline, hop: int) -> float:
        """The seconds to leave between requests to a site that may be asked for this; raises where it may not."""
        if not self.options.robots:
            return self.options.delay
        site = origin(address)
        objection = self._robots.objection(site, str(address), lambda url: self._ask_robots(url, deadline, hurried=hop > 0))
        if objection:
            raise RefusedError(*objection)
        return max(self.options.delay, self._robots.delay(site))

    def _take_turn(self, address: httpx2.URL, deadline: Deadline) -> None:
        """Wait for the host's turn. Raises where it has asked to be left alone for longer than a page may take."""
        left, status = self._pace.left_alone(address.host)
        if left > self.options.timeout:
            detail = f"{address.host} asks to be left alone for {left:.0f} more seconds. Try {address} again then."
            raise RefusedError(f"http-{status}", detail)
        before = time.monotonic()
        time.sleep(left)
        self._pace.wait(address.host)
        deadline.put_off(time.monotonic() - before)

    def _patiently(self, address: httpx2.URL, deadline: Deadline) -> Answer:
        """Asks once more where the site is busy, if it says to come back while there is time."""
        headers = self._headers(address)
        answer = self._connections.get(address, headers, deadline, self.options.max_bytes)
        wait = busy_for(answer)
        if wait is not None and wait < deadline.left():
            time.sleep(wait)
            answer = self._connections.get(address, headers, deadline, self.options.max_bytes)
            wait = busy_for(answer)
        if wait is not None:
            self._pace.leave_alone(address.host, wait, answer.status)
        return answer

    def _ask_robots(self, url: str, deadline: Deadline, hurried: bool) -> RobotsFile:
        """A site's robots.txt; a robots.txt beyond its cap is cut, not refused."""
        try:
            for _ in range(ROBOTS_HOPS + 1):
                answer = self._connections.get(_parsed(url), self._manners(), deadline, ROBOTS_BYTES, cut=True)
                if answer.location is None:
                    content = start_in(answer, ROBOTS_BYTES) if answer.status < 300 else b""
                    return RobotsFile(answer.status, content)
                url = _joined(url, answer.location)
        except RefusedError as error:
            if error.reason in ("private-address", "bad-address", "bad-certificate"):
                raise
            return RobotsFile(0, trouble=(error.reason, error.detail), hurried=hurried and error.reason == "timeout")
        return RobotsFile(404)

    def _manners(self) -> dict[str, str]:
        return {
            "User-Agent": self.options.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,text/plain;q=0.8,*/*;q=0.5",
            "Accept-Encoding": "gzip",  # the one that is unpacked here, with a cap
        }

    def _headers(self, address: httpx2.URL) -> dict[str, str]:
        headers = self._manners()
        if userinfo := self._userinfo.get(origin(address)):
            pair = userinfo if ":" in userinfo else f"{userinfo}:"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        known = self.validators.get(str(address.copy_with(fragment=None))) if self.validators is not None else None
        for name, value in zip(("If-None-Match", "If-Modified-Since"), known or (), strict=False):
            if value and value.isascii() and value.isprintable():
                headers[name] = value
        return headers


def fetch(url: str, options: PageOptions = DEFAULT_OPTIONS) -> Page | Refusal:
    """The page at one address, or why there is none."""
    with Fetcher(options) as fetcher:
        return fetcher.fetch(url)


def _parsed(url: str) -> httpx2.URL:
    try:
        address = httpx2.URL(url)
        if address.scheme not in ("http", "https") or not address.host:
            raise ValueError("it needs http:// or https:// and a host")
        address.netloc.decode("ascii")
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise RefusedError("bad-address", f"{url} is not an address that can be fetched: {error}.") from error
    return address


def _joined(url: str, location: str) -> str:
    location = bare_address(location)
    try:
        return bare_address(urljoin(url, location))
    except ValueError as error:  # half of an IPv6 address
        raise RefusedError("bad-address", f"{url} redirects to {location}, which is no address.") from error
