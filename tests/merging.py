"""One record on two sides without servers: decided on, carried out, and decided on again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from adapter.sync.agreed import agreement
from adapter.sync.identity import key_of, with_identifier
from adapter.sync.merge import Copy
from adapter.sync.plan import Record, Terms, decide
from adapter.values import Action, Base, End, Mode, Ref, Resolution, Right, Step
from mappings.fhir.values import Identifier

Resource = dict[str, Any]
NAME: Final = Identifier(system="urn:a", value="r")
NAMES: Final = {End.HERE: "region", End.THERE: "municipality"}


def terms(
    rights: Mapping[str, Right] | None = None,
    modes: Mapping[End, Mapping[str, Mode]] | None = None,
) -> Terms:
    return Terms(names=NAMES, rights=rights or {}, modes=modes or {})


def copied(body: Resource) -> Copy:
    """A copy of a record that refers to nothing: it is the same on its server and on its way."""
    return Copy(
        ref=Ref(str(body["resourceType"]), "1"),
        version="1",
        local=body,
        carried=with_identifier(body, NAME),
    )


def record(
    here: Resource,
    there: Resource,
    base: Resource | tuple[Resource, Resource] | None = None,
    *,
    owner: End = End.HERE,
    decisions: Mapping[str, Resolution] | None = None,
) -> Record:
    """A record as both sides have it; `base` is what both held when they agreed, or each."""
    key = key_of(str(here["resourceType"]), NAME)
    agreed = None
    if base is not None:
        then = base if isinstance(base, tuple) else (base, base)
        named = [with_identifier(each, NAME) for each in then]
        agreed = Base(key=key, here=named[0], there=named[1])
    return Record(
        key=key,
        type=str(here["resourceType"]),
        identifier=NAME,
        person="p1",
        owner=owner,
        copies={End.HERE: copied(here), End.THERE: copied(there)},
        known={end: Ref(str(here["resourceType"]), "1") for end in End},
        base=agreed,
        decisions=decisions or {},
    )


@dataclass(frozen=True, slots=True)
class Done:
    """What a run decided, and what both sides hold after it."""

    actions: list[Action]
    record: Record

    def now(self, end: End) -> Resource:
        return self.record.copies[end].local

    def of(self, step: Step) -> list[Action]:
        return [action for action in self.actions if action.step is step]

    @property
    def conflicts(self) -> set[str]:
        return {unit for action in self.of(Step.CONFLICT) for unit in action.units}

    @property
    def proposed(self) -> set[str]:
        return {unit for action in self.of(Step.HOLD) for unit in action.units}


def run(before: Record, on: Terms | None = None) -> Done:
    """Decide, let both servers take what is sent, and remember what is agreed on."""
    actions = decide(before, on or terms())
    after = before
    for end in End:
        mine = [action for action in actions if action.side == NAMES[end]]
        for action in mine:
            if action.step is Step.KEEP and (action.settles or before.base is None):
                after = _agreed(after, before, end, action, before.copies[end].carried)
        for action in mine:
            if action.step is Step.UPDATE:
                assert action.body is not None
                copy = copied(action.body)
                after = replace(after, copies={**after.copies, end: copy})
                after = _agreed(after, before, end, action, copy.carried)
    return Done(actions, after)


def _agreed(after: Record, before: Record, end: End, action: Action, answer: Resource) -> Record:
    versions = replace(before.versions, base=after.base)
    base = agreement(versions, end, action.settles, answer)
    return after if base is None else replace(after, base=base)


def writes(actions: list[Action]) -> list[Action]:
    return [each for each in actions if each.step in {Step.CREATE, Step.UPDATE, Step.DELETE}]


def quiet(after: Done, on: Terms | None = None) -> Done:
    """The run after it, which has nothing to write; nor has the one after that."""
    second = run(after.record, on)
    assert writes(second.actions) == []
    third = run(second.record, on)
    assert writes(third.actions) == []
    return third
