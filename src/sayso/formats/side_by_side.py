"""A comparison of accounts -> what every form of it shows: whose accounts, what each row is called, the words that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sayso.comparing import Account, Claim, Comparison, DistinctionKind, Relation, Row, words_of
from sayso.evidence import check_spans
from sayso.formats.csv import GAP
from sayso.formats.facts import day
from sayso.formats.rows import fit
from sayso.record import input_name

# Of 17 pairs that nothing was learned from, 43 of 53 rows with a chance from here on were right, of the others 27 of 48.
LIKELY = 0.8
NOT_HELD = "–"  # where an account has nothing of a row
_PLAIN: frozenset[DistinctionKind] = frozenset(("wording", "detail"))
_FEW = 0.3  # of a claim's letters: a row of "guards" against "militants" has less, two sentences on one matter have more
_HEADLINE = 60  # cells of a headline where it tells two accounts apart
_SIGNS = {"same": "=", "differs": "~", "conflict": "!", "only": "•"}
_COUNTED: dict[Relation, str] = {"same": "the same", "differs": "different", "conflict": "in conflict"}
_RELATIONS = {"same": "the same", "differs": "differs", "conflict": "conflict"}


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account for people: its name among these (short, no two alike), who tells it, and what there is of it."""

    account: Account
    name: str
    facts: tuple[str, ...]


def check_claims(comparison: Comparison) -> None:
    """Raise EvidenceError where a claim, or words that show a difference, do not stand in their account's text."""
    for account in comparison.accounts:
        claimed = [span for claim in account.claims for span in claim.spans]
        shown = [words for row in comparison.rows for one in row.differences for words in one.words]
        check_spans(account.article.text, [*claimed, *(span for id, span in shown if id == account.id)], account.input)


def views(comparison: Comparison) -> tuple[AccountView, ...]:
    """The accounts for people, in their order."""
    names = names_of(comparison)
    return tuple(
        AccountView(account, names[account.id], tuple(_facts(account, names[account.id]))) for account in comparison.accounts
    )


def names_of(comparison: Comparison) -> dict[str, str]:
    """What to call each account, by its id: whose it is; where two are alike, with who tells it, or of which day it is.

    Two of one publisher and day go by their headlines.
    """
    names = {account.id: _whose(account) for account in comparison.accounts}
    for tell_apart in (_with_teller, _with_day, _by_headline, _with_id):
        again = Counter(names.values())
        alike = [account for account in comparison.accounts if again[names[account.id]] > 1]
        names |= {account.id: tell_apart(account, names[account.id]) for account in alike}
    return names


def title(comparison: Comparison) -> str:
    """Whose accounts they are: "Granite Palace and Lantern Palace", "Lantern Palace" where two texts tell one party's."""
    names = list(dict.fromkeys(map(_whose, comparison.accounts)))
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def label(row: Row, comparison: Comparison) -> str:
    """What a row is called: "the same", "differs: number, place", "conflict: date", "only the Granite Palace".

    Where two texts tell one party's account, and no other party has it: "differs: number; Granite Palace alone". Where it is
    less than likely that the claims are one matter, "perhaps" stands first.
    """
    if row.relation == "only":
        return f"only {names_of(comparison)[row.claims[0].account]}"
    kinds = ", ".join(dict.fromkeys(one.kind for one in row.differences))
    told = {claim.account for claim in row.claims}
    having = {_whose(account) for account in comparison.accounts if account.id in told}
    alone = f"; {min(having)} alone" if len(having) == 1 < len({_whose(account) for account in comparison.accounts}) else ""
    perhaps = "perhaps one matter; " if row.score < LIKELY else ""
    return f"{perhaps}{_RELATIONS[row.relation]}{f': {kinds}' if kinds else ''}{alone}"


def sign(row: Row) -> str:
    """A character for a row's relation."""
    return _SIGNS[row.relation]


def marked(claim: Claim, row: Row) -> Iterator[tuple[str, str]]:
    """A claim's words in pieces, each with the difference that it shows, "" for none; what is left out between them as " … ".

    Of several differences the most important is named; words that stand side by side and show the same one are one piece.
    Other words, and words that one alone has, are shown where they are few: where most are others, the whole is to be read.

    >>> from sayso.comparing import Distinction
    >>> from sayso.record import Span
    >>> claim = Claim("a1", (Span(0, 17, "It lasted an hour"),))
    >>> shown = (("a1", Span(10, 12, "an")), ("a1", Span(13, 17, "hour")))
    >>> list(marked(claim, Row("conflict", (claim,), (Distinction("number", shown),))))
    [('It lasted ', ''), ('an hour', 'number')]
    """
    shown = [(span, one.kind) for one in row.differences for account, span in one.words if account == claim.account]
    others = sum(span.end - span.start for span, kind in shown if kind in _PLAIN)
    if others > _FEW * sum(span.end - span.start for span in claim.spans):
        shown = [(span, kind) for span, kind in shown if kind not in _PLAIN]
    for number, span in enumerate(claim.spans):
        if number:
            yield GAP, ""
        kinds = [""] * len(span.text)
        for words, kind in reversed(shown):  # the most important last, over the others
            for at in range(max(words.start, span.start), min(words.end, span.end)):
                kinds[at - span.start] = kind
        yield from _runs(span.text, kinds)


def _runs(text: str, kinds: list[str]) -> Iterator[tuple[str, str]]:
    """The text in stretches of one kind each; blanks go with what is on both sides of them, and are not marked at an edge."""
    for blank in re.finditer(r"\s+", text):
        before, after = kinds[max(0, blank.start() - 1)], kinds[min(blank.end(), len(text) - 1)]
        kinds[blank.start() : blank.end()] = [before if before == after else ""] * (blank.end() - blank.start())
    for kind, run in groupby(range(len(text)), key=lambda at: kinds[at]):
        yield "".join(text[at] for at in run), kind


def tags(row: Row) -> frozenset[str]:
    """The differences that are named beside the words which show them: where these show several, all but what is plain to see.

    Other words, and words that one alone has, are most of what differs, and the row's label names them.
    """
    kinds = frozenset(one.kind for one in row.differences if one.words)
    return kinds - _PLAIN if len(kinds) > 1 else frozenset()


def cells_of_row(row: Row, comparison: Comparison) -> list[list[Claim]]:
    """A row's claims by account, in the accounts' order; an account without one has an empty list."""
    return [[claim for claim in row.claims if claim.account == account.id] for account in comparison.accounts]


def summary(comparison: Comparison) -> str:
    """One line: «2 the same, 1 different, 1 in conflict; 3 only Granite Palace, 5 only Lantern Palace»."""
    counts = Counter(row.relation for row in comparison.rows)
    both = [f"{counts[relation]} {words}" for relation, words in _COUNTED.items() if counts[relation]]
    several = len({_whose(account) for account in comparison.accounts}) > 1
    names = {one.id: _whose(one) for one in comparison.accounts} if several else names_of(comparison)
    alone = Counter(names[row.claims[0].account] for row in comparison.rows if row.relation == "only")
    only = [f"{alone[name]} only {name}" for name in dict.fromkeys(names.values()) if alone[name]]
    return "; ".join([", ".join(both) or "no row in common", *([", ".join(only)] if only else [])])


def _whose(account: Account) -> str:
    return account.party or input_name(account.input)


def texts_held(comparison: Comparison) -> int:
    """How many texts the accounts stand in, those counted in which one was looked for in vain.

    >>> texts_held(Comparison((), ()))
    0
    """
    return len({key for account in comparison.accounts for key in (text_of(account), *account.searched)})


def text_of(account: Account) -> str:
    """What tells an account's text from the others: its key in a store, or its input."""
    return account.key or input_name(account.input)


def not_held(comparison: Comparison) -> str:
    """What an empty cell says, and what it does not say."""
    count = texts_held(comparison)
    held = "not in the text held" if count == 1 else f"not in the {count} texts held"
    return f"{held}; that denies nothing"


def left_out(comparison: Comparison) -> str:
    """How many accounts there are beyond these; "" where there are none.

    >>> left_out(Comparison((), (), 2))
    '2 more accounts left out: fewer days or other words leave fewer'
    """
    number = comparison.left_out
    one = "account" if number == 1 else "accounts"
    return f"{number} more {one} left out: fewer days or other words leave fewer" if number else ""


def _facts(account: Account, name: str) -> Iterator[str]:
    article = account.article
    if not account.claims:
        count = len(account.searched)
        yield f"nothing of this in the {count} texts held that have its word" if count > 1 else "nothing of this in its text"
        return
    if account.own:
        yield "in its own words" if name.startswith(account.party or name) else f"{account.party} in its own words"
    elif "as told by" not in name:
        yield f"as told by {article.outlet or input_name(account.input)}"
    if article.published:
        yield day(article.published)
    if account.excerpt:
        yield "what its text has of this"
    count = len(account.claims)
    yield f"{count} claim{'' if count == 1 else 's'}, {words_of(account):,} words"


def _with_teller(account: Account, name: str) -> str:
    return name if account.own else f"{name}, as told by {account.article.outlet or input_name(account.input)}"


def _with_day(account: Account, name: str) -> str:
    return f"{name}, {day(account.article.published[:10])}" if account.article.published else name


def _by_headline(account: Account, name: str) -> str:
    return f"“{fit(account.article.headline, _HEADLINE)}”" if account.own and account.article.headline else name


def _with_id(account: Account, name: str) -> str:
    return f"{name} ({account.id})"


def ordinal_share(place: int, of: int, share: float) -> str:
    """A claim's standing in few cells.

    >>> ordinal_share(3, 12, 0.084)
    '3/12 · 8 %'
    """
    return f"{place}/{of} · {share:.0%}".replace("%", " %")


def texts(comparison: Comparison) -> list[tuple[str, Sequence[Account]]]:
    """The texts in their order, each with the accounts that stand in it."""
    held: dict[str, list[Account]] = {}
    for account in comparison.accounts:
        held.setdefault(text_of(account), []).append(account)
    return list(held.items())
