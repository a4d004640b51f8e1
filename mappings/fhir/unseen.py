"""Characters that nobody sees in what names or codes something: two that look alike are not one.

Looked at are identifiers, codes, systems, references, links and logical ids. Controls, marks of
direction and what has no width, joiners too, have no place there; in what people say they stay, and
in how they are reached, where copied numbers often have them.
https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing, UTS #39 (identifiers)
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

_NAMING: Final = frozenset(
    {
        *("id", "versionId", "system", "value", "code", "version", "reference", "type"),
        *("status", "intent", "use", "language", "url", "profile", "implicitRules"),
        *("instantiatesUri", "instantiatesCanonical", "fullUrl"),
        *("valueCode", "valueUri", "valueUrl", "valueId", "valueOid", "valueUuid"),
        *("valueCanonical",),
    }
)
# https://hl7.org/fhir/R4/valueset-contact-point-system.html
_CONTACT: Final = frozenset({"phone", "fax", "email", "pager", "url", "sms", "other"})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def is_plain(text: str) -> bool:
    """Whether somebody who looks at an identifier or a code sees all of it."""
    return text.isprintable() or not any(unicodedata.category(each) in _UNSEEN for each in text)


def unseen(resource: Mapping[str, Any]) -> list[str]:
    """The places in a resource that name or code something by what nobody sees."""
    return [] if _is_plain(resource) else list(_places(resource, resource.get("resourceType", "")))


def _is_plain(tree: Any) -> bool:  # noqa: ANN401  JSON
    """Nearly every resource is: so it is only found out whether, and with few calls."""
    for name, held in tree.items() if type(tree) is dict else ((None, each) for each in tree):
        kind = type(held)
        if kind is dict or kind is list:
            if (kind is dict or held) and not _is_plain(held):
                return False
            if kind is list and name in _NAMING and not all(map(_is_plain_text, held)):
                return False
        elif kind is str and name in _NAMING and not is_plain(held) and not _reaches(tree, name):
            return False
    return True


def _is_plain_text(held: object) -> bool:
    return type(held) is not str or is_plain(held)


def _reaches(tree: Mapping[str, Any], name: str | None) -> bool:
    """Whether it is the value of a ContactPoint."""
    return name == "value" and tree.get("system") in _CONTACT


def _places(tree: Any, where: str) -> Iterator[str]:  # noqa: ANN401  JSON
    for name, held in tree.items():
        place = f"{where}.{name}"
        for each, at in _each(held, place):
            if isinstance(each, dict):
                yield from _places(each, at)
            elif name in _NAMING and not _is_plain_text(each) and not _reaches(tree, name):
                yield at


def _each(held: Any, place: str) -> Iterator[tuple[Any, str]]:  # noqa: ANN401  JSON
    """A value, or those of a list, and where each stands."""
    if isinstance(held, list):
        yield from ((each, f"{place}[{at}]") for at, each in enumerate(held))
    else:
        yield held, place
