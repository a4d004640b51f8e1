"""Strategies for staff and units."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.codes.systems import ENH
from mappings.fhir.values import Identifier
from mappings.staff import NOBODY, StaffRecord, UnitRecord
from tests.strategies import common
from tests.strategies.people import addresses, names

staff: SearchStrategy[StaffRecord] = common.records(
    StaffRecord,
    person=st.just(NOBODY),
    identifiers=common.some(common.staff_ids),
    names=common.some(names),
    roles=common.some(common.concepts()),
    specialties=common.some(common.concepts()),
    organization=common.maybe(common.references("Organization")),
    period=common.maybe(common.periods()),
    contact_points=common.some(common.contact_points),
)
units: SearchStrategy[UnitRecord] = common.records(
    UnitRecord,
    person=st.just(NOBODY),
    identifiers=common.some(
        st.one_of(common.staff_ids, st.just(Identifier(system=ENH, value="983658776")))
    ),
    name=common.maybe(common.lines),
    types=common.some(common.concepts()),
    part_of=common.maybe(common.references("Organization")),
    addresses=common.some(addresses("work", "temp", "old", "billing")),
    contact_points=common.some(common.contact_points.filter(lambda point: point.use != "home")),
)
