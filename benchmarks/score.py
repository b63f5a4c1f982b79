"""How good is it? Reads each benchmark through ``sayso.reading``, has its scorer score it, holds the figures to the floors.

    python benchmarks/score.py [--only NAME ...] [--update] [--json] [--keep FOLDER]

The benchmarks' folder is SAYSO_DATA, or ../shared beside the checkout. ``floors.json`` has floors, and a digest of their data:
the low end of a figure's 95% interval where the scorer gives one, so that a fall below it is more than
chance; else the figure less a margin. ``--update`` raises floors to what is measured now, and never lowers one. Whatever was
chosen with a benchmark in view is no measure of unseen texts: ``docs/quality.md`` tells which.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wilson import wilson

from sayso.formats import dumps, to_json
from sayso.options import PageOptions
from sayso.reading import read_many

ROOT = Path(__file__).parent.parent
FLOORS = Path(__file__).with_name("floors.json")
CHECKS = 2  # the same, of a count of checks
MARGIN = 0.003  # int8 kernels differ between processors in the last bits, which moves a figure by up to this much

ABSENT = """\
The benchmarks are not here: {folder} is no folder that holds {missing}.
SAYSO_DATA names the folder; it is laid out so, each part from a public repository:
  polnear/dev/text, polnear/dev/attributions   networkdynamics/PolNeAR: data/dev
  gum/dep, gum/coref, gum/rst                  amir-zeldes/gum: dep/*.conllu, coref/gum/tsv/*.tsv, rst/rstweb/*.rs4
  nested/dev, nested/texts                     labels of statements at every level, and the texts (of GUM) that they stand in
  cases/statements.jsonl                       sentences with what is right
  pages/html, pages/ground-truth.json          scrapinghub/article-extraction-benchmark: html/*.html.gz, ground-truth.json
  outlets/html, outlets/truth.json             flairNLP/fundus: test resources, as one JSON object a page (docs/quality.md)
  times/tbaq                                   qiangning/StructTempRel-EMNLP17: TimeBank's and AQUAINT's *.tml
  ledger/dev, ledger/dev_u                     labels of events, times and undertakings in 30 documents and 40 extracts
  trace/dev                                    questions about quotations, labels, texts of bidenwhitehouse.archives.gov
  accounts/dev, accounts/altered               labels of 5 pairs of accounts of one event, and of 4 of them altered
  wider/html, wider/truth.json                 Murrough-Foley/web-content-extraction-benchmark, the same
  seed/article.txt, seed/expected.json         one tag-stripped page with what its reading must hold
  eval/score_*.py, seed/check_seed.py          the scorers
The parts that are there are scored."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a scorer says: its figures, the low end of the 95% interval of those that have one, and its words."""

    figures: dict[str, float]
    words: str
    low: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One set of gold data: which files it is made of, and how its figures come about."""

    name: str
    data: tuple[str, ...]  # patterns under the data folder; a digest of these files stands beside the floors
    score: Callable[[Path, Path], Scored]  # data, a folder to write to


def read(inputs: Iterable[Path], target: Path, prose: bool = False) -> Path:
    """Read the inputs into a file of JSON lines by the one function in ``reading``."""
    with target.open("w", encoding="utf8") as out:
        for result in read_many(sorted(inputs), PageOptions(prose=prose)):
            out.write(dumps(to_json(result)) + "\n")
    return target


def scorer(*command: object) -> str:
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, encoding="utf8", check=False)
    if done.stderr:
        raise RuntimeError(f"{command[0]}: {done.stderr[-1000:]}")
    return done.stdout


def statements(data: Path, work: Path) -> Scored:
    gold, found = data / "polnear/dev", work / "polnear-dev.jsonl"
    read((gold / "text").glob("*.txt"), found, prose=True)
    program = data / "eval/score_polnear.py"
    words = scorer(program, gold, found, "--breakdown")
    low = re.search(r"^linked .*bootstraps ([\d.]+)-", words, re.MULTILINE)
    return Scored(json.loads(scorer(program, gold, found, "--json")), words, {"linked": float(low[1])} if low else {})


def nested(data: Path, work: Path) -> Scored:
    found = read((data / "nested/texts").glob("*.txt"), work / "nested.jsonl", prose=True)
    command = (data / "eval/score_nested.py", data / "nested/dev", data / "nested/texts", found)
    told = {key: value for key, value in json.loads(scorer(*command, "--json")).items() if isinstance(value, dict)}
    figures = {
        key: next(value[name] for name in ("f1", "share", "per_1000_words") if name in value) for key, value in told.items()
    }
    held = [key for key in told if "per_1000_words" not in told[key] and not key.endswith((": open", ": wrong"))]
    return Scored(figures, scorer(*command), {key: told[key]["low"] for key in held})


def parties(data: Path, work: Path) -> Scored:
    command = (data / "eval/score_gum.py", data / "gum")
    scorer(*command, "--write-texts", work / "gum")
    found = read((work / "gum").glob("*.txt"), work / "gum.jsonl", prose=True)
    told = json.loads(scorer(*command, found, "--json"))
    figures = {f"{genre}, {key}": told[f"{genre} all"][key] for genre in ("news", "other") for key in ("right", "precision")}
    low = {f"{genre}, right": told[f"{genre} all"]["low"] for genre in ("news", "other")}
    return Scored(figures, scorer(*command, found), low)


def cases(data: Path, work: Path) -> Scored:
    command = (data / "eval/score_cases.py", data / "cases/statements.jsonl")
    scorer(*command, "--write-texts", work / "cases")
    found = read((work / "cases").glob("*.txt"), work / "cases.jsonl", prose=True)
    told = json.loads(scorer(*command, found, "--json"))
    figures = {key: float(told[key]) for key in ("right", "wrong", "partly", "missed")}
    return Scored(figures, scorer(*command, found), {"right": wilson(told["right"], told["cases"])[0] * told["cases"]})


def marks(data: Path, work: Path) -> Scored:
    words = scorer(ROOT / "benchmarks/marked_acts.py", ROOT / "training/marks", "--data", data, "--folds", "10")
    named: dict[str, tuple[float, float]] = {}
    for line in words.splitlines():
        name = re.split(r"\s{2,}| precision| recall| [\d.]+ \[", line.strip())[0]
        for kind, share, low in re.findall(r"(?:(precision|recall) +)?([\d.]+) \[([\d.]+)-", line):
            named[f"{name} {kind}".strip()] = float(share), float(low)
    return Scored({key: share for key, (share, _) in named.items()}, words, {key: low for key, (_, low) in named.items()})


def bodies(data: Path, work: Path) -> Scored:
    """In five folds over sites, as the facts."""
    told = json.loads(scorer(ROOT / "training/train_body.py", data, "--folds", "--json"))
    figures = {key: told[key] for key in told if key.endswith("F1")}
    words = "\n".join(f"{key:22} {value:g}" for key, value in told.items())
    return Scored(figures, words, {key: told[f"{key} at least"] for key in figures})


def facts(data: Path, work: Path) -> Scored:
    """In five folds over sites: what is fitted on pages has not seen the page that it is scored on."""
    words = scorer(ROOT / "benchmarks/folds.py")
    told = re.findall(r"(\w+) +([\d.]+) of \d+, ([\d.]+) at least", words)
    return Scored({key: float(share) for key, share, _ in told}, words, {key: float(low) for key, _, low in told})


def times(data: Path, work: Path) -> Scored:
    command = (data / "eval/score_times.py", data / "times/tbaq")
    scorer(*command, "--write-jsonl", work / "times.jsonl")
    found = read([work / "times.jsonl"], work / "times-readings.jsonl", prose=True)
    told = json.loads(scorer(*command, found, "--json"))
    figures = {key: told[key] for key in ("value F1", "relaxed F1", "strict F1", "day precision", "day recall")}
    low = {}
    for key, value in figures.items():
        days = told["days"] * (told["day recall"] / told["day precision"] if key == "day precision" else 1)
        of = round(days if key.startswith("day") else (told["gold"] + told["found"]) / 2)
        low[key] = wilson(round(value * of), of)[0]
    return Scored(figures, scorer(*command, found), low)


# What of the ledger's labels is counted, by the scorer's names of it.
LEDGER = ("trigger P", "trigger R", "trigger F1", "kind", "participants F1", "day, both", "status", "vouched")


def ledger(data: Path, work: Path) -> Scored:
    command = (data / "eval/score_ledger.py", data / "ledger/dev")
    scorer(*command, "--write-jsonl", work / "ledger.jsonl")
    found = read([work / "ledger.jsonl"], work / "ledger-readings.jsonl", prose=True)
    told = json.loads(scorer(*command, found, "--json"))
    names = [f"events {name}" for name in LEDGER]
    return Scored(
        {name: told["metrics"][name] for name in names},
        scorer(*command, found),
        {name: told["interval"][name][0] for name in names},
    )


def undertakings(data: Path, work: Path) -> Scored:
    command = (data / "eval/score_ledger.py", f"{data / 'ledger/dev'},{data / 'ledger/dev_u'}")
    scorer(*command, "--write-jsonl", work / "undertakings.jsonl")
    found = read([work / "undertakings.jsonl"], work / "undertakings-readings.jsonl", prose=True)
    told = json.loads(scorer(*command, found, "--json"))
    metrics, intervals = told["metrics"], told["interval"]
    names = [f"undertakings {name}" for name in ("P", "R", "F1", "kind", "strength")]
    listed = "stances listed as undertakings"
    return Scored(
        {**{name: metrics[name] for name in names}, "stances left out": 1 - metrics[listed]},
        scorer(*command, found),
        {**{name: intervals[name][0] for name in names}, "stances left out": 1 - intervals[listed][1]},
    )


EVERY = 10  # of the questions about quotations: all of them want 4,553 texts, which take 7 minutes to read


def sayings(data: Path, work: Path) -> Scored:
    """Each tenth question, among the texts that these are from and a tenth of the others; docs/quality.md has all of them."""
    answers, labels = work / "sayings.jsonl", work / "sayings-labels.json"
    scorer(ROOT / "benchmarks/trace.py", data / "trace/dev", "--answers", answers, "--every", EVERY)
    asked = {json.loads(line)["id"] for line in answers.read_text("utf8").splitlines()}
    gold = json.loads((data / "trace/dev/labels.json").read_text("utf8"))
    labels.write_text(json.dumps(gold | {"items": [one for one in gold["items"] if one["id"] in asked]}), encoding="utf8")
    command = (data / "eval/score_trace.py", labels, answers)
    told = json.loads(scorer(*command, "--json"))
    figures = {
        "origin precision": told["origin"]["p"],
        "origin recall": told["origin"]["r"],
        "verdict": told["verdict_accuracy"]["rate"],
        "kinds F1": told["changes_end_to_end"]["micro"]["f1"],
        "not found left alone": 1 - told["false_links_on_not_found"]["rate"],
        "phrases left alone": 1 - told["stock_phrase_errors"]["rate"],
    }
    linked = told["origin"]["tp"] + told["origin"]["fn"]
    of = {"origin precision": linked, "origin recall": linked, "kinds F1": linked, "verdict": told["questions"]}
    low = {name: wilson(round(figures[name] * count), count)[0] for name, count in of.items()}
    low["not found left alone"] = 1 - told["false_links_on_not_found"]["ci95"][1]
    low["phrases left alone"] = 1 - told["stock_phrase_errors"]["ci95"][1]
    return Scored(figures, scorer(*command), low)


# What of a comparison of accounts is counted, by the scorer's names of it.
ACCOUNTS = ("f1", "group_recall", "only_precision", "only_recall", "relation_accuracy")


def accounts(data: Path, work: Path) -> Scored:
    """Weights learned from the invented pairs in training/account_pairs and other events' pairs, none from what is measured."""
    script, own = ROOT / "training/train_alignment.py", ROOT / "training/account_pairs"
    folders = (data / "accounts/dev", own, "--altered", data / "accounts/altered")
    told = json.loads(scorer(script, *folders, "--scorer", data / "eval/score_accounts.py", "--json"))
    found = {f"accounts {name}": told["dev"][name] for name in ACCOUNTS}
    found |= {f"altered {name}": told["altered"][name] for name in ("conflict_precision", "conflict_recall")}
    words = "\n".join(f"  {name:30s} {value:.3f}   [{low:.3f}, {high:.3f}]" for name, (value, low, high) in found.items())
    return Scored({name: each[0] for name, each in found.items()}, words, {name: each[1] for name, each in found.items()})


def seed(data: Path, work: Path) -> Scored:
    [result] = read_many([data / "seed/article.txt"])
    target = work / "seed.json"
    target.write_text(dumps(to_json(result)), encoding="utf8")
    words = scorer(data / "seed/check_seed.py", target)
    return Scored({"checks passed": float(re.search(r"(\d+) passed", words)[1])}, words)


# What the folds of bodies learn from.
PAGES = ("pages/*.json", "pages/html/*", "outlets/*.json", "outlets/html/*", "wider/*.json", "wider/html/*")
BENCHMARKS = (
    Benchmark("statements", ("polnear/dev/*/*", "eval/score_polnear.py"), statements),
    Benchmark("nested", ("nested/dev/*", "nested/texts/*", "eval/score_nested.py"), nested),
    Benchmark("parties", ("gum/dep/*", "gum/coref/*", "gum/rst/*", "eval/score_gum.py"), parties),
    Benchmark("cases", ("cases/statements.jsonl", "eval/score_cases.py"), cases),
    Benchmark("marks", ("gum/dep/*", "meantime/**/*", "polnear/train/*/*", "readouts/whitehouse-*"), marks),
    Benchmark("bodies", PAGES, bodies),
    Benchmark("facts", (*PAGES, "eval/score_facts.py"), facts),
    Benchmark("times", ("times/tbaq/*", "eval/score_times.py"), times),
    Benchmark("ledger", ("ledger/dev/*", "eval/score_ledger.py"), ledger),
    Benchmark("undertakings", ("ledger/dev/*", "ledger/dev_u/*", "eval/score_ledger.py"), undertakings),
    Benchmark("sayings", ("trace/dev/*", "eval/score_trace.py"), sayings),
    Benchmark("accounts", ("accounts/*/*/*", "eval/score_accounts.py"), accounts),
    Benchmark("seed", ("seed/article.txt", "seed/expected.json", "seed/check_seed.py"), seed),
)


def data_folder() -> Path:
    """Where the benchmarks are, or should be."""
    return Path(os.environ.get("SAYSO_DATA") or ROOT / ".." / "shared").resolve()


def missing(data: Path) -> list[str]:
    """The patterns of the benchmarks that no file in the folder fits."""
    return [pattern for benchmark in BENCHMARKS for pattern in benchmark.data if not any(data.glob(pattern))]


def available(data: Path) -> list[Benchmark]:
    """The benchmarks whose files are all there."""
    absent = set(missing(data))
    return [benchmark for benchmark in BENCHMARKS if not absent & set(benchmark.data)]


def digest(data: Path, benchmark: Benchmark) -> str:
    """SHA-256 over the names and contents of a benchmark's files."""
    total = hashlib.sha256()
    for path in sorted({path for pattern in benchmark.data for path in data.glob(pattern) if path.is_file()}):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        total.update(f"{path.relative_to(data).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def load_floors() -> dict[str, dict]:
    """For each benchmark the digest of its data and the floor of each figure."""
    return json.loads(FLOORS.read_text(encoding="utf8"))


def shortfalls(data: Path, benchmark: Benchmark, figures: dict[str, float], floors: dict[str, dict]) -> Iterator[str]:
    """Why a benchmark does not pass: a figure below its floor, or data other than the floors were measured on."""
    pinned = floors.get(benchmark.name)
    if pinned is None:
        return
    if pinned["data"] != digest(data, benchmark):
        yield f"{benchmark.name}: its data is not what the floors were measured on; no figure can be compared"
        return
    for key, floor in pinned["floors"].items():
        if figures.get(key, 0.0) < floor:
            yield f"{benchmark.name}: {key} is {figures.get(key, 0.0):.3f}, below its floor of {floor:.3f}"


def raised(data: Path, benchmark: Benchmark, scored: Scored, pinned: dict | None) -> dict:
    """The floors of a benchmark after an update: up to what is measured, and never down.

    Raises ValueError where the data changed: such floors are to be deleted by hand, in a change that says why.
    """
    fingerprint = digest(data, benchmark)
    if pinned and pinned["data"] != fingerprint:
        raise ValueError(f"{benchmark.name}: the data changed; delete its floors by hand and say why")
    held = pinned["floors"] if pinned else {}
    measured = scored.low or {key: value - (CHECKS if value > 1 else MARGIN) for key, value in scored.figures.items()}
    return {
        "data": fingerprint,
        "floors": held | {key: max(held.get(key, 0.0), round(low, 3)) for key, low in measured.items()},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=[b.name for b in BENCHMARKS], help="these benchmarks alone")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured now")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the readings there")
    arguments = parser.parse_args()
    data = data_folder()
    if absent := missing(data):
        print(ABSENT.format(folder=data, missing=", ".join(absent)), file=sys.stderr)
    chosen = [b for b in available(data) if not arguments.only or b.name in arguments.only]
    floors, found, short = load_floors(), {}, []
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        for benchmark in chosen:
            started = time.process_time()
            scored = benchmark.score(data, work)
            found[benchmark.name] = scored.figures
            short += shortfalls(data, benchmark, scored.figures, floors)
            if not arguments.json:
                print(f"== {benchmark.name} ({time.process_time() - started:.1f} s of CPU)\n{scored.words}", flush=True)
            if arguments.update:
                floors[benchmark.name] = raised(data, benchmark, scored, floors.get(benchmark.name))
    if arguments.json:
        print(json.dumps(found))
    if arguments.update:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf8")
    print(*short, sep="\n", end="\n" if short else "", file=sys.stderr)
    return 1 if short or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
