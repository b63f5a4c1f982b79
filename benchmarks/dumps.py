"""How well are tag-stripped dumps read? Strips the benchmark's pages of their tags in seven ways and scores what is read.

    python benchmarks/dumps.py [--only WAY ...] [--pages outlets|bodies|all] [--half 0|1] [--misses FIELD] [--json]

The pages are SAYSO_DATA's (see ``score.py``): the outlets' pages with their facts, and the public benchmark's with their
bodies. A dump that is refused, or that reads as something else, misses everything. ``--half`` scores every other page alone,
so that rules can be written on one half and tried on the other.
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
    said = [element.get("content") or "" for element in tree.iter("meta")]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            said += _values(script.text or "")
    return "\n".join([*filter(None, said), text_nodes(tree)])


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
}


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
    parser.add_argument("--pages", choices=("outlets", "bodies", "all"), default="outlets")
    parser.add_argument("--half", type=int, choices=(0, 1), help="every other page alone, from the first or the second on")
    parser.add_argument("--misses", metavar="FIELD", help="print what was read where this field is wrong")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    arguments = parser.parse_args()
    data = data_folder()
    check = scorer(data, "score_facts").check
    pages = list(truths(data, arguments.pages))[arguments.half or 0 :: 1 if arguments.half is None else 2]
    figures: dict[str, dict[str, float]] = {}
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
