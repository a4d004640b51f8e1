"""Strategies for agreed times."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.agreed_time import AgreedTimeRecord, Attendee, Reply
from tests.strategies import common

_UNTIMED = ("proposed", "cancelled", "waitlist")
_TIMED = ("pending", "booked", "arrived", "fulfilled", "noshow", "checked-in", "entered-in-error")
_start, _end = common.instants(2001, 2019), common.instants(2021, 2040)
_ZONES = st.sampled_from(("Europe/Stockholm", "Europe/Oslo"))
_timed = st.fixed_dictionaries(
    {
        "status": st.sampled_from((*_TIMED, *_UNTIMED)),
        "start": _start,
        "end": common.maybe(_end),
        "zone": common.maybe(_ZONES),
    }
)
_whens: SearchStrategy[dict[str, Any]] = st.one_of(
    _timed,
    _timed.map(dict),
    st.fixed_dictionaries(
        {"status": st.sampled_from(_TIMED), "end": _end, "zone": common.maybe(_ZONES)}
    ),
    st.fixed_dictionaries({"status": st.sampled_from(_UNTIMED)}),
)
attendees: SearchStrategy[Attendee] = st.builds(
    Attendee,
    actor=common.references("Practitioner", "PractitionerRole", "RelatedPerson"),
    reply=st.sampled_from(Reply),
    types=common.some(common.concepts()),
)
agreed_times: SearchStrategy[AgreedTimeRecord] = common.records(
    AgreedTimeRecord,
    _when=_whens,
    reply=st.sampled_from(Reply),
    what=common.maybe(common.concepts()),
    description=common.maybe(common.texts),
    comment=common.maybe(common.texts),
    person_instruction=common.maybe(common.texts),
    created=common.maybe(common.datetimes()),
    attendees=common.some(attendees),
    based_on=common.some(common.references("ServiceRequest")),
    supporting=common.some(common.references("CarePlan", "DocumentReference")),
)
