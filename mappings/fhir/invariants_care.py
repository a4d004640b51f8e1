"""The invariants of plans, goals, observations and of what they are about.

Each function is one rule of the resource it stands under, named by its key in
https://hl7.org/fhir/R4/; its docstring is what a finding says.
ppc-2 to ppc-5 compare with a system called "something" and never apply: consent-patient does.
"""

from collections.abc import Mapping
from typing import Final

from mappings.errors import Severity
from mappings.fhir.fhirpath import (
    Json,
    coded,
    count,
    ends_before,
    has,
    has_any,
    has_choice,
    parts,
    values,
)
from mappings.fhir.references import target_type
from mappings.fhir.rule import Rule, rules

_CLINICAL: Final = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION: Final = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CONDITION_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/condition-category"
_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
_PROFILE: Final = "http://hl7.org/fhir/StructureDefinition/"
# The profile of vital signs and those that build on it.
_VITAL_SIGNS: Final = frozenset(
    _PROFILE + name
    for name in (
        *("vitalsigns", "vitalspanel", "bp", "bmi", "bodyheight", "bodytemp", "bodyweight"),
        *("headcircum", "heartrate", "oxygensat", "resprate"),
    )
)
_DAY: Final = len("YYYY-MM-DD")


# -- Goal, CarePlan, CareTeam --------------------------------------------------------------------


def gol_1(target: Json) -> bool:
    """Give a measure where there is a detail."""
    return has(target, "measure") or not has_choice(target, "detail")


def cpl_3(activity: Json) -> bool:
    """Give an activity a reference or a detail, not both."""
    return not has(activity, "detail") or not has(activity, "reference")


def ctm_1(participant: Json) -> bool:
    """Name whom a member stands for only where the member is a Practitioner."""
    if not has(participant, "onBehalfOf"):
        return True
    kinds = [target_type(member) for member in parts(participant, "member")]
    return all(kind in {None, "Practitioner"} for kind in kinds)


# -- Observation ---------------------------------------------------------------------------------


def obs_3(found: Json) -> bool:
    """Give a reference range low, high or text."""
    return has_any(found, "low", "high", "text")


def obs_6(observation: Json) -> bool:
    """Say why a value is absent only where it is."""
    return not has(observation, "dataAbsentReason") or not has_choice(observation, "value")


def obs_7(observation: Json) -> bool:
    """Give no value beside a component that has the same code."""
    if "component" not in observation or not has_choice(observation, "value"):
        return True
    own = _codings(parts(observation, "code"))
    return own.isdisjoint(_codings(parts(observation, "component", "code")))


def _codings(concepts: list[Json]) -> set[tuple[str, str]]:
    found = [coding for concept in concepts for coding in parts(concept, "coding")]
    return {
        (str(coding.get("system")), str(coding["code"])) for coding in found if "code" in coding
    }


def vs_1(observation: Json) -> bool:
    """Time a vital sign to the day at least."""
    if not _is_vital_sign(observation):
        return True
    time = observation.get("effectiveDateTime")
    return time is None or len(str(time)) >= _DAY


def vs_2(observation: Json) -> bool:
    """Give a vital sign a value, the reason it is absent, components or members."""
    held = has_any(observation, "component", "hasMember", "dataAbsentReason")
    return held or has_choice(observation, "value") or not _is_vital_sign(observation)


def vs_3(observation: Json) -> bool:
    """Give each component of a vital sign a value or the reason it is absent."""
    return (
        "component" not in observation
        or all(
            has(component, "dataAbsentReason") or has_choice(component, "value")
            for component in parts(observation, "component")
        )
        or not _is_vital_sign(observation)
    )


def vitalsigns(observation: Json) -> bool:
    """Give a vital sign its subject, its time and the category vital-signs."""
    if not _is_vital_sign(observation):
        return True
    timed = has(observation, "effectiveDateTime") or has(observation, "effectivePeriod")
    category = coded(observation.get("category"), _CATEGORY, "vital-signs")
    return timed and category and has(observation, "subject")


def _is_vital_sign(observation: Json) -> bool:
    meta = observation.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    return isinstance(profiles, list) and not _VITAL_SIGNS.isdisjoint(map(str, profiles))


# -- ServiceRequest, Task, Appointment, List -----------------------------------------------------


def prr_1(request: Json) -> bool:
    """Give a code where there are details of the order."""
    return not has(request, "orderDetail") or has(request, "code")


def inv_1(task: Json) -> bool:
    """Modify a task no earlier than it was authored."""
    return not ends_before(task.get("lastModified"), task.get("authoredOn"))


def app_1(participant: Json) -> bool:
    """Say who takes part, or as what."""
    return has_any(participant, "type", "actor")


def app_2(appointment: Json) -> bool:
    """Give start and end, or neither."""
    return has(appointment, "start") == has(appointment, "end")


def app_3(appointment: Json) -> bool:
    """Leave out start and end only where proposed, cancelled or waiting."""
    timed = has(appointment, "start") and has(appointment, "end")
    return timed or appointment.get("status") in ("proposed", "cancelled", "waitlist")


def app_4(appointment: Json) -> bool:
    """Give a reason of cancellation only where cancelled or no-show."""
    ended = appointment.get("status") in ("cancelled", "noshow", "no-show")
    return ended or not has(appointment, "cancelationReason")


def lst_1(found: Json) -> bool:
    """Say why a list is empty only where it is."""
    return not has(found, "emptyReason") or not has(found, "entry")


def lst_2(found: Json) -> bool:
    """Mark entries as deleted only in a list of changes."""
    deleted = any(has(entry, "deleted") for entry in parts(found, "entry"))
    return not deleted or found.get("mode") == "changes"


def lst_3(found: Json) -> bool:
    """Date entries only in a working list."""
    dated = any(has(entry, "date") for entry in parts(found, "entry"))
    return not dated or found.get("mode") == "working"


# -- Consent, Condition --------------------------------------------------------------------------


def ppc_1(consent: Json) -> bool:
    """Name the policy or the policy rule."""
    return has_any(consent, "policy", "policyRule")


def consent_patient(consent: Json) -> bool:
    """Name the patient who consents."""
    return has(consent, "patient")


def con_1(stage: Json) -> bool:
    """Give a stage a summary or an assessment."""
    return has_any(stage, "summary", "assessment")


def con_2(evidence: Json) -> bool:
    """Give evidence a code or a detail."""
    return has_any(evidence, "code", "detail")


def con_3(condition: Json) -> bool:
    """Give the clinical status of an item of the problem list."""
    listed = coded(condition.get("category"), _CONDITION_CATEGORY, "problem-list-item")
    return has(condition, "clinicalStatus") or _in_error(condition) or not listed


def con_4(condition: Json) -> bool:
    """Say when a condition abated only where it is inactive, resolved or in remission."""
    ended = ("resolved", "remission", "inactive")
    return not has_choice(condition, "abatement") or coded(
        condition.get("clinicalStatus"), _CLINICAL, *ended
    )


def con_5(condition: Json) -> bool:
    """Give no clinical status to what was entered in error."""
    return not _in_error(condition) or not has(condition, "clinicalStatus")


def _in_error(condition: Json) -> bool:
    return coded(condition.get("verificationStatus"), _VERIFICATION, "entered-in-error")


# -- Patient, Organization, QuestionnaireResponse ------------------------------------------------


def pat_1(contact: Json) -> bool:
    """Give a contact a name, telecom, address or organization."""
    return has_any(contact, "name", "telecom", "address", "organization")


def org_1(organization: Json) -> bool:
    """Give an organization an identifier or a name."""
    return count(organization, "identifier") > 0 or has(organization, "name")


def org_2(organization: Json) -> bool:
    """Give an organization no home address."""
    return "home" not in values(organization, "address", "use")


def org_3(organization: Json) -> bool:
    """Give an organization no home telecom."""
    return "home" not in values(organization, "telecom", "use")


def qrs_1(item: Json) -> bool:
    """Give an item answers or items, not both."""
    return not has(item, "answer") or not has(item, "item")


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "Goal.target": rules(gol_1),
    "CarePlan.activity": rules(cpl_3),
    "CareTeam.participant": rules(ctm_1),
    "Observation": rules(obs_6, obs_7, vs_1, vs_2, vs_3, vitalsigns),
    "Observation.referenceRange": rules(obs_3),
    "ServiceRequest": rules(prr_1),
    "Task": rules(inv_1),
    "Appointment": rules(app_2, app_3, app_4),
    "Appointment.participant": rules(app_1),
    "List": rules(lst_1, lst_2, lst_3),
    "Consent": rules(ppc_1, consent_patient),
    "Condition": (*rules(con_4, con_5), *rules(con_3, severity=Severity.WARNING)),
    "Condition.stage": rules(con_1),
    "Condition.evidence": rules(con_2),
    "Patient.contact": rules(pat_1),
    "Organization": rules(org_1, org_2, org_3),
    "QuestionnaireResponse.item": rules(qrs_1),
}
