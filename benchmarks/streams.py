"""The command itself on many documents: memory while it streams, and what a second core gives."""

import os
import sys
import time
from functools import cache
from pathlib import Path

from benchmarks import workload
from benchmarks.command import expect_success, run, start
from benchmarks.measure import ratio

FEW, MANY = 1_000, 100_000
FILES, EACH = 64, 100
COMMAND = (sys.executable, "-m", "cli", "map")
MIB = 1024  # ru_maxrss is in KiB


def memory_growth_mib() -> float:
    return _peak_mib(MANY) - _peak_mib(FEW)


def memory_peak_mib() -> float:
    return _peak_mib(MANY)


def two_cores() -> float:
    folder = workload.many_files(FILES, EACH)
    return ratio(
        lambda: _map(folder, jobs=1),
        lambda: _map(folder, jobs=2),
        rounds=3,
        clock=time.perf_counter,
    )


@cache
def _peak_mib(count: int) -> float:
    """Give the largest resident size of one `viktigt map` over `count` documents in one file."""
    command: tuple[str | Path, ...] = (*COMMAND, workload.ours(count))
    with start(command) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    expect_success(process.returncode, command)
    return usage.ru_maxrss / MIB


def _map(folder: Path, *, jobs: int) -> None:
    run(*COMMAND, folder, "--jobs", str(jobs))
