"""What a user may set about getting pages, and the refusal that goes with the cap on their size."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.record import Refusal

MEBIBYTE = 1024 * 1024
USER_AGENT = "sayso/0.1 (reads single news pages on a person's request)"


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How pages are got.

    ``prose`` takes every file as body text unchanged. ``max_bytes`` caps one page, unpacked; ``timeout`` is the seconds that
    one address may take in all, its redirects included; ``delay`` the seconds between two pages of one host, more where its
    robots.txt asks for more; ``robots`` asks a site's robots.txt first; ``allow_private`` lets addresses on this machine and
    its network through.
    ``languages`` are the ISO 639-1 codes of those that are read ("en", "fr"), all where there are none.
    """

    prose: bool = False
    allow_private: bool = False
    robots: bool = True
    max_bytes: int = 20 * MEBIBYTE
    timeout: float = 30.0
    delay: float = 1.0
    max_redirects: int = 5
    user_agent: str = USER_AGENT
    languages: tuple[str, ...] = ()


DEFAULT_OPTIONS = PageOptions()


def _size(limit: int) -> str:
    return f"{limit / MEBIBYTE:.4g} MiB" if limit >= MEBIBYTE / 10 else f"{limit} bytes"


def too_big(name: str, limit: int) -> Refusal:
    """The refusal of a page beyond ``limit`` bytes."""
    return Refusal(name, "too-big", f"{name} is larger than {_size(limit)}, the most one page may have. Is it one page?")
