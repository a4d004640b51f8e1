"""The person a plan is about, and those close to them <-> Patient, RelatedPerson.

People are matched, not made: these resources serve matching, reading and printing; a sync writes
them only where a route allows it. The identifier a person is matched by has the use `official`.
Identifiers and profiles follow hl7se.fhir.base 1.1.0 and hl7.fhir.no.basis 2.2.0; a profile is
claimed only when each of its rules is known to hold.
https://hl7.org/fhir/R4/patient.html, https://hl7.org/fhir/R4/relatedperson.html
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from mappings.codes.systems import (
    HNR,
    INFORMED,
    INTERPRETER_REQUIRED,
    LIVES_ALONE,
    NATIONELLT_RESERVNUMMER,
    NO_BASIS,
    PERSONNUMMER,
    PLO_CONVERSATION,
    SAMORDNINGSNUMMER,
    SE_BASE,
)
from mappings.errors import MappingError
from mappings.fhir import amounts, naming
from mappings.fhir import datatypes as dt
from mappings.fhir.naming import Country
from mappings.fhir.primitives import Code, Date, DateTime
from mappings.fhir.types import Patient, RelatedPerson
from mappings.fhir.values import Address, Concept, ContactPoint, Identifier, Name, Period, Reference
from mappings.record import Record
from mappings.record_fhir import common_in, common_out, fields, own_identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord(Record):
    """The person a plan is about. `person` (of Record) is the identifier it is matched by.

    `identifiers` are all that the source gives, `person` among them. Of `deceased` and
    `deceased_at`, the time of death, there is one at most.
    """

    identifiers: tuple[Identifier, ...] = ()
    names: tuple[Name, ...] = ()
    birth_date: Date | None = None
    gender: Code | None = None
    addresses: tuple[Address, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()
    marital_status: Concept | None = None
    languages: tuple[Concept, ...] = ()
    interpreter_needed: bool | None = None
    lives_alone: bool | None = None
    deceased: bool | None = None
    deceased_at: DateTime | None = None
    managing_organization: Reference | None = None
    practitioners: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeRecord(Record):
    """Somebody close to the person, or a guardian, with the relation as the source codes it."""

    identifiers: tuple[Identifier, ...] = ()
    names: tuple[Name, ...] = ()
    relationships: tuple[Concept, ...] = ()
    birth_date: Date | None = None
    gender: Code | None = None
    addresses: tuple[Address, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()
    period: Period | None = None
    informed: bool | None = None


FIELDS: Final[Mapping[str, str]] = {
    **fields("Patient"),
    **naming.fields("Patient"),
    "person": "Patient.identifier.where(use='official').value",
    "identifiers": "Patient.identifier[]",
    "identifiers.system": "Patient.identifier[].system",
    "identifiers.value": "Patient.identifier[].value",
    "birth_date": "Patient.birthDate",
    "gender": "Patient.gender",
    "marital_status": "Patient.maritalStatus",
    "languages": "Patient.communication[].language",
    "interpreter_needed": f"Patient.extension.where(url='{INTERPRETER_REQUIRED}').valueBoolean",
    "lives_alone": f"Patient.extension.where(url='{LIVES_ALONE}').valueBoolean",
    "deceased": "Patient.deceasedBoolean",
    "deceased_at": "Patient.deceasedDateTime",
    "managing_organization": "Patient.managingOrganization",
    "practitioners": "Patient.generalPractitioner[]",
}
RELATIVE_FIELDS: Final[Mapping[str, str]] = {
    **fields("RelatedPerson", "patient.identifier.value"),
    **naming.fields("RelatedPerson"),
    "identifiers": "RelatedPerson.identifier[]",
    "identifiers.system": "RelatedPerson.identifier[].system",
    "identifiers.value": "RelatedPerson.identifier[].value",
    "relationships": "RelatedPerson.relationship[]",
    "birth_date": "RelatedPerson.birthDate",
    "gender": "RelatedPerson.gender",
    "period": "RelatedPerson.period",
    "informed": f"RelatedPerson.extension.where(url='{INFORMED}').valueBoolean",
}


# -- the person ---------------------------------------------------------------------------------


def person_to_fhir(record: PersonRecord) -> Patient:
    if record.deceased_at is not None and record.deceased is not None:
        raise MappingError(FIELDS["deceased"], None, "that or a time of death", "person.deceased")
    identifiers = _with_person(record)
    country = naming.country_of(identifiers)
    made = common_out(record, "Patient")
    _claim(made, _patient_profile(record, country))
    made["identifier"] += [_matched_by(each, record.person) for each in identifiers]
    _extend(made, INTERPRETER_REQUIRED, record.interpreter_needed)
    _extend(made, LIVES_ALONE, record.lives_alone)
    members = {
        "name": naming.names_out(record.names, country),
        "telecom": naming.contact_points_out(record.contact_points),
        "gender": record.gender,
        "birthDate": record.birth_date,
        "deceasedBoolean": record.deceased,
        "deceasedDateTime": record.deceased_at,
        "address": naming.addresses_out(record.addresses, country),
        "maritalStatus": dt.concept_out(record.marital_status),
        "communication": [{"language": dt.concept_out(each)} for each in record.languages],
        "generalPractitioner": dt.references_out(record.practitioners),
        "managingOrganization": dt.reference_out(record.managing_organization),
    }
    return cast("Patient", dt.filled(made, members))


def person_from_fhir(patient: Patient) -> PersonRecord:
    own = own_identifier(patient.get("identifier"), "Patient")
    return PersonRecord(
        **common_in(patient, {"identifier": _official(patient)}, "Patient"),
        identifiers=_others(patient.get("identifier"), own),
        names=naming.names_in(patient.get("name")),
        birth_date=patient.get("birthDate"),
        gender=patient.get("gender"),
        addresses=naming.addresses_in(patient.get("address")),
        contact_points=naming.contact_points_in(patient.get("telecom")),
        marital_status=dt.concept_in(patient.get("maritalStatus")),
        languages=dt.concepts_in([each["language"] for each in patient.get("communication") or ()]),
        interpreter_needed=dt.extension_in(patient, INTERPRETER_REQUIRED).get("valueBoolean"),
        lives_alone=dt.extension_in(patient, LIVES_ALONE).get("valueBoolean"),
        deceased=patient.get("deceasedBoolean"),
        deceased_at=patient.get("deceasedDateTime"),
        managing_organization=dt.reference_in(patient.get("managingOrganization")),
        practitioners=dt.references_in(patient.get("generalPractitioner")),
    )


def _with_person(record: PersonRecord) -> tuple[Identifier, ...]:
    found = record.identifiers
    return found if record.person in found else (record.person, *found)


def _matched_by(identifier: Identifier, person: Identifier) -> dict[str, Any]:
    made = cast("dict[str, Any]", dt.identifier_out(identifier))
    return {"use": "official", **made} if identifier == person else made


def _official(patient: Patient) -> Any:  # noqa: ANN401  an Identifier, as JSON
    """The identifier a Patient is matched by: the official one, else the first not ours."""
    found = patient.get("identifier") or []
    for each in found:
        if each.get("use") == "official":
            return each
    own = own_identifier(found, "Patient")
    return next((each for each in found if dt.identifier_in(each) not in (None, own)), None)


# -- relatives ----------------------------------------------------------------------------------


def relative_to_fhir(record: RelativeRecord) -> RelatedPerson:
    country = naming.country_of((*record.identifiers, record.person))
    made = common_out(record, "RelatedPerson")
    _claim(made, _relative_profile(record, country))
    made["identifier"] += [dt.identifier_out(each) for each in record.identifiers]
    _extend(made, INFORMED, record.informed)
    members = {
        "patient": dt.person_out(record.person),
        "relationship": dt.concepts_out(record.relationships),
        "name": naming.names_out(record.names, country),
        "telecom": naming.contact_points_out(record.contact_points),
        "gender": record.gender,
        "birthDate": record.birth_date,
        "address": naming.addresses_out(record.addresses, country),
        "period": amounts.period_out(record.period),
    }
    return cast("RelatedPerson", dt.filled(made, members))


def relative_from_fhir(relative: RelatedPerson) -> RelativeRecord:
    own = own_identifier(relative.get("identifier"), "RelatedPerson")
    return RelativeRecord(
        **common_in(relative, relative.get("patient"), "RelatedPerson"),
        identifiers=_others(relative.get("identifier"), own),
        names=naming.names_in(relative.get("name")),
        relationships=dt.concepts_in(relative.get("relationship")),
        birth_date=relative.get("birthDate"),
        gender=relative.get("gender"),
        addresses=naming.addresses_in(relative.get("address")),
        contact_points=naming.contact_points_in(relative.get("telecom")),
        period=amounts.period_in(relative.get("period")),
        informed=dt.extension_in(relative, INFORMED).get("valueBoolean"),
    )


# -- what both share ----------------------------------------------------------------------------


def _others(identifiers: Sequence[Any] | None, own: Identifier) -> tuple[Identifier, ...]:
    """The identifiers of the human being: neither the record's own nor its conversation's."""
    found = [dt.identifier_in(each) for each in identifiers or ()]
    return tuple(
        each
        for each in found
        if each is not None and each != own and each.system != PLO_CONVERSATION
    )


def _extend(made: dict[str, Any], url: str, value: bool | None) -> None:  # noqa: FBT001
    if value is not None:
        made.setdefault("extension", []).append(dt.extension(url, valueBoolean=value))


def _claim(made: dict[str, Any], profile: str | None) -> None:
    if profile is not None:
        made.setdefault("meta", {})["profile"] = [profile]


_SE_SLICES: Final = frozenset({PERSONNUMMER, SAMORDNINGSNUMMER, NATIONELLT_RESERVNUMMER})
# Value sets that are bound as required and that this project does not hold.
_NO_RELATION_SYSTEMS: Final = "http://hl7.no/fhir/CodeSystem/no-basis-"


def _patient_profile(record: PersonRecord, country: Country) -> str | None:
    systems = Counter(each.system for each in _with_person(record))
    if country is Country.NORWAY:
        # The HNR slice asks for a type and an assigner, which an identifier here never has.
        return None if systems[HNR] else f"{NO_BASIS}/no-basis-Patient"
    if country is not Country.SWEDEN or len(record.names) > 1 or record.marital_status is not None:
        return None
    once = all(systems[each] <= 1 for each in _SE_SLICES)
    return f"{SE_BASE}/SEBasePatient" if once else None


def _relative_profile(record: RelativeRecord, country: Country) -> str | None:
    if country is not Country.NORWAY:
        return None  # HL7 Sweden has no profile of RelatedPerson
    bound = any(
        (coding.system or "").startswith(_NO_RELATION_SYSTEMS)
        for relation in record.relationships
        for coding in relation.codings
    )
    return None if bound else f"{NO_BASIS}/no-basis-RelatedPerson"
