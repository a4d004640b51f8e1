"""Commands as a user runs them: with their bytecode compiled, as it is after an installation."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.row import WrongResult

_BYTECODE = tempfile.TemporaryDirectory(prefix="viktigt-bytecode-")


@cache
def environment() -> dict[str, str]:
    """Keep bytecode in a folder of this run, whatever the caller's environment says about it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONPYCACHEPREFIX": _BYTECODE.name}


def run(*command: str | Path) -> None:
    with start(command) as process:
        process.wait()
    expect_success(process.returncode, command)


def start(command: Sequence[str | Path]) -> "subprocess.Popen[bytes]":
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603  the commands are ours
        command, env=environment(), stdin=nowhere, stdout=nowhere, stderr=nowhere
    )


def expect_success(code: int, command: Sequence[str | Path]) -> None:
    if code:
        raise WrongResult(f"{' '.join(map(str, command))} ended with {code}")
