"""A random sample, in stores of both kinds: of all that answers and no more, the same for the same seed, wire copy once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
import shelf
from store_readings import incoming, reading

from sayso.corrections import draw
from sayso.door import Store
from sayso.store import Question
from sayso.store.contract import Engine


@pytest.fixture
def held(engine: Engine) -> Engine:
    """Articles in two versions, with wire copy, and with one statement that was set right."""
    engine.keep([incoming(one) for one in shelf.readings()])
    store = Store(engine)
    store.correct.set(store.find("item 7")[0].key, "so it stands", act="asks")
    return engine


QUESTIONS = (Question(), Question(said=None, all_versions=True), Question(speaker="Ana Dovrel"), Question(words="border"))


def test_it_is_drawn_of_what_answers(held: Engine) -> None:
    for question in QUESTIONS:
        every = [hit for hit in held.stream(question) if not hit.statement.corrected]
        whole = draw(held, question, 1_000, 3)
        assert Counter(hit.key for hit in whole.hits) == Counter(hit.key for hit in every)
        assert whole.population == len(every) and whole.corrected == sum(1 for _ in held.stream(question)) - len(every)
        few = draw(held, question, 5, 3)
        assert few.hits == whole.hits[:5] == draw(held, question, 5, 3).hits and few.population == whole.population
    assert draw(held, QUESTIONS[0], 5, 4).hits != draw(held, QUESTIONS[0], 5, 3).hits
    assert draw(held, QUESTIONS[0]).corrected == 1 and draw(held, Question(words="nothing")).hits == ()


def test_each_is_drawn_as_often_as_another(held: Engine) -> None:
    """Of 120 samples of 6 each of 29 statements is in some 25; a binomial's spread is 4.4. The seeds are the same each time."""
    question = Question(speaker="Mara Quill")
    drawn = Counter(hit.key for seed in range(120) for hit in draw(held, question, 6, seed).hits)
    assert len(drawn) == 29 and min(drawn.values()) > 25 - 16 and max(drawn.values()) < 25 + 16, drawn


def test_doubtful_ones_wait_until_they_are_judged(held: Engine) -> None:
    said = reading([("Ana Dovrel", f"post {number} is shut") for number in range(4)], url="https://post.example/9")
    scored = zip(said.statements, (0.45, 0.9, 0.31, 0.4), strict=True)
    held.keep([incoming(replace(said, statements=tuple(replace(one, score=score) for one, score in scored)))])
    store = Store(held)
    waits = store.judge_doubtful(judge="Mara")
    assert [hit.statement.score for hit in waits.hits] == [0.31, 0.4, 0.45]
    store.judge(waits.hits[1].key, "wrong", "words", judge="Mara", sample=waits)
    assert [hit.statement.score for hit in store.judge_doubtful(1, judge="Mara").hits] == [0.31]
    assert [hit.statement.score for hit in store.judge_doubtful(judge="Mara").hits] == [0.31, 0.45]
    assert len(store.judge_doubtful(judge="Ilir").hits) == 3 and len(store.judge_doubtful(speaker="Ilir Tamm").hits) == 0
    told = store.judgements()
    assert told.models == () and [(one.all.right, one.all.judged) for one in told.doubted] == [(0, 1)]
