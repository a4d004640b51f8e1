"""Statements and the order among them: the laws, whose voice it is, and what is refused."""

from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.codes.systems import PERSONNUMMER, SAID, STATEMENT_MODE
from mappings.errors import MappingError
from mappings.fhir.values import Identifier, Reference
from mappings.what_matters import (
    FIELDS,
    PRIORITY_FIELDS,
    Mode,
    PriorityOrderRecord,
    SaidBy,
    StatementRecord,
    Unanswered,
    priority_order_from_fhir,
    priority_order_to_fhir,
    statement_from_fhir,
    statement_to_fhir,
)
from tests.laws import Law
from tests.strategies.what_matters import priority_orders, statements

STATEMENT: Final = Law(
    kind=StatementRecord,
    records=statements,
    to_fhir=statement_to_fhir,
    from_fhir=statement_from_fhir,
    fields=FIELDS,
    derived=dict.fromkeys(("mode", "speaker", "writer"), ("Observation.performer",)),
    alternatives=(("words", "unanswered"), ("said_at", "said_during")),
)
PRIORITY_ORDER: Final = Law(
    kind=PriorityOrderRecord,
    records=priority_orders,
    to_fhir=priority_order_to_fhir,
    from_fhir=priority_order_from_fhir,
    fields=PRIORITY_FIELDS,
)
BOTH: Final = pytest.mark.parametrize("law", [STATEMENT, PRIORITY_ORDER])

PERSON: Final = Identifier(system=PERSONNUMMER, value="191212121212")
HERSELF: Final = Reference(type="Patient", identifier=PERSON)
NURSE: Final = Reference(type="Practitioner", display="Sjuksköterska Test")
SPOKEN: Final = StatementRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=PERSON,
    status="final",
    mode=Mode.VERBATIM,
    said_by=SaidBy.PATIENT,
    words="Jag vill orka gå till kyrkan igen",
    speaker=HERSELF,
    writer=NURSE,
)


@BOTH
def test_a_record_survives_the_round_trip(law: Law[Any]) -> None:
    law.hold_round_trip()


@BOTH
def test_every_field_is_tried(law: Law[Any]) -> None:
    law.hold_coverage()


@BOTH
def test_fields_says_where_each_field_goes(law: Law[Any]) -> None:
    law.hold_fields()


def test_the_performer_of_what_somebody_said_is_the_speaker() -> None:
    assert statement_to_fhir(SPOKEN).get("performer") == [
        {"type": "Patient", "identifier": {"system": PERSONNUMMER, "value": "191212121212"}}
    ]


def test_the_performer_of_reported_speech_is_whoever_wrote_it() -> None:
    reported = statement_to_fhir(replace(SPOKEN, mode=Mode.REPORTED))
    assert reported.get("performer") == [{"type": "Practitioner", "display": "Sjuksköterska Test"}]


def test_a_speaker_known_by_name_only_is_no_performer() -> None:
    named = replace(SPOKEN, speaker=Reference(display="Test Testsson"))
    assert "performer" not in statement_to_fhir(named)
    assert statement_from_fhir(statement_to_fhir(named)) == named


def test_asked_but_nothing_said_is_no_value_and_a_reason() -> None:
    silent = replace(SPOKEN, words=None, unanswered=Unanswered.ASKED_DECLINED)
    made = statement_to_fhir(silent)
    assert "valueString" not in made
    assert made.get("dataAbsentReason", {}) == {
        "coding": [
            {
                "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
                "code": "asked-declined",
            }
        ]
    }


def test_a_ranking_keeps_its_order_and_says_that_it_is_one() -> None:
    first, second = Reference(display="Gå till kyrkan"), Reference(display="Sova gott")
    ranking = PriorityOrderRecord(
        id=SPOKEN.id, person=PERSON, status="current", ranked=(first, second), ranked_by=HERSELF
    )
    made = priority_order_to_fhir(ranking)
    assert [entry["item"].get("display") for entry in made.get("entry") or ()] == [
        "Gå till kyrkan",
        "Sova gott",
    ]
    assert made["mode"] == "snapshot"
    assert made.get("orderedBy") == {
        "coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/list-order", "code": "priority"}
        ]
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"method": {"coding": [{"system": STATEMENT_MODE, "code": "guessed"}]}}, "mode"),
        ({"method": None}, "mode"),
        ({"extension": [{"url": SAID, "extension": []}]}, "said_by"),
        (
            {
                "extension": [
                    {"url": SAID, "extension": [{"url": "by", "valueCoding": {"code": "robot"}}]}
                ]
            },
            "said_by",
        ),
        ({"status": None}, "status"),
        ({"dataAbsentReason": {"text": "?"}}, "unanswered"),
    ],
)
def test_what_is_not_known_is_refused_with_its_path(change: dict[str, Any], field: str) -> None:
    with pytest.raises(MappingError) as refused:
        statement_from_fhir({**statement_to_fhir(SPOKEN), **change})  # type: ignore[typeddict-item]  # broken on purpose
    assert refused.value.path == FIELDS[field]


def test_a_ranked_entry_without_an_item_is_refused() -> None:
    ranking = PriorityOrderRecord(id=SPOKEN.id, person=PERSON, status="current", ranked=(HERSELF,))
    made: Any = {**priority_order_to_fhir(ranking), "entry": [{"flag": {"text": "?"}}]}
    with pytest.raises(MappingError) as refused:
        priority_order_from_fhir(made)
    assert refused.value.path == PRIORITY_FIELDS["ranked"]
