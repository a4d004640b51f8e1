"""What the person gets of their own plan, and what waits until somebody has looked."""

from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from adapter.policy.audience import given
from adapter.values import Audience
from mappings.codes.systems import PATIENT_ACCESS, SAID, SAID_BY, STATEMENT_MODE, V3_ACT_CODE
from mappings.fhir.labels import of_all

APPROVED = {"system": PATIENT_ACCESS, "code": "approved-for-patient"}
HIDDEN = {"system": V3_ACT_CODE, "code": "NOPATIENT"}
LABELS = st.lists(st.sampled_from([APPROVED, HIDDEN, {"system": "urn:x", "code": "y"}]), max_size=3)


def goal(*labels: dict[str, str]) -> dict[str, Any]:
    return {"resourceType": "Goal", "meta": {"security": list(labels)}}


def statement(by: str, mode: str, *labels: dict[str, str]) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "meta": {"security": list(labels)},
        "method": {"coding": [{"system": STATEMENT_MODE, "code": mode}]},
        "extension": [
            {
                "url": SAID,
                "extension": [{"url": "by", "valueCoding": {"system": SAID_BY, "code": by}}],
            }
        ],
    }


@over(labels=st.lists(LABELS, max_size=4), reviewed=st.booleans())
def test_staff_get_everything(labels: list[list[dict[str, str]]], *, reviewed: bool) -> None:
    all_of_it = [goal(*each) for each in labels]
    found = given(all_of_it, Audience.STAFF, reviewed=reviewed)
    assert (list(found.resources), found.not_assessed) == (all_of_it, 0)


@over(labels=LABELS)
def test_what_somebody_reviewed_is_given_unless_it_is_kept_from_the_person(
    labels: list[dict[str, str]],
) -> None:
    found = given([goal(*labels)], Audience.PERSON, reviewed=True)
    assert bool(found.resources) is (HIDDEN not in labels)
    assert found.not_assessed == 0


@over(labels=LABELS)
def test_what_nobody_assessed_is_counted_and_not_given(labels: list[dict[str, str]]) -> None:
    found = given([goal(*labels)], Audience.PERSON, reviewed=False)
    assert bool(found.resources) is (APPROVED in labels and HIDDEN not in labels)
    assert found.not_assessed == (APPROVED not in labels and HIDDEN not in labels)


@pytest.mark.parametrize("reviewed", [True, False])
@pytest.mark.parametrize("labels", [(), (HIDDEN,)])
@pytest.mark.parametrize("mode", ["verbatim", "interpreted", "supported"])
def test_what_the_person_said_is_always_shown_to_them(
    mode: str, labels: tuple[dict[str, str], ...], *, reviewed: bool
) -> None:
    own = [{"resourceType": "Patient"}, statement("patient", mode, *labels)]
    assert list(given(own, Audience.PERSON, reviewed=reviewed).resources) == own


@pytest.mark.parametrize(
    ("by", "mode"), [("patient", "reported"), ("relative-own-view", "verbatim"), ("unknown", "x")]
)
def test_what_others_said_or_wrote_of_them_is_not_their_own(by: str, mode: str) -> None:
    found = given([statement(by, mode)], Audience.PERSON, reviewed=False)
    assert (found.resources, found.not_assessed) == ((), 1)


@over(held=st.lists(st.builds(lambda labels: goal(*labels), LABELS), max_size=4))
def test_a_bundle_is_as_strict_as_the_strictest_of_its_entries(held: list[dict[str, Any]]) -> None:
    found = of_all(held)
    told = [label for each in held for label in each["meta"]["security"]]
    assert (HIDDEN in found) is (HIDDEN in told)
    assert APPROVED not in found
    assert all(label in told for label in found)


def test_the_highest_confidentiality_is_that_of_the_bundle() -> None:
    system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
    one, other = ({"system": system, "code": code} for code in ("N", "R"))
    assert of_all([goal(one), goal(other), {"resourceType": "Goal"}]) == [other]
