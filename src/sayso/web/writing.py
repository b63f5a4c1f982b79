"""A form that is sent -> what it does, once it is known who sent it and from which page: the one way in which pages write.

What writes is a handler under ``@writes``: it gets the fields that were sent, and answers 303 with where to look (``see``). It
is not called where the server is not for writing, where a token is wanted and not there, where a form is too large, or where it
was not drawn for this session: another site cannot know the seal in it (double submit, OWASP's cheat sheet on CSRF).
"""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message

from sayso.store import StoreError
from sayso.web.pages import Site, site_of, trouble
from sayso.web.sessions import SEAL, is_sealed
from sayso.web.turns import SECONDS, BusyError

MOST = 1024 * 1024  # bytes of a form without files: a statement may be a whole speech, and its words are sent twice
FIELDS = 60  # of a form
KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")
STALE = "this form was drawn for another session, or before the server was started anew: look it over, and send it again"


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form that was sent."""

    fields: FormData

    def text(self, name: str) -> str:
        """A field's words, without blanks around them and with lines as texts have them; "" where there are none."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> list[str]:
        """The words of all fields of a name, without those that are empty."""
        given = [one for one in self.fields.getlist(name) if isinstance(one, str)]
        return [words for one in given if (words := one.replace("\r\n", "\n").replace("\0", "").strip())]

    def number(self, name: str) -> int | None:
        """A whole number; None where there is none. Raises ValueError for what is no number."""
        given = self.text(name)
        if given and not (given.isascii() and given.isdecimal() and len(given) <= 18):
            raise ValueError(f"{name} is a whole number, not {given[:40]!r}")
        return int(given) if given else None

    def files(self, name: str) -> list[UploadFile]:
        """The files of a field."""
        return [one for one in self.fields.getlist(name) if isinstance(one, UploadFile) and one.filename]


Write = Callable[[Request, Sent], Response]
Again = Callable[[Request, Sent, str, int], Response]
"""What draws a form again: with what was sent, what is wrong with it, and the status of the answer."""


class TooLargeError(Exception):
    """More was sent than a form may have."""


def writes(again: Again | None = None, most: int = MOST, files: int = 0) -> Callable[[Write], Callable[[Request], Any]]:
    """A handler of a form's POST, which is called when it may write. It runs in a thread, as all pages do.

    ValueError, LookupError and StoreError of the handler are told beside the form, which ``again`` draws with all that was
    typed; without it they are told as on every page. A form has up to ``most`` bytes, its files among them, of which there are
    up to ``files``.
    """

    def guarded(handler: Write) -> Callable[[Request], Any]:
        @functools.wraps(handler)
        async def answer(request: Request) -> Response:
            visit = site_of(request).visit(request)
            if visit.refused:
                return await run_in_threadpool(trouble, request, 403, visit.refused)
            if _kind(request) not in KINDS:
                words = "A form is sent as application/x-www-form-urlencoded or multipart/form-data."
                return await run_in_threadpool(trouble, request, 415, words)
            try:
                async with _sent(request, most, files) as sent:
                    sealed = is_sealed(visit, sent.text(SEAL))
                    return await run_in_threadpool(_written, request, sent, handler, again, sealed)
            except TooLargeError:
                words = f"That is larger than the {_size(most)} that this form may have: nothing of it was kept."
                return await run_in_threadpool(trouble, request, 413, words)
            except MultiPartException as error:
                return await run_in_threadpool(trouble, request, 400, f"The form cannot be read: {error.message}")

        answer.writes = True  # type: ignore[attr-defined]
        return answer

    return guarded


def _written(request: Request, sent: Sent, handler: Write, again: Again | None, sealed: bool) -> Response:
    if not sealed:
        return again(request, sent, STALE, 403) if again else trouble(request, 403, STALE)
    try:
        return handler(request, sent)
    except (ValueError, StoreError) as error:
        wrong: Exception = error
    except LookupError as error:
        if type(error) is not LookupError:
            raise
        wrong = error
    if again is None:
        raise wrong
    return again(request, sent, site_of(request).store.told(wrong), 400)


@asynccontextmanager
async def _sent(request: Request, most: int, files: int) -> AsyncIterator[Sent]:
    """The fields, read no further than a form may be long; files lie on the disk while the handler is at work."""
    if _told_size(request) > most:
        raise TooLargeError
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > most:
            raise TooLargeError
        return message

    limited = Request(request.scope, counted)
    async with limited.form(max_files=files, max_fields=FIELDS, max_part_size=most) as fields:
        yield Sent(fields)


@contextmanager
def alone(site: Site) -> Iterator[None]:
    """From a look at what stands there to what is put over it, nobody else writes here. Raises BusyError where that is late."""
    if not site.writing.acquire(timeout=SECONDS):
        raise BusyError
    try:
        yield
    finally:
        site.writing.release()


def _told_size(request: Request) -> int:
    given = request.headers.get("content-length", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 18 else 0


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _size(most: int) -> str:
    return f"{most // 1024} KiB" if most < 1024 * 1024 else f"{most // (1024 * 1024)} MiB"


def see(path: str, **query: object) -> Response:
    """The answer to a form that was taken: go there, by GET, so that a reload sends nothing again (303)."""
    asked = urlencode({name: value for name, value in query.items() if value is not None})
    return RedirectResponse(f"{path}?{asked}" if asked else path, 303)


def for_writers(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """A page that is shown to who may write alone; others are told why not."""

    @functools.wraps(handler)
    def answer(request: Request) -> Response:
        refused = site_of(request).visit(request).refused
        return trouble(request, 403, refused) if refused else handler(request)

    answer.guarded = True  # type: ignore[attr-defined]
    return answer
