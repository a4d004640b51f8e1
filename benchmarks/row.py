"""One row of the benchmark: what is measured, in which unit, against which goal."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

Measure = Callable[[], float]


class Goal(Enum):
    """Whether a value may be at most or must be at least its goal."""

    AT_MOST = "≤"
    AT_LEAST = "≥"


class CannotMeasure(Exception):  # noqa: N818  the name is the fact
    """What the row compares with is not on this machine; the text says what."""


class WrongResult(Exception):  # noqa: N818
    """What was measured did not do its work, so that its speed says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    unit: str
    direction: Goal
    goal: float
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came out; a row that could not be measured has no value and is not met."""

    row: Row
    value: float | None
    note: str = ""

    @property
    def met(self) -> bool:
        compare = operator.le if self.row.direction is Goal.AT_MOST else operator.ge
        return self.value is not None and compare(self.value, self.row.goal)

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.row.name,
            "value": None if self.value is None else round(self.value, 3),
            "unit": self.row.unit,
            "goal": self.row.goal,
            "met": self.met,
        }


def run(row: Row) -> Result:
    try:
        return Result(row=row, value=row.measure())
    except CannotMeasure as reason:
        return Result(row=row, value=None, note=str(reason))
