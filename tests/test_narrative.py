"""Narrative: the laws, its words to the letter, and what is refused."""

from typing import Any, Final

import pytest

from mappings.codes.systems import FNR, OBSERVATION_KIND
from mappings.errors import MappingError
from mappings.fhir.values import Concept, Identifier
from mappings.narrative import FIELDS, NarrativeRecord, narrative_from_fhir, narrative_to_fhir
from tests.laws import Law
from tests.strategies.narrative import narratives

LAW: Final = Law(
    kind=NarrativeRecord,
    records=narratives,
    to_fhir=narrative_to_fhir,
    from_fhir=narrative_from_fhir,
    fields=FIELDS,
    alternatives=(("written_at", "written_during"),),
)
NOTE: Final = NarrativeRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=FNR, value="13116900216"),
    status="final",
    heading=Concept(text="Planer for videre oppfølging"),
    words="  Ønsker å komme hjem.\r\n\tMål: gå til butikken\u00a0selv. \n",
)


def test_a_narrative_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_narrative_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_narrative_goes() -> None:
    LAW.hold_fields()


def test_narrative_is_kept_to_the_letter_and_read_for_nothing() -> None:
    made = narrative_to_fhir(NOTE)
    assert made.get("valueString") == NOTE.words
    assert made.get("category") == [{"coding": [{"system": OBSERVATION_KIND, "code": "narrative"}]}]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"status": None}, "status"), ({"code": None}, "heading"), ({"valueString": None}, "words")],
)
def test_what_a_narrative_can_not_stand_without_is_refused_with_its_path(
    change: dict[str, Any], field: str
) -> None:
    broken: Any = {**narrative_to_fhir(NOTE), **change}
    with pytest.raises(MappingError) as refused:
        narrative_from_fhir(broken)
    assert refused.value.path == FIELDS[field]
