"""What the PLO reader makes of what a message tells, situation by situation."""

import dataclasses
import re

import pytest

from mappings.activity import ActivityRecord, TaskRecord
from mappings.agreed_time import AgreedTimeRecord, Reply
from mappings.consent import ConsentRecord
from mappings.fhir.values import Coding, Period
from mappings.goal import GoalRecord, Voice
from mappings.need import NeedRecord
from mappings.patient_contract import ContractRecord
from mappings.provenance import AttestationRecord, Stand
from mappings.record import HoldReason, Record
from mappings.safety_notice import SafetyTopic
from mappings.support_need import AssessmentRecord
from mappings.what_matters import Mode, SaidBy, StatementRecord
from tests.plo_support import (
    ADMISSION,
    DISCHARGE,
    WISH,
    envelope,
    of,
    read_case,
    rules,
    source_of,
    text,
)

# -- what the patient says, wants and needs ------------------------------------------------------


def test_the_patients_own_view_is_a_statement_in_reported_speech() -> None:
    outcome = read_case(DISCHARGE)
    statements = of(outcome, StatementRecord)
    (goal,) = of(outcome, GoalRecord)
    assert {each.mode for each in statements} == {Mode.REPORTED}
    assert {each.said_by for each in statements} == {SaidBy.PATIENT}
    assert {each.writer.display for each in statements if each.writer} == {"Ingrid Bakke"}
    about = [each.about[0].identifier for each in statements if each.about]
    assert about == [goal.id]
    observation = next(each for each in outcome.resources if "naustet" in text(each))
    assert "Patient" not in text(observation["performer"])


def test_a_goal_is_read_with_what_is_expected_and_never_as_achieved() -> None:
    (goal,) = of(read_case(DISCHARGE), GoalRecord)
    assert goal.voice is Voice.PROFESSIONAL
    assert (goal.status, goal.start) == ("active", "2024-03-04")
    assert goal.validity == Period(end="2024-06-30")
    assert goal.targets[0].due == "2024-05-01"
    assert goal.targets[0].concept is not None
    assert goal.achievement is None


def test_a_goal_is_told_from_others_by_what_it_says_and_not_by_its_place() -> None:
    goal = re.search(
        r"<InfoMaalForventetRes>.*</InfoMaalForventetRes>", source_of(DISCHARGE), re.DOTALL
    )
    assert goal is not None
    before = (
        "<InfoMaalForventetRes><InnholdMaaldokument><Beskrivelse>Noe helt annet</Beskrivelse>"
        "</InnholdMaaldokument></InfoMaalForventetRes>"
    )
    (alone,) = of(read_case(DISCHARGE), GoalRecord)
    first, second = of(read_case(DISCHARGE, (goal[0], before + goal[0])), GoalRecord)
    assert alone.id == second.id
    assert first.id != second.id
    twice = of(read_case(DISCHARGE, (goal[0], goal[0] * 2)), GoalRecord)
    assert len({each.id for each in twice}) == 2


def test_the_words_of_a_coded_goal_are_those_of_its_code() -> None:
    coded = '<MaalForventetResultat V="M1" S="1.2.3" DN="Bedre balanse" OT="Stå støtt"/>'
    changed = ("<Beskrivelse>Gå til brygga og tilbake på egen hånd</Beskrivelse>", coded)
    (goal,) = of(read_case(DISCHARGE, changed), GoalRecord)
    assert goal.words == "Stå støtt"
    assert goal.codings == (Coding(system="urn:oid:1.2.3", code="M1", display="Bedre balanse"),)


def test_recommended_is_a_proposal_and_started_is_not() -> None:
    measures = {
        each.what.text: each for each in of(read_case(DISCHARGE), ActivityRecord) if each.what.text
    }
    started = measures["Trappetrening med fysioterapeut"]
    recommended = measures["Gangtrening til brygga"]
    assert (started.standing.value, started.status) == ("plan", "completed")
    assert (recommended.standing.value, recommended.status) == ("proposal", "unknown")
    assert recommended.schedule is not None
    assert recommended.schedule.days == ("tue", "fri")
    going_on = read_case(DISCHARGE, ("<TiltakKanTermineres>true", "<TiltakKanTermineres>false"))
    assert {each.status for each in of(going_on, ActivityRecord) if each.id == started.id} == {
        "active"
    }


def test_what_came_of_a_measure_stands_with_it_in_the_plan() -> None:
    (plan,) = of(read_case(DISCHARGE), ContractRecord)
    assert sum(len(each.outcomes) for each in plan.commitments) == 1


@pytest.mark.parametrize(("value", "status"), [("true", None), ("false", "refuted")])
def test_help_with_medicines_is_a_need_or_one_that_is_ruled_out(
    value: str, status: str | None
) -> None:
    changed = ("<HjelpLegemiddeladm>true", f"<HjelpLegemiddeladm>{value}")
    needs = of(read_case(DISCHARGE, changed), NeedRecord)
    assert [each.verification_status for each in needs if each.what.codings] == [status]


# -- wishes and reservations ----------------------------------------------------------------------


def test_a_wish_or_reservation_holds_the_message_and_is_neither_until_somebody_says() -> None:
    outcome = read_case(WISH)
    assert HoldReason.RESERVATION_OR_WISH in envelope(outcome).holds
    waiting, withdrawn = of(outcome, TaskRecord)
    assert not of(outcome, StatementRecord)
    assert not of(outcome, ConsentRecord)
    assert (waiting.status, withdrawn.status) == ("requested", "cancelled")
    assert waiting.requester is not None
    assert waiting.requester.type is None
    assert withdrawn.requester is not None
    assert withdrawn.requester.type == "Patient"
    assert "not-before-classification" in {label.code for label in waiting.labels}
    (plan,) = of(outcome, ContractRecord)
    assert waiting.id not in {each.identifier for each in plan.supporting}


@pytest.mark.parametrize(
    ("day", "held"), [("2024-03-04", False), ("2024-03-05", True), ("x", True)]
)
def test_what_is_withdrawn_by_the_day_of_the_message_holds_no_more(day: str, *, held: bool) -> None:
    changed = (
        "<FramsattDato>2024-03-01</FramsattDato>",
        f"<FramsattDato>2024-03-01</FramsattDato><TrukketTilbakeDato>{day}</TrukketTilbakeDato>",
    )
    found = envelope(read_case(WISH, changed)).holds
    assert (HoldReason.RESERVATION_OR_WISH in found) is held


# -- safety information ---------------------------------------------------------------------------


def test_safety_information_is_left_out_whole_and_the_plan_says_so() -> None:
    outcome = read_case(DISCHARGE)
    (plan,) = of(outcome, ContractRecord)
    assert plan.safety is not None
    assert plan.safety.topics == (
        SafetyTopic.MEDICINES,
        SafetyTopic.DIAGNOSES,
        SafetyTopic.INFECTION,
    )
    assert plan.safety.sent_at == "2024-03-04T13:20:05+01:00"
    for secret in ("oppdiktet legemiddel", "oppdiktet diagnose", "oppdiktet smitte"):
        assert secret not in text(outcome.resources)


def test_a_version_that_changes_safety_information_only_changes_the_plan() -> None:
    before = read_case(ADMISSION, ("2024-03-03T08:00:00", "2024-03-02T21:00:00"))
    (old,), (new,) = of(before, ContractRecord), of(read_case(ADMISSION), ContractRecord)
    assert old.id == new.id
    assert old.safety != new.safety
    assert dataclasses.replace(old, safety=None) == dataclasses.replace(new, safety=None)


@pytest.mark.parametrize(
    ("category", "topic"),
    [("Cave/allergier", SafetyTopic.ALLERGIES), ("Legemidler", SafetyTopic.MEDICINES)],
)
def test_a_note_of_a_safety_category_is_left_out_whole(category: str, topic: SafetyTopic) -> None:
    outcome = read_case(DISCHARGE, ("Andre notater", category))
    (plan,) = of(outcome, ContractRecord)
    assert plan.safety is not None
    assert topic in plan.safety.topics
    assert SafetyTopic.INFECTION in plan.safety.topics
    assert "Kontroll om tre uker" not in text(outcome.resources)


def test_a_safety_flag_needs_a_time_and_takes_that_of_the_document_for_want_of_one() -> None:
    unsent = ("<GenDate>2024-03-04T13:20:05", "<GenDate>i går")
    (plan,) = of(read_case(DISCHARGE, unsent), ContractRecord)
    assert plan.safety is not None
    assert plan.safety.sent_at == "2024-03-04T12:00:00+01:00"
    undated = read_case(DISCHARGE, unsent, ('<IssueDate V="2024-03-04T12:00:00"/>', ""))
    assert rules(undated) == {"plo.gen-date"}


# -- times, services, scores ---------------------------------------------------------------------


def test_an_agreed_time_has_no_end_that_nobody_said() -> None:
    (time,) = of(read_case(DISCHARGE), AgreedTimeRecord)
    assert (time.status, time.reply, time.end) == ("booked", Reply.ACCEPTED, None)
    assert time.comment == "Varighet: 45"
    told = ("<PasientInformert>true", "<PasientInformert>false")
    assert of(read_case(DISCHARGE, told), AgreedTimeRecord)[0].reply is Reply.NEEDS_ACTION
    unbooked = ("<BestiltKontrolltime>true", "<BestiltKontrolltime>false")
    assert of(read_case(DISCHARGE, unbooked), AgreedTimeRecord)[0].status == "proposed"


def test_an_hour_that_never_was_is_refused_and_one_shown_twice_is_the_first() -> None:
    outcome = read_case("plo-clock-shown-twice-and-hour-that-is-missing")
    assert {"time.gap", "time.ambiguous"} <= rules(outcome)
    (time,) = of(outcome, AgreedTimeRecord)
    assert time.start == "2024-10-27T02:30:00+02:00"
    assert [each.text for each in time.source_texts] == ["2024-10-27T02:30:00"]
    assert [each.occurs_at for each in of(outcome, ActivityRecord)] == ["2024-05-02"]


def test_a_service_keeps_its_digits_and_who_gives_it() -> None:
    (service,) = of(read_case(ADMISSION), ActivityRecord)
    assert service.quantity is not None
    assert str(service.quantity.value) == "2.50"
    assert [each.display for each in service.performers] == ["Hjemmetjenesten nord"]


def test_scores_are_dated_by_who_answers_for_them_and_never_by_a_remark() -> None:
    scores = of(read_case(ADMISSION), AssessmentRecord)
    assert [[score.code for score in each.scores] for each in scores] == [["3"], ["9"]]
    assert {each.assessed_at for each in scores} == {"2024-02-20T10:00:00+01:00"}
    assert {each.notes[0].text for each in scores} == {"Vurdert hjemme i februar."}
    other = ('TypeHendelse V="1"', 'TypeHendelse V="3"')
    assert {each.assessed_at for each in of(read_case(ADMISSION, other), AssessmentRecord)} == {
        None
    }


def test_what_nobody_approved_is_not_final_and_attested_by_nobody() -> None:
    approved = of(read_case(DISCHARGE), AttestationRecord)
    assert [each.stand for each in approved] == [Stand.VERIFIER]
    unsigned = read_case(DISCHARGE, ("<GodkjentDato>2024-03-04</GodkjentDato>", ""))
    assert not of(unsigned, AttestationRecord)
    assert "plo.observation.status" in rules(unsigned)
    (plan,) = of(unsigned, ContractRecord)
    assert [each.display for each in plan.participating] == ["Ingrid Bakke"]
    for old, rule in (
        ("<GodkjentDato>2024-03-04", "plo.approved"),
        ("2024-03-04T13:20:05", "plo.gen-date"),
    ):
        odd = read_case(DISCHARGE, (old, old.replace("2024-03-04", "2024-03-99")))
        assert not of(odd, AttestationRecord)
        assert rule in rules(odd)


def test_no_identifier_of_a_record_tells_a_national_number() -> None:
    first = {each.id for each in of(read_case(DISCHARGE), Record)}
    other = read_case(
        DISCHARGE,
        ("<Id>15076500565</Id>", "<Id>05073500186</Id>"),
        ("1965-07-15", "1935-07-05"),
    )
    assert {each.id for each in of(other, Record)} == first
