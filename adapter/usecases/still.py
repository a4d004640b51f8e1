"""What was decided may still be sent: asked right before each request, also of a second try.

A run decides about many people and then sends for minutes. Whoever sets a block, ends a consent or
comes under protection in between is heard at the next request: what a register or a block service
said is believed for a second (patientdatalagen 2008:355, 4:4: blocked data may not be made
accessible from when they are blocked).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from adapter.usecases.context import Context
from adapter.usecases.gate import Gate, gate_of
from adapter.values import Action, Route, Step, Why

BELIEVED: Final = timedelta(seconds=1)


class Fresh:
    """The gate of each person on a route as it is now; an answer is believed for a second."""

    def __init__(self, route: Route, context: Context) -> None:
        self._route = route
        self._context = context
        self._asked: dict[str, tuple[datetime, Gate | Why]] = {}

    def gate(self, handle: str) -> Gate | Why:
        """What may cross of somebody, or why nothing may any more."""
        now, known = self._context.clock.now(), self._asked.get(handle)
        if known is not None and timedelta() <= now - known[0] < BELIEVED:
            return known[1]
        enrolled = self._context.enrolled(self._route.name, handle=handle)
        gate = gate_of(self._route, self._context, enrolled.get(handle))
        self._asked[handle] = now, gate
        return gate


def taken_back(
    action: Action, gate: Gate | Why, permitted: Callable[[Gate], Action]
) -> Action | None:
    """The action as it waits if it may not be sent any more as it was decided; None: it may.

    `permitted` decides anew about it. What would go only without its places by now waits too: the
    next run plans it so.
    """
    if isinstance(gate, Why):
        return replace(action, step=Step.HOLD, why=gate)
    now = permitted(gate)
    if now == action:
        return None
    return replace(action, step=Step.HOLD, why=now.why or Why.PROTECTED_IDENTITY)
