"""How well are tag-stripped dumps read? Strips the benchmark's pages of their tags in eight ways and scores what is read.

    python benchmarks/dumps.py [--only WAY ...] [--pages outlets|bodies|all|wider] [--half 0|1] [--misses FIELD] [--json]

The pages are SAYSO_DATA's (see ``score.py``): the outlets' pages with their facts, and the public benchmark's with their
bodies; ``wider`` are pages of many kinds, whose articles are stripped in three ways unless ``--only`` tells others, and scored
as ``score_pages.py`` scores them. A dump that is refused, or that reads as something else, misses everything. ``--half``
scores every other page alone, so that rules can be written on one half and tried on the other.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from lxml import etree
from lxml.html import HtmlElement
from score import data_folder

from sayso.articles.building import build_article
from sayso.articles.markup import parse
from sayso.pages.charset import decode
from sayso.record import Article, Page

_SCRIPTS = ("script", "style", "noscript", "template")
_BLOCK_TAGS = (
    "p div section article main header footer aside nav ul ol li dl dt dd table tr td th h1 h2 h3 h4 h5 h6 figure figcaption "
    "blockquote form br hr pre address fieldset title body html"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())


def without_scripts(tree: HtmlElement) -> HtmlElement:
    etree.strip_elements(tree, *_SCRIPTS, etree.Comment, with_tail=False)
    return tree


def text_nodes(tree: HtmlElement) -> str:
    """Every text node on its own line: a sentence breaks wherever a link stands."""
    return "\n".join(str(text) for text in without_scripts(tree).itertext() if text.strip())


def metadata_first(tree: HtmlElement) -> str:
    """What meta elements and linked data say, a value a line, then every text node."""
    said: list[str] = []
    for element in tree.iter("meta", "script"):
        if element.tag == "meta":
            said.append(element.get("content") or "")
        elif "ld+json" in (element.get("type") or ""):
            said += _values(element.text or "")
    return "\n".join([*filter(None, said), text_nodes(tree)])


_TOLD = ("content", "alt", "title", "datetime", "href", "src")


def attributes_and_text(tree: HtmlElement) -> str:
    """The attributes that tell something and the text nodes, in the page's order, a line each."""
    lines: list[str] = []
    for event, element in etree.iterwalk(without_scripts(tree), events=("start", "end")):
        if event == "start":
            lines += [value for name in _TOLD if (value := (element.get(name) or "").strip())]
            lines.append(element.text or "")
        else:
            lines.append(element.tail or "")
    return "\n".join(line for line in lines if line.strip())


def _values(text: str) -> Iterator[str]:
    try:
        queue = [json.loads(text, strict=False)]
    except ValueError:
        return
    while queue:
        value = queue.pop(0)
        if isinstance(value, dict | list):
            queue = [*(value.values() if isinstance(value, dict) else value), *queue]
        elif isinstance(value, str):
            yield value


def block_lines(tree: HtmlElement) -> str:
    """A line a block, as browsers' reading views and most text extractors give it."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(without_scripts(tree), events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append("\n")
        if event == "start":
            pieces.append(_flat(element.text))
        else:
            pieces.append(_flat(element.tail))
    return "".join(pieces)


def _flat(words: str | None) -> str:
    return re.sub(r"\s+", " ", words or "")


def _stripped(html: str, between: str, scripts: bool) -> str:
    if not scripts:
        html = re.sub(r"(?is)<(script|style|noscript|template)\b.*?</\1\s*>", between, html)
    return re.sub(r"(?s)<!--.*?-->|<[^<>]*>", between, html)


def main_element(tree: HtmlElement) -> str:
    """The text nodes of the page's main element or article alone."""
    without_scripts(tree)
    chosen = max(tree.iter("main", "article"), key=lambda element: len("".join(map(str, element.itertext()))), default=tree)
    title = next((clean for element in tree.iter("title") if (clean := (element.text or "").strip())), "")
    return "\n".join([title, *(str(text) for text in chosen.itertext() if text.strip())])


def _from_tree(strip: Callable[[HtmlElement], str]) -> Callable[[str], str]:
    def make(html: str) -> str:
        tree = parse(html)
        return "" if tree is None else strip(tree)

    return make


WAYS: dict[str, Callable[[str], str]] = {
    "text nodes": _from_tree(text_nodes),
    "metadata, then text nodes": _from_tree(metadata_first),
    "a line a block": _from_tree(block_lines),
    "tags to line ends": lambda html: _stripped(html, "\n", scripts=False),
    "tags to nothing": lambda html: _stripped(html, "", scripts=False),
    "tags to line ends, scripts kept": lambda html: _stripped(html, "\n", scripts=True),
    "main element": _from_tree(main_element),
    "attributes and text nodes": _from_tree(attributes_and_text),
}
WIDER_WAYS = ("text nodes", "metadata, then text nodes", "attributes and text nodes")


def scorer(data: Path, name: str) -> ModuleType:
    """One of the benchmarks' scorers, as a module."""
    spec = importlib.util.spec_from_file_location(name, data / "eval" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def truths(data: Path, pages: str) -> Iterator[tuple[Path, dict]]:
    """Each page with what is true of it, as ``score_facts.py`` takes it."""
    if pages != "bodies":
        for key, truth in sorted(json.loads((data / "outlets/truth.json").read_text("utf8")).items()):
            yield data / f"outlets/html/{key}.html.gz", truth
    if pages != "outlets":
        for key, truth in sorted(json.loads((data / "pages/ground-truth.json").read_text("utf8")).items()):
            yield data / f"pages/html/{key}.html.gz", {"paragraphs": [truth["articleBody"]]}


def score_wider(data: Path, arguments: argparse.Namespace) -> Iterator[tuple[str, dict[str, float]]]:
    """The figures of each way over the wider pages that are articles."""
    eval_ = scorer(data, "score_pages")
    truth = json.loads((data / "wider/truth.json").read_text("utf8"))
    pages = [(key, wanted) for key, wanted in sorted(truth.items()) if wanted["kind"] == "article"]
    for way in arguments.only or WIDER_WAYS:
        scores: dict[str, list[float]] = defaultdict(list)
        for key, wanted in pages[arguments.half or 0 :: 1 if arguments.half is None else 2]:
            html = decode(gzip.decompress((data / f"wider/html/{key}.html.gz").read_bytes())) or ""
            page = Page(f"{key}.txt", WAYS[way](html).encode("utf8", "replace"), media_type="text/plain")
            read = (reading_of(build_article(page)) or {}).get("article") or {}
            for field, score in _wider_scores(eval_, wanted, read):
                scores[field].append(score)
                if field == arguments.misses and score < 0.5:
                    print(f"  {key:20} {read.get(field)!r} for {wanted.get(field)!r}"[:300])
        means = {field: sum(values) / len(values) for field, values in scores.items()}
        precision, recall = means.pop("precision", 0.0), means.pop("recall", 0.0)
        yield way, {"body F1": 2 * precision * recall / max(1e-9, precision + recall), **means}


def _wider_scores(eval_: ModuleType, wanted: dict, read: dict) -> Iterator[tuple[str, float]]:
    if wanted.get("body"):
        a, b = eval_.runs(wanted["body"]), eval_.runs(eval_.body(read))
        shared = sum((a & b).values())
        if b:
            yield "precision", shared / sum(b.values())
        yield "recall", shared / max(1, sum(a.values()))
        yield "body under .7", float(2 * shared / max(1, sum(a.values()) + sum(b.values())) < 0.7)
    if wanted.get("headline"):
        yield "headline", float(eval_.letters(wanted["headline"]) == eval_.letters(read.get("headline")))
    if wanted.get("authors"):
        yield "authors", float(eval_.names(wanted["authors"]) == eval_.names(read.get("authors")))
    if wanted.get("day"):
        yield f"day, {wanted['set']}", float(eval_.same_day(wanted["day"], read.get("published")))
        yield f"day given, {wanted['set']}", float(bool(read.get("published")))


def reading_of(article: object) -> dict | None:
    """An article in the part of ``sayso.reading/1`` that the scorer looks at."""
    if not isinstance(article, Article):
        return None
    paragraphs = [{"kind": part.kind, "start": part.start, "end": part.end} for part in article.paragraphs]
    facts = {key: getattr(article, key) for key in ("text", "headline", "authors", "published", "standfirst")}
    return {"article": {**facts, "paragraphs": paragraphs}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(WAYS), help="these ways of stripping alone")
    parser.add_argument("--pages", choices=("outlets", "bodies", "all", "wider"), default="outlets")
    parser.add_argument("--half", type=int, choices=(0, 1), help="every other page alone, from the first or the second on")
    parser.add_argument("--misses", metavar="FIELD", help="print what was read where this field is wrong")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    arguments = parser.parse_args()
    data = data_folder()
    figures: dict[str, dict[str, float]] = {}
    if arguments.pages == "wider":
        for way, means in score_wider(data, arguments):
            figures[way] = {field: round(value, 3) for field, value in means.items()}
            if not arguments.json:
                print(f"{way:32} {', '.join(f'{field} {value:.3f}' for field, value in means.items())}", flush=True)
        if arguments.json:
            print(json.dumps(figures))
        return 0
    check = scorer(data, "score_facts").check
    pages = list(truths(data, arguments.pages))[arguments.half or 0 :: 1 if arguments.half is None else 2]
    for way in arguments.only or WAYS:
        scores, started = defaultdict(list), time.process_time()
        for path, truth in pages:
            dump = WAYS[way](decode(gzip.decompress(path.read_bytes())) or "")
            page = Page(input=f"{path.stem}.txt", content=dump.encode("utf8", "replace"), media_type="text/plain")
            for field, score, got in check(truth, reading_of(build_article(page))):
                scores[field].append(score)
                if field == arguments.misses and score < 0.5:
                    print(f"  {path.name.split('.')[0][:24]:24} {got!r} for {truth.get(field) or truth.get('title')!r}"[:400])
        figures[way] = {field: round(sum(values) / len(values), 3) for field, values in scores.items()}
        if not arguments.json:
            words = ", ".join(f"{field} {value:.3f}" for field, value in figures[way].items())
            print(f"{way:32} {words} ({time.process_time() - started:.0f} s of CPU)", flush=True)
    if arguments.json:
        print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
