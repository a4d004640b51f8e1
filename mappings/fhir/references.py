"""Literal references: what they point to (https://hl7.org/fhir/R4/references.html#literal).

`Type/id`, an absolute URL, `urn:uuid:` and `urn:oid:` within a Bundle, `#id` of a contained
resource and `#` of the one that contains it; in a transaction also the search `Type?…`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mappings.fhir.contained import Scope
from mappings.fhir.definitions import RESOURCES
from mappings.fhir.fhirpath import Json, has_any
from mappings.redacted import Redacted

_ID: Final = r"[A-Za-z0-9.-]{1,64}"
_VERSION: Final = rf"(?:/_history/{_ID})?"
_UUID: Final = r"urn:uuid:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# The forms that are common; group 1 is the type.
match_plain: Final = re.compile(rf"{_UUID}|([A-Z][A-Za-z]+)/{_ID}{_VERSION}").fullmatch
_search: Final = re.compile(r"([A-Z][A-Za-z]+)\?\S+").fullmatch
_fragment: Final = re.compile(r"#\S*").fullmatch
_oid: Final = re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+").fullmatch
_absolute: Final = re.compile(r"(?!urn:(?:uuid|oid):)[A-Za-z][A-Za-z0-9+.-]*:\S+").fullmatch
_rest: Final = re.compile(rf"https?://\S+/([A-Z][A-Za-z]+)/{_ID}{_VERSION}").fullmatch


class Form(Enum):
    LITERAL = "literal"
    FRAGMENT = "fragment"
    SEARCH = "search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Redacted):
    """What a reference says of itself; `type` is None when the text does not tell."""

    form: Form
    type: str | None = None


def literal(text: str) -> Literal | None:
    """Read a reference; None when it has none of the forms above or names no R4 resource type."""
    if _fragment(text):
        return Literal(form=Form.FRAGMENT)
    for match, form in ((match_plain(text), Form.LITERAL), (_search(text), Form.SEARCH)):
        if match is not None:
            kind = match.group(1)
            return Literal(form=form, type=kind) if kind is None or kind in RESOURCES else None
    if _oid(text) or _absolute(text):
        return Literal(form=Form.LITERAL, type=_url_type(text))
    return None


def target_type(reference: Json) -> str | None:
    """Tell the type of what a Reference points to, as far as the reference itself says."""
    text, kind = reference.get("reference"), reference.get("type")
    found = literal(text) if isinstance(text, str) else None
    if found is not None and found.type is not None:
        return found.type
    return kind if isinstance(kind, str) and kind in RESOURCES else None


def reference_faults(
    reference: Json, targets: frozenset[str], scope: Scope
) -> Iterator[tuple[str, str]]:
    """Yield rule and what is expected, for each fault; without `targets` any type will do."""
    text, kind = reference.get("reference"), reference.get("type")
    if not has_any(reference, "reference", "identifier", "display", "extension"):
        yield "ref-content", "to give a reference, an identifier or a display"
    target = None
    if isinstance(text, str) and text:
        target, fault = _resolve(text, scope)
        if fault is not None:
            yield fault
    if isinstance(kind, str) and kind not in RESOURCES and not _absolute(kind):
        yield "ref-type", "to name the type of the target as R4 does"
    elif isinstance(kind, str) and target not in (None, kind) and kind in RESOURCES:
        yield "ref-type", "to name the type that the reference has"
    for found in {target, kind if isinstance(kind, str) else None} & RESOURCES:
        if targets and found not in targets:
            yield "ref-target", f"to refer to {' or '.join(sorted(targets))}, not to {found}"


def _resolve(text: str, scope: Scope) -> tuple[str | None, tuple[str, str] | None]:
    """Tell the type that a literal reference points to, or what is wrong with it."""
    found = literal(text)
    if found is None:
        return None, ("ref-format", "to write Type/id, an absolute URL, urn:uuid:, urn:oid: or #id")
    if found.form is Form.SEARCH and not scope.conditional:
        return None, ("ref-conditional", "to refer by search only in a transaction")
    if found.form is Form.LITERAL or found.form is Form.SEARCH:
        return found.type, None
    if text == "#" and scope.inside:
        return None, None
    kind = scope.contained.get(text[1:])
    fault = ("ref-1", "to refer to a resource that is contained here") if kind is None else None
    return kind, fault


def _url_type(text: str) -> str | None:
    """Read the type in the URL of a FHIR server; any other URL does not tell."""
    match = _rest(text)
    kind = None if match is None else str(match.group(1))
    return kind if kind in RESOURCES else None
