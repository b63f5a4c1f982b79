"""The address of a PostgreSQL database -> what may be shown of it, and messages about it without its password.

An address is taken apart by libpq, which connects by it: ``postgresql://ana:se#cret@host/news`` has a password with a "#" in
it, whatever other programs make of that. Shown are the user, the host and the database, put together anew. Where it is open
what is the password ("/", "?" or a second "@" before the host), nothing is shown but ``postgresql://…``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from sayso.store.errors import StoreError

HIDDEN = "postgresql://…"
SHORTEST = 4  # of a password's pieces that are struck out of a message: shorter ones are parts of any word
_ADVICE = (
    "In a name or a password of an address, @ : / ? # % and a space stand as %40 %3A %2F %3F %23 %25 %20; a password stands "
    "better in ~/.pgpass or PGPASSWORD."
)
_ODD = {"user": r"[?&=/:#]", "host": r"[^\w.,:/%@-]", "port": r"[^\d,]"}  # what stands in no such part, or seldom
_SETTING = re.compile(r"\?[\w%]+=")  # "host?password=a@b", which libpq takes for a user at b
_PARAMETER = re.compile(r'invalid URI query parameter: "[\w.-]+"')


@dataclass(frozen=True, slots=True)
class Address:
    """An address as libpq takes it (``given``), as it may be ``shown``, and what must stand in no message."""

    given: str = field(repr=False)
    shown: str
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def struck(self, message: str) -> str:
        """A message of libpq or of the server without the password, or a piece of it."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            message = _without(message, secret)
        return message

    def with_secret(self, secret: str) -> Address:
        """The same with one more password, that libpq found elsewhere."""
        return replace(self, secrets=tuple(dict.fromkeys(filter(None, (*self.secrets, secret)))))

    def unreached(self, message: str) -> str:
        """The same of a connection that failed; nothing of the message, which may name any part, where all is hidden."""
        return self.struck(message) if self.shown != HIDDEN else f"no server takes the address. {_ADVICE}"


def address_of(written: str) -> Address:
    """Take an address apart. Raises StoreError, which shows nothing of it, where libpq cannot.

    >>> address_of("postgresql://ana:se#cret@db.example/news?password=s").shown
    'postgresql://ana@db.example/news'
    >>> address_of("postgresql://ana:se/cret@db.example/news").shown
    'postgresql://…'
    """
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    scheme, _, rest = written.strip().partition("://")
    given = f"{scheme.lower()}://{rest}"
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(given).items() if value}
    except (psycopg.Error, ValueError) as error:
        told = _PARAMETER.search(str(error)) if "@" not in rest.partition("?")[2] else None
        raise StoreError(f"{HIDDEN}: no address that PostgreSQL takes{f': {told[0]}' if told else '. ' + _ADVICE}") from None
    # A piece of a password would be the host, of which no server of names needs to hear.
    if "@" in parts.get("host", "") or _SETTING.search(rest.partition("/")[0].rpartition("@")[0]):
        raise StoreError(f"{HIDDEN}: no address that PostgreSQL takes. {_ADVICE}")
    secrets = tuple(dict.fromkeys(filter(None, _spellings(rest, parts))))
    return Address(given, HIDDEN if _is_open(rest, parts) else _shown(parts), secrets)


def _is_open(rest: str, parts: Mapping[str, str]) -> bool:
    """Whether a piece of a password may stand where libpq reads another part.

    It ends a password at the first "@", and knows of none after a "/".
    """
    server, _, path = rest.partition("/")
    odd = any(re.search(kind, parts.get(name, "")) for name, kind in _ODD.items())
    return odd or "@" in path or server.count("@") > 1


def _shown(parts: Mapping[str, str]) -> str:
    user = f"{quote(parts['user'], safe='')}@" if "user" in parts else ""
    hosts, ports = parts.get("host", parts.get("hostaddr", "")).split(","), parts.get("port", "").split(",")
    more = [f"service={quote(parts['service'], safe='')}"] if "service" in parts else []
    if any(host.startswith(("/", "@")) for host in hosts):  # sockets
        more.append(f"host={','.join(hosts)}")
        hosts = [""]
    if len(ports) == 1:
        ports *= len(hosts)
    server = ",".join(
        (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "") for host, port in zip(hosts, ports, strict=False)
    )
    database = f"/{quote(parts['dbname'], safe='')}" if "dbname" in parts else "/" if more else ""
    return f"postgresql://{user}{server}{database}{'?' + '&'.join(more) if more else ''}"


def _spellings(rest: str, parts: Mapping[str, str]) -> Iterator[str]:
    """The passwords of an address and of the environment, as they are and as they are written."""
    known = [value for name, value in parts.items() if ("pass" in name and name != "passfile") or "secret" in name]
    yield from (*known, os.environ.get("PGPASSWORD", ""))
    yield from (quote(secret, safe="") for secret in known)
    yield from (piece for piece in re.split(r"[/:@?&=]", rest) if unquote(piece) in known)


def _without(message: str, secret: str) -> str:
    if len(secret) < SHORTEST:
        return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "…", message)
    for length in range(len(secret), SHORTEST - 1, -1):
        for at in range(len(secret) - length + 1):
            message = message.replace(secret[at : at + length], "…")
    return message
