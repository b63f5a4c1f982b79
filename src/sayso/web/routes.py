"""Addresses -> what answers them, a row each, room by room."""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.formats import web_sheet
from sayso.web import finding, home, parties, statements, texts


def style(request: Request) -> Response:
    """The one style sheet of all pages."""
    sheet = files("sayso.formats").joinpath("templates/web/sayso.css").read_bytes()
    return Response(sheet, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def texts_style(request: Request) -> Response:
    """The style of pages of texts, beside that of all pages: marks, cards, accounts."""
    return Response(web_sheet("texts"), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def versions_style(request: Request) -> Response:
    """The style of pages of what changed."""
    return Response(web_sheet("versions"), media_type="text/css", headers={"Cache-Control": "max-age=3600"})


ROUTES = (
    *home.ROUTES,
    *finding.ROUTES,
    *texts.ROUTES,
    *statements.ROUTES,
    *parties.ROUTES,
    Route("/static/sayso.css", style),
    Route("/static/texts.css", texts_style),
    Route("/static/versions.css", versions_style),
)
