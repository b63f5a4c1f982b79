"""Addresses of PostgreSQL databases in every form that libpq takes, or people write: no password stands anywhere."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, strategies as st
from store_readings import incoming, reading

from sayso import cli, open_store
from sayso.store import open_engine
from sayso.store.errors import StoreError

if TYPE_CHECKING:
    from conftest import Server

psycopg = pytest.importorskip("psycopg", reason="the extra sayso[postgres] is not installed")

from sayso.store.addresses import HIDDEN, address_of  # noqa: E402  # it needs psycopg

SECRET = "Zq7Wv9Xk"  # what must stand nowhere, whole or by a piece; in every address below it is a password, or a part of one
# How an address may be written, and what is shown of it: None where nothing can be told for sure.
FORMS = [
    ("postgresql://ana:{}@db.example/news", "postgresql://ana@db.example/news"),
    ("postgres://ana:{}@db.example:5433/news", "postgresql://ana@db.example:5433/news"),
    ("POSTGRESQL://ana:{}@db.example/news", "postgresql://ana@db.example/news"),
    ("PostgreS://ana:{}@db.example/news", "postgresql://ana@db.example/news"),
    ("  postgresql://ana:{}@db.example/news ", "postgresql://ana@db.example/news"),
    ("postgresql://ana:se#{}@db.example/news", "postgresql://ana@db.example/news"),
    ("postgresql://ana:se?{}@db.example/news", "postgresql://ana@db.example/news"),
    ("postgresql://ana:se:{}@db.example/news", "postgresql://ana@db.example/news"),
    ("postgresql://ana:se%40{}@db.example/news", "postgresql://ana@db.example/news"),
    ("postgresql://ana:{}%2F@db.example/news", "postgresql://ana@db.example/news"),
    ("postgresql://ana:%5A{}@db.example/news", "postgresql://ana@db.example/news"),
    ("postgresql://ana:[{}]@db.example/news", "postgresql://ana@db.example/news"),
    ("postgresql://:{}@db.example/news", "postgresql://db.example/news"),
    ("postgresql://ana:{}@db.example", "postgresql://ana@db.example"),
    ("postgresql://ana:{}@/news?host=/run/postgresql", "postgresql://ana@/news?host=/run/postgresql"),
    ("postgresql://ana:{}@[2001:db8::1]:5432/news", "postgresql://ana@[2001:db8::1]:5432/news"),
    ("postgresql://ana:{}@one.example:1,two.example:2/news", "postgresql://ana@one.example:1,two.example:2/news"),
    ("postgresql://ana@db.example/news?password={}", "postgresql://ana@db.example/news"),
    ("postgresql://ana@db.example/news?passw%6Frd={}&sslmode=prefer", "postgresql://ana@db.example/news"),
    ("postgresql://db.example/news?user=ana&password=x%26{}", "postgresql://ana@db.example/news"),
    ("postgresql://ana@db.example/news?password=se#{}", "postgresql://ana@db.example/news"),
    ("postgresql://ana@db.example/news?sslpassword={}", "postgresql://ana@db.example/news"),
    ("postgresql://ana:{}@db.example/news?service=x", "postgresql://ana@db.example/news?service=x"),
    # libpq reads these, though not as whoever wrote them
    ("postgresql://ana:se/{}@db.example/news", None),
    ("postgresql://ana:12/{}@db.example/news", None),
    ("postgresql://ana:/{}@db.example/news", None),
    ("postgresql://ana:12/y?user={}@db.example/news", None),
    ("postgresql://ana:{}", None),
]  # fmt: skip
# What libpq does not read, or what it would ask a server of names for.
REFUSED = [
    "postgresql://ana:se@{}@db.example/news",
    "postgresql://ana:{}@x@db.example/news",
    "postgresql://db.example?user=ana&password=se@{}",
    "postgresql://db.example:5432?user=ana&password=se@{}",
    "postgresql://ana:%zz{}@db.example/news",
    "postgresql://ana:{}%@db.example/news",
    "postgresql://ana:{} x@db.example/news",
    "postgresql://ana:{}%00@db.example/news",
    "postgresql://ana:{}%ff@db.example/news",
    "postgresql://ana@db.example/news?PASSWORD={}",
    "postgresql://ana@db.example/news?password=se&{}",
    "postgresql://ana@db.example/news?password=%zz{}",
    "postgresql://ana:12/y?{}@db.example/news",
    "postgresql://[{}/news",
    "postgresql+psycopg://ana:{}@db.example/news",
    "postgresql:/ana:{}@db.example/news",
    "postgresql:ana:{}@db.example/news",
    "mysql://ana:{}@db.example/news",
    "host=db.example user=ana password={}",
    "password = {} host=db.example",
    "user=ana password='{}'",
]


def pieces(secret: str = SECRET) -> Iterator[str]:
    for length in range(4, len(secret) + 1):
        yield from (secret[at : at + length] for at in range(len(secret) - length + 1))


def holds_none(*told: str) -> bool:
    return not any(piece in words for piece in pieces() for words in told)


@pytest.mark.parametrize(("form", "shown"), FORMS)
def test_what_is_shown_of_an_address(form: str, shown: str | None) -> None:
    address = address_of(form.format(SECRET))
    assert address.shown == (shown or HIDDEN)
    assert holds_none(address.shown, repr(address))
    known = f'connection to "db.example" failed: {SECRET} is wrong, so is {SECRET[1:-1]}'
    assert holds_none(address.struck(known)) or shown is None
    assert holds_none(address.unreached(known))


@pytest.mark.parametrize("form", [*(form for form, _ in FORMS), *REFUSED])
def test_an_address_that_leads_nowhere_is_told_without_its_password(
    form: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "1")
    caplog.set_level(logging.DEBUG)
    # No name is looked up and nobody is asked: each is one that leads to a closed door of this machine.
    address = form.format(SECRET).replace("db.example", "127.0.0.1:1").replace("one.example:1,two.example:2", "127.0.0.1:1")
    address = address.replace("[2001:db8::1]:5432", "[::1]:1").replace("127.0.0.1:1:5433", "127.0.0.1:1")
    for opened in (open_engine, open_store):
        with pytest.raises(StoreError) as caught:
            opened(address)
        assert holds_none(str(caught.value), "".join(traceback.format_exception(caught.value)))
    commands = ["add", __file__], ["add", "no"], ["find", "x"], ["verify", "-v"], ["versions", "https://x.example"], ["export"]
    for command in commands:
        assert cli.main([*command, "--store", address]) == 1
    cli.main(["schema", "datasette", "--store", address])
    assert holds_none(*capsys.readouterr(), caplog.text)
    assert not list(tmp_path.iterdir())


@given(st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="@"), min_size=4, max_size=12))
def test_no_password_is_shown_whatever_stands_in_it(password: str) -> None:
    for form in ("postgresql://ana:{}@host/news", "postgresql://ana@host/news?password={}"):
        try:
            shown = address_of(form.format(password)).shown
        except StoreError as error:
            assert password not in str(error) or password in HIDDEN
        else:
            assert shown in ("postgresql://ana@host/news", HIDDEN), shown


# -- with a server that asks for one --------------------------------------------------------------------------------------

PASSWORDS = [form.format(SECRET) for form in ("{}", "se#{}", "se?{}", "se:{}", "a&b={}", "{}%", "[{}]", "x y{}")]
COMMANDS = ("add {page} --workers 1", "find bridge", "find nothing", "verify -v", "versions https://x.example", "export",
            "export --output {out}", "party Ilya")  # fmt: skip


@pytest.fixture
def asking(postgres: Server) -> Iterator[Server]:
    """The server, which asks one user for a password."""
    postgres.emptied()
    rules = postgres.folder / "data" / "pg_hba.conf"
    before = rules.read_text(encoding="utf8")
    with psycopg.connect(postgres.address(), autocommit=True) as connection:
        rules.write_text(f"local all ana scram-sha-256\n{before}", encoding="utf8")
        connection.execute("SELECT pg_reload_conf()")
        yield postgres
        rules.write_text(before, encoding="utf8")
        connection.execute("SELECT pg_reload_conf()")


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_store_that_is_reached_by_a_password_shows_it_nowhere(
    password: str, asking: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with psycopg.connect(asking.address(), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS ana")
        connection.execute(f"CREATE ROLE ana SUPERUSER LOGIN PASSWORD '{password}'")
    page, out = tmp_path / "page.txt", tmp_path / "out.jsonl"
    page.write_text("“The bridge is safe,” Ilya Torvan said.\n" * 3, encoding="utf8")
    quoted, host = quote(password, safe=""), f"host={quote(str(asking.folder), safe='')}"
    as_written = password if not set(password) & set("% ") else quoted
    for address in (
        f"postgresql://ana:{as_written}@/postgres?{host}",
        f"POSTGRES://ana:{quoted}@/postgres?{host}",
        f"postgresql:///postgres?user=ana&passw%6Frd={quoted}&{host}",
    ):
        with pytest.raises(StoreError, match="password authentication failed") as caught:
            open_engine(address.replace(SECRET, SECRET[::-1]))
        assert SECRET[::-1] not in str(caught.value)
        with closing(open_engine(address)) as engine:
            assert engine.address == f"postgresql://ana@/postgres?host={asking.folder}"
            engine.keep([incoming(reading())])
            with pytest.raises(StoreError) as caught:
                engine._database.run(f"SELECT '{password}' FROM nowhere")  # type: ignore[attr-defined]
            assert holds_none(str(caught.value))
        for command in COMMANDS:
            cli.main([*(word.format(page=page, out=out) for word in command.split()), "--store", address])
        told, err = capsys.readouterr()
        assert holds_none(told, err, caplog.text, out.read_text(encoding="utf8"))
        assert f"for {engine.address}\n" in told or f"added to {engine.address}\n" in told


def test_a_password_of_the_environment_or_a_service_is_struck_from_messages(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = tmp_path / "services.conf"
    services.write_text(f"[mine]\nhost={postgres.folder}\nuser=sayso\npassword={SECRET}\ndbname=postgres\n", encoding="utf8")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    monkeypatch.setenv("PGPASSWORD", SECRET[::-1])
    postgres.emptied()
    with closing(open_engine("postgresql://?service=mine")) as engine:
        assert engine.address == "postgresql:///?service=mine"
        for secret in (SECRET, SECRET[::-1]):
            with pytest.raises(StoreError) as caught:
                engine._database.run(f"SELECT '{secret}' FROM nowhere")  # type: ignore[attr-defined]
            assert secret not in str(caught.value) and secret[1:] not in str(caught.value)
