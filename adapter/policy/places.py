"""Where in FHIR R4 a place or a contact can stand, and what of a text gives one away.

A unit that serves somebody is a place as much as an address: who knows it can wait there. So only
what is named here as harmless stays, and everything else is taken for a place.
https://hl7.org/fhir/R4/resourcelist.html
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from adapter.values import CARRIED_TYPES
from mappings.codes import systems
from mappings.codes.systems import BASE

# Types of values that are a place or a contact, or may show or name one.
PLACE_TYPES: Final = frozenset(
    {
        *("Address", "ContactPoint", "ContactDetail", "Attachment", "Narrative", "Signature"),
        *("UsageContext", "ResourceList", "Dosage"),
    }
)
# Elements that say where or when somebody is to be met, or who is close to the person.
PLACE_ELEMENTS: Final = frozenset(
    {
        *("Appointment.description", "Appointment.comment", "Appointment.patientInstruction"),
        *("Appointment.slot", "Annotation.authorString"),
        *("CarePlan.activity.detail.location", "CarePlan.activity.detail.scheduled"),
        *("Encounter.location", "Encounter.hospitalization", "Encounter.participant"),
        *("Patient.contact", "Patient.photo", "Patient.link"),
        *("ServiceRequest.locationCode", "ServiceRequest.locationReference", "Task.location"),
    }
)
# Records that may be told of without a place; people, units and devices are places themselves.
_HARMLESS_TYPES: Final = frozenset(
    {
        *CARRIED_TYPES,
        *("Patient", "Provenance", "Procedure", "QuestionnaireResponse", "RiskAssessment"),
        *("ClinicalImpression", "Flag", "NutritionOrder"),
    }
)
_HARMLESS_EXTENSIONS: Final = frozenset(
    {
        *(systems.DATA_ABSENT, systems.ORIGINAL_TEXT, systems.TRANSLATION),
        *(systems.GOAL_ACCEPTANCE, systems.GOAL_RELATIONSHIP, systems.PERTAINS_TO_GOAL),
        *(systems.SEQUEL_TO, systems.REPLACES, systems.ORDINAL_VALUE, systems.GOAL_ATTAINMENT),
        *(systems.BLOCK_COMPARISON_TIME, systems.SOURCE_TEXT, systems.SAID, systems.WORDS),
        *(systems.GOAL_VALIDITY, systems.VALUE_NEGATED, systems.NEGATED_VALUE, systems.NOTE),
        *(systems.VERIFIED, systems.ESTIMATED, systems.PLAN_REVISION, systems.INFORMED),
        *(systems.CONSENT_WITHDRAWN, systems.STATUS_REASON, systems.SAFETY_NOTICE),
    }
)
_OWN_IDENTIFIERS: Final = (f"{BASE}/id/", f"{BASE}/NamingSystem/plo-conversation")
_PLACE_SYSTEMS: Final = frozenset(
    {systems.NO_MUNICIPALITY, systems.HSA_ID, systems.HER, systems.RSH, systems.ENH}
)
# URIs that name a rule or a code system of everybody's; another one may be of the unit.
_COMMON_URIS: Final = ("http://hl7.org/", "http://terminology.hl7.org/", "urn:", f"{BASE}/")
_RULES: Final = frozenset(
    {"Consent.policy.uri", "Extension.url", "Coding.system", "Quantity.system"}
)
_REFERENCE: Final = re.compile(r"([A-Za-z]+)[/?|].+")
_DATES: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:[T ]\d\d[:.]\d\d)?|\d{1,2}[:.]\d\d")
# A telephone number, an address of mail or on the web, a number with a postal town after it.
_CONTACT: Final = re.compile(
    r"\+?\d[\d\s()./-]{4,}\d|\S+@\S+\.\S+|https?://|www\."
    r"|\b\d{3} ?\d{2} [A-ZÅÄÖÆØ]|\b\d{4} [A-ZÆØÅ]"
)
_SHORTEST: Final = 2


def is_harmless_type(kind: str) -> bool:
    return kind in _HARMLESS_TYPES


def is_harmless_extension(url: object) -> bool:
    """Whether an extension may stay, its values looked at; a nested one has no URL of its own."""
    return isinstance(url, str) and (url in _HARMLESS_EXTENSIONS or ":" not in url)


def is_harmless_uri(where: str, uri: str) -> bool:
    """Whether a URI may stay; at `where` it names a rule, a code system or an extension."""
    return where in _RULES or uri.startswith(_COMMON_URIS)


def is_own_identifier(system: object) -> bool:
    """Whether an identifier was minted by us: others are numbered by a unit and tell which."""
    return isinstance(system, str) and system.startswith(_OWN_IDENTIFIERS)


def is_place_system(system: object) -> bool:
    """Whether codes of a system are places."""
    return str(system) in _PLACE_SYSTEMS or str(system).startswith(f"{BASE}/local/")


def target_of(reference: Mapping[str, Any]) -> str:
    """The type that a reference leads to; empty where that can't be told, or a URL says where."""
    literal = reference.get("reference")
    if isinstance(literal, str):
        found = _REFERENCE.fullmatch(literal)
        if found is None:
            return str(reference.get("type", "")) if literal.startswith("urn:uuid:") else ""
        return found[1]
    return str(reference.get("type", ""))


def flat(text: str) -> str:
    """A text as it is compared: one case, one form, one kind of space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def known_places(*resources: Mapping[str, Any]) -> frozenset[str]:
    """What a Patient, relative or unit says of where it is and how it is reached, and its name."""
    found: set[str] = set()
    for each in resources:
        found |= set(_of(each))
        found |= {text for contact in each.get("contact") or () for text in _of(contact)}
    return frozenset(flat(text) for text in found if len(flat(text)) >= _SHORTEST)


def _of(holder: Mapping[str, Any]) -> Iterator[str]:
    address = holder.get("address") or ()
    for each in [address] if isinstance(address, Mapping) else address:
        yield from each.get("line") or ()
        yield from (
            each[name] for name in ("text", "city", "district", "postalCode") if name in each
        )
    yield from (each["value"] for each in holder.get("telecom") or () if "value" in each)
    name = holder.get("name")
    if isinstance(name, str):  # of a unit
        yield name


def gives_away(text: str, known: Iterable[str]) -> bool:
    """Whether a text tells a place that is known, or holds a contact of any kind."""
    return _CONTACT.search(_DATES.sub(" ", text)) is not None or names_place(text, known)


def names_place(text: str, known: Iterable[str]) -> bool:
    """Whether a text tells a place that is known."""
    said = flat(text)
    return any(re.search(rf"(?<!\w){re.escape(place)}(?!\w)", said) for place in known)
