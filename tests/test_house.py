"""The house: imports go down the road only, no work at import, output only at the edge, docs and examples that run."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sayso
from sayso.formats import FORMATS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/sayso"
MODULES = sorted(p for p in PACKAGE.rglob("*.py"))

# The road of the design, a room a row, from the bottom up: a module imports from its own row and from those above it.
ROAD = [
    "languages record composition options charset tongues times datelines files days signatures",
    "markup payloads warc_frames warcs kinds hosts robots fetch feeds sitemaps pages",
    "linked_data bylines byline_places facts block_features body",
    "dump_lines dump_bylines dump_blocks dump_headline dump_facts dump_repair dump_body dumps plain articles",
    "encoding decoding roles rivals attribution",
    "acts drafts addressees quotations contents nesting clauses unattributed pull_quotes statements",
    "words lexicon name_runs names posts cast mentions pronouns descriptions voices parties",
    "evidence reading",
    "questions",
    "copies workers",
    "store",
    "adding rereading",
    "wording identity passages pairing versions",
    "formats",
    "results corrections door",
    "cli __main__ __init__",
]
PLACE = {module: place for place, row in enumerate(ROAD) for module in row.split()}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> set[str]:
    """The rooms of this package that a module imports, those for type checkers alone left out."""
    typing_only = {
        id(n) for b in ast.walk(tree) if isinstance(b, ast.If) and "TYPE_CHECKING" in ast.dump(b.test) for n in ast.walk(b)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only or not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [a.name for a in node.names]
        module = getattr(node, "module", None)
        if module == "sayso":
            found |= set(names)
        else:
            found |= {name.split(".")[1] for name in ([module] if module else names) if name and name.startswith("sayso.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down_the_road(path: Path) -> None:
    here = room(path)
    assert here in PLACE, f"say in ROAD which room {here} belongs to"
    above = {name for name in imported(ast.parse(path.read_text(encoding="utf8"))) if PLACE.get(name, 0) > PLACE[here]}
    assert not above, f"{here} imports from further up the road: {above}"


def test_the_road_names_only_what_is_there() -> None:
    assert set(PLACE) == {room(path) for path in MODULES}


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) not in ("cli", "__main__")], ids=lambda p: p.stem)
def test_output_and_exit_only_at_the_edge(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Call):
            assert not (isinstance(node.func, ast.Name) and node.func.id == "print"), f"print in line {node.lineno}"
            assert ast.unparse(node.func) != "sys.exit", f"sys.exit in line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf8"))
    assert (ast.get_docstring(tree) or "").strip(), "a module opens with one sentence"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_docstring_examples_run(path: Path) -> None:
    if ">>>" not in path.read_text(encoding="utf8") or path.name == "__main__.py":
        return
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0 and result.attempted > 0


def test_exports_are_there_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    for name in sayso.__all__:
        assert getattr(sayso, name) is not None
    for verb in ("read", "read_many", "read_page", "to_json", "from_json", "open_store"):
        assert f"sayso.{verb}" in readme, f"the README does not show sayso.{verb}"


def test_importing_the_package_loads_no_runtime() -> None:
    code = (
        "import sys, sayso; print([m for m in ('onnxruntime', 'trafilatura', 'rich', 'httpx', 'jinja2') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_readme_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert blocks
    for block in blocks:
        parsed = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
        assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(parsed).failed == 0


@pytest.mark.parametrize(
    "flag", ["--format", "--prose", "--threads", "--output", "--allow-private", "--max-bytes", "--timeout"]
)
def test_flags_are_documented(flag: str) -> None:
    assert flag in (ROOT / "docs/read.md").read_text(encoding="utf8")


def test_relative_links_of_the_docs_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "training").glob("*.md")]:
        for link in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_word_lists_hold_no_entry_twice() -> None:
    for path in (PACKAGE / "languages").rglob("*.txt"):
        rows = [r for r in path.read_text(encoding="utf8").splitlines() if r.strip() and not r.startswith("#")]
        twice = {row for row in rows if rows.count(row) > 1}
        assert not twice, f"{path.name} holds twice: {sorted(twice)[:5]}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_what_is_public_says_what_it_does(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} in line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_one_broad_except_in_all(path: Path) -> None:
    handlers = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf8"))) if isinstance(n, ast.ExceptHandler)]
    broad = [h.lineno for h in handlers if h.type is None or ast.unparse(h.type) in ("Exception", "BaseException")]
    assert len(broad) <= (path.stem == "reading"), f"a broad except in lines {broad}"


def test_no_drawers() -> None:
    assert not {"utils", "helpers", "common", "core", "base", "manager", "misc"} & {path.stem for path in MODULES}


def reasons() -> set[str]:
    """Every reason for a refusal that the code gives as a plain string."""
    calls = [n for path in MODULES for n in ast.walk(ast.parse(path.read_text(encoding="utf8"))) if isinstance(n, ast.Call)]
    given = [n.args[1] for n in calls if ast.unparse(n.func) == "Refusal" and len(n.args) > 1]
    given += [n.args[0] for n in calls if ast.unparse(n.func) == "_RefusedError"]
    return {str(reason.value) for reason in given if isinstance(reason, ast.Constant)}


def test_every_reason_and_format_is_documented() -> None:
    page = (ROOT / "docs/read.md").read_text(encoding="utf8")
    assert len(reasons()) > 5
    for word in (*reasons(), *(f"--format {name}" for name in FORMATS)):
        assert f"`{word}`" in page, f"docs/read.md does not name {word}"


def test_every_word_list_is_read_by_a_module() -> None:
    code = "\n".join(path.read_text(encoding="utf8") for path in MODULES)
    for path in (PACKAGE / "languages").rglob("*.txt"):
        assert f'"{path.stem}"' in code, f"no module reads {path.name}"


def test_the_lock_file_names_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    locked = {line.split("==")[0].lower().replace("_", "-") for line in (ROOT / "requirements.lock").read_text().splitlines()}
    extras = [needed for name, wanted in project["optional-dependencies"].items() if name != "training" for needed in wanted]
    for needed in (*project["dependencies"], *(wanted for wanted in extras if not wanted.startswith("sayso["))):
        assert re.split(r"[^\w-]", needed)[0].lower().replace("_", "-") in locked, needed
