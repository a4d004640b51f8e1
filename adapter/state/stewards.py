"""What people decided about what waits: conflicts resolved, and documents out of the quarantine.

Decisions are added and never changed: a later one on the same unit stands beside the earlier one.
"""

from collections.abc import Iterable

from adapter.state import schema
from adapter.state.rows import Rows
from adapter.values import Dropped, End, Kept, Ref, Resolution


class Stewards(Rows):
    """The part of the state that people write."""

    # -- conflicts ------------------------------------------------------------------------------

    def resolve(self, route: str, resolutions: Iterable[Resolution]) -> None:
        """Remember what somebody chose, all of it or nothing."""
        with self.transaction():
            for each in resolutions:
                self.put(
                    schema.RESOLUTIONS,
                    {
                        "route": route,
                        "key": each.key,
                        "unit": each.unit,
                        "at": each.at,
                        "take": None if each.take is None else each.take.value,
                        "decided_by": each.by,
                        "why": each.why,
                        "here": each.here,
                        "there": each.there,
                        "value": None if each.value is None else self._packed(each.value),
                    },
                )

    def resolutions(self, route: str) -> list[Resolution]:
        """Everything that was ever chosen on a route, in the order in which it was."""
        rows = sorted(self.rows(schema.RESOLUTIONS, route=route), key=lambda row: row.at)
        return [
            Resolution(
                key=row.key,
                unit=row.unit,
                take=None if row.take is None else End(row.take),
                by=row.decided_by,
                why=row.why,
                at=row.at,
                here=row.here,
                there=row.there,
                value=None if row.value is None else self._unpacked(row.value),
            )
            for row in rows
        ]

    def decisions(self, route: str) -> dict[str, dict[str, Resolution]]:
        """What was chosen last for each unit that is in conflict or proposed: key → unit."""
        since: dict[str, str] = {}
        for table in (schema.CONFLICTS, schema.PROPOSALS):
            for row in self.rows(table, route=route):
                since[row.key] = min(row.since, since.get(row.key, row.since))
        chosen: dict[str, dict[str, Resolution]] = {}
        for each in self.resolutions(route):
            if each.key in since and since[each.key] <= each.at:
                chosen.setdefault(each.key, {})[each.unit] = each
        return chosen

    # -- what stands twice ----------------------------------------------------------------------

    def keep(self, route: str, kept: Kept) -> None:
        """Remember which of several records somebody chose to keep."""
        self.put(
            schema.KEPT,
            {
                "route": route,
                "endpoint": kept.endpoint,
                "key": kept.key,
                "at": kept.at,
                "keep": str(kept.keep),
                "stood": self._words(kept.stood),
                "decided_by": kept.by,
                "why": kept.why,
            },
        )

    def kept(self, route: str) -> dict[tuple[str, str], Kept]:
        """What was chosen last for each endpoint and key."""
        rows = sorted(self.rows(schema.KEPT, route=route), key=lambda row: row.at)
        return {
            (row.endpoint, row.key): Kept(
                endpoint=row.endpoint,
                key=row.key,
                keep=Ref(*row.keep.split("/", 1)),
                stood=tuple(self._decode(row.stood.encode())),
                by=row.decided_by,
                why=row.why,
                at=row.at,
            )
            for row in rows
        }

    # -- quarantine -----------------------------------------------------------------------------

    def quarantine_again(self, route: str, sha256: str, reason: str) -> None:
        """A document that was tried again stays in the quarantine, for this reason now."""
        for row in self.rows(schema.QUARANTINE, route=route, sha256=sha256):
            self.put(schema.QUARANTINE, {**row._asdict(), "reason": reason})

    def release(self, route: str, sha256: str) -> None:
        """A document leaves the quarantine: it was taken in."""
        self.drop(schema.QUARANTINE, route=route, sha256=sha256)

    def drop_quarantined(self, route: str, dropped: Dropped) -> None:
        """A document leaves the quarantine because somebody decided so; its bytes go."""
        with self.transaction():
            self.release(route, dropped.sha256)
            self.put(
                schema.DROPPED,
                {
                    "route": route,
                    "sha256": dropped.sha256,
                    "at": dropped.at,
                    "name": dropped.name,
                    "reason": dropped.reason,
                    "decided_by": dropped.by,
                    "why": dropped.why,
                },
            )

    def dropped(self, route: str) -> list[Dropped]:
        """What somebody took out of the quarantine, in the order in which it went."""
        rows = sorted(self.rows(schema.DROPPED, route=route), key=lambda row: row.at)
        return [
            Dropped(
                sha256=row.sha256,
                name=row.name,
                reason=row.reason,
                by=row.decided_by,
                why=row.why,
                at=row.at,
            )
            for row in rows
        ]
