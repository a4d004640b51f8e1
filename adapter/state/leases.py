"""Who runs a route now, in the database: for states that several machines share.

A lease ends by itself, so that nobody waits for ever for a run that was cut off. On one machine
the lock of the kernel says more: whoever holds that one takes over at once.
"""

from typing import Any

from sqlalchemy import delete, or_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from adapter.state import schema
from adapter.state.rows import Rows
from adapter.values import Lease


class Leases(Rows):
    """The part of the state that says which run goes on."""

    def take_lease(self, lease: Lease) -> bool:
        """Take the lease of a route in one statement; False while a run elsewhere holds it."""
        table = schema.LEASES
        given = _row(lease)
        rest = {name: value for name, value in given.items() if name != "route"}
        free = or_(table.c.until < lease.since, table.c.host == lease.host)
        statement = upsert(table).values(**given)
        statement = statement.on_conflict_do_update(index_elements=["route"], set_=rest, where=free)
        with self.begin() as connection:
            return connection.execute(statement).rowcount > 0

    def renew_lease(self, lease: Lease) -> bool:
        """Hold it until later; False once somebody else has taken it over."""
        statement = update(schema.LEASES).where(*_held_by(lease)).values(until=lease.until)
        with self.begin() as connection:
            return connection.execute(statement).rowcount > 0

    def end_lease(self, lease: Lease) -> None:
        """Leave the route to others."""
        with self.begin() as connection:
            connection.execute(delete(schema.LEASES).where(*_held_by(lease)))

    def lease(self, route: str) -> Lease | None:
        """Who runs a route, or was cut off while running it."""
        for row in self.rows(schema.LEASES, route=route):
            return Lease(
                route=row.route,
                host=row.host,
                process=row.process,
                since=row.since,
                until=row.until,
            )
        return None


def _row(lease: Lease) -> dict[str, str]:
    return {
        "route": lease.route,
        "host": lease.host,
        "process": lease.process,
        "since": lease.since,
        "until": lease.until,
    }


def _held_by(lease: Lease) -> tuple[Any, ...]:
    """A later run of the same host may have the same process number: it began at another time."""
    table = schema.LEASES
    return (
        table.c.route == lease.route,
        table.c.host == lease.host,
        table.c.process == lease.process,
        table.c.since == lease.since,
    )
