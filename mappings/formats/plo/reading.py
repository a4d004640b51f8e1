"""What the reading of one message shares: where it comes from, whom it is about, its identifiers.

A record is named by source system, conversation, kind and its content (normalised text, code and
dates), since PLO gives goals, measures and wishes no ids of their own; two records of equal content
are told apart by how many came before. No national identifier is part of a key.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from mappings.account import Account, Section
from mappings.errors import Issue, RecordRefused, Severity, Unreadable
from mappings.fhir.primitives import Code, Date, Instant, Uri
from mappings.fhir.values import Coding, Identifier, Reference
from mappings.formats import times
from mappings.formats.plo.grammar import CODED, take_all
from mappings.record import Accountable, Record, Source
from mappings.redacted import Redacted
from mappings.tree import Leaf, Node, place

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Redacted):
    """One message being read.

    `owner` names the sender where an identifier is unique only there; `observed` is the status of
    what the message reports; `writer` who answers for its texts; `sent_on` the day it was sent;
    `recorded` the instant, if known to the second.
    """

    source: Source
    account: Account
    zone: str
    key: tuple[str, str]
    person: Identifier
    owner: str
    accountable: Accountable
    chain: Identifier
    labels: tuple[Coding, ...] = ()
    origin: Uri | None = None
    observed: Code = "unknown"
    writer: Reference | None = None
    sent_on: Date | None = None
    recorded: Instant | None = None
    _seen: Counter[tuple[str | None, ...]] = field(default_factory=Counter)

    def begin(
        self, node: Node, fields: Mapping[str, str], kind: str, *content: str | None
    ) -> "Part":
        """Open an element for a record of that kind, named by its content."""
        canonical = (kind, *map(normalised, content))
        self._seen[canonical] += 1
        earlier = self._seen[canonical] - 1
        times = (str(earlier),) if earlier else ()
        identifier = self.source.mint(*self.key, *canonical, *times)
        section = self.account.section(node, fields)
        section.target.bind(identifier.value)
        return Part(reading=self, section=section, id=identifier)

    @property
    def patient(self) -> Reference:
        return Reference(type="Patient", identifier=self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Redacted):
    """One record being read: its section, already bound to the identifier it will have."""

    reading: Reading
    section: Section
    id: Identifier

    def common(self) -> dict[str, Any]:
        """The fields that every record has; called when all its values are taken."""
        reading = self.reading
        return {
            "id": self.id,
            "person": reading.person,
            "accountable": reading.accountable,
            "chain": reading.chain,
            "labels": reading.labels,
            "source": reading.origin,
            "source_texts": tuple(self.section.target.texts),
        }

    @property
    def reference(self) -> Reference:
        """A logical reference to the record."""
        kind = self.section.target.path("id", None).partition("/")[0]
        return Reference(type=kind, identifier=self.id)


def normalised(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\s+", " ", text).strip().casefold()


def said(node: Node | None, *names: str) -> tuple[str | None, ...]:
    """What named children hold: their text, or the attribute `V` of coded ones."""
    children = [None if node is None else node.child(name) for name in names]
    return tuple(None if child is None else _held(child) for child in children)


def _held(node: Node) -> str:
    return node.attributes.get("V", "") if node.name in CODED else node.text or ""


def attempt(part: Part, build: Callable[[], R]) -> list[R]:
    """Build a record; if it is refused, everything of its element goes with it."""
    try:
        return [build()]
    except RecordRefused as refused:
        take_all(part.section, "id")
        part.reading.account.refuse_record(part.section.target, refused.issue)
        return []


def peek_time(node: Node | None, zone: str) -> times.Time | None:
    """Read a time without accounting for it: the record that it belongs to does that."""
    text = "" if node is None else node.attributes.get("V") or node.text or ""
    try:
        return times.either(text, zone)
    except Unreadable:
        return None


def issue_at(  # noqa: PLR0913  a finding is made of its facts
    node: Node,
    rule: str,
    expected: str,
    *,
    code: str = "invalid",
    target: str | None = None,
    attribute: str | None = None,
) -> Issue:
    """A finding about an element as a whole, or one attribute; it refuses nothing by itself."""
    return Issue(
        severity=Severity.ERROR,
        code=code,
        rule=rule,
        expected=expected,
        line=node.line,
        path=place(Leaf(node, attribute)),
        target=target,
    )


def inform(  # noqa: PLR0913  a finding is made of its facts
    part: Part,
    node: Node,
    field: str,
    rule: str,
    expected: str,
    *,
    severity: Severity = Severity.INFORMATION,
) -> None:
    """Report what the standard or the sender leaves open about a field of a record."""
    target = part.section.target.path(field, None)
    issue = issue_at(node, rule, expected, code="incomplete", target=target)
    part.reading.account.issues.append(replace(issue, severity=severity))
