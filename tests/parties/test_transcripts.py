"""Labels that name nobody: an office in capitals is held by whoever was introduced, not by whoever is spoken of."""

import pytest
from marked import article

from sayso.attribution.roles import Name, Roles
from sayso.parties.resolving import resolve_parties
from sayso.statements.building import build_statements


def speakers(text: str, *people: str) -> list[str | None]:
    """The party of each turn."""
    names = tuple(Name(text.index(one), text.index(one) + len(one), "person", 0.9) for one in people)
    one = article(text)
    statements, parties = resolve_parties(one, build_statements(one, Roles(names=names)), names)
    known = {party.id: party.name for party in parties}
    return [known.get(s.speaker.party or "") if s.speaker else None for s in statements]


@pytest.mark.parametrize(
    ("text", "people", "expected"),
    [
        # spoken of
        ("THE PRESIDENT: I met President Ilya Orlo.\nQ And?\nTHE PRESIDENT: He left.", ["Ilya Orlo"], [None, None, None]),
        # introduced
        (
            "President Ana Vega met the press.\nTHE PRESIDENT: I met him.\nQ Who?\nTHE PRESIDENT: You know.",
            ["Ana Vega"],
            ["Ana Vega", None, "Ana Vega"],
        ),
        # a part in a talk
        ("Interviewer: Was it you?\nRosa Lund: It was.\nInterviewer: Why?", ["Rosa Lund"], [None, "Rosa Lund", None]),
        # a name is a name
        ("MS. VEGA: I met him.\nMR. ORR: Who?\nMS. VEGA: Tim.", [], ["VEGA", "ORR", "VEGA"]),
    ],
)
def test_whose_a_label_is(text: str, people: list[str], expected: list[str | None]) -> None:
    assert speakers(text, *people) == expected
