"""``/sign-in``, ``/sign-out``: the token of a server for writing -> a cookie with which its forms are shown and taken."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sayso.door import Parameter
from sayso.web.described import takes
from sayso.web.pages import page, site_of, trouble
from sayso.web.queries import check_asked
from sayso.web.sessions import sign_in, sign_out
from sayso.web.writing import Sent, see, writes

ASKS = (
    Parameter("token", "What sayso serve --write was given, or printed when it was started."),
    Parameter("to", "The page to go to then."),
)
MOST = 4 * 1024  # bytes of the form


@takes(*ASKS)
def asked(request: Request) -> Response:
    """Where who may write signs in, by the token of the server; the link that it prints leads here."""
    check_asked(request, ASKS)
    token, to = request.query_params.get("token", ""), request.query_params.get("to", "")
    return _checked(request, token, to) if token else _page(request, to)


@takes(*ASKS)
async def sent(request: Request) -> Response:
    """The token, sent by the form of this page."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            return await run_in_threadpool(trouble, request, 413, "That is no token: it is too long.")
    return await run_in_threadpool(_of_form, request, bytes(body))


def _of_form(request: Request, body: bytes) -> Response:
    fields = parse_qs(body.decode("ascii", "replace"), errors="replace")
    return _checked(request, "".join(fields.get("token", [])), "".join(fields.get("to", [])))


def _checked(request: Request, token: str, to: str) -> Response:
    writers = site_of(request).writers
    if not writers.knows(token):
        wrong = "that is not the token of this server: sayso serve printed it, or was given it, when it was started"
        return _page(request, to, wrong, 403)
    answer = RedirectResponse(_ours(to), 303)
    sign_in(request, answer, writers)
    return answer


def _page(request: Request, to: str, wrong: str | None = None, status: int = 200) -> Response:
    site = site_of(request)
    visit = site.visit(request)
    return page(
        request, "sign_in", status, title="Sign in", to=_ours(to), wrong=wrong, signed=visit.signed, refused=visit.refused
    )


def _ours(path: str) -> str:
    """A path of this site; its first page for what leads elsewhere.

    >>> _ours("/party/12"), _ours("//evil.example"), _ours("/\\\\evil.example"), _ours("https://evil.example")
    ('/party/12', '/', '/', '/')
    """
    plain = path.isprintable() and path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain else "/"


@takes()
@writes()
def left(request: Request, sent: Sent) -> Response:
    """Signed out: forms are no longer shown to this browser."""
    answer = see("/sign-in")
    sign_out(request, answer)
    return answer


sent.writes = True  # type: ignore[attr-defined]  # as the description has it: it answers as forms do

ROUTES = (
    Route("/sign-in", asked, methods=["GET"]),
    Route("/sign-in", sent, methods=["POST"]),
    Route("/sign-out", left, methods=["POST"]),
)
