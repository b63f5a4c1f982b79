"""Tasks -> what came of them, by Ray Core: a task a shard, one core each, on this machine or a cluster.

Every machine of the cluster needs this version of Sayso, and sees the inputs and the output under the same paths.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sayso.batch.engines import Died, Outcome
from sayso.batch.manifest import Failed, Line
from sayso.batch.shard_reading import Task, read_shard
from sayso.reading import cores
from sayso.workers import ONE_THREAD

_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # reports its use to its maker otherwise
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else it warns of what a later version will do
    "RAY_BACKEND_LOG_LEVEL": "error",
}


@contextlib.contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Within this, these variables are set, but for those that were set already."""
    fresh = {name: value for name, value in wanted.items() if name not in os.environ}
    os.environ.update(fresh)
    try:
        yield
    finally:
        for name in fresh:
            os.environ.pop(name, None)


class RayTasks:
    """Ray Core tasks. Raises ModuleNotFoundError, with what to install, where there is no Ray; ConnectionError for a cluster
    that does not answer."""

    def __init__(
        self, address: str | None = None, count: int | None = None, read: Callable[[Task], Line | Failed] = read_shard
    ) -> None:
        """``address`` of a cluster, by default RAY_ADDRESS; without either Ray is started here, with ``count`` cores."""
        try:
            with _environment(_QUIET):
                import ray
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError("--engine ray needs Ray: pip install ray", name=error.name) from error
        self._ray: Any = ray
        there = address or os.environ.get("RAY_ADDRESS")
        verbose = logging.getLogger().isEnabledFor(logging.INFO)
        given: dict[str, Any] = {"log_to_driver": verbose, "logging_level": logging.ERROR}
        with _environment({**_QUIET, **ONE_THREAD}):  # which processes that are started here inherit
            if there:
                ray.init(address=there, runtime_env={"env_vars": {**ONE_THREAD, **_QUIET}}, **given)
            else:  # by itself it would ask which address this machine has on the network, and listen there
                here: dict[str, Any] = {"_node_ip_address": "127.0.0.1", "include_dashboard": False}
                ray.init(address="local", num_cpus=count or cores(), **here, **given)
        self._read: Any = ray.remote(num_cpus=1, max_retries=0)(read)  # who hands in tries again, and counts
        self._under_way: dict[Any, Task] = {}

    @property
    def count(self) -> int:
        """The cores of the cluster, which may grow."""
        resources: Any = self._ray.cluster_resources
        return max(1, int(resources().get("CPU", 1)))

    def hand_in(self, task: Task) -> None:
        """Have a shard read."""
        self._under_way[self._read.remote(replace(task, alone=True))] = task

    def come_in(self, seconds: float) -> list[tuple[Task, Outcome]]:
        """What came of shards."""
        refs = list(self._under_way)
        done, _ = self._ray.wait(refs, num_returns=len(refs), timeout=0)
        if not done:
            done, _ = self._ray.wait(refs, num_returns=1, timeout=seconds)
        return [(self._under_way.pop(ref), self._outcome(ref)) for ref in done]

    def _outcome(self, ref: Any) -> Outcome:
        try:
            outcome: Outcome = self._ray.get(ref)
        except self._ray.exceptions.RayError as error:  # its worker or its machine died
            return Died(f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")
        return outcome

    def close(self) -> None:
        """End what is under way; a Ray that was started here ends, a cluster goes on."""
        for ref in self._under_way:
            self._ray.cancel(ref, force=True)
        self._ray.shutdown()
