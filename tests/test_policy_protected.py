"""Who is protected, in whatever form that is written, and what may be done then."""

import unicodedata
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.policy.protected import (
    Handling,
    answer_of,
    grade_of,
    grade_of_code,
    grade_of_label,
    handling,
    highest,
    released,
)
from adapter.values import Grade, PersonFacts, Reason, Recipient, Told
from mappings.codes.systems import (
    SE_SECURITY_LABEL,
    SE_SECURITY_LABEL_OLD,
    V3_CONFIDENTIALITY,
)
from tests.world import ANNA

Form: TypeAlias = Literal["NFC", "NFD", "NFKC", "NFKD"]
GRADES = st.sampled_from(list(Grade))
RECIPIENTS = st.sampled_from(list(Recipient))
MARKS = (
    "sekretessmarkering",
    "skyddadFolkbokforing",
    "skyddad folkbokföring",
    "fingerade personuppgifter",
    "fortrolig",
    "strengtFortrolig",
    "strengtFortroligUtland",
    "STRENGT_FORTROLIG_UTLAND",
    "kode 6",
    "turvakielto",
    "protected-information",
)


@given(
    mark=st.sampled_from(MARKS),
    form=st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")),
    case=st.sampled_from([str.lower, str.upper, str.title, str.swapcase]),
    space=st.sampled_from(["", " ", "\t", "\u00a0", "\u200b"]),
)
def test_a_mark_is_known_in_every_form_and_means_the_same(
    mark: str, form: Form, case: Callable[[str], str], space: str
) -> None:
    written = space + unicodedata.normalize(form, case(mark)) + space
    assert grade_of_code(written) is grade_of_code(mark)
    assert grade_of_code(mark) not in {Grade.NONE, Grade.UNKNOWN}
    for system in (SE_SECURITY_LABEL, SE_SECURITY_LABEL_OLD, None, "urn:x"):
        assert grade_of_label(system, written) is grade_of_code(mark)


@given(code=st.text(min_size=1), system=st.sampled_from([SE_SECURITY_LABEL, SE_SECURITY_LABEL_OLD]))
def test_every_code_of_a_system_of_marks_protects(code: str, system: str) -> None:
    assert grade_of_label(system, code) is not Grade.NONE
    for written in (f" {system}", system.upper(), f"{system}/", system.replace("http:", "https:")):
        assert grade_of_label(written, code) is grade_of_label(system, code)


def test_a_mark_without_a_code_protects() -> None:
    assert grade_of_label(SE_SECURITY_LABEL, None) is Grade.UNKNOWN


@pytest.mark.parametrize(
    ("code", "grade"),
    [
        ("N", Grade.NONE),
        ("R", Grade.MARKED),
        ("V", Grade.STRICTLY_CONFIDENTIAL),
        ("X", Grade.UNKNOWN),
    ],
)
def test_confidentiality_protects_where_it_is_restricted_or_not_known(
    code: str, grade: Grade
) -> None:
    assert grade_of_label(V3_CONFIDENTIALITY, code) is grade


def test_what_nobody_knows_is_the_highest_and_no_grade_is_told_apart_from_it() -> None:
    assert grade_of_code("hemligstämplad") is Grade.UNKNOWN
    assert grade_of_code("ugradert") is Grade.NONE
    assert grade_of_label("urn:x", "anything") is Grade.NONE


@pytest.mark.parametrize(
    "patient",
    [
        {"meta": {"security": [{"system": SE_SECURITY_LABEL, "code": "sekretessmarkering"}]}},
        {"name": [{"text": "Skyddad uppgift"}]},
        {"name": [{"family": "SKYDDAD", "given": ["x"]}, {"given": ["skyddad  uppgift"]}]},
        {"address": [{"line": ["Fo\u0308rmedlingsuppdrag 1"], "city": "Box"}]},
        {"extension": [{"url": "urn:x/turvakielto", "valueBoolean": True}]},
        {"extension": [{"url": "urn:x", "valueCoding": {"code": "strengtFortrolig"}}]},
        {"extension": [{"url": "urn:x", "extension": [{"url": "y", "valueCode": "fortrolig"}]}]},
    ],
)
def test_a_patient_is_protected_wherever_the_mark_stands(patient: dict[str, Any]) -> None:
    assert grade_of(patient) is not Grade.NONE


@pytest.mark.parametrize(
    "patient",
    [
        {},
        {"name": [{"text": "Anna"}], "meta": {"security": [{"code": "N"}]}},
        {"extension": [{"url": "urn:x/turvakielto", "valueBoolean": False}]},
    ],
)
def test_who_is_not_marked_is_not_protected(patient: dict[str, Any]) -> None:
    assert grade_of(patient) is Grade.NONE


@given(one=GRADES, other=GRADES, third=GRADES)
def test_the_highest_grade_is_a_join(one: Grade, other: Grade, third: Grade) -> None:
    assert highest([one, one]) is one
    assert highest([one, other]) is highest([other, one])
    assert highest([highest([one, other]), third]) is highest([one, highest([other, third])])
    assert highest([one, other]).rank >= one.rank
    assert highest([Grade.NONE, one]) is one
    assert highest([Grade.UNKNOWN, one]) is Grade.UNKNOWN


@given(own=GRADES, relatives=st.lists(GRADES, max_size=3))
def test_a_person_has_the_grade_of_who_is_protected_most_around_them(
    own: Grade, relatives: list[Grade]
) -> None:
    facts = PersonFacts(person=ANNA, grade=own, relatives=tuple(relatives))
    assert facts.highest is highest([own, *relatives])


@given(one=GRADES, other=GRADES, recipient=RECIPIENTS)
def test_a_higher_grade_never_lets_more_pass(
    one: Grade, other: Grade, recipient: Recipient
) -> None:
    low, high = sorted((one, other), key=lambda grade: grade.rank)
    assert handling(low, recipient).rank <= handling(high, recipient).rank
    assert handling(one, Recipient.PUBLIC).rank <= handling(one, Recipient.PRIVATE).rank


def test_fortrolig_goes_to_an_authority_without_places_and_to_nobody_else() -> None:
    assert handling(Grade.CONFIDENTIAL, Recipient.PUBLIC) is Handling.REDACT
    assert handling(Grade.CONFIDENTIAL, Recipient.PRIVATE) is Handling.HOLD


@given(grade=GRADES, recipient=RECIPIENTS)
def test_what_is_released_goes_without_places_unless_nobody_is_protected(
    grade: Grade, recipient: Recipient
) -> None:
    left = released(handling(grade, recipient))
    assert (left is Handling.OPEN) is (grade is Grade.NONE)
    assert left in {Handling.OPEN, Handling.REDACT}


@given(grade=GRADES, recipient=RECIPIENTS, is_released=st.booleans())
def test_the_answer_is_yes_exactly_where_something_waits(
    grade: Grade, recipient: Recipient, *, is_released: bool
) -> None:
    facts = PersonFacts(person=ANNA, grade=grade)
    found = answer_of(facts, recipient, is_released=is_released)
    waits = handling(grade, recipient) in {Handling.HOLD, Handling.HIDE}
    assert found.told is Told.of(waits and not is_released)


def test_a_silent_register_is_an_answer_that_nobody_knows_also_after_a_release() -> None:
    found = answer_of(None, Recipient.PUBLIC, is_released=True)
    assert (found.told, found.reason) == (Told.UNKNOWN, Reason.REGISTER_SILENT)
