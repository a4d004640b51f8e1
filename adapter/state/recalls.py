"""Which copies were made of whose records, and which of them are asked back.

The ledger is what the intents tell: of each record and recipient the last write stays, whose it
is, on which basis, what was sent and which version that made. Nothing is counted twice.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, select

from adapter.state import schema
from adapter.state.rows import Rows
from adapter.values import Disclosed, Ground, Recall, Result, Standing, Step

_RESTING: Final = select(schema.RESTS.c.person).where(schema.RESTS.c.route == bindparam("of_route"))
_NOT_AT_REST: Final = select(schema.ENROLMENTS.c.handle).where(
    schema.ENROLMENTS.c.route == bindparam("of_route"),
    schema.ENROLMENTS.c.handle.not_in(_RESTING),
)
_BRINGS: Final = frozenset({Step.CREATE.value, Step.UPDATE.value})
_NEVER: Final = Result.FAILED.value


class Recalls(Rows):
    """The part of the state about copies at others."""

    def disclosed(self, **equal: str) -> list[Disclosed]:
        """Every copy that was made, or may have been: one for each route, recipient and record.

        What was deleted there by us since is none any more.
        """
        last: dict[tuple[str, str, str], Disclosed] = {}
        rows = sorted(self.rows(schema.INTENTS, **equal), key=lambda row: (row.started, row.id))
        for row in rows:
            at = (row.route, row.side, row.key)
            if row.outcome == _NEVER:
                continue
            if row.method in _BRINGS:
                last[at] = _disclosed(row, last.get(at))
            elif row.outcome == Result.DONE.value:
                last.pop(at, None)
        return list(last.values())

    def not_at_rest(self, route: str) -> frozenset[str]:
        """Who is enrolled on a route, or was, and has to be looked at."""
        with self.begin() as connection:
            return frozenset(connection.execute(_NOT_AT_REST, {"of_route": route}).scalars())

    def save_recalls(self, recalls: Iterable[Recall]) -> None:
        """Remember what is asked back, and how far that came; all of it or nothing."""
        with self.transaction():
            for each in recalls:
                self.put(schema.RECALLS, _row(each))

    def recalls(self, **equal: str) -> list[Recall]:
        """What is or was asked back, with these values."""
        return [_recall(row) for row in self.rows(schema.RECALLS, **equal)]

    def drop_recall(self, recall: Recall) -> None:
        """Nobody was asked, and the reason has gone."""
        at = {"route": recall.route, "endpoint": recall.endpoint, "key": recall.key}
        self.drop(schema.RECALLS, **at)


def _disclosed(row: Any, before: Disclosed | None) -> Disclosed:  # noqa: ANN401  a row
    known = row.outcome == Result.DONE.value
    stood = None if before is None else before.stands
    return Disclosed(
        route=row.route,
        endpoint=row.side,
        key=row.key,
        person=row.person,
        basis=row.basis,
        digest=row.digest or "",
        at=row.settled or row.started,
        stands=row.stands or row.ref or stood,
        is_known=known,
    )


def _row(recall: Recall) -> dict[str, str | None]:
    return {
        "route": recall.route,
        "endpoint": recall.endpoint,
        "key": recall.key,
        "person": recall.person,
        "ground": recall.ground.value,
        "since": recall.since,
        "basis": recall.basis,
        "digest": recall.digest,
        "stands": recall.stands,
        "state": recall.state.value,
        "task": recall.task,
        "answer": recall.answer,
        "decided_by": recall.by,
        "why": recall.why,
        "decision": recall.decision,
        "at": recall.at,
    }


def _recall(row: Any) -> Recall:  # noqa: ANN401  a row
    return Recall(
        route=row.route,
        endpoint=row.endpoint,
        key=row.key,
        person=row.person,
        ground=Ground(row.ground),
        since=row.since,
        basis=row.basis,
        digest=row.digest,
        stands=row.stands,
        state=Standing(row.state),
        task=row.task,
        answer=row.answer,
        by=row.decided_by,
        why=row.why,
        decision=row.decision,
        at=row.at,
    )
