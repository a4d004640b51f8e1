"""What the profiles of IHE BALP 1.1.4 ask of an AuditEvent, written down from their definitions.

https://profiles.ihe.net/ITI/BALP/artifacts.html. Returned is what is missing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

DCM = "http://dicom.nema.org/resources/ontology/DCM"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
SOURCE, DESTINATION = "110153", "110152"
DATA_ROLES = {"3", "4", "20"}  # RestObjectRoles

# profile: action, interactions, role of the client, role of the server
REST: Mapping[str, tuple[str, set[str], str, str]] = {
    "PatientCreate": ("C", {"create"}, SOURCE, DESTINATION),
    "PatientUpdate": ("U", {"update"}, SOURCE, DESTINATION),
    "PatientDelete": ("D", {"delete"}, SOURCE, DESTINATION),
    "PatientRead": ("R", {"read", "vread"}, DESTINATION, SOURCE),
    "PatientQuery": ("E", {"search", "search-type", "search-system"}, SOURCE, DESTINATION),
}
DISCLOSURE = {
    "PrivacyDisclosure.Source": ("110106", "R", SOURCE),
    "PrivacyDisclosure.Recipient": ("110107", "C", DESTINATION),
}


def profile_of(event: Mapping[str, Any]) -> str | None:
    for url in (event.get("meta") or {}).get("profile", ()):
        return str(url).removeprefix(
            "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
        )
    return None


def missing(event: Mapping[str, Any]) -> list[str]:
    """What the profile that an event claims asks for, and it has not."""
    profile = profile_of(event)
    assert profile is not None
    return list(_rest(event, profile) if profile in REST else _disclosure(event, profile))


def _rest(event: Mapping[str, Any], profile: str) -> Iterator[str]:
    action, interactions, client, server = REST[profile]
    if event["type"] != {"system": f"{TERMINOLOGY}/audit-event-type", "code": "rest"}:
        yield "type"
    told = {(each["system"], each["code"]) for each in event["subtype"]}
    if not told & {("http://hl7.org/fhir/restful-interaction", each) for each in interactions}:
        yield "subtype"
    yield from [] if event["action"] == action else ["action"]
    yield from [] if event["outcome"] == "0" else ["outcome"]
    yield from _agents(event, client, server)
    users = [each for each in event["agent"] if each["requestor"]]
    if len(users) > 1 or any("network" in each for each in users):
        yield "agent:user"
    yield from _patient(event)
    data = [each for each in event["entity"] if each["type"]["code"] == "2"]
    if profile == "PatientQuery":
        if [(each["role"]["code"], "what" in each) for each in data] != [("24", False)]:
            yield "entity:query"
        elif not data[0]["query"]:
            yield "entity:query.query"
    elif len(data) != 1 or data[0]["role"]["code"] not in DATA_ROLES or "what" not in data[0]:
        yield "entity:data"


def _disclosure(event: Mapping[str, Any], profile: str) -> Iterator[str]:
    kind, action, own = DISCLOSURE[profile]
    yield from [] if event["type"] == {"system": DCM, "code": kind} else ["type"]
    yield from [] if event["action"] == action else ["action"]
    disclose = {"system": f"{TERMINOLOGY}/iso-21089-lifecycle", "code": "disclose"}
    yield from [] if disclose in event["subtype"] else ["subtype"]
    yield from _agents(event, SOURCE, DESTINATION)
    observer = event["source"]["observer"]
    if [each["who"] for each in event["agent"] if _role(each) == own] != [observer]:
        yield "val-audit-source"
    yield from _patient(event)
    yield from [] if len(event["entity"]) > 1 else ["entity"]


def _role(agent: Mapping[str, Any]) -> str | None:
    (coding,) = agent["type"]["coding"]
    return coding["code"] if coding["system"] == DCM else None


def _agents(event: Mapping[str, Any], *roles: str) -> Iterator[str]:
    for role in roles:
        held = [each for each in event["agent"] if _role(each) == role]
        if len(held) != 1 or not held[0]["who"] or not held[0]["network"]["address"]:
            yield f"agent {role}"


def _patient(event: Mapping[str, Any]) -> Iterator[str]:
    held = [each for each in event["entity"] if each["type"]["code"] == "1"]
    if len(held) != 1 or held[0]["role"]["code"] != "1" or held[0]["what"]["type"] != "Patient":
        yield "entity:patient"
