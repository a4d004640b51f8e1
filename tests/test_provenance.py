"""Who stands behind a record: attestations, and this adapter's own account."""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from mappings.codes.systems import (
    ACCOUNTABLE,
    DEVICE,
    PERSONNUMMER,
    SAID,
    TAG,
    V3_CONFIDENTIALITY,
)
from mappings.errors import MappingError
from mappings.fhir import checker
from mappings.fhir.values import Identifier
from mappings.provenance import (
    FIELDS,
    AttestationRecord,
    attestation_from_fhir,
    attestation_to_fhir,
    is_own,
    provenances_for,
)
from mappings.record import Source
from tests.laws import Law
from tests.strategies.provenance import attestations

LAW: Final = Law(
    kind=AttestationRecord,
    records=attestations,
    to_fhir=attestation_to_fhir,
    from_fhir=attestation_from_fhir,
    fields=FIELDS,
    alternatives=(("occurred_at", "occurred_during"),),
)
SOURCE: Final = Source(key=b"k" * 32, installation="0123456789ab")
NOON: Final = "2024-05-02T12:00:00Z"
MESSAGE: Final = Identifier(system="urn:ietf:rfc:3986", value="urn:uuid:1")
PERSON: Final = {"system": PERSONNUMMER, "value": "191212121212"}


def test_an_attestation_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_an_attestation_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_an_attestation_goes() -> None:
    LAW.hold_fields()


def _attestation() -> dict[str, Any]:
    return {
        "resourceType": "Provenance",
        "extension": [
            {
                "url": "https://viktigt.example/fhir/StructureDefinition/identifier",
                "valueIdentifier": {"system": "https://example.org", "value": "1"},
            },
            {
                "url": "https://viktigt.example/fhir/StructureDefinition/person",
                "valueReference": {"identifier": PERSON},
            },
        ],
        "target": [{"type": "CarePlan", "display": "SIP"}],
        "recorded": NOON,
        "agent": [
            {
                "type": {
                    "coding": [
                        {
                            "system": (
                                "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
                            ),
                            "code": "attester",
                        }
                    ]
                },
                "who": {"type": "Organization", "display": "Test kommun"},
            }
        ],
    }


def test_who_attests_without_a_word_of_disagreement_agrees() -> None:
    assert attestation_from_fhir(_attestation()).agrees  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize("name", ["target", "agent", "recorded", "extension"])
def test_an_attestation_without_what_makes_it_one_is_refused(name: str) -> None:
    held: Any = _attestation()
    del held[name]
    with pytest.raises(MappingError):
        attestation_from_fhir(held)


# -- this adapter's own -------------------------------------------------------------------------


def _resource(value: str, **extensions: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    return {
        "resourceType": "Observation",
        "identifier": [{"system": SOURCE.id_system, "value": value}],
        **extensions,
    }


def _named(name: str) -> dict[str, Any]:
    return {"display": name}


def _voiced(value: str, *parts: str) -> dict[str, Any]:
    inner = [{"url": part, "valueReference": _named(part)} for part in parts]
    keys = [
        {"url": "careGiver", "valueReference": _named("Region Test")},
        {"url": "careUnit", "valueReference": _named("Avdelning 1")},
    ]
    held = [{"url": ACCOUNTABLE, "extension": keys}, {"url": SAID, "extension": inner}]
    return _resource(value, extension=held)


def _agents(provenance: Mapping[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {
        each["type"]["coding"][0]["code"]: (
            each["who"]["display"],
            each.get("onBehalfOf", {}).get("display"),
        )
        for each in provenance["agent"]
    }


def test_those_who_answer_and_those_who_spoke_are_told_apart() -> None:
    (made,) = provenances_for([_voiced("1", "speaker", "writer", "askedBy")], SOURCE, recorded=NOON)
    agents = _agents(made)
    assert agents.pop("assembler")[0].startswith("viktigt ")
    assert agents == {
        "custodian": ("Region Test", None),
        "author": ("writer", "Avdelning 1"),
        "informant": ("speaker", None),
        "enterer": ("askedBy", None),
    }


def test_without_a_writer_the_unit_is_the_author() -> None:
    (made,) = provenances_for([_voiced("1")], SOURCE, recorded=NOON)
    assert _agents(made)["author"] == ("Avdelning 1", None)


def test_there_is_one_account_for_all_that_have_the_same_people_behind_them() -> None:
    resources = [_voiced("1"), _voiced("2", "speaker"), _voiced("3"), _resource("4")]
    made: Any = provenances_for(resources, SOURCE, recorded=NOON)
    targets = [[each["identifier"]["value"] for each in one["target"]] for one in made]
    assert targets == [["1", "3"], ["2"], ["4"]]


def test_what_has_no_identifier_is_no_target() -> None:
    signed = {"resourceType": "Provenance"}
    assert provenances_for([signed], SOURCE, recorded=NOON) == []


def test_our_account_is_tagged_and_names_the_device_the_document_and_the_time() -> None:
    (made,) = provenances_for(
        [_resource("1")], SOURCE, recorded=NOON, document=MESSAGE, format_title="PLO v1.6"
    )
    held: Any = made
    assert is_own(held)
    assert held["meta"]["tag"] == [{"system": TAG, "code": "viktigt"}]
    assert held["recorded"] == NOON
    assert held["agent"][0]["who"]["identifier"] == {"system": DEVICE, "value": "0123456789ab"}
    assert held["entity"] == [
        {
            "role": "source",
            "what": {
                "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:1"},
                "display": "PLO v1.6",
            },
        }
    ]
    assert checker.check(held) == ()


def test_an_attestation_of_the_source_is_not_ours() -> None:
    assert not is_own(_attestation())


def test_our_account_is_as_secret_as_the_most_secret_of_what_it_is_about() -> None:
    normal, restricted = (
        _resource(value, meta={"security": [{"system": V3_CONFIDENTIALITY, "code": value}]})
        for value in "NR"
    )
    sourced = _resource("1", meta={"source": "urn:oid:1.2.3"})
    (made,) = provenances_for([normal, restricted, sourced], SOURCE, recorded=NOON)
    held: Any = made
    assert held["meta"]["security"] == [{"system": V3_CONFIDENTIALITY, "code": "R"}]
    assert held["meta"]["source"] == "urn:oid:1.2.3"


def test_the_same_document_gives_the_same_account_and_another_gives_another() -> None:
    def named(document: Identifier | None, recorded: str) -> Any:  # noqa: ANN401  JSON
        (made,) = provenances_for([_resource("1")], SOURCE, recorded=recorded, document=document)
        return made.get("extension")

    assert named(MESSAGE, NOON) == named(MESSAGE, "2024-05-03T12:00:00Z")
    assert named(MESSAGE, NOON) != named(None, NOON)
