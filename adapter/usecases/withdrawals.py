"""Which copies were made, and which of them are asked back: as it is remembered and audited."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from adapter.sync.identity import key_of
from adapter.usecases.context import Context
from adapter.values import (
    Audited,
    Disclosed,
    EndpointKind,
    EndpointSettings,
    Ground,
    Logged,
    Measure,
    Recall,
    Stage,
    Standing,
)
from mappings.fhir.values import Identifier


class Ledger:
    """Every copy that was made of records of others; our own requests are none."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(self, **equal: str) -> list[Disclosed]:
        """Those with these values."""
        return [each for each in self._context.store.disclosed(**equal) if self._is_copy(each)]

    def _is_copy(self, each: Disclosed) -> bool:
        if each.key in self._requests:
            return False
        route = self._context.settings.routes.get(each.route)
        of_document = route is not None and route.here.kind is EndpointKind.DIRECTORY
        return of_document or self.origins.get(each.key) != each.endpoint

    @cached_property
    def origins(self) -> Mapping[str, str]:
        """Which endpoint each record came from."""
        return self._context.store.origins()

    @cached_property
    def _requests(self) -> frozenset[str]:
        """The keys of the Tasks by which copies are asked back."""
        context = self._context
        asked = (request_of(context, each) for each in context.store.recalls())
        return frozenset(key_of("Task", each) for each in asked)


def copies(context: Context, **equal: str) -> list[Disclosed]:
    """The copies with these values."""
    return Ledger(context).of(**equal)


def request_of(context: Context, each: Recall) -> Identifier:
    """What the request goes by there: another one if the copy is asked back again."""
    # It may not be configured any more.
    endpoint = EndpointSettings(name=each.endpoint, kind=EndpointKind.FHIR)
    said = ("recall", each.route, each.endpoint, each.key, each.since)
    return context.source(endpoint).mint(*said)


def recall_of(
    context: Context, copy: Disclosed, why: Ground, decision: str | None = None
) -> Recall:
    """A copy as it is asked back from now on."""
    return Recall(
        route=copy.route,
        endpoint=copy.endpoint,
        key=copy.key,
        person=copy.person,
        ground=why,
        since=context.now(),
        basis=copy.basis,
        digest=copy.digest,
        stands=copy.stands,
        decision=decision,
    )


def is_new(known: Recall | None, copy: Disclosed) -> bool:
    """Whether nobody was asked about this copy, or it was made anew since they answered."""
    if known is None or known.state is Standing.LIFTED:
        return True
    return known.state is Standing.ANSWERED and copy.at > known.at


def remember(context: Context, recalls: Sequence[Recall]) -> None:
    """Write down what is asked back, and tell the audit and the log."""
    with context.store.transaction():
        context.store.save_recalls(recalls)
        context.store.audit(told(context, each) for each in recalls)
    for each in recalls:
        context.log.tell(
            Logged.RECALLED, subject=each.person, endpoint=each.endpoint, code=each.ground.value
        )


def told(context: Context, each: Recall) -> Audited:
    """What the audit is told of a copy that is to be withdrawn."""
    return Audited(
        at=context.now(),
        measure=Measure.RECALL,
        stage=Stage.ABOUT_TO,
        operation=request_of(context, each).value,
        job=context.job,
        side=each.endpoint,
        person=each.person,
        what=(each.stands or each.key,),
        why=each.ground.value,
        about={"basis": each.basis},
    )


def settle(context: Context, each: Recall) -> None:
    """What is known of it now; where that is an answer, the audit knows it too."""
    with context.store.transaction():
        context.store.save_recalls([each])
        if each.state is Standing.ANSWERED:
            by = () if each.by is None else (each.by,)
            said = replace(told(context, each), stage=Stage.DISCLOSED, why=each.answer, by=by)
            context.store.audit([said])


def answered(context: Context, each: Recall, answer: str, *, by: str, why: str) -> None:
    """Somebody noted what the recipient said, in whichever way they said it."""
    now = replace(each, state=Standing.ANSWERED, answer=answer, by=by, why=why, at=context.now())
    settle(context, now)
