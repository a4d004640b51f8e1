"""The state of one installation, as the use cases see it.

Bodies are encoded by the codec that `wiring` hands in. `transaction()` groups what must stand or
fall together.
"""

from adapter.state import schema
from adapter.state.audits import Audits
from adapter.state.consents import Consents
from adapter.state.erasing import Erasing
from adapter.state.held import HeldBack
from adapter.state.leases import Leases
from adapter.state.recalls import Recalls
from adapter.state.records import Records
from adapter.state.resting import AtRest
from adapter.state.stewards import Stewards
from adapter.state.waiting import Waiting
from adapter.values import Enrolment, Ingested, Remembered, Run, Stop, StopReason
from mappings.fhir.values import Identifier
from mappings.record import MessageStatus


class Store(
    Records, Waiting, Stewards, Leases, AtRest, Consents, HeldBack, Recalls, Erasing, Audits
):
    """The state. Opening it refuses a key or a schema that isn't its own."""

    # -- enrolments -----------------------------------------------------------------------------

    def enrol(self, enrolment: Enrolment) -> None:
        self.put(
            schema.ENROLMENTS,
            {
                "route": enrolment.route,
                "handle": enrolment.handle,
                "system": enrolment.person.system,
                "value": enrolment.person.value,
                "basis": enrolment.basis,
                "decided_by": enrolment.decided_by,
                "start": enrolment.start,
                "end": enrolment.end,
                "plan_kinds": self._words(enrolment.plan_kinds),
                "consent": enrolment.consent,
                "suspended": enrolment.suspended,
                "municipality": enrolment.municipality,
            },
        )

    def enrolments(self, route: str | None = None, **equal: str) -> list[Enrolment]:
        """Everybody enrolled, on one route or on all, whether or not the enrolment has ended."""
        equal |= {} if route is None else {"route": route}
        rows = self.rows(schema.ENROLMENTS, **equal)
        kinds = {text: tuple(self._decode(text.encode())) for text in {r.plan_kinds for r in rows}}
        return [
            Enrolment(
                route=row.route,
                handle=row.handle,
                person=Identifier(system=row.system, value=row.value),
                basis=row.basis,
                decided_by=row.decided_by,
                start=row.start,
                end=row.end,
                plan_kinds=kinds[row.plan_kinds],
                consent=row.consent,
                suspended=row.suspended,
                municipality=row.municipality,
            )
            for row in rows
        ]

    # -- documents ------------------------------------------------------------------------------

    def save_document(self, route: str, document: Ingested) -> None:
        self.put(
            schema.DOCUMENTS,
            {
                "route": route,
                "sha256": document.sha256,
                "name": document.name,
                "format": document.format,
                "conversation": document.conversation,
                "message": document.message,
                "parent": document.parent,
                "status": document.status.value,
                "wrong_person": document.wrong_person,
                "person": document.person,
                "outcome": document.outcome,
                "received": document.received,
                "takes_back": document.takes_back,
                "resources": self._packed(list(document.resources)),
            },
        )

    def documents(self, route: str, **equal: str) -> list[Ingested]:
        """The documents taken in on a route, in the order they were received."""
        rows = sorted(
            self.rows(schema.DOCUMENTS, route=route, **equal),
            key=lambda row: (row.received, row.sha256),
        )
        return [
            Ingested(
                sha256=row.sha256,
                name=row.name,
                format=row.format,
                conversation=row.conversation,
                message=row.message,
                parent=row.parent,
                status=MessageStatus(row.status),
                wrong_person=bool(row.wrong_person),
                person=row.person,
                outcome=row.outcome,
                received=row.received,
                takes_back=row.takes_back,
                resources=tuple(self._unpacked(row.resources)),
            )
            for row in rows
        ]

    # -- runs -----------------------------------------------------------------------------------

    def save_run(self, run: Run) -> None:
        self.put(
            schema.RUNS,
            {
                "id": run.id,
                "route": run.route,
                "started": run.started,
                "ended": run.ended,
                "exit": run.exit,
                "counts": self._encode(dict(run.counts)).decode(),
                "stops": self._words([f"{each.reason.value} {each.detail}" for each in run.stops]),
            },
        )

    def runs(self, route: str) -> list[Run]:
        """The runs of a route, in the order in which they began."""
        rows = sorted(self.rows(schema.RUNS, route=route), key=lambda row: (row.started, row.id))
        return [
            Run(
                id=row.id,
                route=row.route,
                started=row.started,
                ended=row.ended,
                exit=row.exit,
                counts=self._decode(row.counts.encode()),
                stops=self._stops(row.stops),
            )
            for row in rows
        ]

    def _stops(self, held: str | None) -> tuple[Stop, ...]:
        """What stopped a run; states of version 1 did not say."""
        parts = [each.partition(" ") for each in self._decode((held or "[]").encode())]
        return tuple(Stop(reason=StopReason(word), detail=detail) for word, _, detail in parts)

    def last_run(self, route: str) -> Run | None:
        return next(reversed(self.runs(route)), None)

    def remember(self, route: str, remembered: Remembered) -> None:
        """Keep how a route was configured and what its sides held, for the next run."""
        self.put(
            schema.REMEMBERED,
            {
                "route": route,
                "configuration": self._encode(dict(remembered.configuration)).decode(),
                "held": self._encode(dict(remembered.held)).decode(),
            },
        )

    def remembered(self, route: str) -> Remembered | None:
        for row in self.rows(schema.REMEMBERED, route=route):
            return Remembered(
                configuration=self._decode(row.configuration.encode()),
                held=self._decode(row.held.encode()),
            )
        return None
