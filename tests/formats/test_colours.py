"""The colours of pages: words are legible on each, in both themes; accounts are told apart, by letters where not by colours."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import fictional
import pytest

from sayso.formats.accounts import Account, Branch, accounts
from sayso.formats.html import write_html
from sayso.formats.sections import COLOURS, colours_of, section_of, template
from sayso.record import Reading, Span, Statement, Voice

HELD = template("colours.css.j2").module
THEMES = (0, 1)  # light, dark


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio of two colours' luminances."""
    low, high = sorted(sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def apart(one: str, other: str) -> float:
    """Their distance in OKLab (Ottosson 2020), of which .02 is just seen."""
    points = []
    for colour in (one, other):
        r, g, b = linear(colour)
        l, m, s = (  # noqa: E741
            (x * r + y * g + z * b) ** (1 / 3)
            for x, y, z in (
                (0.4122214708, 0.5363325363, 0.0514459929),
                (0.2119034982, 0.6806995451, 0.1073969566),
                (0.0883024619, 0.2817188376, 0.6299787005),
            )
        )
        points.append(
            (
                0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
            )
        )
    return math.dist(*points)


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_legible_on_every_colour(theme: int) -> None:
    """At 4.5 to 1 (WCAG 2.2, AA), where words stand; lines at 3 to 1 from the page."""
    known = {name: pair[theme] for name, pair in HELD.both.items()}
    fills = [four[2 * theme] for four in HELD.fills] + [known["own"], known["unattributed"], known["page"], known["card"]]
    lines = [four[2 * theme + 1] for four in HELD.fills] + [known["own-line"], known["unattributed-line"]]
    for fill in fills:
        assert contrast(known["ink"], fill) >= 4.5, fill
    for ground in ("page", "card"):
        for words in ("soft", "link", "happened", "undertaken", "refused"):
            assert contrast(known[words], known[ground]) >= 4.5, (words, ground)
    for line in lines:
        assert contrast(known["page"], line) >= 4.5, line  # the numbers on it
    for (fill, line), named in zip(((f[2 * theme], f[2 * theme + 1]) for f in HELD.fills), HELD.fills, strict=True):
        assert contrast(fill, line) >= 3, named  # the line below what stands inside another


@pytest.mark.parametrize("theme", THEMES)
def test_the_colours_of_accounts_are_told_apart(theme: int) -> None:
    fills = [four[2 * theme] for four in HELD.fills]
    assert len(fills) == COLOURS
    assert min(apart(one, other) for one, other in itertools.combinations(fills, 2)) >= 0.04
    assert min(apart(one, other) for one, other in itertools.pairwise(fills)) >= 0.1
    assert min(apart(one, other) for one, other in zip(fills, fills[2:], strict=False)) >= 0.1


def test_a_page_has_the_colours_that_are_measured() -> None:
    page = "".join(write_html([fictional.reading()]))
    assert all(f"--c{n}: {fill[theme]};" in page for n, fill in enumerate(HELD.fills, 1) for theme in (0, 2))
    assert all(f".account-{n} {{" in page for n in range(1, COLOURS + 1))


def account(at: int, kind: str = "relayed") -> Account:
    said = Statement(f"s{at}", "indirect", "states", (Span(at, at + 5, "words"),))
    return Account(kind, f"Party {at}", (Branch(said),))  # type: ignore[arg-type]


def test_no_two_of_twelve_accounts_share_a_colour_and_a_further_one_shares_that_of_the_farthest() -> None:
    twelve = [account(100 * n) for n in range(COLOURS)]
    assert len(set(colours_of(twelve))) == COLOURS
    assert colours_of([account(0, "own"), account(9, "unattributed")]) == ["own", "unattributed"]
    last = colours_of([*twelve, account(1150), account(20)])[-2:]
    assert last == ["account-1", "account-12"]
    many = [account(100 * n) for n in range(60)]
    colours = colours_of(many)
    assert all(len(set(colours[at : at + 6])) == 6 for at in range(54)), "within sight no colour comes twice"


def test_every_account_has_a_letter_so_that_none_is_told_by_colour_alone() -> None:
    reading = fictional.reading()
    section = section_of(reading, "a1")
    found = accounts(reading)
    assert section["letters"] == ["A", "B", "C"][: len(found)]
    page = "".join(write_html([reading]))
    for letter, one in zip(section["letters"], found, strict=True):
        assert f'<span class="whose">{letter}</span> {one.heading}' in page
        assert f', {one.heading}, to its card">' in page
    said = reading.statements[0]
    many = tuple(
        replace(said, id=f"s{n}", speaker=None, relay=(Voice(Span(n, n + 2, reading.article.text[n : n + 2])),))
        for n in range(1, 31)
    )
    parts = section_of(Reading("x", reading.article, many))
    assert len(set(parts["letters"])) == len(parts["accounts"]) > 12
