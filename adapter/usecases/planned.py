"""A plan as a file: what a run would do and why, sealed so that nobody can change it unnoticed.

The seal is an HMAC-SHA-256 (https://www.rfc-editor.org/rfc/rfc2104) with the installation key over
every byte of the file, its own digits taken as zeros. Bodies stand in it by their digest; what an
operation changes stands there unit by unit, so the file is for its owner alone.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapter.codec import json_door
from adapter.errors import ConfigurationError, PlanRefused
from adapter.sync.units import said, split_lists, units
from adapter.usecases.context import Context
from adapter.usecases.guards import WRITES, Asked, configuration, digest, operation
from adapter.usecases.run import Report, hold_json, stop_json
from adapter.usecases.sync import sync
from adapter.values import Action, Route, Step
from mappings.redacted import Redacted

FORM: Final = "viktigt-plan-1"
_BLANK: Final = "0" * 64
_BEFORE: Final = b'{\n  "seal": "'
_SEALED: Final = slice(len(_BEFORE), len(_BEFORE) + len(_BLANK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Redacted):
    """A plan that was read back: which operations on which route, and how it was configured."""

    route: str
    configuration: Mapping[str, Any]
    operations: frozenset[str]
    expect: int | None
    accept_changes: bool
    full: bool

    @property
    def asked(self) -> Asked:
        return Asked(
            expect=self.expect,
            accept_changes=self.accept_changes,
            permitted=self.operations,
            full=self.full,
        )


def plan(route: Route, context: Context, asked: Asked) -> tuple[Report, dict[str, Any]]:
    """What a run would do now: the report, and the document of the plan."""
    report = sync(route, context, dry_run=True, asked=asked)
    return report, {
        "form": FORM,
        "route": route.name,
        "made": context.now(),
        "installation": context.installation,
        "configuration": configuration(route),
        "expect": asked.expect,
        "accept_changes": asked.accept_changes,
        "full": asked.full,
        "stopped": [stop_json(each) for each in report.stops],
        "operations": [_operation(route, each) for each in report.actions if each.step in WRITES],
        "waiting": [_what(each) for each in report.actions if each.step in _WAITS],
        "held": [hold_json(each) for each in report.holds],
        "refused": [{"document": name, "reason": reason} for name, reason in report.refused],
    }


def apply(approved: Approved, route: Route, context: Context) -> Report:
    """Do what was planned, if that is still what is to be done."""
    now = configuration(route)
    found = [name for name, value in approved.configuration.items() if now.get(name) != value]
    if found or now.keys() != approved.configuration.keys():
        changed = ", ".join(found)
        raise ConfigurationError([f"routes.{route.name}: not as when the plan was made: {changed}"])
    return sync(route, context, dry_run=False, asked=approved.asked)


_WAITS: Final = frozenset({Step.HOLD, Step.CONFLICT})


def _operation(route: Route, action: Action) -> dict[str, Any]:
    return {
        "id": operation(route.name, action),
        **_what(action),
        "sha256": digest(action),
        "diff": diff(action),
    }


def _what(action: Action) -> dict[str, Any]:
    return {
        "step": action.step.value,
        "to": action.side,
        "person": action.person,
        "type": action.type,
        "record": action.key.rpartition("|")[2],
        "reference": None if action.ref is None else str(action.ref),
        "version": action.version,
        "units": list(action.units),
        "why": None if action.why is None else action.why.value,
    }


def diff(action: Action) -> dict[str, dict[str, Any]]:
    """What an operation changes: unit → before and after, None for what is not there."""
    before, after = action.before or {}, action.body or {}
    split = split_lists(action.type, [each for each in (before, after) if each])
    old, new = units(before, split), units(after, split)
    return {
        unit: {"before": said(before, unit) or None, "after": said(after, unit) or None}
        for unit in sorted(old.keys() | new.keys())
        if old.get(unit) != new.get(unit)
    }


def sealed(document: Mapping[str, Any], context: Context) -> bytes:
    """The file of a plan."""
    blank = json_door.write_json_pretty({"seal": _BLANK, **document})
    return _with_seal(blank, _seal(blank, context))


def opened(data: bytes, context: Context) -> Approved:
    """The plan in a file; raises PlanRefused for one that is not as this installation made it."""
    seal = data[_SEALED]
    blank = _with_seal(data, _BLANK.encode())
    if not data.startswith(_BEFORE) or not hmac.compare_digest(seal, _seal(blank, context)):
        raise PlanRefused
    document: Any = json_door.read_json(data)
    if document["form"] != FORM:
        raise PlanRefused
    return Approved(
        route=document["route"],
        configuration=document["configuration"],
        operations=frozenset(each["id"] for each in document["operations"]),
        expect=document["expect"],
        accept_changes=document["accept_changes"],
        full=document["full"],
    )


def _with_seal(data: bytes, seal: bytes) -> bytes:
    return data[: _SEALED.start] + seal + data[_SEALED.stop :]


def _seal(blank: bytes, context: Context) -> bytes:
    return hmac.digest(context.key, b"plan\x1f" + blank, "sha256").hex().encode()
