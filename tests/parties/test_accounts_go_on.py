"""What two told each other in the sentence behind an account of their words is on that account's word, too."""

import pytest
from marked import read_marked

from sayso.parties.resolving import resolve_parties
from sayso.statements.building import build_statements

ACCOUNT = (
    "Ana Vega met Leo Marr. The Barrow Council spoke. [c According to] [s the Barrow Council], "
    "[q [s2 Ana Vega] [c2 told] Leo Marr [q2 that it was late]]."
)


@pytest.mark.parametrize(
    ("behind", "on"),
    [
        (" [s3 Ana Vega] [c3 urged] Leo Marr [q3 to wait].", "Barrow Council"),
        (" [s3 Leo Marr] [c3 assured] Ana Vega [q3 that he would wait].", "Barrow Council"),
        # ... and on
        (
            " [s3 Leo Marr] [c3 assured] Ana Vega [q3 that he would wait]. [s4 Ana Vega] [c4 told] Leo Marr [q4 to go home].",
            "Barrow Council",
        ),
        # to somebody else, to nobody, later, in another paragraph
        (" [s3 Ana Vega] [c3 urged] Eva Holt [q3 to wait].", None),
        (" [s3 Ana Vega] [c3 said] [q3 that it would rain].", None),
        (" It rained all day. [s3 Ana Vega] [c3 urged] Leo Marr [q3 to wait].", None),
        ("\n\n[s3 Ana Vega] [c3 urged] Leo Marr [q3 to wait].", None),
    ],
)
def test_an_account_goes_on(behind: str, on: str | None) -> None:
    article, roles = read_marked(ACCOUNT + behind)
    found, parties = resolve_parties(article, build_statements(article, roles))
    names = {party.id: party.name for party in parties}
    last = found[-1]
    assert [(names.get(voice.party or ""), voice.how, voice.mention) for voice in last.relay] == (
        [(on, "implied", None)] if on else []
    )
