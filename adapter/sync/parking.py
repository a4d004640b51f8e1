"""References that wait: to a record that the side they go to does not have, and does not get now.

Such a reference is written by identifier, and becomes literal once the record has arrived. It is
never dropped; a run tells of each, since it may also wait for ever.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from urllib.parse import unquote

from adapter.sync.carry import PERSON
from adapter.sync.identity import CARRIED, references_in
from adapter.sync.plan import Record
from adapter.values import Action, End, Parked, Step


def parked(
    records: Iterable[Record],
    actions: Iterable[Action],
    names: Mapping[End, str],
    known: Mapping[End, Container[str]],
) -> Iterator[Parked]:
    """Each record with a reference that waits; `known` are the keys that a side has by now."""
    made = {(action.side, action.key) for action in actions if action.step is Step.CREATE}
    for record in records:
        for end, side in names.items():
            source = record.copies.get(end.other)
            if source is None or (end not in record.copies and (side, record.key) not in made):
                continue
            for target in _targets(source.carried):
                if target not in known[end] and (side, target) not in made:
                    yield Parked(side=side, person=record.person, key=record.key, target=target)


def _targets(body: object) -> Iterator[str]:
    """The keys of the records that a body on its way refers to, each once."""
    found = (str(each.get("reference")) for each in references_in(body))
    keys = {each: None for each in found if each.startswith(CARRIED) and each != PERSON}
    return (unquote(each.removeprefix(CARRIED)) for each in keys)
