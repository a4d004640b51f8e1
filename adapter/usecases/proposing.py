"""What is shown to the owner of a record because nobody but the owner may write it there.

Two kinds: what the other side changed of what is the owner's to change, and what somebody decided
that the owner's server does not let us write.
"""

from collections.abc import Iterable, Iterator, Mapping

from adapter.sync.plan import Record
from adapter.usecases.crossing import Crossing
from adapter.values import Action, Proposal, Resource, Step, Why


def proposals_of(
    crossing: Crossing, records: Mapping[str, Record], actions: Iterable[Action], now: str
) -> list[Proposal]:
    """One proposal for each record of which something is proposed."""
    made: dict[str, Proposal] = {}
    for action, body in _proposed(crossing, records, actions):
        owner = crossing.views[records[action.key].owner].end.name
        earlier = made[action.key].units if action.key in made else ()
        made[action.key] = Proposal(
            route=crossing.route.name,
            key=action.key,
            person=action.person,
            owner=owner,
            units=(*earlier, *action.units),
            body=body,
            since=now,
        )
    return list(made.values())


def _proposed(
    crossing: Crossing, records: Mapping[str, Record], actions: Iterable[Action]
) -> Iterator[tuple[Action, Resource]]:
    """What the record would say, with each change that is not ours to write."""
    for action in actions:
        record = records[action.key]
        copy = record.copies.get(record.owner.other)
        if action.step is not Step.HOLD or not action.units or copy is None:
            continue
        if action.why is Why.CHANGED_BY_OTHER_SIDE:
            yield action, copy.carried
        to_owner = action.side == crossing.views[record.owner].end.name
        if action.why is Why.ENDPOINT_MODE and to_owner and action.body is not None:
            yield action, action.body
