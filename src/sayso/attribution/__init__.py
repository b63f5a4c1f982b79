"""Article -> roles: one pass of a small trained encoder marks cues, speakers, contents and names; only these rooms know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.attribution.model import MODEL_NAME as MODEL_NAME, attribute as attribute, has_model as has_model
    from sayso.attribution.roles import (
        Antecedent as Antecedent,
        Attribution as Attribution,
        Extent as Extent,
        Name as Name,
        Roles as Roles,
    )
    from sayso.attribution.second_encoder import sentence_states as sentence_states

__getattr__ = front_door(
    __name__,
    {
        "model": "MODEL_NAME attribute has_model",
        "roles": "Antecedent Attribution Extent Name Roles",
        "second_encoder": "sentence_states",
    },
)
