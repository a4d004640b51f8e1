"""Who stands behind a record <-> Provenance (https://hl7.org/fhir/R4/provenance.html).

Two kinds. An attestation, agreement, disagreement or signature that the source holds is a record
and maps both ways. The account of what this adapter did is only written: it is tagged, left out of
change detection and never sent on. It names who answers for the records (custodian the care giver;
author on behalf of the unit) and whose voice they are (informant, enterer), as SFS 2008:355 ch. 4
and blocks need it. R4's Provenance has neither identifier nor patient: extensions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias, cast

from mappings.codes.systems import (
    ACCOUNTABLE,
    ATTESTATION,
    DEVICE,
    PARTICIPANT_TYPE,
    PLO_CONVERSATION,
    RECORD_IDENTIFIER,
    RECORD_PERSON,
    SAID,
    TAG,
    WORDS,
)
from mappings.codes.tables import by_value
from mappings.fhir import amounts
from mappings.fhir import datatypes as dt
from mappings.fhir.labels import raise_labels
from mappings.fhir.people import is_about_people
from mappings.fhir.primitives import DateTime, Instant
from mappings.fhir.types import Provenance
from mappings.fhir.values import Coding, Concept, Identifier, Period, Reference
from mappings.record import Record, Source
from mappings.record_fhir import common_in, common_out, fields
from mappings.version import MAPPING_VERSION


class Stand(Enum):
    """What the agent did (provenance-participant-type)."""

    ATTESTER = "attester"
    VERIFIER = "verifier"
    AUTHOR = "author"
    INFORMANT = "informant"
    ENTERER = "enterer"
    LEGAL_AUTHENTICATOR = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationRecord(Record):
    """A party's agreement, disagreement or signature under one version of a record."""

    target: Reference
    stand: Stand
    who: Reference
    on_behalf_of: Reference | None = None
    occurred_at: DateTime | None = None
    occurred_during: Period | None = None
    recorded: Instant
    agrees: bool = True
    reason: Concept | None = None
    words: str | None = None


_IDENTIFIER: Final = f"Provenance.extension.where(url='{RECORD_IDENTIFIER}').valueIdentifier"
FIELDS: Final[Mapping[str, str]] = {
    **fields("Provenance"),
    "id": f"{_IDENTIFIER}[0].value",
    "chain": f"{_IDENTIFIER}.where(system='{PLO_CONVERSATION}').value",
    "person": (
        f"Provenance.extension.where(url='{RECORD_PERSON}').valueReference.identifier.value"
    ),
    "target": "Provenance.target[0]",
    "stand": "Provenance.agent[0].type.coding.code",
    "who": "Provenance.agent[0].who",
    "on_behalf_of": "Provenance.agent[0].onBehalfOf",
    "occurred_at": "Provenance.occurredDateTime",
    "occurred_during": "Provenance.occurredPeriod",
    "recorded": "Provenance.recorded",
    "agrees": "Provenance.activity.coding.code",
    "reason": "Provenance.reason[0]",
    "words": f"Provenance.extension.where(url='{WORDS}').valueString",
}
STAND: Final = by_value(FIELDS["stand"], Stand)
OWN: Final = "viktigt"
_AGREES: Final = {True: "agrees", False: "disagrees"}


# -- what the source attests --------------------------------------------------------------------


def attestation_to_fhir(record: AttestationRecord) -> Provenance:
    made = common_out(record, "Provenance")
    made["extension"] = [
        *made.get("extension", ()),
        *_extensions_out(made.pop("identifier"), record),
    ]
    members = {
        "target": [dt.reference_out(record.target)],
        "occurredDateTime": record.occurred_at,
        "occurredPeriod": amounts.period_out(record.occurred_during),
        "recorded": record.recorded,
        "reason": [] if record.reason is None else [dt.concept_out(record.reason)],
        "activity": dt.concept(ATTESTATION, _AGREES[record.agrees]),
        "agent": [
            _agent(
                STAND.to_fhir(record.stand),
                dt.reference_out(record.who),
                dt.reference_out(record.on_behalf_of),
            )
        ],
    }
    return cast("Provenance", dt.filled(made, members))


def attestation_from_fhir(provenance: Provenance) -> AttestationRecord:
    need = dt.Need("an attestation")
    identified: dict[str, Any] = {**provenance, "identifier": identifiers_of(provenance)}
    person = dt.extension_in(provenance, RECORD_PERSON).get("valueReference")
    agent = _first(provenance.get("agent"))
    kind = agent.get("type")
    activity = provenance.get("activity")
    answer = None if activity is None else dt.code_in(ATTESTATION, (activity,))
    return AttestationRecord(
        **common_in(identified, person, "Provenance"),
        target=need(dt.reference_in(_first(provenance.get("target")) or None), FIELDS["target"]),
        stand=STAND.from_fhir(None if kind is None else dt.code_in(PARTICIPANT_TYPE, (kind,))),
        who=need(dt.reference_in(agent.get("who")), FIELDS["who"]),
        on_behalf_of=dt.reference_in(agent.get("onBehalfOf")),
        occurred_at=provenance.get("occurredDateTime"),
        occurred_during=amounts.period_in(provenance.get("occurredPeriod")),
        recorded=need(provenance.get("recorded"), FIELDS["recorded"]),
        agrees=answer != _AGREES[False],
        reason=dt.concept_in(_first(provenance.get("reason")) or None),
        words=dt.extension_in(provenance, WORDS).get("valueString"),
    )


def identifiers_of(provenance: object) -> list[Any]:
    """The business identifiers of a Provenance, which stand in extensions."""
    found = dt.extensions_in(provenance, RECORD_IDENTIFIER)
    return [each["valueIdentifier"] for each in found]


def _extensions_out(identifiers: Iterable[Any], record: AttestationRecord) -> list[Any]:
    made = [dt.extension(RECORD_IDENTIFIER, valueIdentifier=each) for each in identifiers]
    made.append(dt.extension(RECORD_PERSON, valueReference=dt.person_out(record.person)))
    if record.words is not None:
        made.append(dt.extension(WORDS, valueString=record.words))
    return made


def _first(items: Any) -> Any:  # noqa: ANN401  a list of a resource, as JSON
    return items[0] if items else {}


# -- what this adapter did ----------------------------------------------------------------------

_Behind: TypeAlias = dict[str, dict[str, Any]]


class _Group(NamedTuple):
    """What the same people stand behind: types, identifiers and meta of its resources."""

    behind: _Behind
    targets: list[dict[str, Any]]
    metas: list[dict[str, Any]]


def provenances_for(
    resources: Iterable[Mapping[str, Any]],
    source: Source,
    *,
    recorded: Instant,
    document: Identifier | None = None,
    format_title: str | None = None,
) -> list[Provenance]:
    """This adapter's own account of the resources it made out of one document.

    One for all resources with the same people behind them: care giver, unit, speaker, writer and
    who asked; people themselves apart, since they are not always written with the rest.
    `recorded` is the time of recording; `document` and `format_title` name the source.
    """
    groups: dict[object, _Group] = {}
    for resource in resources:
        identifier = _first(resource.get("identifier"))
        if identifier:
            behind = _behind(resource)
            key = (is_about_people(resource), *behind, *map(_told, behind.values()))
            group = groups.get(key)
            if group is None:
                group = groups[key] = _Group(behind, [], [])
            group.targets.append({"type": resource["resourceType"], "identifier": identifier})
            group.metas.append(resource.get("meta") or {})
    entity = _entity(document, format_title)
    return [_own(group, source, recorded, entity) for group in groups.values()]


def is_own(provenance: Mapping[str, Any]) -> bool:
    """Whether a Provenance is this adapter's: then it is no change, and is never sent on."""
    tags = (provenance.get("meta") or {}).get("tag") or ()
    return any(tag.get("system") == TAG and tag.get("code") == OWN for tag in tags)


def _own(group: _Group, source: Source, recorded: Instant, entity: list[Any]) -> Provenance:
    values = sorted(target["identifier"]["value"] for target in group.targets)
    # No two groups of a document share a target.
    own = source.mint(OWN, repr(entity), "Provenance", *values)
    device = {
        "type": "Device",
        "identifier": {"system": DEVICE, "value": source.installation},
        "display": f"viktigt {MAPPING_VERSION}",
    }
    provenance = {
        "resourceType": "Provenance",
        "meta": _meta(group.metas),
        "extension": [dt.extension(RECORD_IDENTIFIER, valueIdentifier=dt.identifier_out(own))],
        "target": group.targets,
        "recorded": recorded,
        "agent": [_agent("assembler", device, None), *_agents(group.behind)],
    }
    if entity:
        provenance["entity"] = entity
    return cast("Provenance", provenance)


def _meta(metas: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The tag, with the source and the raised labels of what it is about."""
    labels: tuple[Coding, ...] = ()
    made: dict[str, Any] = {"tag": [{"system": TAG, "code": OWN}]}
    for meta in metas:
        if "source" in meta:
            made.setdefault("source", meta["source"])
        if "security" in meta:
            labels = raise_labels(labels, dt.codings_in(meta["security"]))
    if labels:
        made["security"] = [dt.coding_out(label) for label in labels]
    return made


def _behind(resource: Mapping[str, Any]) -> _Behind:
    """Who stands behind a resource, by the name that its extensions have for it."""
    found: _Behind = {}
    for held in resource.get("extension") or ():
        if held.get("url") in (ACCOUNTABLE, SAID):
            for part in held.get("extension") or ():
                who = part.get("valueReference")
                if who is not None:
                    found[part["url"]] = who
    return found


def _told(who: dict[str, Any]) -> tuple[object, ...]:
    """What tells a reference from others."""
    identifier = who.get("identifier") or {}
    return identifier.get("system"), identifier.get("value"), who.get("display")


def _agents(behind: _Behind) -> list[Any]:
    unit, writer = behind.get("careUnit"), behind.get("writer")
    found = (
        ("custodian", behind.get("careGiver"), None),
        ("author", writer or unit, unit if writer else None),
        ("informant", behind.get("speaker"), None),
        ("enterer", behind.get("askedBy"), None),
    )
    return [_agent(kind, who, unit) for kind, who, unit in found if who is not None]


def _agent(kind: str, who: object, on_behalf_of: object) -> dict[str, Any]:
    made = {"type": dt.concept(PARTICIPANT_TYPE, kind), "who": who}
    return made if on_behalf_of is None else {**made, "onBehalfOf": on_behalf_of}


def _entity(document: Identifier | None, format_title: str | None) -> list[Any]:
    """The document that the resources were made of; a title alone says what kind it was."""
    what = {
        "identifier": None if document is None else dt.identifier_out(document),
        "display": format_title,
    }
    found = dt.without_empty(what)
    return [{"role": "source", "what": found}] if found else []
