"""Records of which nothing is decided: what is partly told, and what is somebody else's.

A copy that its server marks as SUBSETTED lacks what nobody took away. A record that was put on the
wrong person is often put right by giving it another subject: what the other side then has is still
a copy on the wrong person, and what would go there is about nobody whom the two carry.
https://hl7.org/fhir/R4/search.html#summary
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from adapter.sync.carry import PERSON
from adapter.values import Resource, Why

_SUBJECTS: Final = ("subject", "patient", "for")
_SUBSETTED: Final = ("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED")


def why_undecided(copies: Sequence[Resource], agreed: Iterable[Resource]) -> Why | None:
    """Why nothing of a record may cross, told from its copies and from what was last agreed on."""
    if any(_is_partial(copy) for copy in copies):
        return Why.PARTLY_TOLD
    about = {_is_about_person(each) for each in (*copies, *agreed)}
    return Why.OF_SOMEBODY_ELSE if len(about) > 1 else None


def _is_partial(copy: Mapping[str, Any]) -> bool:
    tags = (copy.get("meta") or {}).get("tag") or ()
    return any((tag.get("system"), tag.get("code")) == _SUBSETTED for tag in tags)


def _is_about_person(copy: Mapping[str, Any]) -> bool:
    return any((each or {}).get("reference") == PERSON for each in _named(copy))


def _named(copy: Mapping[str, Any]) -> Iterator[Any]:
    yield from (copy.get(name) for name in _SUBJECTS)
    if copy.get("resourceType") == "Appointment":
        yield from (each.get("actor") for each in copy.get("participant") or ())
