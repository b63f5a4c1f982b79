"""From Python: counts by one field and by two, what is left open, alternatives, scores; as the command line has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shelf

import sayso
from sayso import cli
from sayso.door import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with sayso.open_store(shelf.keep(tmp_path_factory.mktemp("store") / "sayso.db", shelf.readings())) as opened:
        yield opened


def test_two_fields(store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    crossed = store.count("border", by=("speaker", "outlet"))
    assert crossed[0] == ("Ana Dovrel", "The Lantern", 2) and (len(crossed), crossed.total) == (2, 3)
    table = crossed.to_pandas()
    assert list(table.columns) == ["speaker", "outlet", "statements"]
    assert table.pivot_table(index="speaker", columns="outlet").loc["Ilir Tamm", ("statements", "The Lantern")] == 1
    path = tmp_path / "crossed.csv"
    asked = ["find", "border", "--count", "speaker,outlet", "--format", "csv", "--output", str(path)]
    assert cli.main([*asked, "--store", store.address]) == 0
    assert path.read_text("utf8") == table.to_csv(index=False)
    assert repr(crossed).startswith("Statements by speaker and outlet: with border\n3 statements in all\n\n")
    assert "<td" in crossed._repr_html_() and crossed._repr_html_().count("<tr>") == 3


def test_what_is_left_open_is_no_bar(store: Store) -> None:
    counts = store.count(by="addressee")
    assert (None, counts.total - 1) in counts and counts.open == {}
    assert repr(counts).endswith(f"█\n\nNobody named: {counts.total - 1} of {counts.total}")
    page = counts._repr_html_()
    assert page.count("background:#6ea8fe") == 1 and "<i>nobody named</i>" in page


def test_alternatives_are_names_in_any_collection(store: Store) -> None:
    alone = [store.find(speaker=name, limit=0).total for name in ("Ana Dovrel", "Ilir Tamm")]
    for both in (("Ana Dovrel", "Ilir Tamm"), ["Ana Dovrel", "Ilir Tamm"], {"Ana Dovrel", "Ilir Tamm"}):
        assert store.find(speaker=both, limit=0).total == sum(alone)
    assert store.find(speaker=["Ilir Tamm"], limit=0).total == alone[1]
    assert store.find(act=("states", "denies"), speaker="Ilir Tamm").total == alone[1]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"speaker": ()}, "speaker is one name or several"),
        ({"speaker": ("Ana", " ")}, "speaker is one name or several"),
        ({"act": ("states", "sayz")}, "no act is called 'sayz'"),
        ({"min_score": 50}, "min_score is a number from 0 to 1, not 50"),
        ({"min_score": "0.5"}, "min_score is a number from 0 to 1"),
        ({"order": "surest"}, "no order is called 'surest'; there are best, newest, oldest, score, doubt"),
    ],
)
def test_wrong_values_say_what_is_right(store: Store, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        store.find(**asked)


def test_wrong_fields_say_what_is_right(store: Store) -> None:
    for by in (("speaker", "mood"), ("speaker", "speaker"), ("act", "kind", "day"), "mood"):
        with pytest.raises(ValueError, match=r"nothing is counted by 'mood'|by one field or by two"):
            store.count(by=by)  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="no status is called 'hold'"):
        store.events(status=("held", "hold"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no kind is called 'dare'"):
        store.ledger(kind=("promise", "dare"))  # type: ignore[arg-type]
    assert len(store.ledger(who=("Ana Dovrel", "Ilir Tamm"))) == 0 == len(store.events(kind=("call", "visit")))


def test_the_surest_first_and_none_that_is_doubtful(store: Store) -> None:
    scores = [hit.statement.score for hit in store.find(order="score", limit=0)]
    assert scores == sorted(scores, reverse=True)
    assert store.find(min_score=1, limit=0).total == scores.count(1.0) == store.count(by="act", min_score=1.0).total


def test_what_is_amiss_with_words_and_names_is_printed(store: Store) -> None:
    assert "speaker='Tamm' meant?" in repr(store.find("speaker:Tamm"))
    assert "no statement has ferry or tram" in repr(store.find("ferry tram"))
    assert "no statement has ferry or tram" in store.count("ferry tram", by=("act", "speaker"))._repr_html_()
    assert [one.kind for one in store.count("border OR ferry").unheard] == ["operator", "nowhere"]
    either = store.find(speaker=("Ana Dovrel", "Ilir Tam"))
    assert either and [one.name for one in either.strangers] == ["Ilir Tam"]
    assert not store.find(speaker="Ana Dovrel").strangers and not store.find("border").unheard
