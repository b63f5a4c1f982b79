"""Read the benchmarks' texts, score the readings with the benchmarks' own scorers, and hold the figures against their floors.

    python benchmarks/score.py [--data DIR] [--only NAME …] [--update] [--keep DIR]

The data folder is ``--data``, else ``SAYSO_DATA``, else ``../shared``. Exit status 1 where a figure lies below its floor.
``--update`` writes what was measured into ``floors.json`` with a digest of the data; a floor is only ever raised by it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sayso import PageOptions, read_many, to_json

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.004  # a floor stands this far under what was measured: other processors round the int8 numbers otherwise
Figures = dict[str, float]

ABSENT = """The benchmarks' data is not at {data}. Set SAYSO_DATA to a folder with
  polnear/{{train,dev}}/{{text,attributions}}   from github.com/networkdynamics/PolNeAR (data, one folder a part)
  gum/{{dep,coref,rst}}                         from github.com/amir-zeldes/gum (conllu, tsv, rs4 of each document)
  pages/html, pages/ground-truth.json           from github.com/scrapinghub/article-extraction-benchmark
  outlets/html, outlets/truth.json              from github.com/flairNLP/fundus (its test pages and their expected fields)
  seed/article.txt, seed/check_seed.py          the article that the project began from, with its checks
  eval/score_polnear.py, score_gum.py, score_bodies.py, score_facts.py   the scorers, by the protocol in docs/quality.md"""


def data_folder(given: str | None = None) -> Path:
    """Where the benchmarks' data is, whether it is there or not."""
    return Path(given or os.environ.get("SAYSO_DATA") or Path(__file__).parents[1] / ".." / "shared").resolve()


def write_readings(inputs: Iterable[Path], out: Path, prose: bool) -> Path:
    """Read files through the one function of the road, a JSON object a line."""
    with out.open("w", encoding="utf8") as lines:
        for result in read_many([str(path) for path in inputs], PageOptions(prose=prose)):
            lines.write(json.dumps(to_json(result)) + "\n")
    return out


def run(*command: str | Path) -> str:
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


def polnear(data: Path, scratch: Path) -> Figures:
    """PolNeAR dev: attributions with their speakers and contents."""
    readings = write_readings(sorted((data / "polnear/dev/text").glob("*.txt")), scratch / "polnear.jsonl", prose=True)
    scorer = data / "eval/score_polnear.py"
    print(run(scorer, data / "polnear/dev", readings, "--breakdown"), end="")
    return {
        f"polnear {name}": value for name, value in json.loads(run(scorer, data / "polnear/dev", readings, "--json")).items()
    }


def gum(data: Path, scratch: Path) -> Figures:
    """GUM news: the right party for each named speaker."""
    scorer, texts = data / "eval/score_gum.py", scratch / "gum"
    run(scorer, data / "gum", "--write-texts", texts, "--only", "GUM_news")
    readings = write_readings(sorted(texts.glob("*.txt")), scratch / "gum.jsonl", prose=True)
    print(run(scorer, data / "gum", readings, "--only", "GUM_news"), end="")
    every = json.loads(run(scorer, data / "gum", readings, "--only", "GUM_news", "--json"))["all"]
    return {
        "gum news found": every["found"],
        "gum news right of all": round(every["found"] * every["right_of_found"], 4),
        "gum news precision": every["precision"],
    }


def pages(data: Path, scratch: Path) -> Figures:
    """The article extraction benchmark: bodies."""
    readings = write_readings(sorted((data / "pages/html").iterdir()), scratch / "pages.jsonl", prose=False)
    said = run(data / "eval/score_bodies.py", data / "pages/ground-truth.json", readings)
    print(said, end="")
    found = re.search(r"F1 ([\d.]+) all words equal ([\d.]+)", said)
    return {"bodies F1": float(found[1]), "bodies all words equal": float(found[2])} if found else {}


def outlets(data: Path, scratch: Path) -> Figures:
    """Pages of 58 outlets: facts and structure."""
    readings = write_readings(sorted((data / "outlets/html").iterdir()), scratch / "outlets.jsonl", prose=False)
    scorer = data / "eval/score_facts.py"
    print(run(scorer, data / "outlets/truth.json", readings), end="")
    return {f"facts {k}": v for k, v in json.loads(run(scorer, data / "outlets/truth.json", readings, "--json")).items()}


def seed(data: Path, scratch: Path) -> Figures:
    """The article that the project began from: checks passed, of all."""
    readings = write_readings([data / "seed/article.txt"], scratch / "seed.jsonl", prose=False)
    said = run(data / "seed/check_seed.py", readings)
    print(said, end="")
    found = re.search(r"(\d+) passed, (\d+) failed", said)
    return {"seed checks": float(found[1])} if found else {}


PARTS: dict[str, tuple[Callable[[Path, Path], Figures], tuple[str, ...]]] = {
    "polnear": (polnear, ("polnear/dev", "eval/score_polnear.py")),
    "gum": (gum, ("gum/dep", "gum/coref", "gum/rst", "eval/score_gum.py")),
    "pages": (pages, ("pages", "eval/score_bodies.py")),
    "outlets": (outlets, ("outlets", "eval/score_facts.py")),
    "seed": (seed, ("seed",)),
}


def digest(data: Path, places: Iterable[str]) -> str:
    """Hex SHA-256 over the names and bytes of the files of some places under the data folder."""
    total = hashlib.sha256()
    for path in _files(data, places):
        total.update(str(path.relative_to(data)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(data: Path, places: Iterable[str]) -> Iterator[Path]:
    for place in places:
        here = data / place
        yield from sorted(p for p in here.rglob("*") if p.is_file()) if here.is_dir() else [here]


def measure(data: Path, names: Iterable[str], scratch: Path) -> dict[str, tuple[str, Figures]]:
    """-> for each part its data's digest and its figures."""
    found = {}
    for name in names:
        step, places = PARTS[name]
        print(f"\n== {name}: {step.__doc__}")
        found[name] = (digest(data, places), step(data, scratch))
    return found


def below(measured: dict[str, tuple[str, Figures]], floors: dict[str, dict]) -> list[str]:
    """What lies below its floor, where the data is that of the floor."""
    return [
        f"{figure}: {figures[figure]:.4f}, its floor is {floor:.4f}"
        for name, (data_digest, figures) in measured.items()
        if floors.get(name, {}).get("digest") == data_digest
        for figure, floor in floors[name]["floors"].items()
        if figures.get(figure, 0.0) < floor
    ]


def update(measured: dict[str, tuple[str, Figures]], floors: dict[str, dict]) -> dict[str, dict]:
    """Floors raised to just under what was measured; none is lowered while its data is the same."""
    new = dict(floors)
    for name, (data_digest, figures) in measured.items():
        old = floors.get(name, {})
        kept = old.get("floors", {}) if old.get("digest") == data_digest else {}
        raised = {k: max(kept.get(k, 0.0), round(v - (SLACK if v < 2 else 1), 4)) for k, v in figures.items()}
        new[name] = {"digest": data_digest, "measured": figures, "floors": raised}
    return new


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the readings there")
    args = parser.parse_args()
    data = data_folder(args.data)
    if not (data / "eval").is_dir():
        print(ABSENT.format(data=data))
        return 1
    floors = json.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.exists() else {}
    with tempfile.TemporaryDirectory() as scratch:
        if args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
        measured = measure(data, args.only, args.keep or Path(scratch))
    failed = below(measured, floors)
    print("\n" + "\n".join(f"below its floor: {line}" for line in failed) if failed else "\nno figure lies below its floor")
    if args.update:
        FLOORS.write_text(json.dumps(update(measured, floors), indent=1) + "\n", encoding="utf8")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
