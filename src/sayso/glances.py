"""A value of the record or the store -> what a Python session shows of it: a line, or some; and a drawing in a notebook.

Each is made of the value's own fields, for any value at all. Drawings take templates, which stand far up the road: the
package's front door opens their room when a notebook asks for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sayso.controls import one_line, printable

if TYPE_CHECKING:
    from sayso.record import Article, Event, Page, Party, Reading, Statement, Undertaking, Voice
    from sayso.store import Hit, Known, KnownEvent, KnownParty, KnownUndertaking, Version

SHOWN = 5  # statements of a reading
LONG, NAME = 110, 60  # code points of what is said, of a name


class Drawn:
    """A value that a notebook draws; see ``sayso.to_html``."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from sayso import to_html

        return to_html(self)


def page(it: Page) -> str:
    """What was read, without its bytes."""
    facts = _joined(it.input, it.url if it.url != it.input else None, it.captured and f"captured {it.captured}")
    return printable(f"<Page {facts}: {len(it.content):,} bytes{f' of {it.media_type}' if it.media_type else ''}>")


def article(it: Article) -> str:
    """An article's facts, without its text."""
    return printable(f"<Article {_facts(it)}: {len(it.text):,} characters in {_number(len(it.paragraphs), 'paragraph')}>")


def statement(it: Statement) -> str:
    """Who says what, to whom, on whose word, as it is written."""
    return printable(f"<Statement {_statement(it, None)}>")


def party(it: Party) -> str:
    """Who it is, and how often it is mentioned."""
    return printable(f"<Party {it.id} {_joined(it.name, it.kind, it.role)}: {_number(len(it.mentions), 'mention')}>")


def event(it: Event) -> str:
    """What it is, when and where, with whom, and what became of it."""
    when = it.earliest if it.earliest == it.latest else f"{it.earliest or ''} – {it.latest or ''}"
    who = ", ".join(_voice(one.voice, None) for one in it.participants)
    facts = _joined(f"{it.kind} (“{it.trigger.text}”)", when, it.place.text if it.place else None)
    return printable(f"<Event {it.id} {facts}{f': {who}' if who else ''}; {it.status}>")


def undertaking(it: Undertaking) -> str:
    """Who undertakes what, to whom, by when."""
    to = f" to {', '.join(_voice(voice, None) for voice in it.to_whom)}" if it.to_whom else ""
    due = f", due {it.due.latest or one_line(it.due.span.text)}" if it.due else ""
    who = ", ".join(_voice(voice, None) for voice in it.who) or "someone not named"
    what = _words(span.text for span in it.what)
    return printable(f"<Undertaking {it.id} {it.kind} ({it.strength}) by {who}{to}: {what}{due}>")


def reading(it: Reading) -> str:
    """The article's facts, how much was found, and the first statements, a line each."""
    found = (("statement", it.statements), ("party", it.parties), ("event", it.events), ("undertaking", it.undertakings))
    counts = ", ".join(_number(len(held), what) for what, held in found if held or what == "statement")
    lines = [f"<Reading of {_facts(it.article) or clipped(it.input, NAME)}", f"  {counts}"]
    lines += [f"  {_statement(one, it)}" for one in it.statements[:SHOWN]]
    lines += [f"  and {len(it.statements) - SHOWN:,} more"] if len(it.statements) > SHOWN else []
    return printable("\n".join(lines) + ">")


def hit(it: Hit) -> str:
    """When and where, who said what, on whose word, and its key."""
    said = it.statement
    speaker = it.speaker or _voice(said.speaker, None)
    to = it.addressee or (_voice(said.addressee, None) if said.addressee else "")
    words = f"{_said(said, clipped(speaker, NAME), to, it.relay)}: {_words(span.text for span in said.content)}"
    return printable(f"<Hit {_joined((it.published or '')[:10], it.outlet)}: {words} [{one_line(it.key)}]>")


def version(it: Version) -> str:
    """Which version of which address, and its reading."""
    captured = f", captured {it.captured}" if it.captured else ""
    return printable(f"<Version {it.number} of {one_line(it.address)}{captured}\n{reading(it.reading)}>")


def known(it: Known) -> str:
    """Who it is across articles, and how much it said."""
    days = f", {it.first} – {it.last}" if it.first else ""
    said, told = _number(it.statements, "statement"), _number(it.articles, "article")
    return printable(f"<Known #{it.id} {_joined(it.name, it.kind)}: {said} in {told}{days}>")


def known_event(it: KnownEvent) -> str:
    """What it is, when and where, with whom, and where it stands."""
    facts = _joined(it.earliest if it.earliest == it.latest else f"{it.earliest or ''} – {it.latest or ''}", it.place)
    return printable(f"<KnownEvent {it.key} {it.kind}{f', {facts}' if facts else ''}: {_names(it.parties)}; {it.status}>")


def known_undertaking(it: KnownUndertaking) -> str:
    """Who undertook what, to whom, by when, and where it stands."""
    to = f" to {_names(it.to_whom)}" if it.to_whom else ""
    due = f", due {it.due_latest or one_line(it.due or '')}" if it.due_latest or it.due else ""
    what = f"{_names(it.who)}{to}: {clipped(it.what, LONG)}{due}"
    return printable(f"<KnownUndertaking {it.key} {it.kind} by {what}; {it.status}>")


def clipped(words: str, most: int) -> str:
    """Words in one line, cut at a blank where they are longer than ``most`` code points.

    >>> clipped("We have waited\\n for eight winters", 20)
    'We have waited for …'
    """
    line = one_line(words)
    return line if len(line) <= most else f"{line[: most - 1].rpartition(' ')[0] or line[: most - 1]} …"


def _facts(it: Article) -> str:
    headline = f"“{clipped(it.headline, LONG)}”" if it.headline else None
    return _joined(headline, it.outlet, (it.published or "")[:10], it.language)


def _statement(it: Statement, within: Reading | None) -> str:
    """A statement in one line; the names of its parties where the reading is known."""
    relay = [_voice(voice, within) for voice in it.relay]
    to = _voice(it.addressee, within) if it.addressee else ""
    return f"{it.id} {_said(it, _voice(it.speaker, within), to, relay)}: {_words(span.text for span in it.content)}"


def _said(it: Statement, speaker: str, to: str, relay: Iterable[str]) -> str:
    how = "" if it.said == "said" else f" [{it.said}]"
    cue = f" (“{clipped(it.cue.text, NAME)}”)" if it.cue else ""
    word = " as told by ".join(relay)
    return f"{speaker} {it.act}{how}{cue}{f' to {to}' if to else ''}{f' on the word of {word}' if word else ''}"


def _voice(voice: Voice | None, within: Reading | None) -> str:
    """The party's name where the reading is known, else the words that stand there."""
    name = within.name_of(voice) if within else None
    words = f"“{clipped(voice.mention.text, NAME)}”" if voice and voice.mention else "someone not named"
    return clipped(name, NAME) if name else words


def _names(parties: Iterable[KnownParty]) -> str:
    return ", ".join(clipped(one.name, NAME) for one in parties) or "nobody named"


def _words(pieces: Iterable[str]) -> str:
    return clipped(" … ".join(pieces), LONG)


def _joined(*facts: str | None) -> str:
    return ", ".join(_kept(facts))


def _kept(facts: Iterable[str | None]) -> Iterator[str]:
    return (one_line(fact) for fact in facts if fact)


def _number(number: int, what: str) -> str:
    """A number of things in words.

    >>> _number(0, "party"), _number(1, "party"), _number(1204, "statement")
    ('no parties', '1 party', '1,204 statements')
    """
    many = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number:,} {what if number == 1 else many}" if number else f"no {many}"
