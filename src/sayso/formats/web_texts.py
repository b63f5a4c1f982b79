"""What a store keeps at a key, and what changed over versions -> what the site's pages of texts and statements show of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sayso.comparing import History
from sayso.formats.agreement import act_of
from sayso.formats.corrected import corrected_words
from sayso.formats.doubtful import worth_of
from sayso.formats.facts import day, head
from sayso.formats.history_html import history_shown
from sayso.formats.marks import blocks, whole
from sayso.formats.sections import section_of, template, voices_of
from sayso.formats.shown import around, as_known, notes_of
from sayso.record import Reading, Span, Statement, Voice
from sayso.store import Shown

Links = Mapping[str, str]  # addresses of pages of their own, by kind and id: "party p1", "statement s3", "event e1"


def web_sheet(name: str) -> str:
    """A style sheet of the site, made of the pieces that single pages have too."""
    return template(f"web/{name}.css.j2").render()


def text_shown(shown: Shown, links: Links) -> dict[str, Any]:
    """An article, with its statements marked: what ``reading.html.j2`` shows. Raises EvidenceError as ``section_of``."""
    reading = as_known(shown.version)
    return {**section_of(reading, "a", links), "refusal": None, "notes": notes_of(shown)[1:]}


def versions_shown(history: History) -> Mapping[str, Any]:
    """What ``history.html.j2`` shows."""
    return history_shown(history, folders=False)


def statement_shown(shown: Shown, links: Links, context: int = 1) -> dict[str, Any]:
    """A statement in its paragraph and so many around it, with all that is known of it, and what each of that stands on."""
    assert shown.hit is not None
    statement = next(one for one in shown.version.reading.statements if one.id == shown.hit.statement.id)
    known = as_known(shown.version, [statement.id])
    alone = replace(known, statements=(replace(statement, within=None),), events=(), undertakings=())
    section = section_of(alone, "", links)
    section["shown"][statement.id]["number"] = ""
    near = around(shown, statement.content, context)
    section["blocks"] = [block for at, block in zip(whole(alone.article), blocks(alone), strict=True) if at in near]
    names, parties = {party.id: party.name for party in known.parties}, {party.id: party for party in known.parties}
    it = voices_of(statement, names, parties)

    def line(one: Statement) -> dict[str, Any]:
        return {"id": one.id, "statement": one, "it": voices_of(one, names, parties)}

    outer = next((one.within for one in known.statements if one.id == statement.id), None)
    return {
        "section": section,
        "statement": statement,
        "it": it,
        "act": act_of(statement, it["speaker"]["name"] if it["speaker"] else None, parties),
        "facts": head(known),
        "within": next((line(one) for one in known.statements if one.id == outer), None),
        "inside": [line(one) for one in known.statements if one.within == statement.id],
        "evidence": list(_evidence(statement)),
        "worth": worth_of(statement),
        "corrected": corrected_words(statement.corrected) if statement.corrected else "",
        "citation": citation(shown, known, statement),
    }


def _evidence(statement: Statement) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """What each fact stands on: the words, with their places."""
    yield "content", statement.content
    yield "in quotation marks", statement.quoted
    yield "cue", (statement.cue,) if statement.cue else ()
    yield "speaker", _mentions([statement.speaker])
    yield "addressee", _mentions([statement.addressee])
    yield "on the word of", _mentions(statement.relay)


def _mentions(voices: Iterable[Voice | None]) -> tuple[Span, ...]:
    return tuple(voice.mention for voice in voices if voice and voice.mention)


def citation(shown: Shown, known: Reading, statement: Statement) -> str:
    """A statement as a note cites it: who, the words, on whose word, where they stand, and by what that can be checked."""
    names, parties = {party.id: party.name for party in known.parties}, {party.id: party for party in known.parties}
    it, article = voices_of(statement, names, parties), known.article
    who = str(it["speaker"]["name"]) if it["speaker"] else "Someone not named"
    relay = ", as told by ".join(str(step["name"]) for step in it["relay"])
    words = " … ".join(span.text for span in statement.content).strip("“”\"").strip()
    unsaid = f" [{it['unsaid']}]" if it["unsaid"] else ""
    said = f"{who[:1].upper()}{who[1:]} {it['act']}{unsaid}"
    first = f"{said}{f', on the word of {relay}' if relay else ''}: “{' '.join(words.split())}”"
    where = [article.outlet, f"“{article.headline}”" if article.headline else None]
    where += [day(article.published) if article.published else None, shown.key.address]
    places = ", ".join(f"{span.start}–{span.end}" for span in statement.content)
    proof = f"Version {shown.version.number}, characters {places} of the text with SHA-256 {article.text_sha256}"
    read = f"read by {known.model or 'rules alone'}{', set right by hand' if statement.corrected else ''}"
    return f"{first}. {', '.join(filter(None, where))}. {proof}; {read}."
