"""A page's tree, blocks and article -> the kind of page it is: an article, a shop, a list of pages, a service, a manual."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from sayso.articles.body import Body
from sayso.articles.composition import Facts
from sayso.articles.markup import Block, is_heading

OTHERS = ("shop-page", "list-page", "service-page", "manual-page")
# The natural logarithm of the odds against an article from which on a page is none. In cross-validation over sites .3 refuses
# .013 of the articles and .79 of the others, .75 .006 and .74, 1.1 .006 and .70.
LEAST_ODDS = 0.75
# Teasers alone: this share of the body right below headings that are links, and no more of it in one element than a third and
# this many words. So are 8 of 38 lists and none of 873 articles; lists and guides of links have more to say of each.
LEAST_UNDER_LINKS, MOST_IN_ONE, LONGEST_TEASER = 0.8, 0.35, 100

_ARTICLE_TYPES = (
    "newsarticle reportagenewsarticle analysisnewsarticle backgroundnewsarticle opinionnewsarticle reviewnewsarticle "
    "liveblogposting report article blogposting scholarlyarticle techarticle socialmediaposting advertisercontentarticle"
)
_LIST_TYPES = "collectionpage itemlist productgroup searchresultspage offercatalog profilepage"
_OFFER_TYPES = (
    "product productgroup aggregateoffer offer softwareapplication webapplication mobileapplication service localbusiness "
    "store course educationaloccupationalprogram financialproduct professionalservice vehicle"
)
# Words in the names of classes and ids, by the kind of page on whose sites they are much more frequent than on others.
_CLASS_WORDS = {
    "shop_words": "price product products cart quantity shipping pdp shop sale wishlist minicart swatch bag basket buy payment "
    "stock sku checkout",
    "filter_words": "filter filters sort facet facets refine pagination pager breadcrumb results",
    "service_words": "hero cta testimonial testimonials services service pricing features accordion clients customers "
    "solutions demo trial banner",
    "manual_words": "toc note admonition highlight hljs prism docs sphinx mdbook mw codeblock anchor sourcecode syntax",
    "article_words": "author byline share sharing comment comments reply publish published postid hentry entry single dateline "
    "caption credit story article post",
}
_CLASS_SETS = {name: frozenset(words.split()) for name, words in _CLASS_WORDS.items()}
_BODY_OF_ARTICLE = re.compile(
    r"\b(?:single|article|story|post)\b|single-post|node-type-(?:article|news|story|blog)|page-node-type-(?:article|news)|"
    r"post-template|single-format"
)
_ARTICLE_FOLDER = re.compile(
    r"blogs?|news|articles?|artikel|stor(?:y|ies)|press|press-?releases?|posts?|nachrichten|actualites?|noticias?|notizie|"
    r"magazine?|\d{4}|politics|sport|business|world|opinion|features?"
)
_OTHER_FOLDER = re.compile(
    r"products?|p|c|dp|pd|ip|itm|items?|collections?|categor(?:y|ies|ia|ie)|cat|shop|store|services?|solutions?|docs?|"
    r"documentation|tags?|topics?|authors?|browse|search|listing|catalog|catalogue|reference|wiki|departments?|programs?|"
    r"courses?|features?|industries|pricing|market|parts|produkte?|kategorie|produits?|categorie|thema"
)
_MANUAL_FOLDER = re.compile(r"docs?|documentation|reference|wiki|manual|tutorial|guide|learn|handbook")
_PRICE = re.compile(r"[$€£₹¥]\s?\d|\d\s?[€£₹]")
_TYPE = re.compile(r'"@type"\s{0,5}:\s{0,5}(\[[^\]]{0,200}\]|"[^"]{0,100}")')
_NAME = re.compile(r'"([^"]+)"')
_CLASSES, _IDS, _ITEM_TYPES = (etree.XPath(f"//@{name}", smart_strings=False) for name in ("class", "id", "itemtype"))
_TELLING = ("script", "meta", "body", "title", "code", "button", "img")
_LETTERS = re.compile(r"[a-z]+")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»“)\]]{0,3}$")

# How much a sign speaks for each of OTHERS against an article; counts are those of page_counts. Fitted by
# training/train_page_kinds.py, which has the figures.
WEIGHTS: Mapping[str, tuple[float, float, float, float]] = {
    "og_article": (-0.450, -0.066, -0.323, -0.064),
    "og_none": (0.092, -0.458, -0.381, -0.062),
    "og_product": (3.320, 1.548, 0.405, 1.160),
    "type_article": (-1.071, -1.233, -1.014, -0.979),
    "type_list": (-0.052, 1.713, -0.371, -0.139),
    "type_offer": (2.448, 1.315, 2.012, 1.027),
    "day": (-0.542, -0.384, -0.619, -0.265),
    "authors": (-0.761, -0.562, -0.836, -0.629),
    "headings": (0.381, 0.006, 1.936, 0.528),
    "links": (0.661, 0.911, -0.396, 0.412),
    "body": (-1.456, -1.050, -0.642, -0.389),
    "blocks": (0.031, -0.000, 0.340, 0.150),
    "prices": (0.398, 0.158, -0.008, 0.035),
    "code": (0.184, 0.155, 0.186, 0.797),
    "buttons": (0.339, 0.072, 0.092, 0.112),
    "pictures": (0.292, 0.122, 0.039, -0.021),
    "body_class": (-0.446, -0.625, -0.517, -0.316),
    "headline": (-0.593, -0.850, -0.597, -0.915),
    "linked_lines": (0.020, 0.352, -0.033, 0.076),
    "one_parent": (-0.527, -0.642, -1.478, -0.181),
    "shop_words": (0.360, 0.060, 0.010, 0.073),
    "filter_words": (0.175, 0.320, -0.032, -0.047),
    "service_words": (0.098, 0.042, 0.393, 0.068),
    "manual_words": (0.084, 0.026, -0.108, 0.434),
    "article_words": (-0.132, -0.104, -0.170, -0.121),
    "root": (1.515, 2.351, 2.562, 0.986),
    "name_words": (-0.138, -0.105, -0.011, -0.139),
    "folders": (-0.045, -0.096, -0.058, -0.058),
    "digits": (0.128, -0.449, -0.790, -0.423),
    "article_folder": (-0.879, -0.772, -0.870, -0.759),
    "other_folder": (1.944, 1.000, 1.417, 0.828),
    "manual_folder": (1.470, 1.689, 0.359, 2.545),
    "largest_part": (-0.356, -0.406, -0.314, -0.183),
    "under_links": (0.983, 1.955, -0.334, 0.845),
    "constant": (-1.532, 0.364, -0.013, -2.044),
}


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page's tree tells of its kind, taken before anything of it is cut away."""

    title: str
    types: frozenset[str]
    open_graph: str
    classes: frozenset[str]
    body_class: str
    code: int
    buttons: int
    pictures: int


def signs_of(tree: HtmlElement) -> Signs:
    """What a tree tells of its page's kind."""
    types = {kind.rsplit("/", 1)[-1].lower() for kind in _values(_ITEM_TYPES, tree)}
    found: dict[str, list[HtmlElement]] = {name: [] for name in _TELLING}
    for element in tree.iter(*_TELLING):
        found[str(element.tag)].append(element)
    for script in found["script"]:
        if "ld+json" in (script.get("type") or "").lower():
            named = (name for value in _TYPE.findall(script.text or "") for name in _NAME.findall(value))
            types.update(kind.rsplit("/", 1)[-1].lower() for kind in named)
    kinds = (meta for meta in found["meta"] if (meta.get("property") or meta.get("name") or "").lower() == "og:type")
    body = next(iter(found["body"]), None)
    return Signs(
        title=" ".join((next((title.text for title in found["title"]), None) or "").split()),
        types=frozenset(types),
        open_graph=next((meta.get("content") or "" for meta in kinds), "").lower(),
        classes=frozenset(_LETTERS.findall(" ".join({*_values(_CLASSES, tree), *_values(_IDS, tree)}).lower())),
        body_class=f"{body.get('class') or ''} {body.get('id') or ''}".lower() if body is not None else "",
        code=len(found["code"]),
        buttons=len(found["button"]),
        pictures=len(found["img"]),
    )


def _values(path: etree.XPath, tree: HtmlElement) -> list[str]:
    return cast("list[str]", path(tree))


def kind_of_page(signs: Signs, blocks: Sequence[Block], facts: Facts, body: Body) -> tuple[str, float]:
    """The likeliest of OTHERS, and the natural logarithm of the odds that the page is one of them and no article.

    Teasers alone are a list or a shop's shelf, for sure.
    """
    counts = page_counts(signs, blocks, facts, body) | {"constant": 1.0}
    sums = [sum(row[number] * counts[name] for name, row in WEIGHTS.items()) for number in range(len(OTHERS))]
    if has_teasers_alone(blocks, body):
        return max(zip(sums[:2], OTHERS[:2], strict=True))[1], math.inf
    most = max(sums)
    return OTHERS[sums.index(most)], most + math.log(sum(math.exp(value - most) for value in sums))


def page_counts(signs: Signs, blocks: Sequence[Block], facts: Facts, body: Body) -> dict[str, float]:
    """A page's signs as numbers: yes and no as 1 and 0, numbers of things as logarithms."""
    paragraphs = _paragraphs(body)
    characters = sum(len(block.words) for block in blocks) or 1
    article_type = "article" in signs.open_graph or ("blog" in signs.open_graph and signs.open_graph != "blog")
    counts = {
        "og_article": article_type,
        "og_none": not signs.open_graph,
        "og_product": "product" in signs.open_graph,
        "type_article": bool(signs.types.intersection(_ARTICLE_TYPES.split())),
        "type_list": bool(signs.types.intersection(_LIST_TYPES.split())),
        "type_offer": bool(signs.types.intersection(_OFFER_TYPES.split())),
        "day": facts.published is not None,
        "authors": bool(facts.authors),
        "headings": sum(kind == "heading" for kind, _ in body.parts) / max(1, len(body.parts)),
        "links": sum(min(block.linked, len(block.words)) for block in blocks) / characters,
        "body": sum(len(words) for kind, words in body.parts if kind == "body") / characters,
        "blocks": math.log1p(len(blocks)),
        "prices": math.log1p(len(_PRICE.findall("\0".join(block.words for block in blocks)))),
        "code": math.log1p(signs.code),
        "buttons": math.log1p(signs.buttons),
        "pictures": math.log1p(signs.pictures),
        "body_class": _BODY_OF_ARTICLE.search(signs.body_class) is not None,
        "headline": math.log1p(_length(facts.headline or "")),
        "linked_lines": math.log1p(len({block.words for block in blocks if _is_linked_line(block)})),
        "one_parent": _in_one_parent([block for block in blocks if _is_running(block)])[1],
    }
    counts.update({name: len(signs.classes & words) for name, words in _CLASS_SETS.items()})
    counts.update(_of_address(facts.url))
    counts.update(_of_body(blocks, paragraphs))
    return {name: float(value) for name, value in counts.items()}


def _of_address(url: str | None) -> dict[str, float]:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        parts = urlsplit("")
    folders = [folder for folder in parts.path.lower().split("/") if folder]
    name = folders[-1] if folders else ""
    manual = (parts.hostname or "").startswith(("docs.", "developer.", "wiki."))
    return {
        "root": bool(parts.hostname) and not folders and not parts.query,
        "name_words": math.log1p(len([word for word in re.split(r"[-_+.]|%20", name) if word])),
        "folders": min(len(folders), 6),
        "digits": re.search(r"\d{4,}", parts.path) is not None,
        "article_folder": any(_ARTICLE_FOLDER.fullmatch(folder) for folder in folders[:-1]),
        "other_folder": any(_OTHER_FOLDER.fullmatch(folder) for folder in folders),
        "manual_folder": manual or any(_MANUAL_FOLDER.fullmatch(folder) for folder in folders),
    }


def _paragraphs(body: Body) -> frozenset[str]:
    return frozenset(words for kind, words in body.parts if kind == "body")


def has_teasers_alone(blocks: Sequence[Block], body: Body) -> bool:
    """Whether a body is nothing but teasers: short passages, each in an element of its own below a heading that is a link."""
    paragraphs = _paragraphs(body)
    total, share = _in_one_parent([block for block in blocks if block.words in paragraphs])
    below = _under_links(blocks, paragraphs)
    return below >= LEAST_UNDER_LINKS * total > 0 and share <= MOST_IN_ONE and share * total <= LONGEST_TEASER


def _of_body(blocks: Sequence[Block], paragraphs: frozenset[str]) -> dict[str, float]:
    """How much of the body lies in one element, and how much of it right below headings that are links."""
    total, share = _in_one_parent([block for block in blocks if block.words in paragraphs])
    under = _under_links(blocks, paragraphs)
    return {"largest_part": math.log1p(total * share), "under_links": under / total if total else 0.0}


def _under_links(blocks: Sequence[Block], paragraphs: frozenset[str]) -> int:
    """The words of paragraphs that stand right below headings that are links, as teasers do."""
    linked, below, under = False, 0, 0
    for block in blocks:
        if is_heading(block):
            linked, below = block.linked * 2 > len(block.words), 0
            continue
        if linked and below < 3 and block.words in paragraphs:
            under += _length(block.words)
        below += 1
    return under


def _in_one_parent(blocks: Sequence[Block]) -> tuple[int, float]:
    """The words of blocks, and the share of them in the element that has most of them right inside."""
    parents = Counter[HtmlElement]()
    for block in blocks:
        parents[block.context[-2] if len(block.context) > 1 else block.element] += _length(block.words)
    total = sum(parents.values())
    return total, (max(parents.values()) / total if total else 0.0)


def _is_running(block: Block) -> bool:
    words = block.words
    return words.count(" ") >= 14 and block.linked * 2 < len(words) and _ENDED.search(words, max(0, len(words) - 5)) is not None


def _is_linked_line(block: Block) -> bool:
    return block.linked * 2 > len(block.words) and block.words.count(" ") >= 4


def _length(words: str) -> int:
    return words.count(" ") + 1 if words else 0
