"""What stewards decided about what waits: what was meant, and what may go all the same, once.

Decisions are added and never changed; a release is used up by the run that made use of it.
"""

from adapter.state import schema
from adapter.state.rows import Rows
from adapter.values import Classified, Meant, Release


class HeldBack(Rows):
    """The part of the state about what waits and was looked at."""

    def classify(self, classified: Classified) -> None:
        """Remember what somebody said that something put forward is."""
        self.put(
            schema.CLASSIFIED,
            {
                "person": classified.person,
                "matter": classified.matter,
                "at": classified.at,
                "meant": classified.meant.value,
                "decided_by": classified.by,
                "why": classified.why,
                "consent": None if classified.consent is None else self._packed(classified.consent),
            },
        )

    def classified(self, **equal: str) -> dict[str, Classified]:
        """What was said last of each matter, of one person or of all, on whichever route."""
        rows = sorted(self.rows(schema.CLASSIFIED, **equal), key=lambda row: row.at)
        return {
            row.matter: Classified(
                matter=row.matter,
                person=row.person,
                meant=Meant(row.meant),
                by=row.decided_by,
                why=row.why,
                at=row.at,
                consent=None if row.consent is None else self._unpacked(row.consent),
            )
            for row in rows
        }

    def let_go(self, route: str, release: Release) -> None:
        """Remember that something may go."""
        self.put(
            schema.RELEASES,
            {
                "route": route,
                "person": release.person,
                "what": release.what,
                "at": release.at,
                "version": release.version,
                "used": release.used,
                "decided_by": release.by,
                "why": release.why,
            },
        )

    def releases(self, route: str, **equal: str) -> list[Release]:
        """Every release of a route, used or not, in the order in which they came."""
        rows = sorted(self.rows(schema.RELEASES, route=route, **equal), key=lambda row: row.at)
        return [
            Release(
                person=row.person,
                what=row.what,
                by=row.decided_by,
                why=row.why,
                at=row.at,
                version=row.version,
                used=row.used,
            )
            for row in rows
        ]

    def use_release(self, route: str, release: Release, at: str) -> None:
        """A run made use of it: it counts no more."""
        self.change(
            schema.RELEASES,
            {"used": at},
            route=route,
            person=release.person,
            what=release.what,
            at=release.at,
        )
