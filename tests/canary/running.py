"""A command as it is typed, in this process: what it said, where, and how it ended."""

import builtins
import io
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final, NamedTuple, cast
from unittest import mock

from adapter import logs
from adapter.shell.defects import keep_quiet
from adapter.shell.guard import guarded
from adapter.values import Level
from cli import main
from tests.canary.planted import seen

# What a command is asked to show to whoever asks, and on stdout only.
_SHOWN: Final = {"map", "conflicts show", "hold show"}
_SHOWN_BY: Final = {"plan": "--diff"}
LOUD: Final = ("--log", "json", "-v")
LOGS: Final = (LOUD, ("--log", "text", "-v"), ("--log", "json", "-q"), ("--log", "text"), ())


class Said(NamedTuple):
    """What came out of one command, by way; the files it named and the processes it began."""

    code: int
    stdout: bytes
    stderr: bytes
    named: tuple[str, ...]
    begun: tuple[str, ...]

    def leaks(self, command: str, form: Sequence[str] = ()) -> dict[str, set[str]]:
        """What must not stand there, by way; secrets stand nowhere, whoever asks."""
        may = command in _SHOWN or _SHOWN_BY.get(command) in form
        found = {"stdout": seen(self.stdout, secrets_only=may), "stderr": seen(self.stderr)}
        found["the name of a file"] = seen("\n".join(self.named))
        found["arguments of a process"] = seen("\n".join(self.begun))
        if b"Traceback (most recent call last)" in self.stderr + self.stdout:
            found["a traceback"] = {"locals, sooner or later"}
        return {way: kinds for way, kinds in found.items() if kinds}


def typed(
    folder: Path, arguments: Sequence[str], stdin: str = "", *, log: Sequence[str] = LOUD
) -> Said:
    """Run a command; by default with its log as loud as it can be."""
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err, _names() as (named, begun):
        code = _run(folder, [*log, *arguments], out, err, stdin)
        return Said(code, _told(out), _told(err), tuple(named), tuple(begun))


def _told(stream: IO[str]) -> bytes:
    stream.flush()
    return os.pread(stream.fileno(), 100_000_000, 0)


def _run(folder: Path, arguments: Sequence[str], out: IO[str], err: IO[str], stdin: str) -> int:
    with _streams(out, err, stdin), chdir(folder):
        try:
            guarded(lambda: main(list(arguments), standalone_mode=False))
        except SystemExit as ended:
            return int(ended.code or 0)
        except BaseException as error:  # noqa: BLE001  as the interpreter does
            with ExitStack() as stack:
                for module, name in (
                    (sys, "excepthook"),
                    (sys, "unraisablehook"),
                    (threading, "excepthook"),
                    (logging, "lastResort"),
                ):
                    stack.enter_context(mock.patch.object(module, name))
                keep_quiet()
                sys.excepthook(type(error), error, error.__traceback__)
            return 1


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


@contextmanager
def _names() -> Iterator[tuple[list[str], list[str]]]:
    """Names that files get, also those that are gone again; arguments of processes."""
    named: list[str] = []
    begun: list[str] = []

    def watched(module: Any, name: str, into: list[str], at: int) -> Any:  # noqa: ANN401
        real = getattr(module, name)

        def call(*args: Any, **more: Any) -> Any:  # noqa: ANN401
            mode = more.get("mode", args[1] if len(args) > 1 else "r")
            is_new = mode & os.O_CREAT if isinstance(mode, int) else set("wxa") & set(str(mode))
            if name != "open" or is_new:
                into.extend(str(each) for each in args[at : at + 1])
            return real(*args, **more)

        return mock.patch.object(module, name, call)

    with ExitStack() as stack:
        for module, name, at in (
            (os, "open", 0),
            (io, "open", 0),
            (builtins, "open", 0),
            (os, "mkdir", 0),
            (os, "replace", 1),
            (os, "rename", 1),
        ):
            stack.enter_context(watched(module, name, named, at))
        stack.enter_context(watched(subprocess, "Popen", begun, 0))
        yield named, begun
