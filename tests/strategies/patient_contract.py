"""Strategies for plans, care teams, agreed times and documents."""

import base64
import hashlib
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.agreed_time import AgreedTimeRecord, Attendee, Reply
from mappings.attachment import AttachmentRecord
from mappings.care_team import CareTeamRecord, Contact
from mappings.patient_contract import Commitment, ContractRecord, PlanKind, Revision
from mappings.safety_notice import SafetyNotice, SafetyTopic
from tests.strategies import common

PLAN_STATUSES = (
    *("draft", "active", "on-hold", "revoked", "completed"),
    *("entered-in-error", "unknown"),
)
_STAFF = ("Practitioner", "PractitionerRole", "Organization")

revisions: SearchStrategy[Revision] = st.builds(
    Revision, number=common.maybe(common.lines), date=common.maybe(common.dates())
).filter(lambda revision: revision != Revision())
safety_notices: SearchStrategy[SafetyNotice] = st.builds(
    SafetyNotice,
    sent_at=common.datetimes(),
    sender=common.maybe(common.references(*_STAFF)),
    topics=common.some(st.sampled_from(SafetyTopic)),
)
commitments: SearchStrategy[Commitment] = st.builds(
    Commitment,
    activity=common.references("ServiceRequest", "Appointment"),
    outcomes=common.some(common.references("Observation")),
)
contracts: SearchStrategy[ContractRecord] = common.records(
    ContractRecord,
    source_ids=common.some(common.source_ids),
    kind=common.maybe(st.sampled_from(PlanKind)),
    status=st.sampled_from(PLAN_STATUSES),
    intent=st.sampled_from(("proposal", "plan", "order", "option")),
    title=common.maybe(common.lines),
    agreement=common.maybe(common.texts),
    categories=common.some(common.concepts()),
    period=common.maybe(common.periods()),
    created=common.maybe(common.datetimes()),
    responsible=common.maybe(common.references(*_STAFF)),
    participating=common.some(common.references(*_STAFF)),
    commitments=common.some(commitments),
    goals=common.some(common.references("Goal")),
    needs=common.some(common.references("Condition")),
    care_teams=common.some(common.references("CareTeam")),
    supporting=common.some(common.references("Observation", "Consent", "DocumentReference")),
    part_of=common.some(common.references("CarePlan")),
    replaces=common.some(common.references("CarePlan")),
    based_on=common.some(common.references("CarePlan")),
    encounter=common.maybe(common.references("Encounter")),
    revision=common.maybe(revisions),
    safety=common.maybe(safety_notices),
    withdrawn=st.booleans(),
    notes=common.some(common.notes()),
)

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


def _content(words: str) -> dict[str, Any]:
    """Inline content, measured as a reader measures it."""
    content = words.encode()
    digest = hashlib.sha1(content, usedforsecurity=False).digest()
    return {
        "data": base64.b64encode(content).decode(),
        "size": len(content),
        "hash": base64.b64encode(digest).decode(),
    }


attachments: SearchStrategy[AttachmentRecord] = common.records(
    AttachmentRecord,
    source_ids=common.some(common.source_ids),
    status=st.sampled_from(("current", "superseded", "entered-in-error")),
    media_type=st.sampled_from(("text/plain", "text/html", "application/pdf", "image/png")),
    type=common.maybe(common.concepts()),
    title=common.maybe(common.lines),
    created=common.maybe(common.datetimes()),
    _content=common.maybe(common.texts.map(_content)).map(lambda content: content or {}),
    url=common.maybe(st.just("https://journal.example.org/document/1")),
    authors=common.some(common.references(*_STAFF)),
    custodian=common.maybe(common.references("Organization")),
    date=common.maybe(common.instants()),
    description=common.maybe(common.texts),
)
