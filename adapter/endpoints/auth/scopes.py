"""What a token lets us do: asked for by what routes need, and compared with what was granted.

A server may grant less than was asked for. Reading on would then show a part as if it were all, so
whatever is missing stops the run. A scope that is narrowed by a query grants only a part.
    system/Goal.cruds           create, read, update, delete, search (v2)
    system/Goal.read, .write    the same in the older form: rs, cud
See https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from adapter.values import Mode

_SCOPE: Final = re.compile(r"(system)/(\*|[A-Za-z]+)\.([a-z]+|\*)")
_OLDER: Final = {"read": "rs", "write": "cud", "*": "cruds"}
_OF_MODE: Final = {Mode.READ: "rs", Mode.APPEND: "crs", Mode.WRITE: "cruds"}
# Whoever is looked up for a reference (https://hl7.org/fhir/R4/references.html#logical).
_LOOKED_UP: Final = (
    *("Device", "HealthcareService", "Location", "Organization", "Patient"),
    *("Practitioner", "PractitionerRole"),
)


def needed(types: Iterable[str], modes: Mapping[str, Mode], *, told: bool) -> tuple[str, ...]:
    """The scopes that carrying these types takes, by what the endpoint lets us do with each.

    `told`: it is read who answers for a record (Provenance).
    """
    default = modes.get("*", Mode.WRITE)
    carried = {kind: _OF_MODE[modes.get(kind, default)] for kind in types}
    of_accounts = "c" if modes.get("Provenance", default) is not Mode.READ else ""
    of_accounts += "rs" if told else ""
    looked_up = {kind: "rs" for kind in _LOOKED_UP if kind not in carried}
    wanted = {**looked_up, **carried, **({"Provenance": of_accounts} if of_accounts else {})}
    return tuple(f"system/{kind}.{wanted[kind]}" for kind in sorted(wanted))


def missing(asked: Iterable[str], granted: Iterable[str]) -> list[str]:
    """Which of the scopes asked for were not granted."""
    held = set(granted)
    known = [found.groups() for each in held if (found := _SCOPE.fullmatch(each))]
    return [each for each in asked if each not in held and not _covered(each, known)]


def _covered(asked: str, known: Iterable[tuple[str, ...]]) -> bool:
    """Whether several scopes together grant what one asks for."""
    found = _SCOPE.fullmatch(asked)
    if found is None:
        return False
    context, kind, may = found.groups()
    held = "".join(
        _OLDER.get(each_may, each_may)
        for each_context, each_kind, each_may in known
        if each_context == context and each_kind in {"*", kind}
    )
    return set(_OLDER.get(may, may)) <= set(held)
