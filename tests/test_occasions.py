"""Events and the ledger in a Python session: they print as the command line shows them, draw themselves, and become frames."""

from __future__ import annotations

import known

from sayso.door.occasions import KnownCounts, Ledger, Occasions
from sayso.formats import write_events, write_ledger
from sayso.store import EventsQuestion, KnownEvents, KnownUndertakings, LedgerQuestion


def occasions(total: int = 2) -> Occasions:
    return Occasions(KnownEvents((known.visit(), known.call()), total, 60), EventsQuestion())


def owed() -> Ledger:
    return Ledger(KnownUndertakings((known.engineers(), known.kept()), 2, 60), LedgerQuestion())


def test_they_print_as_the_command_shows_them() -> None:
    held = KnownEvents((known.visit(), known.call()), 2, 60)
    assert repr(occasions()) == "".join(write_events(held, EventsQuestion(), 88)).rstrip("\n")
    undertaken = KnownUndertakings((known.engineers(), known.kept()), 2, 60)
    assert repr(owed()) == "".join(write_ledger(undertaken, LedgerQuestion(), 88)).rstrip("\n")
    assert repr(occasions(134)).endswith("2 of 134 events")


def test_they_draw_themselves_without_markup_of_a_page() -> None:
    shown = occasions()._repr_html_()
    assert "Thursday 27 March 2031" in shown and "cancelled" in shown and shown.startswith("<table>")
    evil = KnownUndertakings((known.engineers(), known.kept()), 2, 60)
    drawn = Ledger(evil, LedgerQuestion())._repr_html_()
    assert "reported kept" in drawn and "by 31 May 2031" in drawn and "<script" not in drawn


def test_counts_are_bars_and_say_how_many_there_are() -> None:
    counts = KnownCounts([("Ilya Torvan", 2), (None, 1)], "party", EventsQuestion(kind="visit"), 2)
    assert repr(counts).startswith("Events by party: of the kind visit\n2 events in all\n")
    assert "(nobody named)" in counts._repr_html_()
    assert list(counts.to_pandas().columns) == ["party", "events"]
    assert KnownCounts([], "status", LedgerQuestion(), 0).of == "undertakings"
