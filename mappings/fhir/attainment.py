"""Goal attainment scaling on a goal <-> the extension pco-goal-attainment-scaling.

Up to five levels, each with words that say what it would mean for this goal. A level may stand
without a score, and a goal may be scored without any level. http://hl7.org/fhir/us/pco
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mappings.codes.attainment import DISPLAY, LEVEL
from mappings.codes.systems import GOAL_ATTAINMENT, LOINC
from mappings.fhir import datatypes as dt

_START: Final = f"Goal.extension.where(url='{GOAL_ATTAINMENT}')[]"
FIELDS: Final[Mapping[str, str]] = {
    "attainment": _START,
    "attainment.score": f"{_START}.extension.where(url='level').valueCoding.code",
    "attainment.words": f"{_START}.extension.where(url='progressText').valueString",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttainmentLevel:
    """What one level of goal attainment scaling means for this goal: −2 … +2, and the words."""

    words: str
    score: int | None = None


def level_out(level: AttainmentLevel) -> Any:  # noqa: ANN401  an Extension, as JSON
    parts = [dt.extension("progressText", valueString=level.words)]
    if level.score is not None:
        code = LEVEL.to_fhir(level.score)
        coding = {"system": LOINC, "code": code, "display": DISPLAY[level.score]}
        parts.insert(0, dt.extension("level", valueCoding=coding))
    return dt.complex_extension(GOAL_ATTAINMENT, parts)


def level_in(held: Mapping[str, Any]) -> AttainmentLevel:
    coding = dt.extension_in(held, "level").get("valueCoding")
    # Older examples of the guide call the words "text".
    words = dt.extension_in(held, "progressText") or dt.extension_in(held, "text")
    return AttainmentLevel(
        words=dt.Need("a level")(words.get("valueString"), FIELDS["attainment.words"]),
        score=None if coding is None else LEVEL.from_fhir(coding.get("code")),
    )
