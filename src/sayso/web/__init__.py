"""An open store -> pages in a browser and JSON for programs, at addresses that stay: ``sayso serve``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.web.asgi import application as application
    from sayso.web.security import LOCAL as LOCAL, NUMBERS as NUMBERS
    from sayso.web.sessions import SHORTEST as SHORTEST

__getattr__ = front_door(__name__, {"asgi": "application", "security": "LOCAL NUMBERS", "sessions": "SHORTEST"})
