"""Native documents as people write them: what is taken over, referred to, forgiven and refused."""

import uuid
from dataclasses import replace
from typing import Any, Final

import pytest

from adapter.codec.json_door import Json
from adapter.codec.json_tree import tree_from_json
from adapter.codec.xml_door import read_xml
from mappings.account import Class
from mappings.errors import Severity
from mappings.fhir.values import Concept, Identifier, Note, Period, Reference, SourceText
from mappings.goal import GoalRecord
from mappings.record import HoldReason, MessageStatus, Record, Source
from mappings.self_monitoring import MeasurementRecord
from mappings.staff import NOBODY
from mappings.what_matters import StatementRecord
from tests.native_support import run, run_xml
from tests.plo_support import SOURCE, Outcome

HEAD: Final = '<header system="s" document="d"/>'
ANNA: Final = '<person system="personnummer" value="195009072553"/>'
GOAL: Final = "<words>Gå till bryggan</words><voice>person</voice><status>active</status>"
MEASURED: Final = "<status>final</status><what>Vikt</what>"


def goal(inside: str = "", head: str = HEAD, *, source: Source = SOURCE) -> Outcome:
    """One goal with something more in it."""
    return run_xml(f'{head}{ANNA}<goal id="1">{GOAL}{inside}</goal>', source)


def only(outcome: Outcome) -> Any:  # noqa: ANN401  whichever record the test is about
    assert outcome.document is not None
    [record] = outcome.document.records
    return record


def found(outcome: Outcome) -> list[tuple[int | None, str]]:
    return [(issue.line, issue.rule) for issue in outcome.issues]


# -- identity -----------------------------------------------------------------------------------


def test_a_record_is_known_by_system_document_kind_and_id() -> None:
    first = only(goal())
    assert first == only(goal())
    assert uuid.UUID(first.id.value).version == 5
    others = [
        goal(head='<header system="t" document="d"/>'),
        goal(head='<header system="s" document="e"/>'),
        goal(source=replace(SOURCE, key=b"j" * 32)),
    ]
    assert len({first.id.value, *(only(each).id.value for each in others)}) == 4


def test_the_installation_may_name_the_system() -> None:
    named = replace(SOURCE, system="s")
    assert only(goal(head='<header document="d"/>', source=named)) == only(goal())
    assert only(goal(head='<header system="other" document="d"/>', source=named)) == only(goal())


def test_without_system_or_document_a_record_has_no_identifier() -> None:
    outcome = goal(head='<header system="s"/>')
    assert found(outcome) == [(1, "native.required")]
    assert outcome.document is not None
    assert outcome.document.records == ()


def test_a_document_without_header_needs_records_that_bring_their_identifiers() -> None:
    own = '<businessIdentifier system="https://example.org" value="7"/>'
    record = only(goal(own, head=""))
    assert record.id == Identifier(system="https://example.org", value="7")


def test_one_id_may_stand_for_records_of_two_kinds() -> None:
    need = '<need id="1"><what>Benen</what></need>'
    outcome = run_xml(f'{HEAD}{ANNA}{need}<goal id="1">{GOAL}<addresses ref="need/1"/></goal>')
    assert not outcome.issues
    assert outcome.document is not None
    need_record, goal_record = outcome.document.records
    assert isinstance(goal_record, GoalRecord)
    assert goal_record.addresses == (Reference(type="Condition", identifier=need_record.id),)


def test_a_ref_that_names_a_kind_without_such_an_id_is_refused() -> None:
    assert found(goal('<addresses ref="need/1"/>')) == [(1, "native.reference")]


# -- the head -----------------------------------------------------------------------------------


def test_another_version_of_the_format_is_refused() -> None:
    outcome = run(read_xml(b'<patientContract version="2"><goal/></patientContract>'))
    assert outcome.refused
    assert found(outcome) == [(1, "native.version")]
    assert run(read_xml(b"<patientContract/>")).refused
    assert run(tree_from_json({"patientContract": 1})).refused is False
    assert run(tree_from_json({"patientContract": "2"})).refused


def test_a_namespace_may_be_missing_but_not_another() -> None:
    plain = f'<patientContract version="1">{HEAD}{ANNA}<goal id="1">{GOAL}</goal></patientContract>'
    assert only(run(read_xml(plain.encode()))) == only(goal())
    strange = goal('<x:start xmlns:x="urn:other">2026-01-01</x:start>')
    assert found(strange) == [(1, "native.unknown-element")]
    assert only(strange).start is None


def test_what_says_where_the_schema_is_says_nothing_else() -> None:
    located = (
        '<patientContract version="1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="a b" colour="blue">{HEAD}{ANNA}</patientContract>'
    )
    outcome = run(read_xml(located.encode()))
    assert found(outcome) == [(1, "native.unknown-attribute")]
    json: Json = {"patientContract": "1", "$schema": "x", "$other": "y"}
    assert [rule for _, rule in found(run(tree_from_json(json)))] == ["native.unknown-element"]


def test_loose_words_in_the_root_are_refused() -> None:
    assert [rule for _, rule in found(run_xml("hej"))] == ["native.value"]


def test_the_versions_of_a_document_are_a_chain() -> None:
    def envelope(version: str) -> Any:  # noqa: ANN401  an Envelope
        document = goal(head=f'<header system="s" document="d" version="{version}"/>').document
        assert document is not None
        return document.envelope

    first, second, third = envelope("1"), envelope("2"), envelope("3")
    assert (first.status, second.status) == (MessageStatus.NEW, MessageStatus.REPLACE)
    assert first.message == first.conversation == second.conversation == second.parent
    assert third.parent == second.message
    assert len({first.message, second.message, third.message}) == 3


def test_the_header_tells_policy_who_sends_and_whether_it_is_a_test() -> None:
    head = (
        '<header system="s" document="d" environment="production"><sender ref="person"/>'
        '<receiver type="Organization" display="Region"/></header>'
    )
    document = goal(head=head).document
    assert document is not None
    assert document.envelope.processing == "production"
    assert document.envelope.sender == Reference(type="Patient", identifier=only(goal()).person)
    assert document.envelope.receivers == (Reference(type="Organization", display="Region"),)


def test_a_second_header_is_refused() -> None:
    assert found(goal(head=HEAD + HEAD)) == [(1, "native.repeated")]


def test_a_person_without_a_number_takes_the_document() -> None:
    for person in ('<person system="personnummer"/>', "<person/>"):
        outcome = run_xml(f'{HEAD}{person}<goal id="1">{GOAL}</goal>')
        assert outcome.refused
        assert found(outcome)[-1] == (1, "native.person")


def test_a_personal_number_is_known_by_its_digits() -> None:
    person = '<person system="personnummer" value="19700167-2383"/>'
    record = only(run_xml(f'{HEAD}{person}<goal id="1">{GOAL}</goal>'))
    assert record.person.value == "197001672383"
    assert record.person.system.endswith("samordningsnummer")


def test_a_number_that_breaks_its_rule_holds_the_document() -> None:
    document = goal().document
    assert document is not None
    assert document.envelope.holds == ()
    doubtful = '<person system="personnummer" value="195009072554"/>'
    outcome = goal(doubtful)
    assert outcome.document is not None
    assert outcome.document.envelope.holds == (HoldReason.IDENTITY_UNCONFIRMED,)


def test_staff_and_units_are_about_nobody() -> None:
    unit = '<unit id="u"><name>Hemrehab</name></unit>'
    assert only(run_xml(HEAD + ANNA + unit)).person == NOBODY


def test_defaults_hold_where_a_record_says_nothing_else() -> None:
    defaults = (
        "<defaults><accountable area='social'><careUnit ref='u'/></accountable>"
        "<label system='s' code='N'/><language>sv</language></defaults>"
    )
    unit = '<unit id="u"><identifier system="hsa-id" value="SE1"/><name>Rehab</name></unit>'
    outcome = goal("<language>se</language>", head=HEAD + defaults + unit)
    assert not outcome.issues
    assert outcome.document is not None
    unit_record, record = outcome.document.records
    assert (record.language, unit_record.language) == ("se", "sv")
    assert [label.code for label in record.labels] == ["N"]
    assert record.accountable is not None
    assert record.accountable.care_unit is not None
    assert record.accountable.care_unit.display == "Rehab"
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


# -- simple values ------------------------------------------------------------------------------


def test_words_are_kept_to_the_last_blank_and_codes_are_not() -> None:
    inside = f"{GOAL.replace('Gå', ' Gå').replace('active', ' active ')}"
    dated = f"{inside}<start> 2026-01-01 </start>"
    record = only(run_xml(f'{HEAD}{ANNA}<goal id="1">{dated}</goal>'))
    assert record.words == " Gå till bryggan"
    assert record.start == "2026-01-01"
    assert record.status == "active"


def test_what_is_empty_says_nothing() -> None:
    empty = '<start/><target due=""/><note> </note><validity/><statusReason></statusReason>'
    outcome = goal(empty)
    assert not outcome.issues
    assert only(outcome) == only(goal())


def test_a_needed_element_that_is_empty_is_missing() -> None:
    outcome = run_xml(f'{HEAD}{ANNA}<goal id="1">{GOAL.replace("active", " ")}</goal>')
    assert found(outcome) == [(1, "native.required")]


def test_a_system_may_be_called_by_its_short_name() -> None:
    what = '<what system=" loinc " code="29463-7">Vikt</what>'
    record = only(
        run_xml(f'{HEAD}{ANNA}<measurement id="1"><status>final</status>{what}</measurement>')
    )
    assert record.what.codings[0].system == "http://loinc.org"


@pytest.mark.parametrize(
    "inside",
    [
        "<start>2026-02-30</start>",
        "<responsible system='hsa id' value='1'/>",
        "<attainment score='två'>mer</attainment>",
        "<attainment score='99999999999'>mer</attainment>",
        "<language>sv  SE</language>",
        "<related><kind>ersätter</kind></related>",
        "<validity>2026</validity>",
        "<note><text>a</text><text>b</text></note>",
        "<validity start='2026'/><validity start='2027'/>",
    ],
)
def test_what_can_not_be_read_is_kept_as_it_stood_and_the_goal_stands(inside: str) -> None:
    outcome = goal(inside)
    [issue] = outcome.issues
    assert issue.line == 1
    assert issue.target is not None
    assert issue.target.startswith(f"Goal/{only(goal()).id.value}.")
    record = only(outcome)
    assert record.source_texts
    without_texts = replace(record, source_texts=(), notes=(), validity=None, attainment=())
    assert without_texts == only(goal())


def test_text_beside_elements_is_the_words_of_the_thing() -> None:
    record = only(goal('<note>Ring <author display="Sara"/></note>'))
    assert record.notes == (Note(text="Ring ", author=Reference(display="Sara")),)
    twice = goal("<note>Ring<text>Skriv</text></note>")
    assert [rule for _, rule in found(twice)] == ["native.repeated"]


def test_true_and_false_are_told_apart() -> None:
    def do_not(text: str) -> Any:  # noqa: ANN401  a boolean or None
        activity = (
            f'<activity id="1"><status>active</status><standing>plan</standing>'
            f"<kind>measure</kind><what>Rök</what><doNot>{text}</doNot></activity>"
        )
        return only(run_xml(HEAD + ANNA + activity)).do_not

    assert [do_not(text) for text in ("true", "false", "1", "nej")] == [True, False, True, None]


# -- times --------------------------------------------------------------------------------------


def measured(taken: str, zone: str = "") -> Outcome:
    head = f'<header system="s" document="d"{zone and f" zone={zone!r}"}/>'
    inside = f"{MEASURED}<text>tung</text>{taken}"
    return run_xml(f'{head}{ANNA}<measurement id="1">{inside}</measurement>')


def test_a_time_without_offset_is_in_the_zone_of_the_header_or_source() -> None:
    taken = "<takenAt>2026-07-01T07:30:15</takenAt>"
    assert only(measured(taken, "Europe/Stockholm")).taken_at == "2026-07-01T07:30:15+02:00"
    assert found(measured(taken)) == [(1, "native.value")]
    outcome = goal(source=replace(SOURCE, zone="Europe/Oslo"))
    assert not outcome.issues


def test_a_time_to_the_minute_is_that_minute() -> None:
    record = only(measured("<takenAt>2026-07-01T07:30</takenAt>", "Europe/Stockholm"))
    assert isinstance(record, MeasurementRecord)
    assert record.taken_at is None
    assert record.taken_during == Period(
        start="2026-07-01T07:30:00+02:00", end="2026-07-01T07:30:59+02:00"
    )


def test_a_minute_and_a_period_do_not_go_together() -> None:
    both = "<takenDuring start='2026-07-01'/><takenAt>2026-07-01T07:30+02:00</takenAt>"
    assert found(measured(both)) == [(1, "native.repeated")]


def test_a_time_that_must_be_exact_is_not_made_so() -> None:
    for text, rule in (("2026-07-01T07:30+02:00", "time.instant"), ("2026-07-01", "native.value")):
        outcome = measured(f"<recordedAt>{text}</recordedAt>")
        assert found(outcome) == [(1, rule)]
    assert only(measured("<recordedAt>2026-07-01T07:30:00Z</recordedAt>")).recorded_at
    unclear = goal('<note time="2026-07-01T07:30Z">Ring</note>')
    assert found(unclear) == [(1, "native.value")]


def test_an_hour_that_the_clock_shows_twice_is_the_first_and_is_said() -> None:
    outcome = measured("<takenAt>2026-10-25T02:30:00</takenAt>", "Europe/Stockholm")
    [issue] = outcome.issues
    assert (issue.rule, issue.severity) == ("time.ambiguous", Severity.WARNING)
    record = only(outcome)
    assert record.taken_at == "2026-10-25T02:30:00+02:00"
    assert record.source_texts == (SourceText(name="takenAt", text="2026-10-25T02:30:00"),)


def test_a_zone_that_nobody_knows_is_refused() -> None:
    assert found(measured("", "Mars/Olympus")) == [(1, "native.zone")]
    json: Json = {"patientContract": "1", "header": {"zone": "../etc"}}
    assert [rule for _, rule in found(run(tree_from_json(json)))] == ["native.zone"]


# -- JSON ---------------------------------------------------------------------------------------


def json_goal(**members: Any) -> Outcome:  # noqa: ANN401  JSON
    made = {"id": "1", "words": "Gå", "voice": "person", "status": "active", **members}
    header: Json = {"system": "s", "document": "d"}
    person: Json = {"system": "personnummer", "value": "195009072553"}
    document: Json = {"patientContract": "1", "header": header, "person": person, "goals": [made]}
    return run(tree_from_json(document))


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"start": 2026}, "/goals/0/start"),
        ({"attainment": [{"score": "1", "words": "mer"}]}, "/goals/0/attainment/0/score"),
        ({"statusReason": True}, "/goals/0/statusReason"),
        ({"priority": 1}, "/goals/0/priority"),
        ({"validity": "2026"}, "/goals/0/validity"),
        ({"notes": [{"txt": "a"}]}, "/goals/0/notes/0/txt"),
        ({"statusReason": {"text": "trött"}}, "/goals/0/statusReason/text"),
        ({"addresses": [{"ref": "nobody"}]}, "/goals/0/addresses/0/ref"),
        ({"target": []}, "/goals/0/target"),
    ],
)
def test_a_json_member_of_the_wrong_kind_is_refused_by_pointer(
    members: dict[str, Any], pointer: str
) -> None:
    outcome = json_goal(**members)
    assert pointer in [issue.path for issue in outcome.issues]
    assert isinstance(only(outcome), GoalRecord)
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_null_empty_text_and_empty_array_say_nothing() -> None:
    outcome = json_goal(start=None, notes=[""], statusReason="", targets=None, priority={})
    assert not outcome.issues
    assert only(outcome) == only(json_goal())
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_words_alone_may_stand_for_an_object_and_one_item_for_a_list() -> None:
    record = only(json_goal(priority="Hög", notes="Ring"))
    assert record.priority == Concept(text="Hög")
    assert record.notes == (Note(text="Ring"),)


def test_a_known_statement_is_the_record_it_says_it_is() -> None:
    statement = (
        '<statement id="s"><status>final</status><mode>verbatim</mode><saidBy>patient</saidBy>'
        "<words>Jag vill hem.</words></statement>"
    )
    record: Record = only(run_xml(HEAD + ANNA + statement))
    assert isinstance(record, StatementRecord)
    assert record.words == "Jag vill hem."
