"""Consent to share a plan, and reservations against sharing <-> Consent.

Scope patient-privacy, category LOINC 59284-0; the statute or policy it stands on is policy.uri. A
reservation is a provision of type deny with those it is held against. The words, a withdrawal and
notes have no element in R4: extensions. `about` is the data the provision covers and what relates
to it.
https://hl7.org/fhir/R4/consent.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, cast

from mappings.codes.systems import CONSENT_SCOPE, CONSENT_WITHDRAWN, LOINC, WORDS
from mappings.codes.tables import by_value
from mappings.errors import MappingError
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.notes import note_extension_fields, note_extensions_in, note_extensions_out
from mappings.fhir.primitives import Code, DateTime, Uri
from mappings.fhir.types import Consent
from mappings.fhir.values import Concept, Note, Period, Reference
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, fields
from mappings.redacted import Redacted


class Provision(Enum):
    PERMIT = "permit"
    DENY = "deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Redacted):
    """Whom a provision concerns, and in which role (Consent.provision.actor)."""

    role: Concept
    reference: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord(Record):
    """What a person allows or forbids. `policy` is the URI of the statute or policy it rests on."""

    status: Code
    provision: Provision
    policy: Uri
    categories: tuple[Concept, ...] = ()
    given_at: DateTime | None = None
    given_by: tuple[Reference, ...] = ()
    organizations: tuple[Reference, ...] = ()
    period: Period | None = None
    actors: tuple[Actor, ...] = ()
    about: tuple[Reference, ...] = ()
    words: str | None = None
    withdrawn_at: DateTime | None = None
    withdrawn_by: Reference | None = None
    notes: tuple[Note, ...] = ()


_WITHDRAWN: Final = f"Consent.extension.where(url='{CONSENT_WITHDRAWN}').extension"
FIELDS: Final[Mapping[str, str]] = {
    **fields("Consent", "patient.identifier.value"),
    "status": "Consent.status",
    "provision": "Consent.provision.type",
    "policy": "Consent.policy.uri",
    "categories": "Consent.category[]",
    "given_at": "Consent.dateTime",
    "given_by": "Consent.performer[]",
    "organizations": "Consent.organization[]",
    "period": "Consent.provision.period",
    "period.start": "Consent.provision.period.start",
    "period.end": "Consent.provision.period.end",
    "actors": "Consent.provision.actor[]",
    "actors.role": "Consent.provision.actor[].role",
    "actors.reference": "Consent.provision.actor[].reference",
    "about": "Consent.provision.data[]",
    "words": f"Consent.extension.where(url='{WORDS}').valueString",
    "withdrawn_at": f"{_WITHDRAWN}.where(url='at').valueDateTime",
    "withdrawn_by": f"{_WITHDRAWN}.where(url='by').valueReference",
    **note_extension_fields("Consent"),
}
PROVISION: Final = by_value(FIELDS["provision"], Provision)
SCOPE: Final = "patient-privacy"
PATIENT_CONSENT: Final = "59284-0"
"""LOINC "Patient Consent"."""


def consent_to_fhir(record: ConsentRecord) -> Consent:
    made = common_out(record, "Consent")
    extensions = _extensions_out(record)
    if extensions:
        made["extension"] = [*made.get("extension", ()), *extensions]
    members = {
        "status": record.status,
        "scope": dt.concept(CONSENT_SCOPE, SCOPE),
        "category": [dt.concept(LOINC, PATIENT_CONSENT), *dt.concepts_out(record.categories)],
        "patient": dt.person_out(record.person),
        "dateTime": record.given_at,
        "performer": dt.references_out(record.given_by),
        "organization": dt.references_out(record.organizations),
        "policy": [{"uri": record.policy}],
        "provision": _provision_out(record),
    }
    return cast("Consent", dt.filled(made, members))


def consent_from_fhir(consent: Consent) -> ConsentRecord:
    need = dt.Need("a consent")
    _refuse_what_is_not_understood(consent)
    provision = consent.get("provision") or {}
    policies = [each.get("uri") for each in consent.get("policy") or ()]
    withdrawn = dt.extension_in(consent, CONSENT_WITHDRAWN)
    return ConsentRecord(
        **common_in(consent, consent.get("patient"), "Consent"),
        status=need(consent.get("status"), FIELDS["status"]),
        provision=PROVISION.from_fhir(provision.get("type")),
        policy=need(next(iter(policies), None), FIELDS["policy"]),
        categories=dt.without_code(LOINC, PATIENT_CONSENT, consent.get("category")),
        given_at=consent.get("dateTime"),
        given_by=dt.references_in(consent.get("performer")),
        organizations=dt.references_in(consent.get("organization")),
        period=amounts.period_in(provision.get("period")),
        actors=tuple(_actor_in(each) for each in provision.get("actor") or ()),
        about=dt.references_in([each["reference"] for each in provision.get("data") or ()]),
        words=dt.extension_in(consent, WORDS).get("valueString"),
        withdrawn_at=dt.extension_in(withdrawn, "at").get("valueDateTime"),
        withdrawn_by=dt.reference_in(dt.extension_in(withdrawn, "by").get("valueReference")),
        notes=note_extensions_in(consent),
    )


_UNDERSTOOD: Final = frozenset({"id", "type", "period", "actor", "data"})


def _refuse_what_is_not_understood(consent: Consent) -> None:
    """Read in part, a consent allows more than was given: another scope, an exception, a limit."""
    scope: Any = consent.get("scope") or {}
    if not dt.holds(CONSENT_SCOPE, SCOPE, scope):
        raise MappingError("Consent.scope", None, f"the scope {SCOPE}", "consent.scope")
    for name in sorted({*(consent.get("provision") or {})} - _UNDERSTOOD):
        raise MappingError(
            f"Consent.provision.{name}", None, "no further limit", "consent.provision"
        )


def _provision_out(record: ConsentRecord) -> dict[str, Any]:
    return dt.without_empty(
        {
            "type": PROVISION.to_fhir(record.provision),
            "period": amounts.period_out(record.period),
            "actor": [
                {
                    "role": dt.concept_out(actor.role),
                    "reference": dt.reference_out(actor.reference),
                }
                for actor in record.actors
            ],
            "data": [
                {"meaning": "related", "reference": dt.reference_out(each)} for each in record.about
            ],
        }
    )


def _actor_in(actor: Mapping[str, Any]) -> Actor:
    need = dt.Need("an actor")
    return Actor(
        role=need(dt.concept_in(actor.get("role")), FIELDS["actors.role"]),
        reference=need(dt.reference_in(actor.get("reference")), FIELDS["actors.reference"]),
    )


def _extensions_out(record: ConsentRecord) -> list[Any]:
    made: list[Any] = []
    if record.words is not None:
        made.append(dt.extension(WORDS, valueString=record.words))
    parts = []
    if record.withdrawn_at is not None:
        parts.append(dt.extension("at", valueDateTime=record.withdrawn_at))
    if record.withdrawn_by is not None:
        parts.append(dt.extension("by", valueReference=dt.reference_out(record.withdrawn_by)))
    if parts:
        made.append(dt.complex_extension(CONSENT_WITHDRAWN, parts))
    return made + note_extensions_out(record.notes)
