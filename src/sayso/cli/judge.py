"""``sayso judge``: statements one by one, or in a file, to be found right or wrong; and what all judgements come to."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sayso.cli.filters import add_filters, add_store, name_strangers, open_store, question_of
from sayso.cli.keys import Keys
from sayso.cli.listing import page
from sayso.cli.terminal import NOTHING_READ, READ, UsageError, add_verbose, output, positive, say
from sayso.corrections import SEED, SIZE, Sample, draw, judgement, not_said, report, waiting, was_said
from sayso.store import Engine, Hit, Judgement, StoreError

EPILOG = """\
what to write:
  sayso judge --sample 50
                       fifty statements drawn at random, one by one; stopped,
                       the same command goes on there
  sayso judge --sample 50 --speaker Torvan
                       of those that answer, as sayso find takes its filters
  sayso judge --sample 50 --output sample.csv
                       to a file: fill in its column verdict (right or wrong)
  sayso judge --answers sample.csv
                       take it in
  sayso judge --report
                       how many are right, with intervals, by manner, act,
                       level and score

keys: y right, n wrong, c wrong and what, s skip, u undo, q quit.

The sample is a simple random one, without replacement, of the statements that
answer; the same for the same --seed.

exit status: 0 if anything was judged or shown, 1 if nothing was or the store is
in trouble, 2 for wrong use.
"""
_FAULT_KEYS = {
    "s": "speaker", "w": "words", "r": "relay", "n": "no-statement", "a": "addressee", "t": "act", "d": "said",
}  # fmt: skip
_JUDGED = "judged to be no statement"


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``judge`` to the commands."""
    parser = commands.add_parser(
        "judge",
        help="judge a random sample of statements: how many are right",
        description="Judge a random sample of kept statements, one by one or in a spreadsheet, and see how many are right.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_judge)
    group = parser.add_argument_group("what to do").add_argument
    group("--sample", type=positive(int), metavar="N", help=f"draw N statements, and ask of each (such as {SIZE})")
    group("--seed", type=int, default=SEED, metavar="N", help=f"which sample: another number draws another (default: {SEED})")
    group("--answers", type=Path, metavar="FILE", help="take in a sample that was filled in: CSV, or JSON lines (.jsonl)")
    group("--report", action="store_true", help="what all judgements come to")
    group("--judge", metavar="NAME", help="who judges; kept with each judgement")
    group("--correct", action="store_true", help="take what is judged to be no statement out of every answer, too")
    add_filters(parser)
    add = parser.add_argument
    told = "of a report: text (default), json, csv; of a sample in a file: csv (default), or jsonl"
    add("--format", choices=("text", "json", "csv", "jsonl"), default="text", help=told)
    add("--output", "-o", type=Path, metavar="FILE", help="write the sample, or the report, to FILE instead")
    add("--no-color", "--no-colour", dest="colour", action="store_false", help="no colours (NO_COLOR does the same)")
    add_verbose(add)
    add_store(parser)


def _judge(arguments: argparse.Namespace) -> int:
    from sayso.store import open_engine

    given = [f"--{name}" for name in ("sample", "answers", "report") if getattr(arguments, name) not in (None, False)]
    if len(given) != 1:
        raise UsageError("say one of --sample N, --answers FILE, --report")
    if given != ["--sample"] and (asked := _filtered(arguments)):
        raise UsageError(f"{asked} narrows a sample: it goes with --sample")
    writes = given == ["--answers"] or (given == ["--sample"] and arguments.output is None)
    with closing(open_engine(arguments.store, create=False) if writes else open_store(arguments.store)) as engine:
        if given == ["--report"]:
            return _report(arguments, engine)
        if given == ["--answers"]:
            return _answers(arguments, engine)
        return _sample(arguments, engine)


def _filtered(arguments: argparse.Namespace) -> str | None:
    """A filter that is given where none narrows anything."""
    if arguments.words:
        return " ".join(arguments.words)
    names = ("speaker", "addressee", "relay", "about", "outlet", "act", "manner", "said", "since", "until", "url", "language")
    return next((f"--{name}" for name in names if getattr(arguments, name)), None)


# A sample.


def _sample(arguments: argparse.Namespace, engine: Engine) -> int:
    question = question_of(arguments)
    sample = draw(engine, question, arguments.sample, arguments.seed)
    if not sample.hits:
        name_strangers(engine, question)
        say("sayso: no statement answers, so there is none to judge")
        return NOTHING_READ
    drawn = f"{len(sample.hits):,} of {sample.population:,} statements, drawn at random (--seed {sample.seed})"
    are = "more is left out, which" if sample.corrected == 1 else "more are left out, which"
    left = f"; {sample.corrected:,} {are} people corrected" if sample.corrected else ""
    if arguments.output is not None:
        return _write(arguments, engine, sample, drawn + left)
    if arguments.format != "text":
        raise UsageError("--format is of a sample in a file: name it with --output FILE")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("statements are judged by keys in a terminal; elsewhere write --output sample.csv, then --answers")
    say(f"sayso: {drawn}{left}")
    return _Asking(arguments, engine, sample).run()


def _write(arguments: argparse.Namespace, engine: Engine, sample: Sample, drawn: str) -> int:
    from sayso.formats import write_sample

    form = "csv" if arguments.format == "text" else arguments.format
    if form not in ("csv", "jsonl") or arguments.output.suffix == ".txt":
        raise UsageError(f"a sample in a file is csv or jsonl, not {form}")
    with output(arguments.output) as out:
        out.writelines(write_sample(sample, {hit.key: _sentence(engine, hit) for hit in sample.hits}, form))
    say(f"sayso: {drawn}; fill in the column verdict, then: sayso judge --answers {arguments.output}")
    return READ


def _sentence(engine: Engine, hit: Hit) -> str:
    from sayso.formats import sentence_of

    shown = engine.shown(hit.key)
    spans = [*hit.statement.content, *([hit.statement.cue] if hit.statement.cue else [])]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return sentence_of(shown.version.reading.article.text, start, end) if shown else ""


class _Asking:
    """The statements of a sample one by one, each with the keys that judge it."""

    def __init__(self, arguments: argparse.Namespace, engine: Engine, sample: Sample) -> None:
        self.arguments, self.engine, self.sample = arguments, engine, sample
        self.queue = waiting(engine, sample, arguments.judge)
        self.steps: list[Judgement | None] = []  # for each statement that was asked for; None where it was skipped

    def run(self) -> int:
        before = len(self.sample.hits) - len(self.queue)
        if before:
            say(f"sayso: {before:,} of them were judged before")
        with Keys() as keys:
            while len(self.steps) < len(self.queue):
                hit = self.queue[len(self.steps)]
                self._show(hit, before + len(self.steps) + 1)
                if not self._ask(keys, hit):
                    break
        return self._end()

    def _show(self, hit: Hit, number: int) -> None:
        from sayso.formats import write_shown

        shown = self.engine.shown(hit.key)
        with output(None) as out:
            out.write(f"\n-------- {number} of {len(self.sample.hits)} --------\n")
            if shown:
                out.writelines(write_shown(shown, 0, *page(self.arguments, out)))
            out.flush()

    def _ask(self, keys: Keys, hit: Hit) -> bool:
        """Take a step, or one back; whether to go on."""
        key = keys.ask("y right · n wrong · c wrong, and what · s skip · u undo · q quit", "yncsuq")
        if key in "qu":
            return self._undo() if key == "u" else False
        if key == "s":
            self.steps.append(None)
            return True
        fault = None
        if key == "c":
            told = " · ".join(f"{letter} {name}" for letter, name in _FAULT_KEYS.items())
            letter = keys.ask(f"what is wrong? {told} · u back", "".join([*_FAULT_KEYS, "u"]))
            if letter in "uq":
                return letter == "u"
            fault = _FAULT_KEYS[letter]
        given = judgement(hit.key, "right" if key == "y" else "wrong", fault, self.arguments.judge, self.sample.told)
        self.steps += self.engine.judge([given])
        if fault == "no-statement" and self.arguments.correct:
            self.engine.correct(not_said(hit.key, _JUDGED))
        return True

    def _undo(self) -> bool:
        """Go back to the statement before this one, and take its judgement back, if it has one."""
        if not self.steps:
            say("sayso: this is the first one")
            return True
        last = self.steps.pop()
        if last is not None:
            self.engine.judge([judgement(last.statement, "undone", None, last.judge, last.sample)])
            if last.fault == "no-statement" and self.arguments.correct:
                self.engine.correct(was_said(last.statement, "the judgement was taken back"))
        return True

    def _end(self) -> int:
        given = [one for one in self.steps if one]
        right = sum(one.verdict == "right" for one in given)
        left = len(waiting(self.engine, self.sample, self.arguments.judge))
        are = "is" if left == 1 else "are"
        say(f"sayso: judged {len(given):,}, of which {right:,} right; {left:,} of the sample {are} left")
        if given or not left:
            from sayso.formats import write_report

            with output(None) as out:
                out.write("\n")
                out.writelines(write_report(report(self.engine.judgements()), *page(self.arguments, out)))
        return READ if given or not left else NOTHING_READ


# Answers, and what they come to.


def _answers(arguments: argparse.Namespace, engine: Engine) -> int:
    from sayso.formats import read_answers

    path: Path = arguments.answers
    form = "jsonl" if path.suffix.lower() in (".jsonl", ".json") else "csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(read_answers(lines, form))
            given = [_answer(arguments, number, row) for number, row in enumerate(rows, 1)]
    except OSError as error:
        raise UsageError(f"--answers {path}: {(error.strerror or str(error)).lower()}") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"--answers {path}: {error}") from error
    if not given:
        say(f"sayso: {path} has no verdict: fill in its column verdict with right or wrong")
        return NOTHING_READ
    given = _as_drawn(engine, rows, given)
    kept = engine.judge(given)
    taken = 0
    if arguments.correct:
        for one in kept:
            if one.fault == "no-statement":
                taken += _take_out(engine, one)
    right = sum(one.verdict == "right" for one in kept)
    out = f", {taken:,} taken out of every answer" if arguments.correct else ""
    say(f"sayso: took in {len(kept):,} judgements, {right:,} right, {len(kept) - right:,} wrong{out}")
    return READ if kept else NOTHING_READ


def _as_drawn(engine: Engine, rows: Sequence[Mapping[str, str]], given: Sequence[Judgement]) -> list[Judgement]:
    """The judgements of statements that still read as the rows have them; the others are named, and left out."""
    found = [(one, _key_now(engine, row)) for row, one in zip(rows, given, strict=True)]
    for one, key in found:
        if key is None:
            say(f"sayso: not taken in: {one.statement} reads otherwise since the sample was drawn")
    return [replace(one, statement=key) for one, key in found if key is not None]


def _key_now(engine: Engine, row: Mapping[str, str]) -> str | None:
    """The key of the statement that a row tells of: keys are others where an article was read again. None where it is gone."""
    from sayso.formats import cells_of

    told = {name: " ".join(row[name].split()) for name in _TOLD if name in row}
    shown = engine.shown(row["key"]) if told else None
    if shown is None:
        return row["key"]
    held = shown.version.reading.statements
    ids = [one.id for one in held if (one.cue.text if one.cue else "") == row.get("cue", "")]
    for key in (row["key"], *(f"{shown.key.address}#{shown.key.version}/{id}" for id in ids)):
        now = engine.shown(key)
        cells = cells_of(now.hit) if now and now.hit else {}
        if cells and all(" ".join(str(cells[name] or "").split()) == words for name, words in told.items()):
            return key
    return None


_TOLD = ("content", "cue", "speaker_mention", "act", "said")  # what tells one reading of a statement from another


def _answer(arguments: argparse.Namespace, number: int, row: Mapping[str, str]) -> Judgement:
    try:
        judge = row.get("judge") or arguments.judge
        return judgement(row["key"], row["verdict"], row.get("fault"), judge, row.get("sample") or None)
    except ValueError as error:
        raise ValueError(f"row {number} with a verdict: {error}") from error


def _take_out(engine: Engine, one: Judgement) -> int:
    try:
        engine.correct(not_said(one.statement, _JUDGED))
    except StoreError:  # it is out already
        return 0
    return 1


def _report(arguments: argparse.Namespace, engine: Engine) -> int:
    from sayso.formats import dumps, report_to_json, write_report, write_report_csv

    found = report(engine.judgements())
    form = arguments.format
    if form == "jsonl":
        raise UsageError("a report is text, json or csv, not jsonl")
    with output(arguments.output) as out:
        rows: Iterator[str] = iter([dumps(report_to_json(found), indent=1) + "\n"])
        if form == "csv":
            rows = write_report_csv(found)
        elif form == "text":
            rows = write_report(found, *page(arguments, out))
        out.writelines(itertools.chain(rows))
    return READ if found.models or found.doubted else NOTHING_READ

