"""Own URIs ⇄ the configured base, in FHIR JSON values.

Mappings write own URIs under a placeholder (`mappings.codes.systems.BASE`); what leaves is moved
to the base that an installation has configured, and what comes in is moved back.

moved       a whole value below the base, of an element of type uri, url or canonical
            (https://hl7.org/fhir/R4/datatypes.html#uri), or of Identifier and NamingSystem; and
            the system in a search such as `Goal?identifier=<system>|<value>`, as conditional
            references and creates have it (https://hl7.org/fhir/R4/http.html#ccreate)
left alone  everything else, free text above all, even when it looks like such a URI
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import quote

T = TypeVar("T")

_CHOICES: Final = ("value", "fixed", "pattern", "source", "target", "definition", "event")
URI_ELEMENTS: Final = frozenset(
    {
        *("url", "system", "uri", "fullUrl", "profile", "type", "policy", "authority"),
        *("implicitRules", "instantiatesCanonical", "instantiatesUri", "instantiates"),
        *("baseDefinition", "targetProfile", "supportedProfile", "valueSet", "answerValueSet"),
        *("supplements", "derivedFrom", "source", "target", "questionnaire", "measure", "library"),
        *(f"{name}{kind}" for name in _CHOICES for kind in ("Uri", "Url", "Canonical")),
    }
)
_URI: Final = "urn:ietf:rfc3986"  # the system of an Identifier whose value is a URI
SEARCH_ELEMENTS: Final = frozenset({"reference", "ifNoneExist", "url"})


def rebase(value: T, from_base: str, to_base: str) -> T:
    """The same FHIR JSON value with the URIs below `from_base` below `to_base`."""
    if from_base == to_base:
        return value
    moved: T = _moved(value, "", _Move(from_base, to_base))
    return moved


def _moved(value: Any, element: str, move: Callable[[str, str], str]) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return move(element, value)
    if isinstance(value, dict):
        is_uri = "value" in value and (value.get("type") == "uri" or value.get("system") == _URI)
        held = "valueUri" if is_uri else ""
        return {
            name: _moved(member, held if name == "value" else name, move)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_moved(item, element, move) for item in value]
    return value


class _Move:
    """Moves one text from base to base, if its element holds a URI or a search."""

    __slots__ = ("_new", "_old", "_searched")

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = f"{old}/", f"{new}/"
        encoded = (quote(self._old, safe=""), quote(self._new, safe=""))
        self._searched = [
            (f"{before}{former}", f"{before}{latter}")
            for former, latter in ((self._old, self._new), encoded)
            for before in ("=", ",", "%2C")
        ]

    def __call__(self, element: str, text: str) -> str:
        if element in URI_ELEMENTS and text.startswith(self._old):
            return self._new + text[len(self._old) :]
        if element in SEARCH_ELEMENTS and "=" in text:
            for former, latter in self._searched:
                text = text.replace(former, latter)
        return text
