"""Strategies for stays."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.fhir.values import Coding
from mappings.stay import Event, StayRecord
from tests.strategies import common

events: SearchStrategy[Event] = st.builds(
    Event,
    what=common.concepts(),
    at=common.maybe(common.datetimes()),
    estimated=st.booleans(),
)
ENCOUNTER_STATUSES = (
    *("planned", "arrived", "triaged", "in-progress", "onleave"),
    *("finished", "cancelled", "entered-in-error", "unknown"),
)
stays: SearchStrategy[StayRecord] = common.records(
    StayRecord,
    status=st.sampled_from(ENCOUNTER_STATUSES),
    kind=common.codings().filter(lambda coding: coding != Coding()),
    period=common.maybe(common.periods()),
    events=common.some(events, sizes=(0, 1, 2, 3)),
    provider=common.maybe(common.references("Organization")),
    types=common.some(common.concepts()),
    reasons=common.some(common.concepts()),
    part_of=common.maybe(common.references("Encounter")),
    admitted_from=common.maybe(common.concepts()),
    discharged_to=common.maybe(common.concepts()),
    notes=common.some(common.notes()),
)
