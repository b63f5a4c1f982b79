"""To whom words are addressed: the exact noun phrase, or nobody."""

import re

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
        # told without "that": the one spoken to stood in the content
        ("[s Vale] [c told] [q the inquiry he had raised it].", "the inquiry"),
        ("[s Vale] [c told] [q those kids they'd be famous].", "those kids"),
        ("[s Vale] [c told] [q the US government about it].", "the US government"),
        ("[s Vale] [c had assured] [q her the lump was nothing].", "her"),
        ("[s Vale] [c told] [q the truth].", None),
        ("[s Vale] [c asked about] [q Orr's claim that it rained].", None),  # the verb's object is what is asked
        # two objects
        ("[s The airline] [c promised] [q passengers refunds within a week].", "passengers"),
        ("[s The airline] [c promised] [q the town a bridge].", "the town"),
        ("[s Vale] [c wished] [q her a happy birthday].", "her"),
        ("[s Vale] [c promised] [q lower taxes for everybody].", None),
        # passive: the subject is told, and "by" leads to who tells
        ("Ministers [c were warned] by [s officials] [q that the fans were failing].", "Ministers"),
        ("Drivers at the Marsh Lane depot [c were told] [q to stay at home].", "Drivers at the Marsh Lane depot"),
        ("Orr said that [q pilots] [c had been urged] [q to rest].", "pilots"),
        ("[q The inquiry] [c was told] by [s Dr Voss] [q that it had rained].", "The inquiry"),
        ("The army was moved to the border and [c has been told] [q to wait].", "The army"),
        ("[s I] [c are increasingly convinced] [q that it rained].", None),  # a belief
        ("The scheme [c was ordered] [q closed].", None),  # a deed
        ("[s They] [c are asking] [q the council to wait].", "the council"),  # no passive
        # a clause of its own before the one whose speaker is asked
        ("[c Asked] [q why it rained], [s2 Orr] [c2 said] [q2 nobody knew].", "Orr"),
        ("Told off twice, Orr, [c asked] [q whether he would pay], hung up.", None),
        ("MPs [c told] [q to repay office fees]", "MPs"),  # a headline
        # shouted, apologised, lied
        ('[q "Go home,"] [s the crowd] [c shouted] at Governor Bram Vos.', "Governor Bram Vos"),
        ('[q "Go home,"] [s the crowd] [c shouted] at the rally.', None),  # a place
        ("[s Vale] [c apologised] to passengers [q for the delay].", "passengers"),
        ("[s Vale] [c apologised] [q to them, and to the dog].", "them"),
        ("[s Vale] [c lied] to the magistrate [q about it].", "the magistrate"),
        ("[s Vale] [c explained] [q it] to them.", "them"),
        ("[s Vale] [c pointed out] [q the exits to visitors].", "visitors"),
        ("[s Vale] [c reaffirmed] [q its commitment to the treaty].", None),
        ("[c said] [s Vale to the waiting crowd]: [q it rains].", "the waiting crowd"),
        # thanks and reminders
        ("[s Vale] [c thanked] [q the crew for its patience].", "the crew"),
        ("[s Vale] [c thanked] [q the caterers].", None),
        ("[s Vale] [c reminded] [q Orr of the flood].", "Orr"),
        ("[s Vale] [c let] [q her know that it rained].", "her"),
        ("[s Vale] [c called on him] [q to wait].", "him"),
        # an exchange, and whom somebody turns to for it
        ("[s Vale] [c said in an] interview with the Examiner [q that it rained].", "the Examiner"),
        ("In a message to staff seen by the Herald, [s Vale] [c said] [q it rained].", "staff"),
        ("In a letter to shareholders dated 3 May, [s Vale] [c said] [q it rained].", "shareholders"),
        ("[s Vale] spoke today with King Ilir of Orra to [c reaffirm] [q the pact].", "King Ilir of Orra"),
        ("[s Vale] telephoned her mother [c to say] [q that it rained].", "her mother"),
        ("[s Vale] called the widow of Ilir Tamm on Sunday and [c promised] [q help].", "the widow of Ilir Tamm"),
        # who hears is told
        ("[s The jury] [c heard] [q that it had rained].", "The jury"),
        ("[s Neighbours] [c heard] [q that it had rained].", None),
        # an answer that is not given is to nobody
        ("[s Vale] [c did not reply to] [q a letter from the Herald].", None),
    ],
)  # fmt: skip
def test_addressee(marked: str, addressee: str | None) -> None:
    cue = re.search(r"\[c ([^\]]*)", marked)
    statement = next(
        one for one in build_statements(*read_marked(marked)) if one.cue and cue and one.cue.text.startswith(cue[1])
    )
    found = statement.addressee
    assert (found.mention.text if found and found.mention else None) == addressee


@pytest.mark.parametrize("row", [row for row in entries("en", "addressee") if row[1] not in ("event", "contact", "place")])
def test_every_verb(row: tuple[str, ...]) -> None:
    """Each verb of the list leads to the one spoken to."""
    verb, role = row
    between = f"{role.split(', ')[0]} " if role.split(", ")[0] in ("to", "with", "at") else ""
    behind = {"object, for": "for the rain", "know": "know that it rained"}.get(role, "that it rained")
    (statement,) = build_statements(*read_marked(f"[s They] [c {verb}] {between}President Ilir Tamm [q {behind}]."))
    assert statement.addressee is not None and statement.addressee.mention is not None
    assert statement.addressee.mention.text == "President Ilir Tamm"


@pytest.mark.parametrize("event", [row[0] for row in entries("en", "addressee") if row[1] == "event"])
def test_every_event(event: str) -> None:
    (statement,) = build_statements(
        *read_marked(f"In a long {event} with Ilir Tamm, [s Vale] [c complained] [q that it rained].")
    )
    assert statement.addressee is not None and statement.addressee.mention is not None
    assert statement.addressee.mention.text == "Ilir Tamm"


@pytest.mark.parametrize("word", [row[0] for row in entries("en", "noun_phrases") if row[1] == "end" and " " not in row[0]])
def test_every_end(word: str) -> None:
    (statement,) = build_statements(*read_marked(f"[s Vale] [c told] the crowd {word} Orr [q that it rained]."))
    assert statement.addressee is not None and statement.addressee.mention is not None
    assert statement.addressee.mention.text == "the crowd"
