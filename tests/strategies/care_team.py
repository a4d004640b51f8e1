"""Strategies for care teams."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.care_team import CareTeamRecord, Contact
from tests.strategies import common

_members = ("PractitionerRole", "RelatedPerson", "Patient", "Organization")
contacts: SearchStrategy[Contact] = st.one_of(
    st.builds(
        Contact,
        member=common.references("Practitioner"),
        roles=common.some(common.concepts()),
        period=common.maybe(common.periods()),
        on_behalf_of=common.maybe(common.references("Organization")),
    ),
    st.builds(
        Contact,
        member=common.references(*_members),
        roles=common.some(common.concepts()),
        period=common.maybe(common.periods()),
    ),
)
care_teams: SearchStrategy[CareTeamRecord] = common.records(
    CareTeamRecord,
    status=common.maybe(
        st.sampled_from(("proposed", "active", "suspended", "inactive", "entered-in-error"))
    ),
    fixed_contacts=st.booleans(),
    name=common.maybe(common.lines),
    categories=common.some(common.concepts()),
    contacts=common.some(contacts, sizes=(0, 1, 2, 3)),
    organizations=common.some(common.references("Organization")),
    period=common.maybe(common.periods()),
    contact_points=common.some(common.contact_points),
    notes=common.some(common.notes()),
)
