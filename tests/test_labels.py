"""Security labels only rise."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codes.systems import (
    SE_SECURITY_LABEL,
    SE_SECURITY_LABEL_OLD,
    V3_ACT_CODE,
    V3_CONFIDENTIALITY,
)
from mappings.fhir.labels import FOR_PATIENT, NOPATIENT, raise_labels, with_both_systems
from mappings.fhir.values import Coding

LEVELS: Final = tuple(Coding(system=V3_CONFIDENTIALITY, code=code) for code in "ULMNRV")
OTHERS: Final = (
    NOPATIENT,
    FOR_PATIENT,
    Coding(system=V3_ACT_CODE, code="NOREUSE"),
    Coding(system=SE_SECURITY_LABEL, code="sekretessmarkering"),
    Coding(system="https://example.org/labels", code="R"),
    Coding(code="V"),
)
labels = st.lists(st.sampled_from((*LEVELS, *OTHERS)), max_size=5).map(tuple)


def _level(found: tuple[Coding, ...]) -> int:
    return max((LEVELS.index(label) for label in found if label in LEVELS), default=-1)


def test_what_a_person_may_not_see_is_marked_as_hl7_marks_it() -> None:
    assert Coding(system=V3_ACT_CODE, code="NOPATIENT") == NOPATIENT


@given(labels, labels)
def test_no_label_is_lost_and_confidentiality_is_the_higher_of_the_two(
    old: tuple[Coding, ...], new: tuple[Coding, ...]
) -> None:
    raised = raise_labels(old, new)
    refused = {FOR_PATIENT} if NOPATIENT in (*old, *new) else set()
    assert set(raised) - set(LEVELS) == {*old, *new} - set(LEVELS) - refused
    assert _level(raised) == max(_level(old), _level(new))
    assert len([label for label in raised if label in LEVELS]) <= 1


@given(labels, labels)
def test_raising_twice_raises_no_further_and_the_order_does_not_matter(
    old: tuple[Coding, ...], new: tuple[Coding, ...]
) -> None:
    raised = raise_labels(old, new)
    assert raise_labels(raised, new) == raised
    assert set(raise_labels(new, old)) == set(raised)


@pytest.mark.parametrize("old", [(NOPATIENT,), (FOR_PATIENT,), (FOR_PATIENT, NOPATIENT)])
@pytest.mark.parametrize("new", [(NOPATIENT,), (NOPATIENT, FOR_PATIENT)])
def test_what_a_person_may_not_see_is_not_approved_for_them_as_well(
    old: tuple[Coding, ...], new: tuple[Coding, ...]
) -> None:
    assert raise_labels(old, new) == raise_labels(new, old) == (NOPATIENT,)
    assert raise_labels((FOR_PATIENT,), (FOR_PATIENT,)) == (FOR_PATIENT,)


def test_a_display_makes_no_other_label() -> None:
    printed = Coding(system=V3_ACT_CODE, code="NOPATIENT", display="not for the patient")
    assert raise_labels((NOPATIENT,), (printed,)) == (NOPATIENT,)


def test_swedish_protection_gets_the_system_it_lacks_and_no_grade_it_had_not() -> None:
    old = Coding(system=SE_SECURITY_LABEL_OLD, code="skyddadFolkbokforing")
    both = (old, Coding(system=SE_SECURITY_LABEL, code="skyddadFolkbokforing"))
    assert with_both_systems((old,)) == both
    assert with_both_systems(both) == both
    unknown = (Coding(system=SE_SECURITY_LABEL_OLD, code="protected-information"), *LEVELS)
    assert with_both_systems(unknown) == unknown
