"""A saying, or texts whose quotations were checked -> one self-contained page: no script, nothing loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sayso import __version__
from sayso.comparing import Asked, Checked, Saying, Witness
from sayso.controls import in_markup
from sayso.formats.changes import weave
from sayso.formats.checks import ONE, CheckedText, looked_for, tally
from sayso.formats.facts import web_address
from sayso.formats.marks import whole
from sayso.formats.quoted_words import (
    VERDICTS,
    among,
    by_whom,
    named_changes,
    not_found,
    when_of,
)
from sayso.formats.sections import template
from sayso.formats.traces import INDIRECT, OTHERWISE, carried, is_reattributed, said_again
from sayso.formats.woven_words import marked, words_of
from sayso.record import Article, input_name

PageOf = Callable[[str], str | None]
Segment = tuple[int, str, str]  # the number of the quotation that it opens or goes on with (0: none), its verdict, the words


def _no_page(key: str) -> str | None:
    """Outside of a site no text has a page."""
    return None


def write_trace_html(saying: Saying, asked: Asked) -> Iterator[str]:
    """One page: the saying, and a card a text that carries it, by time, its changes marked and named."""
    page = template("trace.html.j2").render(**saying_shown(saying, asked), version=__version__)
    yield in_markup(page)


def saying_shown(saying: Saying, asked: Asked, page_of: PageOf = _no_page) -> dict[str, Any]:
    """What ``traced.html.j2`` shows; ``page_of`` is the address of the page of a text's key, where there is one."""
    return {
        "asked": asked,
        "found": bool(saying.witnesses),
        "speaker": saying.speaker,
        "first": _witness(saying.witnesses[0], page_of) if saying.witnesses else None,
        "otherwise": named_changes(saying.otherwise),
        "asked_otherwise": OTHERWISE,
        "carried": carried(saying),
        "among": among(saying),
        "not_found": not_found(saying, saying.common),
        "witnesses": [_numbered(saying, place, page_of) for place in range(len(saying.witnesses))],
        "again": [_witness(witness, page_of) for witness in saying.again],
        "said_again": said_again(saying),
    }


def write_checks_html(texts: Iterable[CheckedText]) -> Iterator[str]:
    """One page for all texts: each with its quotations marked, and a card a quotation; in pieces as they are ready."""
    sections = (check_shown(text, f"t{number}") for number, text in enumerate(texts, 1))
    stream = template("check.html.j2").stream(sections=sections, version=__version__)
    stream.enable_buffering(500)
    return (in_markup(piece) for piece in stream)


# A witness


def _numbered(saying: Saying, place: int, page_of: PageOf) -> Mapping[str, Any]:
    witness = saying.witnesses[place]
    return {
        **_witness(witness, page_of),
        "number": place + 1,
        "words": list(weave(marked(saying.witnesses[0].spans, witness.spans, witness.changes))) if place else _plain(witness),
        "parent": None if witness.parent is None or not place else witness.parent + 1,
        "other": is_reattributed(witness),
        "own": saying.witnesses[0].speaker,
    }


def _witness(witness: Witness, page_of: PageOf) -> Mapping[str, Any]:
    return {
        "key": witness.key,
        "web": web_address(witness.address),
        "page": page_of(witness.key),
        "by": by_whom(witness),
        "headline": witness.headline,
        "when": when_of(witness) or "no date",
        "speaker": witness.speaker,
        "indirect": INDIRECT if witness.manner == "indirect" else "",
        "words": _plain(witness),
        "changes": named_changes(witness.changes),
        "copies": [(address, web_address(address)) for address in witness.copies if address != witness.address],
    }


def _plain(witness: Witness) -> list[tuple[str, str]]:
    return [("same", words_of(witness.spans))]


# A text that was checked


def check_shown(text: CheckedText, key: str = "t1", page_of: PageOf = _no_page) -> Mapping[str, Any]:
    """What ``checked.html.j2`` shows of one text; ``key`` keeps the anchors of several texts on one page apart.

    ``page_of`` is the address of the page of a text's key, where there is one.
    """
    check, article = text.check, text.article
    blocks = list(_blocks(article, check.quotations)) if article else []
    title = (article.headline if article else None) or ("One quotation" if check.input == ONE else input_name(check.input))
    return {
        "key": key,
        "title": title,
        "input": "" if check.input == ONE else input_name(check.input),
        "language": article.language if article else None,
        "summary": looked_for(check),
        "counts": [(verdict, VERDICTS[verdict], count) for verdict, count in tally(check).items() if count],
        "blocks": [block for block in blocks if block[1] != [(0, "", title)]],  # the headline stands above already
        "cards": [_card(number, one, not_found(check, one.common), page_of) for number, one in enumerate(check.quotations, 1)],
    }


def _card(number: int, one: Checked, missing: str, page_of: PageOf) -> Mapping[str, Any]:
    words = [("same", one.span.text)]
    if one.verdict == "altered" and one.origin and one.origin.spans:
        words = list(weave(marked(one.origin.spans, (one.span,), one.changes)))
    return {
        "number": number,
        "verdict": one.verdict,
        "label": missing if one.verdict == "not-found" else VERDICTS[one.verdict],
        "words": words,
        "claimed": one.claimed,
        "speaker": one.speaker or (one.origin.speaker if one.origin else None),
        "changes": named_changes(one.changes),
        "origin": _witness(one.origin, page_of) if one.origin else None,
    }


def _blocks(article: Article, quotations: Sequence[Checked]) -> Iterator[tuple[str, list[Segment]]]:
    """The text's paragraphs, each by its kind, with its quotations marked; one that begins within another is not."""
    waiting = sorted(((one.span.start, one.span.end, n, one.verdict) for n, one in enumerate(quotations, 1)), reverse=True)
    for paragraph in whole(article):
        segments: list[Segment] = []
        at = paragraph.start
        while waiting and waiting[-1][0] < paragraph.end:
            start, end, number, verdict = waiting.pop()
            if start < at or end > paragraph.end:  # within another, or across paragraphs: its card has it
                continue
            segments += [(0, "", article.text[at:start]), (number, verdict, article.text[start:end])]
            at = end
        segments.append((0, "", article.text[at : paragraph.end]))
        yield paragraph.kind, [segment for segment in segments if segment[2]]
