"""Hand-marked corpora -> documents for training: PolNeAR's attributions, GUM's and MEANTIME's names, GUM's coreference."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

NAME_KINDS = ("person", "organisation", "place", "other")
GUM_KINDS = {"person": "person", "animal": "other", "organization": "organisation", "place": "place"}
MEANTIME_KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "FIN": "organisation", "PRO": "other", "MIX": "other"}


@dataclass
class Document:
    """A text with gold spans in code points. ``links``: (mention, names of the same chain, most likely empty)."""

    name: str
    text: str
    attributions: list[dict[str, list[tuple[int, int]]]] | None = None
    names: list[tuple[int, int, str]] | None = None
    links: list[tuple[int, int, list[int]]] = field(default_factory=list)
    whole: bool = False  # attributions are marked at every level

    @property
    def paragraphs(self) -> list[tuple[int, int]]:
        return [m.span() for m in re.finditer(r"[^\r\n]*\S[^\r\n]*", self.text)]


def polnear(data: Path, part: str) -> list[Document]:
    sys.path.insert(0, str(data / "eval"))
    import score_polnear

    return [Document(name, text, attributions=found) for name, text, found in score_polnear.gold(str(data / "polnear" / part))]


def gum(data: Path) -> list[Document]:
    """Every GUM document: proper names (runs of PROPN in a typed entity) and, for short mentions, their chain's names."""
    sys.path.insert(0, str(data / "eval"))
    import score_gum

    documents = []
    for path in sorted((data / "gum" / "dep").glob("GUM_*.conllu")):
        text, tokens = score_gum.read_tokens(str(path))
        by_token, mentions, root = score_gum.read_chains(str(data / "gum" / "coref" / (path.stem + ".tsv")))
        if len(by_token) != len(tokens):
            continue
        kinds = entity_kinds(data / "gum" / "coref" / (path.stem + ".tsv"))
        documents.append(gum_document(path.stem, text, tokens, mentions, root, kinds))
    return documents


def entity_kinds(path: Path) -> dict[str, str]:
    """-> the entity type of each mention key, keyed as `score_gum.read_chains` keys them."""
    kinds: dict[str, str] = {}
    for line in path.read_text(encoding="utf8").splitlines():
        if not re.match(r"\d+-\d+\t", line):
            continue
        cells = line.split("\t")
        for entity in cells[3].split("|"):
            if entity != "_":
                number = re.search(r"\[(\d+)\]$", entity)
                kinds[number[1] if number else "at " + cells[0]] = re.sub(r"\[\d+\]$", "", entity)
    return kinds


def proper_runs(tokens):
    """Runs of neighbouring proper nouns; a comma or any other word ends a run."""
    run: list[int] = []
    for i, token in enumerate(tokens):
        if token[3] == "PROPN":
            run.append(i)
        elif run:
            yield run
            run = []
    if run:
        yield run


def gum_document(name, text, tokens, mentions, root, kinds) -> Document:
    names, chain_of_name = [], []
    smallest: dict[int, str] = {}
    for key, (places, _) in sorted(mentions.items(), key=lambda item: -len(item[1][0])):
        smallest.update(dict.fromkeys(places, key))
    for run in proper_runs(tokens):
        key = smallest.get(run[-1])
        if key is None or kinds.get(key) == "time":
            continue
        inside = len(mentions[key][0]) <= len(run) + 6
        names.append((tokens[run[0]][0], tokens[run[-1]][1], GUM_KINDS.get(kinds.get(key, ""), "other")))
        chain_of_name.append(root(key) if inside else None)
    by_chain = defaultdict(list)
    for index, chain in enumerate(chain_of_name):
        by_chain[chain].append(index)
    links = []
    for key, (places, _) in mentions.items():
        if any(tokens[i][3] == "PROPN" for i in places) or len(places) > 4 or places[-1] - places[0] + 1 != len(places):
            continue
        if kinds.get(key) not in ("person", "organization", "place", "animal"):
            continue
        links.append((tokens[places[0]][0], tokens[places[-1]][1], by_chain.get(root(key), [])))
    return Document(name, text, names=names, links=links)


def meantime(data: Path) -> list[Document]:
    """Wikinews articles with named entity mentions; only their first sentences are marked, so the text ends there."""
    documents = []
    for path in sorted((data / "meantime" / "intra-doc_annotation").rglob("*.xml")):
        tree = ET.parse(path)
        text, spans, sentence = "", {}, None
        marked = set()
        for entity in tree.iter("ENTITY_MENTION"):
            marked |= {a.get("t_id") for a in entity.iter("token_anchor")}
        sentences = {t.get("t_id"): int(t.get("sentence")) for t in tree.iter("token")}
        last = max((sentences[t] for t in marked), default=-1)
        glue = ""
        for token in tree.iter("token"):
            if int(token.get("sentence")) > last:
                break
            if token.get("sentence") != sentence:
                glue = "\n" if sentence == "0" else " "
                sentence = token.get("sentence")
            word = token.text or ""
            if word in ",.;:!?)'s’s%" or word in ("'s", "''", "n't"):
                glue = ""
            text += glue if text else ""
            spans[token.get("t_id")] = (len(text), len(text) + len(word))
            text += word
            glue = "" if word in "($#" else " "
        kinds = {e.get("m_id"): e.get("ent_type") for e in tree.iter("ENTITY")}
        of = {}
        for relation in tree.iter("REFERS_TO"):
            for target in relation.iter("target"):
                for source in relation.iter("source"):
                    of[source.get("m_id")] = kinds.get(target.get("m_id"))
        names = []
        for entity in tree.iter("ENTITY_MENTION"):
            places = [spans[a.get("t_id")] for a in entity.iter("token_anchor") if a.get("t_id") in spans]
            if entity.get("syntactic_type") == "NAM" and places:
                start = places[0][0] + 4 * text[places[0][0] :].lower().startswith("the ")
                names.append((start, places[-1][1], MEANTIME_KINDS.get(of.get(entity.get("m_id")) or "", "other")))
        documents.append(Document(path.stem, text, names=names))
    return documents


def pages(data: Path) -> list[Document]:
    """The English articles of the page benchmarks as unmarked texts."""
    from sayso.articles.building import build_article
    from sayso.pages.inputs import read_pages
    from sayso.record import Article, Page

    found = [build_article(page) for page in read_pages([str(data / "pages"), str(data / "outlets")]) if isinstance(page, Page)]
    english = [a for a in found if isinstance(a, Article) and (a.language or "").startswith("en")]
    return [Document(f"page {number}", article.text) for number, article in enumerate(english)]
