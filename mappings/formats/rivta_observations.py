"""RIV-TA GetObservations 1.1 response → measurements, with the person and who measured.

clinicalprocess:healthcond:basic 1.1; version 1.2 adds ivl_pq to the same namespace. A group names
the patient, who performed, who vouches, and its source system; what it says holds for each of its
observations, and is accounted for at the first that stands.
    observation       Observation (rivta.observed)     performerRole   Observation.performer,
    patient           Patient, read to be matched                      PractitionerRole
    careUnit          block keys, performer            careGiver       block keys
An observation that can't be read takes only itself down, a patient that can't only the group.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from mappings import self_monitoring
from mappings.account import Account, Reason, Section
from mappings.errors import RecordRefused
from mappings.fhir.primitives import Uri
from mappings.fhir.values import Identifier, SourceText
from mappings.formats.rivta import observed, participant, patient, performer
from mappings.formats.rivta.answer import (
    II,
    RESULT,
    Shape,
    again,
    close,
    open_answer,
    refuse_whole,
    result_is_ok,
    text_at,
    texts,
)
from mappings.formats.rivta.origin import Document as Origins
from mappings.formats.rivta.origin import Origin
from mappings.formats.rivta.person import envelope_of
from mappings.formats.rivta.values import approval, identifier, source_uri
from mappings.record import Accountable, Document, Record, Source
from mappings.redacted import Redacted
from mappings.self_monitoring import MeasurementRecord
from mappings.tree import Node

RESPONSE: Final = "GetObservationsResponse"
SHAPE: Final[Shape] = {
    "observationGroup*": {
        "patient": patient.SHAPE,
        "performerRole": performer.SHAPE,
        "legalAuthenticator": participant.AUTHENTICATOR,
        "additionalParticipant*": participant.PARTICIPANT,
        "sourceSystem": {"id": II},
        "observation*": observed.SHAPE,
    },
    "result": RESULT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read(Redacted):
    """What an observation says by itself, before its group is read."""

    section: Section
    id: Identifier
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner(Redacted):
    """The source system of a group: what its own identifiers belong to."""

    name: str
    uri: Uri | None

    def origins(self, source: Source, key: str) -> Origins:
        return Origins(source=source, owner=self.name, uri=self.uri, key=key)


def read(tree: Node, source: Source, account: Account) -> Document:
    """Read one response; raises DocumentRefused for a Fault, an ERROR, or another document."""
    answer = open_answer(tree, account, RESPONSE)
    # Version 1 of the contract has no result; where one stands it is believed.
    complete = answer.node.child("result") is None or result_is_ok(account.section(answer.node, {}))
    groups = answer.node.all("observationGroup")
    repeated = again((node for group in groups for node in group.all("observation")), _key, _said)
    records: list[Record] = []
    doubts: list[Identifier] = []
    for group in groups:
        section = account.section(group, self_monitoring.FIELDS)
        records += _group_or_nothing(section, source, repeated, doubts)
    close(account, answer.node, SHAPE, "Observation")
    envelope = envelope_of(records, doubts, answer.complete(complete))
    return Document(records=tuple(records), issues=tuple(account.issues), envelope=envelope)


def _key(observation: Node) -> str:
    root = text_at(observation, "id", "root")
    extension = text_at(observation, "id", "extension")
    return f"{root.lower()}\x1e{extension}" if root else ""


def _said(observation: Node) -> list[tuple[str, str]]:
    """What an observation says, with what its group says of it."""
    group = observation.parent
    around = (
        [] if group is None else [node for node in group.children if node.name != "observation"]
    )
    return [text for node in (observation, *around) for text in texts(node)]


# -- a group ------------------------------------------------------------------------------------


def _group_or_nothing(
    section: Section, source: Source, repeated: dict[int, bool], doubts: list[Identifier]
) -> tuple[Record, ...]:
    if _is_repeated(section, repeated):
        section.drop_whole(Reason.REPEATED)
        return ()
    found: list[_Read] = []
    try:
        owner = _owner(section, source)
        found += _observations(section, owner, source, repeated)
        origins = owner.origins(source, _anchor(section, found))
        return _group(section, found, origins, doubts)
    except RecordRefused as refused:
        for each in found:
            section.account.refuse_into(each.section.target, refused.issue.rule)
        refuse_whole(section, refused.issue)
        return ()


def _is_repeated(section: Section, repeated: dict[int, bool]) -> bool:
    """Whether all of a group stands in the answer once more, word for word."""
    nodes = section.node.all("observation")
    return bool(nodes) and all(repeated.get(id(node)) for node in nodes)


def _owner(section: Section, source: Source) -> _Owner:
    """The source system; raises RecordRefused when nothing names it."""
    part = section.child("sourceSystem")
    own = None if part is None else part.child("id")
    found = None if own is None else identifier(own, "source", None)
    if found is not None:
        return _Owner(name=found.value, uri=source_uri(found))
    if source.system is not None:
        return _Owner(name=source.system, uri=None)
    expected = "the id of the source system, with an OID as root"
    raise RecordRefused(section.issue("sourceSystem/id", "source", expected, "rivta.source-system"))


def _anchor(section: Section, found: list[_Read]) -> str:
    """What tells a group from others: an observation of it, never the person."""
    if not found:
        expected = "an observation that can be read"
        raise RecordRefused(section.issue("observation", "id", expected, "rivta.observation.none"))
    return min(each.id.value for each in found)


def _group(
    section: Section, found: list[_Read], origins: Origins, doubts: list[Identifier]
) -> tuple[Record, ...]:
    section.target.bind(found[0].id.value)
    owner, zone = origins.owner, origins.zone
    about = Origin(
        document=origins,
        person=patient.identified(section, doubts),
        accountable=performer.accountable(section, owner),
    )
    about_whom = patient.patient(section, about)
    performed = performer.performed(section, about, owner)
    took_part = participant.participants(section, owner, zone)
    shared = {
        "performers": performed.performers,
        "participants": took_part,
        "device": next((each.device for each in took_part if each.device is not None), None),
        **participant.verified(section, owner, zone),
    }
    first = tuple(section.target.texts)
    records = [
        _measurement(each, about, shared, () if at else first) for at, each in enumerate(found)
    ]
    return (about_whom, *(() if performed.record is None else (performed.record,)), *records)


def _measurement(
    read_: _Read, about: Origin, shared: dict[str, Any], texts: tuple[SourceText, ...]
) -> MeasurementRecord:
    # The time a record was made is what a time-limited block is compared with.
    made = read_.fields["recorded_at"]
    keys = (
        about.accountable
        if made is None
        else replace(about.accountable or Accountable(), comparison_time=made)
    )
    return MeasurementRecord(
        **{**about.common(), "accountable": keys, **shared, **read_.fields},
        id=read_.id,
        source_texts=(*read_.section.target.texts, *texts),
    )


# -- its observations ---------------------------------------------------------------------------


def _observations(
    group: Section, owner: _Owner, source: Source, repeated: dict[int, bool]
) -> Iterator[_Read]:
    for node in group.node.all("observation"):
        section = group.account.section(node, self_monitoring.FIELDS)
        if repeated.get(id(node)):
            section.drop_whole(Reason.REPEATED)
            continue
        try:
            yield _observation(section, owner, source, ambiguous=id(node) in repeated)
        except RecordRefused as refused:
            refuse_whole(section, refused.issue)


def _observation(section: Section, owner: _Owner, source: Source, *, ambiguous: bool) -> _Read:
    part = section.child("id")
    own = None if part is None else identifier(part, "source_ids", owner.name)
    if own is None or ambiguous:
        expected = "an id of its own, root and extension"
        raise RecordRefused(
            section.issue("id/root", "source_ids", expected, "rivta.observation.id")
        )
    origins = owner.origins(source, "observations")
    record_id = origins.mint("observation", own.system, own.value)
    section.target.bind(record_id.value)
    fields = observed.facts(section, owner.name, origins.zone)
    fields |= {"source_ids": (own,), "labels": (approval(section),)}
    return _Read(section=section, id=record_id, fields=fields)
