"""Errors → one line on stderr and an exit code; a closed stdout is no error, a signal is 75."""

import os
import signal
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any, Final, NoReturn

import click

from adapter import logs
from adapter.codec.names import told_file
from adapter.errors import Exit, exit_code
from adapter.shell.defects import tell_defect
from adapter.shell.output import say
from adapter.values import Logged
from mappings.errors import ViktigtError

_PATIENCE: Final = 8.0  # seconds for the item in hand


def guarded(call: Callable[[], Any]) -> NoReturn:
    """Run the program and leave it with its exit code."""
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        sys.exit(_code(call))
    except BrokenPipeError:
        # The reader has had enough: so have we. Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.OK)


def _code(call: Callable[[], Any]) -> int:
    try:
        return _expected(call)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  what it says may be about somebody
        return tell_defect(error)


def _expected(call: Callable[[], Any]) -> int:
    try:
        answer = call()
        sys.stdout.flush()
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        return Exit.USAGE
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted; the next run goes on from here", Exit.TRY_AGAIN)
    except BrokenPipeError:
        raise
    except ViktigtError as error:
        return _failed(str(error), error)
    except OSError as error:
        return _failed(f"{_place(error.filename)}: {error.strerror}", error)
    return int(answer or Exit.OK)


def _place(path: object) -> str:
    """Where input or output failed. Others may have named a file there, and after somebody."""
    if not isinstance(path, str):
        return "input or output"
    return str(
        Path(*(each if each == os.sep else told_file(each, "") for each in Path(path).parts))
    )


def _failed(message: str, error: Exception) -> int:
    code = exit_code(error)
    logs.chosen().tell(Logged.FAILED, kind=type(error).__name__, exit=int(code))
    return _say(message, code)


def _say(message: str, code: int) -> int:
    say(f"Error: {message}")
    return code


@contextmanager
def finishing(stopping: Event) -> Iterator[None]:
    """While the block runs, a first signal asks to stop after the item in hand; a second one stops.

    What takes longer than a moment is given up: whoever stopped us will not wait for long.
    """

    def ask(_signal: int, _frame: types.FrameType | None) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    before = {each: signal.signal(each, ask) for each in (signal.SIGTERM, signal.SIGINT)}
    before[signal.SIGALRM] = signal.signal(signal.SIGALRM, _interrupted)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for each, handler in before.items():
            signal.signal(each, handler)


def _interrupted(_signal: int, _frame: types.FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
