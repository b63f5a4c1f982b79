"""Requests and answers on their way: strangers' hosts are refused, and every answer forbids what no page of ours needs.

A page of another site may make a browser ask for a name that leads to this machine (DNS rebinding): so the Host that a request
names must be one of those that the server goes by. Nothing is loaded from elsewhere, and no script runs: see CSP level 3.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("127.0.0.1", "localhost", "[::1]")

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Guard:
    """ASGI middleware (its specification, 3.0) that does both."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOCAL) -> None:
        """Stand before an application; ``hosts`` are the names, without a port, that requests may name."""
        self.app, self.hosts = app, frozenset(host.lower() for host in hosts)

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

        if _host(Headers(scope=scope).get("host", "")) not in self.hosts:
            refused = PlainTextResponse("This server goes by other names; see the address that sayso serve printed.\n", 421)
            await refused(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def _host(named: str) -> str:
    """A Host header's name without its port."""
    host, _, port = named.rpartition(":")
    return (host if host and port.isdecimal() and not named.endswith("]") else named).lower()
