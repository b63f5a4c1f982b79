"""What was found, and in how much -> sentences for whoever asked: that nothing was, in articles of which days, who is meant."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.formats import left_out
from sayso.results import Found
from sayso.store import Engine, Stranger, Unheard

LISTS = {"party": "the tool party", "outlet": "the resource sayso://held", "address": "find_statements"}
ARGUMENTS = {"parties": "party"}  # fields of questions that tools have under another name
# What an error of the door says of commands, and what is so of the tools.
BY_TOOLS = (
    ("sayso events lists", "the tool events lists"),
    ("sayso find prints", "find_statements gives"),
    ("sayso party lists", "the tool party lists"),
)


def none_in(searched: int, first: str | None, last: str | None, of: str = "") -> str:
    """That none was found, in so many articles of these days; ``of`` is what else they are of.

    >>> none_in(4, "2031-03-14", "2031-03-16"), none_in(0, None, None)
    ('none found in 4 articles of 2031-03-14 to 2031-03-16', 'none found: there is no article to look in')
    """
    if not searched:
        return "none found: there is no article to look in"
    return f"none found in {searched:,} article{'' if searched == 1 else 's'}{of}{_days(first, last)}"


def _days(first: str | None, last: str | None) -> str:
    if first and last:
        return f" of {first}" if first == last else f" of {first} to {last}"
    return f" of {first} or later" if first else f" of {last} or earlier" if last else ""


def none_held(engine: Engine, searched: int) -> str:
    """The same of all articles, with their days."""
    reach = engine.reach()
    return none_in(searched, reach.first, reach.last)


def none_of(engine: Engine, found: Found) -> str:
    """The same of a question for statements: in the articles of its days, its outlet, its address, its languages."""
    question = found.question
    narrowed = [name for name in ("outlet", "url", "languages") if getattr(question, name)]
    of = f" of the {' and the '.join(narrowed)} asked for" if narrowed else ""
    reach = engine.reach()
    first, last = question.since, question.until
    return none_in(found.searched or 0, *((first, last) if first or last or of else (reach.first, reach.last)), of)


def unsaid(number: int, exact: bool = True) -> list[str]:
    """How many more were not said, if any."""
    words = left_out(number, "said=any", exact)
    return [words] if words else []


def amiss(strangers: Iterable[Stranger], unheard: Iterable[Unheard] = ()) -> list[str]:
    """What is amiss with names and words of a question."""
    names = [f"{ARGUMENTS.get(one.field, one.field)} {one.name!r}: {one.words(LISTS[one.kind])}" for one in strangers]
    return [*names, *(_of_words(one) for one in unheard)]


def _of_words(one: Unheard) -> str:
    meant = f": is the argument {one.field} meant?" if one.kind == "filter" else ""
    return f"{one.told()}{meant}"


def sentence(parts: Iterable[str]) -> str:
    """Parts as one sentence.

    >>> sentence(["none found in 4 articles", "is it Ilya Torvan?"])
    'None found in 4 articles; is it Ilya Torvan?'
    """
    words = "; ".join(parts)
    ends = "" if words.endswith(("?", ".")) else "."
    return f"{words[:1].upper()}{words[1:]}{ends}"
