"""Finding a person on a server: matched by national identifier, never made.

The identifier travels in the body of POST _search only, and only for somebody who is enrolled.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from adapter.errors import Withheld
from adapter.policy.life import is_dead
from adapter.policy.protected import grade_of
from adapter.ports import Endpoint
from adapter.usecases import together
from adapter.values import Grade, Ref, Resource, Seen, Why
from mappings.codes import systems
from mappings.fhir.values import Identifier

AT_ONCE: Final = 200  # identifiers in one search
_SAME: Final[Mapping[str, tuple[str, ...]]] = {
    # HL7 Sweden's URI and the RIV-TA OID name the same register; both are in use.
    systems.PERSONNUMMER: (systems.PERSONNUMMER, "urn:oid:1.2.752.129.2.1.3.1"),
    systems.SAMORDNINGSNUMMER: (systems.SAMORDNINGSNUMMER, "urn:oid:1.2.752.129.2.1.3.3"),
}


def find(
    server: Endpoint,
    person: Identifier,
    told: Resource | None = None,
    let_go: Collection[Identifier] = (),
) -> Seen | Why:
    """The one Patient of that identifier, or why there is none to be used.

    `told` is what a document says of the person: a contradiction in birth date or sex means that
    somebody else may be meant.
    """
    try:
        patient = find_all(server, [person], let_go)[person]
    except Withheld:
        return Why.WITHHELD_THERE
    if isinstance(patient, Why) or told is None or not _contradicts(patient.resource, told):
        return patient
    return Why.IDENTITY_UNCONFIRMED


def find_all(
    server: Endpoint, persons: Sequence[Identifier], let_go: Collection[Identifier] = ()
) -> dict[Identifier, Seen | Why]:
    """The same for several people, asked for together.

    Whom the server marks as protected, or as dead, is not to be used, unless a steward `let_go`.
    """
    found: dict[str, dict[str, Seen]] = {}
    for seen in _asked(server, [token for person in persons for token in _tokens(person)]):
        for each in seen.resource.get("identifier") or ():
            held = found.setdefault(f"{each.get('system')}|{each.get('value')}", {})
            held[seen.ref.id] = seen
    # Whether the server really answered the question: some ignore what they don't know.
    return {
        person: _one(
            server,
            {ref: seen for token in _tokens(person) for ref, seen in found.get(token, {}).items()},
            let_go=person in let_go,
        )
        for person in persons
    }


def _tokens(person: Identifier) -> list[str]:
    systems_of = _SAME.get(person.system, (person.system,))
    return [f"{system}|{person.value}" for system in systems_of]


def _asked(server: Endpoint, tokens: Sequence[str]) -> Iterator[Seen]:
    def about(some: Sequence[str]) -> list[Seen]:
        found = server.search("Patient", [("identifier", ",".join(some))])
        return list(together.whole(server.name, found))

    parts, _ = together.ask(about, tokens, AT_ONCE)
    for part in parts:
        yield from part


def _one(server: Endpoint, found: Mapping[str, Seen], *, let_go: bool) -> Seen | Why:
    if not found:
        return Why.PERSON_NOT_THERE
    survivors = {seen.ref: seen for each in found.values() for seen in _survivor(server, each)}
    if len(survivors) != 1:
        return Why.PERSON_AMBIGUOUS
    patient = next(iter(survivors.values()))
    if any(seen.faulty for seen in (*found.values(), patient)):
        return Why.INVALID_RESOURCE  # that it was merged or is protected may stand in what is lost
    return patient if let_go else _waiting(patient, found.values())


def _waiting(patient: Seen, found: Iterable[Seen]) -> Seen | Why:
    """The patient, unless the server says of them, or of who became them, that they wait."""
    if any(is_dead(seen.resource) for seen in (patient, *found)):
        return Why.DECEASED
    return Why.PROTECTED_IDENTITY if is_protected(patient.resource) else patient


def _survivor(server: Endpoint, patient: Seen) -> list[Seen]:
    """The record that a merged one was replaced by, and so on (Patient.link `replaced-by`).

    Nobody where the trail ends in nothing or goes round: then a person must look.
    """
    passed = [patient.ref]
    while (ref := _replaced_by(patient.resource)) is not None:
        following = None if ref in passed else server.read(ref)
        if following is None:
            return []
        patient = following
        passed.append(ref)
    return [patient]


def _replaced_by(patient: Mapping[str, Any]) -> Ref | None:
    for link in patient.get("link") or ():
        kind, _, local = str((link.get("other") or {}).get("reference")).partition("/")
        if link.get("type") == "replaced-by" and kind == "Patient" and local:
            return Ref(kind, local.partition("/")[0])
    return None


def _contradicts(patient: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    pairs = [(patient.get(name), told.get(name)) for name in ("birthDate", "gender")]
    return any(
        there and here and "unknown" not in {there, here} and not _agree(there, here)
        for there, here in pairs
    )


def _agree(one: str, other: str) -> bool:
    """Equal, or one a less precise form of the other (1950 and 1950-09)."""
    return one.startswith(other) or other.startswith(one)


def is_protected(patient: Mapping[str, Any]) -> bool:
    """Whether the person's identity or address is protected, by any of the known marks."""
    return grade_of(patient) is not Grade.NONE
