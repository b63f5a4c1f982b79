"""Accounts side by side, made by hand, of people who do not exist: what forms and commands show of a comparison."""

from __future__ import annotations

from dataclasses import replace

from sayso.comparing import Account, Claim, Comparison, Distinction, Row
from sayso.record import Article, Paragraph, Span

GRANITE = (
    "The presidents spoke for ninety minutes. Torvan called for forty million in aid. "
    "Both will meet in Sund. The palace voiced grave concern."
)
LANTERN = (
    "The presidents talked for an hour and a half. Torvan asked for a hundred million. They agreed to meet in Sund on 27 March."
)


def article(id: str, text: str, outlet: str | None, headline: str | None = "A call") -> Article:
    whole = f"{headline}\n\n{text}" if headline else text
    head = (Paragraph(0, len(headline), "headline"),) if headline else ()
    start = len(headline) + 2 if headline else 0
    paragraphs = (*head, Paragraph(start, len(whole), "body"))
    return Article(
        id,
        whole,
        paragraphs,
        url=f"https://{id}.example/1",
        outlet=outlet,
        headline=headline,
        published="2031-03-14T18:00:00+01:00",
    )


def account(
    id: str, text: str, outlet: str | None, party: str | None, headline: str | None = "A call", own: bool = True
) -> Account:
    """An account whose sentences are its claims."""
    told = article(id, text, outlet, headline)
    claims, at = [], told.text.index(text)
    for sentence in text.split(". "):
        words = sentence if sentence.endswith(".") else f"{sentence}."
        claims.append(Claim(id, (Span(at, at + len(words), words),)))
        at += len(words) + 1
    return Account(id, party, f"{id}.html", told, tuple(claims), own)


def words(one: Account, found: str) -> tuple[str, Span]:
    """Words of an account that show a difference."""
    start = one.article.text.index(found)
    return one.id, Span(start, start + len(found), found)


def comparison() -> Comparison:
    """Two accounts; a row the same, one in conflict (a number), one that differs (date, strength), one of the first alone."""
    granite, lantern = (
        account("a1", GRANITE, "Granite Palace", "Granite Palace"),
        account("a2", LANTERN, None, "Lantern Palace"),
    )
    lantern = replace(lantern, own=False, article=replace(lantern.article, outlet="The Courier"))
    ours, theirs = granite.claims, lantern.claims
    number = Distinction("number", (words(granite, "forty million"), words(lantern, "a hundred million")))
    later = (Distinction("date", (words(lantern, "27 March"),)), Distinction("strength", (words(lantern, "agreed"),)))
    rows = (
        Row("same", (ours[0], theirs[0]), score=0.9),
        Row("conflict", (ours[1], theirs[1]), (number,), 0.8),
        Row("differs", (ours[2], theirs[2]), later, 0.7),
        Row("only", (ours[3],)),
    )
    return Comparison((granite, lantern), rows)
