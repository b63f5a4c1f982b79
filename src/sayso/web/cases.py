"""``/find.zip``: what answers a question as a case file, with the articles' texts or without."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from sayso.door import Parameter
from sayso.web.described import takes
from sayso.web.filters import FILTERS, WORDS, asked_in, words_in
from sayso.web.pages import site_of
from sayso.web.turns import a_turn

MOST = 200  # articles: a case of so many takes 5 s of CPU
TEXTS = Parameter("texts", "no: the statements' words alone, and no article's text.", ("no",))
ASKS = (WORDS, *FILTERS, TEXTS)


@takes(*ASKS)
def find_zip(request: Request) -> Response:
    """All that answers, of up to 200 articles, as a case file: pages that a browser opens, and data for another store."""
    asked = {"said": "said", **asked_in(request, ASKS)}  # what the page counts, from which it is a link
    texts = not request.query_params.get("texts", "").strip()
    with ExitStack() as otherwise:
        path = Path(otherwise.enter_context(TemporaryDirectory(prefix="sayso-case-"))) / "case.zip"
        with a_turn():
            site_of(request).store.export(path, words_in(request), texts=texts, most=MOST, **asked)
        afterwards = otherwise.pop_all()
    gone = BackgroundTask(afterwards.close)
    return FileResponse(path, media_type="application/zip", filename="case.zip", background=gone)


ROUTES = (Route("/find.zip", find_zip),)
