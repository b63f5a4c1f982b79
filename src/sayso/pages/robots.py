"""A site's robots.txt -> whether one of its addresses may be fetched, and how fast; by RFC 9309, each asked for once a day."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks that at least 500 KiB be read; what comes after is left
KEPT_SECONDS = 24 * 3600.0  # RFC 9309, 2.4
FAILED_SECONDS = 600.0  # a site that could not be asked is asked again after ten minutes
SLOWEST = 30.0  # seconds; a Crawl-delay beyond is taken for this


Objection = tuple[str, str]  # the reason and the detail of a Refusal


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What came of asking for a robots.txt: its status and bytes; with status 0, why there is no answer at all.

    ``hurried`` says that others had taken most of the time that an address has, so that it tells nothing of the site.
    """

    status: int
    content: bytes = b""
    trouble: Objection = ("unreachable", "")
    hurried: bool = False


Ask = Callable[[str], RobotsFile]  # gets "https://host/robots.txt", its redirects followed


class Robots:
    """The rules of all sites met, for one program."""

    def __init__(self, user_agent: str) -> None:
        self._token = user_agent.split("/")[0]
        self._rules: dict[str, tuple[float, Protego | Objection]] = {}

    def objection(self, origin: str, address: str, ask: Ask) -> Objection | None:
        """Why an address is not to be fetched; None where it may be. ``origin`` is "https://host:port"."""
        rules = self._rules_of(origin, ask)
        if isinstance(rules, tuple):
            return rules
        if rules.can_fetch(address, self._token):
            return None
        return "robots", f"{origin}/robots.txt asks programs not to fetch {address}. Save the page from a browser instead."

    def delay(self, origin: str) -> float:
        """The seconds between two requests that a site, once asked, asks for; at most SLOWEST, 0 where it does not say."""
        _, rules = self._rules.get(origin, (0.0, ("", "")))
        asked = None if isinstance(rules, tuple) else rules.crawl_delay(self._token)
        return min(SLOWEST, max(0.0, asked or 0.0))

    def _rules_of(self, origin: str, ask: Ask) -> Protego | Objection:
        until, rules = self._rules.get(origin, (0.0, ("", "")))
        if time.monotonic() >= until:
            file = ask(f"{origin}/robots.txt")
            rules = _rules(origin, file)
            kept = FAILED_SECONDS if isinstance(rules, tuple) else KEPT_SECONDS
            self._rules[origin] = time.monotonic() + (0.0 if file.hurried else kept), rules
        return rules


def _rules(origin: str, file: RobotsFile) -> Protego | Objection:
    """RFC 9309, 2.3.1: what is not there (4xx, redirects without end) allows all; a server in trouble allows nothing."""
    closed = f"{origin}/robots.txt could not be read, so nothing there is fetched"
    if file.status == 0:
        return file.trouble[0], f"{closed}: {file.trouble[1]}"
    if file.status >= 500:
        return "robots", f"{closed}: it failed with status {file.status}. Try again later."
    return Protego.parse(file.content[:ROBOTS_BYTES].decode("utf-8-sig", "replace") if 200 <= file.status < 300 else "")
