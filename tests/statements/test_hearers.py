"""Courts and committees hear; they do not say what they hear."""

import pytest
from marked import read_marked
from second_hand import heard

from sayso.statements.building import build_statements
from sayso.statements.hearers import is_hearing


@pytest.mark.parametrize(
    ("marked", "speaker", "content", "hearer"),
    [
        # headlines
        ("[q Baker 'threw flour'], [s court] [c told]", "-", "Baker 'threw flour'", "court"),
        ("Teenager ran red light, inquest hears", "-", "Teenager ran red light", "inquest"),
        ("[q Pratt hid the knife], [s York Crown Court] [c heard].", "-", "Pratt hid the knife", "York Crown Court"),
        ('[q "He never came back,"] [s the court] [c heard].', "-", '"He never came back,"', "the court"),
        # in the midst of a sentence
        ("Under oath, the hearing was told, Orr lied.", "-", "Under oath … Orr lied", "the hearing"),
        # from somebody
        ("[s The tribunal] [c heard] [q evidence from nurse Ada Poole that the ward was short].", "nurse Ada Poole",
         "that the ward was short", "The tribunal"),
        ("[q A judge] [c heard] from [s prosecutors] [q that the gang fled].", "prosecutors", "that the gang fled", "A judge"),
        ("MPs heard from Dr Venn that the vaccine was warm.", "Dr Venn", "that the vaccine was warm", "MPs"),
        # a clause without its "that"
        ("[s Leeford Crown Court] [c heard] [q they planned it].", "-", "they planned it", "Leeford Crown Court"),
        ("[s A jury] [c heard] [q the brothers planned it].", "-", "the brothers planned it", "A jury"),
        # others hear for themselves
        ("[s She] [c heard] [q that her brother was dead].", "She", "that her brother was dead", "-"),
        ("[s The owner] [c heard] [q the cat had been found].", "The owner", "the cat had been found", "-"),
    ],
)  # fmt: skip
def test_who_hears_is_told(marked: str, speaker: str, content: str, hearer: str) -> None:
    (statement,) = build_statements(*read_marked(marked))
    words = " … ".join(span.text for span in statement.content)
    assert (heard(statement.speaker), words, heard(statement.addressee)) == (speaker, content, hearer)


def test_no_hearing_is_made_of_other_words() -> None:
    assert not build_statements(*read_marked("Baker threw flour, friends heard. It rained, the crowd was told."))


def test_who_sits_to_hear_others() -> None:
    assert all(
        map(is_hearing, ("the jury", "Jurors", "an inquest at Penmarrow", "Coroner Mary Devane", "the House of Commons"))
    )
    assert not any(map(is_hearing, ("the owner", "Vale", "friends", "the cat in court")))
