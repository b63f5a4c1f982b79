"""Documents with outermost attributions -> the same under a second reporter, or not plainly said: what PolNeAR never marks.

«Vega promised to pay.» becomes «Vega promised to pay, the palace said.», or «If Vega promised to pay, the talks will fail.»:
the words are PolNeAR's, what stands around them or in place of a cue is a frame of our own. Both attributions are linked, the
inner one is marked as such, and each has whether it was said.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from data import Document
from marked_passages import SAID

Attribution = dict[str, Any]
Letter = tuple[str, int]  # a character, and the place in the document that it came from (-1: none)

WORDS: dict[str, list[str]] = {}
for _row in Path(__file__).with_name("frames.txt").read_text(encoding="utf8").splitlines():
    if not _row.startswith("#"):
        _kind, _, _words = _row.partition("\t")
        WORDS.setdefault(_kind, []).append(_words)
PLAIN = dict(pair.split() for pair in WORDS["plain"])
_SMALL = re.compile(
    r"(?:The|A|An|He|She|They|It|We|His|Her|Their|Its|In|On|At|But|And|Some|Many|One|Two|Several|Most|This|That|These|Those|Other|"
    r"Officials|Police|Critics|Experts|People|Both|All|As|For|After|When|While|If|Since|Earlier|Last|Asked|Others|Polls)\b"
)
_MOODY = re.compile(
    r"\b(?:if|unless|whether|would|could|might|may|will|never|not|no|nobody|neither|nor|none|should|must|can|cannot|had|without|to|ought|"
    r"expected|let|when|until|imagine|suppose)\b|n[’']t\b|\?|[’']ll\b|[’']d\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?][”\"’')]*(?=\s|$)")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|St|Jr|Sr|vs|No|Inc|Co|Corp|U\.S|D\.C|a\.m|p\.m))\.$"
)


def framed(document: Document, rng: random.Random, share: float) -> Document:
    """The document with frames in about this share of the sentences that can take one."""
    attributions = [dict(a, said=_plainly(document.text, a), inner=False, addressee=None) for a in document.attributions or []]
    letters: list[Letter] = []
    added: list[tuple[Attribution, int]] = []  # what a frame says itself, with places in the new text
    at = 0
    for start, end, inside in _sentences(document.text, attributions):
        if rng.random() >= share:
            continue
        letters += _copied(document.text, at, start)
        frame = rng.choice(_REPORTING) if rng.random() < 0.6 or len(inside) > 1 else _mooded
        sentence, extra = frame(document.text, start, end, [attributions[i] for i in inside], rng)
        added += [(one, len(letters)) for one in extra]
        letters += sentence
        at = end
    letters += _copied(document.text, at, len(document.text))
    new: dict[int, tuple[int, int]] = {}
    for place, (_, origin) in enumerate(letters):
        if origin >= 0:
            first, _ = new.get(origin, (place, place))
            new[origin] = (first, place)
    moved = []
    for a in attributions:
        spans = {key: [_moved(new, *span) for span in a[key]] for key in ("cue", "speaker", "content")}
        moved.append(a | {key: [s for s in value if s] for key, value in spans.items()})
    for one, offset in added:
        moved.append({k: [(s + offset, e + offset) for s, e in v] if isinstance(v, list) else v for k, v in one.items()})
    kept = [a for a in moved if a["cue"] and a["content"]]
    return replace(document, text="".join(letter for letter, _ in letters), attributions=kept, names=None, links=[])


def _copied(text: str, start: int, end: int) -> list[Letter]:
    return [(text[i], i) for i in range(start, end)]


def _made(words: str, origin: int = -1) -> list[Letter]:
    return [(letter, origin) for letter in words]


def _moved(new: dict[int, tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    places = [new[i] for i in range(start, end) if i in new]
    return (places[0][0], max(place[1] for place in places) + 1) if places else None


def _plainly(text: str, a: Attribution) -> int:
    """``said`` where nothing around the cue suggests anything else; -1, unknown, elsewhere."""
    start, end = a["cue"][0][0], a["cue"][-1][1]
    line = text[text.rfind("\n", 0, start) + 1 : end]
    sentence = _END.split(line)[-1]
    return -1 if _MOODY.search(sentence) else 0


def _sentences(text: str, attributions: list[Attribution]) -> list[tuple[int, int, list[int]]]:
    """Sentences that begin and end outside of quotations with whole attributions in them: (start, end, which)."""
    found = []
    extents = [_extent(a) for a in attributions]
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in [
            m for m in _END.finditer(text, *line.span()) if not _ABBREVIATED.search(text[max(0, m.start() - 6) : m.start() + 1])
        ]:
            end = stop.end()
            while start < end and text[start].isspace():
                start += 1
            inside = [i for i, (s, e) in enumerate(extents) if start <= s and e <= end]
            crossing = any(s < end and e > start and not (start <= s and e <= end) for s, e in extents)
            sentence = text[start:end]
            plain = text[stop.start()] == "." and sentence.count("“") == sentence.count("”") and sentence.count('"') % 2 == 0
            if (
                inside
                and not crossing
                and plain
                and 6 <= len(sentence.split()) <= 45
                and all(attributions[i]["speaker"] for i in inside)
            ):
                found.append((start, end, inside))
            start = end
    return found


def _extent(a: Attribution) -> tuple[int, int]:
    spans = [*a["cue"], *a["speaker"], *a["content"]]
    return min(s for s, _ in spans), max(e for _, e in spans)


def _body(text: str, start: int, end: int, small: bool) -> list[Letter]:
    """A sentence without its full stop (kept in marks as a comma), beginning small where it is put behind something."""
    letters = _copied(text, start, end)
    stop = max(i for i, (c, _) in enumerate(letters) if c == ".")
    if stop == len(letters) - 1:
        letters = letters[:-1]
    if small and _SMALL.match(text, start, end):
        letters[0] = (letters[0][0].lower(), letters[0][1])
    return letters


def _span(letters: list[Letter], lead: int) -> tuple[int, int]:
    return lead, lead + len(letters)


def _reported_after(
    text: str, start: int, end: int, inside: list[Attribution], rng: random.Random
) -> tuple[list[Letter], list[Attribution]]:
    """«…, the palace said on Sunday.»"""
    body = _body(text, start, end, small=False)
    if body[-1][0] in "”\"’'" and body[-2][0] == ".":
        body[-2] = (",", body[-2][1])
        comma = " "
    else:
        comma = ", "
    _inner(inside)
    reporter, says, day = rng.choice(WORDS["reporters"]), rng.choice(WORDS["says"]), rng.choice(WORDS["days"])
    n = len(body) + len(comma)
    if rng.random() < 0.25:
        words, cue, speaker = f"according to {reporter}", (0, 12), (13, 13 + len(reporter))
    elif rng.random() < 0.15 and reporter not in ("he", "she", "they"):
        words, cue, speaker = f"{says} {reporter}", (0, len(says)), (len(says) + 1, len(says) + 1 + len(reporter))
    else:
        words, cue, speaker = f"{reporter} {says}", (len(reporter) + 1, len(reporter) + 1 + len(says)), (0, len(reporter))
        if rng.random() < 0.2:
            listener = rng.choice(WORDS["listeners"])
            words = f"{reporter} told {listener}"
            cue = (len(reporter) + 1, len(reporter) + 5)
            one = _attribution(cue, speaker, (0, 0), (len(reporter) + 6, len(words)))
            return _after(body, comma, words, day, one, n, inside)
    return _after(body, comma, words, day, _attribution(cue, speaker, (0, 0), None), n, inside)


def _after(body, comma, words, day, one, n, inside):
    one = {k: [(s + n, e + n) for s, e in v] if isinstance(v, list) else v for k, v in one.items()}
    one["content"] = [(0, len(body))]
    tail = f"{comma}{words}{' ' + day if day else ''}."
    return body + _made(tail), [one]


def _reported_before(
    text: str, start: int, end: int, inside: list[Attribution], rng: random.Random
) -> tuple[list[Letter], list[Attribution]]:
    """«The palace said on Sunday that …», «According to the palace, …», «In a letter, the palace said …»."""
    body = _body(text, start, end, small=True)
    _inner(inside)
    reporter = rng.choice(WORDS["reporters"])
    kind = rng.random()
    capital = reporter[0].upper() + reporter[1:]
    if kind < 0.35 and reporter not in ("he", "she", "they"):
        lead = f"According to {reporter}, "
        one = _attribution((0, 12), (13, 13 + len(reporter)), (len(lead), len(lead) + len(body)), None)
        return _made(lead) + body + _made("."), [one]
    says, day, that = rng.choice(WORDS["says"]), rng.choice(WORDS["days"]), rng.choice(("that ", "that ", ""))
    if kind < 0.55:
        listener = rng.choice(WORDS["listeners"])
        lead = f"{capital} told {listener} "
        one = _attribution(
            (len(capital) + 1, len(capital) + 5), (0, len(capital)), (len(lead), 0), (len(capital) + 6, len(lead) - 1)
        )
    else:
        lead = f"{capital} {says} {day + ' ' if day else ''}"
        one = _attribution((len(capital) + 1, len(capital) + 1 + len(says)), (0, len(capital)), (len(lead), 0), None)
    one["content"] = [(len(lead), len(lead) + len(that) + len(body))]
    return _made(lead + that) + body + _made("."), [one]


def _reported_twice(
    text: str, start: int, end: int, inside: list[Attribution], rng: random.Random
) -> tuple[list[Letter], list[Attribution]]:
    """Both: «The palace said on Sunday that …, Reuters reported.»"""
    sentence, (first,) = _reported_before(text, start, end, inside, rng)
    sentence = sentence[:-1]
    first["inner"] = True
    reporter, says = rng.choice(WORDS["reporters"]), rng.choice(WORDS["says"][:12])
    if sentence[-1][0] in "”\"’'" and sentence[-2][0] == ".":
        return sentence, [first | {"inner": False}]
    n = len(sentence) + 2
    one = _attribution(
        (n + len(reporter) + 1, n + len(reporter) + 1 + len(says)), (n, n + len(reporter)), (0, len(sentence)), None
    )
    return sentence + _made(f", {reporter} {says}."), [first, one]


def _inner(inside: list[Attribution]) -> None:
    for a in inside:
        a["inner"] = True


def _attribution(cue, speaker, content, addressee) -> Attribution:
    told = [addressee] if addressee else []
    return {"cue": [cue], "speaker": [speaker], "content": [content], "addressee": told, "said": 0, "inner": False}


def _mooded(
    text: str, start: int, end: int, inside: list[Attribution], rng: random.Random
) -> tuple[list[Letter], list[Attribution]]:
    """The same words not plainly said: conditional, possible, expected, asked, demanded, or not said at all."""
    (a,) = inside
    (cue,) = a["cue"] if len(a["cue"]) == 1 else (None,)
    whole = _copied(text, start, end)
    speaker = a["speaker"][0]
    if cue is None or a["said"] != 0 or speaker[1] + 1 != cue[0] or speaker[0] != start:
        return whole, []
    verb = text[slice(*cue)]
    plain = PLAIN.get(verb.lower())
    small = _body(text, start, end, small=True)
    at, behind = cue[0] - start, cue[1] - start
    kind = rng.choice(("if", "unless", "modal", "future", "negated", "inverted", "question", "nobody", "ought", "had"))
    if kind in ("if", "unless") and verb in PLAIN:
        a["said"] = SAID.index("conditional")
        lead = rng.choice(
            {
                "if": ("If ", "If ", "Even if ", "Only if ", "Should it turn out that ", "Once "),
                "unless": ("Unless ", "Until "),
            }[kind]
        )
        return _made(lead) + small + _made(f", {rng.choice(WORDS['endings'])}."), []
    if kind == "had" and verb in PLAIN:
        a["said"] = SAID.index("conditional")
        return _made("Had ") + small + _made(", " + rng.choice(WORDS["endings"]) + "."), []
    if plain is None:
        return whole, []
    if kind in ("modal", "future", "negated", "ought"):
        helper, said = {
            "modal": (rng.choice(("could", "may", "might", "may yet", "could well", "might one day", "can")), "possible"),
            "future": (
                rng.choice(
                    ("will", "is expected to", "is to", "is due to", "will soon", "is set to", "plans to", "was going to")
                ),
                "expected",
            ),
            "negated": (
                rng.choice(("did not", "didn’t", "never did", "has yet to", "would not", "does not", "cannot", "no longer")),
                "not-said",
            ),
            "ought": (rng.choice(("should", "must", "ought to", "needs to", "has to")), "demanded"),
        }[kind]
        a["said"] = SAID.index(said)
        return whole[:at] + _made(f"{helper} {plain}", cue[0]) + whole[behind:], []
    if kind == "question":
        a["said"] = SAID.index("asked")
        body = small[:at] + _made(plain, cue[0]) + small[behind:]
        return _made("Did ") + body + _made("?"), []
    if kind == "inverted":
        a["said"] = SAID.index("not-said")
        body = small[:at] + _made(plain, cue[0]) + small[behind:]
        return _made(
            rng.choice(("Not once did ", "At no point did ", "Never did ", "Nowhere did ", "On no occasion did "))
        ) + body + _made("."), []
    nobody = rng.choice(
        (
            "Nobody",
            "No one",
            "No one there",
            "None of them",
            "None of the aides",
            "Neither Vole nor Castell",
            "Neither side",
            "No official",
            "Not one of them",
        )
    )
    a["said"] = SAID.index("not-said")
    return _made(nobody, start) + whole[speaker[1] - start :], []


_REPORTING: tuple[Callable[..., tuple[list[Letter], list[Attribution]]], ...] = (
    _reported_after, _reported_after, _reported_after, _reported_before, _reported_before, _reported_twice,
)  # fmt: skip
