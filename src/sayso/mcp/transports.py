"""The server of a store -> the protocol over standard input and output, or the ASGI application of it over HTTP."""

from __future__ import annotations

from typing import Any

import anyio
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCError, JSONRPCNotification, JSONRPCRequest, JSONRPCResponse, RequestId
from starlette.types import ASGIApp

from sayso.web import LOCAL, Guard

PATH = "/mcp"
PATIENCE = 60  # seconds in which calls are answered that came before the input ended
LARGEST = 256 * 1024  # bytes of a request: a text that quotes takes 20,000 characters


async def over_stdio(server: Server[Any]) -> None:
    """Serve who speaks by standard input and output, until the input ends. What else is printed goes to standard error.

    What has come by then is answered first; the SDK's server alone would drop it, as of a line of calls that is piped to it.
    """
    owed: set[RequestId] = set()
    ahead, read = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    answers, written = anyio.create_memory_object_stream[SessionMessage](0)
    async with stdio_server() as (incoming, outgoing), anyio.create_task_group() as group:
        group.start_soon(_take_in, incoming, ahead, owed)
        group.start_soon(_give_out, written, outgoing, owed)
        await server.run(read, answers, server.create_initialization_options())


async def _take_in(incoming: Any, ahead: Any, owed: set[RequestId]) -> None:
    """Hand messages on, noting what is to be answered; behind the last one wait until it is."""
    async with incoming, ahead:
        async for one in incoming:
            message = one.message if isinstance(one, SessionMessage) else None
            if isinstance(message, JSONRPCRequest):
                owed.add(message.id)
            elif isinstance(message, JSONRPCNotification) and message.method == "notifications/cancelled":
                owed.discard((message.params or {}).get("requestId", ""))
            await ahead.send(one)
        with anyio.move_on_after(PATIENCE):
            while owed:
                await anyio.sleep(0.02)


async def _give_out(written: Any, outgoing: Any, owed: set[RequestId]) -> None:
    """Hand answers on."""
    async with written, outgoing:
        async for one in written:
            await outgoing.send(one)
            if isinstance(one.message, (JSONRPCResponse, JSONRPCError)) and one.message.id is not None:
                owed.discard(one.message.id)


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
