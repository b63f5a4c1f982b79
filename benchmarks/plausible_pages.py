"""Readings -> the web pages they could have been read from, and web archives of those pages: what ``add`` is measured with.

A page is what an outlet serves: JSON-LD, menus, scripts and a list of other articles around the paragraphs, 20 kB in all. An
archive is what a crawler keeps: a member a record, some answers packed or cut into chunks, and between the articles what else
is on a site (pictures, redirects, lists of links).
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from plausible_readings import Made
from plausible_world import SECTIONS

from sayso.record import Article

SCRIPT = "".join(f"window.slot{n}=function(a,b){{return a?b+{n}:{n * 7919 % 1000}}};" for n in range(350))
MENU = "".join(f'<li><a href="/{word}">{word.title()}</a></li>' for word in ("home", *SECTIONS))


def page(article: Article) -> bytes:
    """The article as an outlet's page, in UTF-8.

    >>> page(Article("a", "Headline\\n\\nWords.", ())).startswith(b"<!DOCTYPE html>")
    True
    """
    facts = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": article.headline, "url": article.url,
        "datePublished": article.published, "dateModified": article.updated or article.published, "inLanguage": "en",
        "articleSection": article.section, "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet},
    }  # fmt: skip
    tags = {"headline": "h1", "standfirst": 'p class="standfirst"', "heading": "h2", "caption": "figcaption"}
    blocks = []
    for paragraph in article.paragraphs:
        tag = tags.get(paragraph.kind, "p")
        blocks.append(f"<{tag}>{html.escape(article.text[paragraph.start : paragraph.end])}</{tag.split()[0]}>")
    about = html.escape(article.standfirst or "")
    others = "".join(f'<li><a href="/more/{n}">Another day at the {n}th harbour</a></li>' for n in range(20))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(article.headline or "")}</title>'
        f'<link rel="canonical" href="{article.url}"><meta name="description" content="{about}">'
        f'<meta name="viewport" content="width=device-width"><meta property="og:site_name" content="{article.outlet}">'
        f'<script type="application/ld+json">{json.dumps(facts)}</script><script>{SCRIPT}</script></head>'
        f"<body><nav><ul>{MENU}</ul></nav><main><article>{''.join(blocks)}</article></main>"
        f"<aside><h2>More</h2><ul>{others}</ul></aside><footer><p>All rights reserved.</p></footer></body></html>"
    ).encode()


def record(kind: str, url: str, date: str, body: bytes) -> bytes:
    """One WARC 1.0 record, unpacked."""
    name = hashlib.sha256(url.encode() + date.encode() + kind.encode()).hexdigest()
    media = "application/http; msgtype=response" if kind == "response" else "application/warc-fields"
    uuid = f"{name[:8]}-{name[8:12]}-4{name[12:15]}-8{name[15:18]}-{name[18:30]}"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:{uuid}>\r\n"
        f"Content-Length: {len(body)}\r\nContent-Type: {media}\r\n"
    )
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    return f"{head}{target}\r\n".encode() + body + b"\r\n\r\n"


def answer(content: bytes, media: str = "text/html; charset=utf-8", packing: int = 0, status: str = "200 OK") -> bytes:
    """An HTTP answer as it came over the wire: plain, gzipped (1), or in chunks (2)."""
    headers = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n"
    if packing == 1:
        content, headers = gzip.compress(content, 6, mtime=0), headers + "Content-Encoding: gzip\r\n"
    if packing == 2:
        pieces = [content[at : at + 8192] for at in range(0, len(content), 8192)]
        content = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        headers += "Transfer-Encoding: chunked\r\n"
    else:
        headers += f"Content-Length: {len(content)}\r\n"
    return f"{headers}\r\n".encode() + content


def records(stream: Iterable[Made], beside: int = 0) -> Iterator[bytes]:
    """The archive's records in order; after each article ``beside`` answers that hold none."""
    yield record("warcinfo", "", "2031-03-14T00:00:00Z", b"software: plausible\r\n")
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 150
    for number, one in enumerate(stream):
        article, date = one.reading.article, one.captured[:19] + "Z"
        url = article.url or ""
        yield record("response", url, date, answer(page(article), packing=number % 3))
        for n in range(beside):
            yield record("response", f"{url}/{n}.png", date, answer(picture, "image/png"))


def write_warc(path: Path, stream: Iterable[Made], beside: int = 0) -> int:
    """Write the archive, a gzip member a record where the name ends in ".gz"; how many bytes it holds unpacked."""
    size = 0
    with path.open("wb") as out:
        for held in records(stream, beside):
            size += len(held)
            packer = zlib.compressobj(6, zlib.DEFLATED, 31)
            out.write(packer.compress(held) + packer.flush() if path.suffix == ".gz" else held)
    return size
