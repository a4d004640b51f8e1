"""What a plan could not take along into GetCarePlans: gathered while it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Final, ParamSpec, TypeVar

from mappings.errors import ViktigtError
from mappings.formats.rivta.elements import Unwritable
from mappings.record import LeftOut, Record
from mappings.redacted import Redacted

P = ParamSpec("P")
R = TypeVar("R", bound=Record)
NO_PLACE: Final = "GetCarePlans has no element for it"


class PlanLeftOut(ViktigtError):  # noqa: N818  the name is the fact
    """A plan lacks what the schema requires, or says what the contract can't carry."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Report(Redacted):
    """What was left out of one plan, and which records went into it or into its text.

    `taken` are those that went into the plans before it.
    """

    left_out: list[LeftOut] = field(default_factory=list)
    written: set[int] = field(default_factory=set)
    said: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)

    def took(self, *records: Record | None) -> None:
        """These records went into the document."""
        self.written.update(id(record) for record in records if record is not None)

    def whole(self, record: Record, reason: str) -> None:
        self.left_out.append(LeftOut(record=record.id, kind=type(record).__name__, reason=reason))

    def part(self, record: Record, name: str, reason: str = NO_PLACE) -> None:
        """One field of a record was left out, the rest was written."""
        kind = type(record).__name__
        self.left_out.append(LeftOut(record=record.id, kind=kind, reason=reason, field=name))

    def attempt(
        self, record: Record, name: str, write: Callable[P, object], *args: P.args, **more: P.kwargs
    ) -> None:
        """Write one optional field, or say why it could not be written."""
        try:
            write(*args, **more)
        except Unwritable as error:
            self.part(record, name, f"the schema asks for {error.reason}")

    def compare(self, record: R, kept: R, reason: str = NO_PLACE) -> None:
        """Report every field that does not come back as it was: `kept` is what comes back."""
        for each in fields(record):
            if getattr(record, each.name) != getattr(kept, each.name):
                self.part(record, each.name, reason)


def required(name: str, write: Callable[P, object], *args: P.args, **more: P.kwargs) -> None:
    """Write what the schema requires; raises PlanLeftOut."""
    try:
        write(*args, **more)
    except Unwritable as error:
        raise PlanLeftOut(f"{name}: the schema requires {error.reason}") from None
