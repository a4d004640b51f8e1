"""What a native document says about itself, and what it says once for all of its records."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mappings.errors import Unreadable
from mappings.fhir.primitives import Code, DateTime
from mappings.fhir.values import Identifier, Reference
from mappings.formats.native.shape import Shape, record_shape, shape_of
from mappings.record import Envelope, Environment, HoldReason, MessageStatus, Record
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Redacted):
    """What a document says about itself.

    system        the system that it comes from, by a name that stays
    document      its id there, the same from version to version
    version       1, 2, 3 …: a later one replaces those before it
    date          when this version was made
    environment   production or test
    zone          the IANA zone of times without offset, such as Europe/Stockholm
    sender        who sends it, and `receivers` to whom
    """

    system: str | None = None
    document: str | None = None
    version: int | None = None
    date: DateTime | None = None
    environment: Environment | None = None
    zone: Code | None = None
    sender: Reference | None = None
    receivers: tuple[Reference, ...] = ()

    def envelope(
        self, system: str | None, person: Identifier | None, holds: tuple[HoldReason, ...]
    ) -> Envelope:
        """The same as other formats put it: the versions of one document are a chain."""
        version = self.version or 1
        return Envelope(
            person=person,
            holds=holds,
            status=MessageStatus.REPLACE if version > 1 else MessageStatus.NEW,
            conversation=self._message(system, 1),
            message=self._message(system, version),
            parent=self._message(system, version - 1) if version > 1 else None,
            sender=self.sender,
            receivers=self.receivers,
            processing=None if self.environment is None else self.environment.value,
        )

    def _message(self, system: str | None, version: int) -> str | None:
        """What one version is called; the first has the name of the whole."""
        if system is None or self.document is None:
            return None
        name = f"{system}/{self.document}"
        return name if version == 1 else f"{name}/{version}"


def checked_zone(name: str | None) -> str | None:
    """The same name, if there is such a zone; raises Unreadable."""
    try:
        return name if name is None else ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        raise Unreadable("an IANA time zone such as Europe/Stockholm", "native.zone") from None


# What may stand under `defaults`: members of every record, in the order of the class.
SHARED: Final = ("accountable", "chain", "labels", "source", "language")
HEADER_SHAPE: Final = shape_of(Header)


def defaults_shape() -> Shape:
    """The members that a document may state once for all of its records."""
    members = tuple(m for m in record_shape(Record, {}).members if m.field in SHARED)
    return Shape(of=Record, members=members)
