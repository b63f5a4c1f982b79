"""Ray Core, for real, where it is installed: in a network of its own, since it listens on what addresses it finds.

One run by a program of its own, which tells what came of it: to start Ray takes seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from batch_shards import shards_in

TESTS = Path(__file__).parents[1]
# With processes of its own, too, all of which end with the first.
ALONE = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
ALONE += ["--map-root-user"] if os.name == "posix" and os.getuid() else []
UP = "ip link set lo up && exec \"$@\""


def can_be_alone() -> bool:
    """Whether processes can be given a network of their own here."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    return subprocess.run([*ALONE, "sh", "-c", "ip link set lo up"], capture_output=True, check=False).returncode == 0


pytestmark = [
    pytest.mark.skipif(not find_spec("ray") or not find_spec("pyarrow"), reason="the extra 'ray' is not installed"),
    pytest.mark.skipif(not can_be_alone(), reason="no network of its own can be made here (unshare --net)"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``ray_runs.py`` tells of its runs."""
    folder = tmp_path_factory.mktemp("ray")
    shards = shards_in(folder / "crawl", count=3, pages=3)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in (*sys.path, str(TESTS)) if path)}
    program = [sys.executable, str(TESTS / "ray_runs.py"), str(folder), *shards]
    ran = subprocess.run(
        [*ALONE, "sh", "-c", UP, "sh", *program], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    found: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return found


def test_ray_makes_the_same_bytes_as_one_process_whatever_is_killed(told: dict[str, Any]) -> None:
    assert told["killed"]["kills"] >= 2
    assert told["killed"]["files"] == told["alone"] and len(told["alone"]) == 3
    assert not told["killed"]["failed"] and not told["killed"]["left"]


def test_the_driver_tells_how_far_it_is(told: dict[str, Any]) -> None:
    assert told["killed"]["most_pages"] == 9 and told["killed"]["under_way"]  # pages of a shard that was not done


def test_reports_are_off(told: dict[str, Any]) -> None:
    assert len(told["usage_reports"]) > 1 and set(told["usage_reports"]) == {"0"}
