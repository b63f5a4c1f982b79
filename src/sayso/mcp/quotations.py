"""``trace_quote``, ``check_quote``: words -> the texts that carry them; quotations -> verbatim, altered, another's, unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sayso.door import Parameter, Quotations, Store
from sayso.formats import check_summary, check_to_json, not_found, trace_to_json
from sayso.mcp.answers import Page, answer, cut, start_of, which
from sayso.mcp.arguments import PAGING, Asked
from sayso.mcp.wordings import sentence
from sayso.reading import read_text
from sayso.record import Refusal

LONGEST_TEXT = 20_000  # code points of a text that quotes: a long article
COPIES = 20  # addresses of wire copy that an answer has of a text
SPEAKER = Parameter("speaker", "Whose words they are said to be.")
UNTIL = Parameter("until", "In texts of this day (2031-03-14, 2031-03) or earlier.")

TRACE = "trace_quote"
TRACE_PARAMETERS = (Parameter("words", "The words, or a statement's key.", required=True), SPEAKER, UNTIL, *PAGING)
TRACE_TOLD = """\
Follow a quotation through all texts held: the first that has it, then every text that carries it, by time, with what each \
changed (cut, a word, a number, a negation, another speaker) and where the words stand in it. That no earlier text is held is \
no proof that there is none."""

CHECK = "check_quote"
CHECK_PARAMETERS = (
    Parameter("quote", "One quotation, to be checked."),
    SPEAKER,
    UNTIL,
    Parameter(
        *("text", "In place of quote: a text that quotes, such as a draft; each quotation is checked. It is not kept."),
        most=LONGEST_TEXT,
    ),
    *PAGING,
)
CHECK_TOLD = """\
Check a quotation, or all quotations of a text, against the articles held: verbatim, altered (each change is named), \
other-speaker (somebody else says it), not-found. not-found says only that the articles held do not have it, in how many and \
of which days: it is no verdict that it was not said."""


def trace_quote(store: Store, asked: Asked) -> dict[str, Any]:
    """The texts that carry the words, a page of them."""
    traced = store.trace(asked.values["words"], speaker=asked.get("speaker"), until=asked.get("until"))
    saying, body = traced.saying, trace_to_json(traced.saying, traced.asked)

    def told(first: int, kept: int) -> str:
        if not saying.witnesses:
            return sentence([not_found(saying, saying.common)])
        return sentence([which("texts", first, kept, len(saying.witnesses)), "by time, the first that is held first"])

    return _paged(TRACE, asked, body, "witnesses", [one.key for one in saying.witnesses], told)


def check_quote(store: Store, asked: Asked) -> dict[str, Any]:
    """What the store has of each quotation, a page of them."""
    found = _checked(store, asked)
    check, body = found.check, check_to_json(found.check)
    keys = [f"{one.span.start}-{one.span.end}" for one in found]

    def told(first: int, kept: int) -> str:
        if not keys:
            return sentence([check_summary(check)])
        return sentence([which("quotations", first, kept, len(keys)), check_summary(check)])

    return _paged(CHECK, asked, body, "quotations", keys, told)


def _checked(store: Store, asked: Asked) -> Quotations:
    quote, text = asked.get("quote"), asked.get("text")
    if (quote is None) == (text is None):
        raise ValueError("give quote, one quotation, or text, a text that quotes, and not both")
    if text is None:
        return store.check(quote=quote, speaker=asked.get("speaker"), until=asked.get("until"))
    if asked.only("speaker", "until"):
        raise ValueError("speaker and until go with quote: a text says itself whom it quotes")
    reading = read_text(text)
    if isinstance(reading, Refusal):
        raise ValueError(f"the text was not read ({reading.reason}): {reading.told}")
    return store.check(reading)


def _paged(tool: str, asked: Asked, body: dict[str, Any], name: str, keys: Sequence[str], told: Any) -> dict[str, Any]:
    """A page of a list that is there as a whole."""
    place, first = start_of(tool, asked, lambda at, many: keys[at : at + many])
    shown = body[name][first : first + asked.limit]
    more = first + len(shown) < len(keys)
    listed = Page(shown, keys[first : first + len(shown)], lambda some: {**body, name: some}, lambda kept: told(first, kept))
    return answer(tool, asked, replace(listed, first=first, more=more, left_out=_copies_cut(shown)), place)


def _copies_cut(shown: Sequence[dict[str, Any]]) -> list[str]:
    """Take the addresses of wire copy away that are too many, and say so."""
    left_out = []
    for one in shown:
        witness = one if "copies" in one else one.get("witness")
        if witness and (more := cut(witness, "copies", COPIES)):
            left_out.append(f"{more:,} more addresses with the copy of {witness['key']}: sayso trace --format json has all")
    return left_out
