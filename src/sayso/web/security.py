"""Requests and answers on their way: strangers' hosts are refused, and every answer forbids what no page of ours needs.

A page of another site may make a browser ask for a name that leads to this machine (DNS rebinding): so the Host that a request
names must be one of those that the server goes by. Nothing is loaded from elsewhere, and no script runs but on a page that says
so (``SCRIPTED``): see CSP level 3.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("127.0.0.1", "localhost", "[::1]")
NUMBERS = "*"  # among hosts: any address in numbers, of a server that all networks reach; no rebinding can name one
LONGEST = 8_000  # bytes of a path with its query: 100 filters; browsers cut off at 2,000 to 64,000

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers send our own forms with "Origin: null", as a stranger's are
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

# Of a page that has a script, from this site alone; none stands in the page itself.
SCRIPTED = {"Content-Security-Policy": HEADERS["Content-Security-Policy"].replace("script-src 'none'", "script-src 'self'")}


class Guard:
    """ASGI middleware (its specification, 3.0) that does both. It stands around all else, so that no answer goes past it."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOCAL, public: str | None = None) -> None:
        """Stand before an application; ``hosts`` are the names, without a port, that requests may name, and ``NUMBERS``.

        ``public`` is an address ("https://news.example") whose host they may name too, and whose pages send what is ours.
        """
        self.public = (public or "").partition("://")[2].lower()
        self.app, self.hosts = app, frozenset([*(host.lower() for host in hosts), *filter(None, [_host(self.public)])])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if refused := self._refused(scope):
            status, words = refused
            await _refusal(scope["path"], status, words)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the reason, where a request is not to be answered."""
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", "")):
            return 421, "This server goes by other names: see the address that it printed when it began."
        path, query = scope["path"], scope["query_string"]
        if len(path) + len(query) > LONGEST:
            return 414, f"The address is longer than {LONGEST:,} characters: ask for less at once."
        if "\0" in path or b"\0" in query or b"%00" in query:  # no text of a store has one, and PostgreSQL takes none
            return 400, "The address has a NUL character (%00), which no text has: leave it out."
        if _is_of_another_site(headers, self.public) and not _is_visit(scope["method"], headers):
            return 403, "A page of another site sent this: nothing was done."
        return None

    def _is_ours(self, named: str) -> bool:
        host = _host(named)
        return host in self.hosts or (NUMBERS in self.hosts and _is_number(host))


def _refusal(path: str, status: int, words: str) -> Response:
    """A refusal as JSON where that is asked for, else as a line of text: no page is made for strangers."""
    if path.endswith((".json", ".jsonld")):
        return JSONResponse({"error": words, "status": status}, status)
    return PlainTextResponse(f"{words}\n", status)


def _host(named: str) -> str:
    """A Host header's name without its port."""
    host, _, port = named.rpartition(":")
    return (host if host and port.isdecimal() and not named.endswith("]") else named).lower()


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _is_of_another_site(headers: Headers, public: str = "") -> bool:
    """Whether a browser says that a form, a picture or a script elsewhere asks for this (Fetch Metadata, "Sec-Fetch-Site").

    Of browsers that do not say it, or not to this address (http:// by a network), "Origin" tells; behind a server that names
    this one as 127.0.0.1 it is the public name, and no host of ours.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    ours = {headers.get("host", "").lower(), *filter(None, [public])}
    return origin is not None and origin.partition("://")[2].lower() not in ours


def _is_visit(method: str, headers: Headers) -> bool:
    """Whether somebody followed a link to a page: other sites may link here, but not make a browser ask behind its back."""
    mode, whither = headers.get("sec-fetch-mode", ""), headers.get("sec-fetch-dest", "document")
    return method in ("GET", "HEAD") and mode == "navigate" and whither == "document"
