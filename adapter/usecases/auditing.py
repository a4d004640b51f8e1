"""What a run tells the audit: that it begins, what it is about to ask or send, what came of it.

before anything that names a person is asked or sent   about-to, written durably
a write                                                its outcome, with intent and base
a question about many people                           an entry each, and one outcome for all
what is held back                                      withhold, when that is new
An audit that can't be written raises: then nothing is asked or sent.
"""

import socket
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from adapter.errors import EndpointError, Unreachable
from adapter.sync.parts import OF_ITSELF
from adapter.usecases.context import Context
from adapter.values import (
    Action,
    Audited,
    EndpointSettings,
    Hold,
    Intent,
    Measure,
    Outcome,
    Ref,
    Reply,
    Result,
    Route,
    Seen,
    Stage,
    Step,
)
from mappings.errors import ViktigtError
from mappings.redacted import Redacted
from mappings.version import MAPPING_VERSION

# Between two authorities, with nobody reading; for somebody who asked; because somebody decided so.
TRANSFER, VIEW, ERASURE = "transfer", "view", "erasure"


class Named(NamedTuple):
    """Whom a question to one side names; the patient by that side's own logical id."""

    side: str
    person: str | None = None
    patient: str | None = None


def begin(route: Route, context: Context, *, by: str | None = None) -> Context:
    """Tell that a run of a route begins, or that somebody looks: what follows is told as that."""
    about = {
        "route": route.name,
        "basis": route.basis,
        "purpose": TRANSFER,
        "here": route.here.name,
        "there": route.there.name,
        "ends": {end.name: _end(end) for end in (route.here, route.there)},
    }
    return _begun(context, about if by is None else {**about, "by": by})


def begin_view(
    context: Context, ends: Iterable[EndpointSettings], basis: str, purpose: str = VIEW
) -> Context:
    """The same for somebody who asks to see something, or decided something."""
    told = {end.name: _end(end) for end in ends}
    return _begun(context, {"basis": basis, "purpose": purpose, "ends": told})


def _begun(context: Context, about: Mapping[str, Any]) -> Context:
    installation = {"installation": context.installation, "host": socket.gethostname()}
    job = Audited(
        at=context.now(),
        measure=Measure.JOB,
        stage=Stage.DISCLOSED,
        operation=str(uuid.uuid4()),
        about={**about, **installation, "program": MAPPING_VERSION},
    )
    number, _, _ = context.store.audit([job]).partition(":")
    return replace(context, job=int(number))


def _end(end: EndpointSettings) -> dict[str, str]:
    told = {"kind": end.kind.value, "address": end.url or end.name}
    if end.party is not None:
        told |= {"system": end.party.system, "value": end.party.value}
    return told


@contextmanager
def asking(
    context: Context, measure: Measure, asked: Iterable[Named], **about: object
) -> Iterator[None]:
    """Tell whom a question names before it is asked, and afterwards whether it was answered."""
    named = list(asked)
    operations = {side: str(uuid.uuid4()) for side, _, _ in named}
    if not named:
        yield
        return
    context.store.audit(_about_to_ask(context, measure, named, operations, about))
    try:
        yield
    except EndpointError:
        context.store.audit(_answered(context, measure, operations, Stage.UNKNOWN))
        raise
    context.store.audit(_answered(context, measure, operations, Stage.DISCLOSED))


def _about_to_ask(
    context: Context,
    measure: Measure,
    named: Iterable[Named],
    operations: Mapping[str, str],
    about: Mapping[str, object],
) -> Iterator[Audited]:
    now = context.now()
    for side, person, patient in named:
        yield Audited(
            at=now,
            measure=measure,
            stage=Stage.ABOUT_TO,
            operation=operations[side],
            job=context.job,
            side=side,
            person=person,
            patient=patient,
            about=about,
        )


def _answered(
    context: Context, measure: Measure, operations: Mapping[str, str], stage: Stage
) -> Iterator[Audited]:
    now = context.now()
    for side, operation in operations.items():
        yield Audited(
            at=now,
            measure=measure,
            stage=stage,
            operation=operation,
            job=context.job,
            side=side,
        )


_STAGES: Mapping[Result, Stage] = {
    Result.DONE: Stage.DISCLOSED,
    Result.FAILED: Stage.NOT_DISCLOSED,
    Result.UNKNOWN: Stage.UNKNOWN,
}
_MEASURES: Mapping[Step, Measure] = {
    Step.CREATE: Measure.CREATE,
    Step.UPDATE: Measure.UPDATE,
    Step.DELETE: Measure.DELETE,
}


@dataclass(frozen=True, slots=True)
class Writes(Redacted):
    """What the audit is told of writes to one side; `merges`: they end doubles."""

    context: Context
    side: str
    patients: Mapping[str, Ref]
    merges: bool = False

    def about_to(self, action: Action, operation: str, at: str) -> Audited:
        what = action.key if action.ref is None else versioned(action.ref, action.version)
        person, by = action.person, action.decided_by
        return self._told(Stage.ABOUT_TO, action.step, operation, person, what, at, by=by)

    def came(self, outcome: Outcome, operation: str, at: str) -> Audited:
        """What came of a write; of why it failed only our own word for it."""
        action, seen = outcome.action, outcome.seen
        what = _named(action) if seen is None else versioned(seen.ref, seen.version)
        stage, why = _STAGES[outcome.result], (outcome.reason or "").partition(":")[0] or None
        is_again = why in OF_ITSELF  # what a gateway delivers twice is answered so too
        if stage is Stage.NOT_DISCLOSED and (is_again or outcome.perhaps_done):
            stage = Stage.UNKNOWN
        person, by = action.person, action.decided_by
        return self._told(stage, action.step, operation, person, what, at, by=by, why=why)

    def found(self, intent: Intent, person: str, result: Result, at: str) -> Audited:
        """What came of a write of an earlier run, as it is found out now."""
        what = intent.key if intent.ref is None else versioned(intent.ref, intent.version)
        return self._told(_STAGES[result], intent.method, intent.id, person, what, at)

    def _told(  # noqa: PLR0913, PLR0917  one entry
        self,
        stage: Stage,
        step: Step,
        operation: str,
        person: str,
        what: str,
        at: str,
        **more: Any,  # noqa: ANN401  the rest of an entry
    ) -> Audited:
        patient = self.patients.get(person)
        return Audited(
            at=at,
            measure=Measure.MERGE if self.merges else _MEASURES[step],
            stage=stage,
            operation=operation,
            job=self.context.job,
            side=self.side,
            person=person,
            patient=None if patient is None else patient.id,
            what=(what,),
            **more,
        )


def _named(action: Action) -> str:
    return action.key if action.ref is None else str(action.ref)


def versioned(ref: Ref, version: str | None) -> str:
    """A reference to that very version, where the server names one."""
    return str(ref) if version is None else f"{ref}/_history/{version}"


def reference_of(seen: Seen) -> str:
    return versioned(seen.ref, seen.version)


def withheld(context: Context, holds: Iterable[Hold]) -> Iterator[Audited]:
    """What is held back from now on, and why."""
    for hold in holds:
        yield Audited(
            at=context.now(),
            measure=Measure.WITHHOLD,
            stage=Stage.NOT_DISCLOSED,
            operation=str(uuid.uuid4()),
            job=context.job,
            person=hold.person or None,
            what=() if hold.key is None else (hold.key,),
            why=hold.why.value,
        )


def watched(context: Context, patients: Iterable[tuple[str, str]], side: str) -> Iterator[Audited]:
    """Who came to rest: asked about by their logical ids, with all others at rest, from now on."""
    now, operation = context.now(), str(uuid.uuid4())
    for person, patient in patients:
        yield Audited(
            at=now,
            measure=Measure.WATCH,
            stage=Stage.DISCLOSED,
            operation=operation,
            job=context.job,
            side=side,
            person=person,
            patient=patient,
        )


def accounting(
    context: Context, side: str, persons: Sequence[str], patients: Mapping[str, Ref]
) -> list[Audited]:
    """Tell that the account of what was written for each of these is about to be written."""
    now = context.now()
    told = [
        Audited(
            at=now,
            measure=Measure.CREATE,
            stage=Stage.ABOUT_TO,
            operation=str(uuid.uuid4()),
            job=context.job,
            side=side,
            person=person,
            patient=patients[person].id,
            what=("Provenance",),
        )
        for person in persons
    ]
    context.store.audit(told)
    return told


def accounted(context: Context, told: Sequence[Audited], replies: Sequence[Reply]) -> None:
    """Tell what came of each account."""
    now = context.now()
    context.store.audit(
        replace(
            each,
            at=now,
            stage=_stage(reply.error),
            what=each.what if reply.seen is None else (reference_of(reply.seen),),
        )
        for each, reply in zip(told, replies, strict=True)
    )


def _stage(error: ViktigtError | None) -> Stage:
    if error is None:
        return Stage.DISCLOSED
    return Stage.UNKNOWN if isinstance(error, Unreachable) else Stage.NOT_DISCLOSED
