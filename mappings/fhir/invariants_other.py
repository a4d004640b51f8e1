"""The invariants of other resources that a server may hold about a person, or that ask and log.

Each function is one rule of the resource it stands under, named by its key in
https://hl7.org/fhir/R4/; its docstring is what a finding says.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from mappings.fhir.fhirpath import (
    UCUM,
    Json,
    coded,
    count,
    distinct,
    ends_before,
    has,
    has_any,
    has_choice,
    number,
    parts,
)
from mappings.fhir.rule import Rule, rules

_VERIFICATION: Final = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
_WITH_LIMIT: Final = ("boolean", "decimal", "integer", "string", "text", "url", "open-choice")
_WITH_ANSWERS: Final = (
    *("choice", "open-choice", "decimal", "integer", "date", "dateTime", "time", "string"),
    "quantity",
)


def ait_1(allergy: Json) -> bool:
    """Give a clinical status unless entered in error."""
    return has(allergy, "clinicalStatus") or _in_error(allergy)


def ait_2(allergy: Json) -> bool:
    """Give no clinical status to what was entered in error."""
    return not has(allergy, "clinicalStatus") or not _in_error(allergy)


def _in_error(allergy: Json) -> bool:
    return coded(allergy.get("verificationStatus"), _VERIFICATION, "entered-in-error")


def apr_1(response: Json) -> bool:
    """Say who answers, or as what."""
    return has_any(response, "participantType", "actor")


def sev_1(entity: Json) -> bool:
    """Give an entity a name or a query, not both."""
    return not has(entity, "name") or not has(entity, "query")


def cmp_1(section: Json) -> bool:
    """Give a section text, entries or sections."""
    return has_any(section, "text", "entry", "section")


def cmp_2(section: Json) -> bool:
    """Say why a section is empty only where it is."""
    return not has(section, "emptyReason") or not has(section, "entry")


def cmd_1(target: Json) -> bool:
    """Comment on a target that is narrower or inexact."""
    return has(target, "comment") or target.get("equivalence") not in ("narrower", "inexact")


def cmd_2(unmapped: Json) -> bool:
    """Give the code that is used for what is unmapped."""
    return unmapped.get("mode") != "fixed" or has(unmapped, "code")


def cmd_3(unmapped: Json) -> bool:
    """Give the URL of the other map."""
    return unmapped.get("mode") != "other-map" or has(unmapped, "url")


def fhs_1(history: Json) -> bool:
    """Give an age or the time of birth, not both."""
    return not has_choice(history, "age") or not has_choice(history, "born")


def fhs_2(history: Json) -> bool:
    """Say that an age is estimated only where there is one."""
    return has_choice(history, "age") or not has(history, "estimatedAge")


def grp_1(group: Json) -> bool:
    """List members only of an actual group."""
    return not has(group, "member") or group.get("actual") is True


def imm_1(education: Json) -> bool:
    """Give the type of the document or a reference to it."""
    return has_any(education, "documentType", "reference")


def imr_1(recommendation: Json) -> bool:
    """Name the vaccine or the disease."""
    return has_any(recommendation, "vaccineCode", "targetDisease")


def lnk_1(linkage: Json) -> bool:
    """Link two or more items."""
    return count(linkage, "item") > 1


def mad_1(dosage: Json) -> bool:
    """Give a dose or a rate."""
    return has(dosage, "dose") or has_choice(dosage, "rate")


def mdd_1(dispense: Json) -> bool:
    """Hand over no earlier than prepared."""
    return not ends_before(dispense.get("whenHandedOver"), dispense.get("whenPrepared"))


def nsd_1(naming: Json) -> bool:
    """Give a root no uuid."""
    kinds = [found.get("type") for found in parts(naming, "uniqueId")]
    return naming.get("kind") != "root" or "uuid" not in kinds


def nsd_2(naming: Json) -> bool:
    """Prefer one unique id of each type."""
    preferred = [found for found in parts(naming, "uniqueId") if found.get("preferred") is True]
    return distinct([found.get("type") for found in preferred])


def rqg_1(action: Json) -> bool:
    """Give an action a resource or actions, not both."""
    return has(action, "resource") != has(action, "action")


def ras_1(prediction: Json) -> bool:
    """Give both ends of a probability in percent."""
    ends = parts(prediction, "probabilityRange", "low")
    ends += parts(prediction, "probabilityRange", "high")
    return all(end.get("code") == "%" and end.get("system") == UCUM for end in ends)


def ras_2(prediction: Json) -> bool:
    """Let a probability be 100 at most."""
    return (number(prediction, "probabilityDecimal") or 0) <= 100  # noqa: PLR2004  percent


# -- Questionnaire --------------------------------------------------------------------------------


def que_1(item: Json) -> bool:
    """Give items to a group, and none to a display."""
    kind = item.get("type")
    return kind not in ("group", "display") or has(item, "item") == (kind == "group")


def que_2(questionnaire: Json) -> bool:
    """Give each item a linkId of its own."""
    return distinct([item.get("linkId") for item in _items(questionnaire)])


def _items(owner: Json) -> Iterator[Json]:
    for item in parts(owner, "item"):
        yield item
        yield from _items(item)


def que_3(item: Json) -> bool:
    """Give a display no code."""
    return item.get("type") != "display" or not has(item, "code")


def que_4(item: Json) -> bool:
    """List answers or name their value set, not both."""
    return not has(item, "answerOption") or not has(item, "answerValueSet")


def que_5(item: Json) -> bool:
    """List answers only to a question that can have them."""
    return item.get("type") in _WITH_ANSWERS or not has_any(item, "answerOption", "answerValueSet")


def que_6(item: Json) -> bool:
    """Let a display be neither required nor repeat."""
    return item.get("type") != "display" or not has_any(item, "required", "repeats")


def que_7(condition: Json) -> bool:
    """Compare whether an answer exists with true or false."""
    return condition.get("operator") != "exists" or has(condition, "answerBoolean")


def que_8(item: Json) -> bool:
    """Give a group or display no initial value."""
    return item.get("type") not in ("group", "display") or not has(item, "initial")


def que_9(item: Json) -> bool:
    """Say of no display that it is read-only."""
    return item.get("type") != "display" or not has(item, "readOnly")


def que_10(item: Json) -> bool:
    """Limit the length only of text and numbers."""
    return item.get("type") in _WITH_LIMIT or not has(item, "maxLength")


def que_11(item: Json) -> bool:
    """Mark the initial answer in the list of answers."""
    return not has(item, "answerOption") or not has(item, "initial")


def que_12(item: Json) -> bool:
    """Say how more than two conditions are joined."""
    return count(item, "enableWhen") <= 2 or has(item, "enableBehavior")  # noqa: PLR2004


def que_13(item: Json) -> bool:
    """Give several initial values only to what repeats."""
    return item.get("repeats") is True or count(item, "initial") <= 1


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "AllergyIntolerance": rules(ait_1, ait_2),
    "AppointmentResponse": rules(apr_1),
    "AuditEvent.entity": rules(sev_1),
    "Composition.section": rules(cmp_1, cmp_2),
    "ConceptMap.group.element.target": rules(cmd_1),
    "ConceptMap.group.unmapped": rules(cmd_2, cmd_3),
    "FamilyMemberHistory": rules(fhs_1, fhs_2),
    "Group": rules(grp_1),
    "Immunization.education": rules(imm_1),
    "ImmunizationRecommendation.recommendation": rules(imr_1),
    "Linkage": rules(lnk_1),
    "MedicationAdministration.dosage": rules(mad_1),
    "MedicationDispense": rules(mdd_1),
    "NamingSystem": rules(nsd_1, nsd_2),
    "RequestGroup.action": rules(rqg_1),
    "RiskAssessment.prediction": rules(ras_1, ras_2),
    "Questionnaire": rules(que_2),
    "Questionnaire.item": rules(
        *(que_1, que_3, que_4, que_5, que_6, que_8, que_9, que_10, que_11, que_12, que_13)
    ),
    "Questionnaire.item.enableWhen": rules(que_7),
}
