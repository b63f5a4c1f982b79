"""A page that has come in -> whether it is wanted, by its host and its day, before anything of it is read."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sayso.articles import day_in_address, time_of
from sayso.record import Page


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pages are read: those of ``hosts`` and of the hosts below them, of any day from ``since`` (ISO) on; all by default.

    Languages are chosen by ``PageOptions.languages``: a page is refused as "other-language" once its first words are known.
    """

    hosts: tuple[str, ...] = ()
    since: str | None = None

    def passes_over(self, page: Page) -> str | None:
        """Why a page is not wanted: "other-host", "too-early"; None for one that is.

        >>> page = Page("a.warc:0", b"", url="https://www.post.example/2031/03/14/rain")
        >>> Choice(hosts=("post.example",)).passes_over(page), Choice(since="2031-03-15").passes_over(page)
        (None, 'too-early')
        """
        if self.hosts and not self._is_of_hosts(page.url):
            return "other-host"
        if self.since and (day := _day_of(page)) is not None and day < self.since:
            return "too-early"
        return None

    def _is_of_hosts(self, url: str | None) -> bool:
        try:
            host = (urlsplit(url or "").hostname or "").lower().rstrip(".")
        except ValueError:  # half of an IPv6 address
            return False
        return any(host == wanted or host.endswith(f".{wanted}") for wanted in self.hosts)


def _day_of(page: Page) -> str | None:
    """The day of a page as far as it is known without reading it: as given beside it, in its address, else of its capture.

    A page that was captured on a day is of that day or an earlier one, so that none is passed over that may be of a later one.
    """
    given = time_of(page.given.published) if page.given and page.given.published else None
    told = given or day_in_address(page.url) or page.captured
    return told[:10] if told else None
