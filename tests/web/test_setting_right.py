"""The forms that set things right, as a browser sends them: looked at, saved, taken back; what is wrong; two people at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import jsonschema
import pytest
from form_fields import form_at, send
from starlette.testclient import TestClient
from store_readings import eventful, incoming, reading, undertaken

from sayso.door import Store
from sayso.formats import corrections_to_json
from sayso.store.contract import Engine
from sayso.web import application
from sayso.web.setting_right.forms import LONGEST

HOSTILE = "\"><script>alert('x')</script>&amp;{{7*7}}\u202e"
SAID = (("Ilya Torvan", "The bridge is safe"), ("Bo Pell", "The guns are gone"), ("Ana Dovrel", "The bridge is shut"))
AT = "/statement/1.1/12-16"


@pytest.fixture
def desk(engine: Engine) -> Store:
    """A store of both kinds in turn: three statements, two articles of a meeting, what somebody will do."""
    text = "Ilya Torvan and Ana Dovrel met in Aurane. Ilya Torvan will move the guns by April."
    later = "Ilya Torvan and Ana Dovrel have met in Aurane."
    who = "Ilya Torvan, Ana Dovrel"
    met = eventful(text, ("meeting", "happened", "met", who, "2031-03-14", "Aurane"), url="https://post.example/2")
    again = eventful(later, ("meeting", "happened", "met", who, "2031-03-14", "Aurane"), url="https://post.example/3")
    days = ({"page": str(day), "captured": f"2031-03-{day}T12:00:00+00:00"} for day in range(15, 18))
    held = (reading(SAID), undertaken(met, "Ilya Torvan", "move the guns", "2031-04-01"), again)
    engine.keep([incoming(one, **more) for one, more in zip(held, days, strict=True)])
    return Store(engine)


@pytest.fixture
def asking(desk: Store) -> Iterator[TestClient]:
    """Who may write to it."""
    with TestClient(application(desk, True, ("testserver",)), follow_redirects=False) as client:
        client.get("/")
        yield client


def known(desk: Store, name: str) -> Any:
    return desk.party.show(name)


def event(desk: Store) -> Any:
    return desk.events()[0]


def path_of(desk: Store, what: str) -> str:
    """A page: of a party by its name, of the event, of the undertaking, or the address itself."""
    match what:
        case "event":
            return f"/event/{event(desk).key}"
        case "undertaking":
            return f"/event/{desk.ledger()[0].key}"
    return what if what.startswith("/") else f"/party/{known(desk, what).id}"


FORMS = [
    (AT, "set", {"speaker": "Ana Dovrel", "act": "denies"}, "set-statement", "Ana Dovrel"),
    (AT, "set", {"words": "bridge is safe"}, "set-statement", "bridge is safe"),
    (AT, "set", {"cue": "", "relay-1": "Ana Dovrel", "relay-2": "the desk (group)"}, "set-statement", ", as told by "),
    (AT, "set", {"speaker": ""}, "set-statement", "nobody is named"),
    (AT, "set", {"addressee": "Marit Vell (person)", "said": "expected"}, "set-statement", "Marit Vell"),
    (AT, "remove", {}, "not-said", "Taken back"),
    ("/article/1.1", "add", {"words": "guns are gone", "speaker": "Ana Dovrel", "act": "warns"}, "add-statement", "are gone"),
    ("Bo Pell", "merge", {"into": "Ilya Torvan"}, "merge", "Ilya Torvan"),
    ("Ana Dovrel", "rename", {"name": "Ana D."}, "rename", "Ana D."),
    ("event", "set-state", {"state": "denied", "day": "2031-03-20"}, "set-state", "denied"),
    ("undertaking", "set-state", {"state": "kept"}, "set-state", "reported kept"),
]


@pytest.mark.parametrize(("page", "verb", "typed", "kind", "told"), FORMS)
def test_a_form_is_looked_at_saved_and_taken_back(
    desk: Store, asking: TestClient, page: str, verb: str, typed: dict[str, str], kind: str, told: str
) -> None:
    if verb == "add":  # of words that no statement has
        desk.party.not_said("1.1/s2", "so that it was missed")
    page, before = path_of(desk, page), len(desk.party.corrections())
    path = f"{page}/{verb}"
    status, looked = send(asking, page, path, "look", reason="as the tape has it", **typed)
    assert status == 200 and "What would change" in looked and len(desk.party.corrections()) == before, looked
    kept = form_at(looked, path)
    assert {name: kept[name].strip() for name in typed} == typed and kept["reason"] == "as the tape has it"
    answer = asking.post(path, data={**kept, "step": "save"})  # from the page that it was looked at on
    assert answer.status_code == 303, answer.text
    made = desk.party.corrections()[-1]
    assert (made.kind, made.reason, len(desk.party.corrections())) == (kind, "as the tape has it", before + 1)
    done = asking.get(answer.headers["location"]).text
    assert f"Correction {made.number} is made" in done and told in done
    status, _ = send(asking, answer.headers["location"], f"/corrections/{made.number}/undo")
    assert status == 303 and desk.party.corrections()[before].state == "undone"
    assert "taken back" in asking.get("/corrections").text
    assert not list(desk.verify())


def test_parties_are_parted_and_a_statement_put_back(desk: Store, asking: TestClient) -> None:
    send(asking, path_of(desk, "Bo Pell"), f"{path_of(desk, 'Bo Pell')}/merge", into="Ilya Torvan", reason="one man")
    one = path_of(desk, "Ilya Torvan")
    status, looked = send(asking, one, f"{one}/split", "look", name="Bo Pell", reason="two men")
    assert status == 200 and "A party of its own" in looked
    assert send(asking, one, f"{one}/split", name="Bo Pell", reason="two men")[0] == 303
    assert [party.name for party in desk.party.list("Bo Pell")] == ["Bo Pell"]
    send(asking, AT, f"{AT}/remove", reason="no")
    taken = asking.get(AT).text
    assert f"{AT}/restore" in taken and f"{AT}/set" not in taken
    assert send(asking, AT, f"{AT}/restore", reason="yes")[0] == 303 and desk.find("safe").total == 1
    answer = asking.get(f"{AT}/restore")
    assert answer.status_code == 404 and "does not go with what stands there" in answer.text


def test_events_are_made_one_and_parted(desk: Store, asking: TestClient) -> None:
    (one,) = desk.events()
    assert len({state.key for state in one.history}) == 2
    page, apart = path_of(desk, "event"), next(state.key for state in one.history if state.key != one.key)
    status, leads = send(asking, page, f"{page}/split", mention=apart, reason="another day")
    assert status == 303 and len(desk.events()) == 2 and asking.get(leads).status_code == 200
    status, looked = send(asking, page, f"{page}/merge", "look", into=f"http://testserver/event/{apart}", reason="the same")
    assert status == 200 and "Meeting: Ilya Torvan, Ana Dovrel" in looked, looked
    status, leads = send(asking, f"/event/{apart}", f"/event/{apart}/merge", into=one.key, reason="the same")
    assert status == 303 and len(desk.events()) == 1 and "is made" in asking.get(leads).text
    assert "one with" in asking.get(page).text


@pytest.mark.parametrize(
    ("page", "verb", "typed", "beside", "words"),
    [
        (AT, "set", {"speaker": "Marit Vell"}, "speaker", "no party goes by"),
        (AT, "set", {"speaker": "Nobody", "cue": "whispered"}, "cue", "whispered&#39; stands nowhere"),
        (AT, "set", {"words": "said"}, "words", "by their place"),
        (AT, "set", {"words": "said", "at": "x"}, "at", "a place is a whole number"),
        (AT, "set", {"relay-1": "Nobody"}, "relay-1", "no party goes by"),
        (AT, "set", {"act": "sings"}, "act", "to choose"),
        (AT, "set", {"speaker": "Ana Dovrel", "reason": " \t"}, "reason", "a correction needs a reason"),
        (AT, "set", {"speaker": "x" * (LONGEST + 1)}, "speaker", "up to 100,000"),
        (AT, "set", {}, None, "nothing is set otherwise"),
        (AT, "set", {"words": "said: “The bridge is safe”"}, "words", "stands within the words"),
        ("/article/1.1", "add", {"words": "nowhere at all"}, "words", "stands nowhere"),
        ("/article/1.1", "add", {"words": "The bridge is safe"}, None, "stands there already"),
        ("/article/1.1", "add", {}, "words", "to be filled in"),
        ("Bo Pell", "merge", {"into": "Nobody"}, "into", "/parties lists them"),
        ("Bo Pell", "merge", {"into": "Bo Pell"}, "into", "one party already"),
        ("Bo Pell", "rename", {}, "name", "already"),
        ("event", "set-state", {}, "state", "already"),
        ("event", "set-state", {"state": "kept"}, "state", "to choose"),
        ("event", "set-state", {"state": "held", "day": "May"}, "day", "is no day"),
        ("event", "set-state", {"state": "held", "day": "2031-05"}, "day", "more than one day"),
        ("event", "merge", {"into": "e0000000"}, "into", "its page has its key"),
        ("undertaking", "merge", {"into": "KEY"}, "into", "no undertaking goes by"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    desk: Store, asking: TestClient, page: str, verb: str, typed: dict[str, str], beside: str | None, words: str
) -> None:
    page = path_of(desk, page)
    path, typed = f"{page}/{verb}", {"reason": "because", **typed}
    status, again = send(asking, page, path, **typed)
    assert status == 400 and words.lower() in again.lower() and not list(desk.party.corrections()), again
    kept = form_at(again, path)
    if words != "to choose":
        assert {name: kept[name].strip() for name in typed} == {name: value.strip() for name, value in typed.items()}
    assert 'role="alert"' in again
    if beside:
        assert re.search(rf'id="{verb}-{beside}-wrong">[^<]*{re.escape(words)}', again, re.IGNORECASE), again
        assert re.search(rf'id="{verb}-{beside}"[^>]*aria-describedby="[^"]*{verb}-{beside}-wrong"[^>]*aria-invalid', again)


def test_two_people_at_once_overwrite_nothing_unseen(desk: Store, asking: TestClient) -> None:
    mine = form_at(asking.get(AT).text, f"{AT}/set")
    assert send(asking, AT, f"{AT}/set", speaker="Ana Dovrel", reason="first")[0] == 303
    answer = asking.post(f"{AT}/set", data={**mine, "act": "denies", "reason": "second", "step": "save"})
    assert answer.status_code == 409 and len(desk.party.corrections()) == 1
    assert "Speaker is “Ana Dovrel”, and was “Ilya Torvan”" in answer.text
    drawn = form_at(answer.text, f"{AT}/set")
    assert (drawn["speaker"], drawn["act"], drawn["reason"]) == ("Ana Dovrel", "denies", "second")
    assert asking.post(f"{AT}/set", data={**drawn, "step": "save"}).status_code == 303
    assert (hit := desk.find("safe")[0]).speaker == "Ana Dovrel" and hit.statement.act == "denies"
    party = path_of(desk, "Bo Pell")
    mine = form_at(asking.get(party).text, f"{party}/rename")
    desk.party.merge("Bo Pell", "Ilya Torvan", "by the command line")
    answer = asking.post(f"{party}/rename", data={**mine, "name": "T.", "reason": "late", "step": "save"})
    assert answer.status_code == 409 and "the name that it is shown under is “Ilya Torvan”, and was “Bo Pell”" in answer.text
    event_page = path_of(desk, "event")
    mine = form_at(asking.get(event_page).text, f"{event_page}/set-state")
    desk.chronicle.set_state(event(desk).key, "denied", "both say so")
    answer = asking.post(f"{event_page}/set-state", data={**mine, "day": "2031-03-14", "reason": "late", "step": "save"})
    assert answer.status_code == 409 and len(desk.party.corrections()) == 4


def test_of_those_who_save_at_the_same_moment_one_does(desk: Store) -> None:
    """Each has a browser of its own; who comes late is told what the first set."""
    app = application(desk, True, ("testserver",))
    browsers = [TestClient(app, follow_redirects=False) for _ in range(4)]
    drawn = [form_at(one.get(AT).text, f"{AT}/set") for one in browsers]

    def save(number: int) -> int:
        sent = {**drawn[number], "act": ("denies", "warns", "asks", "hopes")[number], "reason": "x", "step": "save"}
        return browsers[number].post(f"{AT}/set", data=sent).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        assert sorted(pool.map(save, range(len(browsers)))) == [303, 409, 409, 409]
    assert len(desk.party.corrections()) == 1


def test_a_statement_as_long_as_a_speech_is_set_right(engine: Engine) -> None:
    engine.keep([incoming(reading([("Ilya Torvan", "мост закрыт " * 5_000 + "."), ("Ana Dovrel", "Yes")]))])
    asking = TestClient(application(Store(engine), True, ("testserver",)), follow_redirects=False)
    assert send(asking, AT, f"{AT}/set", speaker="Ana Dovrel", reason="by ear")[0] == 303
    assert Store(engine).party.corrections()[0].name == "speaker Ana Dovrel"


def test_a_correction_is_taken_back_once(desk: Store, asking: TestClient) -> None:
    made = desk.party.rename("Ana Dovrel", "Ana D.", "house style")
    mine = form_at(asking.get("/corrections").text, f"/corrections/{made.number}/undo")
    for status in (303, 404):
        data = {**mine, "reason": "no", "step": "save"}
        assert asking.post(f"/corrections/{made.number}/undo", data=data).status_code == status
    assert len(desk.party.corrections()) == 2 and known(desk, "Ana Dovrel").name == "Ana Dovrel"
    assert asking.get("/corrections/99/undo").status_code == asking.get("/corrections/99").status_code == 404


def test_the_list_of_corrections_and_its_json(desk: Store, asking: TestClient) -> None:
    assert "Nobody has set anything right yet" in asking.get("/corrections").text
    send(asking, AT, f"{AT}/set", speaker="Ana Dovrel", reason="by ear")
    desk.party.rename("Ana Dovrel", "Ana D.", "house style")
    desk.chronicle.set_state(event(desk).key, "denied", "both say so")
    told = asking.get("/corrections.json").json()
    assert told == corrections_to_json(desk.party.corrections())
    jsonschema.Draft202012Validator(asking.get("/schema/corrections.json").json()).validate(told)
    page = asking.get("/corrections").text
    assert [int(one) for one in re.findall(r'<li id="c(\d+)">', page)] == [3, 2, 1]
    leads = [asking.get(f"/corrections/{number}").headers["location"] for number in (1, 2, 3)]
    assert leads == [AT, path_of(desk, "Ana D."), path_of(desk, "event")]
    assert asking.get("/corrections?page=2").status_code == 200 and asking.get("/corrections?x=1").status_code == 400
    reading_only = TestClient(application(desk, hosts=("testserver",)))
    assert "<form class" not in reading_only.get("/corrections").text and "/undo" not in reading_only.get("/corrections").text
    assert reading_only.get("/corrections/1/undo").status_code == 403


def test_without_write_no_page_has_a_form_that_writes(desk: Store, asking: TestClient) -> None:
    reading_only = TestClient(application(desk, hosts=("testserver",)), follow_redirects=False)
    for page, verb, typed, *_ in FORMS:
        page = path_of(desk, page)
        shown = asking.get(page, follow_redirects=True).text
        assert f'action="{page}/{verb}"' in shown
        plain = reading_only.get(page, follow_redirects=True).text
        assert 'method="post"' not in plain and "Set right</h2>" not in plain
        data = {**form_at(shown, f"{page}/{verb}"), **typed, "reason": "x", "step": "save"}
        for asked in (reading_only.post(f"{page}/{verb}", data=data), reading_only.get(f"{page}/{verb}")):
            assert asked.status_code == 403 and "sayso serve --write" in asked.text
        assert asking.post(f"{page}/{verb}", data={**data, "csrf": "0" * 64}).status_code == 403
        again = asking.post(f"{page}/{verb}", data={**data, "csrf": ""})
        assert again.status_code == 403 and form_at(again.text, f"{page}/{verb}")["reason"] == "x"
    assert not list(desk.party.corrections())


def test_hostile_words_are_words_in_every_field(desk: Store, asking: TestClient) -> None:
    for page, verb, *_ in FORMS:
        page = path_of(desk, page)
        path = f"{page}/{verb}"
        fields = form_at(asking.get(page, follow_redirects=True).text, path)
        for name in [name for name in fields if name != "csrf"]:
            for step in ("look", "save"):
                answer = asking.post(path, data={**fields, "reason": HOSTILE, name: f"{HOSTILE} (person)", "step": step})
                assert answer.status_code in (200, 303, 400, 409), answer.text
                assert "<script>" not in answer.text and ">49" not in answer.text
    desk.party.rename("Ana Dovrel", HOSTILE, HOSTILE)
    for page in ("/corrections", f"{AT}?done=1", path_of(desk, "Bo Pell"), "/article/1.1", path_of(desk, "event")):
        assert "<script>" not in asking.get(page).text
    for odd in ("x", "-1", "9" * 30, "%00", HOSTILE):
        assert asking.get(AT, params={"done": odd}).status_code in (200, 400)


@pytest.mark.parametrize("was", ["", "[]", "{", "null", '{"speaker": 1}', "[" * 300_000, '{"words": "other"}'])
def test_a_form_that_does_not_say_what_it_was_drawn_with_saves_nothing(desk: Store, asking: TestClient, was: str) -> None:
    status, again = send(asking, AT, f"{AT}/set", speaker="Ana Dovrel", reason="x", was=was)
    assert status == 409 and "meanwhile this has changed" in again and not list(desk.party.corrections())


@pytest.mark.parametrize("page", ["/corrections", AT, f"{AT}/set", "/article/1.1", "Bo Pell", "event", "undertaking"])
def test_a_page_with_forms_is_built_as_pages_are(desk: Store, asking: TestClient, page: str) -> None:
    """One first heading, none left out below it, names once, a label for each field, and one for each group."""
    send(asking, AT, f"{AT}/set", speaker="Ana Dovrel", reason="by ear")
    for address in (path_of(desk, page), f"{path_of(desk, page)}?done=1"):
        shown = asking.get(address).text
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", shown)]
        assert levels.count(1) == 1 and all(after - before <= 1 for before, after in pairwise(levels)), levels
        ids = re.findall(r'\bid="([^"]+)"', shown)
        assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
        for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", shown):
            named = re.search(r'\bid="([^"]+)"', field)
            assert 'type="hidden"' in field or (named and f'<label for="{named[1]}">' in shown), field
        for names in re.findall(r'aria-describedby="([^"]+)"', shown):
            assert set(names.split()) <= set(ids)
        assert not re.search(r"<script(?! type=.application/ld)|<style|\sstyle=|\son\w+=", shown)
