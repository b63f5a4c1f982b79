"""The house: imports go down the road only, no work at import, output only at the edge, docs and examples that run."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from house import (
    FOLDERS,
    MODULES,
    NAMES,
    PACKAGE,
    ROAD,
    ROOMS,
    ROOT,
    dotted,
    drawing,
    folder_of,
    imports,
    rows,
    step_of,
    written,
)

import sayso
from sayso.formats import FORMATS

# Imports that reach past another folder's front door, each with its reason. Word lists are everybody's.
REACHING: dict[tuple[str, str], str] = {}


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_go_down_the_road(path: Path) -> None:
    """Between steps as ROAD has them, within a folder as ROOMS has them: only from a row above one's own."""
    here, order = dotted(path), rows(ROAD)
    if not here:
        return  # the package's front door knows what it gives
    assert step_of(here) in order, f"say in ROAD which row {step_of(here)} belongs to"
    for one in imports(path):
        if one.for_types or one.module in ("", "front_doors", "languages"):
            continue
        if step_of(one.module) != step_of(here):
            assert order[step_of(one.module)] < order[step_of(here)], f"line {one.line} goes up the road, to {one.module}"
            continue
        folder = folder_of(here)
        while folder and not one.module.startswith(f"{folder}."):
            folder, here = folder.rpartition(".")[0], folder  # a folder within a folder stands in its row as a room
        order_within = rows(ROOMS[folder])
        room, other = (name.removeprefix(f"{folder}.").partition(".")[0] for name in (here, one.module))
        if here != folder and room != other:
            assert order_within[other] < order_within[room], f"line {one.line} of {folder}: {room} imports {other}"


def test_the_road_and_the_rooms_name_only_what_is_there() -> None:
    assert set(ROAD.split()) == {step_of(dotted(path)) for path in MODULES} - {""}
    assert set(ROOMS) == FOLDERS
    for folder, order in ROOMS.items():
        there = {dotted(path) for path in MODULES if folder_of(dotted(path)).startswith(folder)}
        wanted = {name.removeprefix(f"{folder}.").partition(".")[0] for name in there if name.startswith(f"{folder}.")}
        assert sorted(order.split()) == sorted(wanted), folder


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_other_folders_are_entered_by_their_front_doors(path: Path) -> None:
    here = folder_of(dotted(path))
    for one in imports(path):
        there = folder_of(one.module)
        if there in (here, "", "languages") or f"{here}.".startswith(f"{there}."):
            continue  # one's own folder, or the one around it
        if (dotted(path), one.module) not in REACHING:
            assert one.module == there, f"line {one.line} reaches past the front door of {there}, to {one.module}"
            assert one.name in doors()[there], f"line {one.line}: the front door of {there} does not give {one.name}"


@cache
def doors() -> dict[str, dict[str, str]]:
    """For each folder with a front door of rooms: the names that it gives, and the room of each."""
    found = {}
    for folder in FOLDERS:
        tree = ast.parse(PACKAGE.joinpath(*folder.split("."), "__init__.py").read_text(encoding="utf8"))
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "front_door"]
        given = {
            name: room for call in calls for room, names in ast.literal_eval(call.args[1]).items() for name in names.split()
        }
        found[folder] = given or {n.name: folder for n in tree.body if isinstance(n, ast.FunctionDef)}
    return found


@pytest.mark.parametrize("folder", sorted(FOLDERS - {"cli", "languages"}))
def test_a_front_door_gives_what_it_says_and_tells_type_checkers_the_same(folder: str) -> None:
    given = doors()[folder]
    for_types = {one.name: one.module for one in imports(PACKAGE.joinpath(*folder.split("."), "__init__.py")) if one.for_types}
    assert for_types == {name: f"{folder}.{room}" for name, room in given.items()}
    assert not set(given) & {name.rpartition(".")[2] for name in NAMES if folder_of(name) == folder}, "a name is a room's too"
    for name in given:
        assert getattr(importlib.import_module(f"sayso.{folder}"), name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = importlib.import_module(f"sayso.{folder}").nothing


@pytest.mark.parametrize("folder", sorted(FOLDERS - {"cli", "languages"}))
def test_a_front_door_gives_nothing_that_nobody_takes(folder: str) -> None:
    """But for what the docs show to users."""
    taken = {
        one.name for path in MODULES for one in imports(path) if one.module == folder and folder_of(dotted(path)) != folder
    }
    docs = "".join(page.read_text(encoding="utf8") for page in (ROOT / "docs").glob("*.md"))
    assert not {name for name in doors()[folder] if name not in taken and f"sayso.{folder}.{name}" not in docs}


def test_no_program_goes_by_the_name_of_another() -> None:
    """Tests import from benchmarks/ and training/, as these do: of two by one name the first on the path is met."""
    names = [path.name for folder in ("tests", "benchmarks", "training") for path in (ROOT / folder).glob("*.py")]
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)


def test_few_modules_stand_beside_the_folders() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 18


def test_contributing_has_the_drawing_of_the_house() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf8")
    assert f"```\n{drawing()}```" in page, "python tests/house.py draws it anew"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_there_is_one_door_to_the_terminal(path: Path) -> None:
    """``cli.terminal.say``, through which no escape passes; and the commands alone exit."""
    for called, line, _ in written(path).calls:
        assert called != "print" or dotted(path) == "cli.terminal", f"print in line {line}: call say"
        assert called not in ("sys.stdout.write", "sys.stderr.write"), f"{called} in line {line}: call say"
        assert called != "sys.exit" or step_of(dotted(path)) in ("cli", "__main__"), f"sys.exit in line {line}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert written(path).docstring, "a module opens with one sentence"


@pytest.mark.parametrize("path", MODULES, ids=named)
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
        "import sys, sayso; print([m for m in ('onnxruntime', 'rich', 'httpx2', 'jinja2') if m in sys.modules])"
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


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_what_is_public_says_what_it_does(path: Path) -> None:
    assert written(path).undocumented == ()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_one_broad_except_in_all(path: Path) -> None:
    broad = written(path).broad
    assert len(broad) <= (path.stem == "reading"), f"a broad except in lines {broad}"


def test_no_drawers() -> None:
    assert not {"utils", "helpers", "common", "core", "base", "manager", "misc"} & {path.stem for path in MODULES}


def reasons() -> set[str]:
    """Every reason for a refusal that the code gives as a plain string."""
    calls = [call for path in MODULES for call in written(path).calls]
    given = [call.words[1] for call in calls if call.called == "Refusal"]
    given += [call.words[0] for call in calls if call.called == "_RefusedError"]
    return {reason for reason in given if reason is not None}


def test_every_reason_and_format_is_documented() -> None:
    page = (ROOT / "docs/read.md").read_text(encoding="utf8")
    given = reasons()
    assert len(given) > 5
    for word in (*given, *(f"--format {name}" for name in FORMATS)):
        assert f"`{word}`" in page, f"docs/read.md does not name {word}"


def test_every_word_list_is_read_by_a_module() -> None:
    code = "\n".join(path.read_text(encoding="utf8") for path in MODULES)
    for path in (PACKAGE / "languages").rglob("*.txt"):
        assert f'"{path.stem}"' in code, f"no module reads {path.name}"


def locked(name: str) -> dict[str, int]:
    """The packages of a lock file, each with how many hashes it has (a package may stand there for several Pythons)."""
    found: dict[str, int] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf8")):
        if named := re.match(r"([\w.-]+)==", entry):
            key = re.sub(r"[._]", "-", named[1].lower())
            found[key] = min(found.get(key, 1000), entry.count("--hash=sha256:"))
    return found


def test_the_lock_files_name_every_dependency_with_its_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    optional = project["optional-dependencies"]
    apart = ("training", "ftm", "s3")  # what s3fs needs goes with no python-dateutil from 3 on
    extras = [needed for name, wanted in optional.items() if name not in apart for needed in wanted]
    developed = [*project["dependencies"], *(need for need in extras if not need.startswith("sayso["))]
    for name, needs in (
        ("requirements.lock", project["dependencies"]),
        ("requirements-dev.lock", developed),
        ("requirements-ftm.lock", [*developed, *optional["ftm"]]),
    ):
        there = locked(name)
        assert {re.sub(r"[._]", "-", re.split(r"[^\w.-]", need)[0].lower()) for need in needs} <= set(there)
        assert {package for package, hashes in there.items() if not hashes} == set(), "make lock writes it anew"
