"""An address -> a site's answer to one GET: the host's addresses are looked up and checked, and one of them is connected to."""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

import certifi
import httpcore2
import httpx2

from sayso.options import PageOptions
from sayso.pages.answers import REDIRECTS, Answer, RefusedError
from sayso.pages.hosts import look_up
from sayso.pages.networks import is_public
from sayso.pages.transport import BROKEN_OFF, Deadline, Transport

CONNECT_SECONDS = 10.0  # for one of a host's addresses, and for looking them up
MOST_CLIENTS = 8  # hosts with open connections at one time


class Connections:
    """Connections to sites, kept open for their next pages.

    Each host is resolved here, all its addresses are checked, and the connection goes to the address that was checked, so
    that a name cannot change its address in between. Proxies from the environment are not used for the same reason.
    """

    def __init__(self, options: PageOptions) -> None:
        self.options = options
        self._tls: ssl.SSLContext | None = None
        self._clients: OrderedDict[str, httpx2.Client] = OrderedDict()

    def get(self, address: httpx2.URL, headers: Mapping[str, str], deadline: Deadline, limit: int, cut: bool = False) -> Answer:
        """The answer to one GET, redirects not followed; raises RefusedError where there is none.

        A body of more than ``limit`` bytes is an OverflowError, or with ``cut`` is left off.
        """
        hosts = self._resolve(address, deadline)
        for number, host in enumerate(hosts):
            try:
                return self._get(address, host, headers, deadline, limit, cut)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                if why := _distrust(error):
                    detail = f"{address} shows a certificate that is not to be trusted: {why}. Look at it in a browser."
                    raise RefusedError("bad-certificate", detail) from error
                if deadline.left() <= 0:
                    raise _timed_out(address, deadline) from error
                if number == len(hosts) - 1:
                    raise _unreachable(address, error) from error
            except httpcore2.TimeoutException as error:
                raise _timed_out(address, deadline) from error
            except BROKEN_OFF as error:
                raise RefusedError("unreachable", f"{address} broke off: {error}. Try again later.") from error
        raise RefusedError("unreachable", f"{address} has no address. Is the host's name right?")

    def close(self) -> None:
        """Close them."""
        while self._clients:
            self._clients.popitem()[1].close()

    def _get(
        self, address: httpx2.URL, host: str, headers: Mapping[str, str], deadline: Deadline, limit: int, cut: bool
    ) -> Answer:
        there = address.copy_with(host=host, fragment=None)
        extensions = {"sni_hostname": address.raw_host.decode("ascii"), "deadline": deadline}
        timeout = httpx2.Timeout(CONNECT_SECONDS, read=None)  # reading takes what the deadline leaves
        asked = {"Host": address.netloc.decode("ascii"), **headers}
        client = self._client(origin(address))
        with client.stream("GET", there, headers=asked, timeout=timeout, extensions=extensions) as response:
            answer = self._answer(address, response, deadline, limit, cut)
        return replace(answer, conditional=bool(headers.keys() & {"If-None-Match", "If-Modified-Since"}))

    def _answer(self, address: httpx2.URL, response: httpx2.Response, deadline: Deadline, limit: int, cut: bool) -> Answer:
        """The answer that has begun; all of its body is read within the deadline."""
        said = response.headers
        redirected = response.status_code in REDIRECTS
        return Answer(
            url=str(address.copy_with(fragment=None)),
            status=response.status_code,
            content=b"" if redirected else _body(response, limit, cut),
            coding=said.get("content-encoding", "").strip().lower(),
            media_type=said.get("content-type", "").split(";")[0].strip().lower() or None,
            charset=response.charset_encoding,
            location=said.get("location") if redirected else None,
            etag=said.get("etag"),
            last_modified=said.get("last-modified"),
            retry_after=said.get("retry-after"),
        )

    def _client(self, origin: str) -> httpx2.Client:
        """A pool of connections a site: two sites at one numeric address share neither connections nor cookies."""
        client = self._clients.pop(origin, None)
        if client is None:
            if len(self._clients) == MOST_CLIENTS:
                self._clients.popitem(last=False)[1].close()
            client = httpx2.Client(transport=Transport(self._trust(origin)), follow_redirects=False, trust_env=False)
        self._clients[origin] = client
        return client

    def _trust(self, origin: str) -> ssl.SSLContext:
        """Whom to trust: the authorities of certifi's list, and nobody where there is no TLS.

        The library would ask the system, and systems ask the network about a certificate, at addresses that stand in it.
        """
        tls = self._tls or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._tls is None and origin.startswith("https:"):
            tls.load_verify_locations(certifi.where())  # takes 30 ms
            self._tls = tls
        return tls

    def _resolve(self, address: httpx2.URL, deadline: Deadline) -> list[str]:
        """The host's addresses. Raises where any is private, loopback or link-local and that is not allowed."""
        seconds = min(CONNECT_SECONDS, deadline.left())
        if seconds <= 0:
            raise _timed_out(address, deadline)
        try:
            hosts = look_up(address.host, address.port or (443 if address.scheme == "https" else 80), seconds)
        except TimeoutError as error:
            detail = f"The name {address.host} was not found within {seconds:.2g} seconds. Try again later."
            raise RefusedError("timeout", detail) from error
        if not hosts:
            detail = f"The name {address.host} is not known. Is the address right, and is this machine online?"
            raise RefusedError("unreachable", detail)
        if not self.options.allow_private and any(not is_public(host) for host in hosts):
            raise RefusedError(
                "private-address",
                f"{address.host} is on this machine or a private network; it is not asked without --allow-private.",
            )
        return hosts


def origin(address: httpx2.URL) -> str:
    """What makes a site: scheme, host and port, as "https://host:port"; the port only where it is not the usual one."""
    return f"{address.scheme}://{address.netloc.decode('ascii')}"


def _body(response: httpx2.Response, limit: int, cut: bool) -> bytes:
    content = bytearray()
    for part in response.iter_raw():
        content += part
        if len(content) > limit:
            if not cut:
                raise OverflowError(f"more than {limit} bytes")
            break
    return bytes(content)


def _distrust(error: BaseException | None) -> str | None:
    """Why a site's certificate is not to be trusted; None where that is not what went wrong."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error.verify_message if error else None


def _timed_out(address: httpx2.URL, deadline: Deadline) -> RefusedError:
    seconds = f"{deadline.seconds:g} seconds"
    return RefusedError("timeout", f"{address} took longer than {seconds}. Try again later, or allow more time.")


def _unreachable(address: httpx2.URL, error: httpcore2.ConnectError | httpcore2.ConnectTimeout) -> RefusedError:
    if isinstance(error, httpcore2.ConnectTimeout):
        detail = f"{address} could not be connected to within {CONNECT_SECONDS:g} seconds. Try again later."
        return RefusedError("timeout", detail)
    return RefusedError("unreachable", f"{address} does not answer: {error}. Is the address right?")
