"""Servers at whose doors it is written down where the audit stood, and what the audit tells."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from adapter.codec import json_door
from adapter.ports import Endpoint
from adapter.values import Audited
from tests.test_copy import plan_at_region
from tests.world import ANNA, LINE, World, make_world

ASKS = frozenset({"read", "search", "newest", "history", "is_deleted", "standing"})
SENDS = frozenset({"create", "update", "delete", "batch", "transact"})


@dataclass
class Watched:
    """A server at whose door it is written down where the audit stood."""

    inner: Any
    world: World
    calls: list[tuple[str, str]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        method = getattr(self.inner, name)
        if name not in ASKS | SENDS:
            return method

        def called(*args: Any, **more: Any) -> Any:  # noqa: ANN401
            self.calls.append((name, self.world.context.store.audit_head()))
            return method(*args, **more)

        return called


def two_people(folder: Path) -> World:
    """A world in which two people are enrolled, and one of them has a plan at the region."""
    made = make_world(folder)
    for person in (ANNA, LINE):
        made.patient(made.region, person)
        made.patient(made.municipality, person)
        made.enrol("plans", person)
    plan_at_region(made)
    return made


def watched(world: World) -> dict[str, Watched]:
    doors = {name: Watched(each, world) for name, each in world.context.servers.items()}
    world.context = replace(world.context, servers=cast("dict[str, Endpoint]", doors))
    return doors


def told(world: World) -> list[Audited]:
    return [
        each.told(json_door.read_json(each.body.encode()))
        for each in world.context.store.audit_entries()
    ]


def number(head: str) -> int:
    return int(head.partition(":")[0])
