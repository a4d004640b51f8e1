"""Consents as they were registered, and that some of them ended: nothing of it is ever changed.

One that ended is kept and can't be taken up again; whoever consents anew has another one.
"""

from adapter.state import schema
from adapter.state.rows import Rows
from adapter.values import ConsentBasis, ConsentFacts


class Consents(Rows):
    """The part of the state that remembers what people consented to."""

    def register_consent(self, consent: ConsentFacts) -> bool:
        """Add a consent, unless one of that id is there already; True when it was added."""
        return self.put_first(
            schema.CONSENTS,
            {
                "id": consent.id,
                "person": consent.person,
                "basis": consent.basis.value,
                "route": consent.route,
                "plan_kinds": self._words(consent.plan_kinds),
                "start": consent.start,
                "end": consent.end,
                "assessor": consent.assessor,
                "assessed_on": consent.assessed_on,
                "decided_by": consent.by,
                "at": consent.at,
            },
        )

    def end_consent(self, name: str, *, day: str, mistaken: bool, by: str, at: str) -> bool:
        """End one from that day on; True unless there is none, or it has ended already."""
        if not self.rows(schema.CONSENTS, id=name):
            return False
        row = {"id": name, "ended": day, "mistaken": mistaken, "decided_by": by, "at": at}
        return self.put_first(schema.CONSENT_ENDS, row)

    def consents(self, **equal: str) -> list[ConsentFacts]:
        """Every consent with these values, also those that ended, in the order they came."""
        ends = {row.id: row for row in self.rows(schema.CONSENT_ENDS)}
        rows = sorted(self.rows(schema.CONSENTS, **equal), key=lambda row: (row.at, row.id))
        return [
            ConsentFacts(
                id=row.id,
                person=row.person,
                basis=ConsentBasis(row.basis),
                route=row.route,
                plan_kinds=tuple(self._decode(row.plan_kinds.encode())),
                start=row.start,
                end=row.end,
                assessor=row.assessor,
                assessed_on=row.assessed_on,
                by=row.decided_by,
                at=row.at,
                ended=ends[row.id].ended if row.id in ends else None,
                mistaken=row.id in ends and bool(ends[row.id].mistaken),
            )
            for row in rows
        ]
