"""Shards of pages (WARC, JSON lines, folders, lists of addresses) -> a Parquet file a shard, read by many processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.front_doors import front_door

if TYPE_CHECKING:
    from sayso.batch.choice import Choice as Choice
    from sayso.batch.columns import without_pandas as without_pandas
    from sayso.batch.duplicates import mark_duplicates as mark_duplicates
    from sayso.batch.engines import Engine as Engine, Processes as Processes
    from sayso.batch.manifest import Failed as Failed, Line as Line
    from sayso.batch.ray_tasks import RayTasks as RayTasks
    from sayso.batch.running import Plan as Plan, Standing as Standing, Tally as Tally, plan as plan, run as run
    from sayso.batch.shard_files import read_rows as read_rows
    from sayso.batch.shard_reading import read_shard as read_shard
    from sayso.batch.taking import add_each as add_each, files_of as files_of

__getattr__ = front_door(
    __name__,
    {
        "choice": "Choice",
        "columns": "without_pandas",
        "duplicates": "mark_duplicates",
        "engines": "Engine Processes",
        "manifest": "Failed Line",
        "ray_tasks": "RayTasks",
        "running": "Plan Standing Tally plan run",
        "shard_files": "read_rows",
        "shard_reading": "read_shard",
        "taking": "add_each files_of",
    },
)
