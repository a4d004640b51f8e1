"""What people say to a goal <-> https://hl7.org/fhir/R4/extension-goal-acceptance.html.

For persons only (Patient, Practitioner, RelatedPerson): the agreement of an organisation is a
Provenance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from mappings.codes.systems import GOAL_ACCEPTANCE
from mappings.codes.tables import by_value
from mappings.fhir import datatypes as dt
from mappings.fhir.values import Concept, Reference
from mappings.redacted import Redacted

_START: Final = f"Goal.extension.where(url='{GOAL_ACCEPTANCE}')[]"
FIELDS: Final[Mapping[str, str]] = {
    "acceptances": _START,
    "acceptances.individual": f"{_START}.extension.where(url='individual').valueReference",
    "acceptances.answer": f"{_START}.extension.where(url='status').valueCode",
    "acceptances.priority": f"{_START}.extension.where(url='priority').valueCodeableConcept",
}


class Answer(Enum):
    """What someone who was asked to accept a goal answered (goal-acceptance-status)."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PENDING = "pending"


ANSWER: Final = by_value(FIELDS["acceptances.answer"], Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(Redacted):
    """What one person says to a goal, and how much it weighs for them."""

    individual: Reference
    answer: Answer
    priority: Concept | None = None


def acceptance_out(acceptance: Acceptance) -> Any:  # noqa: ANN401  an Extension, as JSON
    parts = [
        dt.extension("individual", valueReference=dt.reference_out(acceptance.individual)),
        dt.extension("status", valueCode=ANSWER.to_fhir(acceptance.answer)),
    ]
    if acceptance.priority is not None:
        priority = dt.concept_out(acceptance.priority)
        parts.append(dt.extension("priority", valueCodeableConcept=priority))
    return dt.complex_extension(GOAL_ACCEPTANCE, parts)


def acceptance_in(held: Mapping[str, Any]) -> Acceptance:
    individual = dt.reference_in(dt.extension_in(held, "individual").get("valueReference"))
    return Acceptance(
        individual=dt.Need("an acceptance")(individual, FIELDS["acceptances.individual"]),
        answer=ANSWER.from_fhir(dt.extension_in(held, "status").get("valueCode")),
        priority=dt.concept_in(dt.extension_in(held, "priority").get("valueCodeableConcept")),
    )
