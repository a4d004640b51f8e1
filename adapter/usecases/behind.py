"""Who stands behind records on a server: whose they are, and whether somebody signed them.

Read from Provenance, for many records with one search (https://hl7.org/fhir/R4/provenance.html).
What a signed record says is its owner's alone, also where a route shares it (patientdatalagen
2008:355, 3 kap. 10 and 14 §§).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from adapter.errors import Refused
from adapter.ports import Endpoint
from adapter.sync.carry import Describe, literal_ref
from adapter.usecases import together
from adapter.values import Ref, Resource, Seen
from mappings.codes.systems import ACCOUNTABLE
from mappings.fhir import datatypes as dt
from mappings.redacted import Redacted

AT_ONCE: Final = 500  # records that one search names
_NO_SUCH_SEARCH: Final = frozenset({400, 404, 405, 501})
_CUSTODIAN: Final = "custodian"
# As FHIR names them (provenance-agent-type), and as HL7 v3 does (ParticipationType).
_SIGNS: Final = frozenset({"verifier", "attester", "legal", "VRF", "AUTHEN", "LA"})


@dataclass(frozen=True, slots=True)
class Behind(Redacted):
    """Who answers for a record, by identifier value, and whether somebody signed it."""

    custodians: frozenset[str] = frozenset()
    signed: bool = False


NOBODY: Final = Behind()


def behind(
    server: Endpoint, base: str, records: Sequence[Ref], describe: Describe
) -> dict[Ref, Behind]:
    """Who stands behind some records, as far as that server knows."""

    def about(some: Sequence[Ref]) -> list[Seen]:
        query = [("target", ",".join(map(str, some)))]
        return list(together.whole(server.name, server.search("Provenance", query)))

    try:
        parts, _ = together.ask(about, records, AT_ONCE)
    except Refused as error:
        if error.status not in _NO_SUCH_SEARCH:
            raise
        return {}  # the server holds no Provenance
    found: dict[Ref, Behind] = {}
    for part in parts:
        for seen in part:
            for target in seen.resource.get("target") or ():
                ref = literal_ref(target.get("reference"), base)
                if ref is not None:
                    known = found.get(ref, NOBODY)
                    joined = _joined(known, seen.resource, base, describe)
                    # What can't be read of it may be a signature.
                    found[ref] = replace(joined, signed=joined.signed or seen.faulty)
    return found


def custodian_of(resource: Mapping[str, Any]) -> str | None:
    """The care giver that the record itself says answers for it."""
    giver = dt.extension_in(dt.extension_in(resource, ACCOUNTABLE), "careGiver")
    identifier = (giver.get("valueReference") or {}).get("identifier") or {}
    value = identifier.get("value")
    return value if isinstance(value, str) else None


def _joined(known: Behind, provenance: Resource, base: str, describe: Describe) -> Behind:
    agents = [(_roles(agent), agent) for agent in provenance.get("agent") or ()]
    custodians = {
        value
        for roles, agent in agents
        if _CUSTODIAN in roles
        for value in _values(agent.get("who") or {}, base, describe)
    }
    signs = any(roles & _SIGNS for roles, _ in agents)
    return Behind(known.custodians | custodians, known.signed or signs)


def _roles(agent: Mapping[str, Any]) -> set[str]:
    held = [agent.get("type") or {}, *(agent.get("role") or ())]
    return {coding.get("code") for each in held for coding in each.get("coding") or ()}


def _values(who: Mapping[str, Any], base: str, describe: Describe) -> Iterable[str]:
    """The identifier of whoever is meant, looked up where only the server's own id is given."""
    ref = literal_ref(who.get("reference"), base)
    described = who if ref is None else {**(describe(ref) or {}), **who}
    identifier = described.get("identifier") or {}
    return _only(identifier.get("value"))


def _only(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
