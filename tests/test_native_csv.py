"""Native tables: what a row holds comes back; what it can't hold is left out and said so."""

from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec.xml_door import read_xml
from mappings.account import Class
from mappings.codes.systems import LOINC, UCUM
from mappings.errors import DocumentRefused
from mappings.fhir.values import Coding, Concept, Note, Period, Quantity, Reference
from mappings.formats import native_csv
from mappings.record import Accountable, Area, HoldReason, Record, Source
from mappings.self_monitoring import MeasurementRecord, Part
from mappings.what_matters import Mode, SaidBy, StatementRecord, Unanswered
from tests.account_checks import read_with
from tests.laws import exact
from tests.native_support import csv_of, document, run, run_csv, through_csv
from tests.plo_support import SOURCE, Outcome
from tests.strategies import common
from tests.strategies.records import some_records

HEAD: Final = "measurement_id,system,person_system,person,status,measured_by"
START: Final = "1,hemma,personnummer,195009072553,final,person"

_minutes = st.tuples(common.datetimes_to_the_day(), st.integers(0, 59)).map(
    lambda drawn: Period(
        start=f"{drawn[0][:10]}T07:{drawn[1]:02}:00+01:00",
        end=f"{drawn[0][:10]}T07:{drawn[1]:02}:59+01:00",
    )
)


def whens(at: str, during: str) -> st.SearchStrategy[dict[str, Any]]:
    """When something was, in one of the ways that a cell has."""
    return st.one_of(
        common.datetimes().map(lambda time: {at: time}),
        _minutes.map(lambda minute: {during: minute}),
        st.just({}),
    )


def somebodies() -> st.SearchStrategy[Reference]:
    kinds = ("Patient", "RelatedPerson", "Practitioner", "Organization")
    named = st.builds(
        Reference,
        type=st.sampled_from(kinds),
        identifier=common.identifiers,
        display=common.maybe(common.lines),
    )
    told = st.builds(Reference, type=st.sampled_from(kinds[1:]), display=common.lines)
    return st.one_of(named, told)


def at_most_one(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.one_of(st.just(()), st.tuples(strategy))


def one_note() -> st.SearchStrategy[tuple[Note, ...]]:
    return at_most_one(st.builds(Note, text=common.texts))


def parties() -> st.SearchStrategy[Reference]:
    return st.builds(
        Reference,
        type=st.just("Organization"),
        identifier=common.identifiers,
        display=common.maybe(common.lines),
    )


def rows(kind: type[Any], **own: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Records that say no more than a row can hold."""
    accountable = st.builds(
        Accountable,
        care_giver=common.maybe(parties()),
        care_unit=common.maybe(parties()),
        comparison_time=common.maybe(common.datetimes()),
        area=st.sampled_from(Area),
    )
    return common.records(
        kind,
        **{
            "accountable": common.maybe(accountable),
            "chain": st.none(),
            "labels": st.just(()),
            "source_texts": st.just(()),
            "notes": one_note(),
            **own,
        },
    )


statements = rows(
    StatementRecord,
    status=st.sampled_from(("final", "entered-in-error")),
    mode=st.sampled_from(Mode),
    said_by=st.sampled_from(SaidBy),
    _said=common.one_of_these(words=common.texts, unanswered=st.sampled_from(Unanswered)),
    _when=whens("said_at", "said_during"),
    recorded_at=common.maybe(common.instants()),
    speaker=common.maybe(somebodies()),
    writer=common.maybe(somebodies()),
    asked_by=common.maybe(somebodies()),
)
codings = st.builds(
    Coding, system=st.just(LOINC), code=common.codes, display=common.maybe(common.lines)
)
quantities = st.builds(
    Quantity,
    value=common.decimals,
    comparator=common.maybe(st.sampled_from(("<", "<=", ">=", ">"))),
    unit=common.maybe(common.lines),
    system=st.just(UCUM),
    code=st.just("kg"),
)


def pressure(code: str, name: str) -> st.SearchStrategy[Part]:
    return common.decimals.map(
        lambda value: Part(
            what=Concept(codings=(Coding(system=LOINC, code=code, display=name),)),
            quantity=Quantity(value=value, unit="mmHg", system=UCUM, code="mm[Hg]"),
        )
    )


pressures = st.tuples(
    pressure("8480-6", "Systolic blood pressure"),
    pressure("8462-4", "Diastolic blood pressure"),
)
measurements = rows(
    MeasurementRecord,
    source_ids=st.just(()),
    status=st.sampled_from(("final", "preliminary", "unknown")),
    what=st.builds(Concept, codings=at_most_one(codings), text=common.lines),
    _value=common.one_of_these(quantity=quantities, text=common.texts, parts=pressures),
    _when=whens("taken_at", "taken_during"),
    recorded_at=common.maybe(common.instants()),
    performers=at_most_one(somebodies()),
)


@given(
    st.lists(
        st.one_of(statements, measurements), min_size=1, max_size=3, unique_by=lambda each: each.id
    )
)
def test_what_a_row_can_hold_survives(records: list[Record]) -> None:
    written = native_csv.write(records)
    assert not written.left_out, written.left_out
    outcome = read_with(native_csv.read, through_csv(written))
    assert not outcome.issues, [str(issue) for issue in outcome.issues]
    assert outcome.document is not None
    assert outcome.document.records == tuple(records)
    assert exact(outcome.document.records) == exact(tuple(records))
    counts = outcome.account.counts()
    assert counts[Class.MAPPED] == sum(counts.values())


@given(some_records)
def test_a_record_comes_back_whole_or_is_left_out_by_name(records: list[Record]) -> None:
    written = native_csv.write(records)
    rows_left = len(records) - len(written.left_out)
    document = read_with(native_csv.read, through_csv(written)).document if rows_left else None
    back = () if document is None else document.records
    assert all(record in records for record in back)
    assert len(back) == rows_left
    for each in written.left_out:
        assert each.kind not in {"StatementRecord", "MeasurementRecord"} or each.field


@given(statements, statements)
def test_a_statement_may_follow_and_correct_others(
    one: StatementRecord, other: StatementRecord
) -> None:
    earlier = Reference(type="Observation", identifier=other.id)
    record = replace(one, follows=earlier, corrects=earlier)
    written = native_csv.write([record])
    assert not written.left_out
    [back] = read_with(native_csv.read, through_csv(written)).document.records  # type: ignore[union-attr]  # read above
    assert back == record


def test_a_row_is_the_person_s_own_only_if_it_says_so() -> None:
    outcome = run_csv(f"{HEAD},what,value\n{START.replace('person', 'unknown')},Vikt,71.5\n")
    [record] = outcome.document.records if outcome.document else ()
    assert isinstance(record, MeasurementRecord)
    assert record.performers == ()
    refused = run_csv(f"{HEAD},what,value\n{START.removesuffix('person')},Vikt,71.5\n")
    [issue] = refused.issues
    assert (issue.line, issue.path) == (2, "/2/measured_by")


@pytest.mark.parametrize(
    ("columns", "cells", "column"),
    [
        ("what,value", "Vikt,sjuttio", "value"),
        ("what,value,measured_at", "Vikt,71.5,2026-02-30", "measured_at"),
        ("what,value,measured_at", "Vikt,71.5,2026-02-12 07:30", "measured_at"),
        ("what,value,recorded_at", "Vikt,71.5,2026-02-12 07:30+01:00", "recorded_at"),
        ("what,value,unit_code,systolic", "Vikt,71.5,kg,120", "value"),
        ("what,unit,words", "Vikt,kg,tung", "unit"),
        ("what,value", "Vikt,", "value"),
        ("what,value", ",71.5", "what"),
        ("what,code,value", "Vikt,29463-7,71.5", "code"),
        ("what,value,measured_by_id", "Vikt,71.5,7", "measured_by_id"),
        ("what,value,said_by", "Vikt,71.5,patient", "said_by"),
        ("what,value,statement_id", "Vikt,71.5,9", "measurement_id"),
        ("what,value,comparison_time", "Vikt,71.5,2026-02-12 07:30+01:00", "comparison_time"),
    ],
)
def test_a_bad_row_gives_one_error_with_its_number_and_column(
    columns: str, cells: str, column: str
) -> None:
    text = f"{HEAD},{columns}\n{START},{cells}\n2{START[1:]},{_fine(columns)}\n"
    outcome = run_csv(text)
    [issue] = outcome.issues
    assert (issue.line, issue.path) == (2, f"/2/{column}")
    assert outcome.document is not None
    assert len(outcome.document.records) == 1, "the row after it is read all the same"
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def _fine(columns: str) -> str:
    """Cells of the same columns that can be read."""
    good = {"what": "Vikt", "value": "71.5", "words": "tung"}
    names = columns.split(",")
    return ",".join(good.get(name, "") for name in names)


@pytest.mark.parametrize(
    ("measured_by", "column"),
    [("relative", "measured_by_name"), (",,,", "measured_by"), ("doctor", "measured_by")],
)
def test_whoever_measured_is_told(measured_by: str, column: str) -> None:
    start = START.removesuffix("person")
    columns = ",measured_by_name,measured_by_system,measured_by_id" if "," in measured_by else ""
    cells = ",Karin,," if columns else measured_by
    outcome = run_csv(f"{HEAD}{columns},what,value\n{start}{cells},Vikt,71.5\n")
    [issue] = outcome.issues
    assert issue.path == f"/2/{column}"


def test_a_system_must_be_named_by_row_or_installation() -> None:
    text = f"{HEAD},what,value\n{START.replace('hemma', '')},Vikt,71.5\n"
    [issue] = run_csv(text).issues
    assert issue.path == "/2/system"
    named = run_csv(text, replace(SOURCE, system="hemma"))
    assert not named.issues
    same = run_csv(text.replace(",,", ",hemma,", 1))
    assert _ids(named) == _ids(same)


def _ids(outcome: Outcome) -> list[str]:
    records = () if outcome.document is None else outcome.document.records
    return [record.id.value for record in records]


def test_a_time_without_offset_is_in_the_zone_of_the_source() -> None:
    text = f"{HEAD},what,value,measured_at\n{START},Vikt,71.5,2026-07-01 07:30:15\n"
    source = Source(key=SOURCE.key, installation="test", zone="Europe/Stockholm")
    [record] = run_csv(text, source).document.records  # type: ignore[union-attr]  # it is read
    assert isinstance(record, MeasurementRecord)
    assert record.taken_at == "2026-07-01T07:30:15+02:00"


def test_an_hour_that_the_clock_shows_twice_is_refused() -> None:
    text = f"{HEAD},what,value,measured_at\n{START},Vikt,71.5,2026-10-25 02:30:00\n"
    source = Source(key=SOURCE.key, installation="test", zone="Europe/Stockholm")
    [issue] = run_csv(text, source).issues
    assert issue.rule == "time.ambiguous"


def test_a_national_number_that_breaks_its_rule_holds_the_table() -> None:
    text = f"{HEAD},what,value\n{START.replace('2553', '2554')},Vikt,71.5\n"
    outcome = run_csv(text)
    assert outcome.document is not None
    assert outcome.document.envelope.holds == (HoldReason.IDENTITY_UNCONFIRMED,)


def test_a_table_of_several_people_is_about_no_one_of_them() -> None:
    second = START.replace("1,hemma", "2,hemma").replace("195009072553", "196101182803")
    outcome = run_csv(f"{HEAD},what,value\n{START},Vikt,71.5\n{second},Vikt,64.0\n")
    assert outcome.document is not None
    assert outcome.document.envelope.person is None
    assert {record.person.value for record in outcome.document.records} == {
        "195009072553",
        "196101182803",
    }


def test_a_column_that_nobody_knows_is_named_once() -> None:
    outcome = run_csv(f"{HEAD},what,value,pulse\n{START},Vikt,71.5,60\n2{START[1:]},Vikt,72,61\n")
    [issue] = outcome.issues
    assert (issue.rule, issue.path) == ("native.unknown-column", "/2/pulse")
    assert outcome.document is not None
    assert len(outcome.document.records) == 2
    assert outcome.account.counts()[Class.REFUSED] == 2


def test_a_document_that_is_no_table_is_refused() -> None:
    with pytest.raises(DocumentRefused):
        native_csv.read(read_xml(document("")), SOURCE, run(read_xml(document(""))).account)


def test_a_measurement_of_several_performers_is_left_out() -> None:
    outcome = run_csv(f"{HEAD},what,value\n{START},Vikt,71.5\n")
    [record] = outcome.document.records if outcome.document else ()
    assert isinstance(record, MeasurementRecord)
    two = replace(record, performers=record.performers * 2)
    [left_out] = native_csv.write([two]).left_out
    assert (left_out.kind, left_out.field) == ("MeasurementRecord", "performers")
    assert csv_of(native_csv.write([record])).startswith(b"measurement_id,id_system")
