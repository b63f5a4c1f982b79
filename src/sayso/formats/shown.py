"""What a store keeps at a key or an address -> rows for people, a page, an object of ``sayso.shown/1``.

A statement is shown in its article, with the paragraphs around it; an article with its statements as the store has them: names
across articles, without what corrections take back.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sayso import __version__
from sayso.formats.answers import answering_events, answering_undertakings, parties
from sayso.formats.corrected import corrected_words
from sayso.formats.facts import day, head
from sayso.formats.hits import hit_to_json, hits_said
from sayso.formats.html import write_html
from sayso.formats.json import dumps
from sayso.formats.kept import write_kept
from sayso.formats.marks import whole
from sayso.formats.parties import corrections_to_json
from sayso.formats.rows import Line, Piece, painted
from sayso.formats.text import write_text
from sayso.record import Paragraph, Reading, Span, Statement
from sayso.store import Hit, Shown, Version, short_key

SCHEMA = "sayso.shown/1"
_BESIDE = 90  # code points of the statement before, and of the one behind


def as_known(version: Version, also: Sequence[str] = ()) -> Reading:
    """The version's reading as the store knows it: names across articles, and of its statements those that count, and ``also``.

    What stands within a statement that is left out stands within the next one around it.
    """
    reading = version.reading
    answers = tuple(one.id for one in reading.statements if version.answers is None or one.id in (*version.answers, *also))
    wanted = replace(version, answers=answers)
    within = {one.id: one.within for one in reading.statements}

    def placed(one: Statement) -> Statement:
        outer = one.within
        while outer is not None and outer not in answers:
            outer = within.get(outer)
        return replace(one, within=outer)

    return replace(
        reading,
        statements=tuple(placed(one) for one in reading.statements if one.id in answers),
        parties=tuple(parties(version).values()),
        events=answering_events(wanted),
        undertakings=answering_undertakings(wanted),
    )


def left_out_of(shown: Shown) -> list[str]:
    """The keys of the statements that corrections take out of the version."""
    version = shown.version
    out = [one.id for one in version.reading.statements if version.answers is not None and one.id not in version.answers]
    return [short_key(shown.key.article, version.number, id) for id in out]


# For people


def write_shown(shown: Shown, context: int | None = 1, width: int = 80, colour: bool = False) -> Iterator[str]:
    """A statement with so many paragraphs before and behind it (None: all), or an article by its accounts (None: its text)."""
    if shown.spans or shown.gone:
        yield from painted(_in_its_article(shown, context, colour), width, colour)
        return
    yield from painted([Line(((_place(shown), "dim"),)), *_taken_out(shown), Line()], width, colour)
    if context is None:
        yield from painted(_article(shown, colour), width, colour)
    else:
        yield from write_text([as_known(shown.version)], width, colour)


def _in_its_article(shown: Shown, context: int | None, colour: bool) -> Iterator[Line]:
    yield from _head(shown, _place(shown))
    yield from (Line(), *_statement(shown))
    near = shown.behind or shown.before
    spans = shown.spans or (near.statement.content[:1] if near else ())
    for paragraph in around(shown, spans, context):
        yield from (Line(), _paragraph(shown, paragraph, () if shown.gone else shown.spans, colour))
    beside = [(what, hit) for what, hit in (("before", shown.before), ("behind", shown.behind)) if hit]
    for number, (what, hit) in enumerate(beside):
        yield from () if number else (Line(),)
        said = "".join(words for words, _ in hits_said(hit))
        words = " … ".join(span.text for span in hit.statement.content)
        cut = words if len(words) <= _BESIDE else f"{words[:_BESIDE].rsplit(' ', 1)[0]} …"
        pieces: tuple[Piece, ...] = ((f"{hit.short}  ", ""), (f"{said}: ", "speaker"), (cut, "dim"))
        yield Line(pieces, lead=f"{what}  ", indent=8)


def _head(shown: Shown, place: str) -> Iterator[Line]:
    facts = head(shown.version.reading)
    yield Line(((facts.headline, "headline"),), rule="=")
    for words in (" · ".join(facts.byline), shown.key.address, place):
        if words:
            yield Line(((words, "dim"),))


def _place(shown: Shown) -> str:
    """Which version of how many this is, and its keys."""
    version, numbers = shown.version, shown.numbers
    many = f"version {version.number} of {len(numbers)}" if len(numbers) > 1 else ""
    past = "not what stands there now" if version.number != numbers[-1] else ""
    met = f"captured {day(version.captured)}" if version.captured else ""
    return " · ".join(filter(None, [shown.key.short, many, past, met]))


def _taken_out(shown: Shown) -> Iterator[Line]:
    if out := left_out_of(shown):
        what = "statement is left out, which a correction takes back" if len(out) == 1 else (
            "statements are left out, which corrections take back"
        )
        yield Line(((f"{len(out):,} {what}: {', '.join(out)}", "unsaid"),))


def _statement(shown: Shown) -> Iterator[Line]:
    """Who says it, how, on whose word, and how sure that is; or that it is there no more."""
    if shown.gone:
        held = len(shown.version.reading.statements)
        now = f"it has {held:,} statement{'' if held == 1 else 's'}" if held else "it has no statement"
        why = "statements get other keys where an article is read again"
        told = f"{shown.key.short} is not there (any more): {why}, and {now}. Near its place stands:"
        yield Line(((told, "unsaid"),))
        return
    if shown.taken_back:
        why = f": {shown.correction.reason} (correction {shown.correction.number})" if shown.correction else ""
        of_copy = "" if shown.correction else ", by a correction of a copy of it"
        yield Line(((f"taken back, and in no answer{of_copy}{why}", "unsaid"),))
    if shown.occurrence:
        yield Line((_happening(shown),))
    if shown.hit is None:
        return
    yield Line(tuple(hits_said(shown.hit)), indent=2)
    if shown.hit.relay:
        steps = [((", as told by " if step else "on the word of "), name) for step, name in enumerate(shown.hit.relay)]
        yield Line(tuple(piece for lead, name in steps for piece in ((lead, "dim"), (name, "speaker"))), indent=2)
    yield Line(((_evidence(shown, shown.hit), "dim"),), indent=2)
    if shown.hit.statement.corrected:
        yield Line(((corrected_words(shown.hit.statement.corrected), "dim"),), indent=2)


def _happening(shown: Shown) -> Piece:
    """What the event or the undertaking is."""
    reading = shown.version.reading
    event = next((one for one in reading.events if one.id == shown.occurrence), None)
    if event:
        return (f"event: {event.kind}, {event.status} (“{event.trigger.text}”)", "act")
    held = next((one for one in reading.undertakings if one.id == shown.occurrence), None)
    return (f"undertaking: {held.kind}, {held.strength}" if held else "", "act")


def _evidence(shown: Shown, hit: Hit) -> str:
    """«indirect · inside 2.1/s5 · score 0.93 · carried by 3 outlets»"""
    statement = hit.statement
    inside = f"inside {short_key(shown.key.article, hit.version, statement.within)}" if statement.within else ""
    carried = f"carried by {len(hit.carriers):,} articles" if len(hit.carriers) > 1 else ""
    return " · ".join(filter(None, [statement.manner, inside, f"score {statement.score:.2f}", carried]))


def around(shown: Shown, spans: Sequence[Span], context: int | None) -> list[Paragraph]:
    """The paragraphs that hold the spans, with so many before and behind."""
    held = list(whole(shown.version.reading.article))
    if context is None or not spans:
        return held if context is None else []
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    within = [number for number, one in enumerate(held) if one.start < last and first < one.end]
    return held[max(0, within[0] - context) : within[-1] + context + 1] if within else []


def _paragraph(shown: Shown, paragraph: Paragraph, spans: Sequence[Span], colour: bool) -> Line:
    """A paragraph with the words of the statement marked, and those that tell who says it."""
    statement = shown.hit.statement if shown.hit else None
    styled = [(span.start, span.end, "found") for span in spans]
    if statement and not shown.occurrence:
        mentions = [voice.mention for voice in (statement.speaker, statement.addressee) if voice and voice.mention]
        styled += [(span.start, span.end, "speaker") for span in mentions]
        styled += [(statement.cue.start, statement.cue.end, "act")] if statement.cue else []
    text = shown.version.reading.article.text
    pieces: list[Piece] = []
    at = paragraph.start
    for start, end, style in sorted(styled, key=lambda one: (one[0], one[2] != "found")):
        start, end = max(start, at), min(end, paragraph.end)
        if start >= end:
            continue
        pieces.append((text[at:start], ""))
        mark = style == "found" and not colour
        pieces.append((f"«{text[start:end]}»" if mark else text[start:end], style))
        at = end
    pieces.append((text[at : paragraph.end], "headline" if paragraph.kind in ("headline", "heading") else ""))
    return Line(tuple(pieces), lead="  ", indent=2)


def _article(shown: Shown, colour: bool) -> Iterator[Line]:
    """The article's text, each statement that counts marked and numbered where it opens."""
    reading = as_known(shown.version)
    yield from _head(shown, "")  # which stands above, with what was taken out
    numbered = [(one, *pair) for one in reading.statements for pair in enumerate(sorted(one.content))]
    opened = [(span, "" if number else one.id) for one, number, span in numbered]
    for paragraph in whole(reading.article):
        inside = sorted((s.start, s.end, id) for s, id in opened if s.start < paragraph.end and paragraph.start < s.end)
        yield from (Line(), _marked(reading.article.text, paragraph, inside, colour))


def _marked(text: str, paragraph: Paragraph, inside: Sequence[tuple[int, int, str]], colour: bool) -> Line:
    """Outermost contents between « and », or in colour; those within others show by their number alone."""
    pieces: list[Piece] = []
    edges = sorted({paragraph.start, paragraph.end, *(e for start, end, _ in inside for e in (start, end))})
    cuts = [edge for edge in edges if paragraph.start <= edge <= paragraph.end]
    open_now = False
    for begin, end in itertools.pairwise(cuts):
        covered = any(start <= begin and end <= stop for start, stop, _ in inside)
        if covered != open_now and not colour:
            pieces.append(("«" if covered else "»", "dim"))
        open_now = covered
        pieces += [(f"[{id}]", "dim") for start, _, id in inside if id and start == begin]
        pieces.append((text[begin:end], "quoted" if covered else ""))
    if open_now and not colour:
        pieces.append(("»", "dim"))
    return Line(tuple(pieces), lead="  ", indent=2)


# For programs, and as a page


def write_shown_json(shown: Shown, context: int | None = 1) -> Iterator[str]:
    """One object: ``sayso.shown/1`` of a statement; of an article ``sayso.reading/1``, as an export has it."""
    if not (shown.spans or shown.gone):
        yield from write_kept([shown.version])
        return
    yield dumps(shown_to_json(shown, context), indent=1) + "\n"


def shown_to_json(shown: Shown, context: int | None = 1) -> dict[str, Any]:
    """A statement in its article, with the keys of ``schema/shown-1.schema.json``."""
    article = shown.version.reading.article
    near = shown.behind or shown.before
    paragraphs = around(shown, shown.spans or (near.statement.content[:1] if near else ()), context)
    correction = corrections_to_json([shown.correction])["corrections"][0] if shown.correction else None
    return {
        "schema": SCHEMA,
        "made_by": {"sayso": __version__},
        "key": shown.key.full,
        "short": shown.key.short,
        "gone": shown.gone,
        "taken_back": shown.taken_back,
        "correction": correction,
        "statement": hit_to_json(shown.hit) if shown.hit else None,
        "occurrence": shown.occurrence,
        "spans": [{"start": span.start, "end": span.end, "text": span.text} for span in shown.spans],
        "before": hit_to_json(shown.before) if shown.before else None,
        "behind": hit_to_json(shown.behind) if shown.behind else None,
        "article": {
            "address": shown.key.address,
            "version": shown.version.number,
            "versions": list(shown.numbers),
            "captured": shown.version.captured,
            "headline": article.headline,
            "outlet": article.outlet,
            "published": article.published,
            "text_sha256": article.text_sha256,
        },
        "paragraphs": [
            {"start": one.start, "end": one.end, "kind": one.kind, "text": article.text[one.start : one.end]}
            for one in paragraphs
        ],
    }


def write_shown_html(shown: Shown) -> Iterator[str]:
    """The article's page, opened at the statement."""
    asked = shown.occurrence or (shown.hit.statement.id if shown.hit else None)
    also = [shown.hit.statement.id] if shown.hit else []
    return write_html([as_known(shown.version, also)], asked, notes_of(shown))


def notes_of(shown: Shown) -> list[str]:
    """What stands at the head of a page: which version this is, what corrections take out, whether the statement is there."""
    notes = [_place(shown), *("".join(words for words, _ in line.pieces) for line in _taken_out(shown))]
    if shown.gone or shown.taken_back:
        notes += ["".join(words for words, _ in line.pieces) for line in _statement(replace(shown, hit=None))]
    return notes
