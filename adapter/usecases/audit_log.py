"""What people ask of the audit: whether it is what it was, and what it tells about one person."""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final

from adapter.audit.chain import findings
from adapter.audit.events import events
from adapter.audit.happened import Happened, happened
from adapter.audit.listing import COLUMNS, Language, listed
from adapter.audit.storelog import logs
from adapter.codec import json_door
from adapter.codec.rebase import rebase
from adapter.errors import AuditBroken, NotKnown
from adapter.usecases.context import Context
from adapter.values import Resource
from mappings.codes.systems import BASE
from mappings.fhir.values import Identifier

_HEAD: Final = re.compile(r"[0-9]+:[0-9a-f]{64}")
_HANDLE: Final = re.compile(r"p-[0-9a-f]{10}")


class AuditForm(Enum):
    """As a table for people, as AuditEvents, or as records of the national log service."""

    TEXT = "text"
    JSON = "json"
    STORELOG = "storelog"


def verified(context: Context, head: str | None) -> str:
    """The head, after every entry was looked at; raises AuditBroken."""
    if head is not None and not _HEAD.fullmatch(head):
        raise NotKnown("expected a head as a run tells it: number:digest")
    found = list(findings(context.store.audit_entries(), head))
    if found:
        raise AuditBroken(found)
    return context.store.audit_head()


def is_handle(text: str) -> bool:
    return _HANDLE.fullmatch(text) is not None


def of_person(context: Context, handle: str) -> list[Happened]:
    """What happened about one person, and about nobody else."""
    entries = (
        (each.number, each.told(json_door.read_json(each.body.encode())))
        for each in context.store.audit_entries(handle)
    )
    return happened(entries, handle)


def enrolled_as(context: Context, handle: str) -> Identifier | None:
    """Who that is, as long as somebody enrolled them."""
    found = (each.person for each in context.store.enrolments() if each.handle == handle)
    return next(found, None)


def exported(
    context: Context, found: Iterable[Happened], form: AuditForm, person: Identifier | None
) -> bytes:
    """What happened, for programs: one JSON object a line."""
    if form is AuditForm.STORELOG:
        patient = None if person is None else person.value
        return _lines(log for each in found for log in logs(each, patient))
    base = context.settings.base
    return _lines(rebase(event, BASE, base) for each in found for event in events(each))


def table(found: Iterable[Happened], language: str) -> tuple[list[str], list[list[str]]]:
    """What happened, for people."""
    spoken = Language(language)
    return list(COLUMNS[spoken]), listed(found, spoken)


def _lines(told: Iterable[Resource]) -> bytes:
    return b"".join(json_door.write_json(each) + b"\n" for each in told)
