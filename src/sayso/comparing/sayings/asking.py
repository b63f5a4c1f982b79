"""Words, or the key of a kept statement -> what is traced: the words, whose they are, and by which day."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.record import Statement
from sayso.store import Engine, Version, is_statement_key

GAP = " … "  # between pieces of a statement that the article's own words part


@dataclass(frozen=True, slots=True)
class Asked:
    """What is traced: the words; whose they are said to be; nothing published after ``until`` (a day) is looked at.

    ``key`` is the statement's whose words they are, None where they were given as words.
    """

    words: str
    speaker: str | None = None
    until: str | None = None
    key: str | None = None


def asked_of(engine: Engine, words: str, speaker: str | None = None, until: str | None = None) -> Asked:
    """What is traced where these words are asked for, or where they are a statement's key.

    Of a statement these are its quoted words, what it says where it quotes none, and the speaker is its own unless another is
    given. Raises LookupError for the key of no kept statement.
    """
    if not is_statement_key(words):
        return Asked(words.strip(), speaker, until)
    key = engine.key(words)
    version = next((one for one in engine.versions(key.address) if one.number == key.version), None) if key else None
    held = next((one for one in version.reading.statements if key and one.id == key.statement), None) if version else None
    if key is None or version is None or held is None:
        raise LookupError(f"{engine.address} has no statement {words.strip()}; sayso find prints the keys that it has")
    return Asked(words_of(held), speaker or _speaker(version, held), until, key.full)


def words_of(statement: Statement) -> str:
    """The words of a statement that can be somebody's: all that is quoted; of a mixed one the longest stretch.

    >>> from sayso.record import Span
    >>> said = (Span(1, 9, "I agree,"), Span(20, 28, "all of it"))
    >>> words_of(Statement("s1", "direct", "states", said, said)), words_of(Statement("s1", "mixed", "states", said, said))
    ('I agree, all of it', 'all of it')
    """
    if not statement.quoted:
        return GAP.join(span.text for span in statement.content)
    if statement.manner == "mixed":  # 'called it "a scandal" and "a shame"': two bits that were not said in a row
        return max((span.text for span in statement.quoted), key=len)
    return " ".join(span.text for span in statement.quoted)


def _speaker(version: Version, statement: Statement) -> str | None:
    """The speaker's name across articles; his words in the text where the party is open; nobody for a description."""
    voice = statement.speaker
    if voice is None:
        return None
    if voice.party is None:
        return voice.mention.text if voice.mention else None
    return version.names.get(voice.party) or next(
        (party.name for party in version.reading.parties if party.id == voice.party and party.named), None
    )
