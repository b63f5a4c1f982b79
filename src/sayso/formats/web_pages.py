"""What a page of the site, or of a case file, shows -> its HTML, or its feed, by the template of its name."""

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


def case_page(name: str, **shown: Any) -> str:
    """A whole page of a case file: of ``templates/case``, with links to its other pages alone, and without forms."""
    return in_markup(template(f"case/{name}.html.j2").render(write=False, setting=None, **shown))


def case_sheet() -> str:
    """The one style sheet of a case's pages."""
    return template("case/style.css.j2").render()
