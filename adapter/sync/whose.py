"""Whose a record is: one that turns out to be somebody else's crosses to nobody.

A record that was put on the wrong person is often put right by giving it another subject. What the
other side then has is a copy on the wrong person still, and what would go there is not about
anybody whom the two carry.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from adapter.sync.carry import PERSON

_SUBJECTS: Final = ("subject", "patient", "for")


def of_somebody_else(copies: Iterable[Mapping[str, Any]]) -> bool:
    """Whether of some copies of one record, as they travel, only some are about the person."""
    return len({_is_about_person(copy) for copy in copies}) > 1


def _is_about_person(copy: Mapping[str, Any]) -> bool:
    return any((each or {}).get("reference") == PERSON for each in _named(copy))


def _named(copy: Mapping[str, Any]) -> Iterator[Any]:
    yield from (copy.get(name) for name in _SUBJECTS)
    if copy.get("resourceType") == "Appointment":
        yield from (each.get("actor") for each in copy.get("participant") or ())
