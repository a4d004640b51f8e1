"""Of a person whose whereabouts are protected no place goes, wherever in a record one may stand."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter.policy.places import gives_away, known_places, target_of
from adapter.policy.redact import redact
from mappings.codes.systems import BASE, GOAL_ACCEPTANCE, HL7, HSA_ID, SAID, VALUE_NEGATED, WORDS
from mappings.fhir import checker

CANARY: Final = "Kanariegatan 17"
OWN: Final = {"system": f"{BASE}/id/0123456789ab", "value": "5b1f0c9e-7d40-5a3e-8b1c-0d9f3a6b2c11"}
SUBJECT: Final = {"reference": "Patient/p1"}
UNIT: Final = {"reference": "Organization/o1", "display": CANARY}
STAFF: Final = {"type": "Practitioner", "identifier": {"system": HSA_ID, "value": CANARY}}
PLACE: Final = {"reference": "Location/l1", "display": CANARY}
CODED: Final = {"text": "besök"}
ADDRESS: Final = {"line": [CANARY], "city": "Karlstad"}
PLANTED: Final = {"url": "urn:x:where", "valueString": CANARY}
BASES: Final[Mapping[str, dict[str, Any]]] = {
    "CarePlan": {"status": "active", "intent": "plan", "subject": SUBJECT},
    "Goal": {"lifecycleStatus": "active", "description": CODED, "subject": SUBJECT},
    "Appointment": {
        "status": "proposed",
        "participant": [{"actor": SUBJECT, "status": "needs-action"}],
    },
    "Encounter": {
        "status": "planned",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
        "subject": SUBJECT,
    },
    "CareTeam": {"subject": SUBJECT},
    "ServiceRequest": {"status": "active", "intent": "plan", "subject": SUBJECT},
    "Observation": {"status": "final", "code": CODED, "subject": SUBJECT},
    "DocumentReference": {"status": "current", "content": [{"attachment": {"title": "plan"}}]},
    "Task": {"status": "requested", "intent": "order", "for": SUBJECT},
    "Condition": {"code": CODED, "subject": SUBJECT},
    "List": {"status": "current", "mode": "snapshot", "subject": SUBJECT},
    "Consent": {
        "status": "active",
        "scope": CODED,
        "category": [CODED],
        "patient": SUBJECT,
        "policy": [{"uri": "https://lagen.example/2009:400"}],
    },
}


def made(kind: str, **more: object) -> dict[str, Any]:
    return {"resourceType": kind, "identifier": [OWN], **BASES[kind], **more}


# Each is one path in which a place can stand, with one planted.
PATHS: Final[Mapping[str, dict[str, Any]]] = {
    "CarePlan.text": made(
        "CarePlan",
        text={
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{CANARY}</div>',
        },
    ),
    "CarePlan.contained": made(
        "CarePlan",
        contained=[{"resourceType": "Organization", "id": "o", "name": CANARY}],
        author={"reference": "#o"},
    ),
    "CarePlan.extension": made("CarePlan", extension=[PLANTED]),
    "CarePlan.extension.extension": made(
        "CarePlan", extension=[{"url": "urn:x:where", "extension": [PLANTED]}]
    ),
    "CarePlan.meta.source": made("CarePlan", meta={"source": f"urn:{CANARY}".replace(" ", "")}),
    "CarePlan.meta.tag": made("CarePlan", meta={"tag": [{"code": "x", "display": CANARY}]}),
    "CarePlan.meta.security.display": made(
        "CarePlan", meta={"security": [{"code": "R", "display": CANARY}]}
    ),
    "CarePlan.identifier.assigner": made(
        "CarePlan", identifier=[{**OWN, "assigner": {"display": CANARY}}]
    ),
    "CarePlan.identifier of a unit": made(
        "CarePlan", identifier=[OWN, {"system": f"{BASE}/local/SE2321-K1/LOK", "value": CANARY}]
    ),
    "CarePlan.identifier.type": made("CarePlan", identifier=[{**OWN, "type": {"text": CANARY}}]),
    "CarePlan.subject.display": made("CarePlan", subject={**SUBJECT, "display": CANARY}),
    "CarePlan.subject.identifier.assigner": made(
        "CarePlan",
        subject={
            "type": "Patient",
            "identifier": {"system": "urn:x", "value": "1", "assigner": {"display": CANARY}},
        },
    ),
    "CarePlan.title": made("CarePlan", title=f"Plan för {CANARY.upper()}"),
    "CarePlan.description": made("CarePlan", description="Bor på\n kanariegatan  17, portkod"),
    "CarePlan.author": made("CarePlan", author=UNIT),
    "CarePlan.contributor": made("CarePlan", contributor=[UNIT, STAFF]),
    "CarePlan.careTeam.display": made(
        "CarePlan", careTeam=[{"reference": "CareTeam/1", "display": CANARY}]
    ),
    "CarePlan.supportingInfo by URL": made(
        "CarePlan",
        supportingInfo=[
            {"reference": "https://kanariegatan17.example/fhir/Goal/1", "display": CANARY}
        ],
    ),
    "CarePlan.activity.detail.location": made(
        "CarePlan", activity=[{"detail": {"status": "scheduled", "location": PLACE}}]
    ),
    "CarePlan.activity.detail.scheduledString": made(
        "CarePlan", activity=[{"detail": {"status": "scheduled", "scheduledString": CANARY}}]
    ),
    "CarePlan.activity.detail.performer": made(
        "CarePlan", activity=[{"detail": {"status": "scheduled", "performer": [UNIT]}}]
    ),
    "CarePlan.activity.detail.description": made(
        "CarePlan", activity=[{"detail": {"status": "scheduled", "description": CANARY}}]
    ),
    "CarePlan.activity.progress.text": made(
        "CarePlan", activity=[{"progress": [{"text": CANARY}]}]
    ),
    "CarePlan.instantiatesUri": made(
        "CarePlan", instantiatesUri=["https://kanariegatan17.example/plan"]
    ),
    "CarePlan.note.text": made("CarePlan", note=[{"text": f"Hämtas på {CANARY}"}]),
    "CarePlan.note.authorString": made("CarePlan", note=[{"text": "x", "authorString": CANARY}]),
    "CarePlan.note.authorReference": made(
        "CarePlan", note=[{"text": "x", "authorReference": STAFF}]
    ),
    "Goal.description.text": made("Goal", description={"text": f"Gå till {CANARY}"}),
    "Goal.description.coding": made(
        "Goal",
        description={"text": "x", "coding": [{"system": HSA_ID, "code": "SE1", "display": CANARY}]},
    ),
    "Goal.expressedBy": made("Goal", expressedBy=STAFF),
    "Goal.extension kept, what it refers to": made(
        "Goal",
        extension=[
            {
                "url": GOAL_ACCEPTANCE,
                "extension": [
                    {"url": "individual", "valueReference": {**STAFF, "display": CANARY}},
                    {"url": "status", "valueCode": "agree"},
                ],
            }
        ],
    ),
    "Goal.statusReason": made("Goal", statusReason=CANARY),
    "Appointment.description": made("Appointment", description=CANARY),
    "Appointment.comment": made("Appointment", comment=CANARY),
    "Appointment.patientInstruction": made("Appointment", patientInstruction=CANARY),
    "Appointment.participant": made(
        "Appointment",
        participant=[
            {"actor": SUBJECT, "status": "needs-action"},
            {"actor": PLACE, "status": "accepted"},
            {"actor": STAFF, "status": "accepted"},
            {"actor": {"reference": "HealthcareService/1"}, "status": "accepted"},
        ],
    ),
    "Appointment.slot": made("Appointment", slot=[{"reference": "Slot/1", "display": CANARY}]),
    "Encounter.location": made("Encounter", location=[{"location": PLACE}]),
    "Encounter.hospitalization": made("Encounter", hospitalization={"origin": PLACE}),
    "Encounter.participant": made("Encounter", participant=[{"individual": STAFF}]),
    "Encounter.serviceProvider": made("Encounter", serviceProvider=UNIT),
    "CareTeam.name": made("CareTeam", name=f"Teamet vid {CANARY}"),
    "CareTeam.participant.member": made("CareTeam", participant=[{"member": STAFF}]),
    "CareTeam.participant.onBehalfOf": made(
        "CareTeam", participant=[{"member": STAFF, "onBehalfOf": UNIT}]
    ),
    "CareTeam.managingOrganization": made("CareTeam", managingOrganization=[UNIT]),
    "CareTeam.telecom": made("CareTeam", telecom=[{"system": "phone", "value": CANARY}]),
    "ServiceRequest.performer": made("ServiceRequest", performer=[UNIT]),
    "ServiceRequest.requester": made("ServiceRequest", requester=STAFF),
    "ServiceRequest.locationCode": made("ServiceRequest", locationCode=[{"text": CANARY}]),
    "ServiceRequest.locationReference": made("ServiceRequest", locationReference=[PLACE]),
    "ServiceRequest.patientInstruction": made("ServiceRequest", patientInstruction=CANARY),
    "Observation.valueString": made("Observation", valueString=f"Jag vill bo kvar på {CANARY}"),
    "Observation._valueString": made(
        "Observation",
        valueString="x",
        _valueString={"extension": [PLANTED]},
    ),
    "Observation.performer": made("Observation", performer=[STAFF]),
    "Observation.device": made("Observation", device={"reference": "Device/1", "display": CANARY}),
    "Observation.component": made(
        "Observation", component=[{"code": CODED, "valueString": CANARY}]
    ),
    "Observation.extension of words": made(
        "Observation", extension=[{"url": WORDS, "valueString": CANARY}]
    ),
    "DocumentReference.content.attachment": made(
        "DocumentReference",
        content=[
            {"attachment": {"title": CANARY, "contentType": "text/plain", "data": "S2FuYXJpZQ=="}}
        ],
    ),
    "DocumentReference.custodian": made("DocumentReference", custodian=UNIT),
    "DocumentReference.context.facilityType": made(
        "DocumentReference", context={"facilityType": {"text": CANARY}}
    ),
    "Task.owner": made("Task", owner=UNIT),
    "Task.location": made("Task", location=PLACE),
    "Task.input": made("Task", input=[{"type": CODED, "valueAddress": ADDRESS}]),
    "Condition.recorder": made("Condition", recorder=STAFF),
    "List.source": made("List", source=STAFF),
    "List.entry": made("List", entry=[{"item": UNIT}]),
    "Consent.organization": made("Consent", organization=[UNIT]),
    "Consent.provision.actor": made(
        "Consent", provision={"type": "deny", "actor": [{"role": CODED, "reference": UNIT}]}
    ),
}


def said(resource: object) -> str:
    return json.dumps(resource, ensure_ascii=False).casefold().replace(" ", "")


def test_there_are_many_paths_and_every_one_is_valid_and_tells_the_place() -> None:
    assert len(PATHS) >= 60
    for path, resource in PATHS.items():
        assert checker.is_valid(resource), path
        assert "kanariegatan" in said(resource), path


@pytest.mark.parametrize("path", PATHS)
def test_no_place_is_left_and_the_record_is_still_valid(path: str) -> None:
    found = redact(PATHS[path], known_places({"resourceType": "Patient", "address": [ADDRESS]}))
    if path == "Consent.provision.actor":
        assert found is None
        return
    assert found is not None
    assert "kanarie" not in said(found)
    assert "s2fuyxjpzq" not in said(found)
    assert "organization/" not in said(found)
    assert checker.is_valid(found)
    assert found["identifier"] == [OWN]
    assert redact(found) == found


@pytest.mark.parametrize("kind", BASES)
def test_what_tells_no_place_stays_as_it_is(kind: str) -> None:
    plain = made(kind)
    if kind == "DocumentReference":
        plain["content"] = [{"attachment": _MASKED}]
    assert redact(plain) == plain


_MASKED: Final = {
    "extension": [{"url": f"{HL7}/data-absent-reason", "valueCode": "masked"}],
}


def test_what_must_be_said_is_masked() -> None:
    found = redact(
        made("CarePlan", note=[{"text": CANARY, "time": "2026-03-01"}]), {"kanariegatan 17"}
    )
    assert found is not None
    assert found["note"] == [{"_text": _MASKED, "time": "2026-03-01"}]


def test_words_that_tell_no_place_reach_the_other_side() -> None:
    wish = "Jag vill vara hemma hos katten den 2026-03-02 klockan 10.30"
    found = redact(made("Observation", valueString=wish), {"kanariegatan 17"})
    assert found == made("Observation", valueString=wish)


@pytest.mark.parametrize(
    "text",
    [
        "ring 070-174 06 05",
        "+46 54 123456",
        "mejla anna@example.org",
        "se https://example.org",
        "653 40 Karlstad",
        "65340 Karlstad",
        "2560 Alvdal",
    ],
)
def test_a_contact_or_postal_town_in_words_is_one_also_where_nobody_knew_it(text: str) -> None:
    assert gives_away(text, ())


@pytest.mark.parametrize("text", ["kl 10:30 den 2026-03-02T10:30", "3 gånger 2 dagar", "vid Å"])
def test_a_time_or_a_number_is_no_contact(text: str) -> None:
    assert not gives_away(text, {"å"} - {"å"})


def test_what_a_person_a_relative_or_a_unit_is_called_by_is_known() -> None:
    patient = {
        "resourceType": "Patient",
        "name": [{"text": "Anna"}],
        "address": [{"line": ["Storgatan 1"], "city": "Karlstad", "district": "X"}],
        "telecom": [{"system": "phone", "value": "054-1"}, {"system": "phone"}],
        "contact": [{"address": {"text": "Kyrkogatan 2"}}, {"telecom": [{"value": "a@b.example"}]}],
    }
    unit = {"resourceType": "Organization", "name": "Vårdcentralen Grodan"}
    assert known_places(patient, unit) == {
        *("storgatan 1", "karlstad", "054-1", "kyrkogatan 2", "a@b.example"),
        "vårdcentralen grodan",
    }


@pytest.mark.parametrize("kind", ["Organization", "RelatedPerson", "Location", "Binary"])
def test_people_and_places_themselves_do_not_go(kind: str) -> None:
    assert redact({"resourceType": kind, "identifier": [OWN]}) is None


def test_a_record_that_only_a_unit_numbered_does_not_go() -> None:
    assert redact(made("Goal", identifier=[{"system": "urn:unit", "value": "1"}])) is None


NAMED: Final = {"system": "urn:region:plans", "value": "g-17"}


def test_the_one_identifier_by_which_both_sides_know_a_record_stays() -> None:
    other = {"system": "urn:region:rooms", "value": "g-17"}
    resource = made("Goal", identifier=[{**NAMED, "assigner": {"display": CANARY}}, other])
    found = redact(resource, (), ("urn:region:plans", "g-17"))
    assert found is not None
    assert found["identifier"] == [NAMED]


@pytest.mark.parametrize(
    ("system", "value"),
    [(HSA_ID, "SE1-A"), ("urn:x", "kanariegatan 17"), ("urn:kanariegatan 17", "1")],
)
def test_a_name_that_tells_a_place_does_not_stay(system: str, value: str) -> None:
    resource = made("Goal", identifier=[{"system": system, "value": value}])
    assert redact(resource, {"kanariegatan 17"}, (system, value)) is None


def test_what_changes_the_meaning_can_not_be_left_out() -> None:
    assert redact(made("Goal", modifierExtension=[PLANTED])) is None
    negated = [{"url": VALUE_NEGATED, "valueBoolean": True}]
    assert redact(made("Observation", modifierExtension=negated)) == made(
        "Observation", modifierExtension=negated
    )


def test_an_extension_beside_each_of_several_values_is_looked_at() -> None:
    beside = [None, {"extension": [{"url": SAID, "valueString": CANARY}]}]
    resource = made("Appointment", reasonReference=[])
    resource.pop("reasonReference")
    goal = {**resource, "_comment": {"extension": [PLANTED]}}
    assert redact(goal) == resource
    plan = made("CarePlan", instantiatesUri=["urn:a", "urn:b"], _instantiatesUri=beside)
    assert redact(plan, {"kanariegatan 17"}) == made("CarePlan", instantiatesUri=["urn:a", "urn:b"])


def test_a_primitive_that_is_known_to_be_absent_stays_so() -> None:
    absent = {"extension": [{"url": f"{HL7}/data-absent-reason", "valueCode": "unknown"}]}
    booked = made("Appointment", status="booked", _start=absent, _end=absent)
    assert redact(booked) == booked


def test_a_reference_by_an_identifier_of_ours_stays_and_one_by_another_does_not() -> None:
    named = {"type": "Goal", "identifier": {**OWN, "assigner": {"display": CANARY}}}
    other = {"type": "Goal", "identifier": {"system": "urn:unit", "value": "1"}}
    assert redact(made("CarePlan", goal=[named, other])) == made(
        "CarePlan", goal=[{"type": "Goal", "identifier": OWN}]
    )


def test_what_is_no_element_does_not_go() -> None:
    assert redact(made("Goal", where=CANARY)) == made("Goal")


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ({"reference": "Goal/1"}, "Goal"),
        ({"reference": "Goal|urn:x|1"}, "Goal"),
        ({"reference": "Patient?identifier=urn:x|1"}, "Patient"),
        ({"reference": "urn:uuid:1", "type": "Goal"}, "Goal"),
        ({"reference": "https://a.example/Goal/1", "type": "Goal"}, ""),
        ({"reference": "#a", "type": "Goal"}, ""),
        ({"type": "Goal"}, "Goal"),
        ({}, ""),
    ],
)
def test_where_a_reference_leads(reference: dict[str, Any], kind: str) -> None:
    assert target_of(reference) == kind


WORD = st.sampled_from([CANARY, "hemma", "070-174 06 05", "x"])
ANY: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "title": WORD,
        "description": WORD,
        "author": st.sampled_from([UNIT, SUBJECT, STAFF]),
        "note": st.lists(st.fixed_dictionaries({"text": WORD}), min_size=1, max_size=2),
        "extension": st.lists(st.just(PLANTED), min_size=1, max_size=2),
        "supportingInfo": st.lists(st.sampled_from([PLACE, {"reference": "Goal/1"}]), min_size=1),
        "meta": st.fixed_dictionaries({"security": st.just([{"code": "R"}])}),
    },
)


@settings(max_examples=50)
@given(more=ANY)
def test_redacting_is_done_once_adds_nothing_and_keeps_the_labels(more: dict[str, Any]) -> None:
    resource = made("CarePlan", **more)
    found = redact(resource, {"kanariegatan 17"})
    assert found is not None
    assert redact(found, {"kanariegatan 17"}) == found
    assert "kanarie" not in said(found)
    assert "070" not in said(found)
    assert {name.removeprefix("_") for name in found} <= resource.keys()
    assert (found.get("meta") or {}).get("security") == (more.get("meta") or {}).get("security")
