"""When two texts of an address are no two versions, and by what near duplicates meet."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from pathlib import Path

import fictional
import pytest
from hypothesis import given, strategies as st

from sayso.articles.composition import Facts, compose
from sayso.copies import BANDS, ROWS, bands, fingerprint, is_noise
from sayso.languages import entries
from sayso.reading import read
from sayso.record import Article, Reading

EXAMPLES = Path(__file__).parents[1] / "examples"
BODY = "Two people died when the dam broke, Mayor Ana Dovrel said. 40 houses were flooded at 14:05, 3 hours after the alarm."


def article(*lines: str, language: str | None = "en") -> Article:
    return compose([("body", line) for line in lines], facts=Facts(language=language))  # type: ignore[return-value]


@pytest.mark.parametrize(
    "line",
    [
        "Updated 3 hours ago",
        "Last updated: 14:05 GMT",
        "Last updated on: March 14, 2031 at 2:05 pm ET",
        "Published 14 March 2031, 14:05 UTC+2 | Updated 15 March 2031, 9 am",  # two stamps on a line
        "First published on Mon 14 Mar 2031 14.05 GMT",
        "Posted an hour ago",
        "2031-03-14T14:05:00Z",
        "14/03/2031 14:05",
        "14 March 2031",
        "Just now",
        "12 comments",
        "Comments (1,204)",
        "1.2K views · 87 shares",
        "Shared 40 times",
        "5 min read",
        "5-minute read",
        "Reading time: 3 minutes",
        "3 min read · Updated 5 m ago · 1 comment",
        "Being updated",
        "(This story is being updated.)",
        "BREAKING NEWS",
        "More to follow…",
        "This is a developing story and will be updated.",
        "Updated: 14:05 (IST)",
        "● Live",
    ],
)
def test_noise_alone_is_no_version(line: str) -> None:
    assert fingerprint(article(line, BODY)) == fingerprint(article(BODY)) == fingerprint(article(BODY, line))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It stood.", "It  stood .".replace(" .", ".")),  # spaces
        ("“It’s safe,” she said.", '"It\'s safe," she said.'),  # quotation marks
        ("«It is safe,» she said.", "„It is safe,“ she said."),
        ("It is safe, she\u00a0said.", "It is safe, she said."),
        ("The re\u00adport came.", "The report came."),  # a soft hyphen
        ("The cafe\u0301 stood.", "The café stood."),  # one letter, two spellings
        ("Updated: The dam broke.", "The dam broke."),  # a stamp before the words
        ("The dam broke (updated 14:05 GMT).", "The dam broke ."),
        ("The dam broke. This story is being updated.", "The dam broke."),
        ("The dam broke. Last updated 5 minutes ago.", "The dam broke. Last updated 10 minutes ago."),
    ],
)
def test_the_same_words_otherwise_set_are_no_version(one: str, other: str) -> None:
    assert fingerprint(article(one)) == fingerprint(article(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 died in the storm.", "14 died in the storm."),  # a death toll is news
        ("12 dead", "14 dead"),
        ("Shots were fired 2 hours ago.", "Shots were fired 3 hours ago."),
        ("The vote begins at 14:05 GMT.", "The vote begins at 15:05 GMT."),
        ("She spoke (14:05) and left.", "She spoke (15:05) and left."),
        ("The town: 14 March", "The town: 15 March"),
        ("It rose to 40 shares for each holder.", "It rose to 50 shares for each holder."),
        ("He came — 3 hours ago — and left.", "He came — 4 hours ago — and left."),
        ("The dam broke. Two died.", "The dam broke. Three died."),
        ("“No,” she said.", "No, she said."),  # whether it is quoted is what Sayso reads
        ("The dam broke.", "the dam broke."),
    ],
)
def test_other_words_are_another_version(one: str, other: str) -> None:
    assert fingerprint(article(one, BODY)) != fingerprint(article(other, BODY))


def test_a_heading_that_is_a_date_dates_what_stands_under_it() -> None:
    one, other = (compose([("heading", day), ("body", BODY)], facts=Facts(language="en")) for day in ("14 March", "15 March"))
    assert isinstance(one, Article) and isinstance(other, Article) and fingerprint(one) != fingerprint(other)


EXAMPLE = {  # each kind of entry in a line of its own
    "note": "{}.", "label": "{}: 14:05", "when": "Updated {}", "half": "2:05 {}", "unit": "3 {} ago", "ago": "3 hours {}",
    "number": "{} hours ago", "zone": "14:05 {}", "counter": "{}: 12", "length": "{} 3", "filler": "Updated {} 14:05",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "words"), entries("en", "noise"))
def test_every_entry_of_the_list_matches(kind: str, words: str) -> None:
    assert is_noise(EXAMPLE[kind].format(words))
    assert not is_noise(f"Dovrel said {words} stood.")


def test_a_text_of_noise_alone_has_its_own_fingerprint() -> None:
    assert fingerprint(article("12 comments")) != fingerprint(article("13 comments"))


def test_a_language_without_a_list_keeps_its_words() -> None:
    one, other = (article("Mis à jour il y a 3 heures", line, language="fr") for line in ("Deux morts.", "Trois morts."))
    assert fingerprint(one) != fingerprint(other)


def test_the_example_pages_two_versions_differ() -> None:
    first, second = (read(EXAMPLES / f"valdrin-courier/2031-03-14-call{end}.html") for end in ("", "-v2"))
    assert isinstance(first, Reading) and isinstance(second, Reading)
    assert fingerprint(first.article) != fingerprint(second.article)


@given(st.text(), st.text())
def test_any_text_has_a_fingerprint_and_bands(one: str, other: str) -> None:
    for text in (one, other):
        held = Article("a", text, ())
        assert len(fingerprint(held)) == 32 and len(bands(held)) in (0, BANDS)
    assert one.split() != other.split() or fingerprint(Article("a", one, ())) == fingerprint(Article("a", other, ()))


@pytest.mark.parametrize("piece", ["1 ", "1 hour ", "comments 1 ", "(", "a: ", "updated | ", "1:", "at 1 comment (1) "])
def test_odd_texts_take_linear_time(piece: str) -> None:
    import time

    started = time.process_time()
    fingerprint(Article("a", piece * (200_000 // len(piece)), ()))
    assert time.process_time() - started < 3  # seconds; a quadratic step takes minutes


# Near duplicates.


def words_of(seed: int, count: int = 400) -> list[str]:
    picker = random.Random(seed)
    return [f"word{picker.randrange(3000)}" for _ in range(count)]


def similar(words: list[str], wanted: float, seed: int) -> list[str]:
    """A copy of the words whose shingles have about this Jaccard similarity: a stretch of them is another's."""
    changed = round(len(words) * (1 - wanted) / (1 + wanted))
    return words[: len(words) - changed] + words_of(seed + 10_000, changed)


def meet(similarity: float, pairs: int) -> float:
    found = 0
    for seed in range(pairs):
        words = words_of(seed)
        one, other = (bands(Article("a", " ".join(text), ())) for text in (words, similar(words, similarity, seed)))
        found += bool(set(one) & set(other))
    return found / pairs


def test_the_figures_of_the_bands_are_those_stated() -> None:
    chance = {s: 1 - (1 - s**ROWS) ** BANDS for s in (0.9, 0.8, 0.5, 0.3)}
    assert chance[0.9] > 0.9999 and chance[0.8] > 0.99 and abs(chance[0.5] - 0.145) < 0.001 and chance[0.3] < 0.005


@pytest.mark.parametrize(("similarity", "least", "most"), [(0.8, 0.95, 1.0), (0.5, 0.04, 0.28), (0.3, 0.0, 0.04)])
def test_copies_meet_and_others_do_not(similarity: float, least: float, most: float) -> None:
    assert least <= meet(similarity, 100) <= most


def test_a_copy_under_another_headline_meets_its_original() -> None:
    original = fictional.article()
    body = [("body", " ".join(words_of(1, 200)))]
    one = compose([("headline", original.headline or ""), *body], facts=Facts())  # type: ignore[list-item]
    other = compose([("headline", "Another one"), ("standfirst", "Of our own."), *body], facts=Facts())  # type: ignore[list-item]
    assert isinstance(one, Article) and isinstance(other, Article) and bands(one) == bands(other) != ()


def test_the_same_bands_in_every_process() -> None:
    """Bands are kept in stores, and a set's order is another one in each process."""
    code = (
        "from sayso.copies import bands; from sayso.record import Article;"
        "print(bands(Article('a', ' '.join(f'word{n}' for n in range(40)), ())))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == str(KEPT["few"][1])


# Kept in stores so: another value here means that copies no longer meet those kept before. datasketch 2.0.0 gave the same.
KEPT: dict[str, tuple[str, tuple[int, ...]]] = {
    "few": (
        " ".join(f"word{n}" for n in range(40)),
        (
            8390092162703963931, 2581401045581491650, 1799151206923927866, 8070059034119998974,
            4768182353329500985, 2881165734149101008, 149974839701106162, 6681886167245510970, 5297467896324096951,
            4624111834663376256, 5348000273303905148, 1728613556324235029, 4421229224852581162,
            2326238139563302888, 5797929101004402475, 4720798392725888806, 1316125992926367024, 95331078310329113,
            7073053825730557333, 3506861146796234265,
        ),
    ),
    "the same sentence": (
        "The dam broke and two people died. " * 40,
        (
            614710708481389496, 8471700792956866018, 4407349115343623403, 4109648232293659392, 9104607948262327699,
            2374499530759706171, 7221620491343401869, 5394550739703444231, 5374129811153857206,
            7149063902702183061, 2315239839133136032, 2171467523050154205, 4130435304682929109,
            2493853180110009163, 824481788175100448, 8099604414777544183, 8674212711711207627, 8161814580162378870,
            1626628982411125081, 3167219720013986656,
        ),
    ),
    "other alphabets": (
        "Прэм'ер сказаў, што плаціна стаіць. 首相は言った ダムは 安全 だ。 Ο πρωθυπουργός είπε ότι. " * 4
        + " ".join(f"слово{n}" for n in range(300)),
        (
            6746741378769458306, 1562328623354205108, 7485667575904782649, 904802262962199958, 2625656039041162693,
            7977504497310162661, 5626250344341151985, 2867958752950235502, 2412071015939792821,
            5260727879403361753, 790408827375140471, 913669237429188526, 2307610296845228369, 5579870191564586734,
            1877585405513291120, 6029212462401349817, 1999917760869679733, 7884758260908488811,
            8950971028656106479, 8458542256901642850,
        ),
    ),
    "long": (
        " ".join(words_of(7, 10_000)),
        (
            1063122720655545224, 2719187054265197540, 6285331625892295859, 5112679601288769715,
            4658973128484472380, 2495224661015267393, 2640864678928854771, 7555456311523404673,
            6255512592234241094, 8611839012851509005, 2712213800540247201, 6466729425733411488,
            1083046689758435199, 4034815466153437725, 92826277139257424, 4915660132663854268, 7136473164451291014,
            6715226730493679427, 6854632680152419613, 1455666637163880985,
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kept"), KEPT.values(), ids=KEPT)
def test_a_text_has_the_bands_that_stores_have_of_it(text: str, kept: tuple[int, ...]) -> None:
    assert bands(Article("a", text, ())) == kept


def test_bands_fit_63_bits_and_differ_by_their_place() -> None:
    found = list(itertools.chain.from_iterable(bands(Article("a", " ".join(words_of(s)), ())) for s in range(20)))
    assert len(set(found)) == len(found) == 20 * BANDS and all(0 <= band < 2**63 for band in found)
    assert max(found) > 2**61  # the bits are used
