"""Addresses -> what answers them, a row each, room by room."""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.web import (
    about,
    adding,
    cases,
    checking,
    comparing,
    finding,
    happening,
    home,
    judging,
    months,
    occasions,
    parties,
    sayings,
    signing_in,
    statements,
    texts,
    watching,
)
from sayso.web.pages import LASTING
from sayso.web.setting_right import ROUTES as CORRECTIONS


def style(request: Request) -> Response:
    """The one style sheet of all pages."""
    sheet = files("sayso.formats").joinpath("templates/web/sayso.css").read_bytes()
    return Response(sheet, media_type="text/css", headers=LASTING)


def icon(request: Request) -> Response:
    """The picture of the site in a browser's tab."""
    drawn = files("sayso.formats").joinpath("templates/web/sayso.svg").read_bytes()
    return Response(drawn, media_type="image/svg+xml", headers=LASTING)


ROUTES = (
    *home.ROUTES,
    *finding.ROUTES,
    *cases.ROUTES,
    *occasions.ROUTES,
    *happening.ROUTES,
    *months.ROUTES,
    *comparing.ROUTES,
    *sayings.ROUTES,
    *checking.ROUTES,
    *judging.ROUTES,
    *adding.ROUTES,
    *texts.ROUTES,
    *statements.ROUTES,
    *parties.ROUTES,
    *watching.ROUTES,
    *CORRECTIONS,
    *about.ROUTES,
    *signing_in.ROUTES,
    Route("/static/sayso.css", style),
    Route("/static/sayso.svg", icon),
)
