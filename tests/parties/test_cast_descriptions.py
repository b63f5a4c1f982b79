"""Descriptions of the cast: by office, age, kin, nation, another word for somebody; two leave it open, and so does none."""

from __future__ import annotations

import pytest
from resolved import party, resolved

from sayso.languages import entries, word_class
from sayso.languages.lexicon import word_lists
from sayso.parties.posts import canonical


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # words that say little of the office
        ("Rep. Leo Marr won. [The four-term congressman] left.", "Leo Marr"),
        ("Mayor Leo Marr won. [The embattled mayor] left.", "Leo Marr"),
        # the place of the office, beside the name in several ways
        ("Governor Ana Vega of Barrow won. [The Barrow governor] left.", "Ana Vega"),
        ("Sen. Leo Marr of Florida won. [The Florida senator] left.", "Leo Marr"),
        ("Sen. Leo Marr, R-Fla., won. [The Florida Republican] left.", "Leo Marr"),
        # another place's
        ("Sen. Leo Marr of Florida won. [The Texas senator] left.", None),
        # two of the office, and only one fits the pronoun behind
        ("Mayor Leo Marr met Mayor Ana Vega. [The mayor] said she was glad.", "Ana Vega"),
        ("Mayor Leo Marr met Mayor Ana Vega. [The mayor] was glad.", None),
        # the president who speaks of another
        ("Then President Orlo won. [The president] said {that President Orlo had won}.", None),
        # age
        ("Striker Ivo Brandt, 24, met Leo Marr, 31. [The 31-year-old] left.", "Leo Marr"),
        ("Striker Ivo Brandt, 24, met Leo Marr, 31. [The 40-year-old] left.", None),
        ("Here the 24-year-old striker Ivo Brandt met Leo Marr. [The 24-year-old] left.", "Ivo Brandt"),
        # age and kin of the only person so far
        ("Striker Ivo Brandt won. [The 24-year-old] left.", "Ivo Brandt"),
        ("Here striker Ivo Brandt met Leo Marr. [The 24-year-old] left.", None),
        ("Here Carla Nunes lost her home. [The mother of three] left.", "Carla Nunes"),
        ("Here Leo Nunes lost his home. [The mother of three] left.", None),
        # trades
        ("Glaciologist Ana Vega won. Her boss, Leo Marr, slept. [The glaciologist] left.", "Ana Vega"),
        ("Here Ana Vega, a retired neurosurgeon, won. [The neurosurgeon] left.", "Ana Vega"),
        ("Teacher Rosa Ibarra met teacher Ana Vega. [The teacher] left.", None),
        # kin
        ("Here Ana Vega came with her husband, Luis Marr. [Her husband] left.", "Luis Marr"),
        ("Here Tess Holt's mother, Joan Holt, wept. [Tess's mother] left.", "Joan Holt"),
        ("Here Tess Holt's mother, Joan Holt, wept. Leo Marr came. [Marr's mother] left.", None),
        ("Here Tess Holt wept. [Her mother] left.", None),
        ("Here Vega's lawyer, Tim Marsh, was late. Ana Vega wept. [Her lawyer] left.", "Tim Marsh"),
        # nations and natives
        ("The Swedish striker Ivo Brandt met Leo Marr. [The Swede] left.", "Ivo Brandt"),
        ("Sweden's Ana Holt beat Japan's Eva Marr. [The Swede] left.", "Ana Holt"),
        ("Sweden's Ana Holt beat Japan's Eva Marr. [The Japanese runner] left.", "Eva Marr"),
        ("Sweden's Ana Holt beat Japan's Eva Marr. [The Japanese official] left.", None),
        ("Lawyer Gwen Tully met the press. [The Cardiff native] left.", "Gwen Tully"),
        ("Lawyer Gwen Tully met Leo Marr. [The Cardiff native] left.", None),
        # another word for whoever is meant anyway
        ("Here Ana Vega sang. [The actress] left.", "Ana Vega"),
        ("Here Ana Vega met Eva Marr. [The actress] left.", None),
        ("Here Ana Vega sang. [The judge] left.", None),
        # the apposition that holds a verb or a list is none
        ("His manager told him to wait, Ana Vega wept. [The manager] left.", None),
        ("[Several candidates, including Ana Vega], left.", None),
        ("[One Vastmark, Iowa, pastor] left.", None),
    ],
)
def test_descriptions_of_persons(marked: str, expected: str | None) -> None:
    assert resolved(marked)[0][-1] == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # who left an office does not hold it
        ("Mayor Leo Marr resigned on Monday. [The mayor] spoke.", None),
        ("Mayor Leo Marr was ousted on Monday. [The mayor] spoke.", None),
        ("Mayor Leo Marr stepped down on Monday. [The former mayor] spoke.", "Leo Marr"),
        # whoever took it does
        (
            "Education Minister Fay Hurst resigned and was replaced by Colin Mabry. [The education minister] spoke.",
            "Colin Mabry",
        ),
        ("Mayor Leo Marr stepped down. His successor is Ana Vega. [The mayor] spoke.", "Ana Vega"),
        ("Mayor Leo Marr stepped down. His successor, Ana Vega, slept. [The mayor] spoke.", "Ana Vega"),
        ("Here Ana Vega succeeded Leo Marr as mayor. [The mayor] spoke.", "Ana Vega"),
        ("Here Ana Vega replaced Mayor Leo Marr on Monday. [The mayor] spoke.", "Ana Vega"),
        ("Here Lara Vint took over as police chief from Dan Orme. [The police chief] spoke.", "Lara Vint"),
        # nothing has changed yet, or it was the lock that was replaced
        ("Mayor Leo Marr will be replaced by Ana Vega in May. [The mayor] spoke.", "Leo Marr"),
        ("Mayor Leo Marr refused to say when he resigned. [The mayor] spoke.", "Leo Marr"),
        ("Mayor Leo Marr has not resigned. [The mayor] spoke.", "Leo Marr"),
        ("Mayor Leo Marr replaced the lock. [The mayor] spoke.", "Leo Marr"),
        ("Mayor Leo Marr dismissed the claim. [The mayor] spoke.", "Leo Marr"),
        # before it changed
        ("[Mayor Leo Marr] spoke. [The mayor] wept. Later Mayor Marr resigned.", "Leo Marr"),
    ],
)
def test_offices_that_change_hands(marked: str, expected: str | None) -> None:
    assert resolved(marked)[0][-1] == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("They met [the security firm Secunda]. [The firm] paid.", "Secunda"),
        ("They met [the airline Nordjet]. [The airline] paid.", "Nordjet"),
        ("They met [state news agency Tora]. [The agency] paid.", "Tora"),
        ("They met [the Swedish retailer Hanno]. [The company] paid.", "Hanno"),
        ("They met [a company called Loom]. [The company] paid.", "Loom"),
        ("Shares of Quarzon, a power company, grew. [The company] paid.", "Quarzon"),
        # a name before its sort
        ("They flew Nordjet. [The Nordjet airline] paid.", "Nordjet"),
        ("They read it. [The nationalist Barrow Times tabloid] paid.", "Barrow Times"),
        # the nearer of two
        ("The Barrow Bank fell. Later the Ostend Bank rose and [the bank] paid.", "Ostend Bank"),
        ("The Barrow Bank and the Ostend Bank fell. [The bank] paid.", None),
        # a newspaper is not the company
        ("The Barrow Times has it. [The company] paid.", None),
        ("The Barrow Caucus met and [the group] paid.", "Barrow Caucus"),
        # by their country and by their words
        ("[The foreign ministry of Sondria] left. [Sondria's foreign ministry] paid.", "foreign ministry of Sondria"),
        ("They met [the US military] there.", "US military"),
        ("They met [the family of Ana Vega] there.", "Vega family"),
        ("They met [Mexican officials] there.", "Mexican officials"),
        ("They met [the American people] there.", None),
    ],
)
def test_descriptions_of_bodies(marked: str, expected: str | None) -> None:
    assert resolved(marked)[0][-1] == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # by whom, whatever it is about
        ("[An analysis of Census data by the Labour Agency] has it.", "Labour Agency"),
        ("[Figures released on 3 April by the Barrow Institute] have it.", "Barrow Institute"),
        ("[A transcript compiled by MarketScribe] has it.", "MarketScribe"),
        ("[A book about Leo Marr by Ana Vega] has it.", "Ana Vega"),
        ("[A poll by the Barrow Institute for the Barrow Times] has it.", "Barrow Institute"),
        ("[Data from Nordjet] have it.", "Nordjet"),
        ("[A report in the Barrow Times] has it.", "Barrow Times"),
        # whoever saw it, got it or it is about has not issued it
        ("[A letter seen by the Barrow Times] has it.", None),
        ("[Documents obtained by the Barrow Times] have it.", None),
        ("[A letter to Ana Vega] has it.", None),
        ("[A survey of nurses for the Health Union] has it.", None),
        # told before
        ("The Barrow Council published a report on Monday. [The report] has it.", "Barrow Council"),
        ("A lawsuit was filed by Ana Vega. [The lawsuit] has it.", "Ana Vega"),
        ("Here Leo Marr reacted on Instagram. [The post] has it.", "Leo Marr"),
        ("A letter was leaked by Ana Vega. [The letter] has it.", None),
        ("[The Barrow Times editorial] has it. [The editorial] goes on.", "Barrow Times"),
        ("The Barrow Council slept. [The report] has it.", None),
        # books are nobody
        ("[His poems, Vega Sings], have it.", None),
    ],
)
def test_whose_a_document_is(marked: str, expected: str | None) -> None:
    assert resolved(marked)[0][-1] == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[The rapper Kilo Vee, born Kevin Vance], left. [Vance] sang.", "Kilo Vee"),
        ("Here Marie Doyle, who took the name Sister Agnes, left. [Sister Agnes] sang.", "Marie Doyle"),
        ("Here Judith Crane, née Baxter, left. [Ms Baxter] sang.", "Judith Crane"),
        ("Here Dolly Storm, whose real name is Ruth Baines, left. [Baines] sang.", "Dolly Storm"),
        ("Here Ruth Baines, better known by her stage name Dolly Storm, left. [Storm] sang.", "Ruth Baines"),
        ("Here Dolly Storm (real name Ruth Baines) left. [Ruth Baines] sang.", "Dolly Storm"),
        ("Here Meridian Foods, formerly Barrow Foods, left. [Barrow Foods] sang.", "Meridian Foods"),
        # a nickname between the names
        ("[Josefa “Pepa” Arrabal] left. [Pepa Arrabal] sang.", "Josefa “Pepa” Arrabal"),
        ('[Josefa "Pepa" Arrabal] left. [Arrabal] sang.', 'Josefa "Pepa" Arrabal'),
        # born there, known for that
        ("Here Ana Vega, born in Barrow, left. [Barrow] sang.", "Barrow"),
        ("Here Ana Vega, known as the lady of Barrow, left. [Barrow] sang.", "Barrow"),
        ("Here Ana Vega, formerly Barrow's mayor, left. [Vega] sang.", "Ana Vega"),
    ],
)
def test_two_names_of_one(marked: str, expected: str) -> None:
    names, parties = resolved(marked)
    assert names[-1] == expected
    assert len({p.id for p in parties if p.name == expected}) == 1


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Ministers Ana Vega and Leo Marr met. [The former] left; [the latter] slept.", ["Ana Vega", "Leo Marr"]),
        ("Here Ana Vega, Leo Marr and Ben Holt met. [The former] left.", [None]),
        ("Here Ana Vega and Leo Marr met. [The two] agreed.", ["Ana Vega and Leo Marr"]),
        ("Here Ana Vega and Leo Marr met. [Both] agreed. [The pair] left.", ["Ana Vega and Leo Marr"] * 2),
        ("President Orlo met President Marchand. [The two presidents] agreed.", ["Orlo and Marchand"]),
        # they: only where nobody else is spoken of
        ("Here Ana Vega and Leo Marr met. [They] agreed.", ["Ana Vega and Leo Marr"]),
        ("President Orlo spoke with President Marchand. [They] agreed.", ["Orlo and Marchand"]),
        ("President Orlo spoke with President Marchand and his aides. [They] agreed.", [None]),
        ("President Orlo slept. Marchand was named. [They] agreed.", [None]),
    ],
)
def test_pairs(marked: str, expected: list[str | None]) -> None:
    assert resolved(marked)[0] == expected


@pytest.mark.parametrize(
    ("marked", "members"),
    [
        ("[Ana Rubio and Karel Novak] left.", ["Ana Rubio", "Karel Novak"]),
        ("[Karel Novak, Ana Rubio, and Eva Holt] left.", ["Karel Novak", "Ana Rubio", "Eva Holt"]),
        ("President Ana Vega met Leo Marr. [The president and Marr] left.", ["Ana Vega", "Leo Marr"]),
        ("They met [Hamas and Iran] there.", ["Hamas", "Iran"]),
        ("They met [Barrow officials] there.", []),
        ("[Rubio and Novak of Barrow] left. Ana Rubio and Karel Novak slept.", ["Ana Rubio", "Karel Novak"]),
        ("[Ana Rubio and Karel Novak, a Barrow lawyer,] left.", ["Ana Rubio", "Karel Novak"]),
    ],
)
def test_joint_speakers_know_their_members(marked: str, members: list[str]) -> None:
    names, parties = resolved(marked)
    group = party(parties, names[0] or "")
    by_id = {p.id: p.name for p in parties}
    assert (group.kind, [by_id[id] for id in group.members]) == ("group", members)


def test_every_calling_is_known_again() -> None:
    """Whoever is called a glaciologist is "the glaciologist" later, for every calling of the list."""
    for calling in word_lists().offices.keys() - {"counterpart"}:
        assert resolved(f"Here Ana Zzyzx, a local {calling}, left. [The {calling}] sang.")[0] == ["Ana Zzyzx"], calling


def test_every_sort_of_body_is_known_again() -> None:
    for sort in word_class("names a body"):
        assert resolved(f"They met [the big {sort} Zzyzx]. [The {sort}] sang.")[0] == ["Zzyzx"] * 2, sort


def test_every_letter_behind_a_politicians_name_is_a_place_or_a_party() -> None:
    for letters, words in entries("en", "place_letters"):
        assert letters == letters.lower()
        if len(letters) > 1:
            text = f"Here Sen. Ana Vega, D-{letters.title()}., won. [The {words.title()} senator] left."
            assert resolved(text)[0] == ["Ana Vega"], letters
        else:
            assert canonical([words])


def test_every_lead_from_name_to_name_is_known() -> None:
    for (lead,) in entries("en", "aliases"):
        assert resolved(f"Here Ana Vega, {lead} Rosa Holt, left. [Rosa Holt] sang.")[0] == ["Ana Vega"], lead
