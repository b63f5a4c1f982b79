"""/add: what is sent is read as sayso add reads it, by jobs that can be stopped; no file is left behind, no path is told."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from store_readings import incoming, reading

from sayso.door import Store
from sayso.store import StoreError, open_engine
from sayso.store.contract import Engine
from sayso.store.values import Selection
from sayso.web import adding, application, jobs
from sayso.web.jobs import file_name
from sayso.workers import WorkersError

ROOT = Path(__file__).parents[2]
NOTE = "Ilya Torvan said: “The guns will leave the ridge by April, and not a day later.” He left the hall at noon.\n" * 2
EXAMPLE = sorted((ROOT / "examples/aurane-post").glob("*.html"))


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What is sent is laid down here, and read by this process, which has the model."""
    monkeypatch.setattr(jobs, "PROCESSES", 1)
    monkeypatch.setattr(jobs, "PLACE", tmp_path / "sent")
    (tmp_path / "sent").mkdir()
    return tmp_path / "sent"


class Adding:
    """A browser without a script at the site of a store."""

    def __init__(self, asking: TestClient) -> None:
        self.asking = asking
        self.seal = re.findall(r'name="csrf" value="([^"]+)"', asking.get("/add").text)[0]

    def send(self, *files: tuple[str, bytes], **fields: str) -> Any:
        parts = [("file", (name, content, "application/octet-stream")) for name, content in files]
        return self.asking.post("/add", data={"csrf": self.seal, **fields}, files=parts or None)

    def begin(self, *files: tuple[str, bytes], **fields: str) -> str:
        answer = self.send(*files, **fields)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def ended(self, *files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
        """What came of a job."""
        return self.end_of(self.begin(*files, **fields))

    def end_of(self, path: str) -> dict[str, Any]:
        for _ in range(600):
            told: dict[str, Any] = self.asking.get(f"{path}.json").json()
            if told["state"] not in ("waiting", "running"):
                return told
            time.sleep(0.05)
        raise AssertionError(told)


@pytest.fixture
def adding_to(engine: Engine) -> Iterator[Adding]:
    """A site for writing over an empty store, of both kinds in turn."""
    with TestClient(application(Store(engine), True, ("testserver",)), follow_redirects=False) as asking:
        yield Adding(asking)


def test_files_are_added_as_sayso_add_adds_them(adding_to: Adding, engine: Engine, here: Path) -> None:
    pages = [(path.name, path.read_bytes()) for path in EXAMPLE]
    files = [*pages, ("junk.html", b"<p>"), ("broken.warc.gz", b"\x1f\x8bno"), ("news/note.txt", NOTE.encode())]
    told = adding_to.ended(*files, outlet="The Mill", published="2031-04-02")
    assert (told["state"], told["articles"], told["refusals"]) == ("done", 2, {"no-article": 1, "bad-warc": 1}), told
    assert told["done"] == len(told["inputs"]) == 4 and told["statements"] == engine.summary().statements
    refused = {one["input"]: one["words"] for one in told["refused"]}
    assert refused["junk.html"].startswith("junk.html has no article")
    assert refused["broken.warc.gz:0"].startswith("broken.warc.gz is broken at byte 0")
    held = {address: engine.versions(address)[0].reading.article for address in engine.addresses()}
    assert held["note.txt"].outlet == "The Mill" and (held["note.txt"].published or "").startswith("2031-04-02")
    assert {one.outlet for one in held.values()} == {"The Mill", "The Aurane Post"}, "what a page says itself stands"
    paths = [one["path"] for one in told["kept"]]
    assert {adding_to.asking.get(path).status_code for path in paths} == {200} and len(paths) == 2
    assert list(here.iterdir()) == [] and not list(engine.verify())
    assert str(here) not in json.dumps(told) + adding_to.asking.get("/add/1").text
    again = adding_to.ended(*files)
    assert (again["articles"], again["versions"], again["same"]) == (0, 0, 2)


def test_the_page_of_a_job_needs_no_script(adding_to: Adding, monkeypatch: pytest.MonkeyPatch) -> None:
    path = adding_to.begin(("note.txt", NOTE.encode()))
    adding_to.end_of(path)
    answer = adding_to.asking.get(path)
    page = answer.text
    assert "refresh" not in answer.headers and "<script" not in page and '<progress id="progress" max="1" value="1">' in page
    assert re.search(r'<span class="number">1</span> article\b', page) and "note.txt" in page
    assert "Job 1: done" in page and "Stop this job" not in page
    listed = adding_to.asking.get("/add").text
    assert '<a href="/add/1">Job&nbsp;1</a>' in listed and "1 article" in listed
    assert [one["job"] for one in adding_to.asking.get("/add.json").json()["jobs"]] == [1]


def test_addresses_of_this_machine_and_paths_are_refused(adding_to: Adding, engine: Engine) -> None:
    told = adding_to.ended(addresses="http://127.0.0.1:9/x\r\nhttp://ana:hunter2@localhost/\n\nhttp://[::1]/a")
    assert told["refusals"] == {"private-address": 3} and "hunter2" not in json.dumps(told)
    for one in told["refused"]:  # no page has that flag
        assert "only the command line asks it" in one["words"]
    for line in ("/etc/passwd", "-", "news.html", "file:///etc/passwd", "https://a.example https://b.example", "ftp://a.example/"):
        answer = adding_to.send(addresses=f"https://news.example/1\n{line}")
        assert answer.status_code == 400 and "is no address" in answer.text, line
    assert len(list(adding_to.asking.get("/add.json").json()["jobs"])) == 1 and engine.summary().articles == 0


def test_a_file_that_lists_this_machine_is_refused_too(adding_to: Adding) -> None:
    sitemap = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://127.0.0.1:9/a</loc></url></urlset>'
    told = adding_to.ended(("sitemap.xml", sitemap.encode()))
    assert told["refusals"] == {"private-address": 1}


def test_what_was_removed_stays_out_until_it_is_asked_for(adding_to: Adding, engine: Engine) -> None:
    note = ("note.txt", NOTE.encode())
    assert adding_to.ended(note)["articles"] == 1
    engine.remove(Selection(("note.txt",)), "the wrong file", "2031-03-14T12:00:00+00:00")
    told = adding_to.ended(note)
    assert (told["articles"], told["removed"]) == (0, 1) and "removed earlier, not read again" in told["kept"][0]["words"]
    assert adding_to.ended(note, readd="yes")["articles"] == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "there is nothing to add"),
        ({"addresses": "https://a.example", "published": "soon"}, "is no day"),
        ({"addresses": "https://a.example", "published": "2031-03"}, "is a day such as"),
        ({"addresses": "https://a.example", "language": "klingon!"}, "is no code of a language"),
        ({"addresses": "https://a.example", "url": "https://b.example"}, "is of one file"),
        ({"addresses": "\n".join(f"https://a.example/{n}" for n in range(201))}, "up to 200"),
    ],
)
def test_a_form_that_is_wrong_is_drawn_again_with_what_was_typed(
    web_store: Store, fields: dict[str, str], words: str
) -> None:
    with TestClient(application(web_store, True, ("testserver",)), follow_redirects=False) as asking:
        answer = Adding(asking).send(**fields, outlet="The Mill")
        assert answer.status_code == 400 and words in answer.text and 'value="The Mill"' in answer.text
        assert fields.get("addresses", "").split("\n")[0] in answer.text
        assert asking.get("/add.json").json() == {"jobs": []}


def test_files_have_names_of_their_own(adding_to: Adding, engine: Engine) -> None:
    answer = adding_to.send(("a.txt", NOTE.encode()), ("x/a.txt", NOTE.encode()))
    assert answer.status_code == 400 and "two files are called a.txt" in answer.text and "chosen again" in answer.text
    told = adding_to.ended(("../../etc/call me.txt", NOTE.encode()), url="https://mill.example/7")
    assert told["inputs"] == ["call me.txt"] and list(engine.addresses()) == ["https://mill.example/7"]
    names = {"a.html": "a.html", "C:\\x\\b.txt": "b.txt", "../..": "file 1", "-": "file 1", "https://a.example/": "file 1"}
    names |= {"www.a.example": "file 1", "a\nb.txt": "a b.txt", "\x1b[31mred": "[31mred", "x" * 300: "x" * 120}
    assert {name: re.sub("[\u241b\ufffd]", "", file_name(name, 1)) for name in names} == names


def test_too_much_is_not_taken(adding_to: Adding, monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    many = [(f"{number}.txt", b"x") for number in range(adding.FILES + 1)]
    assert adding_to.send(*many).status_code == 400
    answer = adding_to.send(("big.txt", b"x" * (adding.MOST + 1)))
    assert answer.status_code == 413 and "64 MiB" in answer.text
    assert list(here.iterdir()) == [] and adding_to.asking.get("/add.json").json() == {"jobs": []}
    monkeypatch.setattr(jobs, "WAITING", 0)
    answer = adding_to.send(("note.txt", NOTE.encode()))
    assert answer.status_code == 503 and "too many jobs wait" in answer.text and list(here.iterdir()) == []


def lines_of(number: int) -> str:
    """Texts with addresses of their own, as JSON lines."""
    return "".join(json.dumps({"text": f"{NOTE} {n}", "url": f"https://mill.example/{n}"}) + "\n" for n in range(number))


def test_a_job_can_be_stopped_and_those_behind_it_go_on(adding_to: Adding, engine: Engine, here: Path) -> None:
    lines = lines_of(300).encode()
    first, second = adding_to.begin(("many.jsonl", lines)), adding_to.begin(("more.jsonl", lines))
    third = adding_to.begin(("note.txt", NOTE.encode()))
    page = adding_to.asking.get(first)
    assert page.headers["refresh"] == "3" and "Stop this job" in page.text
    still = adding_to.asking.get(f"{first}?still=yes")
    assert "refresh" not in still.headers and "stays as it is" in still.text
    assert adding_to.asking.get(f"{first}?x=1").status_code == 400
    for path in (second, first):
        assert adding_to.asking.post(f"{path}/stop", data={"csrf": "0"}).status_code == 403
        assert adding_to.asking.post(f"{path}/stop", data={"csrf": adding_to.seal}).status_code == 303
    assert adding_to.end_of(second)["state"] == adding_to.end_of(first)["state"] == "stopped"
    assert "what is written stays" in adding_to.asking.get(first).text
    assert adding_to.end_of(third)["articles"] == 1
    assert adding_to.end_of(first)["articles"] < 300 and engine.summary().articles == adding_to.end_of(first)["articles"] + 1
    assert list(here.iterdir()) == [] and not list(engine.verify())


def test_a_job_that_breaks_says_so_and_no_more(adding_to: Adding, monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    where = adding_to.asking.app.app.state.site.store.address  # type: ignore[attr-defined]
    troubles = {
        KeyError("Torvan's secret"): "this job broke, which is a fault of Sayso",
        WorkersError("A reading process does not start (/usr/bin/python3)."): jobs.NO_PROCESS,
        StoreError(f"{where}: the disk is full"): "the store: the disk is full",
        OSError(28, "No space left on device", str(here)): "no space left on device",
    }
    for trouble, words in troubles.items():

        def broken(*_: object, trouble: Exception = trouble, **__: object) -> None:
            raise trouble

        with monkeypatch.context() as patched:
            patched.setattr(jobs, "add_each", broken)
            told = adding_to.ended(("note.txt", NOTE.encode()))
        assert (told["state"], told["error"]) == ("failed", words)
        page = adding_to.asking.get(f"/add/{told['job']}").text
        assert "Ended early:" in page and str(here) not in page and "/usr" not in page
    assert adding_to.ended(("note.txt", NOTE.encode()))["state"] == "done" and list(here.iterdir()) == []


def test_it_is_for_who_may_write(web_store: Store) -> None:
    asking = TestClient(application(web_store, hosts=("testserver",)), follow_redirects=False)
    for path in ("/add", "/add.json", "/add/1", "/add/1.json"):
        answer = asking.get(path)
        assert answer.status_code == 403 and "--write" in answer.text
    assert asking.post("/add", data={"addresses": "https://a.example"}).status_code == 403
    writing = TestClient(application(web_store, True, ("testserver",)), follow_redirects=False)
    assert writing.post("/add", data={"addresses": "https://a.example"}).status_code == 403, "no form of ours"
    assert writing.get("/add/7").status_code == writing.get("/add/7.json").status_code == 404


def test_hostile_names_stay_names(adding_to: Adding) -> None:
    hostile = "\"><script>alert('x')<b>.txt"
    told = adding_to.ended((hostile, b"no words"), ("<img src=x>.html", b"<p>"))
    page = adding_to.asking.get(f"/add/{told['job']}").text + adding_to.asking.get("/add").text
    assert "<script>" not in page and "<img" not in page and "&lt;" in page


# The command, with processes of its own that read.


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """The command over a store of one article, for writing; its address, and the folder of all that it writes beside."""
    home = tmp_path / "home"
    home.mkdir()
    with closing(open_engine(tmp_path / "news.db")) as engine:
        engine.keep([incoming(reading())])
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home)}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    command = [sys.executable, "-m", "sayso", "serve", "--write", "--no-browser", "--store", str(tmp_path / "news.db")]
    process = subprocess.Popen(command, env=environment, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://[\d.:]+/", process.stdout.readline())
        assert found
        yield process, found[0].rstrip("/"), home
    finally:
        process.kill()
        process.communicate()


def begun(site: str) -> tuple[urllib.request.OpenerDirector, str]:
    """A browser at a job of 2,000 texts that was begun, and the job's page."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({}))
    seal = re.findall(r'name="csrf" value="([^"]+)"', browser.open(f"{site}/add").read().decode())[0]
    parts = [('"csrf"', seal), ('"file"; filename="many.jsonl"', lines_of(2_000))]
    body = "".join(f"--cut\r\nContent-Disposition: form-data; name={named}\r\n\r\n{value}\r\n" for named, value in parts)
    body += "--cut--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=cut"}
    answer = browser.open(urllib.request.Request(f"{site}/add", body.encode(), kind))
    assert answer.headers["refresh"] == "3"
    return browser, answer.url


@pytest.mark.parametrize("signals", [(signal.SIGTERM,), (signal.SIGINT, signal.SIGINT)])
def test_stopped_with_a_job_under_way_it_leaves_all_in_order(
    served: tuple[subprocess.Popen[str], str, Path], tmp_path: Path, signals: tuple[int, ...]
) -> None:
    process, site, home = served
    browser, path = begun(site)
    until = time.monotonic() + 60
    while not (told := json.loads(browser.open(f"{path}.json").read()))["articles"] and time.monotonic() < until:
        time.sleep(0.2)
    assert told["state"] == "running" and [one.name[:10] for one in home.iterdir()] == ["sayso-sent"]
    assert "news.db" not in json.dumps(told)
    for number in signals:
        process.send_signal(number)
        time.sleep(0.05)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (143 if signal.SIGTERM in signals else 0, "")
    assert re.fullmatch(r"(sayso: port 8011 is taken, so it is \d+\n)?", err), err
    assert list(home.iterdir()) == []
    with closing(open_engine(tmp_path / "news.db")) as engine:
        assert told["articles"] + 1 <= engine.summary().articles < 2_001 and not list(engine.verify())
