"""A command as it is typed, in this process: what it said, where, and how it ended."""

import hashlib
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple, cast

from adapter import logs
from adapter.shell.guard import guarded
from adapter.values import Level
from cli import main
from tests.canary.planted import seen

SHOWN: dict[str, frozenset[str]] = {
    # What a command is asked to show to whoever asks, and on which way only.
    "map": frozenset({"stdout"}),
    "conflicts show": frozenset({"stdout"}),
    "hold show": frozenset({"stdout"}),
}


class Said(NamedTuple):
    """What came out of one command, by way."""

    code: int
    stdout: bytes
    stderr: bytes

    def leaks(self, command: str) -> dict[str, set[str]]:
        """What must not stand there, by way; secrets stand nowhere, whoever asks."""
        ways = {"stdout": self.stdout, "stderr": self.stderr}
        may = SHOWN.get(command, frozenset())
        found = {way: seen(data, secrets_only=way in may) for way, data in ways.items()}
        return {way: kinds for way, kinds in found.items() if kinds}


def typed(folder: Path, arguments: Sequence[str], stdin: str = "") -> Said:
    """Run a command with its log on, as loud as it can be."""
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        code = _run(folder, arguments, out, err, stdin)
        return Said(code, _told(out), _told(err))


def _told(stream: IO[str]) -> bytes:
    stream.flush()
    return os.pread(stream.fileno(), 100_000_000, 0)


def _run(folder: Path, arguments: Sequence[str], out: IO[str], err: IO[str], stdin: str) -> int:
    with _streams(out, err, stdin), chdir(folder):
        try:
            guarded(lambda: main(["--log", "json", "-v", *arguments], standalone_mode=False))
        except SystemExit as ended:
            return int(ended.code or 0)


@contextmanager
def _streams(out: IO[str], err: IO[str], stdin: str) -> Iterator[None]:
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8")
    before = sys.stdout, sys.stderr, sys.stdin
    sys.stdout, sys.stderr, sys.stdin = cast("Any", (out, err, given))
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.stdin = before
        logs.begin(logs.Form.OFF, Level.INFO)


_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{8,64}\b|p-[0-9a-f]{10}")
_TIME = re.compile(rb"\d{4}-\d\d-\d\d(T[0-9:.+Z]+)?|\"seconds\": [0-9.]+")


class Count:
    """How many outputs were looked at, and how many differ once ids and times are taken out."""

    def __init__(self) -> None:
        self.outputs = 0
        self.distinct: set[bytes] = set()
        self.codes: Counter[int] = Counter()

    def add(self, said: Said, *files: bytes) -> None:
        self.codes[said.code] += 1
        for each in (said.stdout, said.stderr, *files):
            if each:
                self.outputs += 1
                bare = _TIME.sub(b"", _ID.sub(b"", each))
                self.distinct.add(hashlib.sha256(bare).digest())

    def __str__(self) -> str:
        codes = ", ".join(f"{code}: {count}" for code, count in sorted(self.codes.items()))
        return f"{self.outputs} outputs, {len(self.distinct)} distinct; exit codes {codes}"
