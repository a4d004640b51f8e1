"""Agreed times: the laws, unknown ends, and what is refused."""

from dataclasses import replace
from typing import Any, Final

import fhirpathpy
import pytest

from mappings.agreed_time import (
    FIELDS,
    AgreedTimeRecord,
    Reply,
    agreed_time_from_fhir,
    agreed_time_to_fhir,
)
from mappings.codes.systems import DATA_ABSENT, PERSONNUMMER, TIME_ZONE_CODE
from mappings.errors import MappingError
from mappings.fhir.values import Identifier
from tests.laws import Law
from tests.strategies.agreed_time import agreed_times

LAW: Final = Law(
    kind=AgreedTimeRecord,
    records=agreed_times,
    to_fhir=agreed_time_to_fhir,
    from_fhir=agreed_time_from_fhir,
    fields=FIELDS,
    derived={
        "start": ("Appointment._start", "Appointment._end"),
        "end": ("Appointment._start", "Appointment._end"),
        "zone": ("Appointment._start", "Appointment._end"),
        "person": ("Appointment.participant.actor.identifier",),
    },
)
PERSON: Final = Identifier(system=PERSONNUMMER, value="191212121212")
BOOKED: Final = AgreedTimeRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=PERSON,
    status="booked",
    reply=Reply.NEEDS_ACTION,
    start="2024-05-02T08:15:00+02:00",
)


def test_an_agreed_time_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_an_agreed_time_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_an_agreed_time_goes() -> None:
    LAW.hold_fields()


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


@pytest.mark.parametrize("known", ["start", "end"])
def test_the_path_of_the_zone_is_exact_with_a_start_and_with_an_end_alone(known: str) -> None:
    held = {"extension": [{"url": TIME_ZONE_CODE, "valueCode": "Europe/Oslo"}]}
    absent = {"extension": [{"url": DATA_ABSENT, "valueCode": "unknown"}]}
    other = "end" if known == "start" else "start"
    appointment = {"resourceType": "Appointment", f"_{known}": held, f"_{other}": absent}
    assert fhirpathpy.evaluate(appointment, FIELDS["zone"]) == ["Europe/Oslo"]
