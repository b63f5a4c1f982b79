"""A page's tree, nodes, meta elements and blocks -> when its article was published and changed, the surest source first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice

from lxml.html import HtmlElement

from sayso.articles.composition import clean
from sayso.articles.datelines import day_in_address, written_day, written_time
from sayso.articles.linked_data import Node, words_of
from sayso.articles.markup import Block
from sayso.articles.times import has_clock, has_offset, to_iso
from sayso.articles.visible_dates import Dates, dates_near, is_change, last_change, only_day

Meta = dict[str, list[str]]

MOST_TIMES = 3  # time elements of a page, and as many elements classed as a date and half as many again
MOST_SCRIPT = 3_000_000  # characters of scripts in which a time is looked for
_PUBLISHED = ("article:published_time", "og:article:published_time", "og:published_time")
_NAMED_PUBLISHED = (
    "datepublished publishdate publish_date publisheddate pubdate publication_date parsely-pub-date cxenseparse:publishtime "
    "cxenseparse:recs:publishtime dc.date.issued dcterms.issued article.published originalpublicationdate "
    "rnews:datepublished bt:pubdate citation_publication_date citation_online_date"
)
_NAMED_DATES = "date sailthru.date dcterms.created dc.date dc.date.created dcterms.date citation_date"
_UPDATED = (
    "article:modified_time og:article:modified_time og:updated_time datemodified last-modified lastmod lastupdate "
    "modified dcterms.modified dc.date.modified article:updated_time article.updated"
)
# Names that no list has: "w-published-date", "published", "date_published", "video:upload_date".
_LIKE_PUBLISHED = re.compile(
    r"(?:[\w:.-]*[._:-])?(?:(?:first[._-]?)?publi(?:sh(?:ed)?|cation)(?:[._-]?(?:date|time|at|on))?|pub[._-]?(?:date|time)"
    r"|date[._-]?(?:publi\w*|issued|created)|(?:issue|upload|creat(?:ed|ion))[._-]?(?:date|time|at|on)|uploaded)"
)
_LIKE_UPDATED = re.compile(
    r"(?:[\w:.-]*[._:-])?(?:(?:last[._-]?)?(?:modif\w*|updated?|changed?)(?:[._-]?(?:date|time|at|on))?|date[._-]?(?:modif|updat)\w*)"
)
_PROPERTIES = ("datePublished", "dateCreated", "uploadDate")
_DATED = re.compile(r"date|time|published|pubdate", re.I)
_IN_SCRIPT = re.compile(
    r"(?:date_?published|publish(?:ed)?_?(?:date|at|on|time)|publication_?(?:date|time)|first_?published\w{0,12})\W{1,8}"
    r"(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?)",
    re.I,
)
_FARTHEST_ZONE = 14  # hours


@dataclass(frozen=True, slots=True)
class Sources:
    """What a page has that may tell its days: ``nodes`` of linked data are about its article, ``pages`` about the page.

    ``marked`` are its elements with microdata.
    """

    tree: HtmlElement
    nodes: Sequence[Node]
    pages: Sequence[Node]
    others: Sequence[Node]
    meta: Meta
    marked: Sequence[HtmlElement]
    blocks: Sequence[Block]
    headline: str | None
    url: str | None
    day_first: bool | None


def dates_of(page: Sources) -> tuple[str | None, str | None]:
    """Published and updated in ISO 8601: to the second or minute where the page says so, else the day, else None.

    Linked data and OpenGraph come first; then the dateline beside the headline, then other meta elements, other elements that
    are marked as a date, the address, and what scripts hold. Where all that is shown is the day of a change, both are that day.
    """
    shown = dates_near(page.blocks, page.headline, page.day_first)
    changes = _updated(page)
    updated = _best(changes, None)
    linked = _values([*page.nodes, *page.pages], "datePublished")
    sure = _times([*linked, *_contents(page.meta, _PUBLISHED)], page)
    named = list(_named(page))
    times = [*sure, *named]
    best = _best(sure, shown.published)
    if best is None or _gives_way(best, sure, shown, updated):
        best = shown.published or _best(named, None)
    if best is None:
        marked = _times(_values(page.others, "datePublished"), page) or [time for time in _marked_times(page) if time]
        times += marked
        best = _best(marked, None) or _last_resort(page)
    updated = updated or shown.updated
    if best is None:
        changed = shown.updated or last_change(page.blocks, page.day_first)
        return changed and _with_clock(changed, changes), updated or changed
    if not has_clock(best) or not has_offset(best) or best.endswith("+00:00"):
        times += [time for time in (shown.published, *_marked_times(page)) if time]
        best = _midnight(_local(_with_clock(best, times), times), shown.published)
    return best, _since(best, updated)


def _gives_way(best: str, sure: Sequence[str], shown: Dates, updated: str | None) -> bool:
    """Whether a time that one machine alone tells is later than the day that the page shows: a move or a rebuild of the site.

    Of pages where the two differ, and the day shown is not that of the change, it was right on 5 of 5 such, and on none of 8
    where two sources agree.
    """
    if shown.published is None or len(sure) > 1:
        return False
    day = shown.published[:10]
    if day >= best[:10] or day == (updated or "")[:10]:
        return False
    return not has_clock(best) or _moment(best) - _moment(day) > timedelta(hours=24 + _FARTHEST_ZONE)


def _best(times: Sequence[str], shown: str | None) -> str | None:
    """The first, or one with a clock that is of its day or the next to it; of several days the one that the page shows."""
    same = [time for time in times if shown and time[:10] == shown[:10]]
    first = next(iter(same or times), None)
    if first is None or has_clock(first):
        return first
    near = (time for time in times if has_clock(time) and abs(_moment(time[:10]) - _moment(first)) <= timedelta(days=1))
    return next(near, first)


def _moment(iso: str) -> datetime:
    when = datetime.fromisoformat(iso)
    return when.replace(tzinfo=None) if when.tzinfo is None else (when - when.utcoffset()).replace(tzinfo=None)  # type: ignore[operator]


def _with_clock(best: str, times: Iterable[str]) -> str:
    """The day with the clock that another source has for it."""
    return best if has_clock(best) else next((time for time in times if has_clock(time) and time[:10] == best), best)


def _local(best: str, times: Sequence[str]) -> str:
    """The time with the offset of the place where it was written, where another source tells it.

    The same clock with an offset: a local time is often written with none, or passed off as UTC. The same moment with an
    offset, or on a clock whole hours away that has none: 03:28Z is 22:28-05:00 where the page shows 22:28.
    """
    if not has_clock(best) or (has_offset(best) and not best.endswith("+00:00")):
        return best
    near = [time for time in times if has_clock(time) and time != best]
    for time in near:
        if has_offset(time) and not time.endswith("+00:00") and time[:16] == best[:16]:
            return time
    if not has_offset(best):
        return next((found for time in near if time.endswith("+00:00") and (found := _moved(time, best))), best)
    for time in near:
        if has_offset(time) and not time.endswith("+00:00") and time[14:16] == best[14:16]:
            offset = datetime.fromisoformat(time).utcoffset()
            there = datetime.fromisoformat(best).astimezone(timezone(offset or timedelta()))
            if there.isoformat()[:16] == time[:16]:
                return there.isoformat(timespec="seconds")
    return next((found for time in near if not has_offset(time) and (found := _moved(best, time))), best)


def _midnight(best: str, shown: str | None) -> str:
    """The day that the page shows, as the midnight that a machine has in UTC: 13 March 23:00Z is the 14th, at +01:00."""
    if shown is None or has_clock(shown) or not best.endswith(":00:00+00:00"):
        return best
    moment = datetime.fromisoformat(best)
    ahead = datetime.fromisoformat(f"{shown}T00:00+00:00") - moment
    if not timedelta(0) < ahead <= timedelta(hours=_FARTHEST_ZONE):
        return best
    return moment.astimezone(timezone(ahead)).isoformat(timespec="seconds")


def _moved(moment: str, clock: str) -> str | None:
    """A moment in UTC on a clock without an offset, where the two are whole hours apart, as far as a zone may be."""
    if moment[14:16] != clock[14:16] or (len(clock) > 16 and clock[17:19] not in ("00", moment[17:19])):
        return None
    hours = round((datetime.fromisoformat(clock[:16]) - datetime.fromisoformat(moment[:16])) / timedelta(hours=1))
    if not 0 < abs(hours) <= _FARTHEST_ZONE:
        return None
    return datetime.fromisoformat(moment).astimezone(timezone(timedelta(hours=hours))).isoformat(timespec="seconds")


def _since(published: str, updated: str | None) -> str | None:
    """The time of the last change, unless it lies before the first appearance: then one of the two is a mistake."""
    if updated and has_offset(published) and has_offset(updated):
        return updated if datetime.fromisoformat(updated) >= datetime.fromisoformat(published) else None
    return updated


def _times(values: Iterable[object], page: Sources) -> list[str]:
    return [time for words in map(words_of, values) if words and (time := to_iso(words, bool(page.day_first)))]


def _values(nodes: Iterable[Node], key: str) -> list[object]:
    return [node[key] for node in nodes if node.get(key)]


def _contents(meta: Meta, keys: Iterable[str]) -> list[object]:
    return [content for key in keys for content in meta.get(key, [])]


def _updated(page: Sources) -> list[str]:
    keys = [*_UPDATED.split(), *(key for key in page.meta if key not in _UPDATED.split() and _LIKE_UPDATED.fullmatch(key))]
    return _times([*_values([*page.nodes, *page.pages], "dateModified"), *_contents(page.meta, keys)], page)


def _named(page: Sources) -> Iterator[str]:
    """The times of meta elements and properties that are named for it."""
    known, dates = _NAMED_PUBLISHED.split(), _NAMED_DATES.split()
    like = [key for key in page.meta if key not in (*known, *dates, *_PUBLISHED) and _LIKE_PUBLISHED.fullmatch(key)]
    yield from sorted(_times(_contents(page.meta, [*known, *like]), page), key=lambda time: time[:10])
    yield from _times(_contents(page.meta, dates), page)
    for name in _PROPERTIES:
        named = (element for element in page.marked if element.get("itemprop") == name and element.tag != "meta")
        for element in islice(named, 2):
            words = element.get("content") or element.get("datetime") or clean(" ".join(map(str, element.itertext())))[:80]
            yield from filter(None, [to_iso(words, bool(page.day_first)) or written_day(words, page.day_first)])


def _marked_times(page: Sources) -> Iterator[str | None]:
    """The times that a reader sees: time elements, then short words in elements classed as a date."""
    for element in islice(page.tree.iter("time"), MOST_TIMES):
        yield to_iso(element.get("datetime"), bool(page.day_first)) or _written(_text(element), page)
    for element in islice(_classed(page.tree), MOST_TIMES + 2):
        words = _text(element)[:80]
        if not is_change(words):
            yield _written(words, page)


def _classed(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that are classed as a date."""
    known: dict[str, bool] = {"": False}
    for element in tree.iter("span", "div", "p", "li", "em", "h2", "h3"):
        name = element.get("class") or ""
        if name not in known:
            known[name] = bool(_DATED.search(name))
        if known[name]:
            yield element


def _written(words: str, page: Sources) -> str | None:
    """The time in words that a reader sees: with its clock, where they have one ("Published 7:07 PM EST Nov 19, 2031")."""
    known = bool(page.day_first)
    return to_iso(written_time(words, page.day_first) or words, known) or written_day(words, page.day_first)


def _last_resort(page: Sources) -> str | None:
    """The day of data about something on the page, of the address, of all datelines where they tell one, or of a script."""
    told = _times([value for name in _PROPERTIES for value in _values(page.others, name)], page)
    return next(iter(told), None) or day_in_address(page.url) or only_day(page.blocks, page.day_first) or _in_scripts(page.tree)


def _in_scripts(tree: HtmlElement) -> str | None:
    left = MOST_SCRIPT
    for script in tree.iter("script"):
        text = (script.text or "")[:left]
        left -= len(text)
        if found := _IN_SCRIPT.search(text):
            return to_iso(found[1])
    return None


def _text(element: HtmlElement) -> str:
    return clean(" ".join(map(str, element.itertext())))
