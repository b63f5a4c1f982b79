"""A dump's blocks -> its headline: each short line before the body is weighed by a few numbers, the likeliest is taken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import urlsplit

from sayso.articles.dumps.blocks import Block
from sayso.articles.dumps.lines import TITLE_TAIL, is_stopped, plain

FIRST, LAST_BEFORE, AFTER = 60, 150, 3  # blocks looked at: the dump's first, and those around the body's start
LEAST_SCORE = 3.0  # below it one in three is right
_SEPARATOR = re.compile(r"\s*[|–—·•«»]\s*|\s+[-:]\s+")
_CUT = re.compile(r"\s*(?:\.{3}|…|\[…\]|\[\.\.\.\])\s*$")
_CODE = re.compile(r"[=;{}<>|\\_]")
SHORTEST_PREFIX = 16  # characters that the page's title and a glued line begin with together

# Of dumps of 160 pages in seven ways, by training/train_headline.py: a candidate's share of a softmax over its dump's. Above
# nought speaks for a headline.
WEIGHTS = {
    "again": 0.77,
    "often": -0.93,
    "cut": -0.60,
    "begins the title": 1.49,
    "share of the title begun": -2.88,
    "its words in the title": 1.84,
    "the title's words in it": 3.00,
    "slug": 2.47,
    "its words in the slug": 2.61,
    "others begin with it": 1.32,
    "others hold it": 0.08,
    "its words in the body": 1.67,
    "far before the body": -0.56,
    "in the body": -0.91,
    "one or two before": -0.68,
    "six before": -0.05,
    "first": 0.08,
    "short": -0.43,
    "of 5 to 20": 3.18,
    "long": -0.97,
    "stopped": 0.07,
    "date": 1.17,
    "sentence": -0.85,
    "begins the body": -2.32,
    "commas": 0.74,
    "glued commas": -1.49,
    "lower": -2.99,
    "code": -1.38,
    "digits": -3.57,
    "dots": -1.43,
}


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline as it stands last before the body: the block ``at``, or the last of two, and its words."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be the headline, with what is counted of it by the names of ``WEIGHTS``."""

    at: int
    text: str
    counts: dict[str, float]


def headline(blocks: Sequence[Block], url: str | None, start: int) -> Headline | None:
    """The headline of a dump whose body starts at block ``start``; None where no line is like one.

    The outlet's name at a title's end is no part of it; a line above it in small type is, where the page's title has both.
    """
    best, best_score = None, LEAST_SCORE
    found = candidates(blocks, url, start)
    for candidate in found:
        score = sum(WEIGHTS[name] * count for name, count in candidate.counts.items())
        if score >= best_score:
            best, best_score = candidate, score
    if best is None:
        return None
    words = plain(best.text)
    best = next((one for one in reversed(found) if one.at <= max(start, best.at) and plain(one.text) == words), best)
    return _with_second_line(blocks, best) or Headline(best.at, best.text)


def _with_second_line(blocks: Sequence[Block], best: Candidate) -> Headline | None:
    whole = page_title(blocks)
    title, words = plain(whole), plain(best.text)
    second = plain(blocks[best.at + 1].text) if best.at + 1 < len(blocks) and blocks[best.at + 1].words <= 40 else ""
    if second and words != title and title.startswith(f"{words} {second}"):
        return Headline(best.at + 1, as_far_as(whole, f"{words} {second}"))
    return None


def page_title(blocks: Sequence[Block]) -> str:
    """The dump's first line of three words or more, which is the page's title more often than not."""
    return next((block.text for block in blocks[:12] if block.form in ("phrase", "sentence") and block.words >= 3), "")


def as_far_as(text: str, words: str) -> str:
    """The start of a text up to the end of these plain words.

    >>> as_far_as("Rain, again: Sel is wet | Post", "rain again sel is wet")
    'Rain, again: Sel is wet'
    """
    ends = (found.end() for found in re.finditer(r"\w(?!\w)", text))
    return next((text[:end] for end in ends if len(plain(text[:end])) >= len(words)), text)


def candidates(blocks: Sequence[Block], url: str | None, start: int) -> list[Candidate]:
    """The lines that may be the headline: short blocks at the top and around the body's start, whole or without a tail."""
    page = _Page(blocks, url, start)
    numbers = sorted({*range(min(FIRST, start + AFTER)), *range(max(0, start - LAST_BEFORE), start + AFTER)})
    found = []
    for number in numbers:
        if number >= len(blocks) or blocks[number].form not in ("phrase", "sentence", "date"):
            continue
        for text, cut in page.forms(number):
            if 2 <= text.count(" ") + 1 <= 45 or (text.count(" ") == 0 and 8 <= len(text) <= 80):
                found.append(Candidate(number, text, page.counts(number, text, cut)))
    return found


class _Page:
    """What is known of a dump as a whole, counted once."""

    def __init__(self, blocks: Sequence[Block], url: str | None, start: int) -> None:
        self.blocks = blocks
        self.url = url
        self.start = start
        kept = {*range(min(400, len(blocks))), *range(max(0, start - 200), min(len(blocks), start + 20))}
        self.plain = {n: plain(blocks[n].text[:600]) for n in kept}
        texts = [n for n in sorted(kept) if blocks[n].form in ("phrase", "sentence", "date")]
        self.seen = Counter(self.plain[n] for n in texts)
        self.longer = [words for words in self.seen if words.count(" ") >= 3]
        self.everything = " ".join(self.seen)
        self.whole = page_title(blocks)
        self.title = plain(self.whole)
        self.title_words = set(self.title.split())
        self.slug = set(slug_of(url).split())
        body = (self.plain[n] for n in range(start, min(len(blocks), start + 15)))
        self.body = {word for words in body for word in words.split() if len(word) >= 4}
        self.opening = [self.plain[n] for n in range(start, min(len(blocks), start + 3))]

    def forms(self, number: int) -> Iterator[tuple[str, bool]]:
        """The block's words whole, without the outlet's name, and as far as they are the page's title; cut or not."""
        text = self.blocks[number].text
        if len(text) <= 300:
            whole = without_outlet(text, self.url, self.everything)
            yield whole, whole != text
            if text == self.whole:
                tail = list(_SEPARATOR.finditer(text))
                if tail and tail[-1].start() >= SHORTEST_PREFIX and text[: tail[-1].start()] != whole:
                    yield text[: tail[-1].start()], True
        if text != self.whole and not self.title.startswith(self.plain.get(number, "")):
            same = takewhile(lambda pair: pair[0] == pair[1], zip(self.whole, text, strict=False))
            shared = "".join(one for one, _ in same).rstrip(" -–—|·•:")
            if len(shared) >= SHORTEST_PREFIX:
                yield shared, True

    def counts(self, number: int, text: str, cut: bool) -> dict[str, float]:
        """What is counted of one candidate, each number between nought and three."""
        block, words = self.blocks[number], plain(text)
        mine = set(words.split())
        telling = [word for word in mine if len(word) >= 4]
        begins = self.title.startswith(words) and len(words) > 8
        within = f" {words} "
        shared, slug = len(mine & self.title_words), len(mine & self.slug)
        before = self.start - number
        again = self.seen[words] - (words == self.plain.get(number))
        return {
            "again": min(again, 3),
            "often": again > 4,
            "cut": cut,
            "begins the title": begins,
            "share of the title begun": len(words) / len(self.title) if begins else 0.0,
            "its words in the title": shared / max(4, len(mine)),
            "the title's words in it": shared / max(4, len(self.title_words)),
            "slug": slug / max(4, len(mine), len(self.slug)),
            "its words in the slug": slug / max(4, len(mine)),
            "others begin with it": min(2, sum(other != words and other.startswith(words) for other in self.longer)),
            "others hold it": min(3, sum(len(other) > len(words) and within in f" {other} " for other in self.longer)),
            "its words in the body": sum(word in self.body for word in telling) / max(1, len(telling)),
            "far before the body": min(max(before, 0), 60) / 60,
            "in the body": before <= 0,
            "one or two before": 0 < before <= 2,
            "six before": 0 < before <= 6,
            "first": number == 0,
            "short": len(mine) < 4,
            "of 5 to 20": 5 <= len(mine) <= 20,
            "long": len(mine) > 24,
            "stopped": is_stopped(text),
            "date": block.form == "date",
            "sentence": block.form == "sentence",
            "begins the body": block.words >= 6 and any(other.startswith(words[:60]) for other in self.opening),
            "commas": text.count(",") > 2,
            "glued commas": "," in text and ", " not in text,
            "lower": text[:1].islower(),
            "code": bool(_CODE.search(text)),
            "digits": sum(map(str.isdigit, text)) / max(1, len(text)),
            "dots": bool(_CUT.search(text)),
        }


def slug_of(url: str | None) -> str:
    """The longest part of an address's path, as words: "/news/rain-in-sel-12" gives "rain in sel 12"."""
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return ""
    return max((plain(part) for part in path.split("/")), key=len, default="")


def host_words(url: str | None) -> str:
    """An address's host in one word: "https://www.port-post.example/a" gives "portpostexample"."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return plain(host.removeprefix("www.")).replace(" ", "")


def without_outlet(title: str, url: str | None, elsewhere: str) -> str:
    """A title without the outlet's name at its end, where the address's host or the text ``elsewhere`` has that name too.

    >>> without_outlet("Rain in Sel | Port Post", None, "news of the port post"), without_outlet("Rain - and wind", None, "")
    ('Rain in Sel', 'Rain - and wind')
    """
    start, tail = (*TITLE_TAIL.split(title, 1), "")[:2]
    if not tail or len(tail) > 40 or not (name := plain(tail)):
        return title
    host = host_words(url)
    return start if (host and fits(tail, host)) or f" {name} " in f" {elsewhere.replace(plain(title), '')} " else title


def fits(name: str, host: str) -> bool:
    """Whether an address's host begins with a name: "Port Post" with "portpostexample"."""
    words = plain(name).replace(" ", "")
    core = host.removeprefix("the")
    return len(words) >= 3 and (core.startswith(words.removeprefix("the")) and len(words) * 2 > len(host.split(".")[0]) - 4)
