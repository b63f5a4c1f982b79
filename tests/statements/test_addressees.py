"""To whom words are addressed: the exact noun phrase, or nobody."""

import pytest
from marked import read_marked

from sayso.languages import entries
from sayso.statements.building import build_statements


@pytest.mark.parametrize(
    ("marked", "addressee"),
    [
        ("[s Vale] [c told] reporters [q that it rained].", "reporters"),
        ("[s Vale] [c told] reporters on Monday [q that it rained].", "reporters"),  # a time is not part of it
        ('[q "It rained,"] [s Vale] [c told] the Norvan Times.', "the Norvan Times"),  # a final stop is not part of it
        ('[q "It rained,"] [c said] [s Vale] to the crowd in Port Orr.', "the crowd"),  # speaker between
        ("[s Vale] [c told] me [q it rained].", "me"),
        ("[s Vale] [c told] the head of the Norvan council [q it rained].", "the head of the Norvan council"),
        ("[s Vale] [c told] Dr. Ana Orr and her aides [q it rained].", "Dr. Ana Orr and her aides"),
        ("[s Vale] [c reiterated] to her Orrish counterpart [q that it rained].", "her Orrish counterpart"),
        ("[s Vale] [c urged] [q the council to wait].", "the council"),  # the object is the content's subject
        ("[s Vale] [c called on] [q President Ana Orr to wait].", "President Ana Orr"),
        ("[s Vale] [c asked] Orr [q whether it rained].", "Orr"),
        ("[s Vale] [c told reporters] [q that it rained].", "reporters"),  # the cue took it along
        ("In a letter to the minister, [s Vale] [c said] [q it rained].", "the minister"),
        ("[s Vale] [c brought up] [q the rain during Sunday's call with Orrish President Ilir Tamm].",
         "Orrish President Ilir Tamm"),
        ("[s Vale] [c said] [q it rained] in an interview with the Norvan Times.", "the Norvan Times"),
        ("[s Vale] [c accused] [q Orr of lying].", None),  # a target
        ("[s Vale] [c said] [q it rained].", None),
        ("[s Vale] [c answered] a question [q about rain].", None),  # a thing
        ("[s Vale] was said to have [c called for] [q tea].", None),
        ("[q It rained], [c according to] [s Vale], in a letter to Orr.", None),  # nobody is spoken to
        ("[q They spoke during a call with Orr], [c according to] [s Vale].", None),
        ("[s Vale] [c told] the story [q of the bridge].", None),
        ("[s Vale] [c asked specifically] [q what it cost].", None),
    ],
)  # fmt: skip
def test_addressee(marked: str, addressee: str | None) -> None:
    (statement,) = build_statements(*read_marked(marked))
    found = statement.addressee
    assert (found.mention.text if found and found.mention else None) == addressee


@pytest.mark.parametrize("row", [row for row in entries("en", "addressee") if row[1] in ("object", "to", "with")])
def test_every_verb(row: tuple[str, ...]) -> None:
    """Each verb of the list leads to the one spoken to."""
    verb, role = row
    between = f"{role} " if role in ("to", "with") else ""
    (statement,) = build_statements(*read_marked(f"[s They] [c {verb}] {between}President Ilir Tamm [q that it rained]."))
    assert statement.addressee is not None and statement.addressee.mention is not None
    assert statement.addressee.mention.text == "President Ilir Tamm"


@pytest.mark.parametrize("event", [row[0] for row in entries("en", "addressee") if row[1] == "event"])
def test_every_event(event: str) -> None:
    (statement,) = build_statements(
        *read_marked(f"In a long {event} with Ilir Tamm, [s Vale] [c complained] [q that it rained].")
    )
    assert statement.addressee is not None and statement.addressee.mention is not None
    assert statement.addressee.mention.text == "Ilir Tamm"


@pytest.mark.parametrize("word", [row[0] for row in entries("en", "addressee") if row[1] == "end" and " " not in row[0]])
def test_every_end(word: str) -> None:
    (statement,) = build_statements(*read_marked(f"[s Vale] [c told] the crowd {word} Orr [q that it rained]."))
    assert statement.addressee is not None and statement.addressee.mention is not None
    assert statement.addressee.mention.text == "the crowd"
