"""What stands under one identifier more than once on a server: which to keep, how others end.

Proposed is what was there first: the oldest `lastUpdated`, then the lowest id. The others end by
their own status, entered in error; only what we made, and nobody touched or refers to, is deleted.
"""

from collections.abc import Iterable, Iterator, Sequence

from adapter.sync.carry import Side, homely
from adapter.values import Action, Ref, Seen, Step
from mappings.fhir import lifecycle


def alive(stand: Iterable[Seen]) -> list[Seen]:
    """Those that nobody has called an error."""
    return [each for each in stand if not lifecycle.is_withdrawn(each.resource)]


def first(stand: Iterable[Seen]) -> Seen:
    """The one to keep, unless somebody knows better."""
    return min(stand, key=lambda each: (_time(each), len(each.ref.id), each.ref.id))


def named(stand: Iterable[Seen]) -> tuple[str, ...]:
    """The very versions that stand there."""
    return tuple(sorted(f"{each.ref}/_history/{each.version}" for each in stand))


def endings(
    stand: Sequence[Seen], keep: Ref, ours: frozenset[Ref], side: Side, *, of: tuple[str, str]
) -> Iterator[Action]:
    """What ends the others; `of` names the endpoint and the person."""
    endpoint, person = of
    for seen in stand:
        if seen.ref == keep or seen.faulty:
            continue
        is_ours = seen.ref in ours
        yield Action(
            step=Step.DELETE if is_ours else Step.UPDATE,
            side=endpoint,
            person=person,
            key=side.keys[seen.ref],
            type=seen.ref.type,
            body=None if is_ours else homely(lifecycle.withdrawn(seen.resource), side),
            ref=seen.ref,
            version=seen.version,
            before=homely(seen.resource, side),
        )


def _time(seen: Seen) -> str:
    """Instants of one server have one form; what has none comes last."""
    return str((seen.resource.get("meta") or {}).get("lastUpdated", "~"))
