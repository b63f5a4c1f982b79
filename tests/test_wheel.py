"""The wheel that hatchling builds: what is in it, and that it reads an article where nothing of the repository is at hand."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[1]
# What a file of the package can be, with its folder: all else is a slip (a note, a draft, what an editor left).
KINDS = {
    ".py": "**/*.py",
    ".typed": "py.typed",
    ".txt": "languages/*/*.txt",
    ".onnx": "languages/*/model/*.onnx",
    ".md": "languages/*/model/README.md",
    ".json": "languages/*/model/*.json schema/*.schema.json",
    ".npz": "articles/*.npz articles/dumps/*.npz comparing/accounts/*.npz languages/*/model/*.npz",
    ".j2": "formats/templates/*.j2 formats/templates/web/*.j2 formats/templates/case/*.j2",
    ".css": "formats/templates/web/*.css",
    ".js": "formats/templates/web/*.js",
    ".svg": "formats/templates/web/*.svg",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("sayso-*-py3-none-any.whl")
    return zipfile.Path(made)


def held(wheel: zipfile.Path) -> set[str]:
    return {name for name in wheel.root.namelist() if not name.endswith("/")}


def test_it_holds_the_package_and_its_licence_and_nothing_else(wheel: zipfile.Path) -> None:
    package = ROOT / "src"
    written = {
        path.relative_to(package).as_posix()
        for path in (package / "sayso").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    beside = {PurePosixPath(name).relative_to(PurePosixPath(name).parts[0]).as_posix() for name in held(wheel) - written}
    assert not written - held(wheel)
    assert beside == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}


def test_each_file_of_the_package_is_of_a_known_kind_in_its_place(wheel: zipfile.Path) -> None:
    files = [PurePosixPath(name).relative_to("sayso") for name in held(wheel) if name.startswith("sayso/")]
    allowed = {
        path.relative_to(ROOT / "src/sayso").as_posix()
        for patterns in KINDS.values()
        for pattern in patterns.split()
        for path in (ROOT / "src/sayso").glob(pattern)
    }
    assert sorted(str(file) for file in files if str(file) not in allowed) == []


def test_model_schemas_templates_and_word_lists_are_there(wheel: zipfile.Path) -> None:
    for kind, patterns in KINDS.items():
        for pattern in patterns.split():
            there = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/sayso").glob(pattern)}
            assert there and there <= held(wheel), kind


def test_its_metadata_names_what_it_needs_and_where_it_runs(wheel: zipfile.Path) -> None:
    (folder,) = (path for path in wheel.iterdir() if path.name.endswith(".dist-info"))
    facts = message_from_string((folder / "METADATA").read_text(encoding="utf8"))
    assert (facts["Name"], facts["Requires-Python"], facts["License-Expression"]) == ("sayso", ">=3.11", "Apache-2.0")
    assert "sayso = sayso.cli:main" in (folder / "entry_points.txt").read_text(encoding="utf8")
    needed = [line for line in facts.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert not [line for line in needed if " @ " in line]  # an address instead of a name
    assert facts["Description-Content-Type"] == "text/markdown"


def test_it_reads_an_article_with_nothing_of_the_repository_at_hand(wheel: zipfile.Path, tmp_path: Path) -> None:
    wheel.root.extractall(tmp_path / "installed")
    (tmp_path / "article.txt").write_text("“The bridge is safe,” Mayor Ana Dovrel said.\n", encoding="utf8")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); import sayso;"
        "from sayso.cli import main; assert sayso.__file__.startswith(sys.path[0]);"
        "sys.exit(main(['read', 'article.txt']) or main(['read', 'article.txt', '--format', 'html', '--output', 'page.html'])"
        " or main(['add', 'article.txt']) or main(['find', 'bridge']))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Ana Dovrel" in done.stdout and "1 article" in done.stdout and (tmp_path / "page.html").stat().st_size > 5_000
