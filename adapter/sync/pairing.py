"""Which record of one side is which of the other, before anything remembers it.

Two records of a type are the same when they share a business identifier that no other record of
that type has on either side, and give no two values in one system. A conversation names many
records and is no name of any.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from adapter.sync.identity import identifiers_of
from adapter.values import Ref
from mappings.codes.systems import PLO_ADMISSION, PLO_CONVERSATION
from mappings.fhir.values import Identifier

_OF_MANY: Final = frozenset({PLO_ADMISSION, PLO_CONVERSATION})


def same_as(
    records: Mapping[Ref, Mapping[str, Any]], others: Mapping[Ref, Mapping[str, Any]]
) -> dict[Ref, Ref]:
    """For each of some records the one of the other side that it is, where exactly one is."""
    held = Counter((ref.type, each) for ref, body in records.items() for each in _names(body))
    there: dict[tuple[str, Identifier], list[Ref]] = defaultdict(list)
    for ref, body in others.items():
        for each in _names(body):
            there[ref.type, each].append(ref)
    found = {}
    for ref, body in records.items():
        names = [(ref.type, each) for each in _names(body) if held[ref.type, each] == 1]
        matches = {there[name][0] for name in names if len(there.get(name, ())) == 1}
        same = [each for each in matches if not _contradict(body, others[each])]
        if len(matches) == len(same) == 1:
            found[ref] = same[0]
    return found


def _names(body: Mapping[str, Any]) -> Iterator[Identifier]:
    return (each for each in dict.fromkeys(identifiers_of(body)) if each.system not in _OF_MANY)


def _contradict(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both have values in some system and none in common."""
    ours, theirs = _by_system(one), _by_system(other)
    return any(ours[system].isdisjoint(theirs[system]) for system in ours.keys() & theirs.keys())


def _by_system(body: Mapping[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for each in _names(body):
        found[each.system].add(each.value)
    return found
