"""Strategies for needs."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.need import NeedRecord
from tests.strategies import common

_PEOPLE = ("Practitioner", "PractitionerRole", "Patient", "RelatedPerson")

_standing = st.one_of(
    st.fixed_dictionaries(
        {
            "clinical_status": common.maybe(st.sampled_from(("active", "inactive", "resolved"))),
            "verification_status": common.maybe(
                st.sampled_from(("unconfirmed", "confirmed", "refuted"))
            ),
        }
    ),
    st.just({"verification_status": "entered-in-error"}),
)
needs: SearchStrategy[NeedRecord] = common.records(
    NeedRecord,
    what=common.concepts(),
    _standing=_standing,
    recorded_on=common.maybe(common.datetimes()),
    recorder=common.maybe(common.references(*_PEOPLE)),
    asserter=common.maybe(common.references(*_PEOPLE)),
    encounter=common.maybe(common.references("Encounter")),
    notes=common.some(common.notes()),
)
