"""Goal attainment scaling, −2 … +2, as LOINC codes it (answer list LL6900-6).

    score   answer      display                       https://loinc.org/LL6900-6
    −2      LA34484-8   Much less than expected
    −1      LA34483-0   Less than expected
     0      LA34481-4   Expected outcome
    +1      LA34480-6   Better than expected
    +2      LA34479-8   Much better than expected
The level stands in the extension pco-goal-attainment-scaling on a goal, and is the value of an
observation when the goal is followed up. http://hl7.org/fhir/us/pco
"""

from typing import Final

from mappings.codes.systems import GOAL_ATTAINMENT
from mappings.codes.tables import CodeTable

LEVEL: Final = CodeTable(
    f"Goal.extension.where(url='{GOAL_ATTAINMENT}').extension.where(url='level').valueCoding.code",
    {-2: "LA34484-8", -1: "LA34483-0", 0: "LA34481-4", 1: "LA34480-6", 2: "LA34479-8"},
)
DISPLAY: Final = {
    -2: "Much less than expected",
    -1: "Less than expected",
    0: "Expected outcome",
    1: "Better than expected",
    2: "Much better than expected",
}
MEASURE: Final = "107332-9"
"""LOINC "Goal attainment scale – Reported": what is measured when the rater is of no one kind."""

BY_RATER: Final = {
    "Patient": "107334-5",
    "RelatedPerson": "107331-1",
    "Practitioner": "107333-7",
    "PractitionerRole": "107333-7",
}
"""The LOINC code of a follow-up score, by the resource type of everyone who gave it."""
