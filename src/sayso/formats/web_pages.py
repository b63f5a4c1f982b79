"""What a page of the site shows -> its HTML, by the template of its name in ``templates/web``."""

from __future__ import annotations

from typing import Any

from sayso.controls import printable
from sayso.formats.sections import template


def web_page(name: str, **shown: Any) -> str:
    """A whole page."""
    return printable(template(f"web/{name}.html.j2").render(**shown))
