"""What the security labels of a record answer: objection, label, held; and approval for the person.

Systems are known by the canonical that this program writes and reads inside. A code that is not
known stands in the way only in a system of flags: elsewhere a label may mean anything.
https://hl7.org/fhir/R4/security-labels.html
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from adapter.policy.rule_tables import Tables, in_force
from adapter.values import Answer, Question, Reason, Told
from mappings.codes.systems import V3_ACT_CODE, V3_ACT_REASON
from mappings.fhir.labels import FOR_PATIENT, NOPATIENT

TEST: Final = (V3_ACT_REASON, "HTEST")
DELETE_AFTER_USE: Final = (V3_ACT_CODE, "DELAU")


def labels_of(resource: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The labels of a record, as system and code."""
    held = (resource.get("meta") or {}).get("security") or ()
    return [(each.get("system") or "", each.get("code") or "") for each in held]


def answers_of(
    tables: Tables, labels: Iterable[tuple[str, str]], on: date
) -> dict[Question, Answer]:
    """What labels say to each question that they say something to."""
    found: dict[Question, list[Answer]] = {}
    for system, code in labels:
        for question, answer in _meaning(tables, system, code, on):
            found.setdefault(question, []).append(answer)
    return {question: strictest_of(answers) for question, answers in found.items()}


def strictest_of(answers: Iterable[Answer]) -> Answer:
    """Of several answers about what stands in the way the worst: true, else unknown."""
    order = (Told.TRUE, Told.UNKNOWN, Told.FALSE, Told.ABSENT)
    return min(answers, key=lambda each: order.index(each.told))


def approved(labels: Iterable[tuple[str, str]]) -> Answer:
    """Whether the person may be shown it: as the care giver approved, or said no.

    A record whose format says nothing of it waits until somebody has looked.
    """
    held = set(labels)
    if (NOPATIENT.system, NOPATIENT.code) in held:
        return Answer(Told.FALSE)
    if (FOR_PATIENT.system, FOR_PATIENT.code) in held:
        return Answer(Told.TRUE)
    return Answer(Told.UNKNOWN)


def is_test(labels: Iterable[tuple[str, str]]) -> bool:
    """Whether something is marked as made up for a test (HTEST)."""
    return TEST in set(labels)


def _meaning(tables: Tables, system: str, code: str, on: date) -> list[tuple[Question, Answer]]:
    rows = [
        (row.question, Answer(row.told, row.reason))
        for row in in_force(tables.labels, on)
        if (row.system, row.code) == (system, code)
    ]
    if not rows and system in tables.flag_systems:
        return [(Question.HELD, Answer(Told.UNKNOWN, Reason.HELD))]
    return rows
