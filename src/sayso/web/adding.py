"""``/add``: addresses and files -> a job that adds them to the store; ``/add/3``: how far it is, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.controls import one_line
from sayso.days import first_day, last_day
from sayso.door import Parameter, question_of
from sayso.formats import tally_told
from sayso.options import PageOptions
from sayso.pages import meant_address
from sayso.record import Given, Refusal
from sayso.store import Kept
from sayso.web.described import takes
from sayso.web.jobs import STOPPED, BusyAddingError, Job, Jobs, Wanted, file_name
from sayso.web.pages import as_json, page, site_of, trouble
from sayso.web.paths import article_path
from sayso.web.queries import check_asked
from sayso.web.writing import Sent, for_writers, see, writes

MOST = 64 * 1024 * 1024  # bytes of a form with its files
FILES, ADDRESSES = 50, 200  # of a form
SHOWN = 100  # pages of a job that a page tells of, the last of them; its JSON has more
SECONDS = 3  # after which the page of a job under way is loaded anew
SENT = (
    Parameter("addresses", "Addresses of pages, feeds, sitemaps, one a line."),
    Parameter("file", "Files: pages, web archives, e-mails, documents.", kind="file", several=True),
    Parameter("outlet", "Who published them, where a page does not say it."),
    Parameter("published", "The day, where a page does not say it."),
    Parameter("url", "The address that a file goes by, of one file."),
    Parameter("language", "Keep pages in these languages alone: en, or en,fr."),
    Parameter("prose", "yes: each file is body text, kept as it stands.", ("yes",)),
    Parameter("readd", "yes: read articles too that were removed.", ("yes",)),
)
STILL = Parameter("still", "yes: the page is not loaded anew by itself.", ("yes",))
READD = "“read what was removed, too” reads them"
# What a refusal tells those at a command line -> what those before a page can do.
_OF_PAGES = (
    ("it is not asked without --allow-private", "only the command line asks it: sayso add --allow-private"),
    (" Is memory short? Fewer --workers need less.", " Its text alone, as a text file, may do."),
    ("Add it to --language to read it", "Add it to the languages to read it"),
)
OUTCOMES = {
    "article": "new article",
    "version": "new version",
    "same": "page that it had",
    "removed": f"removed earlier, not read again ({READD})",
}


def jobs_of(request: Request) -> Jobs:
    """The jobs of the server."""
    jobs: Jobs = request.app.state.jobs
    return jobs


@takes()
@for_writers
def add(request: Request) -> Response:
    """A form for addresses and files that are to be added to the store, and the jobs that were begun."""
    return _page(request, {})


@takes()
@for_writers
def add_json(request: Request) -> Response:
    """The jobs that add to the store, the last first, each with how far it is and what came of it."""
    return as_json({"jobs": [_facts(job) for job in jobs_of(request)]})


def _again(request: Request, sent: Sent, wrong: str, status: int) -> Response:
    if any(sent.fields.getlist("file")):
        wrong = f"{wrong.rstrip('.')}. Files are to be chosen again."
    return _page(request, {one.name: sent.text(one.name) for one in SENT if one.name != "file"}, wrong, status)


@takes(*SENT)
@writes(_again, most=MOST, files=FILES)
def sent(request: Request, sent: Sent) -> Response:
    """Addresses and files are added to the store by a job, whose page is shown."""
    try:
        job = jobs_of(request).begin(_wanted(sent))
    except BusyAddingError:
        return _again(request, sent, "too many jobs wait: send it again when one of them has ended", 503)
    except OSError as error:
        why = (error.strerror or "it failed").lower()
        return _again(request, sent, f"the files cannot be laid down here ({why})", 503)
    return see(f"/add/{job.number}")


def _wanted(sent: Sent) -> Wanted:
    """What a form asks for. Raises ValueError for what is wrong in it."""
    addresses = list(_addresses(sent.text("addresses")))
    files = [(file_name(one.filename or "", at), one.file) for at, one in enumerate(sent.files("file"), 1)]
    if not addresses and not files:
        raise ValueError("there is nothing to add: give addresses, one a line, or choose files")
    if twice := {name for name, _ in files if [other for other, _ in files].count(name) > 1}:
        raise ValueError(f"two files are called {min(twice)}, and a file goes by its name: rename one")
    published, outlet = sent.text("published") or None, sent.text("outlet") or None
    if published and first_day(published) != last_day(published):
        raise ValueError(f"published is a day such as 2031-03-14, not {published!r}")
    url = _url(sent, len(addresses), len(files))
    codes = question_of(None, {"languages": sent.text("language")}).languages if sent.text("language") else ()
    options = PageOptions(prose=sent.text("prose") == "yes", languages=tuple(codes))
    given = Given(outlet=outlet, published=published) if outlet or published else None
    return Wanted(addresses, files, options, sent.text("readd") == "yes", given, url)


def _addresses(lines: str) -> Sequence[str]:
    given = [line.strip() for line in lines.split("\n") if line.strip()]
    if len(given) > ADDRESSES:
        raise ValueError(f"these are {len(given):,} addresses: up to {ADDRESSES} can be sent at once; sayso add takes more")
    for line in given:
        if not meant_address(line) or re.search(r"\s", line):  # a path is none of theirs: it would be one of this machine
            raise ValueError(f"{one_line(line)[:80]!r} is no address: one begins with https://, and has its own line")
    return list(dict.fromkeys(meant_address(line) or line for line in given))


def _url(sent: Sent, addresses: int, files: int) -> str | None:
    url = sent.text("url")
    if not url:
        return None
    if addresses or files != 1:
        raise ValueError("the address that a file goes by is of one file: send that alone")
    if not meant_address(url) or re.search(r"\s", url):
        raise ValueError(f"{one_line(url)[:80]!r} is no address: one begins with https:// or http://")
    return meant_address(url)


def _page(request: Request, given: Mapping[str, str], wrong: str | None = None, status: int = 200) -> Response:
    return page(
        request,
        "add",
        status,
        title="Add to the store",
        given={one.name: given.get(one.name, "") for one in SENT},
        wrong=wrong,
        jobs=[{"job": job, "told": _told(job), "state": _state(job)} for job in jobs_of(request)],
        most=MOST // (1024 * 1024),
        files=FILES,
        addresses=ADDRESSES,
        json="/add.json",
    )


@takes(STILL)
@for_writers
def job(request: Request) -> Response:
    """A job that adds to the store: how far it is, what was added, and what was refused and why."""
    check_asked(request, (STILL,))
    found = _found(request)
    if isinstance(found, Response):
        return found
    still = request.query_params.get("still", "") == "yes"
    return page(
        request,
        "job",
        headers={} if found.ended or still else {"Refresh": str(SECONDS)},
        title=f"Job {found.number}: {_state(found)}",
        job=found,
        state=_state(found),
        told=_told(found),
        stopped=STOPPED,
        still=still,
        seconds=SECONDS,
        kept=[_kept(request, one) for one in found.kept[: -SHOWN - 1 : -1]],
        refused=[_refused(one) for one in found.refused[: -SHOWN - 1 : -1]],
        json=f"/add/{found.number}.json",
    )


@takes()
@for_writers
def job_json(request: Request) -> Response:
    """The same as JSON, with the last 1,000 pages that were read, and that were not."""
    found = _found(request)
    if isinstance(found, Response):
        return found
    kept = [_kept(request, one) for one in found.kept]
    return as_json({**_facts(found), "kept": kept, "refused": [_refused(one) for one in found.refused]})


@takes()
@writes()
def stopped(request: Request, sent: Sent) -> Response:
    """A job is stopped; what it has written stays."""
    found = _found(request)
    if isinstance(found, Response):
        return found
    jobs_of(request).stop(found)
    return see(f"/add/{found.number}")


def _found(request: Request) -> Job | Response:
    number = request.path_params["number"]
    words = f"There is no job {number} (any more): jobs are known until the server is stopped; /add has those that are."
    return jobs_of(request).get(number) or trouble(request, 404, words)


def _state(job: Job) -> str:
    return "being stopped" if job.stopping and not job.ended else {"failed": "ended early"}.get(job.state, job.state)


def _told(job: Job) -> list[tuple[int, str]]:
    """What came of it, in the words of sayso add."""
    return list(tally_told(job.tally, READD))


def _facts(job: Job) -> dict[str, Any]:
    tally = job.tally
    return {
        "job": job.number,
        "state": job.state,
        "inputs": list(job.inputs),
        "done": job.done,
        "pages": job.pages,
        "articles": tally.articles,
        "versions": tally.versions,
        "statements": tally.statements,
        "same": tally.same,
        "removed": tally.removed,
        "refusals": dict(tally.refusals),
        "error": job.error,
    }


def _refused(one: Refusal) -> dict[str, Any]:
    """A page that was not read, and why."""
    told = one.told
    for said, shown in _OF_PAGES:
        told = told.replace(said, shown)
    return {"input": one.input, "reason": one.reason, "words": one_line(told)}


def _kept(request: Request, one: Kept) -> dict[str, Any]:
    """What became of a page that was read, or not read again."""
    key = site_of(request).store.engine.key(one.address) if one.outcome != "removed" else None
    return {
        "outcome": one.outcome,
        "address": one.address,
        "path": article_path(key.article, one.version or None) if key else None,
        "version": one.version,
        "statements": one.statements,
        "words": OUTCOMES[one.outcome],
    }


ROUTES = (
    Route("/add", add, methods=["GET"]),
    Route("/add", sent, methods=["POST"]),
    Route("/add.json", add_json),
    Route("/add/{number:int}", job, methods=["GET"]),
    Route("/add/{number:int}.json", job_json),
    Route("/add/{number:int}/stop", stopped, methods=["POST"]),
)
