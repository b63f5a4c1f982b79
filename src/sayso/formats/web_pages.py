"""What a page of the site shows -> its HTML, or its feed, by the template of its name in ``templates/web``."""

from __future__ import annotations

from typing import Any

from sayso.controls import in_markup
from sayso.formats.sections import template


def web_page(name: str, **shown: Any) -> str:
    """A whole page."""
    return in_markup(template(f"web/{name}.html.j2").render(**shown))


def web_feed(name: str, **shown: Any) -> str:
    """A whole feed (Atom, RFC 4287)."""
    return in_markup(template(f"web/{name}.atom.j2").render(**shown))
