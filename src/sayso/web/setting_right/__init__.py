"""What a page shows of the store -> the forms that set it right, the pages they are sent from, and what was set right so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.web.setting_right.corrections import ROUTES as ROUTES
    from sayso.web.setting_right.event_forms import OF_EVENTS as OF_EVENTS
    from sayso.web.setting_right.form_pages import form_routes as form_routes, setting_of as setting_of
    from sayso.web.setting_right.party_forms import OF_PARTIES as OF_PARTIES
    from sayso.web.setting_right.statement_forms import (
        OF_STATEMENTS as OF_STATEMENTS,
        OF_TEXTS as OF_TEXTS,
        Found as Found,
    )

__getattr__ = front_door(
    __name__,
    {
        "corrections": "ROUTES",
        "event_forms": "OF_EVENTS",
        "form_pages": "form_routes setting_of",
        "party_forms": "OF_PARTIES",
        "statement_forms": "OF_STATEMENTS OF_TEXTS Found",
    },
)
