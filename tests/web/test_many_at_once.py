"""Two processes that write and twenty clients that read, at once: every answer is whole, and of one state of the store."""

from __future__ import annotations

import csv
import http.client
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import busy_writers
from lxml import etree
from served import served
from site_markup import Markup

import sayso

SECONDS = float(os.environ.get("SAYSO_BUSY", "4"))
READERS = 20
TESTS = Path(__file__).parents[1]


def test_readers_see_one_state_while_others_write(new_address: Callable[[], str], tmp_path: Path) -> None:
    """No 5xx, no page that is cut off, no "database is locked"; what a page counts is what it lists."""
    address = new_address()
    with closing(sayso.open_store(address)) as store:
        for number in range(1, 5):
            busy_writers.keep(store, number)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])}
    with served(address, tmp_path / "home", "--verbose") as server, ThreadPoolExecutor(READERS) as pool:
        writers = [
            subprocess.Popen(
                [sys.executable, str(TESTS / "busy_writers.py"), role, address],
                env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for role in ("keeper", "corrector")
        ]  # fmt: skip
        try:
            assert [writer.stdout.readline() for writer in writers if writer.stdout] == ["begun\n"] * 2
            until = time.monotonic() + SECONDS
            done = list(pool.map(lambda reader: read_on(server.port, reader, until), range(READERS)))
        finally:
            told = [writer.communicate("", timeout=60) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], told
    assert server.told == ""
    assert sum(int(out) for out, _ in told) > 3, told
    assert min(done) >= 1 and sum(done) > READERS
    with closing(sayso.open_store(address)) as store:
        assert not list(store.verify())


PAGES = (
    "/find?limit=1000", "/find.json?limit=1000", "/", "/articles.json", "/article/1", "/find.csv", "/article/2/versions",
    "/statement/1.1/s1", "/parties", "/party/1", "/party/2.json", "/events?limit=500", "/events.json?limit=500",
    "/ledger?limit=500", "/ledger.json?limit=500", "/events.ics", "/events.atom", "/find.atom?limit=1000", "/calendar",
    "/compare?a=1&b=2", "/about", "/saying?words=Gate+1+of+1+opens", "/check?quote=Gate+1+of+1+opens", "/articles",
    "/article/1.1.json", "/find?q=gate&limit=1000",
)  # fmt: skip


def read_on(port: int, reader: int, until: float) -> int:
    """Pages in turn, each reader from another on; how many there were."""
    read = 0
    while time.monotonic() < until:
        address = PAGES[(reader + read) % len(PAGES)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with closing(connection):
            for _ in range(3):  # to where it stands
                connection.request("GET", address)
                answer = connection.getresponse()
                body = answer.read().decode("utf8")
                if answer.status not in (302, 307):
                    break
                address = str(answer.headers["location"])
        assert answer.status == 200, (address, answer.status, body[-600:])
        check(address, str(answer.headers["content-type"]), body)
        read += 1
    return read


def check(address: str, media: str, body: str) -> None:
    """Whether an answer is whole, and says one thing."""
    each = busy_writers.EACH
    if "html" in media:
        assert body.rstrip().endswith("</html>"), address
        Markup(body)
        check_page(address, body)
    elif "json" in media:
        told = json.loads(body)
        for name in ("statements", "events", "undertakings", "articles"):
            if "total" in told and name in told:
                assert len(told[name]) == min(told["total"], 1000 if name != "articles" else 50), (address, told["total"])
        assert not address.startswith("/find") or told["total"] % each == 0, (address, told["total"])
    elif "csv" in media:
        assert len(list(csv.reader(io.StringIO(body)))) % each == 1, address
    elif "atom" in media:
        entries = etree.fromstring(body.encode()).findall("{*}entry")
        assert not address.startswith("/find") or len(entries) % each == 0
    else:
        assert body.endswith("END:VCALENDAR\r\n") and body.count("BEGIN:VEVENT") == body.count("END:VEVENT") > 0


def check_page(address: str, body: str) -> None:
    numbers = {name: int(number.replace(",", "")) for name, number in re.findall(r"<dt>(\w+)</dt><dd>([\d,]+)</dd>", body)}
    if "Versions" in numbers:
        assert numbers["Statements"] == busy_writers.EACH * numbers["Versions"], (address, numbers)
    heading = re.search(r"<h1>([\d,]+) (statement|event|undertaking)s?</h1>", body)
    if heading and "limit" in address:
        total = int(heading[1].replace(",", ""))
        rows = body.count("<blockquote") if heading[2] == "statement" else body.count("<tr>") - 1
        assert rows == total, (address, rows, total)
        for title, counts in re.findall(r"<h3>(Speakers|Outlets|Acts)</h3>(.*?)</section>", body, re.DOTALL):
            counted = [int(one.replace(",", "")) for one in re.findall(r'class="number">([\d,]+)<', counts)]
            assert sum(counted) == total, (address, title, counted, total)
