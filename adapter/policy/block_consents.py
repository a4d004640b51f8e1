"""Consent → Block: a spärr as the profile ConsentBlockSE 2.0.2 of Cambio has it.

    category        SNOMED CT 416409005 inner, 416308001 outer block; beside LOINC 59284-0
    provision       deny; .period is when the block is in force, .dataPeriod when what it hides
                    was written, .actor who set it (GRANTOR) and who registered it (PRIMAUTH)
    .provision      permit: for the organisation whose data it hides (GRANTEE); or for the
                    information types lak and upp (class)
A block may only be read whole. One that says anything else covers everything of the person: to
leave out an element of a Consent is to allow what was forbidden.
https://fhir.cambio.se/StructureDefinition/ConsentBlockSE, https://hl7.org/fhir/R4/consent.html
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from adapter.policy.blocks import MAY_BE_EXCEPTED, ZONE, same
from adapter.policy.spans import span_of
from adapter.values import Block, Grantor
from mappings.codes.systems import CONSENT_SCOPE, SNOMED, V3_ROLE_CODE
from mappings.fhir import datatypes as dt

INNER: Final = "416409005"
OUTER: Final = "416308001"
INFORMATION: Final = "urn:riv:informationsecurity:authorization:blocking:4:informationtypeidvalue"
_ENDED: Final = frozenset({"inactive", "rejected", "entered-in-error"})
_CONSENT: Final = frozenset(
    {
        *("resourceType", "id", "meta", "language", "text", "identifier", "extension"),
        *("status", "scope", "category", "patient", "dateTime", "policy", "provision"),
    }
)
_DENIED: Final = frozenset(
    {"id", "type", "period", "dataPeriod", "actor", "action", "purpose", "provision"}
)
_PERMITTED: Final = frozenset({"id", "type", "period", "actor", "purpose", "class"})


class _NotUnderstoodError(Exception):
    """The Consent says something that this program does not know."""


def block_of(consent: Mapping[str, Any]) -> Block | None:
    """The block that a Consent is, or None: it has ended, or it forbids nothing."""
    name = str(consent.get("id") or "")
    try:
        if consent.get("status") in _ENDED or _only_permits(consent):
            return None
        return _block(name, consent)
    except (_NotUnderstoodError, AttributeError, KeyError, TypeError):  # also no shape of FHIR
        return Block(id=name, understood=False)


def _only_permits(consent: Mapping[str, Any]) -> bool:
    """Whether it is a permission: by its provision, or by the rule that it is an exception to."""
    if "modifierExtension" in consent:
        return False
    provision = consent.get("provision") or {}
    nested = provision.get("provision") or ()
    codes = {each.get("code") for each in (consent.get("policyRule") or {}).get("coding") or ()}
    says = provision.get("type") == "permit" or ("type" not in provision and codes == {"OPTIN"})
    return says and not nested and "OPTOUT" not in codes


def _block(name: str, consent: Mapping[str, Any]) -> Block:
    _need(set(consent) <= _CONSENT and consent.get("status") == "active")
    scope: Any = consent.get("scope") or {}
    _need(dt.holds(CONSENT_SCOPE, "patient-privacy", scope))
    provision = consent.get("provision") or {}
    _need(set(provision) <= _DENIED and provision.get("type") == "deny")
    nested = provision.get("provision") or ()
    owners = [owner for each in nested for owner in _owners(each)]
    _need(len(owners) == 1)
    is_inner = _is_inner(consent)
    force = _period(provision.get("period"))
    hidden = _period(provision.get("dataPeriod"))
    return Block(
        id=name,
        care_giver=None if is_inner else owners[0],
        care_unit=owners[0] if is_inner else None,
        since=force[0],
        until=force[1],
        start=hidden[0],
        end=hidden[1],
        excepted=frozenset(code for each in nested for code in _types(each)),
        set_by=_set_by(consent, provision.get("actor") or ()),
    )


def _is_inner(consent: Mapping[str, Any]) -> bool:
    """Whether it hides what a unit has written (inner block), or a care giver (outer)."""
    inner, outer = (
        any(dt.holds(SNOMED, code, each) for each in consent.get("category") or ())
        for code in (INNER, OUTER)
    )
    _need(inner != outer)
    return inner


def _owners(permit: Mapping[str, Any]) -> list[str]:
    """Whose data they are, where a permission is for them."""
    _need(set(permit) <= _PERMITTED and permit.get("type") == "permit")
    grantees = [each for each in permit.get("actor") or () if _plays("GRANTEE", each)]
    found = [_identifier(each) for each in grantees]
    _need(bool(found) != bool(permit.get("class")) and all(found))
    return [each for each in found if each is not None]


def _types(permit: Mapping[str, Any]) -> Iterable[str]:
    for each in permit.get("class") or ():
        code = each.get("code")
        _need(each.get("system") == INFORMATION and code in MAY_BE_EXCEPTED)
        yield str(code)


def _set_by(consent: Mapping[str, Any], actors: Iterable[Mapping[str, Any]]) -> Grantor:
    """In which role whoever set it did so: the person by their own number, else for them."""
    grantors = [each for each in actors if _plays("GRANTOR", each)]
    if not grantors:
        return Grantor.UNKNOWN
    reference = grantors[0].get("reference") or {}
    patient = ((consent.get("patient") or {}).get("identifier") or {}).get("value")
    number = _identifier(grantors[0])
    another = None not in {patient, number} and not same(patient, number)
    literal = str(reference.get("reference") or "")
    related = reference.get("type") == "RelatedPerson" or literal.startswith("RelatedPerson/")
    return Grantor.GUARDIAN if another or related else Grantor.PATIENT


def _plays(role: str, actor: Mapping[str, Any]) -> bool:
    plays: Any = actor.get("role") or {}
    return dt.holds(V3_ROLE_CODE, role, plays)


def _identifier(actor: Mapping[str, Any]) -> str | None:
    value = ((actor.get("reference") or {}).get("identifier") or {}).get("value")
    return value if isinstance(value, str) and value.strip() else None


def _period(period: Mapping[str, Any] | None) -> tuple[Any, Any]:
    """The first and last instant of a period; an end that is not given is open."""
    held = period or {}
    _need(set(held) <= {"start", "end"})
    first = span_of(held["start"], ZONE).first if "start" in held else None
    return first, span_of(held["end"], ZONE).last if "end" in held else None


def _need(known: bool) -> None:  # noqa: FBT001  it is what must hold
    if not known:
        raise _NotUnderstoodError
