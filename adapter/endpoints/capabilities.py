"""What a CapabilityStatement says that a server can do (R4, server mode).

    lists of interactions    name what is supported: what a list leaves out is not
    flags                    say true or false; without a value nothing is known
    search parameters        servers leave out common ones: what a list leaves out is unknown
Nothing is assumed: what the statement does not say is None. It has no place for the largest
`_count` that a server accepts, so that is never known from it.
See https://hl7.org/fhir/R4/capabilitystatement.html.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from adapter.values import Capabilities, Resource, TypeCapabilities

_VERSION: Final = re.compile(r"\d{1,2}(\.\d{1,2}){1,2}(-[a-z0-9]{1,20})?")
_TYPE: Final = re.compile(r"[A-Z][A-Za-z]{1,63}")
_VERSIONING: Final = {"versioned-update": True, "versioned": False, "no-version": False}


def stated(statement: Resource) -> Capabilities:
    """The capabilities that a statement states; a malformed part of it states nothing."""
    rest = _server(statement)
    common = _names(rest, "searchParam", "name") or frozenset()
    return Capabilities(
        fhir_version=_matching(_VERSION, statement.get("fhirVersion")),
        transaction=_interacts(rest, "transaction"),
        batch=_interacts(rest, "batch"),
        types={
            kind: _of_type(each, common)
            for each in _members(rest, "resource")
            if (kind := _matching(_TYPE, each.get("type"))) is not None
        },
    )


def _server(statement: Resource) -> Mapping[str, Any]:
    """The first description of a server; a statement may describe a client too."""
    rests = [each for each in _members(statement, "rest") if each.get("mode") == "server"]
    return rests[0] if rests else {}


def _of_type(stated: Mapping[str, Any], common: frozenset[str]) -> TypeCapabilities:
    parameters = common | (_names(stated, "searchParam", "name") or frozenset())
    return TypeCapabilities(
        create=_interacts(stated, "create"),
        update=_interacts(stated, "update"),
        delete=_interacts(stated, "delete"),
        conditional_create=_flag(stated, "conditionalCreate"),
        conditional_update=_flag(stated, "conditionalUpdate"),
        update_create=_flag(stated, "updateCreate"),
        if_match=_VERSIONING.get(str(stated.get("versioning"))),
        history_instance=_interacts(stated, "history-instance"),
        history_type=_interacts(stated, "history-type"),
        last_updated=True if "_lastUpdated" in parameters else None,
        since=True if "_since" in parameters else None,
        count=True if "_count" in parameters else None,
    )


def _interacts(stated: Mapping[str, Any], code: str) -> bool | None:
    codes = _names(stated, "interaction", "code")
    return None if codes is None else code in codes


def _flag(stated: Mapping[str, Any], name: str) -> bool | None:
    value = stated.get(name)
    return value if isinstance(value, bool) else None


def _names(stated: Mapping[str, Any], list_name: str, name: str) -> frozenset[str] | None:
    """The names in a list, or None when there is no such list."""
    members = _members(stated, list_name)
    return frozenset(str(each.get(name)) for each in members) if members else None


def _members(stated: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    held = stated.get(name)
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None
