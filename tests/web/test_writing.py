"""Who may write by the site's forms: this machine, or who has the token; no other site, no stranger, nothing too large."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from hyperlinks import Links
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from sayso.door import Store
from sayso.web import NUMBERS, application
from sayso.web.pages import Site
from sayso.web.security import Guard
from sayso.web.sessions import Writers
from sayso.web.writing import MOST, Sent, see, writes

TOKEN = "a-token-that-nobody-guesses"
FORM = "application/x-www-form-urlencoded"


class Noted:
    """A site with one page that has a form, and what came of it."""

    def __init__(self, store: Store, writers: Writers) -> None:
        self.taken: list[str] = []

        def drawn(request: Request) -> Response:
            site = request.app.state.site
            answer = PlainTextResponse(site.visit(request).seal)
            from sayso.web.sessions import remember

            remember(request, answer, site.visit(request))
            return answer

        def again(request: Request, sent: Sent, wrong: str, status: int) -> Response:
            return PlainTextResponse(f"{wrong}\n{sent.text('words')}", status)

        @writes(again)
        def taken(request: Request, sent: Sent) -> Response:
            if sent.text("words") == "wrong":
                raise ValueError("these words are wrong")
            self.taken.append(sent.text("words"))
            return see("/form", done=len(self.taken))

        from sayso.web.signing_in import ROUTES

        app = Starlette(routes=[Route("/form", drawn), Route("/form", taken, methods=["POST"]), *ROUTES])
        app.state.site = Site(store, writers)
        self.asking = TestClient(Guard(app, ("testserver", "localhost")), follow_redirects=False)


@pytest.fixture
def noted(web_store: Store) -> Iterator[Noted]:
    yield Noted(web_store, Writers(True))


def test_a_form_is_taken_once_it_is_known_to_be_ours(noted: Noted) -> None:
    seal = noted.asking.get("/form").text
    answer = noted.asking.post("/form", data={"csrf": seal, "words": " two\r\nlines "})
    assert (answer.status_code, answer.headers["location"]) == (303, "/form?done=1")
    assert noted.taken == ["two\nlines"]
    answer = noted.asking.post("/form", data={"csrf": seal, "words": "wrong"})
    assert answer.status_code == 400 and answer.text == "these words are wrong\nwrong"
    files = {"csrf": (None, seal), "words": (None, "in parts")}
    assert noted.asking.post("/form", files=files).status_code == 303 and noted.taken[1:] == ["in parts"]


@pytest.mark.parametrize(
    ("case", "status"),
    [
        ("no seal", 403), ("another seal", 403), ("another session's seal", 403), ("no cookie", 403), ("odd cookie", 403),
        ("another site", 403), ("another port", 403), ("another origin", 403), ("no origin", 403), ("by another server", 403),
        ("another host", 421), ("another kind", 415), ("no kind", 415), ("too large", 413), ("too large and says less", 413),
        ("too many fields", 400), ("a file", 400), ("broken parts", 400),
    ],
)  # fmt: skip
def test_nothing_is_written_of_what_is_not_ours(noted: Noted, web_store: Store, case: str, status: int) -> None:
    asking = noted.asking
    seal = asking.get("/form").text
    data, headers = {"csrf": seal, "words": "x"}, {"content-type": FORM}
    others = Noted(web_store, Writers(True)).asking.get("/form").text
    match case:
        case "no seal":
            data.pop("csrf")
        case "another seal":
            data["csrf"] = "0" * 64
        case "another session's seal":
            data["csrf"] = others
        case "no cookie":
            asking.cookies.clear()
        case "odd cookie":
            asking.cookies.clear()
            headers["cookie"] = "sayso-80=é\\; x"
        case "another site":
            headers["sec-fetch-site"] = "cross-site"
        case "another port":
            headers["sec-fetch-site"] = "same-site"
        case "another origin":
            headers["origin"] = "http://evil.example"
        case "no origin":
            headers["origin"] = "null"
        case "by another server":
            headers["x-forwarded-for"] = "192.0.2.7"
        case "another host":
            headers["host"] = "evil.example"
        case "another kind":
            headers["content-type"] = "text/plain"
        case "no kind":
            headers["content-type"] = ""
    if case.startswith("too large"):
        body = f"csrf={seal}&words={'x' * MOST}".encode()
        pieces = iter([body[:100], body[100:]])
        answer = asking.post("/form", content=pieces if "less" in case else body, headers=headers)
    elif case == "too many fields":
        answer = asking.post("/form", content=f"csrf={seal}&words=x" + "&a=1" * 100, headers=headers)
    elif case == "a file":
        answer = asking.post("/form", data=data, files={"file": ("a.html", b"<p>")})
    elif case == "broken parts":
        answer = asking.post("/form", content=b"--x\r\n\r\n\xff--", headers={"content-type": "multipart/form-data; boundary=x"})
    else:
        answer = asking.post("/form", data=data, headers={name: value.encode("latin-1") for name, value in headers.items()})
    assert answer.status_code == status, answer.text
    assert noted.taken == []


def test_without_write_no_form_is_shown_and_none_is_taken(web_store: Store) -> None:
    noted = Noted(web_store, Writers())
    seal = noted.asking.get("/form").text
    assert not noted.asking.cookies
    noted.asking.cookies.set("sayso-80", "a" * 32)
    answer = noted.asking.post("/form", data={"csrf": seal})
    assert answer.status_code == 403 and "sayso serve --write" in answer.text and noted.taken == []
    plain = TestClient(application(web_store, hosts=("testserver",)))
    assert "set-cookie" not in plain.get("/").headers and "/sign-in" not in plain.get("/").text
    assert plain.post("/sign-in", data={"token": ""}).status_code == 403


def test_who_has_the_token_may_write(web_store: Store) -> None:
    noted = Noted(web_store, Writers(True, TOKEN))
    asking = noted.asking
    assert asking.post("/form", data={"csrf": asking.get("/form").text}).status_code == 403
    for wrong in ("", "x", TOKEN[:-1], f"{TOKEN}x", "é" * 20, "\x00"):
        answer = asking.post("/sign-in", data={"token": wrong, "to": "/form"})
        assert answer.status_code == 403 and "not the token" in answer.text and "set-cookie" not in answer.headers
    assert asking.get(f"/sign-in?token={TOKEN}x").status_code == 403
    answer = asking.post("/sign-in", data={"token": TOKEN, "to": "/form"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/form")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie and TOKEN not in cookie
    seal = asking.get("/form").text
    by = {"x-forwarded-for": "192.0.2.7"}  # by a server before this one, who has the token may write
    assert asking.post("/form", data={"csrf": seal, "words": "said"}, headers=by).status_code == 303
    assert noted.taken == ["said"]
    assert asking.post("/sign-out", data={"csrf": "x"}).status_code == 403
    assert asking.post("/sign-out", data={"csrf": seal}).status_code == 303
    assert asking.post("/form", data={"csrf": seal, "words": "x"}).status_code == 403 and noted.taken == ["said"]


def test_the_link_that_is_printed_signs_in(web_store: Store) -> None:
    app = application(web_store, True, ("testserver", NUMBERS), TOKEN)
    asking = TestClient(app, follow_redirects=False)
    first = asking.get("/")
    assert "Sign in to set right" in first.text and "set-cookie" not in first.headers
    question = Links(asking.get("/find?q=guns&act=states").text)
    (to,) = [to for to, _, words in question.links if words == "Sign in to set right"]
    assert parse_qs(urlsplit(to).query)["to"] == ["/find?q=guns&act=states"]  # and back to what was asked
    answer = asking.get(f"/sign-in?token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    page = asking.get("/").text
    assert "Signed in" in page and TOKEN not in page
    assert "Sign out" in asking.get("/sign-in").text
    elsewhere = TestClient(app).get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
    assert "set-cookie" not in elsewhere.headers  # by a link of another site comes no cookie: the one that is kept stays
    stolen = re.sub(r"\.\w+", ".", answer.headers["set-cookie"].partition(";")[0])
    assert "Sign out" not in TestClient(app).get("/sign-in", headers={"cookie": stolen}).text


@pytest.mark.parametrize(
    ("to", "leads"),
    [("/party/12", "/party/12"), ("//evil.example/", "/"), ("/\\evil.example", "/"), ("https://evil.example", "/"), ("", "/"),
     ("/a\r\nX: y", "/"), ("javascript:alert(1)", "/")],
)  # fmt: skip
def test_who_signs_in_stays_here(web_store: Store, to: str, leads: str) -> None:
    asking = TestClient(application(web_store, True, ("testserver",), TOKEN), follow_redirects=False)
    assert asking.get("/sign-in", params={"token": TOKEN, "to": to}).headers["location"] == leads


def test_no_site_for_all_networks_is_written_to_without_a_token(web_store: Store) -> None:
    with pytest.raises(ValueError, match="with a token alone"):
        application(web_store, True, ("127.0.0.1", NUMBERS))
    with pytest.raises(ValueError, match="at least 16 characters"):
        application(web_store, True, token="short")
