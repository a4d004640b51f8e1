"""A plan's header → PatientSummaryHeaderType, in the order of the schema.

documentId and the source system are those that the plan came with; a plan that came from elsewhere
has its business identifier as documentId. authorTime and approvedForPatient are required, and
nobody makes them up. TKB clinicalprocess:logistics:logistics 3.0.13 ch. 5 and 7.
"""

from dataclasses import replace
from typing import Final

from mappings.codes.systems import HSA_ID, local_system
from mappings.fhir.labels import FOR_PATIENT, NOPATIENT
from mappings.fhir.values import Coding, Identifier, Reference
from mappings.formats.rivta.elements import (
    Unwritable,
    attach,
    element,
    identified,
    oid,
    optional,
    stamped,
)
from mappings.formats.rivta.given import Given
from mappings.formats.rivta.left_out import PlanLeftOut, Report, required
from mappings.formats.rivta.staff_out import professional
from mappings.formats.rivta.values import folded, source_hsa
from mappings.patient_contract import ContractRecord
from mappings.provenance import AttestationRecord
from mappings.tree import Node

_KEYS: Final = {
    "care_unit": "healthcareProfessionalCareUnitHSAId",
    "care_giver": "healthcareProfessionalCareGiverHSAId",
}


def header(plan: ContractRecord, given: Given, report: Report) -> Node:
    """The carePlanHeader of a plan; raises PlanLeftOut."""
    made = element(None, "carePlanHeader")
    system = source_hsa(plan.source)
    if system is None:
        raise PlanLeftOut("source: the schema requires the HSA-id of a source system")
    required("source_ids", element, made, "documentId", document_id(plan))
    required("source", element, made, "sourceSystemHSAId", system)
    report.attempt(plan, "title", optional, made, "documentTitle", plan.title)
    report.attempt(plan, "created", stamped, made, "documentTime", plan.created)
    required("person", _person, made, plan)
    attach(made, _accountable(plan, given, report))
    _signatures(made, plan, given, report)
    element(made, "approvedForPatient", _approved(plan))
    report.attempt(plan, "encounter", _encounter, made, plan.encounter, system)
    return made


def own_source_ids(plan: ContractRecord) -> tuple[Identifier, ...]:
    """That of the plan's source identifiers which documentId holds."""
    own = local_system(folded(source_hsa(plan.source) or ""), "document")
    return tuple(each for each in plan.source_ids if each.system == own)[:1]


def document_id(plan: ContractRecord) -> str:
    """The documentId that the plan came with, else its business identifier."""
    return next((each.value for each in own_source_ids(plan)), plan.id.value)


def _person(made: Node, plan: ContractRecord) -> None:
    part = element(None, "patientId")
    element(part, "id", plan.person.value)
    element(part, "type", oid(plan.person.system))
    attach(made, part)


def _approved(plan: ContractRecord) -> str:
    """Whether the person may see the plan; raises PlanLeftOut when nobody has said so."""
    if any(each not in (NOPATIENT, FOR_PATIENT) for each in plan.labels):
        raise PlanLeftOut("labels: GetCarePlans can't carry the security labels of this plan")
    if not plan.labels:
        raise PlanLeftOut("labels: the schema requires whether the plan is approved for the person")
    return "true" if approval_of(plan) == (FOR_PATIENT,) else "false"


def approval_of(plan: ContractRecord) -> tuple[Coding, ...]:
    """The one label that approvedForPatient stands for: a no goes before a yes."""
    return (NOPATIENT,) if NOPATIENT in plan.labels else (FOR_PATIENT,)


def _encounter(made: Node, encounter: Reference | None, system: str) -> None:
    if encounter is None:
        return
    contact = encounter.identifier
    if contact is None or contact.system != local_system(folded(system), "care-contact"):
        raise Unwritable("a care contact of the source system")
    element(made, "careContactId", contact.value)


def _accountable(plan: ContractRecord, given: Given, report: Report) -> Node:
    made = element(None, "accountableHealthcareProfessional")
    keys = plan.accountable
    if keys is None or keys.comparison_time is None:
        raise PlanLeftOut("accountable.comparison_time: the schema requires the time of writing")
    required("accountable.comparison_time", stamped, made, "authorTime", keys.comparison_time)
    professional(made, plan, given, report)
    for name, tag in _KEYS.items():
        unit: Reference | None = getattr(keys, name)
        report.attempt(plan, f"accountable.{name}", identified, made, tag, unit)
    return made


def _signatures(made: Node, plan: ContractRecord, given: Given, report: Report) -> None:
    """The first signature: the schema has room for one. The others are reported as records."""
    for record in given.signatures(plan)[:1]:
        report.attempt(record, "who", _signature, made, record)
        report.took(record)
        kept = replace(
            record,
            recorded=record.occurred_at or record.recorded,
            on_behalf_of=None,
            occurred_during=None,
            reason=None,
            words=None,
            chain=None,
            language=None,
            source_texts=(),
        )
        report.compare(record, kept)


def _signature(made: Node, record: AttestationRecord) -> None:
    part = element(None, "legalAuthenticator")
    if record.occurred_at is None:
        raise Unwritable("a time of signing")
    stamped(part, "signatureTime", record.occurred_at)
    who = record.who.identifier
    if who is not None and who.system == HSA_ID:
        element(part, "legalAuthenticatorHSAId", who.value)
    optional(part, "legalAuthenticatorName", record.who.display)
    attach(made, part)
