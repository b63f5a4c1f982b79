"""Shards of pages (WARC, JSON lines, folders, lists of addresses) -> a Parquet file a shard, read by many processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.batch.shard_files import read_rows as read_rows

__getattr__ = front_door(
    __name__,
    {
        "shard_files": "read_rows",
    },
)
