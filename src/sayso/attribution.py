"""Article -> spans: one pass of a small trained encoder marks cues, their speakers and contents, and names."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import numpy as np
import numpy.typing as npt

from sayso.decoding import Floats, best_paths, log_softmax, runs_of, speakers, tagged
from sayso.encoding import Ints, Pieces, Window, encode, load_tokenizer, pack, rows

Extent = tuple[int, int]
NameKind = Literal["person", "organisation", "place", "other"]
NAME_KINDS: tuple[NameKind, ...] = ("person", "organisation", "place", "other")
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
LEAST_ANTECEDENT = 0.1  # probabilities below say nothing
MODEL_NAME = "en-1"
RIVAL = 0.7  # share of characters above which two contents are one
BATCH = 2048  # word pieces a run of the encoder; more buys no speed, and memory grows with it
DEEPEST = 3  # how often a content is read again by itself for statements within it

Row = tuple[Window, Ints, Ints]  # a window, its inputs, and the piece at each of its rows
Case = tuple[int, int, int, float]  # a cue: row of the batch, first and last place in it, probability


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue with its speaker and contents, as the encoder marks them. Extents are code points into the article's text.

    ``within`` is the index, in the same list, of the attribution whose content this one was found in.
    """

    cue: Extent
    speaker: Extent | None
    contents: tuple[Extent, ...]
    score: float
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in the text ("Vladimir Putin" in "Russian President Vladimir Putin"), without title or office."""

    start: int
    end: int
    kind: NameKind
    score: float


@dataclass(frozen=True, slots=True)
class Antecedent:
    """How likely the encoder takes a pronoun or a noun phrase to mean the thing named at ``name`` (index into ``names``)."""

    mention: Extent
    name: int
    score: float


@dataclass(frozen=True, slots=True)
class Roles:
    """All that the encoder marks in one article."""

    attributions: tuple[Attribution, ...] = ()
    names: tuple[Name, ...] = ()
    antecedents: tuple[Antecedent, ...] = ()


class Model:
    """One language's encoder, loaded once. ``threads`` is the number of cores that one run may use.

    >>> model = load_model("en")
    >>> text = '"It will rain," the mayor said.'
    >>> [text[slice(*a.cue)] for a in model.attribute(text, [(0, len(text))]).attributions]
    ['said']
    """

    def __init__(self, folder: Traversable, threads: int = 1) -> None:
        import onnxruntime  # here, since it costs 0.1 s that a page in another language need not pay

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        # The kernel of that fusion takes 6.9 ns an element where the two it replaces take 1.8: a quarter of the encoder's time.
        session = partial(onnxruntime.InferenceSession, sess_options=options, disabled_optimizers=["SkipLayerNormFusion"])
        self.encoder = session(folder.joinpath("encoder.onnx").read_bytes())
        self.linker = session(folder.joinpath("linker.onnx").read_bytes())
        self.tokenizer = load_tokenizer(folder.joinpath("tokenizer.json").read_text(encoding="utf8"))
        settings = json.loads(folder.joinpath("settings.json").read_text(encoding="utf8"))
        self.settings = settings
        self.left, self.right = settings["left"], settings["right"]
        self.moves = np.asarray(settings["moves"], dtype=np.float32)
        self.opening = np.asarray(settings["opening"], dtype=np.float32)
        self.name = settings.get("name", MODEL_NAME)

    def attribute(self, text: str, paragraphs: Sequence[Extent]) -> Roles:
        """Mark the attributions, names and antecedents of one text; extents are code points.

        Contents are read again by themselves, so that statements within statements are found; an outer attribution stands
        before those within it. The result does not depend on what else is read, before or beside it.
        """
        marked, names, antecedents = self._read(text, paragraphs, self.settings.get("cue_bias", 0.0), whole=True)
        found = without_rivals([a for a in marked if a.score >= self.settings.get("least", 0.0)])
        fresh = range(len(found))
        for _ in range(DEEPEST):
            inner = self._read_again(text, found, fresh)
            fresh = range(len(found), len(found) + len(inner))
            found += inner
            if not inner:
                break
        return Roles(tuple(found), tuple(names), tuple(antecedents))

    def _read_again(self, text: str, found: list[Attribution], fresh: range) -> list[Attribution]:
        """Read each content of the attributions in ``fresh`` by itself."""
        owner = {content: i for i in fresh for content in found[i].contents if worth_reading(text, content)}
        if not owner:
            return []
        contents = sorted(owner)
        starts = [start for start, _ in contents]
        marked, _, _ = self._read(text, contents, self.settings.get("inner_cue_bias", 0.0), whole=False)
        inner = []
        for a in marked:
            i = bisect_right(starts, a.cue[0]) - 1
            start, end = contents[i]
            kept = tuple(c for c in a.contents if start <= c[0] and c[1] <= end)
            speaker = a.speaker if a.speaker and start <= a.speaker[0] and a.speaker[1] <= end else None
            outer = found[owner[start, end]]
            if kept and a.cue[1] <= end and a.score >= self.settings.get("inner_least", 0.0) and (kept != outer.contents):
                inner.append(replace(a, contents=kept, speaker=speaker, within=owner[start, end]))
        return inner

    def _read(
        self, text: str, paragraphs: Sequence[Extent], bias: float, whole: bool
    ) -> tuple[list[Attribution], list[Name], list[Antecedent]]:
        pieces = encode(self.tokenizer, text, paragraphs)
        marked: list[Attribution] = []
        names: dict[Extent, tuple[int, Name]] = {}  # in text order, each with its index
        antecedents: list[Antecedent] = []
        for batch in _batches(pieces):
            linked, cue, name, mention_point, name_point = self._encode(batch)
            cases: list[Case] = []
            for row, (window, _, where) in enumerate(batch):
                n = len(where)
                own = where >= window.own
                cases += [(row, start, end, score) for start, end, _, score in tagged(cue[row, :n], ~own, bias)]
                if whole:
                    runs = tagged(name[row, :n], where < 0)
                    here = [Name(*extent(pieces, where, s, e), NAME_KINDS[k], round(p, 4)) for s, e, k, p in runs]
                    for found, run in zip(here, runs, strict=True):
                        if own[run[0]]:
                            names.setdefault((found.start, found.end), (len(names), found))
                    antecedents += self._antecedents(pieces, where, own, runs, here, names, mention_point[row], name_point[row])
            marked += self._link(pieces, batch, linked, cases)
        marked = [whole_words(text, a) for a in marked]
        return marked, [name for _, name in names.values()], antecedents

    def _encode(self, batch: list[Row]) -> list[Floats]:
        inputs = np.zeros((3, len(batch), max(len(where) for _, _, where in batch)), dtype=np.int64)
        for row, (_, values, where) in enumerate(batch):
            inputs[:, row, : len(where)] = values
        outputs: list[Floats] = self.encoder.run(None, {"ids": inputs[0], "shapes": inputs[1], "quoted": inputs[2]})
        return outputs

    def _link(self, pieces: Pieces, batch: list[Row], linked: Floats, cases: list[Case]) -> list[Attribution]:
        """Find the speaker and the contents of each cue."""
        if not cases:
            return []
        columns = np.arange(-self.left, self.right)
        row, first, end = (np.array([c[i] for c in cases]) for i in range(3))
        lengths = np.array([len(where) for _, _, where in batch])[row][:, None]
        at = first[:, None] + columns
        mask = (at >= 0) & (at < lengths)
        at = at.clip(0, lengths - 1)
        flags = ((columns >= 0) & (columns < (end - first)[:, None])).astype(np.int64)
        ends, content = self.linker.run(
            None, {"linked": linked[row[:, None], at], "cue": flags, "mask": mask.astype(np.float32)}
        )
        paths = best_paths(content, mask, self.moves, self.opening)
        certain = np.exp(np.take_along_axis(log_softmax(content), paths[:, :, None], 2)[:, :, 0])
        found = []
        for k, (case, (speaker, sure)) in enumerate(zip(cases, speakers(ends), strict=True)):
            where = batch[case[0]][2]
            runs = [(at[k, s], at[k, e - 1] + 1) for s, e in runs_of(paths[k])]
            contents = tuple(extent(pieces, where, s, e) for s, e in runs if (where[s:e] >= 0).any())
            if contents:
                voice = extent(pieces, where, at[k, speaker[0]], at[k, speaker[1] - 1] + 1) if speaker else None
                score = self.score(case[3], sure, float(certain[k][paths[k] > 0].mean()))
                found.append(Attribution(extent(pieces, where, case[1], case[2]), voice, contents, score))
        return found

    def score(self, cue: float, speaker: float, content: float) -> float:
        """The probability that an attribution is right, as "linked" in docs/quality.md counts: a logistic regression."""
        weights = self.settings.get("calibration", [0.0, 1.0, 1.0, 1.0])
        logits = [math.log(min(max(p, 1e-4), 1 - 1e-4) / (1 - min(max(p, 1e-4), 1 - 1e-4))) for p in (cue, speaker, content)]
        return round(1 / (1 + math.exp(-(weights[0] + sum(w * x for w, x in zip(weights[1:], logits, strict=True))))), 4)

    def _antecedents(
        self,
        pieces: Pieces,
        where: Ints,
        own: npt.NDArray[np.bool_],
        runs: list[tuple[int, int, int, float]],
        here: list[Name],
        names: dict[Extent, tuple[int, Name]],
        mention_point: Floats,
        name_point: Floats,
    ) -> list[Antecedent]:
        """For each pronoun of the window, which of the window's names it may mean; row 0 stands for none of them."""
        places = [r for r in np.flatnonzero(own).tolist() if int(pieces.ids[where[r]]) in self.pronouns]
        if not places or not runs:
            return []
        chances = np.exp(log_softmax(mention_point[places] @ name_point[[0, *(s for s, _, _, _ in runs)]].T / 8.0))
        return [
            Antecedent(extent(pieces, where, r, r + 1), names[name.start, name.end][0], round(p, 4))
            for r, line in zip(places, chances[:, 1:].tolist(), strict=True)
            for name, p in zip(here, line, strict=True)
            if p >= LEAST_ANTECEDENT and (name.start, name.end) in names
        ]

    @cached_property
    def pronouns(self) -> frozenset[int]:
        """The word pieces that are pronouns."""
        return frozenset(i for word in PRONOUNS if (i := self.tokenizer.token_to_id(word)) is not None)


def extent(pieces: Pieces, where: Ints, start: int, end: int) -> Extent:
    """Rows of a window -> code points, special rows at either end left out."""
    held = where[start:end]
    held = held[held >= 0]
    return int(pieces.starts[held[0]]), int(pieces.ends[held[-1]])


def whole_words(text: str, attribution: Attribution) -> Attribution:
    """The same attribution with no word cut in two by its word pieces: "read" in "readout" becomes "readout"."""
    snap = partial(_snap, text)
    speaker = snap(attribution.speaker) if attribution.speaker else None
    return replace(attribution, cue=snap(attribution.cue), speaker=speaker, contents=tuple(map(snap, attribution.contents)))


def _snap(text: str, stretch: Extent) -> Extent:
    start, end = stretch
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def without_rivals(marked: Sequence[Attribution]) -> list[Attribution]:
    """Of attributions that claim the same content for different cues, the likeliest, in text order.

    Contents are the same where they share more than ``RIVAL`` of their characters: linked F1 on dev rose from .588 to .595,
    and is within .001 for any share from .3 to .8.
    """
    kept: dict[Extent, Attribution] = {}
    near: dict[int, list[Attribution]] = {}  # those kept, by the thousands of code points that their contents touch
    for a in sorted(marked, key=lambda a: (-a.score, a.cue)):
        places = {i for start, end in a.contents for i in range(start // 1000, end // 1000 + 1)}
        if a.cue not in kept and all(_shared(a.contents, b.contents) <= RIVAL for i in places for b in near.get(i, ())):
            kept[a.cue] = a
            for i in places:
                near.setdefault(i, []).append(a)
    return [kept[cue] for cue in sorted(kept)]


def _shared(a: Sequence[Extent], b: Sequence[Extent]) -> float:
    """Characters in both over characters in either."""
    both = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)
    either = sum(end - start for start, end in (*a, *b)) - both
    return both / either if either else 0.0


def worth_reading(text: str, content: Extent) -> bool:
    """Whether a content can hold a statement of its own: a speaker, a cue and a content are three words at least."""
    return text.count(" ", *content) >= 2


def _batches(pieces: Pieces) -> Iterator[list[Row]]:
    """The windows of one text, with their inputs, a batch at a time."""
    batch: list[Row] = []
    for window in pack(pieces):
        if batch and (len(batch) + 1) * max(len(window), *(len(w) for w, _, _ in batch)) > BATCH:
            yield batch
            batch = []
        batch.append((window, *rows(pieces, window)))
    if batch:
        yield batch


def model_folder(language: str) -> Traversable:
    """Where the model of a language stands in the package."""
    return files("sayso.languages").joinpath(language, "model")


def has_model(language: str | None) -> bool:
    """Whether a trained model for this language ("en", "en-GB") ships with the package."""
    return bool(language) and model_folder(str(language).split("-")[0].lower()).joinpath("encoder.onnx").is_file()


@cache
def load_model(language: str = "en", threads: int = 1) -> Model:
    """Load a language's model, once for each number of threads. Raises FileNotFoundError where the language has none."""
    return Model(model_folder(language), threads)


def attribute(texts: Sequence[tuple[str, Sequence[Extent]]], threads: int = 1, language: str = "en") -> list[Roles]:
    """Mark several texts, each with its paragraphs; each is read alone, so that it does not depend on its neighbours."""
    model = load_model(language, threads)
    return [model.attribute(text, paragraphs) for text, paragraphs in texts]
