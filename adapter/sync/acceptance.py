"""An acceptance is of the words that were shown: when they change, it is asked for again.

https://hl7.org/fhir/R4/extension-goal-acceptance.html: `pending` says that it has not been given.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from adapter.sync.fingerprint import units_of
from adapter.values import Resource
from mappings.codes.systems import GOAL_ACCEPTANCE

AIM: Final = "aim"
_PENDING: Final = "pending"


def outlived(
    before: Mapping[str, Any], after: Mapping[str, Any], elsewhere: Iterable[Mapping[str, Any]] = ()
) -> tuple[int, ...]:
    """The places in `after.extension` of answers that were given to words that changed since.

    `elsewhere` is what others knew of it: an answer may have reached them, and not us, before the
    words changed.
    """
    if after.get("resourceType") != "Goal" or not is_answered(after):
        return ()
    words = _words(after)
    if _words(before) == words:
        return ()
    given = {
        (_who(each), _answer(each))
        for known in (before, *elsewhere)
        if _words(known) != words
        for each in _acceptances(known)
    }
    return tuple(
        place
        for place, each in enumerate(after.get("extension") or ())
        if _is_given(each) and (_who(each), _answer(each)) in given
    )


def first_copy(resource: Resource, elsewhere: Iterable[Mapping[str, Any]]) -> Resource:
    """What is made on a side that has no copy yet, without answers given to other words."""
    return asked_again(resource, outlived({}, resource, elsewhere))


def is_answered(resource: Mapping[str, Any]) -> bool:
    """Whether somebody has said yes or no to the words of this goal."""
    return any(_is_given(each) for each in resource.get("extension") or ())


def _is_given(extension: Mapping[str, Any]) -> bool:
    return extension.get("url") == GOAL_ACCEPTANCE and _answer(extension) not in {None, _PENDING}


def asked_again(goal: Resource, places: tuple[int, ...]) -> Resource:
    """The goal with these acceptances pending; what was answered before stays in the history."""
    if not places:
        return goal
    extensions = [
        _with_pending(each) if place in places else each
        for place, each in enumerate(goal["extension"])
    ]
    return {**goal, "extension": extensions}


def _words(goal: Mapping[str, Any]) -> object:
    """What is accepted: the aim, but for who accepted it."""
    others = [each for each in goal.get("extension") or () if each.get("url") != GOAL_ACCEPTANCE]
    return units_of({**goal, "extension": others}).get(AIM)


def _acceptances(goal: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [each for each in goal.get("extension") or () if each.get("url") == GOAL_ACCEPTANCE]


def _part(acceptance: Mapping[str, Any], url: str) -> Mapping[str, Any]:
    parts = acceptance.get("extension") or ()
    return next((each for each in parts if each.get("url") == url), {})


def _who(acceptance: Mapping[str, Any]) -> str:
    held = _part(acceptance, "individual").get("valueReference") or {}
    return repr(held.get("reference") or held.get("identifier"))


def _answer(acceptance: Mapping[str, Any]) -> str | None:
    answer = _part(acceptance, "status").get("valueCode")
    return answer if isinstance(answer, str) else None


def _with_pending(acceptance: dict[str, Any]) -> dict[str, Any]:
    parts = [
        {**each, "valueCode": _PENDING} if each.get("url") == "status" else each
        for each in acceptance["extension"]
    ]
    return {**acceptance, "extension": parts}
