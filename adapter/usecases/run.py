"""One run of a route as it is told afterwards: what was planned, what was done, what waits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from adapter.errors import Exit
from adapter.values import (
    Action,
    Hold,
    OpenConflict,
    Outcome,
    Parked,
    Proposal,
    Recall,
    Rest,
    Result,
    Step,
    Stop,
    StopReason,
)
from mappings.redacted import Redacted


@dataclass(slots=True, kw_only=True)
class Report(Redacted):
    """What one run did. It gathers while the run goes on.

    `new_holds`, `new_conflicts` and `refused` speak of what this run added; they decide the exit.
    `held` is how many records each endpoint held of each person; with `stops` nothing was sent.
    `untold` are the records whose owners could not be told what is proposed, or what became of it.
    `permitted` are the operations of an approved plan, where the run may do nothing else.
    `audit` is the head of the audit after the run.
    `recalls` are copies that are asked back from now on.
    `rests` are the people who came to rest; `full` says that everybody was looked at.
    """

    route: str
    dry_run: bool
    permitted: frozenset[str] | None = None
    actions: list[Action] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    conflicts: list[OpenConflict] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    held: dict[str, dict[str, int]] = field(default_factory=dict)
    stops: list[Stop] = field(default_factory=list)
    untold: set[str] = field(default_factory=set)
    parked: list[Parked] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    recalls: list[Recall] = field(default_factory=list)
    full: bool = False
    documents: int = 0
    new_holds: int = 0
    new_conflicts: int = 0
    audit: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """The figures of the run."""
        done: Counter[Step] = Counter(
            outcome.action.step for outcome in self.outcomes if outcome.result is Result.DONE
        )
        failed = sum(outcome.result is not Result.DONE for outcome in self.outcomes)
        return {
            "documents": self.documents,
            "created": done[Step.CREATE],
            "updated": done[Step.UPDATE],
            "deleted": done[Step.DELETE],
            "kept": sum(action.step is Step.KEEP for action in self.actions),
            "held": len(self.holds),
            "conflicts": len(self.conflicts),
            "refused": len(self.refused),
            "failed": failed,
            "parked": len(self.parked),
            "recalls": len(self.recalls),
        }

    @property
    def exit(self) -> Exit:
        """The exit code: the largest of what applies."""
        reasons = [Exit.OK]
        if self.new_conflicts:
            reasons.append(Exit.CONFLICTS)
        if self.new_holds or self.stops or self.recalls:
            reasons.append(Exit.WITHHELD)
        if self.refused or any(each.result is Result.FAILED for each in self.outcomes):
            reasons.append(Exit.REFUSED)
        if any(each.result is Result.UNKNOWN for each in self.outcomes):
            reasons.append(Exit.TRY_AGAIN)
        if any(each.reason is StopReason.WORLD_HAS_MOVED for each in self.stops):
            reasons.append(Exit.TRY_AGAIN)
        return max(reasons)

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "route": self.route,
            "dry_run": self.dry_run,
            "counts": self.counts,
            "stopped": [stop_json(stop) for stop in self.stops],
            "actions": [_action(action) for action in self.actions if action.step is not Step.KEEP],
            "failed": [
                {**_action(outcome.action), "reason": outcome.reason}
                for outcome in self.outcomes
                if outcome.result is not Result.DONE
            ],
            "held": [hold_json(hold) for hold in self.holds],
            "conflicts": [conflict_json(conflict) for conflict in self.conflicts],
            "parked": [parked_json(each) for each in self.parked],
            "recalls": [recall_json(each) for each in self.recalls],
            "refused": [{"document": name, "reason": reason} for name, reason in self.refused],
            "audit": self.audit,
            "exit": int(self.exit),
        }


def _action(action: Action) -> dict[str, Any]:
    made: dict[str, Any] = {
        "step": action.step.value,
        "to": action.side,
        "person": action.person,
        "type": action.type,
        "record": action.key.rpartition("|")[2],
    }
    if action.ref is not None:
        made["reference"] = str(action.ref)
    if action.units:
        made["units"] = list(action.units)
    if action.why is not None:
        made["why"] = action.why.value
    return made


def parked_json(parked: Parked) -> dict[str, Any]:
    return {
        "at": parked.side,
        "person": parked.person,
        "record": parked.key,
        "waits_for": parked.target,
    }


def recall_json(recall: Recall) -> dict[str, Any]:
    """A copy that is asked back; what is not known is left out."""
    facts = {
        "route": recall.route,
        "at": recall.endpoint,
        "person": recall.person,
        "record": recall.key,
        "stands": recall.stands,
        "sha256": recall.digest,
        "basis": recall.basis,
        "why": recall.ground.value,
        "since": recall.since,
        "state": recall.state.value,
        "task": recall.task,
        "answer": recall.answer,
        "decision": recall.decision,
    }
    return {name: value for name, value in facts.items() if value is not None}


def stop_json(stop: Stop) -> dict[str, Any]:
    return {"reason": stop.reason.value, "detail": stop.detail}


def hold_json(hold: Hold) -> dict[str, Any]:
    facts = {
        "person": hold.person,
        "why": hold.why.value,
        "since": hold.since,
        "document": hold.document,
        "record": hold.key,
    }
    return {name: value for name, value in facts.items() if value is not None}


def conflict_json(conflict: OpenConflict) -> dict[str, Any]:
    return {
        "record": conflict.key,
        "person": conflict.person,
        "units": list(conflict.units),
        "since": conflict.since,
    }


def waiting(
    actions: Iterable[Action], route: str, now: str
) -> tuple[list[Hold], list[OpenConflict]]:
    """What the decided actions leave waiting for somebody."""
    holds = [
        Hold(route=route, person=action.person, why=action.why, since=now, key=action.key)
        for action in actions
        if action.step is Step.HOLD and action.why is not None
    ]
    conflicts = [
        OpenConflict(
            key=action.key,
            person=action.person,
            units=action.units,
            since=now,
            disputed=action.disputed,
        )
        for action in actions
        if action.step is Step.CONFLICT
    ]
    return holds, conflicts
