"""The invariants of the R4 data types (https://hl7.org/fhir/R4/datatypes.html).

Each function is one rule, named by its key in the definitions; its docstring is what a finding
says. Narrative (txt-1, txt-2), references (ref-1) and ele-1 are seen to by the checker itself.
"""

from collections.abc import Mapping
from typing import Final

from mappings.fhir.fhirpath import (
    UCUM,
    Json,
    ends_before,
    has,
    has_any,
    has_choice,
    number,
    parts,
    values,
)
from mappings.fhir.rule import Rule, rules

_MEALS: Final = frozenset({"C", "CM", "CD", "CV"})


def ext_1(extension: Json) -> bool:
    """Give an extension either a value or extensions, not both."""
    return has(extension, "extension") != has_choice(extension, "value")


def qty_3(quantity: Json) -> bool:
    """Name the system of a unit that has a code."""
    return "code" not in quantity or has(quantity, "system")


def sqty_1(quantity: Json) -> bool:
    """Leave out the comparator here."""
    return not has(quantity, "comparator")


def age_1(age: Json) -> bool:
    """Give an age a UCUM code and a value above 0."""
    return _ucum_with_code(age) and (number(age, "value") or 1) > 0


def cnt_3(found: Json) -> bool:
    """Give a count as a whole number with the UCUM code 1."""
    value = number(found, "value")
    whole = value is None or "." not in str(value)
    return _ucum_with_code(found) and found.get("code", "1") == "1" and whole


def dis_1(distance: Json) -> bool:
    """Give a distance a UCUM code."""
    return _ucum_with_code(distance)


def drt_1(duration: Json) -> bool:
    """Give a duration that has a code the system UCUM and a value."""
    return not has(duration, "code") or (duration.get("system") == UCUM and has(duration, "value"))


def _ucum_with_code(quantity: Json) -> bool:
    coded = has(quantity, "code") or not has(quantity, "value")
    return coded and quantity.get("system", UCUM) == UCUM


def att_1(attachment: Json) -> bool:
    """Say the contentType of attached data."""
    return not has(attachment, "data") or has(attachment, "contentType")


def cpt_2(contact: Json) -> bool:
    """Name the system of a contact that has a value."""
    return not has(contact, "value") or has(contact, "system")


def per_1(period: Json) -> bool:
    """End a period no earlier than it starts."""
    return not ends_before(period.get("end"), period.get("start"))


def rng_2(found: Json) -> bool:
    """Let low be no higher than high."""
    low, high = [(parts(found, side) or [{}])[0] for side in ("low", "high")]
    lowest, highest = number(low, "value"), number(high, "value")
    if lowest is None or highest is None or low.get("code") != high.get("code"):
        return True
    return lowest <= highest


def rat_1(ratio: Json) -> bool:
    """Give numerator and denominator both, or neither and an extension."""
    both = has(ratio, "numerator") == has(ratio, "denominator")
    return both and has_any(ratio, "numerator", "extension")


def exp_1(expression: Json) -> bool:
    """Give an expression or a reference to one."""
    return has_any(expression, "expression", "reference")


def drq_1(found: Json) -> bool:
    """Filter by either a path or a search parameter."""
    return has(found, "path") != has(found, "searchParam")


def drq_2(found: Json) -> bool:
    """Filter by either a path or a search parameter."""
    return drq_1(found)


def tim_1(repeat: Json) -> bool:
    """Name the unit of the duration."""
    return not has(repeat, "duration") or has(repeat, "durationUnit")


def tim_2(repeat: Json) -> bool:
    """Name the unit of the period."""
    return not has(repeat, "period") or has(repeat, "periodUnit")


def tim_4(repeat: Json) -> bool:
    """Let the duration be no less than 0."""
    return (number(repeat, "duration") or 0) >= 0


def tim_5(repeat: Json) -> bool:
    """Let the period be no less than 0."""
    return (number(repeat, "period") or 0) >= 0


def tim_6(repeat: Json) -> bool:
    """Give a period where there is a periodMax."""
    return not has(repeat, "periodMax") or has(repeat, "period")


def tim_7(repeat: Json) -> bool:
    """Give a duration where there is a durationMax."""
    return not has(repeat, "durationMax") or has(repeat, "duration")


def tim_8(repeat: Json) -> bool:
    """Give a count where there is a countMax."""
    return not has(repeat, "countMax") or has(repeat, "count")


def tim_9(repeat: Json) -> bool:
    """Give an offset only with a `when` that is not a meal."""
    if not has(repeat, "offset"):
        return True
    return has(repeat, "when") and not _MEALS & {str(code) for code in values(repeat, "when")}


def tim_10(repeat: Json) -> bool:
    """Give timeOfDay or when, not both."""
    return not has(repeat, "timeOfDay") or not has(repeat, "when")


def trd_1(trigger: Json) -> bool:
    """Trigger by data or by timing, not both."""
    return not has(trigger, "data") or not has_choice(trigger, "timing")


def trd_2(trigger: Json) -> bool:
    """Give data where there is a condition."""
    return not has(trigger, "condition") or has(trigger, "data")


def trd_3(trigger: Json) -> bool:
    """Name a named event, time a periodic one, give a data event its data."""
    kind = str(trigger.get("type"))
    if kind == "named-event":
        return has(trigger, "name")
    if kind == "periodic":
        return has_choice(trigger, "timing")
    return not kind.startswith("data-") or has(trigger, "data")


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "Extension": rules(ext_1),
    "Quantity": rules(qty_3),
    "SimpleQuantity": rules(sqty_1),
    "Age": rules(age_1),
    "Count": rules(cnt_3),
    "Distance": rules(dis_1),
    "Duration": rules(drt_1),
    "Attachment": rules(att_1),
    "ContactPoint": rules(cpt_2),
    "Period": rules(per_1),
    "Range": rules(rng_2),
    "Ratio": rules(rat_1),
    "Expression": rules(exp_1),
    "DataRequirement.codeFilter": rules(drq_1),
    "DataRequirement.dateFilter": rules(drq_2),
    "Timing.repeat": rules(tim_1, tim_2, tim_4, tim_5, tim_6, tim_7, tim_8, tim_9, tim_10),
    "TriggerDefinition": rules(trd_1, trd_2, trd_3),
}
