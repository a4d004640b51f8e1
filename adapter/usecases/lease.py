"""One run of a route at a time: the lock of this machine, and beside it a lease in the database.

The kernel drops the lock when its holder dies; the lease is for machines that share a state, and
ends by itself. A run renews its lease between two people, and ends when it has lost it.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from adapter.errors import Locked
from adapter.state.lock import only_run
from adapter.usecases.context import Context, instant
from adapter.values import Lease
from mappings.redacted import Redacted

FOR: Final = timedelta(minutes=15)  # longer than one person may take, deadlines of servers included
_RENEW: Final = timedelta(minutes=5)


@contextmanager
def holding(context: Context, route: str) -> Iterator[Context]:
    """The context of a run that holds the route while the block runs.

    Raises Locked, naming who runs it and for how long.
    """
    with ExitStack() as locks:
        try:
            locks.enter_context(only_run(context.settings.state, route))
        except Locked:
            raise _taken(context, route) from None
        held = _Held(context, *_lease(context, route))
        if not context.store.take_lease(held.lease):
            raise _taken(context, route)
        locks.callback(lambda: context.store.end_lease(held.lease))
        yield replace(context, keep=held.keep)


@dataclass(slots=True)
class _Held(Redacted):
    """The lease of a run, and when it was renewed last."""

    context: Context
    lease: Lease
    renewed: datetime

    def keep(self) -> None:
        """Renew the lease now and then; raises Locked once somebody else has it."""
        self.context.keep()
        now = self.context.clock.now()
        if now - self.renewed < _RENEW:
            return
        self.lease = replace(self.lease, until=instant(now + FOR))
        self.renewed = now
        if not self.context.store.renew_lease(self.lease):
            raise _taken(self.context, self.lease.route)


def _lease(context: Context, route: str) -> tuple[Lease, datetime]:
    now = context.clock.now()
    made = Lease(
        route=route,
        host=socket.gethostname(),
        process=str(os.getpid()),
        since=instant(now),
        until=instant(now + FOR),
    )
    return made, now


def _taken(context: Context, route: str) -> Locked:
    """Who runs the route, and how long already."""
    lease = context.store.lease(route)
    if lease is None:
        return Locked(f"another run of {route} is under way")
    age = context.clock.now() - datetime.fromisoformat(lease.since)
    return Locked(
        f"another run of {route} is under way: process {lease.process} on {lease.host}, "
        f"since {lease.since} ({max(0, int(age.total_seconds()))} s)"
    )
