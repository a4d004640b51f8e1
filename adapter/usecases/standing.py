"""What is known of a person on a route at one time, and by which rules it is decided on.

`standing_of` asks once: the block service now, or as the caller says; consents, registers and what
stewards said come from the state and from whoever asked for them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from adapter.errors import Unreachable
from adapter.policy import rule_tables
from adapter.policy.decide import ABSENT
from adapter.policy.rule_tables import Tables
from adapter.policy.unit_keys import Units
from adapter.usecases.context import Context
from adapter.values import Answer, Block, ConsentFacts, Enrolment, Resource, Route
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted

AskOfBlocks: TypeAlias = Callable[[Identifier], tuple[Block, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Redacted):
    """What is known of one person on one route at one time.

    `blocks` is None when nobody can say. `protected` and `held` are what registers and stewards
    say; `of_age` is from when the person decides alone; `reservations` are the person's Consents.
    `units` is the register of organisations.
    """

    route: Route
    at: datetime
    enrolment: Enrolment | None
    blocks: tuple[Block, ...] | None
    consents: tuple[ConsentFacts, ...] = ()
    protected: Answer = ABSENT
    held: Answer = ABSENT
    of_age: date | None = None
    reservations: tuple[Resource, ...] = ()
    units: Units | None = None

    @property
    def on(self) -> date:
        return self.at.date()


@cache
def tables() -> Tables:
    """The tables of rules that come with the program."""
    folder = files("adapter.policy").joinpath("tables")
    return rule_tables.read(
        {name: folder.joinpath(f"{name}.toml").read_text("utf-8") for name in rule_tables.NAMES}
    )


def standing_of(  # noqa: PLR0913  what is known comes from several places
    context: Context,
    route: Route,
    enrolment: Enrolment | None,
    *,
    protected: Answer = ABSENT,
    held: Answer = ABSENT,
    of_age: date | None = None,
    reservations: Iterable[Resource] = (),
    registered: Iterable[ConsentFacts] | None = None,
    ask: AskOfBlocks | None = None,
) -> Standing:
    """What is known of a person now; the block service is asked, and silence is remembered.

    `registered` are the person's consents where they were read already; `ask` is how the service is
    asked where that is not by what it says now.
    """
    if registered is None:
        registered = context.store.consents(person=enrolment.handle) if enrolment else ()
    return Standing(
        route=route,
        at=context.clock.now(),
        enrolment=enrolment,
        blocks=blocks_of(enrolment, ask or context.blocks.of),
        consents=tuple(registered),
        protected=protected,
        held=held,
        of_age=of_age,
        reservations=tuple(reservations),
        units=None if context.organisations is None else context.organisations.unit,
    )


def blocks_of(enrolment: Enrolment | None, ask: AskOfBlocks) -> tuple[Block, ...] | None:
    """The blocks of a person; nobody is asked about somebody who is not enrolled."""
    if enrolment is None:
        return None
    try:
        return ask(enrolment.person)
    except Unreachable:
        return None
