"""What every record carries: whose identifier is its own, and what is refused."""

from typing import Any, Final

import pytest

from mappings.codes.systems import (
    ACCOUNTABLE,
    BASE,
    PERSONNUMMER,
    PLO_CONVERSATION,
    VALUE_NEGATED,
)
from mappings.errors import MappingError
from mappings.fhir.values import Identifier, Reference, SourceText
from mappings.record import Accountable, Area, Record, SourcedRecord
from mappings.record_fhir import (
    common_in,
    common_out,
    identifier_of,
    own_identifier,
    source_ids_in,
)

OWN: Final = Identifier(system=f"{BASE}/id/0123456789ab", value="1")
CHAIN: Final = Identifier(system=PLO_CONVERSATION, value="2")
THEIRS: Final = Identifier(system="https://journal.example.org", value="3")
PERSON: Final = Identifier(system=PERSONNUMMER, value="191212121212")
SUBJECT: Final = {"identifier": {"system": PERSON.system, "value": PERSON.value}}


def _json(*identifiers: Identifier) -> list[dict[str, str]]:
    return [{"system": each.system, "value": each.value} for each in identifiers]


def test_the_identifier_we_minted_is_the_records_own_wherever_it_stands() -> None:
    assert own_identifier(_json(THEIRS, CHAIN, OWN), "Goal") == OWN


def test_a_resource_that_is_not_ours_goes_by_its_first_whole_identifier() -> None:
    half: list[Any] = [{"value": "no system"}, *_json(THEIRS)]
    assert own_identifier(half, "Goal") == THEIRS


def test_an_identifier_that_is_no_list_is_read_as_well() -> None:
    assert own_identifier(_json(THEIRS)[0], "QuestionnaireResponse") == THEIRS


@pytest.mark.parametrize("identifiers", [None, [], [{"value": "no system"}]])
def test_a_resource_without_a_whole_identifier_is_refused(identifiers: object) -> None:
    with pytest.raises(MappingError, match=r"Goal\.identifier"):
        own_identifier(identifiers, "Goal")


def test_a_conversation_is_found_by_its_system() -> None:
    assert identifier_of(PLO_CONVERSATION, _json(OWN, CHAIN)) == CHAIN
    assert identifier_of(PLO_CONVERSATION, _json(OWN)) is None


def test_the_identifiers_of_the_source_are_neither_ours_nor_the_conversations() -> None:
    assert source_ids_in({"identifier": _json(OWN, CHAIN, THEIRS)}, OWN) == (THEIRS,)
    record = SourcedRecord(id=OWN, person=PERSON, chain=CHAIN, source_ids=(THEIRS,))
    assert common_out(record, "CarePlan")["identifier"] == _json(OWN, CHAIN, THEIRS)


def test_a_resource_about_nobody_is_refused_with_the_place() -> None:
    with pytest.raises(MappingError, match=r"Goal\.subject"):
        common_in({"identifier": _json(OWN)}, {"display": "Test Testsson"}, "Goal")


def test_an_area_of_law_that_nobody_knows_is_refused() -> None:
    held = {"url": ACCOUNTABLE, "extension": [{"url": "area", "valueCode": "dental"}]}
    with pytest.raises(MappingError, match="one of health, social"):
        common_in({"identifier": _json(OWN), "extension": [held]}, SUBJECT, "Goal")


def test_a_modifier_that_is_not_ours_refuses_the_resource() -> None:
    stranger = {"url": "https://example.org/not-this-person", "valueBoolean": True}
    resource = {"identifier": _json(OWN), "modifierExtension": [stranger]}
    with pytest.raises(MappingError, match=r"Goal\.modifierExtension"):
        common_in(resource, SUBJECT, "Goal")
    assert common_in(
        resource | {"modifierExtension": [{"url": VALUE_NEGATED}]}, SUBJECT, "Observation"
    )


def test_a_bare_record_is_its_identifiers_and_nothing_else() -> None:
    assert common_out(Record(id=OWN, person=PERSON), "Goal") == {
        "resourceType": "Goal",
        "identifier": _json(OWN),
    }


def test_who_answers_for_a_record_stands_apart_from_what_the_source_said() -> None:
    unit = Reference(type="Organization", display="Hemtjänst Norr")
    record = Record(
        id=OWN,
        person=PERSON,
        accountable=Accountable(care_unit=unit, area=Area.SOCIAL),
        source_texts=(SourceText(name="Merknad", text="x"),),
    )
    urls = [each["url"] for each in common_out(record, "Goal")["extension"]]
    assert urls == [ACCOUNTABLE, f"{BASE}/StructureDefinition/source-text"]
    made = {"identifier": _json(OWN), "extension": common_out(record, "Goal")["extension"]}
    assert Record(**common_in(made, SUBJECT, "Goal")) == record
