"""The verb behind who speaks, as every form shows it: tables of names, and readings in which they stand."""

from __future__ import annotations

import pytest
from told import told, version

from sayso.formats import write_hits, write_text
from sayso.formats.agreement import as_object, possessive, several, verb
from sayso.formats.html import write_html
from sayso.formats.web_annotation import write_annotations
from sayso.record import Party, PartyKind, Reading, Span, Statement, Voice
from sayso.statements import ACTS
from sayso.store import Hit, Hits, Question

MANY: list[tuple[str, PartyKind | None]] = [
    ("we", None), ("They", None), ("they all", None), ("I", None), ("you", None), ("both", None), ("“We", None),
    ("two people in his ministry", None), ("Two people in his ministry", "group"), ("Granite Palace officials", None),
    ("Granite Palace officials", "group"), ("officials who asked not to be named", None), ("the officials", "unknown"),
    ("several of his aides", None), ("most voters", None), ("some 200 residents", None), ("12 of the jurors", None),
    ("a number of voters", None), ("the two leaders", None), ("Torvan’s aides", "group"), ("police", None), ("Police", "group"),
    ("Torvan and Dauvent", None), ("Torvan and Dauvent", "group"), ("the mayor and her deputy", None),
    ("Democrats", None), ("Cassorians", "group"), ("the Rovers", "group"), ("people familiar with the matter", None),
]  # fmt: skip
ONE: list[tuple[str, PartyKind | None]] = [
    ("Ilya Torvan", None), ("she", None), ("who", None), ("it", None), ("the palace", None), ("someone not named", None),
    ("one of the officials", None), ("each of the officials", None), ("the head of the officials", None),
    ("Karen Evans", "person"), ("Evans", "person"), ("Reuters", None), ("the United Nations", None),
    ("United Nations", "organisation"),
    ("the Ministry of Trade and Ports", None), ("Marks and Spencer", "organisation"), ("Marks & Spencer", "organisation"),
    ("Harwick Rovers", "organisation"), ("Contact Group", "group"), ("the committee", "group"), ("the White House", None),
    ("WHO", None), ("US", "government"), ("US", None), ("the press", None), ("the figures’ author", None),
    ("the press release", "document"),
    ("Pat Two", "person"), ("a group of officials", None), ("the boss", None), ("the analysis", None),
]  # fmt: skip


@pytest.mark.parametrize(("who", "kind"), MANY)
def test_the_verb_of_many(who: str, kind: PartyKind | None) -> None:
    assert several(who, kind) and verb("denies", who, kind) == "deny"


@pytest.mark.parametrize(("who", "kind"), ONE)
def test_the_verb_of_one(who: str, kind: PartyKind | None) -> None:
    assert not several(who, kind) and verb("denies", who, kind) == "denies"


def test_a_party_of_several_members_is_many_whatever_it_is_called() -> None:
    assert verb("agrees", "the Marks of Spencer", "organisation", members=2) == "agree"


def test_every_act_has_a_plural() -> None:
    """None of them ends as "goes" or "discusses" does, whose plural loses more than an s."""
    for act in ACTS:
        many = verb(act, "they")
        assert act == (f"{many[:-1]}ies" if act.endswith("ies") else f"{many}s")
        assert not many.endswith(("s", "sh", "ch", "x", "o")), act


@pytest.mark.parametrize(
    ("who", "object", "whose"),
    [
        ("they", "them", "their"),
        ("We", "us", "our"),
        ("I", "me", "my"),
        ("she", "her", "her"),
        ("WHO", "WHO", "WHO’s"),
        ("US", "US", "US’s"),
        ("Ana Dovrel", "Ana Dovrel", "Ana Dovrel’s"),
        ("I. Torvan", "I. Torvan", "I. Torvan’s"),
    ],
)
def test_pronouns_stand_as_they_must(who: str, object: str, whose: str) -> None:
    assert (as_object(who), possessive(who)) == (object, whose)


def reading() -> Reading:
    return told(
        "[s They] [c said] [q the gate was shut].",
        "[s Two aides] [c denied|denies] [q that it was open], [r Pat Dooley|Pat Dooley] [r Pat Dooley|Pat Dooley] wrote.",
        "[s Ana Dovrel|Ana Dovrel] [c said] [q it was green], [r they] wrote.",
    )


def test_text_and_page_agree() -> None:
    text = "".join(write_text([reading()]))
    assert "They state (“said”)" in text and "Two aides deny (“denied”)" in text and "Ana Dovrel states" in text
    assert text.count("Pat Dooley\n") == 1 and "as told by Pat Dooley" not in text and "on the word of them" in text
    assert "Their account" in text
    page = "".join(write_html([reading()]))
    assert '<span class="act">deny</span>' in page and "as told by" not in page and "<bdi>them</bdi>" in page


def test_annotations_agree() -> None:
    shown = "".join(write_annotations([version(1, reading())]))
    assert "Two aides deny (“denied”), on the word of Pat Dooley\"" in shown and "They state" in shown


def test_hits_agree() -> None:
    span = Span(0, 4, "They")
    statement = Statement("s1", "indirect", "intends", (Span(5, 9, "stay"),), speaker=Voice(span))
    hit = Hit("k#1/s1", statement, "k", 1, None, None, None, relay=("Pat Dooley", "Pat Dooley"))
    shown = "".join(write_hits(Hits((hit,), 1), Question()))
    assert "“They” intend\n" in shown and "on the word of Pat Dooley\n" in shown
    group = Party("p1", "Ana Rubio and Karel Novak", "group", None, members=("p2", "p3"))
    assert verb("agrees", group.name, group.kind, len(group.members)) == "agree"
