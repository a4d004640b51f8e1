"""Measure every row, or those named: `python -m benchmarks [--json] [NAME…]`.

A table for people on stdout, or with --json one JSON array of {name, value, unit, goal, met} and
nothing else. Whatever is not met is named on stderr; that is a finding, not a failure of the run.
"""

import argparse
import json
import sys
from collections.abc import Iterable

from benchmarks.row import Result, run
from benchmarks.rows import ROWS


def main() -> None:
    options = _options()
    results = []
    for row in ROWS:
        if row.name in options.names:
            _say(f"measuring {row.name}")
            results.append(run(row))
    if options.json:
        sys.stdout.write(json.dumps([result.as_json() for result in results], indent=1) + "\n")
    else:
        sys.stdout.write(table(results))
    for result in results:
        if not result.met:
            _say(f"not met: {result.row.name} {result.note}".rstrip())


def _options() -> argparse.Namespace:
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed.")
    parser.add_argument("--json", action="store_true", help="print one JSON array only")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(names)}")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    options.names = options.names or names
    return options


def table(results: Iterable[Result]) -> str:
    lines = [f"{'what':28} {'value':>10}  {'goal':>8}  met  unit"]
    for result in results:
        row = result.row
        value = "-" if result.value is None else f"{result.value:.2f}"
        met = "yes" if result.met else "NO"
        goal = f"{row.direction.value} {row.goal:g}"
        lines.append(f"{row.name:28} {value:>10}  {goal:>8}  {met:3}  {row.unit}")
    return "\n".join(lines) + "\n"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
