"""What else a source message held <-> a coded flag on the CarePlan, an extension of our own.

Medicines, allergies, diagnoses, infection, blood type and pacemaker belong to another safety
channel: they are never carried as a note or in part, since detached text shows what was stopped as
current. The flag tells a reader to look in the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from mappings.codes.systems import SAFETY_NOTICE
from mappings.codes.tables import by_value
from mappings.fhir import datatypes as dt
from mappings.fhir.primitives import DateTime
from mappings.fhir.values import Reference
from mappings.redacted import Redacted


class SafetyTopic(Enum):
    """What a source message also held that is no part of a plan."""

    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    DIAGNOSES = "diagnoses"
    INFECTION = "infection"
    BLOOD_TYPE = "blood-type"
    PACEMAKER = "pacemaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyNotice(Redacted):
    """The message of that date and sender also held safety information: look in the record."""

    sent_at: DateTime
    sender: Reference | None = None
    topics: tuple[SafetyTopic, ...] = ()


_START: Final = f"CarePlan.extension.where(url='{SAFETY_NOTICE}').extension"
SAFETY_FIELDS: Final[Mapping[str, str]] = {
    "safety.sent_at": f"{_START}.where(url='sent').valueDateTime",
    "safety.sender": f"{_START}.where(url='sender').valueReference",
    "safety.topics": f"{_START}.where(url='topic').valueCode",
}
TOPIC: Final = by_value(SAFETY_FIELDS["safety.topics"], SafetyTopic)


def safety_out(notice: SafetyNotice) -> Any:  # noqa: ANN401  an Extension, as JSON
    parts = [dt.extension("sent", valueDateTime=notice.sent_at)]
    if notice.sender is not None:
        parts.append(dt.extension("sender", valueReference=dt.reference_out(notice.sender)))
    parts += [dt.extension("topic", valueCode=TOPIC.to_fhir(topic)) for topic in notice.topics]
    return dt.complex_extension(SAFETY_NOTICE, parts)


def safety_in(plan: object) -> SafetyNotice | None:
    held = dt.extension_in(plan, SAFETY_NOTICE)
    if not held:
        return None
    sent_at = dt.extension_in(held, "sent").get("valueDateTime")
    topics = dt.extensions_in(held, "topic")
    return SafetyNotice(
        sent_at=dt.Need("a safety notice")(sent_at, SAFETY_FIELDS["safety.sent_at"]),
        sender=dt.reference_in(dt.extension_in(held, "sender").get("valueReference")),
        topics=tuple(TOPIC.from_fhir(each.get("valueCode")) for each in topics),
    )
