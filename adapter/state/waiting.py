"""What waits for somebody: holds, conflicts, proposals, and what is in the quarantine."""

import zlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from adapter.state import schema
from adapter.state.rows import Rows
from adapter.values import (
    Difference,
    Disputed,
    Hold,
    OpenConflict,
    Proposal,
    ProposalState,
    Quarantined,
    Why,
)


class Waiting(Rows):
    """The part of the state that asks people to look."""

    # -- holds ----------------------------------------------------------------------------------

    def replace_holds(self, route: str, holds: Sequence[Hold]) -> int:
        """Set what waits on a route; a hold that was there keeps its date. Returns the new ones."""
        known = {_hold_key(hold): hold.since for hold in self.holds(route)}
        with self.transaction():
            self.drop(schema.HOLDS, route=route)
            for hold in holds:
                since = known.get(_hold_key(hold), hold.since)
                self.put(
                    schema.HOLDS,
                    {
                        "route": route,
                        "person": hold.person,
                        "why": hold.why.value,
                        "document": hold.document or "",
                        "key": hold.key or "",
                        "since": since,
                    },
                )
        return sum(_hold_key(hold) not in known for hold in holds)

    def holds(self, route: str) -> list[Hold]:
        return [
            Hold(
                route=row.route,
                person=row.person,
                why=Why(row.why),
                since=row.since,
                document=row.document or None,
                key=row.key or None,
            )
            for row in self.rows(schema.HOLDS, route=route)
        ]

    # -- conflicts ------------------------------------------------------------------------------

    def replace_conflicts(self, route: str, conflicts: Sequence[OpenConflict]) -> int:
        """Set the open conflicts of a route; returns how many are new."""
        known = {conflict.key: conflict.since for conflict in self.conflicts(route)}
        with self.transaction():
            self.drop(schema.CONFLICTS, route=route)
            for conflict in conflicts:
                disputed = [
                    [each.unit, each.here, each.there, each.base] for each in conflict.disputed
                ]
                self.put(
                    schema.CONFLICTS,
                    {
                        "route": route,
                        "key": conflict.key,
                        "person": conflict.person,
                        "units": self._words(conflict.units),
                        "since": known.get(conflict.key, conflict.since),
                        "disputed": self._packed(disputed),
                    },
                )
        return sum(conflict.key not in known for conflict in conflicts)

    def conflicts(self, route: str, **equal: str) -> list[OpenConflict]:
        return [
            OpenConflict(
                key=row.key,
                person=row.person,
                units=tuple(self._decode(row.units.encode())),
                since=row.since,
                disputed=self._disputed(row.disputed),
            )
            for row in self.rows(schema.CONFLICTS, route=route, **equal)
        ]

    def _disputed(self, packed: bytes | None) -> tuple[Disputed, ...]:
        """The versions of each unit; none were kept by states of version 1."""
        units = [] if packed is None else self._unpacked(packed)
        return tuple(
            Disputed(unit=unit, here=here, there=there, base=base)
            for unit, here, there, base in units
        )

    def differ(self, difference: Difference) -> None:
        """A Task for a conflict stands on an endpoint."""
        self.put(schema.DIFFERENCES, asdict(difference))

    def differences(self, route: str, **equal: str) -> list[Difference]:
        return [
            Difference(route=row.route, key=row.key, endpoint=row.endpoint, person=row.person)
            for row in self.rows(schema.DIFFERENCES, route=route, **equal)
        ]

    def agree(self, difference: Difference) -> None:
        """That Task is closed: both sides agree again."""
        self.drop(schema.DIFFERENCES, **asdict(difference))

    # -- proposals ------------------------------------------------------------------------------

    def propose(self, proposal: Proposal) -> bool:
        """Show the owner what somebody else changed; True when that is new.

        The same proposal made again keeps its date, and what was decided about it; another one of
        the same record keeps its Task.
        """
        known = self.rows(schema.PROPOSALS, route=proposal.route, key=proposal.key)
        if any(self._unpacked(row.body) == proposal.body for row in known):
            return False
        told = next((row.told for row in known), proposal.told)
        self.put(
            schema.PROPOSALS,
            {
                "route": proposal.route,
                "key": proposal.key,
                "person": proposal.person,
                "owner": proposal.owner,
                "units": self._words(proposal.units),
                "body": self._packed(proposal.body),
                "since": proposal.since,
                "state": proposal.state.value,
                "told": told,
            },
        )
        return True

    def proposals(self, route: str, **equal: str) -> list[Proposal]:
        return [
            Proposal(
                route=row.route,
                key=row.key,
                person=row.person,
                owner=row.owner,
                units=tuple(self._decode(row.units.encode())),
                body=self._unpacked(row.body),
                since=row.since,
                state=ProposalState(row.state),
                told=row.told,
            )
            for row in self.rows(schema.PROPOSALS, route=route, **equal)
        ]

    def decide_proposal(self, route: str, key: str, state: ProposalState) -> None:
        """What the owner said to a proposal."""
        self.change(schema.PROPOSALS, {"state": state.value}, route=route, key=key)

    def tell_owner(self, route: str, key: str, told: str) -> None:
        """What the Task on the owner's server says by now."""
        self.change(schema.PROPOSALS, {"told": told}, route=route, key=key)

    def withdraw_proposal(self, route: str, key: str) -> None:
        """There is nothing to propose any more."""
        self.drop(schema.PROPOSALS, route=route, key=key)

    # -- quarantine -----------------------------------------------------------------------------

    def quarantine(self, route: str, item: Quarantined) -> bool:
        """Keep what can't be taken in; True when it was not there yet."""
        row = {
            "route": route,
            "sha256": item.sha256,
            "name": item.name,
            "reason": item.reason,
            "since": item.since,
            "raw": zlib.compress(item.raw),
        }
        return self.put_first(schema.QUARANTINE, row)

    def quarantined(self, route: str) -> list[Quarantined]:
        return [_quarantined(row) for row in self.rows(schema.QUARANTINE, route=route)]


def _quarantined(row: Any) -> Quarantined:  # noqa: ANN401  a row
    return Quarantined(
        sha256=row.sha256,
        name=row.name,
        reason=row.reason,
        since=row.since,
        raw=zlib.decompress(row.raw),
    )


def _hold_key(hold: Hold) -> tuple[str, ...]:
    return (hold.person, hold.why.value, hold.document or "", hold.key or "")
