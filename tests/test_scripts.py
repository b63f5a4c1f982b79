"""The scripts beside the package: what they take of each other is there, and only one way; a step of training has a name."""

from __future__ import annotations

import ast
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("training", "benchmarks")


def parsed(folder: str) -> dict[str, ast.Module]:
    return {path.stem: ast.parse(path.read_text(encoding="utf8")) for path in (ROOT / folder).glob("*.py")}


def taken(tree: ast.Module) -> dict[str, set[str]]:
    """What a script imports, at its top or within functions: names by module."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            found.setdefault(node.module or "", set()).update(alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                found.setdefault(alias.name, set())
    return found


def given(tree: ast.Module) -> set[str]:
    """What a script defines at its top."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
    return names


@pytest.mark.parametrize("folder", FOLDERS)
def test_scripts_take_only_what_is_there(folder: str) -> None:
    """Training needs PyTorch, which no test has: a name that moved would be missed where it is run alone."""
    scripts = parsed(folder)
    for name, tree in scripts.items():
        for other, names in taken(tree).items():
            if other in scripts:
                assert names <= given(scripts[other]), f"{name} takes {names - given(scripts[other])} of {other}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_scripts_take_names_of_each_other_one_way_only(folder: str) -> None:
    scripts = parsed(folder)
    needs = {name: set(taken(tree)) & scripts.keys() - {name} for name, tree in scripts.items()}
    assert len(list(TopologicalSorter(needs).static_order())) == len(scripts)


@pytest.mark.parametrize("step", ["smal", "LARGE", "4", " "])
def test_an_unknown_step_of_training_is_refused_before_anything_is_made(step: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    called = subprocess.run(
        ["bash", str(ROOT / "training/all.sh"), str(tmp_path), str(out), step], capture_output=True, text=True, timeout=60
    )
    assert called.returncode == 2 and f"no step is called '{step}'" in called.stderr, called
    assert "large, middle, small, last or within" in called.stderr and not out.exists()
