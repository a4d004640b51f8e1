"""Whom a message is about: the identifier to match by, and what speaks against it.

The first identifier that keeps the rule of its type, else the first; without any, one that is
known only inside this conversation. A date of birth that the identifier denies refuses the message;
what else leaves a doubt holds it until a person has looked.
HIS 80601 MsgHead · Volven 8116
"""

from collections.abc import Iterator

from mappings.codes.number_rules import Check
from mappings.errors import DocumentRefused
from mappings.fhir.primitives import Date
from mappings.fhir.values import Identifier
from mappings.formats.plo.codes import GENDERS, PRODUCTION
from mappings.formats.plo.opening import Message
from mappings.formats.plo.parties import identifiers_of
from mappings.formats.plo.reading import issue_at, peek_time, said
from mappings.national_ids import check, contradicts, is_synthetic
from mappings.record import Environment, HoldReason, MessageStatus, Source
from mappings.tree import Node


def person_of(
    message: Message, source: Source, key: tuple[str, str], owner: str, on: Date | None
) -> Identifier:
    """The patient's identifier; raises DocumentRefused when it contradicts the date of birth."""
    patient = message.info.child("Patient")
    born = _born(patient, source.zone or "Europe/Oslo")
    found = identifiers_of(patient, owner, born=born, on=on)
    valid = [each for each in found if check(each) is Check.VALID]
    person = next(iter((*valid, *found)), None) or source.mint(*key, "somebody")
    date = None if patient is None else patient.child("DateOfBirth")
    if date is not None and contradicts(person, born=born):
        expected = "the date of birth that the identifier says"
        rule, target = "identity.birth-date", "Patient.birthDate"
        raise DocumentRefused([issue_at(date, rule, expected, target=target)])
    return person


def _born(patient: Node | None, zone: str) -> Date | None:
    time = peek_time(None if patient is None else patient.child("DateOfBirth"), zone)
    return None if time is None else time.text[:10]


def refuse_nobody(message: Message, status: MessageStatus) -> None:
    """A message needs a patient; a cancellation is about its conversation."""
    if message.info.child("Patient") is None and status is not MessageStatus.CANCEL:
        raise DocumentRefused([issue_at(message.info, "plo.patient", "a Patient")])


def refuse_test(
    message: Message, source: Source, person: Identifier, processing: str | None
) -> None:
    """Refuse test persons and test traffic where the installation is no test."""
    if source.environment is Environment.PRODUCTION and (
        is_synthetic(person) or processing not in (None, PRODUCTION)
    ):
        expected = "a real person in production traffic: this installation takes no tests"
        raise DocumentRefused([issue_at(message.info, "plo.test", expected)])


def doubts(message: Message, person: Identifier, owner: str) -> Iterator[HoldReason]:
    """Whether somebody must look before the patient is taken for who the message says."""
    patient = message.info.child("Patient")
    (sex,) = said(patient, "Sex")
    unknown = not identifiers_of(patient, owner)
    other = contradicts(person, gender=GENDERS.get((sex or "").strip()))
    if unknown or other or check(person) is Check.INVALID:
        yield HoldReason.IDENTITY_UNCONFIRMED
