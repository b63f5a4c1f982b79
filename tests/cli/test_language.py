"""--language narrows what is read, and what a store is asked for."""

from pathlib import Path

import pytest

from sayso.adding import add
from sayso.cli import main
from sayso.options import PageOptions
from sayso.rereading import reread_each
from sayso.store import Engine, Question

ENGLISH = (
    "“The quay will be closed for two years,” Ana Dovrel, the mayor of Port Sel, said on Tuesday. The money was found. " * 3
)
GERMAN = "„Der Kai wird für zwei Jahre geschlossen“, sagte Ana Dovrel, die Bürgermeisterin von Port Sel, am Dienstag. " * 3


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, words in (("en", ENGLISH), ("de", GERMAN)):
        body = f"<p>{words}</p>" * 3
        html = f"<html lang={name}><body><article><h1>Port Sel {name}</h1>{body}</article></body></html>"
        (folder / f"{name}.html").write_text(html, encoding="utf8")
    return folder


def test_read_tells_what_it_did_not_read(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(pages), "--language", "en", "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert out.count('"other-language"') == 1 and "Port Sel en" in out
    assert "1 other-language" in err


def asked(engine: Engine) -> dict[tuple[str, ...], int]:
    """How many statements answer for each choice of languages."""
    choices: tuple[tuple[str, ...], ...] = ((), ("en",), ("de",), ("en", "de"), ("fr",))
    return {codes: len(list(engine.stream(Question(said=None, languages=codes)))) for codes in choices}


def test_a_store_answers_in_the_languages_that_are_asked_for(pages: Path, engine: Engine) -> None:
    add(engine, [str(pages)], workers=1)
    counts = asked(engine)
    assert counts["en",] and counts["de",] and not counts["fr",]
    assert counts[()] == counts["en", "de"] == counts["en",] + counts["de",]


def test_reading_again_changes_no_articles_language(pages: Path, engine: Engine) -> None:
    add(engine, [str(pages)], workers=1)
    counts = asked(engine)
    again = list(reread_each(engine, list(engine.addresses()), everything=True, workers=1))
    assert len(again) == 2 and all(one.reading for one in again)
    assert asked(engine) == counts


def test_a_store_takes_in_only_the_languages_that_are_asked_for(pages: Path, engine: Engine) -> None:
    add(engine, [str(pages)], PageOptions(languages=("de",)), workers=1)
    counts = asked(engine)
    assert counts["de",] == counts[()] > 0 == counts["en",]


@pytest.mark.parametrize("words", ["english", "e1", "", "en;fr"])
@pytest.mark.parametrize("command", [["read", "x.html"], ["find"], ["export"]])
def test_what_is_no_code_is_wrong_use(command: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--language", words])
    assert ended.value.code == 2
    assert "write en, or en,fr" in capsys.readouterr().err
