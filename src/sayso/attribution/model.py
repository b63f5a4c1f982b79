"""Article -> spans: one pass of a small trained encoder marks cues, their speakers and contents, and names."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.attribution.decoding import Floats, Run, best_paths, log_softmax, runs_of, speakers, tagged
from sayso.attribution.encoding import Ints, Pieces, encode, pack, rows
from sayso.attribution.rivals import nested, without_rivals
from sayso.attribution.roles import NAME_KINDS, Antecedent, Attribution, Extent, Name, Roles
from sayso.attribution.runtime import session
from sayso.attribution.surroundings import Extents, Held
from sayso.attribution.word_pieces import Tokenizer
from sayso.languages import base

PRONOUNS = (
    "he",
    "she",
    "they",
    "it",
    "him",
    "her",
    "them",
    "his",
    "their",
    "its",
    "who",
    "whom",
    "i",
    "we",
    "you",
    "that",
    "which",
)
DEFAULTS = {
    "cue_bias": 0.5,
    "least": 0.25,
    "inner_cue_bias": 0.0,
    "inner_least": 0.4,
    "calibration": [0, 1, 1, 1, 0],
}
LEAST_ANTECEDENT = 0.1  # probabilities below say nothing
MODEL_NAME = "en-5"

_LOADING = threading.Lock()
TOGETHER = 64  # cues that are linked at once, so that a long text takes no more memory
AT_ONCE = 8  # cues that the linker reads at once: .44 ms each for 2 to 16, .63 for 64, which leave the processor's cache
POINT_SCALE = 8.0  # square root of the width of the vectors that pair a mention with a name


@dataclass(slots=True)
class Marked:
    """What one pass over a text has marked so far."""

    pieces: Pieces
    names: dict[Extent, tuple[int, Name]] = field(default_factory=dict)  # in text order, each with its index
    antecedents: list[Antecedent] = field(default_factory=list)


class Linked(NamedTuple):
    """An attribution before any threshold; ``inner``: the encoder took its cue to stand inside another's content."""

    attribution: Attribution
    inner: bool


class Model:
    """One language's encoder, loaded once. A run takes one core, and lets Python run in the other threads.

    >>> model = load_model("en")
    >>> text = '"It will rain," the mayor said.'
    >>> [text[slice(*a.cue)] for a in model.attribute(text, [(0, len(text))]).attributions]
    ['said']
    """

    def __init__(self, folder: Traversable) -> None:
        self.encoder = session(folder.joinpath("encoder.onnx").read_bytes())
        self.linker = session(folder.joinpath("linker.onnx").read_bytes())
        self.tokenizer = Tokenizer(folder.joinpath("tokenizer.json").read_text(encoding="utf8"))
        settings = json.loads(folder.joinpath("settings.json").read_text(encoding="utf8"))
        self.settings = DEFAULTS | settings
        self.left, self.right = settings["left"], settings["right"]
        self.moves = np.asarray(settings["moves"], dtype=np.float32)
        self.opening = np.asarray(settings["opening"], dtype=np.float32)

    def attribute(self, text: str, paragraphs: Sequence[Extent]) -> Roles:
        """Mark the attributions, names and antecedents of one text; extents are code points.

        An outer attribution stands before those within it. The result does not depend on what else is read, before or beside.
        """
        linked, marked = self.mark(text, paragraphs)
        least, inner_least = self.settings["least"], self.settings["inner_least"]
        outer = without_rivals([a for a, inner in linked if not inner and a.score >= least])
        found = nested(text, outer, [a for a, inner in linked if inner and a.score >= inner_least], least)
        return Roles(tuple(found), tuple(name for _, name in marked.names.values()), tuple(marked.antecedents))

    def mark(self, text: str, paragraphs: Sequence[Extent]) -> tuple[list[Linked], Marked]:
        """All that one pass finds, before thresholds.

        The encoder runs over each window by itself: a batch would pad windows, and share one scale of its int8 numbers.
        """
        pieces = encode(self.tokenizer, text, paragraphs)
        marked, held = Marked(pieces), Held()
        found: list[Linked] = []
        for window in pack(pieces):
            inputs, where = rows(pieces, window)
            outputs = self.encoder.run(None, dict(zip(("ids", "shapes", "quoted"), inputs[:, None], strict=True)))
            narrow, of_cue, share, cue, inner, name, mention_point, name_point = (output[0] for output in outputs)
            own = where >= window.own
            cues = tagged(cue, ~own, self.settings["cue_bias"])
            inside = apart(tagged(inner, ~own, self.settings["inner_cue_bias"]), cues)
            if cues or inside:
                held.add(where, (narrow, of_cue, share), cues, inside, self.right)
            if len(held.cues) >= TOGETHER:
                found += self._link(text, pieces, held)
                held = Held()
            self._name(marked, where, own, tagged(name, where < 0), mention_point, name_point)
        return found + (self._link(text, pieces, held) if held.cues else []), marked

    def _link(self, text: str, pieces: Pieces, held: Held) -> list[Linked]:
        """Run the linker over some cues, and choose the speaker and contents of each."""
        row, width, opening, closing = (
            np.array(values)[:, None] for values in zip(*((c.row, c.width, *c.window) for c in held.cues), strict=True)
        )
        columns = np.arange(-self.left, self.right)
        index = row + columns
        mask = (index >= opening) & (index < closing)
        index = index.clip(opening, closing - 1)
        flags = ((columns >= 0) & (columns < width)).astype(np.int64)
        ends, content = self._read_around(held, index, mask, flags)
        paths, margins = best_paths(content, mask, self.moves, self.opening)
        inside = paths > 0
        certain = np.exp(np.take_along_axis(log_softmax(content), paths[:, :, None], 2)[:, :, 0])
        certain = (certain * inside).sum(1) / inside.sum(1)
        extents = Extents(text, pieces, np.where(mask, np.concatenate(held.pieces)[index], -1))
        contents: list[list[Extent]] = [[] for _ in held.cues]
        for k, start, end in runs_of(paths).tolist():
            if part := extents(k, start, end):
                contents[k].append(part)
        found = []
        odds = zip(held.cues, speakers(ends), certain.tolist(), margins.clip(-10, 10).tolist(), strict=True)
        for k, (cue, (speaker, sure), tags, margin) in enumerate(odds):
            at = extents(k, self.left, self.left + cue.width)
            if contents[k] and at:
                voice = extents(k, *speaker) if speaker else None
                score = self.score(logit(cue.chance), logit(sure), logit(tags), margin)
                found.append(Linked(Attribution(at, voice, tuple(contents[k]), score), cue.inner))
        return found

    def _read_around(self, held: Held, index: Ints, mask: npt.NDArray[np.bool_], flags: Ints) -> tuple[Floats, Floats]:
        """What the linker says of each column around each cue (``index``: its row): ends of speakers, tags of contents."""
        narrow, share = np.concatenate(held.narrow), np.concatenate(held.share)
        states, shown = np.stack([cue.state for cue in held.cues]), mask.astype(np.float32)
        runs = []
        for some in (slice(start, start + AT_ONCE) for start in range(0, len(index), AT_ONCE)):
            at = index[some]
            given = {"narrow": narrow[at], "at_cue": states[some], "share": share[at], "cue": flags[some], "mask": shown[some]}
            runs.append(self.linker.run(None, given))
        ends, content = (np.concatenate(parts) for parts in zip(*runs, strict=True))
        return ends, content

    def score(self, *odds: float) -> float:
        """The probability that an attribution is right, as "linked" in docs/quality.md counts.

        A logistic regression, fitted on PolNeAR's dev part, on four log odds: of the cue, of the speaker, of the content's
        tags in the mean, and of the content against none at all.
        """
        bias, *weights = self.settings["calibration"]
        return round(1 / (1 + math.exp(-bias - sum(w * x for w, x in zip(weights, odds, strict=True)))), 4)

    def _name(
        self,
        marked: Marked,
        where: Ints,
        own: npt.NDArray[np.bool_],
        runs: list[Run],
        mention_point: Floats,
        name_point: Floats,
    ) -> None:
        """Add a window's names, and for each of its pronouns which of them it may mean; row 0 stands for none of them."""
        if not runs:
            return
        pieces = marked.pieces
        opens = [run[0] for run in runs]
        starts = pieces.starts[where[opens]].tolist()
        ends = pieces.ends[where[[run[1] - 1 for run in runs]]].tolist()
        here = [
            Name(start, end, NAME_KINDS[kind], round(p, 4))
            for start, end, (_, _, kind, p) in zip(starts, ends, runs, strict=True)
        ]
        for name, mine in zip(here, own[opens].tolist(), strict=True):
            if mine:
                marked.names.setdefault((name.start, name.end), (len(marked.names), name))
        places = np.flatnonzero(own & self.pronouns[pieces.ids[where]]).tolist()
        if not places:
            return
        chances = np.exp(log_softmax(mention_point[places] @ name_point[[0, *opens]].T / POINT_SCALE))
        marked.antecedents += [
            Antecedent(
                (int(pieces.starts[where[r]]), int(pieces.ends[where[r]])), marked.names[name.start, name.end][0], round(p, 4)
            )
            for r, line in zip(places, chances[:, 1:].tolist(), strict=True)
            for name, p in zip(here, line, strict=True)
            if p >= LEAST_ANTECEDENT and (name.start, name.end) in marked.names
        ]

    @cached_property
    def pronouns(self) -> npt.NDArray[np.bool_]:
        """For each word piece of the vocabulary, whether it is a pronoun."""
        table = np.zeros(len(self.tokenizer.vocabulary), dtype=np.bool_)
        table[[i for word in PRONOUNS if (i := self.tokenizer.vocabulary.get(word)) is not None]] = True
        return table


def apart(runs: list[Run], others: list[Run]) -> list[Run]:
    """The runs that share no row with any of the others."""
    taken = {row for start, end, *_ in others for row in range(start, end)}
    return [run for run in runs if taken.isdisjoint(range(run[0], run[1]))]


def logit(chance: float) -> float:
    """Log odds, of a probability kept off 0 and 1."""
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def model_folder(language: str | None) -> Traversable:
    """Where the model of a language ("en", "en-GB") stands in the package, if it has one."""
    return files("sayso.languages").joinpath(base(language) or "none", "model")


def has_model(language: str | None) -> bool:
    """Whether a trained model for this language ships with the package."""
    return model_folder(language).joinpath("encoder.onnx").is_file()


def load_model(language: str = "en") -> Model:
    """Load a language's model, once, also where threads ask together. Raises FileNotFoundError where the language has none."""
    with _LOADING:
        return _loaded(language)


@cache
def _loaded(language: str) -> Model:
    return Model(model_folder(language))


def attribute(text: str, paragraphs: Sequence[Extent], language: str = "en") -> Roles:
    """Mark one text with its language's model; see ``Model.attribute``."""
    return load_model(base(language)).attribute(text, paragraphs)
