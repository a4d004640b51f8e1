"""The rows that `make bench` measures, in the order of the printed table."""

from typing import Final

from benchmarks.row import Goal, Row
from benchmarks.start_up import help_vs_click

ROWS: Final = [
    Row(
        name="help_vs_click",
        unit="× a bare click group",
        direction=Goal.AT_MOST,
        goal=1.3,
        measure=help_vs_click,
    ),
]
