"""The demo on real servers: what it tells is what the servers hold."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "demo", "--json"],
        cwd=tmp_path_factory.mktemp("demo"),
        capture_output=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


def test_the_second_run_writes_nothing(told: dict[str, dict[str, int]]) -> None:
    assert told["second_run"] == {"writes": 0}


def test_what_was_said_on_one_side_is_known_on_both(told: dict[str, dict[str, int]]) -> None:
    for side in ("region", "municipality"):
        for kind in ("CarePlan", "Goal", "Observation", "ServiceRequest", "CareTeam"):
            assert told[side][kind] >= 1, (side, kind)


def test_nobody_is_made_and_somebody_is_held(told: dict[str, dict[str, int]]) -> None:
    assert told["region"]["Patient"] == told["municipality"]["Patient"] == 3
    assert told["first_run"]["held"] == 2
    assert told["first_run"]["conflicts"] == 0
