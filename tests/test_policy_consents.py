"""Consents and reservations that count on a day, and blocks as Consent and GetBlocks tell them."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec.xml_door import read_xml
from adapter.policy.block_consents import INFORMATION, block_of
from adapter.policy.consents import consent_of, reservation_of
from adapter.policy.get_blocks import NoAnswer, blocks_in
from adapter.policy.keys import are_whole, keys_of
from adapter.values import (
    Accountable,
    Answer,
    Block,
    ConsentBasis,
    ConsentFacts,
    Grantor,
    Lift,
    Reason,
    Told,
)
from mappings.codes.systems import ACCOUNTABLE, BLOCK_COMPARISON_TIME, CONSENT_WITHDRAWN
from mappings.fhir import datatypes as dt
from mappings.record import Area
from tests.shared_data import shared

ON = date(2026, 11, 24)
ANNA = "195009072553"
REGION, WARD = "SE2321000016-A", "SE2321000016-WARD"
CONSENT = ConsentFacts(
    id="c-1",
    person="p-1",
    basis=ConsentBasis.PERSON,
    start="2026-01-01",
    by="SE1",
    at="2026-01-01T00:00:00Z",
)


# -- consents -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, Told.TRUE),
        ({"start": "2026-11-24", "end": "2026-11-24"}, Told.TRUE),
        ({"start": "2026-11-25"}, Told.FALSE),
        ({"end": "2026-11-23"}, Told.FALSE),
        ({"ended": "2026-11-24"}, Told.FALSE),
        ({"ended": "2026-11-25"}, Told.TRUE),
        ({"mistaken": True}, Told.FALSE),
        ({"route": "plans"}, Told.TRUE),
        ({"route": "another"}, Told.ABSENT),
        ({"plan_kinds": ("SIP", "VP")}, Told.TRUE),
        ({"plan_kinds": ("VP",)}, Told.FALSE),
        ({"basis": ConsentBasis.GUARDIAN}, Told.TRUE),
    ],
)
def test_a_consent_counts_where_and_when_it_was_given(changed: dict[str, Any], told: Told) -> None:
    answer = consent_of([replace(CONSENT, **changed)], "plans", ["SIP"], ON, None)
    assert answer.told is told


@pytest.mark.parametrize("lacks", ["assessor", "assessed_on", None])
def test_of_somebody_who_can_not_decide_it_counts_with_who_assessed_that_and_when(
    lacks: str | None,
) -> None:
    assessed = replace(
        CONSENT,
        basis=ConsentBasis.INCAPACITATED_ASSESSED,
        assessor="SE2",
        assessed_on="2026-01-01",
    )
    if lacks == "assessor":
        assessed = replace(assessed, assessor=None)
    elif lacks is not None:
        assessed = replace(assessed, assessed_on=None)
    told = consent_of([assessed], "plans", [], ON, None).told
    assert told is (Told.TRUE if lacks is None else Told.FALSE)


def test_a_guardian_consents_until_the_person_decides_alone() -> None:
    given_for = replace(CONSENT, basis=ConsentBasis.GUARDIAN)
    assert consent_of([given_for], "plans", [], ON, date(2026, 11, 25)).told is Told.TRUE
    grown = consent_of([given_for], "plans", [], ON, date(2026, 11, 24))
    assert grown == Answer(Told.UNKNOWN, Reason.COME_OF_AGE)
    assert consent_of([given_for, CONSENT], "plans", [], ON, date(2026, 11, 24)).told is Told.TRUE


def test_nothing_registered_is_absent() -> None:
    assert consent_of([], "plans", [], ON, None).told is Told.ABSENT


def reservation(**changed: Any) -> dict[str, Any]:  # noqa: ANN401
    actor = {"reference": {"identifier": {"value": REGION}}}
    made = {
        "resourceType": "Consent",
        "status": "active",
        "provision": {"type": "deny", "actor": [actor]},
    }
    return {**made, **changed}


@pytest.mark.parametrize(
    ("consent", "receiver", "told"),
    [
        (reservation(), REGION, Told.TRUE),
        (reservation(), REGION.lower(), Told.TRUE),
        (reservation(), "SE-OTHER", Told.FALSE),
        (reservation(), None, Told.UNKNOWN),
        (reservation(provision={"type": "deny"}), "SE-OTHER", Told.TRUE),
        (reservation(provision={"type": "permit"}), REGION, Told.ABSENT),
        (reservation(provision={}), REGION, Told.ABSENT),
        (
            reservation(provision={"type": "permit", "provision": [{"type": "deny"}]}),
            "SE-OTHER",
            Told.UNKNOWN,
        ),
        (
            reservation(provision={"type": "deny", "actor": [{"reference": {"display": "Dr"}}]}),
            "SE-OTHER",
            Told.UNKNOWN,
        ),
        (reservation(status="inactive"), REGION, Told.ABSENT),
        (
            reservation(provision={"type": "deny", "period": {"end": "2026-11-24"}}),
            REGION,
            Told.TRUE,
        ),
        (
            reservation(provision={"type": "deny", "period": {"end": "2026-11-23"}}),
            REGION,
            Told.ABSENT,
        ),
    ],
)
def test_a_reservation_counts_against_whom_it_names(
    consent: dict[str, Any], receiver: str | None, told: Told
) -> None:
    assert reservation_of([consent], [receiver or ""], ON).told is told


@pytest.mark.parametrize(("day", "told"), [("2026-11-24", Told.ABSENT), ("2026-11-25", Told.TRUE)])
def test_a_reservation_that_was_taken_back_ends_from_that_day(day: str, told: Told) -> None:
    part = dt.extension("at", valueDateTime=day)
    extension = dt.complex_extension(CONSENT_WITHDRAWN, [part])
    assert reservation_of([reservation(extension=[extension])], [REGION], ON).told is told


def test_of_several_reservations_the_strictest_counts() -> None:
    unclear = reservation(provision={"type": "deny", "actor": [{}]})
    assert reservation_of([unclear, reservation()], [REGION], ON).told is Told.TRUE
    assert reservation_of([reservation(), unclear], ["SE-OTHER"], ON).told is Told.UNKNOWN


# -- Consent → Block ------------------------------------------------------------------------------

ROLES = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
SCT = "http://snomed.info/sct"


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def actor(role: str, value: str, **reference: str) -> dict[str, Any]:
    held = {**reference, "identifier": {"value": value}}
    return {"role": concept(ROLES, role), "reference": held}


def block_consent(code: str = "416308001", owner: str = REGION) -> dict[str, Any]:
    permit = {
        "type": "permit",
        "period": {"start": "2026-01-01"},
        "actor": [actor("GRANTEE", owner)],
    }
    return {
        "resourceType": "Consent",
        "id": "b-1",
        "status": "active",
        "scope": concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        "category": [concept("http://loinc.org", "59284-0"), concept(SCT, code)],
        "patient": {"identifier": {"value": ANNA}},
        "dateTime": "2026-01-01",
        "policy": [{"uri": "https://lagen.nu/2008:355"}],
        "provision": {
            "type": "deny",
            "period": {"start": "2026-01-01T10:00:00+01:00"},
            "actor": [actor("GRANTOR", ANNA)],
            "action": [concept("http://terminology.hl7.org/CodeSystem/consentaction", "access")],
            "provision": [permit],
        },
    }


SINCE = datetime(2026, 1, 1, 9, tzinfo=UTC)


def test_an_outer_block_hides_what_a_care_giver_wrote() -> None:
    assert block_of(block_consent()) == Block(
        id="b-1", care_giver=REGION, since=SINCE, set_by=Grantor.PATIENT
    )


def test_an_inner_block_hides_what_a_unit_wrote() -> None:
    found = block_of(block_consent("416409005", WARD))
    assert found == Block(id="b-1", care_unit=WARD, since=SINCE, set_by=Grantor.PATIENT)


def test_exceptions_and_periods_are_read() -> None:
    consent = block_consent()
    provision = consent["provision"]
    provision["dataPeriod"] = {"start": "2025-01-01", "end": "2025-12-31"}
    provision["period"]["end"] = "2027-01-01"
    classes = [{"system": INFORMATION, "code": code} for code in ("lak", "upp")]
    provision["provision"].append({"type": "permit", "class": classes})
    found = block_of(consent)
    assert found is not None
    assert found.excepted == {"lak", "upp"}
    assert found.start == datetime(2024, 12, 31, 23, tzinfo=UTC)
    assert found.end == datetime(2025, 12, 31, 22, 59, 59, 999999, tzinfo=UTC)
    assert found.until == datetime(2027, 1, 1, 22, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("grantors", "set_by"),
    [
        ([], Grantor.UNKNOWN),
        ([actor("GRANTOR", ANNA)], Grantor.PATIENT),
        ([actor("GRANTOR", "196101182803")], Grantor.GUARDIAN),
        ([actor("GRANTOR", ANNA, type="RelatedPerson")], Grantor.GUARDIAN),
        ([actor("GRANTOR", ANNA, reference="RelatedPerson/1")], Grantor.GUARDIAN),
        ([actor("PRIMAUTH", "SE1")], Grantor.UNKNOWN),
        ([actor("GRANTOR", "")], Grantor.PATIENT),
    ],
)
def test_who_set_a_block_is_kept(grantors: list[dict[str, Any]], set_by: Grantor) -> None:
    consent = block_consent()
    consent["provision"]["actor"] = grantors
    found = block_of(consent)
    assert found is not None
    assert (found.set_by, found.understood) == (set_by, True)


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda consent: consent.pop(name)


def put(*path: str | int, value: Any) -> Callable[[dict[str, Any]], object]:  # noqa: ANN401
    def change(consent: dict[str, Any]) -> None:
        held: Any = consent
        for step in path[:-1]:
            held = held[step]
        held[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("modifierExtension", value=[{"url": "urn:x"}]),
        put("verification", value=[{"verified": True}]),
        put("policyRule", value=concept("urn:x", "OPTIN")),
        put("status", value="proposed"),
        put("status", value="unheard-of"),
        put("scope", value=concept("urn:x", "research")),
        without("scope"),
        without("category"),
        without("provision"),
        put("category", value=[concept(SCT, "416409005"), concept(SCT, "416308001")]),
        put("provision", "type", value="permit"),
        put("provision", "securityLabel", value=[{"code": "N"}]),
        put("provision", "code", value=[concept("urn:x", "x")]),
        put("provision", "data", value=[{"meaning": "instance"}]),
        put("provision", "provision", value=[]),
        put("provision", "provision", 0, "type", value="deny"),
        put("provision", "provision", 0, "dataPeriod", value={"start": "2026"}),
        put("provision", "provision", 0, "actor", value=[]),
        put("provision", "provision", 0, "actor", value=[actor("GRANTEE", " ")]),
        put("provision", "provision", 0, "class", value=[{"system": INFORMATION, "code": "lak"}]),
        put("provision", "provision", 0, value={"type": "permit", "class": [{"code": "lak"}]}),
        put("provision", "period", value={"start": "2026", "_end": {}}),
        put("provision", "period", value=["2026"]),
        put("provision", "actor", value="nobody"),
        put("provision", value="no"),
        put("category", value=7),
    ],
)
def test_a_block_that_says_more_than_is_known_covers_everything(
    change: Callable[[dict[str, Any]], object],
) -> None:
    consent = block_consent()
    change(consent)
    assert block_of(consent) == Block(id="b-1", understood=False)


def test_no_element_can_be_left_out_or_added_unnoticed() -> None:
    """Whatever is put anywhere: the same block, or one that covers everything."""
    for path in ((), ("provision",), ("provision", "provision", 0)):
        consent = block_consent()
        held: Any = consent
        for step in path:
            held = held[step]
        held["somethingNew"] = True
        found = block_of(consent)
        assert found is not None
        assert not found.understood


@pytest.mark.parametrize("status", ["inactive", "rejected", "entered-in-error"])
def test_what_has_ended_blocks_nothing(status: str) -> None:
    assert block_of({**block_consent(), "status": status}) is None


def test_a_permission_blocks_nothing_unless_it_forbids_within() -> None:
    permission = {**block_consent(), "provision": {"type": "permit"}}
    assert block_of(permission) is None
    within = deepcopy(permission)
    within["provision"]["provision"] = [{"type": "deny"}]
    found = block_of(within)
    assert found is not None
    assert not found.understood
    out = block_of({**permission, "policyRule": concept("urn:x", "OPTOUT")})
    assert out is not None
    assert not out.understood


def test_the_example_of_fhir_itself_permits() -> None:
    file = shared("hl7", "r4-core", "consent-example.json")
    consent = json.loads(file.read_text("utf-8"))
    assert block_of(consent) is None
    del consent["policyRule"]
    found = block_of(consent)
    assert found is not None
    assert not found.understood


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(block_consent())), json_values)
def test_whatever_stands_in_a_block_is_read_or_blocks(name: str, value: Any) -> None:  # noqa: ANN401
    if (name, value) != ("status", "inactive"):
        found = block_of({**block_consent(), name: value})
        assert found is None or found.care_giver == REGION or not found.understood


# -- GetBlocks → Blocks ---------------------------------------------------------------------------

NAMESPACE = "urn:riv:informationsecurity:authorization:blocking:4"


def answer(*blocks: str, code: str = "OK") -> bytes:
    return (
        f'<GetBlocksResponse xmlns="{NAMESPACE}"><blockHeader>'
        f"<result><resultCode>{code}</resultCode></result>{''.join(blocks)}"
        "</blockHeader></GetBlocksResponse>"
    ).encode()


def xml_block(kind: str = "Outer", person: str = ANNA, more: str = "", giver: str = REGION) -> str:
    unit = f"<informationCareUnitId>{WARD}</informationCareUnitId>" if kind == "Inner" else ""
    return (
        f"<blocks><blockId>b-1</blockId><blockType>{kind}</blockType>{unit}"
        f"<informationCareProviderId>{giver}</informationCareProviderId>"
        f"<patientId><root>1.2.752.129.2.1.3.1</root><extension>{person}</extension></patientId>"
        f"{more}</blocks>"
    )


def read(data: bytes) -> tuple[Block, ...]:
    return tuple(block for who, block in blocks_in(read_xml(data)) if who in {None, ANNA})


def test_the_blocks_of_a_person_are_read_from_an_answer_of_the_service() -> None:
    found = read(answer(xml_block(), xml_block("Inner"), xml_block(person="191212121212")))
    assert found == (
        Block(id="b-1", care_giver=REGION),
        Block(id="b-1", care_giver=REGION, care_unit=WARD),
    )


def test_periods_exceptions_and_lifts_are_read() -> None:
    more = (
        "<informationStartDate>2026-10-25T02:30:00</informationStartDate>"
        "<informationEndDate>2026-10-25T02:30:00</informationEndDate>"
        "<excludedInformationTypes><infoTypeId>lak</infoTypeId></excludedInformationTypes>"
        "<temporaryRevokes><temporaryRevokeId>l-1</temporaryRevokeId>"
        "<endDate>2026-10-30T12:00:00</endDate>"
        f"<revokedForCareUnitId>{WARD}</revokedForCareUnitId>"
        "<revokedForEmployeeId>SE-NURSE</revokedForEmployeeId></temporaryRevokes>"
        "<temporaryRevokes><endDate>soon</endDate>"
        f"<revokedForCareUnitId>{WARD}</revokedForCareUnitId></temporaryRevokes>"
        "<temporaryRevokes><temporaryRevokeId>l-3</temporaryRevokeId>"
        "<endDate>2026-10-30T12:00:00</endDate></temporaryRevokes>"
    )
    (found,) = read(answer(xml_block(more=more)))
    # Half past two comes twice that night: from the first to the last instant that may be meant.
    assert found.start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.end == datetime(2026, 10, 25, 1, 30, 0, 999999, tzinfo=UTC)
    assert found.excepted == {"lak"}
    end = datetime(2026, 10, 30, 11, tzinfo=UTC)
    assert found.lifts == (
        Lift(id="l-1", start=None, end=end, care_unit=WARD, employee="SE-NURSE"),
    )


@pytest.mark.parametrize(
    "block",
    [
        xml_block("Both"),
        xml_block(""),
        xml_block(giver=" "),
        xml_block(more=f"<informationCareUnitId>{WARD}</informationCareUnitId>"),
        xml_block("Inner").replace(WARD, ""),
        xml_block(
            more="<excludedInformationTypes><infoTypeId>voo</infoTypeId></excludedInformationTypes>"
        ),
        xml_block(more="<excludedInformationTypes/>"),
        xml_block().replace("<blockType>Outer</blockType>", ""),
    ],
)
def test_a_block_of_the_service_that_is_not_whole_covers_everything(block: str) -> None:
    assert read(answer(block)) == (Block(id="b-1", understood=False),)


def test_a_block_that_does_not_say_whose_it_is_may_be_anybodys() -> None:
    whose = (
        "<patientId><root>1.2.752.129.2.1.3.1</root><extension>195009072553</extension></patientId>"
    )
    for instead in ("", "<patientId/>", "<patientId><extension/></patientId>"):
        assert len(read(answer(xml_block().replace(whose, instead)))) == 1
    other = xml_block().replace(whose, '<patientId root="1" extension="191212121212"/>')
    assert read(answer(other)) == ()


@pytest.mark.parametrize(
    "data",
    [
        answer(code="ERROR"),
        answer(code=""),
        b"<html><body>Log in</body></html>",
        answer().replace(b"<result><resultCode>OK</resultCode></result>", b""),
        b"<x>" + answer() + answer() + b"</x>",
    ],
)
def test_what_is_no_answer_of_the_service_is_none(data: bytes) -> None:
    with pytest.raises(NoAnswer):
        read(data)


def test_an_answer_with_information_is_one() -> None:
    assert read(answer(code="INFO")) == ()


RELATIVE = {"type": "RelatedPerson", "display": "x"}
GROWN = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("performers", "given", "of_age", "start", "told"),
    [
        ([RELATIVE], "2020-01-01", None, None, Told.TRUE),
        ([RELATIVE], "2020-01-01", date(2027, 1, 1), None, Told.TRUE),
        ([RELATIVE], "2020-01-01", GROWN, None, Told.UNKNOWN),
        ([RELATIVE], None, GROWN, None, Told.UNKNOWN),
        ([RELATIVE], "2020-01-01", GROWN, "2026-05-31", Told.UNKNOWN),
        ([RELATIVE], "2020-01-01", GROWN, "2026-06-01", Told.ABSENT),
        ([RELATIVE], "2026-06-01", GROWN, None, Told.TRUE),
        ([{"reference": "RelatedPerson/1"}], "2020-01-01", GROWN, None, Told.UNKNOWN),
        ([{"type": "Patient"}], "2020-01-01", GROWN, None, Told.TRUE),
        ([RELATIVE, {"type": "Patient"}], "2020-01-01", GROWN, None, Told.TRUE),
        ([{}], "2020-01-01", GROWN, None, Told.TRUE),
        ([], "2020-01-01", GROWN, None, Told.TRUE),
    ],
)
def test_what_a_guardian_reserved_waits_from_majority_and_has_ended_with_an_own_enrolment(
    performers: list[dict[str, str]],
    given: str | None,
    of_age: date | None,
    start: str | None,
    told: Told,
) -> None:
    """Whose reservation it is, nobody guesses: one that does not say goes on."""
    day = {} if given is None else {"dateTime": given}
    made = reservation(performer=performers, **day)
    assert reservation_of([made], [REGION], ON, of_age, start).told is told


def test_a_guardians_reservation_against_somebody_else_keeps_nobody_waiting() -> None:
    made = reservation(performer=[RELATIVE], dateTime="2020-01-01")
    assert reservation_of([made], ["SE-OTHER"], ON, GROWN, None).told is Told.FALSE


# -- the block keys of a record -------------------------------------------------------------------


def accountable(giver: str, unit: str | None = WARD, area: str = "social") -> dict[str, Any]:
    parts = [dt.extension("careGiver", valueReference={"identifier": {"value": giver}})]
    if unit is not None:
        parts.append(dt.extension("careUnit", valueReference={"identifier": {"value": unit}}))
    parts.append(dt.extension("area", valueCode=area))
    made: Any = dt.complex_extension(ACCOUNTABLE, parts)
    return dict(made)


def test_a_record_says_whose_it_is_and_when_it_was_written() -> None:
    time = dt.extension(BLOCK_COMPARISON_TIME, valueDateTime="2025-03-01T10:00:00+01:00")
    goal = {"resourceType": "Goal", "extension": [accountable(REGION), time]}
    keys = keys_of(goal, "SE-HOLDER")
    assert keys == (
        Accountable(
            care_giver=REGION,
            care_unit=WARD,
            comparison_time="2025-03-01T10:00:00+01:00",
            area=Area.SOCIAL,
        ),
    )
    assert are_whole(keys)


def test_a_record_that_says_nothing_is_its_holders_and_is_dated_as_far_as_known() -> None:
    plan = {
        "resourceType": "CarePlan",
        "created": "2024-05-01",
        "meta": {"lastUpdated": "2025-01-31T12:00:00Z"},
    }
    keys = keys_of(plan, "SE-HOLDER")
    assert keys == (
        Accountable(
            care_giver="SE-HOLDER", not_before="2024-05-01", not_after="2025-01-31T12:00:00Z"
        ),
    )
    assert not are_whole(keys)
    assert keys_of({"resourceType": "Goal"}, None) == (Accountable(),)


def test_what_was_made_out_of_several_carries_the_keys_of_each() -> None:
    document = {
        "resourceType": "DocumentReference",
        "extension": [accountable(REGION), accountable("SE-OTHER", None, "unheard-of")],
    }
    found = [(each.care_giver, each.care_unit, each.area) for each in keys_of(document, None)]
    assert found == [(REGION, WARD, Area.SOCIAL), ("SE-OTHER", None, None)]
