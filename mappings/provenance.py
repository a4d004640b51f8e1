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
from typing import Any, Final, cast

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
    made |= {
        "target": [dt.reference_out(record.target)],
        "occurredDateTime": record.occurred_at,
        "occurredPeriod": dt.period_out(record.occurred_during),
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
    return cast("Provenance", dt.without_empty(made))


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
        occurred_during=dt.period_in(provenance.get("occurredPeriod")),
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
    groups: dict[str, tuple[list[Any], list[Any]]] = {}
    for resource in resources:
        identifier = _first(resource.get("identifier"))
        if identifier:
            agents = _agents_of(resource)
            group = f"{is_about_people(resource)} {agents}"
            groups.setdefault(group, (agents, []))[1].append((resource, identifier))
    return [
        _own(agents, made, source, recorded, _entity(document, format_title))
        for agents, made in groups.values()
    ]


def is_own(provenance: Mapping[str, Any]) -> bool:
    """Whether a Provenance is this adapter's: then it is no change, and is never sent on."""
    tags = (provenance.get("meta") or {}).get("tag") or ()
    return any(tag.get("system") == TAG and tag.get("code") == OWN for tag in tags)


def _own(
    agents: list[Any],
    made: list[tuple[Mapping[str, Any], dict[str, Any]]],
    source: Source,
    recorded: Instant,
    entity: list[Any],
) -> Provenance:
    values = sorted(identifier["value"] for _, identifier in made)
    own = source.mint(OWN, repr(entity), "Provenance", repr(agents), *values)
    device = {
        "type": "Device",
        "identifier": {"system": DEVICE, "value": source.installation},
        "display": f"viktigt {MAPPING_VERSION}",
    }
    provenance = {
        "resourceType": "Provenance",
        "meta": _meta([resource for resource, _ in made]),
        "extension": [dt.extension(RECORD_IDENTIFIER, valueIdentifier=dt.identifier_out(own))],
        "target": [
            {"type": resource["resourceType"], "identifier": identifier}
            for resource, identifier in made
        ],
        "recorded": recorded,
        "agent": [_agent("assembler", device, None), *agents],
        "entity": entity,
    }
    return cast("Provenance", dt.without_empty(provenance))


def _meta(resources: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The tag, with the source and the raised labels of what it is about."""
    labels: tuple[Coding, ...] = ()
    origin = None
    for resource in resources:
        meta = resource.get("meta") or {}
        origin = origin or meta.get("source")
        if meta.get("security"):
            labels = raise_labels(labels, dt.codings_in(meta["security"]))
    made = {
        "source": origin,
        "security": [dt.coding_out(label) for label in labels],
        "tag": [{"system": TAG, "code": OWN}],
    }
    return dt.without_empty(made)


def _agents_of(resource: Mapping[str, Any]) -> list[Any]:
    """Who stands behind a resource, as its extensions say."""
    if "extension" not in resource:
        return []
    answers, said = dt.extension_in(resource, ACCOUNTABLE), dt.extension_in(resource, SAID)
    unit = dt.extension_in(answers, "careUnit").get("valueReference")
    writer = dt.extension_in(said, "writer").get("valueReference")
    found = (
        ("custodian", dt.extension_in(answers, "careGiver").get("valueReference"), None),
        ("author", writer or unit, unit if writer else None),
        ("informant", dt.extension_in(said, "speaker").get("valueReference"), None),
        ("enterer", dt.extension_in(said, "askedBy").get("valueReference"), None),
    )
    return [_agent(kind, who, unit) for kind, who, unit in found if who is not None]


def _agent(kind: str, who: object, on_behalf_of: object) -> dict[str, Any]:
    made = {"type": dt.concept(PARTICIPANT_TYPE, kind), "who": who, "onBehalfOf": on_behalf_of}
    return dt.without_empty(made)


def _entity(document: Identifier | None, format_title: str | None) -> list[Any]:
    """The document that the resources were made of; a title alone says what kind it was."""
    what = {
        "identifier": None if document is None else dt.identifier_out(document),
        "display": format_title,
    }
    found = dt.without_empty(what)
    return [{"role": "source", "what": found}] if found else []
