"""The forms of a page, as a browser has them: where they are sent, and what stands in their fields."""

from __future__ import annotations

from lxml import html
from starlette.testclient import TestClient


def form_at(page: str, path: str) -> dict[str, str]:
    """The fields of the form that is sent to a path, by name, each with what stands in it."""
    (form,) = html.fromstring(page).xpath(f'//form[@method="post"][@action="{path}"]')
    return {name: value or "" for name, value in form.fields.items() if name}


def send(client: TestClient, shown: str, path: str, step: str = "save", **typed: str) -> tuple[int, str]:
    """Fill in the form of a page that goes to a path, and press a button: the status, and the page or where it leads."""
    fields = {**form_at(client.get(shown, follow_redirects=True).text, path), **typed, "step": step}
    answer = client.post(path, data=fields)
    return answer.status_code, answer.headers.get("location", answer.text)
