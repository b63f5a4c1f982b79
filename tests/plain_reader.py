"""A reader for tests of what happens around reading: a page's lines are an article, each quotation in it a statement."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from sayso.adding import Read
from sayso.articles.composition import Facts, compose
from sayso.copies import fingerprint
from sayso.record import Article, Page, Party, Reading, Refusal, Span, Statement, Voice
from sayso.store.values import Capture, Incoming

SAID = re.compile(r"“[^”]+”(?: (said) (\w+ \w+))?")


def read_plainly(page: Page, capture: Capture) -> Read:
    """No model, no worker's second.

    A page with "poison" kills its process, one with "once:PATH" where PATH is missing; one with "endless" takes ten minutes.
    """
    words = page.content.decode()
    if "poison" in words:
        signal.raise_signal(signal.SIGKILL)
    if (mark := re.search(r"once:(\S+)", words)) and not Path(mark[1]).exists():
        Path(mark[1]).touch()
        os._exit(1)
    if "endless" in words:
        time.sleep(600)
    if "slow" in words:
        time.sleep(0.3)
    lines = [line for line in words.splitlines() if line.strip()]
    if not lines:
        refusal = Refusal(page.input, "empty", f"{page.input} has no words in it.")
        return Read(Incoming(capture, None, refusal="empty"), refusal)
    article = compose([("body", line) for line in lines], facts=Facts(url=page.url, language="en"))
    assert isinstance(article, Article)
    statements, names = [], {}
    for number, found in enumerate(SAID.finditer(article.text), 1):
        span = Span(*found.span(2), found[2]) if found[2] else None
        voice = Voice(span, names.setdefault(found[2], f"p{len(names) + 1}"), "name") if span else None
        content = Span(found.start(), found[0].index("”") + 1 + found.start(), found[0][: found[0].index("”") + 1])
        cue = Span(*found.span(1), "said") if found[1] else None
        statements.append(Statement(f"s{number}", "direct", "states", (content,), cue=cue, speaker=voice))
    parties = tuple(Party(id, name, "person") for name, id in names.items())
    reading = Reading(page.input, article, tuple(statements), parties, "plain")
    return Read(Incoming(capture, reading, fingerprint(article), ()))


def sometimes_fatal(page: Page) -> Reading | Refusal:
    """A reading of the page's words alone; the word "fatal" kills the process."""
    if page.content == b"fatal":
        signal.raise_signal(signal.SIGKILL)
    return Reading(page.input, compose([("body", page.content.decode())], facts=Facts(language="en")))
