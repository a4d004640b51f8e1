"""What happened as AuditEvents in the shapes of IHE BALP (https://profiles.ihe.net/ITI/BALP).

create, update, merge, delete   PatientCreate, PatientUpdate, PatientDelete; and, where data went to
                                the other party, PrivacyDisclosure.Source and .Recipient
query, match, watch, read       PatientQuery, PatientRead
export                          PrivacyDisclosure.Source
withhold, recall, erase         no profile has them: nothing was sent. A recall is a copy that is to
                                be withdrawn (what asks for it is told as a create), an erasure
                                is of what this installation held
Only what is known to be done claims its profile: they are for success. No user: a job has none.
The query is told without the national identifier that it named.
"""

import base64
from collections.abc import Iterator
from typing import Final

from adapter.audit.happened import Happened, Party
from adapter.values import Measure, Resource, Stage
from mappings.codes.systems import DEVICE, code_system, naming_system

MEASURE: Final = code_system("audit-measure")
PURPOSE: Final = code_system("audit-purpose")
HANDLE: Final = naming_system("person-handle")

_PROFILE: Final = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit"
_TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem"
_DCM: Final = "http://dicom.nema.org/resources/ontology/DCM"
_RESTFUL: Final = "http://hl7.org/fhir/restful-interaction"
_REST: Final = {"system": f"{_TERMINOLOGY}/audit-event-type", "code": "rest"}
_DISCLOSE: Final = {"system": f"{_TERMINOLOGY}/iso-21089-lifecycle", "code": "disclose"}
_DESTROY: Final = {"system": f"{_TERMINOLOGY}/iso-21089-lifecycle", "code": "destroy"}
_SOURCE, _DESTINATION = "110153", "110152"
_EXPORT, _IMPORT = "110106", "110107"
_URI, _MACHINE = "5", "1"

# measure: action, interaction, profile
_SHAPES: Final = {
    Measure.CREATE: ("C", "create", "PatientCreate"),
    Measure.UPDATE: ("U", "update", "PatientUpdate"),
    Measure.MERGE: ("U", "update", "PatientUpdate"),
    Measure.DELETE: ("D", "delete", "PatientDelete"),
    Measure.READ: ("R", "read", "PatientRead"),
    Measure.QUERY: ("E", "search-type", "PatientQuery"),
    Measure.MATCH: ("E", "search-type", "PatientQuery"),
    Measure.WATCH: ("E", "search-type", "PatientQuery"),
}
_AT_HOME: Final = frozenset({Measure.RECALL, Measure.ERASE})
_OWN: Final = frozenset({Measure.MERGE, Measure.MATCH, Measure.WATCH})
_ASKS: Final = frozenset({Measure.QUERY, Measure.MATCH, Measure.WATCH})
_CARRIES: Final = frozenset({Measure.CREATE, Measure.UPDATE})
# https://hl7.org/fhir/R4/valueset-audit-event-outcome.html
_OUTCOMES: Final = {
    Stage.DISCLOSED: "0",
    Stage.NOT_DISCLOSED: "8",
    Stage.UNKNOWN: "4",
    Stage.ABOUT_TO: "4",
}


def events(each: Happened) -> Iterator[Resource]:
    """All AuditEvents of one interaction."""
    if each.measure is Measure.EXPORT:
        yield _exported(each)
    elif each.measure is Measure.WITHHOLD:
        yield _withheld(each)
    elif each.measure in _AT_HOME:
        yield _at_home(each)
    else:
        yield _rest(each)
        if each.measure in _CARRIES and each.stage is not Stage.NOT_DISCLOSED:
            yield from _disclosures(each)


# -- the interaction ----------------------------------------------------------------------------


def _rest(each: Happened) -> Resource:
    action, interaction, profile = _SHAPES[each.measure]
    subtypes = [{"system": _RESTFUL, "code": interaction}]
    subtypes += [_measure(each)] if each.measure in _OWN else []
    # The server is the source of what is read from it (and the client of a question).
    client, server = (
        (_DESTINATION, _SOURCE) if each.measure is Measure.READ else (_SOURCE, _DESTINATION)
    )
    told = _event(each, "rest", _REST, action, subtypes)
    told["agent"] = [_agent(client, _us(each), _here(each)), *_served(each, server), *_users(each)]
    told["source"] = _observed(_us(each))
    data = [_query(each)] if each.measure in _ASKS else _data(each)
    told["entity"] = [_patient(each), *data]
    if each.stage is Stage.DISCLOSED and each.party is not None and data and len(each.by) <= 1:
        told["meta"] = {"profile": [f"{_PROFILE}.{profile}"]}
    return told


def _served(each: Happened, role: str) -> list[Resource]:
    return [] if each.party is None else [_agent(role, _who(each.party), _at(each.party, each))]


def _users(each: Happened) -> list[Resource]:
    """Who decided on what is written: the author."""
    kind = {"system": f"{_TERMINOLOGY}/v3-ParticipationType", "code": "AUT"}
    return [
        {"type": {"coding": [kind]}, "who": {"identifier": {"value": user}}, "requestor": True}
        for user in each.by
    ]


def _query(each: Happened) -> Resource:
    asked = (
        f"Patient?identifier={each.person}"
        if each.patient is None
        else f"patient=Patient/{each.patient}"
    )
    return {
        "type": _coding("audit-entity-type", "2"),
        "role": _coding("object-role", "24"),
        "query": base64.b64encode(asked.encode()).decode(),
    }


# -- disclosures --------------------------------------------------------------------------------


def _disclosures(each: Happened) -> Iterator[Resource]:
    """Both sides of a crossing: who let it go, and who got it."""
    source, recipient = each.job.other(each.side), each.party
    if source is None or recipient is None:
        return
    agents = [
        _agent(_SOURCE, _who(source), _at(source, each)),
        _agent(_DESTINATION, _who(recipient), _at(recipient, each)),
        *_users(each),
    ]
    for suffix, kind, action, party in (
        ("Source", _EXPORT, "R", source),
        ("Recipient", _IMPORT, "C", recipient),
    ):
        told = _event(each, suffix.lower(), {"system": _DCM, "code": kind}, action, [_DISCLOSE])
        told |= {"agent": agents, "source": _observed(_who(party))}
        told["entity"] = [_patient(each), *_data(each)]
        if each.stage is Stage.DISCLOSED:
            told["meta"] = {"profile": [f"{_PROFILE}.PrivacyDisclosure.{suffix}"]}
        yield told


def _exported(each: Happened) -> Resource:
    """Data that left as a file: who holds it then is not known to us."""
    kind = {"system": _DCM, "code": _EXPORT}
    told = _event(each, "export", kind, "R", [_DISCLOSE, _measure(each)])
    recipient = {"display": str(each.about.get("recipient"))}
    told["agent"] = [
        _agent(_SOURCE, _us(each), _here(each)),
        _agent(_DESTINATION, recipient, _here(each)),
    ]
    told["source"] = _observed(_us(each))
    file = {"system": "urn:ietf:rfc3986", "value": f"urn:hash:sha256:{each.about.get('sha256')}"}
    told["entity"] = [_patient(each), _object({"identifier": file}), *_data(each)]
    if each.stage is Stage.DISCLOSED:
        told["meta"] = {"profile": [f"{_PROFILE}.PrivacyDisclosure.Source"]}
    return told


def _withheld(each: Happened) -> Resource:
    # That it was held back is what was to be done, and it was.
    return {**_at_home(each), "outcome": "0", "outcomeDesc": each.why or each.stage.value}


def _at_home(each: Happened) -> Resource:
    """What this installation did with what is its own, and with nobody else."""
    subtypes = [_DESTROY] if each.measure is Measure.ERASE else []
    action = "D" if each.measure is Measure.ERASE else "E"
    told = _event(each, each.measure.value, _measure(each), action, subtypes)
    told["agent"] = [_agent(_SOURCE, _us(each), _here(each)), *_users(each)]
    told |= {"source": _observed(_us(each)), "entity": [_patient(each), *_data(each)]}
    return told


# -- the parts ----------------------------------------------------------------------------------


def _event(
    each: Happened, part: str, kind: Resource, action: str, subtypes: list[Resource]
) -> Resource:
    told: Resource = {
        "resourceType": "AuditEvent",
        "id": f"{each.number}-{part}",
        "type": kind,
        "subtype": subtypes,
        "action": action,
        "period": {"start": each.began, "end": each.ended},
        "recorded": each.ended or each.began,
        "outcome": _OUTCOMES[each.stage],
        "outcomeDesc": each.stage.value if each.why is None else f"{each.stage.value}: {each.why}",
        "purposeOfEvent": [
            {"coding": [{"system": PURPOSE, "code": each.job.purpose}], "text": each.job.basis}
        ],
    }
    if each.ended is None:
        del told["period"]["end"]
    if not subtypes:
        del told["subtype"]
    return told


def _measure(each: Happened) -> Resource:
    return {"system": MEASURE, "code": each.measure.value}


def _coding(system: str, code: str) -> Resource:
    return {"system": f"{_TERMINOLOGY}/{system}", "code": code}


def _agent(role: str, who: Resource, network: Resource) -> Resource:
    kind = {"coding": [{"system": _DCM, "code": role}]}
    return {"type": kind, "who": who, "requestor": False, "network": network}


def _observed(who: Resource) -> Resource:
    return {"observer": who, "type": [_coding("security-source-type", "4")]}


def _us(each: Happened) -> Resource:
    identifier = {"system": DEVICE, "value": each.job.installation}
    return {"identifier": identifier, "display": f"viktigt {each.job.program}"}


def _here(each: Happened) -> Resource:
    return {"address": each.job.host, "type": _MACHINE}


def _who(party: Party) -> Resource:
    if party.value is None:
        return {"display": party.name}
    return {"identifier": {"system": party.system, "value": party.value}, "display": party.name}


def _at(party: Party, each: Happened) -> Resource:
    return {"address": party.address, "type": _URI} if party.is_server else _here(each)


def _patient(each: Happened) -> Resource:
    """The person, by the server's own id where it is known, and by the local handle."""
    what: Resource = {
        "type": "Patient",
        "identifier": {"system": HANDLE, "value": each.person},
    }
    if each.patient is not None:
        what["reference"] = _absolute(f"Patient/{each.patient}", each)
    kind, role = _coding("audit-entity-type", "1"), _coding("object-role", "1")
    return {"what": what, "type": kind, "role": role}


def _data(each: Happened) -> list[Resource]:
    return [_object(_what(name, each)) for name in each.what]


def _object(what: Resource) -> Resource:
    kind, role = _coding("audit-entity-type", "2"), _coding("object-role", "4")
    return {"what": what, "type": kind, "role": role}


def _what(name: str, each: Happened) -> Resource:
    """A reference to a version, a record by its business identifier, or only a type."""
    kind, bar, rest = name.partition("|")
    if bar:
        system, _, value = rest.partition("|")
        return {"type": kind, "identifier": {"system": system, "value": value}}
    kind, slash, _ = name.partition("/")
    if slash:
        return {"type": kind, "reference": _absolute(name, each)}
    return {"type": kind, "display": kind}


def _absolute(reference: str, each: Happened) -> str:
    party = each.party
    if party is None or not party.is_server:
        return reference
    return f"{party.address.rstrip('/')}/{reference}"
