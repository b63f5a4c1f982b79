"""The server of a store -> the protocol over standard input and output, or the ASGI application of it over HTTP."""

from __future__ import annotations

from typing import Any

from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp

from sayso.web import LOCAL, Guard

PATH = "/mcp"
LARGEST = 256 * 1024  # bytes of a request: a text that quotes takes 20,000 characters


async def over_stdio(server: Server[Any]) -> None:
    """Serve who speaks by standard input and output, until the input ends. What else is printed goes to standard error."""
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def over_http(server: Server[Any]) -> ASGIApp:
    """The application, at ``PATH``: for this machine's own names, and no page of another site.

    Each request stands for itself, so a client goes on where the server was started anew.
    """
    named = [f"{host}:*" for host in LOCAL]
    settings = TransportSecuritySettings(allowed_hosts=named, allowed_origins=[f"http://{one}" for one in named])
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LARGEST,
        transport_security=settings,
    )
    return Guard(app, LOCAL)
