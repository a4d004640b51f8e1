"""What is asked back, as people look at it: by an id, with where it stands and what was said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from adapter.errors import NotKnown
from adapter.usecases.context import Context
from adapter.usecases.run import recall_json
from adapter.usecases.withdrawals import answered, copies, request_of
from adapter.values import Disclosed, Recall, Standing
from mappings.redacted import Redacted

SAID: Final = ("withdrawn", "kept", "unknown")
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Asked(Redacted):
    """A copy that is asked back, under the name by which people speak of it."""

    id: str
    recall: Recall

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, **recall_json(self.recall)}


def recalls(context: Context, route: str | None = None, *, everything: bool = False) -> list[Asked]:
    """What waits for an answer, or everything that was ever asked back, the oldest first."""
    equal = {} if route is None else {"route": route}
    found = [
        Asked(_id(context, each), each)
        for each in context.store.recalls(**equal)
        if everything or each.is_open
    ]
    return sorted(found, key=lambda each: (each.recall.since, each.id))


def _id(context: Context, each: Recall) -> str:
    return f"r-{request_of(context, each).value.replace('-', '')[:_DIGITS]}"


def note(context: Context, name: str, said: str, *, by: str, why: str) -> Recall:
    """Note what a recipient answered; raises NotKnown."""
    for each in recalls(context):
        if each.id == name:
            answered(context, each.recall, said, by=by, why=why)
            return each.recall
    raise NotKnown("nothing that is asked back has that id; see viktigt recall list")


def counted(found: Iterable[Recall]) -> dict[str, int]:
    """How many there are in each state."""
    count = Counter(each.state for each in found)
    return {state.value: count[state] for state in Standing if count[state]}


def copies_of(context: Context, handle: str) -> list[dict[str, Any]]:
    """Every copy that was made of somebody's records, and whether it is asked back."""
    asked = {
        (each.route, each.endpoint, each.key): each.state.value
        for each in context.store.recalls(person=handle)
    }
    return [
        {**_copy(each), "asked_back": asked.get((each.route, each.endpoint, each.key))}
        for each in copies(context, person=handle)
    ]


def _copy(each: Disclosed) -> dict[str, Any]:
    return {
        "route": each.route,
        "at": each.endpoint,
        "record": each.key,
        "stands": each.stands,
        "arrived": "yes" if each.is_known else "not known",
        "sha256": each.digest,
        "basis": each.basis,
        "written": each.at,
    }
