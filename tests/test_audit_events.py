"""What happened as AuditEvents, as records of the national log service, and as people read it."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from fhir.resources.R4B.auditevent import AuditEvent
from jsonschema import Draft202012Validator

from adapter.audit.events import events
from adapter.audit.happened import Happened, Job, Party, happened
from adapter.audit.listing import COLUMNS, MEASURES, STAGES, Language, listed
from adapter.audit.storelog import ACTIVITIES, logs
from adapter.values import Audited, Measure, Stage
from mappings.fhir import checker
from tests.balp import missing, profile_of

HANDLE = "p-0123456789"
SERVER = "https://municipality.example/fhir"
REGION = Party(name="region", address="https://region.example/fhir", is_server=True)
MUNICIPALITY = Party(
    name="municipality",
    address=SERVER,
    is_server=True,
    system="urn:oid:1.2.752.29.4.19",
    value="SE2120001785-KD",
)
INBOX = Party(name="inbox", address="inbox", is_server=False)
JOB = Job(
    basis="consent-osl",
    purpose="transfer",
    installation="0011223344",
    host="runner-1",
    program="0.2.0",
    parties={"region": REGION, "municipality": MUNICIPALITY},
)
BEGAN, ENDED = "2026-03-02T08:00:00.000Z", "2026-03-02T08:00:01.000Z"
DONE = Happened(
    number=12,
    job=JOB,
    measure=Measure.CREATE,
    stage=Stage.DISCLOSED,
    operation="o-1",
    began=BEGAN,
    ended=ENDED,
    side="municipality",
    person=HANDLE,
    patient="17",
    what=("Goal/3/_history/1",),
    why=None,
    by=(),
    about={},
)
EXPORTED = replace(
    DONE, measure=Measure.EXPORT, side=None, what=(), about={"recipient": "file", "sha256": "00"}
)
ALONE = replace(EXPORTED, job=replace(JOB, parties={}))
WITHHELD = replace(
    DONE, measure=Measure.WITHHOLD, side=None, stage=Stage.NOT_DISCLOSED, why="protected-identity"
)


def every() -> Iterator[Happened]:
    """Every measure at every stage, with and without what may be missing."""
    jobs = [JOB, replace(JOB, parties={"inbox": INBOX, "municipality": MUNICIPALITY})]
    varied = product(Measure, Stage, jobs, [("Goal/3",), ("Goal|urn:a|g1",), ("Provenance",)])
    for measure, stage, job, what in varied:
        if measure is not Measure.JOB:
            made = replace(DONE, measure=measure, stage=stage, job=job, what=what)
            yield made
            yield replace(made, side=None, patient=None, by=("SE1", "SE2"), why="told")
            yield replace(made, side="region", ended=None, by=("SE1",))
            yield replace(made, side="inbox", about=EXPORTED.about)


def test_every_event_is_valid_fhir() -> None:
    for each in every():
        for event in events(each):
            assert list(checker.check(event)) == []
            AuditEvent.model_validate_json(json.dumps(event))


def test_an_event_that_claims_a_profile_has_all_that_it_asks_for() -> None:
    claimed = [event for each in every() for event in events(each) if profile_of(event)]
    assert {profile_of(event) for event in claimed} == {
        "PatientCreate",
        "PatientRead",
        "PatientUpdate",
        "PatientDelete",
        "PatientQuery",
        "PrivacyDisclosure.Source",
        "PrivacyDisclosure.Recipient",
    }
    assert [(profile_of(event), missing(event)) for event in claimed if missing(event)] == []


def test_only_what_is_known_to_be_done_claims_a_profile() -> None:
    for each in every():
        if each.stage is not Stage.DISCLOSED:
            assert not any(profile_of(event) for event in events(each))


@pytest.mark.parametrize("measure", [Measure.CREATE, Measure.UPDATE])
def test_what_crosses_is_told_by_the_source_and_by_the_recipient(measure: Measure) -> None:
    _, source, recipient = events(replace(DONE, measure=measure))
    assert source["source"]["observer"]["display"] == "region"
    assert recipient["source"]["observer"]["identifier"]["value"] == "SE2120001785-KD"
    assert [each["what"].get("reference") for each in recipient["entity"]] == [
        f"{SERVER}/Patient/17",
        f"{SERVER}/Goal/3/_history/1",
    ]


@pytest.mark.parametrize(
    ("stage", "outcome", "count"),
    [
        (Stage.DISCLOSED, "0", 3),
        (Stage.UNKNOWN, "4", 3),
        (Stage.ABOUT_TO, "4", 3),
        (Stage.NOT_DISCLOSED, "8", 1),
    ],
)
def test_what_may_have_crossed_is_told_as_a_disclosure(
    stage: Stage, outcome: str, count: int
) -> None:
    found = list(events(replace(DONE, stage=stage)))
    assert [each["outcome"] for each in found] == [outcome] * count


def test_with_one_party_there_is_no_crossing() -> None:
    alone = replace(DONE, job=replace(JOB, parties={"municipality": MUNICIPALITY}))
    assert len(list(events(alone))) == 1
    assert len(list(events(replace(DONE, side="elsewhere")))) == 1


def test_a_query_names_the_person_as_the_audit_does() -> None:
    (event,) = events(replace(DONE, measure=Measure.MATCH, patient=None, what=()))
    asked = base64.b64decode(event["entity"][1]["query"]).decode()
    assert asked == f"Patient?identifier={HANDLE}"


def test_what_was_held_back_says_why_and_is_sent_to_nobody() -> None:
    (event,) = events(WITHHELD)
    assert event["outcomeDesc"] == "protected-identity"
    assert len(event["agent"]) == 1


def test_a_person_who_decided_is_the_author() -> None:
    event = next(iter(events(replace(DONE, by=("SE2321000016-1003",)))))
    (author,) = (each for each in event["agent"] if each["requestor"])
    assert author["who"]["identifier"]["value"] == "SE2321000016-1003"


# -- joined from entries ------------------------------------------------------------------------

BEGIN = Audited(
    at=BEGAN,
    measure=Measure.JOB,
    stage=Stage.DISCLOSED,
    operation="j",
    about={
        "basis": "consent-osl",
        "purpose": "transfer",
        "installation": "0011223344",
        "host": "runner-1",
        "program": "0.2.0",
        "ends": {
            "region": {"kind": "fhir", "address": "https://region.example/fhir"},
            "municipality": {
                "kind": "fhir",
                "address": SERVER,
                "system": "urn:oid:1.2.752.29.4.19",
                "value": "SE2120001785-KD",
            },
        },
    },
)
ABOUT_TO = Audited(
    at=BEGAN,
    measure=Measure.CREATE,
    stage=Stage.ABOUT_TO,
    operation="o-1",
    job=1,
    side="municipality",
    person=HANDLE,
    patient="17",
    what=("Goal|urn:a|g1",),
)
CAME = replace(ABOUT_TO, at=ENDED, stage=Stage.DISCLOSED, what=("Goal/3/_history/1",))


def joined(*entries: Audited) -> list[Happened]:
    return happened(enumerate(entries, start=1), HANDLE)


def test_a_write_is_joined_with_what_came_of_it() -> None:
    (found,) = joined(BEGIN, ABOUT_TO, CAME)
    assert found == replace(DONE, number=2)


def test_what_nothing_more_was_told_of_stays_begun() -> None:
    (found,) = joined(BEGIN, ABOUT_TO)
    assert (found.stage, found.ended, found.what) == (Stage.ABOUT_TO, None, ("Goal|urn:a|g1",))


def test_the_answer_to_many_is_each_ones_answer_and_nobody_else_is_told_of() -> None:
    asked = replace(ABOUT_TO, measure=Measure.QUERY, what=())
    somebody = replace(asked, person="p-somebody-else")
    answered = replace(asked, stage=Stage.UNKNOWN, at=ENDED, person=None)
    other = replace(answered, operation="o-2")
    (found,) = joined(BEGIN, asked, somebody, other, answered)
    assert (found.person, found.stage, found.ended) == (HANDLE, Stage.UNKNOWN, ENDED)


def test_what_is_told_once_stands_alone() -> None:
    (found,) = joined(BEGIN, replace(ABOUT_TO, measure=Measure.WITHHOLD, stage=Stage.NOT_DISCLOSED))
    assert (found.measure, found.ended) == (Measure.WITHHOLD, BEGAN)


def test_what_is_told_outside_a_run_says_so() -> None:
    (found,) = joined(ABOUT_TO)
    assert found.job.basis == "not-told"
    assert found.party is None


# -- records of the national log service --------------------------------------------------------

TEXT = {"type": "string", "minLength": 1, "maxLength": 8192}


def fields(required: dict[str, Any], **optional: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


CARE_PROVIDER = fields({"careProviderId": TEXT}, careProviderName=TEXT)
CARE_UNIT = fields({"careUnitId": TEXT}, careUnitName=TEXT)
ACTIVITY_TYPES = ["Läsa", "Skriva", "Signera", "Utskrift", "Vidimera", "Radera", "Nödöppning"]
# The fields of a log record of ehr:log StoreLog 1.0, as the description of its contract has them.
STORE_LOG = fields(
    {
        "logId": {"type": "string", "pattern": "^[0-9a-f-]{36}$"},
        "system": fields({"systemId": TEXT}, systemName=TEXT),
        "activity": fields(
            {
                "activityType": {"enum": ACTIVITY_TYPES},
                "startDate": TEXT,
                "purpose": TEXT,
            },
            activityLevel={"type": "string", "maxLength": 50},
            activityArgs=TEXT,
        ),
        "user": fields(
            {"userId": TEXT, "careProvider": CARE_PROVIDER, "careUnit": CARE_UNIT},
            name=TEXT,
            personId=TEXT,
            assignment=TEXT,
            title=TEXT,
        ),
        "resources": fields(
            {
                "resource": {
                    "type": "array",
                    "minItems": 1,
                    "items": fields(
                        {"resourceType": TEXT, "careProvider": CARE_PROVIDER},
                        patient=fields({"patientId": TEXT}, patientName=TEXT),
                        careUnit=CARE_UNIT,
                    ),
                }
            }
        ),
    }
)


@pytest.mark.parametrize("patient", [None, "191212121212"])
def test_every_record_has_the_fields_of_the_national_log_service(patient: str | None) -> None:
    found = [log for each in [*every(), ALONE] for log in logs(each, patient)]
    assert {each["activity"]["activityType"] for each in found} == set(ACTIVITIES.values())
    for each in found:
        Draft202012Validator(STORE_LOG).validate(each)


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("activity", "activityType"),
        ("activity", "startDate"),
        ("activity", "purpose"),
        ("user", "userId"),
        ("user", "careUnit"),
        ("user", "careProvider"),
        ("resources", "resource"),
    ],
)
def test_a_record_without_a_field_is_no_record(part: str, field: str) -> None:
    (log,) = logs(DONE, "191212121212")
    del log[part][field]
    assert not Draft202012Validator(STORE_LOG).is_valid(log)


def test_the_user_is_of_the_one_side_and_the_record_of_the_other() -> None:
    (log,) = logs(replace(DONE, by=("SE1",)), "191212121212")
    assert log["user"]["userId"] == "SE1"
    assert log["user"]["careProvider"] == {"careProviderId": "region"}
    (resource,) = log["resources"]["resource"]
    assert resource == {
        "resourceType": "Goal",
        "patient": {"patientId": "191212121212"},
        "careProvider": {"careProviderId": "SE2120001785-KD"},
    }


def test_what_was_held_back_or_refused_is_no_access() -> None:
    assert list(logs(WITHHELD, None)) == []
    assert list(logs(replace(DONE, stage=Stage.NOT_DISCLOSED), None)) == []


# -- for people ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", Language)
def test_a_person_reads_when_who_what_and_on_which_basis(language: Language) -> None:
    for each in [*every(), EXPORTED, WITHHELD]:
        (row,) = listed([each], language)
        assert len(row) == len(COLUMNS[language])
        assert row[0] == BEGAN
        assert row[2] == MEASURES[language][each.measure]
        assert row[4] == "consent-osl"
        assert row[5].startswith(STAGES[language][each.stage])


def test_a_row_says_where_for_whom_and_who_decided() -> None:
    decided = replace(DONE, by=("SE1",), why="changed-meanwhile", what=("Goal|urn:a|g1", "Task/2"))
    (row,) = listed([decided], Language.EN)
    assert row[1] == "at municipality (SE2120001785-KD) for region (SE1)"
    assert row[3] == "Goal/g1, Task/2"
    assert row[5] == "done (changed-meanwhile)"
    (alone,) = listed([ALONE], Language.EN)
    assert alone[1] == "0011223344"
