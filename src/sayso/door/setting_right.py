"""What a person says is wrong about parties, statements, events and undertakings -> corrections that the store keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sayso.record import Said
from sayso.results import Corrections, Parties
from sayso.store import Correction, Engine, EventStanding, Known, UndertakingStanding

PAGE, ALL = 50, 2**31  # parties that are shown where nobody says how many, and more than there are


def _made(engine: Engine, correction: Correction, dry: bool) -> Correction:
    return correction if dry else engine.correct(correction)


class PartyDoor:
    """Parties across articles, and corrections, which are appended and never change what was read.

    With ``dry`` the correction that would be made is handed back, without a number, and nothing is changed.

    Names are any that a party goes by; "#12" is the one of that number. Where several go by a name, ValueError names them.
    """

    def __init__(self, engine: Engine) -> None:
        """Stand before an engine; ``Store.party`` does."""
        self._engine = engine

    def list(self, name: str | None = None, limit: int | None = None, offset: int = 0) -> Parties:
        """Parties by how much they said, or those that go by ``name``: the first 50, or ``limit``; 0 is all.

        Without a ``limit`` the page is what is shown, and ``to_pandas()`` has all of them.
        """
        shown = PAGE if limit is None else limit or ALL
        found = self._engine.parties(name, shown + 1, offset)

        def every() -> Iterable[Known]:
            return self._engine.parties(name, ALL, offset)

        more = len(found) > shown
        return Parties(found[:shown], every if more and limit is None else None, more)

    def show(self, name: str) -> Known:
        """The one party that goes by a name, with all its names and its roles over time."""
        from sayso.corrections import one_party

        return one_party(self._engine, name)

    def merge(self, name: str, into: str, reason: str, *, dry: bool = False) -> Correction:
        """The two are one party, shown under the name of the second."""
        from sayso.corrections import merge

        return _made(self._engine, merge(self._engine, name, into, reason), dry)

    def split(self, party: str, name: str, reason: str, *, dry: bool = False) -> Correction:
        """That name is another party's."""
        from sayso.corrections import split

        return _made(self._engine, split(self._engine, party, name, reason), dry)

    def rename(self, party: str, name: str, reason: str, *, dry: bool = False) -> Correction:
        """The party is shown under that name."""
        from sayso.corrections import rename

        return _made(self._engine, rename(self._engine, party, name, reason), dry)

    def undo(self, number: int, reason: str, *, dry: bool = False) -> Correction:
        """The correction of that number no longer counts, whatever it is of: a party, a statement, an event."""
        from sayso.corrections import undo

        return _made(self._engine, undo("", reason, number), dry)

    def not_said(self, key: str, reason: str, *, dry: bool = False) -> Correction:
        """What stands under a hit's key is no statement, and stays out of every answer."""
        from sayso.corrections import not_said

        return _made(self._engine, not_said(key, reason), dry)

    def was_said(self, key: str, reason: str, *, dry: bool = False) -> Correction:
        """What was taken back under a hit's key is a statement after all."""
        from sayso.corrections import was_said

        return _made(self._engine, was_said(key, reason), dry)

    def corrections(self) -> Corrections:
        """All corrections, in the order they were made."""
        return Corrections(self._engine.corrections())


class StatementDoor:
    """Corrections of statements, by the key of a hit; appended, as all corrections are, and beside what was read.

    A voice (speaker, addressee, a step of the relay) is words of the article, a name that a party goes by, or both: "she = Ana
    Dovrel"; "none" is nobody. Who is no party yet comes with a kind: "Marit Vell (person)". Words and cues stand in the
    article; ``at`` says where, in code points, if they stand there more than once.

    With ``dry`` the correction that would be made is handed back, without a number, and nothing is changed. All methods raise
    LookupError for what is not there, ValueError for what cannot be set so, StoreError where nothing would change.
    """

    def __init__(self, engine: Engine) -> None:
        """Stand before an engine; ``Store.correct`` does."""
        self._engine = engine

    def set(
        self,
        key: str,
        reason: str,
        *,
        speaker: str | None = None,
        words: str | None = None,
        cue: str | None = None,
        relay: Sequence[str] | None = None,
        addressee: str | None = None,
        act: str | None = None,
        said: Said | None = None,
        at: int | None = None,
        dry: bool = False,
    ) -> Correction:
        """The statement has these; what is None stays as it is. ``relay`` is nearest first, and empty for nobody's word."""
        from sayso.corrections import Wanted, set_right

        steps = ["none"] if relay is not None and not relay else relay
        wanted = Wanted(words, cue, speaker, addressee, steps, act, said, at)
        return _made(self._engine, set_right(self._engine, key, wanted, reason), dry)

    def add(
        self,
        address: str,
        words: str,
        reason: str,
        *,
        speaker: str | None = None,
        cue: str | None = None,
        relay: Sequence[str] | None = None,
        addressee: str | None = None,
        act: str | None = None,
        said: Said | None = None,
        at: int | None = None,
        version: int | None = None,
        dry: bool = False,
    ) -> Correction:
        """A statement that was missed in the article, in its last version or another."""
        from sayso.corrections import Wanted, add_missed

        wanted = Wanted(words, cue, speaker, addressee, relay, act, said, at)
        return _made(self._engine, add_missed(self._engine, address, wanted, reason, version), dry)

    def from_brat(self, folder: str | Path, reason: str, *, dry: bool = False) -> Corrections:
        """What people changed in a folder that was exported to brat; with ``dry`` what would be corrected. All or none of it.

        Raises ValueError for a folder, or a file in it, that is not of this store as it stands.
        """
        from sayso.corrections import redrawn
        from sayso.formats import edited_texts

        edits = edited_texts(self._engine, Path(folder))
        made = [one for text in edits for one in redrawn(self._engine, text.version, text.base, text.drawn, reason)]
        return Corrections(made if dry else self._engine.correct_all(made))

    def remove(self, key: str, reason: str, *, dry: bool = False) -> Correction:
        """What stands under the key is no statement, and stays out of every answer."""
        from sayso.corrections import not_said

        return _made(self._engine, not_said(key, reason), dry)

    def restore(self, key: str, reason: str, *, dry: bool = False) -> Correction:
        """What was taken out is a statement after all."""
        from sayso.corrections import was_said

        return _made(self._engine, was_said(key, reason), dry)

    def undo(self, key: str, reason: str, number: int | None = None, *, dry: bool = False) -> Correction:
        """The statement's last correction no longer counts, or the one of a number."""
        from sayso.corrections import undo

        return _made(self._engine, undo(key, reason, number), dry)


class ChronicleDoor:
    """Corrections of events and undertakings, by the key of any mention ("e7k2m9q4x"); appended, as all corrections are.

    With ``dry`` the correction that would be made is handed back, without a number, and nothing is changed.
    """

    def __init__(self, engine: Engine) -> None:
        """Stand before an engine; ``Store.chronicle`` does."""
        self._engine = engine

    def merge(self, key: str, into: str, reason: str, *, dry: bool = False) -> Correction:
        """The two are one."""
        from sayso.corrections import merge_events

        return _made(self._engine, merge_events(key, into, reason), dry)

    def split(self, key: str, event: str, reason: str, *, dry: bool = False) -> Correction:
        """The mention of this key is none of that event, or undertaking."""
        from sayso.corrections import split_event

        return _made(self._engine, split_event(key, event, reason), dry)

    def set_state(
        self,
        key: str,
        state: EventStanding | UndertakingStanding,
        reason: str,
        day: str | None = None,
        *,
        dry: bool = False,
    ) -> Correction:
        """It has this state; ``day`` is the day that it is on, or due, where that is told."""
        from sayso.corrections import set_state

        return _made(self._engine, set_state(key, state, reason, day), dry)
