"""The benchmark's own arithmetic and output; what it measures is not tested for speed here."""

import json

import pytest

from benchmarks import __main__ as command
from benchmarks.measure import ratio
from benchmarks.row import CannotMeasure, Goal, Row, run


class FakeClock:
    """A clock that only its owner moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def spend(self, seconds: float) -> None:
        self.now += seconds


def row(direction: Goal, goal: float, value: float) -> Row:
    return Row(name="a", unit="×", direction=direction, goal=goal, measure=lambda: value)


def test_a_ratio_compares_neighbours_and_not_totals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gc.collect", int)  # what a long test run left behind takes seconds
    clock = FakeClock()
    slow_down = iter(range(1, 100))

    def theirs() -> None:
        clock.spend(2.0)

    def ours() -> None:
        clock.spend(6.0 if next(slow_down) % 9 else 60.0)  # now and then something else runs too

    assert ratio(ours, theirs, rounds=9, clock=clock) == 3.0


@pytest.mark.parametrize(
    ("direction", "value", "met"),
    [
        (Goal.AT_MOST, 1.3, True),
        (Goal.AT_MOST, 1.31, False),
        (Goal.AT_LEAST, 1.3, True),
        (Goal.AT_LEAST, 1.29, False),
    ],
)
def test_a_goal_is_a_bound_that_may_be_reached(direction: Goal, value: float, *, met: bool) -> None:
    assert run(row(direction, 1.3, value)).met is met


def test_a_row_that_cannot_be_measured_says_why_and_is_not_met() -> None:
    def nothing_there() -> float:
        raise CannotMeasure("no yardstick")

    result = run(Row(name="a", unit="×", direction=Goal.AT_LEAST, goal=0, measure=nothing_there))
    assert (result.met, result.note) == (False, "no yardstick")
    assert result.as_json() == {"name": "a", "value": None, "unit": "×", "goal": 0, "met": False}


def test_json_is_one_array_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "ROWS", [row(Goal.AT_MOST, 1.0, 2.0)])
    monkeypatch.setattr("sys.argv", ["benchmarks", "--json"])
    command.main()
    out, err = capsys.readouterr()
    assert json.loads(out) == [{"name": "a", "value": 2.0, "unit": "×", "goal": 1.0, "met": False}]
    assert "not met: a" in err


def test_a_name_that_is_no_row_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks", "no_such_row"])
    with pytest.raises(SystemExit, match="2"):
        command.main()
