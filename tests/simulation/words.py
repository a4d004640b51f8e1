"""Where in a resource people write, and how to find again what they wrote.

Each edit leaves a tag of its own in a place of one unit of meaning: `tag-<record>-<edit>`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from mappings.codes.systems import ACCOUNTABLE, BLOCK_COMPARISON_TIME, HSA_ID

Body = dict[str, Any]
TAG: Final = re.compile(r"tag-(\d+)-(\d+)")
MADE: Final = "https://people.example/made"
UNKNOWN: Final = "https://people.example/known-to-nobody-else"
ACCEPTANCE: Final = "http://hl7.org/fhir/StructureDefinition/goal-acceptance"


@dataclass(frozen=True)
class Place:
    """One unit of one resource type: how it is read, how it is written, whose it is."""

    kind: str
    name: str
    right: str
    read: Callable[[Body], str | None]
    write: Callable[[Body, str], Body]


def _plain(element: str) -> tuple[Callable[[Body], str | None], Callable[[Body, str], Body]]:
    def write(body: Body, words: str) -> Body:
        return {**body, element: words}

    return lambda body: body.get(element), write


def _aim(body: Body, words: str) -> Body:
    """What is aimed at and how it is measured: half of it would be an aim that nobody set."""
    target = {**(body.get("target") or [{}])[0], "measure": {"text": words}}
    return {**body, "description": {"text": words}, "target": [target]}


def _state(body: Body, words: str) -> Body:
    states = ["active", "on-hold", "completed", "cancelled"]
    following = states[(states.index(body["lifecycleStatus"]) + 1) % len(states)]
    return {**body, "lifecycleStatus": following, "statusReason": words}


def _order(body: Body, words: str) -> Body:
    """Another first place, and why."""
    first, *rest = [{"item": each["item"]} for each in body["entry"]]
    moved = [*rest, first]
    return {**body, "entry": [{**moved[0], "flag": {"text": words}}, *moved[1:]]}


def _flag(body: Body) -> str | None:
    flags = [each["flag"]["text"] for each in body["entry"] if "flag" in each]
    return flags[0] if flags else None


def _coded(body: Body, words: str) -> Body:
    return {**body, "code": {"text": words}}


OWNERS, SHARED = "owner", "shared"
PLACES: Final = (
    Place("Goal", "aim", OWNERS, lambda body: body["description"]["text"], _aim),
    Place("Goal", "state", OWNERS, _plain("statusReason")[0], _state),
    Place("CarePlan", "title", OWNERS, *_plain("title")),
    Place("CarePlan", "description", SHARED, *_plain("description")),
    Place("ServiceRequest", "task", OWNERS, lambda body: body["code"]["text"], _coded),
    Place("Appointment", "description", SHARED, *_plain("description")),
    Place("Appointment", "comment", SHARED, *_plain("comment")),
    Place("Observation", "all", OWNERS, *_plain("valueString")),
    Place("List", "order", OWNERS, _flag, _order),
    Place("List", "title", OWNERS, *_plain("title")),
)
NOTED: Final = ("CarePlan", "Goal", "ServiceRequest")


def made(body: Body) -> int | None:
    """Which of the records that people made this is, on whatever server."""
    for each in body.get("extension") or ():
        if each.get("url") == MADE:
            return int(each["valueString"])
    return None


def keeps_unknown(body: Body) -> bool:
    """Whether what only its author knows still stands in it."""
    return any(each.get("url") == UNKNOWN for each in body.get("extension") or ())


def giver_of(server: str) -> str:
    """The care giver whose server it is."""
    return f"SE2321000016-{server}"


def unit_of(number: int) -> str:
    """Which unit wrote a record."""
    return f"SE2321000016-{'AB'[number % 2]}"


def year_of(number: int) -> int:
    """The year in which a record says that it was written."""
    return 2024 + number // 2 % 2


def span_of(year: int) -> tuple[datetime, datetime]:
    """A year from beginning to end."""
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, tzinfo=UTC)


def keys(number: int, server: str) -> list[Body]:
    """Whose a record is and when it was written, as it says itself."""
    parts = [
        {"url": name, "valueReference": {"identifier": {"system": HSA_ID, "value": value}}}
        for name, value in (("careGiver", giver_of(server)), ("careUnit", unit_of(number)))
    ]
    time = f"{year_of(number)}-05-04T12:00:00+02:00"
    return [
        {"url": ACCOUNTABLE, "extension": parts},
        {"url": BLOCK_COMPARISON_TIME, "valueDateTime": time},
    ]


def notes(body: Body) -> set[str]:
    return {each["text"] for each in body.get("note") or ()}


def is_agreed(goal: Body) -> bool:
    """Whether somebody agrees to the words of this goal."""
    return any(
        part.get("valueCode") == "agree"
        for each in goal.get("extension") or ()
        if each.get("url") == ACCEPTANCE
        for part in each["extension"]
    )


def tags_in(tree: object) -> Iterator[tuple[int, str]]:
    """Every tag anywhere in some JSON, with the record it was written in."""
    for found in TAG.finditer(repr(tree)):
        yield int(found[1]), found[0]


def pointing(tree: Any, old: str, new: str) -> Any:  # noqa: ANN401  JSON
    """The same JSON with another reference wherever that one stood."""
    if isinstance(tree, dict):
        return {name: pointing(each, old, new) for name, each in tree.items()}
    if isinstance(tree, list):
        return [pointing(each, old, new) for each in tree]
    return new if tree == old else tree


def new_record(kind: str, patient: str) -> Body:
    """A record of a type as it is before anybody writes anything in it."""
    subject = {"reference": patient}
    quantity = {"value": Decimal("72.50"), "unit": "m"}
    more: dict[str, Body] = {
        "Goal": {
            "lifecycleStatus": "active",
            "description": {"text": ""},
            "target": [{"detailQuantity": quantity}],
        },
        "CarePlan": {"status": "active", "intent": "plan"},
        "ServiceRequest": {"status": "active", "intent": "plan", "code": {"text": ""}},
        "Observation": {"status": "final", "code": {"text": "?"}, "performer": [subject]},
        "Appointment": {
            "status": "booked",
            "participant": [{"actor": subject, "status": "accepted"}],
            "start": "2026-05-04T09:00:00Z",
            "end": "2026-05-04T10:00:00Z",
        },
        "List": {
            "status": "current",
            "mode": "snapshot",
            "code": {"coding": [{"system": "http://loinc.org", "code": "81340-2"}]},
        },
    }
    named: Body = {} if kind == "Appointment" else {"subject": subject}
    return {"resourceType": kind, **named, **more[kind]}
