"""Addresses and names -> the names of files in a case: short, the same each time, no two alike, and such as Windows takes."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

WORDS, HASH = 40, 16  # characters of what it is called, and of its hash


def file_name(called: str, what: str = "") -> str:
    """A file's name without its ending; ``what`` tells two apart that are called the same.

    >>> file_name("https://www.lantern.example/2031/03/14/Guns on the ridge?.html")
    'lantern-example-guns-on-the-ridge-html-a7c6ec695dbfc184'
    >>> file_name("CON", "group")[:4], len(file_name("…" * 9000))
    ('con-', 21)
    """
    plain = unicodedata.normalize("NFKD", called[:4000]).encode("ascii", "ignore").decode().lower()
    host, _, path = re.sub(r"^[a-z]+://(www\.)?", "", plain).partition("/")
    last = path.rstrip("/").rpartition("/")[2]
    words = re.sub(r"[^a-z0-9]+", "-", f"{host}-{last}").strip("-")[:WORDS].strip("-")
    hashed = sha256(f"{called}\n{what}".encode("utf-8", "surrogatepass")).hexdigest()[:HASH]
    return f"{words or 'page'}-{hashed}"
