"""The readable text of a plan: whose words they are, who does what, and nothing softened."""

from typing import Any

import pytest

from mappings.activity import ActivityKind, ActivityRecord, Standing
from mappings.agreed_time import AgreedTimeRecord, Reply
from mappings.care_team import CareTeamRecord, Contact
from mappings.codes.systems import PERSONNUMMER
from mappings.fhir.values import Coding, Concept, Identifier, Note, Period, Reference
from mappings.follow_up import FollowUpRecord
from mappings.formats.rivta.given import Given
from mappings.formats.rivta.readable import MARK, readable
from mappings.goal import GoalRecord, Target, Voice
from mappings.need import NeedRecord
from mappings.patient_contract import Commitment, ContractRecord, PlanKind
from mappings.record import Record
from mappings.what_matters import Mode, SaidBy, StatementRecord, Unanswered

PERSON = Identifier(system=PERSONNUMMER, value="191212121212")


def own(value: str) -> Identifier:
    return Identifier(system="https://viktigt.example/fhir/id/test", value=value)


def to(*values: str) -> tuple[Reference, ...]:
    return tuple(Reference(identifier=own(value)) for value in values)


def contract(**changes: Any) -> ContractRecord:  # noqa: ANN401
    facts: dict[str, Any] = {"kind": PlanKind.SIP, "status": "active", "intent": "plan"}
    return ContractRecord(id=own("plan"), person=PERSON, **(facts | changes))


def statement(**changes: Any) -> StatementRecord:  # noqa: ANN401
    facts: dict[str, Any] = {
        "status": "final",
        "mode": Mode.VERBATIM,
        "said_by": SaidBy.PATIENT,
        "words": "Jag vill gå till kyrkan.",
    }
    return StatementRecord(id=own("said"), person=PERSON, **(facts | changes))


def goal(**changes: Any) -> GoalRecord:  # noqa: ANN401
    facts: dict[str, Any] = {"words": "Gå ut.", "voice": Voice.UNKNOWN, "status": "active"}
    return GoalRecord(id=own("goal"), person=PERSON, **(facts | changes))


def activity(**changes: Any) -> ActivityRecord:  # noqa: ANN401
    facts: dict[str, Any] = {
        "status": "active",
        "standing": Standing.AGREED,
        "kind": ActivityKind.MEASURE,
        "what": Concept(text="Promenad"),
    }
    return ActivityRecord(id=own("activity"), person=PERSON, **(facts | changes))


def text_of(plan: ContractRecord, *records: Record) -> str:
    return readable(plan, Given([plan, *records]))[0]


def test_the_text_says_first_that_it_was_put_together() -> None:
    assert text_of(contract()).splitlines()[0] == MARK


def test_the_head_says_what_plan_it_is_and_how_it_stands() -> None:
    plan = contract(
        title="Min plan",
        period=Period(start="2024-06-12T10:00:00+02:00"),
        agreement="Vi hjälps åt.",
        responsible=Reference(display="Region Exempel"),
    )
    assert text_of(plan).splitlines()[2:] == [
        "Min plan",
        "Typ: Samordnad individuell plan",
        "Status: pågående",
        "Tid: 2024-06-12 –",
        "Ansvarig: Region Exempel",
        "Överenskommelse: Vi hjälps åt.",
    ]


@pytest.mark.parametrize(
    ("changes", "first"),
    [({}, "Samordnad individuell plan"), ({"kind": None, "status": "unknown"}, "Plan")],
)
def test_a_plan_without_a_title_is_called_by_its_kind(changes: dict[str, Any], first: str) -> None:
    assert text_of(contract(**changes)).splitlines()[2] == first


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Personen sade: Jag vill gå till kyrkan."),
        ({"said_at": "2024-06-12"}, "Personen sade (2024-06-12): Jag vill gå till kyrkan."),
        ({"mode": Mode.INTERPRETED}, "Personen sade (genom tolk): Jag vill gå till kyrkan."),
        ({"mode": Mode.REPORTED, "words": "Hon vill ut."}, "Personal skrev: Hon vill ut."),
        ({"said_by": SaidBy.RELATIVE_OWN_VIEW},
         "Närstående, egen uppfattning sade: Jag vill gå till kyrkan."),
        ({"said_by": SaidBy.UNKNOWN}, "Okänt vem sade: Jag vill gå till kyrkan."),
        ({"words": None, "unanswered": Unanswered.ASKED_DECLINED}, "Personen ville inte svara."),
        ({"words": None}, "Inget svar."),
    ],
)  # fmt: skip
def test_words_stand_as_said_and_reported_speech_as_what_staff_wrote(
    changes: dict[str, Any], line: str
) -> None:
    text = text_of(contract(supporting=to("said")), statement(**changes))
    assert f"Det här är viktigt:\n- {line}" in text


def test_a_statement_belongs_if_a_goal_names_it_or_it_names_the_plan() -> None:
    plan = contract(goals=to("goal"))
    assert "kyrkan" in text_of(plan, goal(addresses=to("said")), statement())
    assert "kyrkan" in text_of(plan, goal(), statement(about=to("plan")))
    assert "kyrkan" not in text_of(plan, goal(), statement())


def test_what_was_entered_in_error_is_not_said() -> None:
    wrong = "entered-in-error"
    text = text_of(
        contract(goals=to("goal"), supporting=to("said")),
        goal(status=wrong),
        statement(status=wrong),
    )
    assert "viktigt" not in text
    assert "Mål" not in text


def test_a_goal_has_its_voice_status_date_and_responsible() -> None:
    found = goal(
        voice=Voice.SHARED,
        targets=(Target(due="2024-09-01"), Target(text="ofta")),
        responsible=Reference(display="Hemtjänsten"),
    )
    line = "- Gå ut. (gemensamt mål, pågående, senast 2024-09-01, ansvarig: Hemtjänsten)"
    assert line in text_of(contract(goals=to("goal")), found)


def test_a_goal_of_unknown_voice_has_its_words_and_status_alone() -> None:
    assert "- Gå ut. (pågående)" in text_of(contract(goals=to("goal")), goal())


def test_who_does_what_and_how_far_it_has_come() -> None:
    plan = contract(commitments=(Commitment(activity=to("activity")[0]),))
    who = (Reference(display="Hemtjänsten"), Reference(type="Patient"), Reference())
    text = text_of(plan, activity(performers=who))
    assert "- Promenad (Hemtjänsten, personen själv, överenskommen, pågår)" in text


def test_what_must_not_be_done_says_so() -> None:
    plan = contract(commitments=(Commitment(activity=to("activity")[0]),))
    coded = Concept(codings=(Coding(code="1", display="Lyft"), Coding(code="2"), Coding()))
    text = text_of(plan, activity(do_not=True, status="unknown", what=coded))
    assert "- Ska inte göras: Lyft, 2,  (överenskommen)" in text


def test_needs_contacts_times_follow_ups_and_notes_are_listed() -> None:
    plan = contract(
        needs=to("need"),
        care_teams=to("team", "other"),
        commitments=(Commitment(activity=to("activity")[0], outcomes=to("found")),),
        notes=(Note(text="Ring före besök."),),
    )
    member = Reference(display="Eva Exempel")
    records: list[Record] = [
        NeedRecord(id=own("need"), person=PERSON, what=Concept(text="Hjälp på morgonen")),
        CareTeamRecord(
            id=own("team"),
            person=PERSON,
            contacts=(
                Contact(member=member, roles=(Concept(text="fast vårdkontakt"),)),
                Contact(member=Reference()),
            ),
        ),
        CareTeamRecord(id=own("other"), person=PERSON, name="Kommunen"),
        activity(),
        AgreedTimeRecord(
            id=own("time"),
            person=PERSON,
            status="booked",
            reply=Reply.ACCEPTED,
            start="2024-08-12T10:15:00+02:00",
            what=Concept(text="Läkarbesök"),
            based_on=to("activity"),
        ),
        AgreedTimeRecord(
            id=own("elsewhere"), person=PERSON, status="booked", reply=Reply.ACCEPTED,
            description="Annat besök",
        ),
        FollowUpRecord(
            id=own("found"),
            person=PERSON,
            status="final",
            about=to("goal"),
            words="Går bra.",
            result=Concept(text="uppnått"),
            attainment=1,
            looked_at="2024-09-01",
        ),
    ]  # fmt: skip
    text = text_of(plan, *records)
    for line in (
        "Behov:\n- Hjälp på morgonen",
        "Kontakter:\n- Eva Exempel (fast vårdkontakt)\n- Namn saknas",
        "Överenskomna tider:\n- 2024-08-12 10:15 Läkarbesök",
        "Uppföljning:\n- 2024-09-01 Går bra. uppnått +1",
        "Anmärkningar:\n- Ring före besök.",
    ):
        assert line in text
    assert "Kommunen" not in text
    assert "Annat besök" not in text


def test_a_time_named_by_the_plan_belongs_to_it() -> None:
    time = AgreedTimeRecord(
        id=own("time"), person=PERSON, status="proposed", reply=Reply.NEEDS_ACTION, comment="Ring"
    )
    assert "- Ring" in text_of(contract(supporting=to("time")), time)
    found = FollowUpRecord(id=own("f"), person=PERSON, status="final", about=to("plan"))
    assert "Uppföljning:\n- " in text_of(contract(), found)
