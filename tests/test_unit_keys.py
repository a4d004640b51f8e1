"""Whose a unit is comes from the register of organisations; what it does not say is not guessed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.errors import Unreachable
from adapter.policy.blocks import is_blocked
from adapter.policy.keys import keys_of, units_named
from adapter.policy.unit_keys import Units, chain, owners
from adapter.usecases.permitting import permitted
from adapter.values import Actor, Block, End, Reason, UnitFacts
from mappings.codes.systems import ACCOUNTABLE
from tests.test_policy_permitting import GOAL, NOW, STANDING

REGION, OTHER = "SE-REGION", "SE-OTHER"
CLINIC, WARD = "SE-REGION-KLINIK", "SE-REGION-AVD"
READER = Actor(care_giver="SE-TOWN")
FACTS = {
    WARD: UnitFacts(identifier=WARD, care_unit=CLINIC),
    CLINIC: UnitFacts(identifier=CLINIC, care_giver=REGION),
    "SE-ALONE": UnitFacts(identifier="SE-ALONE"),
    "SE-LOST": UnitFacts(identifier="SE-LOST", care_unit="SE-NOWHERE"),
}


def silent(_unit: str) -> UnitFacts | None:
    raise Unreachable("registers.organisations", "an answer")


def goal(unit: str | None, giver: str | None = None) -> dict[str, Any]:
    named = {"careUnit": unit, "careGiver": giver}
    parts = [
        {"url": url, "valueReference": {"identifier": {"value": value}}}
        for url, value in named.items()
        if value is not None
    ]
    return {"resourceType": "Goal", "extension": [{"url": ACCOUNTABLE, "extension": parts}]}


def blocks(record: dict[str, Any], block: Block, units: Units | None = FACTS.get) -> bool:
    return any(
        is_blocked(key, READER, (block,), NOW) for key in keys_of(record, "SE-HOLDER", units)
    )


@pytest.mark.parametrize(
    ("unit", "giver", "expected"),
    [
        (WARD, None, [(REGION, WARD), (REGION, CLINIC)]),
        (CLINIC, None, [(REGION, CLINIC)]),
        (CLINIC, REGION, [(REGION, CLINIC)]),
        (CLINIC, OTHER, [(OTHER, CLINIC), (REGION, CLINIC)]),
        ("SE-ALONE", None, [(None, "SE-ALONE")]),
        ("SE-LOST", None, [(None, "SE-LOST"), (None, "SE-NOWHERE")]),
        ("SE-UNHEARD-OF", None, [(None, "SE-UNHEARD-OF"), (None, None)]),
        ("SE-UNHEARD-OF", REGION, [(REGION, "SE-UNHEARD-OF"), (REGION, None)]),
    ],
)
def test_a_unit_answers_with_its_care_unit_and_care_giver(
    unit: str, giver: str | None, expected: list[tuple[str | None, str | None]]
) -> None:
    assert list(owners(giver, unit, FACTS.get)) == expected


def test_a_silent_register_is_one_that_knows_no_unit() -> None:
    assert list(owners(None, WARD, silent)) == [(None, WARD), (None, None)]


def test_a_record_that_names_only_its_unit_is_blocked_by_whose_the_register_says_it_is() -> None:
    for block in (Block(id="o", care_giver=REGION), Block(id="i", care_unit=CLINIC)):
        assert blocks(goal(WARD), block)
        assert not blocks(goal(WARD), block, None)  # without a register it is its holder's
    assert not blocks(goal(WARD), Block(id="x", care_giver=OTHER))
    assert not blocks(goal(WARD), Block(id="x", care_unit="SE-OTHER-AVD"))


def test_what_nobody_can_say_whose_it_is_may_be_what_is_blocked() -> None:
    block = Block(id="b", care_giver=OTHER)
    assert blocks(goal("SE-UNHEARD-OF"), block)
    assert blocks(goal(WARD), block, silent)
    assert not blocks(goal(WARD, giver=REGION), block, silent)
    assert not blocks(goal(None, giver=REGION), block)


@given(st.sampled_from([*FACTS, "SE-UNHEARD-OF"]), st.sampled_from([None, REGION, OTHER]))
def test_a_register_only_ever_adds_to_who_answers(unit: str, giver: str | None) -> None:
    """What a record says itself keeps standing."""
    said = (giver, unit)
    found = list(owners(giver, unit, FACTS.get))
    assert said in found or giver is None
    assert {each for each, _ in found} >= ({giver} - {None})
    assert unit in {each for _, each in found}


def test_a_run_decides_by_whose_the_register_says_a_unit_is() -> None:
    record = {**GOAL, **goal(WARD)}
    standing = replace(STANDING, blocks=(Block(id="b", care_giver=OTHER),))
    moved = {WARD: UnitFacts(identifier=WARD, care_giver=OTHER)}
    assert permitted(standing, record, End.THERE).reason is not Reason.BLOCKED
    told = permitted(replace(standing, units=moved.get), record, End.THERE)
    assert told.reason is Reason.BLOCKED


def test_all_that_a_unit_belongs_to_is_looked_at() -> None:
    assert [each.identifier for each in chain(WARD, FACTS.get)] == [WARD, CLINIC]
    assert [each.identifier for each in chain("SE-LOST", FACTS.get)] == ["SE-LOST"]
    assert list(chain("SE-UNHEARD-OF", FACTS.get)) == []
    assert units_named(goal(WARD)) == [WARD]
    assert units_named(goal(None, REGION)) == []
