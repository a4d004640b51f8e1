"""The patient of a GetObservations group → Patient, read to be matched and never made.

PatientType of clinicalprocess:healthcond:basic 1.1. A date of birth or a sex that the identifier
contradicts takes the whole group: nobody knows which of the two persons was meant.
"""

from dataclasses import replace
from typing import Final

from mappings import national_ids, people
from mappings.account import Reason, Section
from mappings.errors import RecordRefused, Unreadable
from mappings.fhir.primitives import Code, Date
from mappings.fhir.values import Identifier, Name
from mappings.formats import times
from mappings.formats.rivta.answer import CV, II, ZONE, Shape
from mappings.formats.rivta.origin import Origin
from mappings.formats.rivta.person import person_of
from mappings.people import PersonRecord

SHAPE: Final[Shape] = {"id": II, "name": {}, "dateOfBirth": {}, "gender": CV}
# KV Kön, OID 1.2.752.129.2.2.1.1: 9, not applicable, is no gender that is known.
GENDER_SYSTEM: Final = "1.2.752.129.2.2.1.1"
GENDERS: Final = {"0": "unknown", "1": "male", "2": "female", "9": "unknown"}


def identified(section: Section, doubts: list[Identifier]) -> Identifier:
    own = section.child("patient")
    part = None if own is None else own.child("id")
    if part is None:
        expected = "whom the observations are about"
        raise RecordRefused(section.issue("patient/id", "person", expected, "rivta.patient"))
    return person_of(part, "extension", "root", "person", doubts)


def patient(section: Section, about: Origin) -> PersonRecord:
    """Read the patient, to be matched; raises RecordRefused when it contradicts its identifier."""
    part = (section.child("patient") or section).open(people.FIELDS)
    record_id = about.mint("person")
    part.target.bind(record_id.value)
    born = part.take("dateOfBirth", "birth_date", _date)
    gender = _gender(part)
    if national_ids.contradicts(about.person, born=born, gender=gender):
        expected = "the date of birth and the sex that the identifier says"
        issue = part.issue("dateOfBirth", "birth_date", expected, "rivta.patient.contradiction")
        part.account.refuse_into(part.target, issue.rule)
        raise RecordRefused(issue)
    name = part.take("name", "names.text", str.strip)
    # Where somebody is a patient says who cares for them: that is for the observations to say.
    return PersonRecord(
        **replace(about, accountable=None).common(),
        id=record_id,
        identifiers=(about.person,),
        names=() if name is None else (Name(text=name),),
        birth_date=born,
        gender=gender,
        source_texts=tuple(part.target.texts),
    )


def _date(text: str) -> Date:
    return times.either(text, ZONE).date


def _gender(part: Section) -> Code | None:
    code = part.child("gender")
    if code is None:
        return None
    system = code.take("codeSystem", "gender", _gender_system)
    found = code.take("code", "gender", _gender_code) if system else code.keep("code")
    code.drop("displayName", Reason.DISPLAY_ONLY)
    code.keep("originalText")
    code.drop("codeSystemName", Reason.DISPLAY_ONLY)
    code.drop("codeSystemVersion", Reason.ROUTING)
    return found if system else None


def _gender_system(text: str) -> str:
    if text.strip() != GENDER_SYSTEM:
        raise Unreadable("the OID of KV Kön", "rivta.gender")
    return GENDER_SYSTEM


def _gender_code(text: str) -> Code:
    gender = GENDERS.get(text.strip())
    if gender is None:
        raise Unreadable(f"one of {', '.join(GENDERS)}", "rivta.gender")
    return gender
