"""Whoever is protected is named to nobody, and nothing of theirs leaves: whole runs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapter.values import Grade, PersonFacts, Why
from tests.test_copy import plan_at_region
from tests.test_registered import Register
from tests.world import ANNA, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan of the region, and the person at both sides."""
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    return made


def _asked(*_: object, **__: object) -> None:
    pytest.fail("somebody who must wait was named to a server")


@pytest.mark.parametrize("route", ["plans"])
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"grade": Grade.MARKED}, Why.PROTECTED_IDENTITY),
        ({"grade": Grade.STRICTLY_CONFIDENTIAL}, Why.PROTECTED_IDENTITY),
        ({"relatives": (Grade.UNKNOWN,)}, Why.PROTECTED_IDENTITY),
        ({"deceased": True}, Why.DECEASED),
        (None, Why.REGISTER_SILENT),
    ],
)
def test_who_must_wait_is_named_to_no_server_and_nobody_there_learns_of_it(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    route: str,
    facts: dict[str, Any] | None,
    why: Why,
) -> None:
    known = {} if facts is None else {ANNA: PersonFacts(person=ANNA, **facts)}
    world.context = replace(world.context, persons=Register(known))
    with monkeypatch.context() as quiet:
        for server in (world.region, world.municipality):
            for name in ("search", "read", "newest", "history", "create", "update", "batch"):
                quiet.setattr(server, name, _asked)
        report = world.run(route)
    assert [each.why for each in report.holds] == [why]
    assert [each.why for each in world.context.store.holds(route)] == [why]
