"""What a removal takes out, and the record of those that were made -> rows for people, an object of ``sayso.removals/1``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sayso import __version__
from sayso.formats.facts import day
from sayso.formats.parties import corrections_to_json, in_words
from sayso.formats.rows import Line, Piece, painted
from sayso.store import Leaving, Loss, Removal

SCHEMA = "sayso.removals/1"
MOST = 20  # articles that people are shown, and names
_NAMES = 10


def removals_to_json(removals: Sequence[Removal], loss: Loss | None = None) -> dict[str, Any]:
    """One object with the keys of ``schema/removals-1.schema.json``: removals, and what goes, or went, with one."""
    return {
        "schema": SCHEMA,
        "made_by": {"sayso": __version__},
        "removals": [{**asdict(one), "addresses": list(one.addresses), "again": list(one.again)} for one in removals],
        "loss": _loss(loss) if loss else None,
    }


def _loss(loss: Loss) -> dict[str, Any]:
    return {
        "articles": [{**asdict(one), "met": list(one.met)} for one in loss.articles],
        "versions": loss.versions,
        "statements": loss.statements,
        "parties": list(loss.parties),
        "corrections": corrections_to_json(loss.corrections)["corrections"],
        "refused": loss.refused,
    }


def write_loss(loss: Loss, width: int = 80, colour: bool = False) -> Iterator[str]:
    """The articles that go, and what goes with them."""
    return painted(_lines_of_loss(loss), width, colour)


def _lines_of_loss(loss: Loss) -> Iterator[Line]:
    numbers = [len(one.key) for one in loss.articles[:MOST]]
    for one in loss.articles[:MOST]:
        yield from _article(one, max(numbers))
    if len(loss.articles) > MOST:
        yield Line(((f"and {len(loss.articles) - MOST:,} more", "dim"),))
    yield from (Line(),) if loss.articles else ()
    yield Line(((counted_loss(loss), ""),))
    if loss.parties:
        what = "party that nothing else names" if len(loss.parties) == 1 else "parties that nothing else names"
        yield Line(((f"{len(loss.parties):,} {what}: ", ""), *_names(loss.parties)), indent=2)
    if loss.corrections:
        what = "correction that is of nothing else" if len(loss.corrections) == 1 else "corrections that are of nothing else"
        yield Line(((f"{len(loss.corrections):,} {what}:", ""),))
        for correction in loss.corrections[:MOST]:
            said = ((f"{correction.kind}: ", "act"), (in_words(correction), ""), (f" · {correction.reason}", "dim"))
            yield Line(said, lead=f"{correction.number:>4}  ", indent=8)
        if len(loss.corrections) > MOST:
            yield Line(((f"and {len(loss.corrections) - MOST:,} more", "dim"),), lead="      ")


def counted_loss(loss: Loss) -> str:
    """How much goes.

    >>> counted_loss(Loss((Leaving("4", "a.html", None, None, None, 1, 3),), refused=2))
    '1 article, 1 version, 3 statements, 2 refused pages'
    """
    counts = ((len(loss.articles), "article"), (loss.versions, "version"), (loss.statements, "statement"))
    told = [*counts, *([(loss.refused, "refused page")] if loss.refused else [])]
    return ", ".join(f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in told)


def _article(one: Leaving, size: int) -> Iterator[Line]:
    """Number, day, headline; then outlet and address; then where else it was met, and how much it holds."""
    margin = " " * (size + 2)
    when = (one.published or "")[:10]
    head: tuple[Piece, ...] = ((f"{when}  " if when else "", "dim"), (one.headline or "without a headline", "headline"))
    yield Line(head, lead=f"{one.key:>{size}}  ", indent=len(margin))
    many = f"{one.versions} versions, " if one.versions > 1 else ""
    held = f"{many}{one.statements:,} statement{'' if one.statements == 1 else 's'}"
    yield Line(((" · ".join(filter(None, [one.outlet, held])), "dim"),), lead=margin, indent=len(margin))
    yield Line(((one.address, "dim"),), lead=margin)
    for address in one.met[:3]:
        yield Line(((f"met at {address}", "dim"),), lead=margin, indent=len(margin) + 2)


def _names(names: Sequence[str]) -> Iterator[Piece]:
    for number, name in enumerate(names[:_NAMES]):
        yield (", " if number else "", "")
        yield (name, "speaker")
    if len(names) > _NAMES:
        yield (f" and {len(names) - _NAMES:,} more", "dim")


def write_removals(removals: Sequence[Removal], width: int = 80, colour: bool = False) -> Iterator[str]:
    """Each removal: number, time, how much, why, and which addresses."""
    if not removals:
        yield "nothing was ever removed\n"
    for one in removals:
        yield from painted(_removal(one), width, colour)


def _removal(one: Removal) -> Iterator[Line]:
    lead = f"{one.number:>4}  "
    margin = " " * len(lead)
    counts = ((one.articles, "article"), (one.versions, "version"), (one.statements, "statement"), (one.parties, "party"))
    told = [f"{count:,} {_plural(what, count)}" for count, what in (*counts, (one.corrections, "correction")) if count]
    yield Line(((", ".join(told) or "refused pages alone", ""),), lead=lead, indent=len(lead))
    yield Line(((f"{day(one.made)} · {one.reason}", "dim"),), lead=margin, indent=len(lead))
    for address in one.addresses[:MOST]:
        again = " · read again since" if address in one.again else ""
        yield Line(((f"{address}{again}", "dim"),), lead=margin)
    if len(one.addresses) > MOST:
        yield Line(((f"and {len(one.addresses) - MOST:,} more (--format json has all)", "dim"),), lead=margin)
    if one.forgotten:
        what = "an address" if one.forgotten == 1 else f"{one.forgotten:,} addresses"
        yield Line(((f"{what}, kept as a hash alone", "dim"),), lead=margin)


def _plural(what: str, count: int) -> str:
    return what if count == 1 else {"party": "parties"}.get(what, f"{what}s")
