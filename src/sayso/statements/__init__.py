"""Roles -> statements: whole contents, nesting, addressees and acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.statements.acts import ACTS as ACTS, DEFAULT as DEFAULT, cue_in as cue_in, lemmas as lemmas
    from sayso.statements.building import (
        build_statements as build_statements,
        statement_at as statement_at,
        statements_without_model as statements_without_model,
    )
    from sayso.statements.clauses import helps as helps
    from sayso.statements.drafts import sentence_around as sentence_around, sentences as sentences
    from sayso.statements.interviews import INTERVIEW as INTERVIEW
    from sayso.statements.labels import label_at as label_at, names_nobody as names_nobody
    from sayso.statements.nesting import continue_accounts as continue_accounts, settle_implied as settle_implied
    from sayso.statements.noun_phrases import head_of as head_of, noun_phrase as noun_phrase, role_of as role_of
    from sayso.statements.quotations import find_quotations as find_quotations, outermost as outermost
    from sayso.statements.reports import is_finite as is_finite

__getattr__ = front_door(
    __name__,
    {
        "building": "build_statements statement_at statements_without_model",
        "acts": "ACTS DEFAULT cue_in lemmas",
        "clauses": "helps",
        "drafts": "sentence_around sentences",
        "interviews": "INTERVIEW",
        "labels": "label_at names_nobody",
        "nesting": "continue_accounts settle_implied",
        "noun_phrases": "head_of noun_phrase role_of",
        "quotations": "find_quotations outermost",
        "reports": "is_finite",
    },
)
