"""The quotations of a text, checked -> rows for people, an object of ``sayso.check/1``, CSV: verbatim, altered, whose words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sayso import __version__
from sayso.comparing import FEWEST, Check, Checked, Verdict
from sayso.formats.csv import csv_line
from sayso.formats.json import dumps
from sayso.formats.quoted_words import (
    VERDICTS,
    among,
    by_whom,
    change_cells,
    change_lines,
    change_to_json,
    not_found,
    plain_pieces,
    quoted_pieces,
    span_to_json,
    when_of,
    witness_cells,
    witness_to_json,
)
from sayso.formats.rows import Line, Piece, painted
from sayso.formats.woven_words import marked
from sayso.record import Article, input_name

SCHEMA = "sayso.check/1"
ONE = "--quote"  # what a check of one quotation, without a text, goes by
# How a verdict is shown: what bids a look is stressed.
_STYLES: Mapping[Verdict, str] = {"verbatim": "added", "altered": "unsaid", "other-speaker": "found", "not-found": "unsaid"}

CHECK_COLUMNS = (
    *("input", "start", "end", "text", "claimed", "verdict", "speaker", "changes", "changed_words", "origin", "origin_key"),
    *("origin_published", "origin_captured", "origin_outlet", "origin_headline", "origin_words", "origin_spans", "searched"),
    *("since", "until"),
)


@dataclass(frozen=True, slots=True)
class CheckedText:
    """What was found of a text's quotations, and the text; None where one quotation alone was checked."""

    check: Check
    article: Article | None = None


def write_checks(checks: Iterable[Check], width: int = 80, colour: bool = False) -> Iterator[str]:
    """Each text's quotations with what the store has of them, as rows at most ``width`` cells wide.

    A longer key stands out: it is there to be copied. Words that left stand as [-so-], words that came as {+so+}.
    """
    for number, check in enumerate(checks):
        yield from painted((*((Line(),) if number else ()), *check_lines(check)), width, colour)


def check_lines(check: Check) -> Iterator[Line]:
    """The text, how many quotations are what, and each of them."""
    if check.input != ONE:
        yield Line(((input_name(check.input), "headline"),), rule="=")
        yield Line(((check_summary(check), ""),), indent=2)
    for number, one in enumerate(check.quotations, 1):
        if check.input != ONE:
            yield Line()
        yield from _quotation_lines(check, number, one)


def check_summary(check: Check) -> str:
    """How many quotations are what, and in how much it was looked.

    >>> check_summary(Check("a.txt", (), 60, "2031-01-02", "2031-04-01"))
    'no quotation of 4 words or more in this text: nothing was checked'
    """
    told = ", ".join(f"{count} {VERDICTS[verdict]}" for verdict, count in tally(check).items() if count)
    counted, mark, where = looked_for(check).partition(";")
    return f"{counted}: {told}{mark}{where}" if told else counted


def looked_for(check: Check) -> str:
    """The same without what they are.

    >>> from sayso.record import Span
    >>> looked_for(Check("a.txt", (Checked(Span(0, 3, "yes"), None, "not-found"),), 60))
    '1 quotation; looked for in 60 articles'
    """
    number = len(check.quotations)
    if not number:
        return f"no quotation of {FEWEST} words or more in this text: nothing was checked"
    return f"{number} quotation{'' if number == 1 else 's'}; looked for in {among(check)}"


def tally(check: Check) -> dict[Verdict, int]:
    """How many quotations have each verdict, those without any too."""
    counts = Counter(one.verdict for one in check.quotations)
    return {verdict: counts[verdict] for verdict in VERDICTS}


def _quotation_lines(check: Check, number: int, one: Checked) -> Iterator[Line]:
    lead = "" if check.input == ONE else f"{number:>3}  "
    margin = " " * len(lead)
    yield Line(tuple(verdict_pieces(check, one)), lead=lead, indent=len(lead) + 2)
    if one.verdict == "altered" and one.origin and one.origin.spans:
        yield Line(tuple(quoted_pieces(marked(one.origin.spans, (one.span,), one.changes))), lead=margin, indent=len(margin))
    else:
        yield Line(tuple(plain_pieces((one.span,))), lead=margin, indent=len(margin))
    yield from change_lines(one.changes, len(margin))
    if one.origin:
        yield Line(tuple(origin_pieces(one)), lead=margin, indent=len(margin) + 2)
        yield Line(((one.origin.key, "dim"),), lead=margin)


def verdict_pieces(check: Check, one: Checked) -> Iterator[Piece]:
    """«another speaker’s words: Ana Dovrel’s, not Ilya Torvan’s»"""
    words = not_found(check, one.common) if one.verdict == "not-found" else VERDICTS[one.verdict]
    yield (words, _STYLES[one.verdict])
    if one.verdict == "other-speaker":
        yield (": ", "dim")
        yield (one.speaker or "someone not named", "speaker")
        yield from ((", not ", "dim"), (one.claimed, "speaker")) if one.claimed else ()
    elif one.claimed:
        yield (", here given to ", "dim")
        yield (one.claimed, "speaker")


def origin_pieces(one: Checked) -> Iterator[Piece]:
    """«Ilya Torvan · The Valdrin Courier · 14 March 2031»"""
    assert one.origin is not None  # whoever asks has seen it
    speaker = one.speaker or one.origin.speaker
    yield from ((speaker, "speaker"), (" · ", "dim")) if speaker else ()
    yield (" · ".join(filter(None, [by_whom(one.origin), when_of(one.origin)])), "dim")


# For programs


def check_to_json(check: Check) -> dict[str, Any]:
    """One object with the keys of ``schema/check-1.schema.json``. Offsets are code points into the text that was checked.

    >>> check_to_json(Check("a.txt", (), 60))["counts"]
    {'verbatim': 0, 'altered': 0, 'other-speaker': 0, 'not-found': 0}
    """
    return {
        "schema": SCHEMA,
        "made_by": {"sayso": __version__},
        "input": check.input,
        "searched": check.searched,
        "since": check.since,
        "until": check.until,
        "counts": tally(check),
        "quotations": [checked_to_json(check, one) for one in check.quotations],
    }


def checked_to_json(check: Check, one: Checked) -> dict[str, Any]:
    """One quotation as it stands among those of ``sayso.check/1``."""
    return {
        **(span_to_json(one.span) or {}),
        "claimed": one.claimed,
        "verdict": one.verdict,
        "speaker": one.speaker,
        "origin": one.origin.address if one.origin else None,
        "origin_spans": [span_to_json(span) for span in one.origin.spans] if one.origin else [],
        "changes": [change_to_json(change) for change in one.changes],
        "searched": check.searched,
        "common": one.common,
        "witness": witness_to_json(one.origin) if one.origin else None,
    }


def write_checks_json(checks: Iterable[Check]) -> Iterator[str]:
    """One indented object and a newline for each text (the command line sees to it that there is one)."""
    return (dumps(check_to_json(check), indent=1) + "\n" for check in checks)


def write_checks_jsonl(checks: Iterable[Check]) -> Iterator[str]:
    """A text's object a line."""
    return (dumps(check_to_json(check)) + "\n" for check in checks)


def write_checks_csv(checks: Iterable[Check]) -> Iterator[str]:
    """The header and a row a quotation; no cell that a spreadsheet would run as a formula."""
    yield csv_line(CHECK_COLUMNS)
    for check in checks:
        for cells in check_cells(check):
            yield csv_line(cells[column] for column in CHECK_COLUMNS)


def check_cells(check: Check) -> Iterator[dict[str, object]]:
    """Each quotation by its columns, as ``CHECK_COLUMNS`` names them."""
    for one in check.quotations:
        origin = {f"origin_{name}": cell for name, cell in witness_cells(one.origin).items()} if one.origin else {}
        own = {
            "input": check.input,
            "start": one.span.start,
            "end": one.span.end,
            "text": one.span.text,
            "claimed": one.claimed,
            "verdict": one.verdict,
            "speaker": one.speaker,
            "origin": one.origin.address if one.origin else None,
            "searched": check.searched,
            "since": check.since,
            "until": check.until,
            **change_cells(one.changes),
        }
        yield {column: {**origin, **own}.get(column) for column in CHECK_COLUMNS}
