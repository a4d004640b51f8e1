"""The invariants of Bundle (https://hl7.org/fhir/R4/bundle.html).

Each function is one rule, named by its key; its docstring is what a finding says.
"""

from collections.abc import Mapping
from typing import Final

from mappings.fhir.fhirpath import (
    Json,
    distinct,
    has,
    has_any,
    parts,
)
from mappings.fhir.rule import Rule, rules

_REQUESTS: Final = ("batch", "transaction", "history")
_RESPONSES: Final = ("batch-response", "transaction-response", "history")


def bdl_1(bundle: Json) -> bool:
    """Give a total only for search results and history."""
    return not has(bundle, "total") or bundle.get("type") in ("searchset", "history")


def bdl_2(bundle: Json) -> bool:
    """Describe a search only in search results."""
    searched = any(has(entry, "search") for entry in parts(bundle, "entry"))
    return not searched or bundle.get("type") == "searchset"


def bdl_3(bundle: Json) -> bool:
    """Give every entry of a batch, transaction or history its request, and no other."""
    asked = bundle.get("type") in _REQUESTS
    return all(has(entry, "request") == asked for entry in parts(bundle, "entry"))


def bdl_4(bundle: Json) -> bool:
    """Give every entry of a response or history its response, and no other."""
    answered = bundle.get("type") in _RESPONSES
    return all(has(entry, "response") == answered for entry in parts(bundle, "entry"))


def bdl_5(entry: Json) -> bool:
    """Give an entry a resource, a request or a response."""
    return has_any(entry, "resource", "request", "response")


def bdl_7(bundle: Json) -> bool:
    """Give each fullUrl once, or once for each version."""
    found = [entry for entry in parts(bundle, "entry") if "fullUrl" in entry]
    versions = [(entry["fullUrl"], _version(entry)) for entry in found]
    return bundle.get("type") == "history" or distinct(versions)


def _version(entry: Json) -> object:
    found = parts(entry, "resource", "meta")
    return found[0].get("versionId") if found else None


def bdl_8(entry: Json) -> bool:
    """Give a fullUrl without a version."""
    return "/_history/" not in str(entry.get("fullUrl"))


def bdl_9(bundle: Json) -> bool:
    """Give a document an identifier with system and value."""
    document = bundle.get("type") == "document"
    found = parts(bundle, "identifier")
    return not document or any(has(each, "system") and has(each, "value") for each in found)


def bdl_10(bundle: Json) -> bool:
    """Date a document."""
    return bundle.get("type") != "document" or "timestamp" in bundle


def bdl_11(bundle: Json) -> bool:
    """Begin a document with its Composition."""
    return bundle.get("type") != "document" or _first_type(bundle) == "Composition"


def bdl_12(bundle: Json) -> bool:
    """Begin a message with its MessageHeader."""
    return bundle.get("type") != "message" or _first_type(bundle) == "MessageHeader"


def _first_type(bundle: Json) -> object:
    resources = [entry.get("resource") for entry in parts(bundle, "entry")][:1]
    return next((part.get("resourceType") for part in resources if isinstance(part, dict)), None)


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "Bundle": rules(bdl_1, bdl_2, bdl_3, bdl_4, bdl_7, bdl_9, bdl_10, bdl_11, bdl_12),
    "Bundle.entry": rules(bdl_5, bdl_8),
}
