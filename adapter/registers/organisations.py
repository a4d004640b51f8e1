"""A register of organisations: whose unit each is, and which are closed or moved.

id          HSA-id, HER-id, RESH-id or other name of the unit, as records carry it
care_unit   the vårdenhet it belongs to (inner blocks)      care_giver   the vårdgivare (outer)
closed      true or false                                   moved_to     the unit that follows it
Names of units are compared without regard to case, as HSA-ids are written in either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from adapter.registers.rows import Row, each_row
from adapter.values import UnitFacts
from mappings.redacted import Redacted

TABLE: Final = "units"
COLUMNS: Final = frozenset({"id", "care_unit", "care_giver", "closed", "moved_to"})


@dataclass(frozen=True, slots=True)
class Organisations(Redacted):
    """What one file says of which unit."""

    rows: Mapping[str, UnitFacts] = field(default_factory=dict)

    def unit(self, identifier: str) -> UnitFacts | None:
        """Whose a unit is, or None: it does not know that unit."""
        return self.rows.get(identifier.strip().casefold())


def organisations(rows: Iterable[object], problems: list[str]) -> Organisations:
    """The register that these rows make; what is wrong with them is added to the problems."""
    known: dict[str, UnitFacts] = {}

    def read(row: Row) -> None:
        row.only(COLUMNS)
        name = row.text("id")
        if name is None:
            row.wrong("id", "needed")
            return
        if name.casefold() in known:
            row.wrong("id", "each unit once")
        known[name.casefold()] = UnitFacts(
            identifier=name,
            care_unit=row.text("care_unit"),
            care_giver=row.text("care_giver"),
            closed=row.flag("closed"),
            moved_to=row.text("moved_to"),
        )

    each_row(TABLE, rows, problems, read)
    return Organisations(known)
