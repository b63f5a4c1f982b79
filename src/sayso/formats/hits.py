"""Hits of a question -> rows for people, an object of ``sayso.hits/1``, JSON lines, CSV; the words found marked in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sayso import __version__
from sayso.controls import printable
from sayso.doubt import is_doubtful
from sayso.evidence import told_once
from sayso.formats.agreement import verb
from sayso.formats.corrected import corrected_fields, corrected_words
from sayso.formats.csv import csv_line
from sayso.formats.doubtful import beside_doubt, doubtful_among, faded
from sayso.formats.json import dumps, statement_to_json
from sayso.formats.rows import Line, Piece, cells, fit, painted, painter, plain
from sayso.formats.unsaid import beside_act, left_out
from sayso.record import Span, Voice
from sayso.store import Hit, Hits, Question

SCHEMA = "sayso.hits/1"
GAP = " … "  # between the pieces of a content
SHOWN = 400  # code points of a content shown to people, whole words around what was found; five rows of 80 cells
_LEAD = 12  # a day and two blanks
_LEAST = 20  # cells of the words of a line


def write_hits(found: Hits, question: Question, width: int = 80, colour: bool = False) -> Iterator[str]:
    """Each hit as rows at most ``width`` cells wide (a longer address stands out), and where the page stands among all.

    Words found are in colour, or between « and ».
    """
    for hit in found.hits:
        yield "".join(painted((*hit_lines(hit, width, colour), Line()), width, colour))
    yield where_among(found, question) + "\n"
    if doubtful := doubtful_among(hit.statement for hit in found.hits):
        yield doubtful + "\n"


def where_among(found: Hits, question: Question) -> str:
    """Which of all hits these are, how to see more, and what was left out since it was not said.

    >>> where_among(Hits((), 134, unsaid=2), Question(limit=20, offset=200))
    'none of 134; --page 7 is the last; 2 more were not said: --said any shows them'
    """
    return "; ".join(filter(None, [_place(found, question), left_out(found.unsaid, exact=found.exact)]))


def _place(found: Hits, question: Question) -> str:
    total = f"{found.total:,}" if found.exact else f"at least {found.total:,}"
    if not found.hits:
        last = -(-found.total // question.limit)
        return f"none of {total}; --page {last} is the last" if found.total else nothing_found(found.searched)
    first, last = question.offset + 1, question.offset + len(found.hits)
    if first == 1 and last == found.total:
        return "1 statement" if last == 1 else f"{total} statements"
    more = f"; --page {question.offset // question.limit + 2} for more" if last < found.total else ""
    return f"{first:,}-{last:,} of {total}{more}"


def nothing_found(searched: int | None) -> str:
    """That nothing was found, and in how much.

    >>> nothing_found(1), nothing_found(4011), nothing_found(0)
    ('nothing found in 1 article', 'nothing found in 4,011 articles', 'nothing found: there is no article to look in')
    """
    if searched is None:
        return "nothing found"
    where = f"in {searched:,} article{'' if searched == 1 else 's'}"
    return f"nothing found {where}" if searched else "nothing found: there is no article to look in"


def hits_to_json(found: Hits, question: Question) -> dict[str, Any]:
    """One object with the keys of ``schema/hits-1.schema.json``: the question, how many answer, and this page of them.

    Where ``exact`` is false at least ``total`` answer; ``unsaid`` more would, but were not said. ``searched`` is known where
    none does.

    >>> hits_to_json(Hits((), 0), Question(words="border"))["total"]
    0
    """
    made_by = {"sayso": __version__}
    hits = [hit_to_json(hit) for hit in found.hits]
    head = {"schema": SCHEMA, "made_by": made_by, "question": asdict(question)}
    return {
        **head,
        "total": found.total,
        "exact": found.exact,
        "unsaid": found.unsaid,
        "searched": found.searched,
        "hits": hits,
    }


def write_hits_jsonl(hits: Iterable[Hit]) -> Iterator[str]:
    """A hit a line, each as in ``sayso.hits/1``."""
    return (dumps(hit_to_json(hit)) + "\n" for hit in hits)


HIT_COLUMNS = (
    *("key", "published", "outlet", "headline", "speaker", "speaker_mention", "act", "said", "cue", "manner", "addressee"),
    *("relay", "content", "content_spans", "found_spans", "score", "address", "version", "carriers", "carrier_addresses"),
    *("short", "corrected"),
)


def write_hits_csv(hits: Iterable[Hit]) -> Iterator[str]:
    """The header and a row a hit, named as in an export; no cell that a spreadsheet would run as a formula.

    ``relay`` and ``carrier_addresses`` are joined by "; ", spans are "START-END" in code points, joined by ";".
    """
    yield csv_line(HIT_COLUMNS)
    for hit in hits:
        cells = cells_of(hit)
        yield csv_line(cells[column] for column in HIT_COLUMNS)


def write_hits_lines(hits: Iterable[Hit], width: int | None = None, colour: bool = False) -> Iterator[str]:
    """A line a hit: its key, its day, who says it [on whose word], the act, the words.

    Without a width the words are whole and a tab stands between the fields, as programs like it; with one, two blanks do, and
    the words are cut to it, but for a key that takes it all.
    """
    paint = painter() if colour else plain
    for hit in hits:
        key, day, who, act, words = (_one_line(field) for field in _fields(hit, width is not None))
        if width is None:
            yield "\t".join((key, day, who, act, words)) + "\n"
            continue
        lead = [(key, "dim"), (day, "dim"), (fit(who, max(12, width // 3)), "speaker"), (act, "act")]
        room = max(_LEAST, width - sum(cells(field) + 2 for field, _ in lead))
        style = "dim" if is_doubtful(hit.statement) else ""
        yield paint([*(piece for field in lead for piece in (field, ("  ", ""))), (fit(words, room), style)]).rstrip() + "\n"


def _fields(hit: Hit, people: bool) -> Iterator[str]:
    statement = hit.statement
    yield hit.short or hit.key
    yield (hit.published or hit.captured or "")[:10] or "-"
    who = hit.speaker or (f"“{mention}”" if (mention := _mention(statement.speaker)) else "-")
    yield f"{who} [{', '.join(told_once(hit.relay, str))}]" if hit.relay else who
    act = verb(statement.act, hit.speaker or _mention(statement.speaker)) if people else statement.act
    yield f"{act}{beside_act(statement)}{beside_doubt(statement)}"
    yield GAP.join(span.text for span in statement.content)


def _one_line(words: str) -> str:
    return " ".join(printable(words).split())


def hit_to_json(hit: Hit) -> dict[str, Any]:
    """One hit as it stands among those of ``sayso.hits/1``."""
    return {
        "key": hit.key,
        "short": hit.short,
        "address": hit.address,
        "version": hit.version,
        "text_sha256": hit.text_sha256,
        "headline": hit.headline,
        "outlet": hit.outlet,
        "published": hit.published,
        "captured": hit.captured,
        "speaker": hit.speaker,
        "speaker_id": hit.speaker_id,
        "addressee": hit.addressee,
        "relay": list(hit.relay),
        "statement": statement_to_json(hit.statement),
        "found": [{"start": start, "end": end, "text": _words(hit, start, end)} for start, end in hit.found],
        "carriers": [asdict(carrier) for carrier in hit.carriers],
    }


def cells_of(hit: Hit) -> dict[str, object]:
    """A hit by its columns, as ``HIT_COLUMNS`` names them."""
    statement = hit.statement
    return {
        "key": hit.key,
        "published": hit.published,
        "outlet": hit.outlet,
        "headline": hit.headline,
        "speaker": hit.speaker,
        "speaker_mention": _mention(statement.speaker),
        "act": statement.act,
        "said": statement.said,
        "cue": statement.cue.text if statement.cue else None,
        "manner": statement.manner,
        "addressee": hit.addressee,
        "relay": "; ".join(hit.relay),
        "content": GAP.join(span.text for span in statement.content),
        "content_spans": _places((span.start, span.end) for span in statement.content),
        "found_spans": _places(hit.found),
        "score": statement.score,
        "address": hit.address,
        "version": hit.version,
        "carriers": len(hit.carriers) or 1,
        "carrier_addresses": "; ".join(carrier.address for carrier in hit.carriers),
        "short": hit.short,
        "corrected": corrected_fields(statement),
    }


def _places(stretches: Iterable[tuple[int, int]]) -> str:
    return ";".join(f"{start}-{end}" for start, end in stretches)


def _words(hit: Hit, start: int, end: int) -> str:
    """The words of a stretch that was found: it lies within one piece of the content."""
    inside = (span for span in hit.statement.content if span.start <= start and end <= span.end)
    return next((span.text[start - span.start : end - span.start] for span in inside), "")


def _mention(voice: Voice | None) -> str | None:
    return voice.mention.text if voice and voice.mention else None


# What people see


def day_of(hit: Hit) -> str:
    """The day on which the article was published, else the one on which it was captured, and that it is that one.

    Empty where neither is known.
    """
    return (hit.published or "")[:10] or (f"captured {hit.captured[:10]}" if hit.captured else "")


def hit_lines(hit: Hit, width: int, colour: bool) -> Iterator[Line]:
    """When, who, on whose word, the words, and where: the outlets that carry it, its key and its address."""
    day = day_of(hit) or "no date"
    indent = _LEAD if width >= 60 else 2
    said = tuple(hits_said(hit))
    if width >= 60:
        yield Line(said, lead=f"{day:<{_LEAD - 2}}  ", indent=indent + 2)
    else:
        yield from (Line(((day, ""),)), Line(said, lead="  ", indent=4))
    margin = " " * indent
    if hit.relay:
        yield Line(tuple(_relay(hit)), lead=margin, indent=indent + 2)
    yield Line(faded(hit.statement, marked_content(hit, colour)), lead=margin, indent=indent)
    if hit.statement.corrected:
        yield Line(((corrected_words(hit.statement.corrected), "dim"),), lead=margin, indent=indent + 2)
    where = f"{hit.outlet or 'no outlet'}{beside_outlet(hit)} · {hit.short or hit.key}"
    if indent + cells(f"{where} · {hit.address}") <= width:
        yield Line(((f"{where} · {hit.address}", "dim"),), lead=margin)
    else:  # the address in a row of its own, and whole: it is there to be copied
        yield from (Line(((where, "dim"),), lead=margin, indent=indent), Line(((hit.address, "dim"),), lead=margin))


def hits_said(hit: Hit) -> Iterator[Piece]:
    """Who says it, what the cue does, whether it was said, and to whom."""
    yield from _voice(hit.speaker, hit.statement.speaker)
    yield (f" {verb(hit.statement.act, hit.speaker or _mention(hit.statement.speaker))}", "act")
    yield (beside_act(hit.statement), "unsaid")
    yield (beside_doubt(hit.statement), "doubt")
    if hit.statement.cue:
        yield (f" (“{hit.statement.cue.text}”)", "dim")
    if hit.addressee or hit.statement.addressee:
        yield (" to ", "dim")
        yield from _voice(hit.addressee, hit.statement.addressee)


def _voice(name: str | None, voice: Voice | None) -> Iterator[Piece]:
    """The party's name; the words that stand in the text where it was left open; that nobody is named."""
    mention = _mention(voice)
    if name or mention:
        yield (name or f"“{mention}”", "speaker")
    else:
        yield ("Someone not named", "dim")


def _relay(hit: Hit) -> Iterator[Piece]:
    for step, name in enumerate(told_once(hit.relay, str)):
        yield (", as told by " if step else "on the word of ", "dim")
        yield (name, "speaker")


def beside_outlet(hit: Hit) -> str:
    """What stands beside the outlet of wire copy, with a blank before it: how many others carry it; nothing of others.

    " +3 outlets", or " +1 address" of the same outlet.
    """
    others = [carrier for carrier in hit.carriers if carrier.address != hit.address]
    outlets = {carrier.outlet for carrier in others} - {hit.outlet, None}
    number, one, many = (len(outlets), "outlet", "outlets") if outlets else (len(others), "address", "addresses")
    return f" +{number:,} {one if number == 1 else many}" if number else ""


def marked_content(hit: Hit, colour: bool, shown: int = SHOWN) -> Iterator[Piece]:
    """The words of the content, those found marked; of a long one ``shown`` code points around the first that was found."""
    content = hit.statement.content
    text = GAP.join(span.text for span in content)
    found = _within(content, hit.found)
    start, end = _window(text, found[0][0] if found else 0, shown)
    if start:
        yield ("… ", "dim")
    at = start
    for first, last, style in _styles(found, _within(content, [(q.start, q.end) for q in hit.statement.quoted])):
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        yield (text[at:first], "")
        words = text[first:last]
        yield (f"«{words}»" if style == "found" and not colour else words, style)
        at = last
    yield (text[at:end], "")
    if end < len(text):
        yield (" …", "dim")


def _within(content: Sequence[Span], stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of the article as stretches of the content's words, joined by ``GAP``."""
    placed, at = [], 0
    for span in content:
        placed.append((span, at - span.start))
        at += len(span.text) + len(GAP)
    return sorted(
        (start + move, end + move)
        for start, end in stretches
        for span, move in placed
        if span.start <= start and end <= span.end
    )


def _styles(found: Sequence[tuple[int, int]], quoted: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Stretches in order that do not overlap: what was found, and what that leaves of what is quoted."""
    styled = [(start, end, "found") for start, end in found]
    for at, last in quoted:
        for start, end in found:
            if start < last and at < end:
                styled.append((at, max(at, start), "quoted"))
                at = end
        styled.append((at, max(at, last), "quoted"))
    return sorted(styled)


def _window(text: str, first: int, shown: int) -> tuple[int, int]:
    """Where to cut a long text, at blanks, so that ``first`` stands well inside what is left."""
    if len(text) <= shown:
        return 0, len(text)
    start = 0 if first < shown // 2 else text.rfind(" ", 0, first - shown // 4) + 1
    end = text.find(" ", max(start + shown, first + shown // 2))
    return start, end if end >= 0 and len(text) - end > shown // 8 else len(text)
