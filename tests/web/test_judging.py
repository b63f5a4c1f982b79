"""/judge: which statement waits, what a verdict leaves, how it is taken back, and whether figures say how they came about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from browser import CHROMIUM, measured
from starlette.testclient import TestClient
from store_readings import incoming, reading

from sayso.corrections import Share, chosen, draw, report, waiting
from sayso.door import Store
from sayso.doubt import is_doubtful
from sayso.formats import share_told
from sayso.store import Question
from sayso.store.contract import Engine
from sayso.web import application
from sayso.web.security import SCRIPTED
from sayso.web.waiting import seen_as

SCORES = (0.95, 0.31, 0.45, 0.8, 0.38, 0.9, 0.49, 0.6)  # of the statements, in the order of the text: four are doubtful
WORDS = tuple(f"item {number} is there" for number in range(1, 9))
DOUBTFUL = (2, 5, 3, 7)  # their numbers, the most doubtful first


class Judging:
    """A browser without a script, at a page of the site."""

    def __init__(self, engine: Engine, path: str = "/judge") -> None:
        self.store = Store(engine)
        self.asking = TestClient(application(self.store, True, ("testserver",)), follow_redirects=False)
        self.go(path)

    def go(self, path: str) -> str:
        answer = self.asking.get(path)
        assert answer.status_code == 200, answer.text
        self.path, self.page = path, answer.text
        return self.page

    def now(self) -> int | None:
        """The number of the statement that is asked for; None where none is."""
        found = re.search(r"<mark[^>]*>.*?item (\d) is there", self.page, re.S)
        return int(found[1]) if found else None

    def send(self, at: str, *buttons: str, **fields: str) -> int:
        """Press a button of the form of a class; the status of the answer, whose page is shown then."""
        form = re.search(rf'<(?:form class="{at}"|div class="{at}">.*?<form) ?[^>]*action="([^"]+)".*?</form>', self.page, re.S)
        assert form, self.page
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[0]))
        sent = {**hidden, **dict(button.split("=") for button in buttons), **fields}
        answer = self.asking.post(unescape(form[1]), data=sent)
        if answer.status_code == 303:
            self.go(answer.headers["location"])
        else:
            self.page = answer.text
        return answer.status_code

    def accept(self) -> None:
        assert self.send("verdict", "verdict=right") == 303

    def reject(self, fault: str | None = None) -> None:
        assert self.send("verdict", f"fault={fault}" if fault else "verdict=wrong") == 303

    def undo(self) -> None:
        assert self.send("last", "verdict=undone") == 303

    def skip(self) -> None:
        link = re.search(r'<a id="skip" href="([^"]+)"', self.page)
        assert link
        self.go(unescape(link[1]))

    def figure(self) -> str:
        found = re.search(r'<p class="figure">(.*?)</p>', self.page, re.S)
        assert found, self.page
        return " ".join(re.sub("<[^>]+>", "", found[1]).split())


def keep(engine: Engine) -> None:
    held = reading([("Ilya Torvan" if n % 2 else "Ana Dovrel", words) for n, words in enumerate(WORDS)])
    scored = tuple(replace(one, score=score) for one, score in zip(held.statements, SCORES, strict=True))
    engine.keep([incoming(replace(held, statements=scored))])


@pytest.fixture
def judging(engine: Engine) -> Judging:
    """A store, of both kinds in turn, with eight statements."""
    keep(engine)
    return Judging(engine)


def test_the_doubtful_ones_come_first_and_no_other(judging: Judging) -> None:
    seen = []
    while (now := judging.now()) is not None:
        seen.append(now)
        judging.accept()
    assert tuple(seen) == DOUBTFUL and "All are judged" in judging.page
    assert judging.figure() == "Of 4 judged, 4 right: 51 to 100 of a hundred (en-1)"
    assert "says nothing of all statements" in judging.page
    assert {one.verdict for one in judging.store.engine.judgements()} == {"right"}


def test_a_verdict_is_kept_as_sayso_judge_keeps_it(judging: Judging) -> None:
    judging.accept()
    judging.reject("speaker")
    judging.reject()
    held = judging.store.engine.judgements()
    assert [(one.verdict, one.fault, one.stands) for one in held] == [
        ("right", None, "same"), ("wrong", "speaker", "same"), ("wrong", None, "same")
    ]  # fmt: skip
    assert {one.sample for one in held} == {chosen(Question())}
    assert judging.figure() == f"{share_told(Share(1, 3)).capitalize()} (en-1)"
    assert "Rejected:" in judging.page and re.search(r'href="/statement/[^"]+#set-right"', judging.page)


def test_it_is_undone_step_by_step(judging: Judging) -> None:
    judging.accept()
    judging.reject("words")
    assert judging.now() == DOUBTFUL[2] and "Rejected (words):" in judging.page
    judging.undo()
    assert judging.now() == DOUBTFUL[1] and "Accepted:" in judging.page
    judging.undo()
    assert judging.now() == DOUBTFUL[0] and 'class="last"' not in judging.page
    assert judging.store.engine.judgements() == []
    judging.reject()
    assert [one.verdict for one in judging.store.engine.judgements()] == ["wrong"]
    assert judging.now() == DOUBTFUL[1]


def test_what_is_skipped_comes_again_from_the_first(judging: Judging) -> None:
    judging.skip()
    for _ in DOUBTFUL[1:]:
        judging.accept()
    assert judging.now() is None and "for those that were skipped" in judging.page
    judging.go("/judge")
    assert judging.now() == DOUBTFUL[0]


def test_the_sample_is_that_of_sayso_judge(judging: Judging) -> None:
    drawn = [hit.statement.id for hit in draw(judging.store.engine, Question(), 5).hits]
    seen = []
    judging.go("/judge?sample=5")
    for verdict in ("right", "wrong", "right", "right", "right"):
        seen.append(f"s{judging.now()}")
        assert judging.send("verdict", f"verdict={verdict}") == 303
    assert seen == drawn and judging.now() is None
    assert judging.figure() == "Of 5 judged, 4 right: 38 to 96 of a hundred (en-1)"
    assert "Drawn at random of 8 statements" in judging.page and "sayso judge --sample 5 --seed 1" in judging.page
    assert waiting(judging.store.engine, draw(judging.store.engine, Question(), 5)) == []


def test_what_was_chosen_does_not_count_as_drawn(judging: Judging) -> None:
    """Doubtful statements are wrong more often: were they to count, the figure of all would be too low."""
    for _ in DOUBTFUL:
        judging.reject()
    judging.go("/judge?sample=8")
    assert judging.figure() == "None judged yet"
    seen = []
    while (now := judging.now()) is not None:
        seen.append(now)
        judging.accept()
    assert sorted(seen) == list(range(1, 9)), "who judged them as doubtful ones is asked again"
    assert judging.figure() == "Of 8 judged, 8 right: 68 to 100 of a hundred (en-1)"
    told = report(judging.store.engine.judgements())
    assert [one.all for one in told.models] == [Share(8, 8)] and told.samples[0]["size"] == 8


def test_both_figures_stand_apart(judging: Judging) -> None:
    judging.go("/judge?sample=2&seed=4")
    judging.accept()
    judging.accept()
    judging.go("/judge")
    judging.reject()
    told = judging.asking.get("/judge.json").json()
    assert [(one["right"], one["judged"]) for one in told["models"]] == [(2, 2)]
    assert [(one["right"], one["judged"]) for one in told["doubted"]] == [(0, 1)]
    assert judging.figure().startswith("Of 1 judged, 0 right")
    rows = re.findall(r'<th scope="row">(drawn at random|chosen as doubtful)</th><td>en-1</td><td>(of \d)', judging.page)
    assert rows == [("drawn at random", "of 2"), ("chosen as doubtful", "of 1")]


def test_who_judges_has_verdicts_of_their_own(judging: Judging) -> None:
    judging.go("/judge?judge=Mara")
    judging.accept()
    judging.go("/judge?judge=Ilir")
    assert judging.now() == DOUBTFUL[0] and judging.figure() == "None judged yet"
    judging.reject()
    assert [(one.judge, one.verdict) for one in judging.store.engine.judgements()] == [("Mara", "right"), ("Ilir", "wrong")]
    judging.go("/judge")
    assert judging.now() == DOUBTFUL[1]


NARROWED = {
    "speaker=Ilya+Torvan": (2,), "speaker=Ana+Dovrel": (5, 3, 7), "q=item+7": (7,), "act=denies": (), "since=2032": (),
    "outlet=The+Aurane+Post": DOUBTFUL, "min_score=.4": (3, 7),
}  # fmt: skip


def test_filters_narrow_what_is_judged(judging: Judging) -> None:
    for query, numbers in NARROWED.items():
        judging.go(f"/judge?{query}&judge={query[:6]}")
        seen = []
        while (now := judging.now()) is not None:
            seen.append(now)
            judging.accept()
        assert tuple(seen) == numbers, query
        assert numbers or "No doubtful statement answers" in judging.page
    judging.go("/judge?speaker=Ilya+Torvan&sample=3")
    assert 'href="/judge?sample=3" aria-label="Remove Speaker Ilya Torvan"' in judging.page


def test_what_was_found_is_judged_by_the_same_filters(judging: Judging) -> None:
    page = judging.asking.get("/find?q=item&speaker=Ana+Dovrel&page=1&order=oldest").text
    (link,) = re.findall(r'<a href="([^"]+)">Judge the doubtful ones', page)
    judging.go(unescape(link))
    assert link == "/judge?q=item&amp;speaker=Ana+Dovrel" and judging.now() == 5


def test_what_reads_otherwise_by_now_is_not_judged(judging: Judging) -> None:
    (hit,) = judging.store.find("item 2")
    before = judging.page
    judging.store.correct.set(hit.key, "he asked", act="asks")
    assert judging.send("verdict", "verdict=right") == 400
    assert "reads otherwise since the page was drawn" in judging.page and judging.now() == DOUBTFUL[1]
    assert judging.store.engine.judgements() == [] and before != judging.page


NO_VERDICTS: tuple[tuple[str, dict[str, str], int, str], ...] = (
    ("/judge", {"verdict": "maybe"}, 400, "is no verdict"),
    ("/judge", {"verdict": ""}, 400, "is no verdict"),
    ("/judge", {"verdict": "wrong", "fault": "spelling"}, 400, "is no fault"),
    ("/judge", {"verdict": "right", "key": "99.1/s1"}, 400, "not there any more"),
    ("/judge", {"verdict": "right", "csrf": "0" * 64}, 403, "another session"),
    ("/judge?sample=1", {"verdict": "right", "key": "OTHER"}, 400, "none of this sample"),
)


def test_no_figure_takes_in_a_statement_that_is_none_of_what_is_asked(judging: Judging) -> None:
    """Its page would say that it is a doubtful one, or one drawn at random."""
    sure = next(hit for hit in judging.store.find(limit=0) if not is_doubtful(hit.statement))
    doubtful = judging.page
    answer = judging.asking.get(f"/judge?key={sure.short}")
    assert answer.status_code == 400 and "is not doubtful" in answer.text
    judging.page = doubtful
    assert judging.send("verdict", "verdict=right", key=sure.short, read=seen_as(sure)) == 400
    assert "is not doubtful" in judging.page and judging.store.engine.judgements() == []
    drawn = judging.go("/judge?sample=1")
    (key,) = re.findall(r'name="key" value="([^"]+)"', drawn)
    other = next(hit for hit in judging.store.find(limit=0) if hit.short != key)
    assert judging.asking.get(f"/judge?sample=1&key={other.short}").status_code == 400


def test_what_is_no_verdict_changes_nothing(judging: Judging) -> None:
    for path, fields, status, words in NO_VERDICTS:
        judging.go(path)
        if fields.get("key") == "OTHER":
            other = next(hit for hit in judging.store.find(limit=0) if hit.statement.id != f"s{judging.now()}")
            fields = {**fields, "key": other.short}
        assert judging.send("verdict", **fields) == status and words in judging.page, (path, fields)
    assert judging.store.engine.judgements() == []


ODD = {
    "/judge?sample=0": 400, "/judge?sample=1001": 400, "/judge?at=0": 400, "/judge?at=999999": 200, "/judge?sample=3&at=9": 200,
    "/judge?seed=x&sample=2": 400, "/judge?nothing=1": 400, "/judge?key=99.1/s1": 404, "/judge?done=99.1/s1": 200,
    "/judge?done=1.7/s1": 200, "/judge?judge=" + "x" * 101: 400, "/judge?key=1.1/s1": 400, "/judge?order=newest": 400,
    "/judge?said=any": 200, "/judge?speaker=Nobody+At+All": 200, "/judge?key=1.1": 404, "/judge?sample=1e3": 400,
}  # fmt: skip


def test_odd_questions_are_answered_in_words(judging: Judging) -> None:
    assert {path: judging.asking.get(path).status_code for path in ODD} == ODD


def test_it_is_for_who_may_write(engine: Engine) -> None:
    keep(engine)
    asking = TestClient(application(Store(engine), hosts=("testserver",)))
    answer = asking.get("/judge")
    assert answer.status_code == 403 and "sayso serve --write" in answer.text
    assert asking.post("/judge", data={"key": "1.1/s2", "verdict": "right"}).status_code == 403
    assert 'href="/judge"' not in asking.get("/about").text and engine.judgements() == []


def test_its_script_comes_from_here_and_no_page_else_has_one(judging: Judging) -> None:
    answer = judging.asking.get("/judge")
    assert answer.headers["content-security-policy"] == SCRIPTED["Content-Security-Policy"]
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert re.findall(r"<script[^>]*>[^<]*", answer.text) == ['<script src="/static/judge.js" defer>']
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", answer.text)
    assert "script-src 'none'" in judging.asking.get("/find").headers["content-security-policy"]
    held = judging.asking.get("/static/judge.js")
    assert held.headers["content-type"].startswith("text/javascript") and "eval" not in held.text
    pressed = set(re.findall(r'"(accept|reject|skip|undo)"', held.text))
    judging.accept()
    assert {name for name in pressed if f'id="{name}"' in judging.page} == pressed == {"accept", "reject", "skip", "undo"}


def test_its_page_is_built_as_pages_are(judging: Judging) -> None:
    judging.reject("speaker")
    page = judging.page
    assert [int(level) for level in re.findall(r"<h([1-6])\b", page)][:1] == [1] and page.count("<h1") == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for label in re.findall(r'<label for="([^"]+)"', page):
        assert label in ids
    assert 'role="status"' in page and page.count("accesskey=") == 4
    assert parse_qs(urlsplit(judging.path).query)["at"] == ["2"]


def test_hostile_words_stay_words(engine: Engine) -> None:
    hostile = "\"><script>alert('x')</script>"
    held = reading([(f"Ana {hostile}", f"the guns {hostile} are gone")], headline=hostile, outlet=hostile)
    engine.keep([incoming(replace(held, statements=(replace(held.statements[0], score=0.4),)))])
    judging = Judging(engine)
    judging.reject()
    assert "<script>" not in judging.page and "&lt;script&gt;" in judging.page


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A page with its script and style within, for a browser that has no server; and what its buttons would send."""
    import sayso

    with sayso.open_store(tmp_path / "news.db") as store:
        keep(store.engine)
        judging = Judging(store.engine)
        judging.reject()
        page = judging.page
        for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)">', page):
            page = page.replace(f'<link rel="stylesheet" href="{sheet}">', f"<style>{judging.asking.get(sheet).text}</style>")
        script = judging.asking.get("/static/judge.js").text
        yield tmp_path, page.replace('<script src="/static/judge.js" defer></script>', "") + f"<script>{script}</script>"


PRESS = """
const seen = [];
d.addEventListener("submit", (event) => { event.preventDefault(); seen.push(event.submitter.id); });
d.addEventListener("click", (event) => { if (event.target.id === "skip") { event.preventDefault(); seen.push("skip"); } });
const press = (key, more = {}, at = d.body) => {
  d.defaultView.dispatchEvent(new PageTransitionEvent("pageshow"));
  at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
};
for (const key of ["a", "r", "s", "j", "ArrowRight", "u", "1", "7", "A", "8", "x"]) press(key);
press("a", { ctrlKey: true }); press("a", { repeat: true }); press("a", {}, d.getElementById("f-speaker"));
press("?"); seen.push(d.getElementById("keys").open ? "open" : "shut");
seen.push("focus" + d.activeElement.tagName);
d.getElementById("keys-on").click(); press("a");
return seen.map(one => one.replace("-", ""));
"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_its_keys_press_what_stands_there(scripted: tuple[Path, str]) -> None:
    width, seen = measured(*scripted, 320, PRESS)
    assert width <= 320
    keys = ["accept", "reject", "skip", "skip", "skip", "undo", "fault1", "fault7", "accept"]
    assert seen == [*keys, "open", "focusSUMMARY"], "with Ctrl, held down, in a field and turned off no key judges"
