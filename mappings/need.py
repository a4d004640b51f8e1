"""A need or problem that a goal answers <-> Condition (https://hl7.org/fhir/R4/condition.html).

Never made from diagnosis codes: those belong to another safety channel. The category says that it
is a need of the plan; a status is there only when the source has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from mappings.codes.systems import (
    CONDITION_CATEGORY,
    CONDITION_CLINICAL,
    CONDITION_VERIFICATION,
    NEED_CATEGORY,
)
from mappings.errors import MappingError
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import Code, DateTime
from mappings.fhir.types import CodeableConcept, Condition
from mappings.fhir.values import Concept, Note, Reference
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, fields, note_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRecord(Record):
    """A need in words, with the source's own code if it has one.

    `clinical_status` and `verification_status` are codes of condition-clinical and
    condition-ver-status, from the source only.
    """

    what: Concept
    clinical_status: Code | None = None
    verification_status: Code | None = None
    recorded_on: DateTime | None = None
    recorder: Reference | None = None
    asserter: Reference | None = None
    encounter: Reference | None = None
    notes: tuple[Note, ...] = ()


FIELDS: Final[Mapping[str, str]] = {
    **fields("Condition"),
    "what": "Condition.code",
    "what.text": "Condition.code.text",
    "what.codings": "Condition.code.coding[]",
    "what.codings.code": "Condition.code.coding[].code",
    "what.codings.system": "Condition.code.coding[].system",
    "what.codings.display": "Condition.code.coding[].display",
    "clinical_status": "Condition.clinicalStatus.coding.code",
    "verification_status": "Condition.verificationStatus.coding.code",
    "recorded_on": "Condition.recordedDate",
    "recorder": "Condition.recorder",
    "asserter": "Condition.asserter",
    "encounter": "Condition.encounter",
    **note_fields("Condition"),
}
NEED: Final = "need"


def need_to_fhir(record: NeedRecord) -> Condition:
    if record.verification_status == "entered-in-error" and record.clinical_status is not None:
        raise MappingError(
            FIELDS["clinical_status"], None, "no status of what was entered in error", "con-5"
        )
    made = common_out(record, "Condition")
    members = {
        "clinicalStatus": _coded(CONDITION_CLINICAL, record.clinical_status),
        "verificationStatus": _coded(CONDITION_VERIFICATION, record.verification_status),
        "category": [
            dt.concept(CONDITION_CATEGORY, "problem-list-item"),
            dt.concept(NEED_CATEGORY, NEED),
        ],
        "code": dt.concept_out(record.what),
        "subject": dt.person_out(record.person),
        "encounter": dt.reference_out(record.encounter),
        "recordedDate": record.recorded_on,
        "recorder": dt.reference_out(record.recorder),
        "asserter": dt.reference_out(record.asserter),
        "note": dt.notes_out(record.notes),
    }
    return cast("Condition", dt.filled(made, members))


def need_from_fhir(condition: Condition) -> NeedRecord:
    what = dt.concept_in(condition.get("code"))
    return NeedRecord(
        **common_in(condition, condition.get("subject"), "Condition"),
        what=dt.Need("a need")(what, FIELDS["what"]),
        clinical_status=_code(CONDITION_CLINICAL, condition.get("clinicalStatus")),
        verification_status=_code(CONDITION_VERIFICATION, condition.get("verificationStatus")),
        recorded_on=condition.get("recordedDate"),
        recorder=dt.reference_in(condition.get("recorder")),
        asserter=dt.reference_in(condition.get("asserter")),
        encounter=dt.reference_in(condition.get("encounter")),
        notes=dt.notes_in(condition.get("note")),
    )


def _coded(system: str, code: Code | None) -> CodeableConcept | None:
    return None if code is None else dt.concept(system, code)


def _code(system: str, concept: CodeableConcept | None) -> Code | None:
    return None if concept is None else dt.code_in(system, (concept,))
