"""What the audit says of a write that failed: never that nothing went, where something may have."""

from pathlib import Path

import pytest

from adapter.sync.parts import CHANGED, DIFFERENT
from adapter.usecases.auditing import Writes
from adapter.values import Action, Outcome, Ref, Result, Stage, Step
from tests.world import make_world

ACTION = Action(step=Step.CREATE, side="region", person="p-1", key="Goal|urn:a|1", type="Goal")


@pytest.mark.parametrize(
    ("result", "reason", "perhaps_done", "stage"),
    [
        (Result.FAILED, "refused-by-server: invariant", False, Stage.NOT_DISCLOSED),
        (Result.FAILED, "refused-by-server: invariant", True, Stage.UNKNOWN),
        (Result.FAILED, CHANGED, False, Stage.UNKNOWN),
        (Result.FAILED, DIFFERENT, False, Stage.UNKNOWN),
        (Result.UNKNOWN, "not-arrived", False, Stage.UNKNOWN),
        (Result.DONE, None, True, Stage.DISCLOSED),
    ],
)
def test_a_write_is_denied_only_where_no_request_can_have_done_it(
    tmp_path: Path,
    result: Result,
    reason: str | None,
    perhaps_done: bool,  # noqa: FBT001  a column of the table
    stage: Stage,
) -> None:
    writes = Writes(make_world(tmp_path).context, "region", {"p-1": Ref("Patient", "1")})
    outcome = Outcome(action=ACTION, result=result, reason=reason, perhaps_done=perhaps_done)
    assert writes.came(outcome, "op", "2026-03-02T08:00:00Z").stage is stage
