"""A request's cookie -> who sends it: whether it may write, and the seal that its forms carry back.

A cookie has a random session and, of who signed in by the token, a proof that is bound to it (HMAC, RFC 2104): the token itself
is in no page and in no cookie. A form's seal is an HMAC of the session by a key that the server made when it was started.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

SHORTEST = 16  # characters of a token: 96 bits of base64, or what nobody guesses by asking
FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")  # by which servers before this one tell
SEAL = "csrf"  # the field of a form that has its seal


@dataclass(frozen=True, slots=True)
class Writers:
    """Who may write: nobody, this machine, or with a ``token`` who has it. ``key`` seals forms, for this run of the server."""

    write: bool = False
    token: str | None = field(default=None, repr=False)
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def __post_init__(self) -> None:
        if self.token is not None and len(self.token) < SHORTEST:
            raise ValueError(f"a token has at least {SHORTEST} characters, so that nobody guesses it")

    def knows(self, given: str) -> bool:
        """Whether that is the token; in the same time whatever is wrong with it."""
        return self.token is not None and hmac.compare_digest(given.strip().encode("utf8", "replace"), self.token.encode())


@dataclass(frozen=True, slots=True)
class Visit:
    """Who sends a request: ``refused`` says why it may not write; ``seal`` is what its forms carry."""

    session: str
    seal: str
    refused: str | None
    is_new: bool = False
    signed: bool = False

    @property
    def may_write(self) -> bool:
        """Whether forms are for it."""
        return self.refused is None


def visit_of(request: Request, writers: Writers) -> Visit:
    """Who sends a request; one without a session gets one."""
    session, _, proof = request.cookies.get(_cookie(request), "").partition(".")
    known = re.fullmatch(r"[A-Za-z0-9_-]{20,64}", session) is not None
    session = session if known else secrets.token_urlsafe(24)
    signed = known and writers.token is not None and hmac.compare_digest(proof.encode(), _proof(writers, session).encode())
    seal = _mac(writers.key, f"form {session}")
    return Visit(session, seal, _refused(request, writers, signed), not known, signed)


def is_sealed(visit: Visit, given: str) -> bool:
    """Whether a form was drawn for this session, by this run of the server."""
    return not visit.is_new and hmac.compare_digest(given.encode("utf8", "replace"), visit.seal.encode())


def remember(request: Request, response: Response, visit: Visit) -> None:
    """Give a session that is new to the browser that is to bring it back.

    Not where a token is wanted: who follows a link from elsewhere brings no cookie that is strict, and would be signed out.
    """
    if visit.is_new and visit.may_write:
        _give(request, response, visit.session, "lax")


def sign_in(request: Request, response: Response, writers: Writers) -> None:
    """A new session, which may write from here on; an old one may have been somebody else's."""
    session = secrets.token_urlsafe(24)
    _give(request, response, f"{session}.{_proof(writers, session)}", "strict")


def sign_out(request: Request, response: Response) -> None:
    """The session is nobody's any more."""
    response.delete_cookie(_cookie(request), httponly=True, samesite="strict")


def _refused(request: Request, writers: Writers, signed: bool) -> str | None:
    if not writers.write:
        return "Nothing can be written here: whoever runs this server starts it as sayso serve --write for that."
    if writers.token is not None:
        return None if signed else "Only who has the token may write: sign in at /sign-in."
    if any(name in request.headers for name in FORWARDED):
        return "This comes by way of another server, so that anybody may have sent it: start sayso serve --write with a token."
    return None


def _give(request: Request, response: Response, value: str, site: Literal["lax", "strict"]) -> None:
    response.set_cookie(_cookie(request), value, httponly=True, samesite=site, secure=request.url.scheme == "https")


def _cookie(request: Request) -> str:
    """Its name, which has the port: to browsers all ports of a machine are one site's."""
    return f"sayso-{(request.scope.get('server') or ('', 0))[1] or 0}"


def _proof(writers: Writers, session: str) -> str:
    return _mac((writers.token or "").encode(), f"signed in {session}")


def _mac(key: bytes, words: str) -> str:
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()
