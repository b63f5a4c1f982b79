"""The members of an article's groups ("Ana Rubio and Karel Novak") <-> their rows: what a group says, each of them says.

Only groups whose members the article names have any. Where the member or the group has no name, the row stands in
``unnamed_members``, for nobody across articles is meant by it. A store of schema 5 and before, which is asked as it is, knows
of no members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sayso.record import Party
from sayso.store import rows as written
from sayso.store.database import Database, Row
from sayso.store.errors import AlteredError
from sayso.store.migrations import MEMBERS, UNNAMED, Migration, schema

COLUMNS = ("version", "number", "place", "member", "party", "joint")
UNNAMED_COLUMNS = COLUMNS[:4]
_NAMES = """SELECT m.version, m.number, m.place, n.name FROM members m LEFT JOIN appearances n ON n.version = m.version
  AND n.number = m.member WHERE m.version IN ({})"""
_NAMES_UNNAMED = """SELECT m.version, m.number, m.place, COALESCE(n.name, u.name) FROM unnamed_members m
  LEFT JOIN appearances n ON n.version = m.version AND n.number = m.member
  LEFT JOIN unnamed u ON u.version = m.version AND u.number = m.member WHERE m.version IN ({})"""

MemberRow = tuple[int, ...]


def member_rows(
    version: int, parties: Sequence[Party], identities: Mapping[str, int]
) -> tuple[list[MemberRow], list[MemberRow]]:
    """The rows of ``members`` and those of ``unnamed_members`` of a version.

    ``identities`` are who its parties are taken to be, by their ids in the reading: those of them that have a name.
    """
    numbers = {party.id: number for number, party in enumerate(parties, 1)}
    rows: tuple[list[MemberRow], list[MemberRow]] = ([], [])
    for party in parties:
        for place, member in enumerate(party.members, 1):
            row = (version, numbers[party.id], place, numbers[member])
            if party.id in identities and member in identities:
                rows[0].append((*row, identities[member], identities[party.id]))
            else:
                rows[1].append(row)
    return rows


def rows_of(database: Database, versions: Iterable[int]) -> Iterator[Row]:
    """The rows of ``members`` and ``unnamed_members`` of these versions; these have no party and no joint."""
    wanted = sorted(set(versions))
    yield from _selected(database, f"SELECT {', '.join(COLUMNS)} FROM members WHERE version IN ({{}})", wanted)
    columns = ", ".join(UNNAMED_COLUMNS)
    yield from _selected(database, f"SELECT {columns} FROM unnamed_members WHERE version IN ({{}})", wanted, UNNAMED)


def members_of(database: Database, versions: Iterable[int]) -> dict[tuple[int, int], tuple[str, ...]]:
    """The members of the groups of these versions, by their ids in the reading; by version and the group's number.

    Raises AlteredError where one is none of the version's parties.
    """
    wanted = sorted(set(versions))
    held = [*_selected(database, _NAMES, wanted), *_selected(database, _NAMES_UNNAMED, wanted, UNNAMED)]
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for version, number, _, name in sorted(held, key=lambda row: row[:3]):
        member = written.unpacked(name)
        if member is None:
            raise AlteredError(f"a group of version {version} has a member that is not there")
        found[version, number] = (*found.get((version, number), ()), member)
    return found


def joint_with(database: Database, parties: Iterable[int]) -> set[int]:
    """The groups across articles of which one of these parties is a member."""
    return {joint for (joint,) in _selected(database, "SELECT DISTINCT joint FROM members WHERE party IN ({})", parties)}


def members_everywhere(database: Database) -> dict[int, set[int]]:
    """The members of every group, across articles."""
    found: dict[int, set[int]] = {}
    if schema(database) >= MEMBERS.number:
        for joint, party in database.rows("SELECT DISTINCT joint, party FROM members"):
            found.setdefault(joint, set()).add(party)
    return found


def members_of_groups(database: Database, joints: Iterable[int]) -> dict[int, set[int]]:
    """The members of these groups, across articles."""
    found: dict[int, set[int]] = {}
    for joint, party in _selected(database, "SELECT DISTINCT joint, party FROM members WHERE joint IN ({})", joints):
        found.setdefault(joint, set()).add(party)
    return found


def with_new_members(database: Database, rows: Iterable[MemberRow]) -> set[int]:
    """The groups across articles of which these rows of ``members``, before they are written, tell a member more."""
    pairs = {(row[5], row[4]) for row in rows}
    held = members_of_groups(database, {joint for joint, _ in pairs}) if pairs else {}
    return {joint for joint, party in pairs if party not in held.get(joint, ())}


def _selected(database: Database, sql: str, ids: Iterable[int], since: Migration = MEMBERS) -> Iterator[Any]:
    wanted = sorted(set(ids))
    if wanted and schema(database) >= since.number:
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            yield from database.rows(sql.format(", ".join("?" * len(some))), some)
