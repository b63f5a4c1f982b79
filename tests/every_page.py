"""A site -> an address or two of each of its pages, found as people find them: by the links from the first page on."""

from __future__ import annotations

import functools
import re
from html import unescape

from starlette.testclient import TestClient

from sayso.web.described import addresses
from sayso.web.routes import ROUTES

BEGIN = (
    *("/", "/articles", "/parties", "/events", "/ledger", "/about", "/api", "/calendar", "/compare", "/saying", "/check"),
    *("/find?q=guns&said=any", "/find?speaker=Torvn", "/find?q=nothing+of+it", "/nowhere", "/find?since=never", "/article/99"),
    *("/compare?a=1&b=2", "/compare?a=1&b=1", "/saying?words=guns+on+the+ridge", "/check?quote=guns+on+the+ridge"),
)


@functools.cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """The routes, each with what its addresses match."""
    found = []
    for row in addresses(ROUTES):
        pattern = re.escape(row.path)
        for name, kind in row.places:
            pattern = pattern.replace(re.escape(f"{{{name}}}"), r"\d+" if kind == "integer" else "[^/]+")
        found.append((row.path, re.compile(pattern)))
    return found


def kind_of(address: str) -> str:
    """The route of an address, with "?" where it asks something."""
    path, mark, _ = address.partition("?")
    return next((route + mark for route, pattern in patterns() if pattern.fullmatch(path)), "nowhere")


def every_page(client: TestClient, each: int = 2) -> dict[str, str]:
    """Pages by their addresses, up to so many of a route; those that say what is wrong are among them."""
    waiting, pages = list(BEGIN), dict[str, str]()
    counts: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        kind = kind_of(address)
        if address in pages or not address.startswith("/") or (counts.get(kind, 0) >= each and address not in BEGIN):
            continue
        answer = client.get(address, follow_redirects=True)
        if "html" not in answer.headers["content-type"]:
            continue
        counts[kind] = counts.get(kind, 0) + 1
        pages[address] = answer.text
        waiting += [unescape(link) for link in re.findall(r'href="([^"]*)"', answer.text)]
    return pages
