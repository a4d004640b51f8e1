"""What PLO messages about a stay, a death or a mistake come to."""

import pytest

from mappings.fhir.values import Period
from mappings.patient_contract import ContractRecord
from mappings.people import PersonRecord
from mappings.record import HoldReason, MessageStatus, Record
from mappings.stay import StayRecord
from tests.plo_support import (
    CANCELLED,
    DEATH,
    READY,
    envelope,
    of,
    read_case,
)

# -- cancellations --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Kansellering: gjaldt feil person.", True),
        ("Kansellering: sendt på feil pasient", True),
        ("Kansellering", True),
        ("Se ny melding.", True),
        ("Kansellering: sendt to ganger", False),
        ("Kansellering: sendt to ganger, den ene på feil pasient", True),
        ("Duplikat av tidligere funn", True),
    ],
)
def test_a_cancellation_may_mean_another_person_unless_it_plainly_says_why(
    words: str, *, wrong: bool
) -> None:
    outcome = read_case(CANCELLED, ("Kansellering: gjaldt feil person.", words))
    assert envelope(outcome).wrong_person is wrong
    assert of(outcome, Record) == []


def test_a_cancellation_needs_no_patient() -> None:
    outcome = read_case(CANCELLED, ("Patient>", "Other>"))
    assert envelope(outcome).status is MessageStatus.CANCEL


# -- stays ----------------------------------------------------------------------------------------


def test_an_estimate_is_an_event_and_never_a_time_of_the_stay() -> None:
    (stay,) = of(read_case(READY), StayRecord)
    assert stay.period == Period(start="2024-03-01T10:00:00+01:00")
    assert [each.estimated for each in stay.events] == [False, True, False]
    (guessed,) = of(read_case(READY, ("<Anslag>false", "<Anslag>true")), StayRecord)
    assert (guessed.status, guessed.period) == ("unknown", None)


def test_taking_back_that_somebody_is_ready_names_the_stay_by_its_admission() -> None:
    found = envelope(read_case(READY)).ends_stay
    assert found is not None
    assert found.value == "2024-03-01T10:00:00+01:00"
    only_ready = ("AvmeldingUtskrivningsklarPasient", "MeldingUtskrivningsklarPasient")
    assert envelope(read_case(READY, only_ready)).ends_stay is None


def test_a_death_holds_the_message_and_completes_nothing() -> None:
    outcome = read_case(DEATH)
    assert envelope(outcome).holds == (HoldReason.DEATH_REPORTED,)
    (stay,) = of(outcome, StayRecord)
    (person,) = of(outcome, PersonRecord)
    assert stay.status == "unknown"
    assert person.deceased_at == "2024-03-03T04:30:00+01:00"
    guessed = of(read_case(DEATH, ("<Anslag>false", "<Anslag>true")), PersonRecord)
    assert [(each.deceased, each.deceased_at) for each in guessed] == [(True, None)]
    uncoded = ('<Hendelsekode V="13" DN="Pasienten er død"', '<Hendelsekode V="99"')
    assert of(read_case(DEATH, uncoded), PersonRecord)[0].deceased_at is not None


def test_the_state_at_discharge_may_report_a_death() -> None:
    state = (
        '<UtskrevetTil><Uttilstand V="2" DN="Som død" S="2.16.578.1.12.4.1.1.8431"/>'
        '<UtTil V="9" S="2.16.578.1.12.4.1.1.8408"/></UtskrevetTil>'
    )
    outcome = read_case(
        DEATH,
        ("OrienteringOmDod>", "MeldingOmUtskrevetPasient>"),
        ("<m:MeldingOmUtskrevetPasient>", f"<m:MeldingOmUtskrevetPasient>{state}"),
        ('V="13" DN="Pasienten er død"', 'V="2"'),
    )
    assert HoldReason.DEATH_REPORTED in envelope(outcome).holds
    assert of(outcome, PersonRecord)[0].deceased is True


def test_a_message_about_a_stay_has_no_plan_unless_it_holds_more() -> None:
    assert not of(read_case(READY), ContractRecord)
    nursing = (
        "<m:AvmeldingUtskrivningsklarPasient>",
        "<InfoMedisinskDiagnose/><m:AvmeldingUtskrivningsklarPasient>",
    )
    (plan,) = of(read_case(READY, nursing), ContractRecord)
    assert plan.kind is None
    assert plan.safety is not None
