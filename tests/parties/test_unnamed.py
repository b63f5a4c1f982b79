"""Somebody whom an article knows by a description alone is a party there; somebody who may be named is left open."""

from __future__ import annotations

import re

import pytest

from sayso.parties.resolving import resolve_parties
from sayso.record import Article, Paragraph, Party, Span, Statement, Voice


def read(marked: str) -> tuple[list[str | None], dict[str, Party]]:
    """The party's name of each voice in square brackets, and the parties by name."""
    text, voices = "", []
    for piece in re.split(r"(\[[^\]]*\])", marked):
        if piece.startswith("["):
            voices.append(Span(len(text), len(text) + len(piece) - 2, piece[1:-1]))
            piece = piece[1:-1]
        text += piece
    blocks = tuple(Paragraph(m.start(), m.end(), "body") for m in re.finditer(r"[^\n]+", text))
    end = (Span(len(text) - 1, len(text), text[-1:]),)
    statements = [Statement(f"s{i}", "indirect", "states", end, speaker=Voice(mention)) for i, mention in enumerate(voices)]
    found, parties = resolve_parties(Article("a", text, blocks), statements)
    names = {party.id: party.name for party in parties}
    return [names.get(s.speaker.party or "") if s.speaker else None for s in found], {party.name: party for party in parties}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # somebody, and later the same
        (
            "[A Cassorian diplomat] said so. It rained. [The diplomat] left.",
            ["Cassorian diplomat", "Cassorian diplomat"],
        ),
        ("[A senior official] spoke. [The senior official] left.", ["senior official", "senior official"]),
        ("[Critics] said so. It rained. [Critics] said more.", ["Critics", "Critics"]),
        # two of them: nobody can tell which
        ("[A nurse] spoke. [A tired nurse] left. [The nurse] wept.", ["nurse", "tired nurse", None]),
        ("[A nurse] spoke. [A tired nurse] left. [The tired nurse] wept.", ["nurse", "tired nurse", "tired nurse"]),
        ("[A nurse] spoke. [Another nurse] left.", ["nurse", "Another nurse"]),
        # documents, groups, kin
        ("[A recent poll] found that. [The poll] said more.", ["recent poll", "recent poll"]),
        ("[Ana Vega's sister] said no.", ["Ana Vega's sister"]),
        ("[Two officials] said so. [They] left.", ["Two officials", "Two officials"]),
        ("[An aide who was there] said so.", ["aide"]),
        ("[A woman], [who] was there, left.", ["woman", "woman"]),
        # a long description goes by its head
        ("[A man in a green coat by the door of the old town hall] spoke.", ["man"]),
        # whose is not told, or it is nobody
        ("[Our report] said no.", [None]),
        ("[Let] us say so.", [None]),
        ("[Nobody] said so. [Some] did. [Others] left.", [None, None, None]),
        ("[No one in the town] said no.", [None]),
        ("[His lawyer] said no. [His lawyer] left.", ["His lawyer", "His lawyer"]),
        # somebody who is named may be meant
        ("Mayor Ana Vega met Mayor Leo Marr. [The mayor] left.", [None]),
        ("Here Ana Vega met Eva Marr. [The actress] left.", [None]),
        ("The Barrow Times and the Ostend Herald met. [The newspaper] said so.", [None]),
        ("[Counsel] said no. [Petitioner] left.", [None, None]),
        # "she" beside somebody named who may be meant
        ("Ana Vega came. [A waitress] spoke. [She] left.", ["waitress", None]),
        ("It rained. [A waitress] spoke. [She] left.", ["waitress", "waitress"]),
        ("It rained. [A waitress] spoke.\n\n[She] left.", ["waitress", None]),
    ],
)
def test_who_is_known_by_a_description(marked: str, expected: list[str | None]) -> None:
    assert read(marked)[0] == expected


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("[A spokesman] left.", "person"),
        ("[Two officials] left.", "group"),
        ("[Residents of the street] left.", "group"),
        ("[A leaked memo] had it.", "document"),
        ("[The trial court] had it.", "organisation"),
        ("[The defense] had it.", "unknown"),
        ("[Her mother] left.", "person"),
    ],
)
def test_a_description_tells_of_a_kind(marked: str, kind: str) -> None:
    ((_, party),) = read(marked)[1].items()
    assert party.kind == kind and not party.named


def test_names_are_named() -> None:
    _, parties = read("[Mayor Ana Vega] and [a nurse] spoke.")
    assert {party.name: party.named for party in parties.values()} == {"Ana Vega": True, "nurse": False}
