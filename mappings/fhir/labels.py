"""Security labels (meta.security): they only rise.

Protected identity in Sweden is marked by either of two systems of HL7 Sweden, since the older URI
is still in use; what is written carries both. A person may not see what is marked NOPATIENT, also
where something else approves of showing it.
https://hl7.org/fhir/R4/security-labels.html
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from mappings.codes.systems import (
    PATIENT_ACCESS,
    SE_SECURITY_LABEL,
    SE_SECURITY_LABEL_OLD,
    V3_ACT_CODE,
    V3_CONFIDENTIALITY,
)
from mappings.fhir.values import Coding

NOPATIENT: Final = Coding(system=V3_ACT_CODE, code="NOPATIENT")
FOR_PATIENT: Final = Coding(system=PATIENT_ACCESS, code="approved-for-patient")
_LEVELS: Final = {code: level for level, code in enumerate(("U", "L", "M", "N", "R", "V"))}
_SE_CODES: Final = frozenset({"sekretessmarkering", "skyddadFolkbokforing"})
_SE_OTHER: Final = {
    SE_SECURITY_LABEL: SE_SECURITY_LABEL_OLD,
    SE_SECURITY_LABEL_OLD: SE_SECURITY_LABEL,
}


def raise_labels(old: Iterable[Coding], new: Iterable[Coding]) -> tuple[Coding, ...]:
    """Both sets of labels as one, each once, of those that exclude each other the strictest.

    Of confidentiality the highest stays, and NOPATIENT where FOR_PATIENT stands beside it.
    """
    found: dict[tuple[str | None, str | None], Coding] = {}
    for label in (*old, *new):
        found.setdefault(_key(label), label)
    if _key(NOPATIENT) in found:
        found.pop(_key(FOR_PATIENT), None)
    highest = max(map(_level, found.values()), default=-1)
    return tuple(label for label in found.values() if _level(label) in (-1, highest))


def with_both_systems(labels: tuple[Coding, ...]) -> tuple[Coding, ...]:
    """The labels, each Swedish mark of protected identity in both of its systems."""
    if not any(label.system in _SE_OTHER for label in labels):
        return labels
    known = {(label.system, label.code) for label in labels}
    found = list(labels)
    for label in labels:
        other = _SE_OTHER.get(label.system or "")
        if other is not None and label.code in _SE_CODES and (other, label.code) not in known:
            found.append(Coding(system=other, code=label.code))
    return labels if len(found) == len(labels) else tuple(found)


def of_all(resources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The labels of what holds all of these: as strict as the strictest of them.

    That one of them may be shown to the person says nothing of the others.
    """
    held: dict[Coding, dict[str, Any]] = {}
    for each in resources:
        for label in (each.get("meta") or {}).get("security") or ():
            held.setdefault(Coding(system=label.get("system"), code=label.get("code")), label)
    held.pop(FOR_PATIENT, None)
    return [held[label] for label in raise_labels((), held)]


def _key(label: Coding) -> tuple[str | None, str | None]:
    return label.system, label.code


def _level(label: Coding) -> int:
    """The rank of a confidentiality code; -1 for every other label, which has no rank."""
    return _LEVELS.get(label.code or "", -1) if label.system == V3_CONFIDENTIALITY else -1
