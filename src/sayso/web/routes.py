"""Addresses -> what answers them, a row each, room by room."""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.formats import web_sheet
from sayso.web import about, checking, comparing, finding, happening, home, months, occasions, sayings


def style(request: Request) -> Response:
    """The one style sheet of all pages."""
    sheet = files("sayso.formats").joinpath("templates/web/sayso.css").read_bytes()
    return Response(sheet, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def accounts_style(request: Request) -> Response:
    """The style of accounts side by side."""
    return _sheet("accounts")


def quoted_style(request: Request) -> Response:
    """The style of words that left and came."""
    return _sheet("quoted_site")


def _sheet(name: str) -> Response:
    """What pages of the command line and of the site share."""
    return Response(web_sheet(name), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


ROUTES = (
    *home.ROUTES,
    *finding.ROUTES,
    *occasions.ROUTES,
    *happening.ROUTES,
    *months.ROUTES,
    *comparing.ROUTES,
    *sayings.ROUTES,
    *checking.ROUTES,
    *about.ROUTES,
    Route("/static/sayso.css", style),
    Route("/static/accounts.css", accounts_style),
    Route("/static/quoted.css", quoted_style),
)
