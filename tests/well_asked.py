"""Answers to requests that the site's description allows -> whether each refusal has a reason that no schema can tell.

Schemathesis reads it as its hooks. Its own check, ``positive_data_acceptance``, takes any refusal for a fault.
"""

from __future__ import annotations

import re
from html import unescape

import schemathesis

# What stands between the values of several names, or in the grammar of words.
REASONS = re.compile(
    r"since .* until .* holds no day|there is no word to (find|look for) in .*: words have letters or digits"
    r"|compare takes the key of an event, or two parties and more, or the keys of texts|event stands there twice"
    r"|about, since and until go with party|account goes with texts|there is nothing to check: quote=… has the words"
    r"|the address is longer than|one text is compared with another|is only one account|accounts are compared"
    r"|is no name|would have to be",
    re.IGNORECASE | re.DOTALL,
)


@schemathesis.check
def refused_for_a_reason(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> bool | None:
    """A request as it is described is answered, unless what is wrong with it is told as one of the reasons."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code not in (400, 413, 414, 415):
        return None
    words = unescape(response.text)
    assert REASONS.search(words), f"refused, though it is asked as described: {re.sub(r'<[^>]*>', '', words)[-600:]}"
    return None
