"""What answers a question -> a file in a format, a folder for brat, or a case file; whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sayso.door.altered import kept_in
from sayso.files import check_database
from sayso.store import Engine, Question, Version

FORMS = ("jsonl", "csv", "xlsx", "parquet", "annotations", "case")  # what a file's ending may ask for


def form_of(path: Path, form: str | None) -> str:
    """The form in which a file is written: the one that is asked for, or what the file's ending says.

    Raises ValueError for an ending of none or of another, FileExistsError where a database stands.
    """
    from sayso.formats import check_ending, format_of

    check_database(path)  # before its name is looked at: no store is replaced, whatever it is called
    if form is None:
        return format_of(path, FORMS, "jsonl", "form")
    check_ending(path, form)
    return form


def export_readings(
    address: str, readings: Iterable[Version], form: str, path: Path, text: bool, table: str, texts: bool
) -> None:
    """Write readings of the store of an address; without ``text`` places and hashes alone."""
    from sayso.formats import export

    if not texts:
        raise ValueError(f"texts=False is of a case: {form} takes text=False, which leaves out all words")
    with kept_in(address):
        export(readings, form, path, text, table)


def export_case(engine: Engine, question: Question, path: Path, text: bool, texts: bool, most: int | None) -> None:
    """Write a case file of what answers. Raises LookupError where nothing does."""
    from sayso.cases import write_case

    if not text:
        raise ValueError("text=False leaves nothing to read in a case: texts=False keeps the statements' words")
    asked = None if question == Question(said=None) else question
    with kept_in(engine.address):
        if write_case(engine, asked, path, texts, most) is None:
            raise LookupError(f"nothing in {engine.address} answers, so there is no case")
