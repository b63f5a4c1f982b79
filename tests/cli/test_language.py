"""--language narrows what is read, and what a store is asked for."""

from contextlib import closing
from pathlib import Path

import pytest

from sayso.adding import add
from sayso.cli import main
from sayso.store import Question, open_engine

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


def test_a_store_answers_in_the_languages_that_are_asked_for(pages: Path, tmp_path: Path) -> None:
    with closing(open_engine(str(tmp_path / "sayso.db"))) as engine:
        add(engine, [str(pages)], workers=1)
        counts = {
            codes: len(list(engine.stream(Question(said=None, languages=codes))))
            for codes in ((), ("en",), ("de",), ("en", "de"), ("fr",))
        }
    assert counts["en",] and counts["de",] and not counts["fr",]
    assert counts[()] == counts["en", "de"] == counts["en",] + counts["de",]


@pytest.mark.parametrize("words", ["english", "e1", "", "en;fr"])
@pytest.mark.parametrize("command", [["read", "x.html"], ["find"], ["export"]])
def test_what_is_no_code_is_wrong_use(command: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--language", words])
    assert ended.value.code == 2
    assert "write en, or en,fr" in capsys.readouterr().err
