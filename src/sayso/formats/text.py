"""Readings -> rows for people: an article's head, its statements by account, its events, undertakings and parties; plain, or in
a terminal's colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sayso.evidence import check_evidence, told_once
from sayso.formats.accounts import accounts, party_names, statement_numbers, voice_name, voice_words
from sayso.formats.agreement import act_of, as_object
from sayso.formats.corrected import corrected_words
from sayso.formats.doubtful import TAG, beside_doubt, faded
from sayso.formats.facts import head
from sayso.formats.happenings import EventView, UndertakingView, Who, events_of, undertakings_of
from sayso.formats.rows import Line, Piece, painter, plain, rows
from sayso.formats.unsaid import beside_act
from sayso.record import Party, Reading, Refusal, Span, Statement, Voice, input_name


def write_text(results: Iterable[Reading | Refusal], width: int = 80, colour: bool = False) -> Iterator[str]:
    """Each result as rows at most ``width`` terminal cells wide (a longer word stands out), in colours if asked for.

    Control characters of the page never reach the terminal. Raises EvidenceError where a span does not hold its words.
    """
    paint = painter() if colour else plain
    for number, result in enumerate(results):
        lines = _refusal(result) if isinstance(result, Refusal) else _reading(check_evidence(result))
        painted = (paint(row).rstrip() + "\n" for line in lines for row in rows(line, width, colour))
        yield ("\n\n" if number else "") + "".join(painted)


# What stands on the page


def _refusal(refusal: Refusal) -> Iterator[Line]:
    where = ((f"Not read: {input_name(refusal.input)}", "refused"), (f" ({refusal.reason})", "dim"), (f" {refusal.told}", ""))
    yield Line(where, indent=2)


def _reading(reading: Reading) -> Iterator[Line]:
    yield from _head(reading)
    names, parties = party_names(reading.parties), {party.id: party for party in reading.parties}
    numbers = statement_numbers(reading)
    for account in accounts(reading):
        yield from (Line(), Line(((account.heading, "heading"),), rule="-"))
        for branch in account.branches:
            for depth, statement in branch.walk():
                yield Line()
                yield from _statement(statement, numbers[statement.id], 3 * depth, names, parties)
    yield from _listed("Events", map(_event, events_of(reading)))
    yield from _listed("Undertakings", map(_undertaking, undertakings_of(reading)))
    yield from _listed("Parties", map(_party, reading.parties))


def _listed(heading: str, lines: Iterable[Line]) -> Iterator[Line]:
    """A heading and the lines below it; nothing where there are none."""
    for number, line in enumerate(lines):
        yield from () if number else (Line(), Line(((heading, "heading"),), rule="-"))
        yield line


def _head(reading: Reading) -> Iterator[Line]:
    facts = head(reading)
    yield Line(((facts.headline, "headline"),), rule="=")
    for words, style in ((facts.standfirst, ""), (" · ".join(facts.byline), "dim"), (facts.url, "dim"), (facts.counts, "dim")):
        if words:
            yield Line(((words, style),))


def _statement(
    statement: Statement, number: int, indent: int, names: dict[str, str], parties: dict[str, Party]
) -> Iterator[Line]:
    margin = indent + 5
    act = act_of(statement, voice_name(statement.speaker, names) if statement.speaker else None, parties)
    pieces = [*_voice(statement.speaker, names, "speaker"), (f" {act}", "act")]
    pieces += [(beside_act(statement), "unsaid"), (beside_doubt(statement), "doubt")]
    if statement.cue:
        pieces.append((f" (“{statement.cue.text}”)", "dim"))
    if statement.addressee:
        pieces += [(" to ", "dim"), *_voice(statement.addressee, names, "speaker")]
    yield Line(tuple(pieces), lead=" " * indent + f"{number:>3}  ", indent=margin + 2)
    if statement.relay:
        pieces = [("on the word of ", "dim")]
        for step, voice in enumerate(told_once(statement.relay, lambda voice: voice_name(voice, names))):
            pieces += [*([(", as told by ", "dim")] if step else []), *_told_by(_voice(voice, names, "speaker"))]
        yield Line(tuple(pieces), lead=" " * margin, indent=margin + 2)
    yield Line(faded(statement, _content(statement)), lead=" " * margin, indent=margin)
    if statement.corrected:
        yield Line(((corrected_words(statement.corrected), "dim"),), lead=" " * margin, indent=margin + 2)


def _voice(voice: Voice | None, names: dict[str, str], style: str) -> list[Piece]:
    """The party's name, and the words that stand in the text where they differ: Ana Dovrel (“she”)."""
    if voice is None:
        return [("Someone not named", "dim")]
    words = voice_words(voice, names)
    return [(voice_name(voice, names), style), *([(f" (“{words}”)", "dim")] if words else [])]


def _told_by(voice: list[Piece]) -> list[Piece]:
    """A voice as it stands behind "of" and "by"."""
    return [(as_object(voice[0][0]), voice[0][1]), *voice[1:]]


def _content(statement: Statement) -> Iterator[Piece]:
    """The words of the content, its verbatim stretches in their own style, parts that stand apart joined by an ellipsis."""
    for number, span in enumerate(statement.content):
        if number:
            yield (" … ", "dim")
        at = span.start
        for quoted in sorted(statement.quoted):
            if at <= quoted.start and quoted.end <= span.end:
                yield from ((_cut(span, at, quoted.start), ""), (quoted.text, "quoted"))
                at = quoted.end
        yield (_cut(span, at, span.end), "")


def _event(view: EventView) -> Line:
    """«Sunday 16 March 2031 · Norvan · meeting (“to meet”): Ilya Torvan, Mara Vells (planned; on the word of …)»"""
    event = view.event
    pieces = [(f"{view.days} · ", "dim"), *([(f"{event.place.text} · ", "dim")] if event.place else [])]
    pieces += [(event.kind, "act"), (f" (“{event.trigger.text}”)", "dim")]
    pieces += [(": ", ""), *_whos(view.who, ", ")] if view.who else []
    style = "dim" if event.status in ("happened", "ongoing") else "unsaid"
    doubt = [("; ", "dim"), (TAG, "doubt")] if view.doubtful else []
    pieces += [(" (", "dim"), (event.status, style), *_word(view.word, "; "), *doubt, (")", "dim")]
    return Line(tuple(pieces), lead="  ", indent=4)


def _undertaking(view: UndertakingView) -> Line:
    """«Ilya Torvan agreed to Mara Vells: to meet by Friday (due by 21 March 2031; on the word of Granite Palace)»"""
    one = view.undertaking
    pieces = [*(_whos(view.who, ", ") or [("Someone not named", "dim")]), (f" {view.verb}", "act")]
    pieces += [(f" [{view.weaker}]", "unsaid")] if view.weaker else []
    pieces += [(" to ", "dim"), *_whos(view.to_whom, ", ")] if view.to_whom else []
    pieces += [(": ", ""), (" … ".join(span.text for span in one.what), "")]
    facts: list[list[Piece]] = [[(f"due {view.due}", "found")]] if view.due else []
    facts += [[("on condition: ", "dim"), (one.condition.text, "")]] if one.condition else []
    facts += [_word(view.word)] if view.word else []
    facts += [[(TAG, "doubt")]] if view.doubtful else []
    beside = [piece for number, fact in enumerate(facts) for piece in ([("; " if number else " (", "dim"), *fact])]
    return Line((*pieces, *beside, *([(")", "dim")] if facts else [])), lead="  ", indent=4)


def _whos(whos: Iterable[Who], between: str) -> list[Piece]:
    pieces: list[Piece] = []
    for one in whos:
        pieces += [(between, "dim")] if pieces else []
        pieces.append((one.name, "speaker"))
        pieces += [(f" [{one.role}]", "dim")] if one.role else []
    return pieces


def _word(word: Iterable[Who], lead: str = "") -> list[Piece]:
    """«; on the word of Granite Palace, as told by Lena Varkin»"""
    voices = _whos([replace(who, name=as_object(who.name)) for who in told_once(word, lambda who: who.name)], ", as told by ")
    return [(f"{lead}on the word of ", "dim"), *voices] if voices else []


def _cut(span: Span, start: int, end: int) -> str:
    return span.text[start - span.start : end - span.start]


def _party(party: Party) -> Line:
    role = f", {party.role}" if party.role else ""
    said = Counter(mention.text for mention in party.mentions)
    mentions = ", ".join(f"“{words}”" + (f" ×{count}" if count > 1 else "") for words, count in said.items())
    words = ((party.name, "speaker"), (f" ({party.kind}{role})", "dim"), (f": {mentions}" if mentions else "", ""))
    return Line(words, lead="  ", indent=4)
