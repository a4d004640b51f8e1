"""The demo: two servers, made-up people, documents taken in on each side, plans carried across.

What is told afterwards is counted on the servers, by asking them, not taken from our own reports.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from adapter.codec import json_door
from adapter.ports import Endpoint
from adapter.sync.plan import rank
from adapter.usecases.context import Context
from adapter.usecases.enrolment import import_list
from adapter.usecases.run import Report
from adapter.usecases.sync import sync
from adapter.values import (
    CARRIED_TYPES,
    Action,
    EndpointKind,
    EndpointSettings,
    Hold,
    Resource,
    Route,
    Step,
)
from mappings.codes import systems

DOCUMENTS: Final = Path(__file__).parents[1] / "demo"
SIDES: Final = ("region", "municipality")
ROUTES: Final = ("hospital", "home-care", "shared-plans")
COUNTED: Final = ("Patient", *CARRIED_TYPES, "Provenance")


def endpoints(bases: Mapping[str, str], folder: Path) -> dict[str, EndpointSettings]:
    """The two servers, and a drop folder for each."""
    servers = [
        EndpointSettings(name=side, kind=EndpointKind.FHIR, url=bases[side]) for side in SIDES
    ]
    folders = [
        EndpointSettings(
            name=f"{side}-inbox",
            kind=EndpointKind.DIRECTORY,
            path=str(folder / f"{side}-inbox"),
            system=f"DEMO-{side.upper()}",
        )
        for side in SIDES
    ]
    return {each.name: each for each in (*servers, *folders)}


def routes(ends: Mapping[str, EndpointSettings]) -> dict[str, Route]:
    """Documents in on each side, and plans between the two."""
    pairs = (
        ("hospital", "region-inbox", "region", "same-authority"),
        ("home-care", "municipality-inbox", "municipality", "same-authority"),
        ("shared-plans", "region", "municipality", "consent-osl"),
    )
    return {
        name: Route(name=name, here=ends[here], there=ends[there], basis=basis)
        for name, here, there, basis in pairs
    }


def lay_out(folder: Path) -> None:
    """Put the made-up documents where the routes look for them."""
    for side in SIDES:
        inbox = folder / f"{side}-inbox"
        inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
        for document in sorted((DOCUMENTS / side).iterdir()):
            shutil.copy(document, inbox)


def patients(side: str) -> list[Resource]:
    """The people that a side knows already."""
    bundle: Any = json_door.read_json((DOCUMENTS / "patients" / f"{side}.json").read_bytes())
    return [entry["resource"] for entry in bundle["entry"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What one server holds: every resource with its version."""

    resources: tuple[Resource, ...]

    @property
    def counts(self) -> dict[str, int]:
        return dict(sorted(Counter(each["resourceType"] for each in self.resources).items()))

    @property
    def versions(self) -> set[tuple[str, str, str]]:
        return {
            (each["resourceType"], each["id"], str((each.get("meta") or {}).get("versionId")))
            for each in self.resources
        }


def snapshot(server: Endpoint) -> Snapshot:
    """Ask a server for everything it holds of the types that this project writes."""
    found = tuple(seen.resource for kind in COUNTED for seen in server.search(kind, []))
    return Snapshot(resources=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """How the demo went: the servers before, after the first run, and after the second."""

    before: Mapping[str, Snapshot]
    after: Mapping[str, Snapshot]
    again: Mapping[str, Snapshot]
    first: tuple[Report, ...]
    second: tuple[Report, ...]

    @property
    def holds(self) -> Iterator[Hold]:
        for report in self.first:
            yield from report.holds

    def as_json(self) -> dict[str, Any]:
        """The figures, counted on the servers."""
        created = updated = 0
        for side in SIDES:
            before = {each[:2] for each in self.before[side].versions}
            now = self.after[side].versions
            created += len({each[:2] for each in now} - before)
            updated += len(
                {each for each in now if each[:2] in before} - self.before[side].versions
            )
        conflicts = sum(len(report.conflicts) for report in self.first)
        return {
            **{side: self.after[side].counts for side in SIDES},
            "first_run": {
                "created": created,
                "updated": updated,
                "held": sum(1 for _ in self.holds),
                "conflicts": conflicts,
            },
            "second_run": {
                "writes": sum(
                    len(self.again[side].versions - self.after[side].versions) for side in SIDES
                )
            },
        }


def play(context: Context) -> Demo:
    """Seed the servers, run every route, and run every route again."""
    for side in SIDES:
        for patient in patients(side):
            context.servers[side].create(patient, if_none_exist=None)
    import_list(context, (DOCUMENTS / "enrolments.csv").read_bytes())
    before = _look(context)
    first = _run(context)
    after = _look(context)
    second = _run(context)
    return Demo(before=before, after=after, again=_look(context), first=first, second=second)


def _look(context: Context) -> dict[str, Snapshot]:
    return {side: snapshot(context.servers[side]) for side in SIDES}


def _run(context: Context) -> tuple[Report, ...]:
    return tuple(sync(context.settings.routes[name], context, dry_run=False) for name in ROUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """One record that crossed: whose, what it is in plain words, what it says, and where to."""

    person: str
    what: str
    says: str
    to: str


_PLAIN: Final[Mapping[str, str]] = {
    "Appointment": "agreed time",
    "CarePlan": "plan",
    "CareTeam": "fixed contact",
    "Condition": "need",
    "Consent": "consent",
    "DocumentReference": "document",
    "Goal": "goal",
    "Observation": "measured",
    "ServiceRequest": "who does what",
}


def crossed(report: Report) -> Iterator[Crossed]:
    """What a run wrote, the person's own words first."""
    written = [each for each in report.actions if each.step in {Step.CREATE, Step.UPDATE}]
    for action in sorted(written, key=_first_words):
        body = action.body or {}
        what = "what matters" if _is_statement(body) else _PLAIN.get(action.type, action.type)
        yield Crossed(person=action.person, what=what, says=_says(body), to=action.side)


def _first_words(action: Action) -> tuple[bool, int, str]:
    body = action.body or {}
    period = body.get("effectivePeriod") or {}
    when = body.get("effectiveDateTime") or period.get("start", "")
    return (not _is_statement(body), rank(action.type), when)


def _is_statement(resource: Mapping[str, Any]) -> bool:
    codings = [each for category in resource.get("category") or () for each in category["coding"]]
    return any(each.get("system") == systems.STATEMENT_CATEGORY for each in codings)


def _says(resource: Mapping[str, Any]) -> str:
    """The words of a record: said, agreed, named or measured."""
    for element in ("valueString", "title", "description", "code", "participant", "content"):
        held = resource.get(element)
        if isinstance(held, str):
            return held
        measured = "valueQuantity" in resource or "component" in resource
        if isinstance(held, dict) and "text" in held and not measured:
            return str(held["text"])
    return _amount(resource) or _member(resource) or _title(resource)


def _amount(resource: Mapping[str, Any]) -> str:
    parts = resource.get("component") or [resource]
    amounts = [part["valueQuantity"] for part in parts if "valueQuantity" in part]
    if not amounts:
        return ""
    name = (resource.get("code") or {}).get("text", "")
    values = "/".join(str(amount["value"]) for amount in amounts)
    return f"{name} {values} {amounts[0].get('unit', '')}".strip()


def _member(resource: Mapping[str, Any]) -> str:
    for participant in resource.get("participant") or ():
        display = (participant.get("member") or {}).get("display")
        if display:
            return str(display)
    return ""


def _title(resource: Mapping[str, Any]) -> str:
    for content in resource.get("content") or ():
        return str(content["attachment"].get("title", ""))
    return ""
