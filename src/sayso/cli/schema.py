"""``sayso schema``: a name -> the description of a format that Sayso writes, as JSON on the way out."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from sayso.cli.filters import add_store
from sayso.cli.terminal import READ, add_verbose, output
from sayso.formats import schema
from sayso.store import datasette_metadata, is_path

EPILOG = """\
what there is:
  reading      the JSON Schema of what sayso read and export write as json and jsonl
  offsets      of what sayso export --no-text writes as jsonl
  hits         of what sayso find prints as json
  counts       of what sayso find --count prints as json
  events       of what sayso events prints as json
  ledger       of what sayso ledger prints as json
  changes      of what sayso versions prints as json
  comparison   of what sayso compare prints as json
  trace        of what sayso trace prints as json
  check        of what sayso check prints as json and jsonl
  parties      of what sayso party prints as json
  corrections  of what sayso party corrections and each correction print as json
  judgements   of what sayso judge --report prints as json
  shown        of what sayso show prints of a statement as json
  removals     of what sayso remove prints as json
  watch        of what sayso watch prints as json
  case         of data/manifest.json in a case file, which sayso export --format case writes
  datasette    Datasette's metadata for a store: what tables and columns are, searches, and questions ready to ask

examples:
  sayso schema reading
  sayso schema datasette --output metadata.json
  datasette sayso.db --metadata metadata.json
"""

SCHEMAS = (
    *("reading", "offsets", "hits", "counts", "events", "ledger", "changes", "comparison", "trace", "check"),
    *("parties", "corrections", "judgements", "shown", "removals", "watch", "case"),
)


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``schema`` to the commands."""
    parser = commands.add_parser(
        "schema",
        help="describe a format: the JSON of readings, a store for Datasette",
        description="Describe a format that Sayso writes, as JSON.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_schema, form="json")
    parser.add_argument("name", choices=(*SCHEMAS, "datasette"), metavar="NAME", help="one of those below")
    add_store(parser)
    parser.add_argument("--output", "-o", type=Path, metavar="FILE", help="write to FILE instead, whole or not at all")
    add_verbose(parser.add_argument)


def _schema(arguments: argparse.Namespace) -> int:
    with output(arguments.output) as out:
        out.write(json.dumps(_described(arguments), ensure_ascii=False, indent=2) + "\n")
    return READ


def _described(arguments: argparse.Namespace) -> dict[str, Any]:
    if arguments.name == "datasette":
        return datasette_metadata(Path(arguments.store).stem if is_path(arguments.store) else "sayso")
    return schema(arguments.name)
