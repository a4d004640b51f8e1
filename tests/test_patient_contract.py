"""Plans, their teams, times and documents: the laws, the kinds, and what is refused."""

import base64
from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.agreed_time import (
    FIELDS as TIME_FIELDS,
)
from mappings.agreed_time import (
    AgreedTimeRecord,
    Reply,
    agreed_time_from_fhir,
    agreed_time_to_fhir,
)
from mappings.attachment import (
    FIELDS as ATTACHMENT_FIELDS,
)
from mappings.attachment import (
    INLINE_LIMIT,
    AttachmentRecord,
    attachment_from_binary,
    attachment_from_fhir,
    attachment_to_fhir,
    attachment_with_binary,
)
from mappings.care_team import (
    FIELDS as TEAM_FIELDS,
)
from mappings.care_team import (
    CareTeamRecord,
    Contact,
    care_team_from_fhir,
    care_team_to_fhir,
)
from mappings.codes.systems import (
    CARE_TEAM_TYPE,
    CAREPLAN_TYPE,
    DATA_ABSENT,
    PERSONNUMMER,
    PLAN_KIND,
    V3_CONFIDENTIALITY,
)
from mappings.errors import MappingError
from mappings.fhir.labels import NOPATIENT
from mappings.fhir.values import Coding, Concept, Identifier, Reference
from mappings.patient_contract import (
    FIELDS,
    ContractRecord,
    PlanKind,
    Revision,
    contract_from_fhir,
    contract_to_fhir,
)
from mappings.safety_notice import SafetyNotice, SafetyTopic
from tests.laws import Law
from tests.strategies.patient_contract import agreed_times, attachments, care_teams, contracts

CONTRACT: Final = Law(
    kind=ContractRecord,
    records=contracts,
    to_fhir=contract_to_fhir,
    from_fhir=contract_from_fhir,
    fields=FIELDS,
    derived={
        "safety": ("CarePlan.extension[]",),
        "revision": ("CarePlan.extension[]",),
    },
)
TEAM: Final = Law(
    kind=CareTeamRecord,
    records=care_teams,
    to_fhir=care_team_to_fhir,
    from_fhir=care_team_from_fhir,
    fields=TEAM_FIELDS,
)
TIME: Final = Law(
    kind=AgreedTimeRecord,
    records=agreed_times,
    to_fhir=agreed_time_to_fhir,
    from_fhir=agreed_time_from_fhir,
    fields=TIME_FIELDS,
    derived={
        "start": ("Appointment._start", "Appointment._end"),
        "end": ("Appointment._start", "Appointment._end"),
        "zone": ("Appointment._start", "Appointment._end"),
        "person": ("Appointment.participant.actor.identifier",),
    },
)
ATTACHMENT: Final = Law(
    kind=AttachmentRecord,
    records=attachments,
    to_fhir=attachment_to_fhir,
    from_fhir=attachment_from_fhir,
    fields=ATTACHMENT_FIELDS,
    derived={
        "labels": ("DocumentReference.securityLabel[]",),
        "data": ("DocumentReference.content[].attachment",),
        "url": ("DocumentReference.content[].attachment.extension",),
    },
    # With data, size and hash follow from it: changing one of them alone contradicts it.
    alternatives=(("data", "size"), ("data", "hash")),
)
LAWS: Final = pytest.mark.parametrize(
    "law", [CONTRACT, TEAM, TIME, ATTACHMENT], ids=["contract", "team", "time", "attachment"]
)

PERSON: Final = Identifier(system=PERSONNUMMER, value="191212121212")
PLAN: Final = ContractRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=PERSON,
    kind=PlanKind.SIP,
    status="active",
    intent="plan",
)
BOOKED: Final = AgreedTimeRecord(
    id=PLAN.id,
    person=PERSON,
    status="booked",
    reply=Reply.NEEDS_ACTION,
    start="2024-05-02T08:15:00+02:00",
)
DOCUMENT: Final = AttachmentRecord(
    id=PLAN.id, person=PERSON, status="current", media_type="text/plain"
)


@LAWS
def test_a_record_survives_the_round_trip(law: Law[Any]) -> None:
    law.hold_round_trip()


@LAWS
def test_every_field_is_tried(law: Law[Any]) -> None:
    law.hold_coverage()


@LAWS
def test_fields_says_where_each_field_goes(law: Law[Any]) -> None:
    law.hold_fields()


# -- plans --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(PlanKind)[:8])
def test_the_kinds_of_rivta_have_the_code_system_of_rivta(kind: PlanKind) -> None:
    made: Any = contract_to_fhir(replace(PLAN, kind=kind))
    assert made["category"] == [{"coding": [{"system": CAREPLAN_TYPE, "code": kind.value}]}]


def test_a_patient_contract_has_our_own_kind_and_claims_no_profile() -> None:
    made: Any = contract_to_fhir(replace(PLAN, kind=PlanKind.PATIENTKONTRAKT))
    assert made["category"] == [{"coding": [{"system": PLAN_KIND, "code": "patientkontrakt"}]}]
    assert "meta" not in made


def test_a_kind_that_nobody_knows_is_refused_with_what_would_be_accepted() -> None:
    made: Any = contract_to_fhir(PLAN)
    made["category"][0]["coding"][0]["code"] = "MIN-PLAN"
    with pytest.raises(MappingError, match="SIP, SPLPTLRV"):
        contract_from_fhir(made)


@pytest.mark.parametrize("name", ["status", "intent", "subject"])
def test_a_plan_without_what_r4_asks_for_is_refused(name: str) -> None:
    made: Any = contract_to_fhir(PLAN)
    del made[name]
    with pytest.raises(MappingError, match=rf"CarePlan\.{name}"):
        contract_from_fhir(made)


def test_a_revision_that_says_nothing_is_refused() -> None:
    with pytest.raises(MappingError, match=r"plan\.revision"):
        contract_to_fhir(replace(PLAN, revision=Revision()))


def test_an_activity_described_in_place_is_no_commitment_of_ours() -> None:
    made: Any = contract_to_fhir(PLAN)
    made["activity"] = [{"detail": {"status": "scheduled", "description": "Städ"}}]
    assert contract_from_fhir(made).commitments == ()


def test_a_safety_notice_holds_codes_and_no_content() -> None:
    notice = SafetyNotice(sent_at="2024-05-01", topics=(SafetyTopic.MEDICINES,))
    made: Any = contract_to_fhir(replace(PLAN, safety=notice))
    assert made["extension"][0]["extension"] == [
        {"url": "sent", "valueDateTime": "2024-05-01"},
        {"url": "topic", "valueCode": "medicines"},
    ]


def test_a_safety_notice_without_its_date_is_refused() -> None:
    made: Any = contract_to_fhir(replace(PLAN, safety=SafetyNotice(sent_at="2024-05-01")))
    made["extension"][0]["extension"] = []
    with pytest.raises(MappingError, match="valueDateTime"):
        contract_from_fhir(made)


# -- teams --------------------------------------------------------------------------------------


def test_a_team_of_fixed_contacts_is_told_by_its_category() -> None:
    other = Concept(codings=(Coding(system=CARE_TEAM_TYPE, code="annat"),))
    team = CareTeamRecord(id=PLAN.id, person=PERSON, fixed_contacts=True, categories=(other,))
    made: Any = care_team_to_fhir(team)
    codes = [each["coding"][0]["code"] for each in made["category"]]
    assert codes == ["fast-kontakt", "annat"]
    assert care_team_from_fhir(made) == team


def test_only_a_practitioner_acts_on_behalf_of_an_organisation() -> None:
    unit = Reference(type="Organization", display="Hemtjänst Norr")
    contact = Contact(member=Reference(type="RelatedPerson", display="Dotter"), on_behalf_of=unit)
    with pytest.raises(MappingError, match="ctm-1"):
        care_team_to_fhir(CareTeamRecord(id=PLAN.id, person=PERSON, contacts=(contact,)))


def test_a_contact_that_is_nobody_is_refused() -> None:
    made: Any = care_team_to_fhir(CareTeamRecord(id=PLAN.id, person=PERSON))
    made["participant"] = [{"role": [{"text": "fast vårdkontakt"}]}]
    with pytest.raises(MappingError, match="member"):
        care_team_from_fhir(made)


# -- agreed times -------------------------------------------------------------------------------


def test_an_unknown_end_is_there_and_says_why_it_has_no_value() -> None:
    made: Any = agreed_time_to_fhir(BOOKED)
    assert "end" not in made
    assert made["_end"] == {"extension": [{"url": DATA_ABSENT, "valueCode": "unknown"}]}


def test_the_person_comes_first_among_those_who_take_part() -> None:
    made: Any = agreed_time_to_fhir(BOOKED)
    assert made["participant"][0] == {
        "actor": {
            "type": "Patient",
            "identifier": {"system": PERSONNUMMER, "value": "191212121212"},
        },
        "status": "needs-action",
    }


def test_a_booked_time_without_start_and_end_is_refused() -> None:
    with pytest.raises(MappingError, match="app-3"):
        agreed_time_to_fhir(replace(BOOKED, start=None))


def test_a_proposed_time_may_be_open() -> None:
    made = agreed_time_to_fhir(replace(BOOKED, status="proposed", start=None))
    assert not {"start", "_start", "end", "_end"} & {*made}


def test_a_zone_without_a_time_is_refused() -> None:
    with pytest.raises(MappingError, match=r"agreed-time\.zone"):
        agreed_time_to_fhir(replace(BOOKED, status="proposed", start=None, zone="Europe/Stockholm"))


def test_the_person_is_found_wherever_a_server_lists_them() -> None:
    made: Any = agreed_time_to_fhir(BOOKED)
    person = made["participant"][0]
    person["actor"] = {
        "reference": "Patient/7",
        "identifier": {"system": PERSONNUMMER, "value": "191212121212"},
    }
    nurse = {"actor": {"type": "Practitioner", "display": "Test"}, "status": "accepted"}
    made["participant"] = [nurse, person]
    found = agreed_time_from_fhir(made)
    assert found.person == PERSON
    assert [each.actor.display for each in found.attendees] == ["Test"]


def test_a_time_with_nobody_in_it_is_refused() -> None:
    made: Any = agreed_time_to_fhir(BOOKED)
    made["participant"] = []
    with pytest.raises(MappingError, match=r"Appointment\.participant"):
        agreed_time_from_fhir(made)


def test_somebody_who_takes_part_without_a_name_is_refused() -> None:
    made: Any = agreed_time_to_fhir(BOOKED)
    made["participant"].append({"type": [{"text": "tolk"}], "status": "accepted"})
    with pytest.raises(MappingError, match="actor"):
        agreed_time_from_fhir(made)


# -- documents ----------------------------------------------------------------------------------


def _document(size: int) -> AttachmentRecord:
    return replace(DOCUMENT, data=base64.b64encode(b"x" * size).decode())


def test_content_comes_with_its_size_and_hash() -> None:
    made: Any = attachment_to_fhir(replace(DOCUMENT, data=base64.b64encode(b"hej").decode()))
    assert made["content"] == [
        {
            "attachment": {
                "contentType": "text/plain",
                "data": "aGVq",
                "size": 3,
                "hash": "xBKzf4wEhObbi84XeuiMVEOybpI=",
            }
        }
    ]


@pytest.mark.parametrize("wrong", [{"size": 4}, {"hash": "AAAA"}])
def test_content_of_another_size_or_hash_than_claimed_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MappingError, match="of the data"):
        attachment_to_fhir(replace(_document(3), **wrong))


def test_content_that_is_no_base64_is_refused() -> None:
    with pytest.raises(MappingError, match="base64"):
        attachment_to_fhir(replace(DOCUMENT, data="åäö"))


def test_content_of_a_hundred_kilobytes_stands_inline_and_not_a_byte_more() -> None:
    attachment_to_fhir(_document(INLINE_LIMIT))
    with pytest.raises(MappingError, match=r"attachment\.inline"):
        attachment_to_fhir(_document(INLINE_LIMIT + 1))


def test_larger_content_goes_into_a_binary_that_only_readers_of_the_document_may_read() -> None:
    record = replace(_document(INLINE_LIMIT + 1), labels=(NOPATIENT,))
    document, binary = attachment_with_binary(record)
    held: Any = document["content"][0]["attachment"]
    assert held["url"] == f"Binary/{binary.get('id')}"
    assert held["size"] == INLINE_LIMIT + 1
    assert "data" not in held
    assert binary.get("securityContext") == {
        "type": "DocumentReference",
        "identifier": {"system": "https://example.org", "value": "1"},
    }
    assert binary.get("meta") == document.get("meta")
    measured = replace(record, size=held["size"], hash=held["hash"])
    assert attachment_from_binary(document, binary) == measured


def test_there_is_no_binary_without_content() -> None:
    with pytest.raises(MappingError, match="data"):
        attachment_with_binary(DOCUMENT)


def test_content_by_url_is_said_not_to_have_been_fetched() -> None:
    made: Any = attachment_to_fhir(replace(DOCUMENT, url="https://example.org/plan.pdf"))
    assert made["content"][0]["attachment"]["extension"][0]["valueBoolean"] is True


def test_a_document_without_content_type_is_refused() -> None:
    made: Any = attachment_to_fhir(DOCUMENT)
    made["content"] = []
    with pytest.raises(MappingError, match="contentType"):
        attachment_from_fhir(made)


def test_a_label_that_stands_in_security_label_alone_raises_those_of_meta() -> None:
    made: Any = attachment_to_fhir(DOCUMENT)
    restricted = Coding(system=V3_CONFIDENTIALITY, code="R")
    made["meta"] = {"security": [{"system": V3_CONFIDENTIALITY, "code": "N"}]}
    made["securityLabel"] = [{"coding": [{"system": V3_CONFIDENTIALITY, "code": "R"}]}]
    assert attachment_from_fhir(made).labels == (restricted,)
