"""Labels of pairs of accounts, and texts that are at hand -> folders as the benchmark has them.

    python training/marked_accounts.py ../shared FOLDER [--held-back]

The texts may not be handed on. ``marked_accounts.json`` has, of 55 pairs, where each text's paragraphs stand in a file of
../shared (code points), the claims as places in them, and which are one matter, marked by hand by ../shared/accounts/GUIDE.md.
FOLDER gets NAME/a.txt, b.txt and labels.json, as ../shared/accounts/dev has them: those to learn from, or with --held-back the
fifteen that nothing has learned from.
"""

from __future__ import annotations

import argparse
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

MARKED = Path(__file__).with_name("marked_accounts.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-back", action="store_true")
    args = parser.parse_args()
    for pair in json.loads(MARKED.read_text(encoding="utf8")):
        if pair["held_back"] == args.held_back:
            write(pair, args.data, args.folder / pair["name"])


def write(pair: dict[str, Any], data: Path, folder: Path) -> None:
    """Write one pair's two texts and its labels."""
    folder.mkdir(parents=True, exist_ok=True)
    labels: dict[str, Any] = {key: pair[key] for key in ("event", "arguable")}
    labels["alignments"] = [
        row | {"differences": [{"kind": kind} for kind in row["differences"]]} for row in pair["alignments"]
    ]
    for side in "ab":
        text, claims = rebuilt(pair[side], data)
        (folder / f"{side}.txt").write_text(text, encoding="utf8", newline="")
        labels[side] = {key: pair[side].get(key) for key in ("party", "date", "url")}
        labels[f"claims_{side}"] = claims
    (folder / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1), encoding="utf8")


def rebuilt(side: dict[str, Any], data: Path) -> tuple[str, list[dict[str, Any]]]:
    """A text under its party's name, and its claims in it."""
    whole = source(data / side["file"], side.get("url"))
    head = f"{side['party']}\n\n"
    text = head + "\n\n".join(whole[start:end] for start, end in side["pieces"])
    places = [(name, start + len(head), end + len(head)) for name, start, end in side["claims"]]
    return text, [{"id": name, "start": start, "end": end, "text": text[start:end]} for name, start, end in places]


def source(file: Path, url: str | None) -> str:
    """The text of a file, or in a file of documents (a line each, or pages by their names) that of the one at an address."""
    return file.read_text(encoding="utf8") if url is None else documents(file)[url]


@cache
def documents(file: Path) -> dict[str, str]:
    if file.suffix == ".json":
        return {page["url"]: page["articleBody"] for page in json.loads(file.read_text(encoding="utf8")).values()}
    with gzip.open(file, "rt", encoding="utf8") as lines:
        return {one["url"]: one["text"] for one in map(json.loads, lines)}


if __name__ == "__main__":
    main()
