"""Where in a store something stands, an article, one of its texts, one of its statements <-> the keys that people write.

A full key is "ADDRESS#VERSION/ID" ("https://outlet.example/1#2/s3") and means the same in every store. A short one is made of
the number of the article in this store: "412" is the article as it stands now, "412.2" its version 2, "412.2/s3" a statement of
that. No number is given to another article, also where its own was removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FULL = re.compile(r"(.+)#([1-9]\d{0,8})(?:/([^\s/#]+))?", re.DOTALL)
SHORT = re.compile(r"([1-9]\d{0,8})(?:\.([1-9]\d{0,8})(?:/([^\s/#]+))?)?")


@dataclass(frozen=True, slots=True)
class Key:
    """Where a key leads. ``article`` is its number in the store; ``version`` None stands for what stands there now.

    >>> key = Key(412, "https://outlet.example/1", 2, "s3")
    >>> key.short, key.full
    ('412.2/s3', 'https://outlet.example/1#2/s3')
    """

    article: int
    address: str
    version: int | None = None
    statement: str | None = None

    @property
    def short(self) -> str:
        """As it is typed."""
        return short_key(self.article, self.version, self.statement)

    @property
    def full(self) -> str:
        """As it stands for the same thing in every store."""
        version = f"#{self.version}" if self.version else ""
        return f"{self.address}{version}{f'/{self.statement}' if self.statement else ''}"


def short_key(article: int, version: int | None = None, statement: str | None = None) -> str:
    """A short key.

    >>> short_key(412), short_key(412, 2), short_key(412, 2, "s3")
    ('412', '412.2', '412.2/s3')
    """
    return f"{article}{f'.{version}' if version else ''}{f'/{statement}' if statement else ''}"


def is_statement_key(given: str) -> bool:
    """Whether it is written as the key of a statement is, full or short; words with a blank before them are none.

    >>> is_statement_key("412.2/s3"), is_statement_key("https://outlet.example/1#2/s3"), is_statement_key("412")
    (True, True, False)
    """
    words = given.strip()
    found = SHORT.fullmatch(words) or FULL.fullmatch(words)
    return bool(found and found[3])
