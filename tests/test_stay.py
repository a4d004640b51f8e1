"""Stays: the laws, estimated times, and what is refused."""

from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.codes.systems import ESTIMATED, PERSONNUMMER, V3_ACT_CODE
from mappings.errors import MappingError
from mappings.fhir.values import Coding, Concept, Identifier, Period
from mappings.stay import FIELDS, Event, StayRecord, stay_from_fhir, stay_to_fhir
from tests.laws import Law
from tests.strategies.stay import stays

LAW: Final = Law(
    kind=StayRecord,
    records=stays,
    to_fhir=stay_to_fhir,
    from_fhir=stay_from_fhir,
    fields=FIELDS,
)
ADMITTED: Final = StayRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=PERSONNUMMER, value="191212121212"),
    status="in-progress",
    kind=Coding(system=V3_ACT_CODE, code="IMP"),
    period=Period(start="2024-05-01T10:00:00+02:00"),
)


def test_a_stay_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_stay_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_stay_goes() -> None:
    LAW.hold_fields()


def test_an_estimated_time_is_marked_and_never_part_of_the_period() -> None:
    ready = Event(what=Concept(text="Utskrivningsklar"), at="2024-05-09", estimated=True)
    made: Any = stay_to_fhir(replace(ADMITTED, events=(ready,)))
    assert made["period"] == {"start": "2024-05-01T10:00:00+02:00"}
    assert made["extension"][0]["extension"][1:] == [
        {"url": "at", "valueDateTime": "2024-05-09"},
        {"url": ESTIMATED, "valueBoolean": True},
    ]


@pytest.mark.parametrize("name", ["status", "class"])
def test_a_stay_without_what_r4_asks_for_is_refused(name: str) -> None:
    made: Any = stay_to_fhir(ADMITTED)
    del made[name]
    with pytest.raises(MappingError, match=rf"Encounter\.{name}"):
        stay_from_fhir(made)


def test_an_event_of_a_stay_that_is_nothing_is_refused() -> None:
    made: Any = stay_to_fhir(replace(ADMITTED, events=(Event(what=Concept(text="x")),)))
    made["extension"][0]["extension"] = []
    with pytest.raises(MappingError, match="what"):
        stay_from_fhir(made)
