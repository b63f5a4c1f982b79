"""An open store -> tools and resources for agents, by the Model Context Protocol: ``sayso mcp``; it needs the package mcp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.mcp.handlers import serving as serving
    from sayso.mcp.transports import PATH as PATH, over_http as over_http, over_stdio as over_stdio

__getattr__ = front_door(__name__, {"handlers": "serving", "transports": "PATH over_http over_stdio"})
