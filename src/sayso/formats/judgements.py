"""Samples to judge, and what judgements come to -> CSV and JSON lines to fill in, rows for people, JSON, CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sayso import __version__
from sayso.corrections import ModelReport, Report, Sample, Share
from sayso.formats.csv import csv_line, unguarded
from sayso.formats.hits import cells_of
from sayso.formats.json import dumps
from sayso.formats.rows import Line, painted

SCHEMA = "sayso.judgements/1"
# To be filled in, and what is judged.
COLUMNS = (
    *("key", "verdict", "fault", "speaker", "speaker_mention", "act", "said", "cue", "addressee", "relay", "content"),
    *("sentence", "headline", "score", "address", "version", "sample"),
)


def write_sample(sample: Sample, sentences: Mapping[str, str], form: str = "csv") -> Iterator[str]:
    """The statements of a sample, a row each, with empty columns ``verdict`` and ``fault``; ``sentences`` by the hit's key."""
    if form == "csv":
        yield csv_line(COLUMNS)
    for hit in sample.hits:
        told = {**cells_of(hit), "verdict": "", "fault": "", "sentence": sentences.get(hit.key, ""), "sample": sample.told}
        row = {column: told[column] for column in COLUMNS}
        yield csv_line(row.values()) if form == "csv" else dumps(row) + "\n"


def read_answers(lines: Iterable[str], form: str = "csv") -> Iterator[Mapping[str, str]]:
    """The rows of a sample that was filled in: those with a verdict. Raises ValueError for no column of keys or verdicts."""
    rows: Iterable[Mapping[str, Any]] = csv.DictReader(lines) if form == "csv" else _objects(lines)
    for number, row in enumerate(rows, 1):
        if "key" not in row or "verdict" not in row:
            raise ValueError(f"row {number} has no column key, or none that is called verdict")
        told = {str(name): unguarded(str(cell)) for name, cell in row.items() if name and cell is not None}
        if told.get("verdict", "").strip():
            yield told


def _objects(lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                held = json.loads(line)
            except ValueError as error:
                raise ValueError(f"line {number} is no JSON object: {error}") from error
            if not isinstance(held, dict):
                raise ValueError(f"line {number} is no JSON object")
            yield held


def write_report(report: Report, width: int = 80, colour: bool = False) -> Iterator[str]:
    """For people: each model's share of right statements, by kind; what was wrong; what another model made of them."""
    if not report.models and not report.doubted:
        yield "nothing is judged yet: sayso judge --sample 50\n"
        return
    yield from painted(_lines(report), width, colour)


def _lines(report: Report) -> Iterator[Line]:
    for number, one in enumerate(report.models):
        yield from () if not number else (Line(),)
        yield from _of_model(one)
    if report.doubted:
        yield from () if not report.models else (Line(),)
        yield Line((("Of the queue of doubtful statements", "heading"),), rule="=")
        told = "They were chosen since they are doubtful, and not drawn: their share says nothing of all statements."
        yield Line(((told, "dim"),))
        yield from (Line(((f"{one.model or 'without a model'}: {_told(one.all)}", ""),), lead="  ") for one in report.doubted)
    if not report.models:
        return
    for moved in report.followed:
        yield Line()
        told = f"{moved.same:,} read the same, {moved.otherwise:,} otherwise, {moved.gone:,} not"
        yield Line(((f"Of what was judged of {moved.model}, {moved.later} has ", ""), (told, "act")), indent=2)
        first, second, pairs = moved.pairs
        if pairs:
            both = f"of the {pairs:,} judged under both, {first:,} are right of {moved.model}, {second:,} of {moved.later}"
            yield Line(((both, ""),), lead="  ", indent=2)
    yield Line()
    if report.disputed:
        yield Line(((f"{report.disputed:,} were judged right by one and wrong by another: the last verdict counts", "unsaid"),))
    if len(report.samples) > 1:
        told = "; ".join(map(_sample, report.samples))
        yield Line(((f"Of {len(report.samples):,} samples taken together: {told}. ", "dim"),), indent=2)
    yield Line((("Intervals are Wilson's, of 95 %, for a simple random sample of what answered.", "dim"),))


def _of_model(one: ModelReport) -> Iterator[Line]:
    yield Line(((one.model or "without a model", "headline"), (f": {_told(one.all)}", "")), rule="=")
    if one.inherited:
        told = f"{one.inherited:,} of them were judged as another model read them, which is the same"
        yield Line(((told, "dim"),))
    for kind, shares in one.by.items():
        yield from (Line(), Line(((f"By {kind}", "heading"),), rule="-"))
        for value, share in shares.items():
            yield Line(((_told(share), ""),), lead=f"  {value:<12} ", indent=15)
    if one.faults:
        told = ", ".join(f"{fault or 'not told'} {count:,}" for fault, count in one.faults.items())
        yield from (Line(), Line((("What was wrong: ", "heading"), (told, "")), indent=2))


def _sample(sample: Mapping[str, Any]) -> str:
    """«50 of 1,204 (seed 1) where speaker is Torvan»"""
    narrowed = ", ".join(f"{name} is {value}" for name, value in sample.get("filters", {}).items())
    drawn = f"{sample.get('size', 0):,} of {sample.get('population', 0):,} (seed {sample.get('seed')})"
    return f"{drawn} where {narrowed}" if narrowed else drawn


def _told(share: Share) -> str:
    if share.precision is None:
        return "none judged"
    return f"{share.right:,} of {share.judged:,} right, {share.precision:.2f} ({share.low:.2f} to {share.high:.2f})"


def share_told(share: Share) -> str:
    """A share with its interval, in words.

    >>> share_told(Share(44, 50))
    'of 50 judged, 44 right: 76 to 94 of a hundred'
    """
    if not share.judged:
        return "none judged yet"
    low, high = round(share.low * 100), round(share.high * 100)
    return f"of {share.judged:,} judged, {share.right:,} right: {low} to {high} of a hundred"


def report_to_json(report: Report) -> dict[str, Any]:
    """One object of ``sayso.judgements/1``."""
    models, doubted = ([_model(one) for one in of] for of in (report.models, report.doubted))
    names = ("right", "right_later", "places")
    followed = [{**asdict(one), "pairs": dict(zip(names, one.pairs, strict=True))} for one in report.followed]
    head = {"schema": SCHEMA, "made_by": {"sayso": __version__}, "models": models, "doubted": doubted, "followed": followed}
    return {**head, "disputed": report.disputed, "samples": list(report.samples), "judges": list(report.judges)}


def _model(one: ModelReport) -> dict[str, Any]:
    return {
        "model": one.model,
        **_share(one.all),
        "inherited": one.inherited,
        "by": {kind: [{"value": v, **_share(share)} for v, share in shares.items()] for kind, shares in one.by.items()},
        "faults": [{"fault": fault, "statements": count} for fault, count in one.faults.items()],
    }


def write_report_csv(report: Report) -> Iterator[str]:
    """A row for each model, and for each of its kinds; "doubted" is that of the queue of doubtful statements."""
    yield csv_line(("model", "by", "value", *_FIGURES))
    for one in report.models:
        for by, value, share in _rows(one):
            told = _share(share)
            yield csv_line((one.model, by, value, *map(told.get, _FIGURES)))
    for one in report.doubted:
        yield csv_line((one.model, "doubted", "", *map(_share(one.all).get, _FIGURES)))


_FIGURES = ("right", "judged", "precision", "low", "high")


def _rows(one: ModelReport) -> Iterator[tuple[str, str, Share]]:
    yield "all", "", one.all
    yield from ((kind, value, share) for kind, shares in one.by.items() for value, share in shares.items())


def _share(share: Share) -> dict[str, Any]:
    precision = None if share.precision is None else round(share.precision, 4)
    return {
        "right": share.right, "judged": share.judged, "precision": precision,
        "low": round(share.low, 4), "high": round(share.high, 4),
    }  # fmt: skip


def sentence_of(text: str, start: int, end: int) -> str:
    """The words around a stretch, to the nearest ends of sentences, in one line."""
    from sayso.statements import sentence_around

    first, last = sentence_around(text, start)[0], sentence_around(text, max(start, end - 1))[1]
    return " ".join(text[first:last].split())

