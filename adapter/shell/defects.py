"""What is told of a defect of ours: its kind, where in the code, and an id that leads to nobody.

What an exception says may repeat what a record says, so it is never shown. The id is random; it
stands in the log too, so that somebody can ask about what they saw.
"""

import sys
import threading
import traceback
import uuid
from pathlib import Path
from typing import Final

from adapter import logs
from adapter.errors import Exit
from adapter.shell.output import say
from adapter.values import Logged

_ROOT: Final = Path(__file__).resolve().parents[2]


def tell_defect(error: BaseException) -> int:
    """Say that something of ours is broken; gives the exit code."""
    name, stack = str(uuid.uuid4()), places(error)
    kind, where = type(error).__name__, stack[-1] if stack else "-"
    say(f"Error: a defect of this program: {kind} at {where} (log id {name})")
    logs.chosen().tell(
        Logged.DEFECT, log_id=name, code=kind, stack=" ".join(stack), exit=int(Exit.BUG)
    )
    return Exit.BUG


def places(error: BaseException) -> list[str]:
    """Where in our code it went through, outermost first: file and line, and no value."""
    found = traceback.extract_tb(error.__traceback__)
    paths = [(Path(each.filename), each.lineno) for each in found]
    return [f"{path.relative_to(_ROOT)}:{line}" for path, line in paths if _is_ours(path)]


def _is_ours(path: Path) -> bool:
    parts = path.parts[len(_ROOT.parts) :]
    return path.is_relative_to(_ROOT) and parts[0] in {"adapter", "mappings", "cli.py"}


def keep_quiet() -> None:
    """Let nothing else print what an exception says: threads, finalizers, and libraries' logs.

    Nor the interpreter, where telling of a defect fails itself.
    """
    import logging

    logging.lastResort = None
    sys.excepthook = lambda kind, _error, _trace: say(f"Error: a defect: {kind.__name__}")
    threading.excepthook = lambda raised: _told(raised.exc_value)
    sys.unraisablehook = lambda raised: _told(raised.exc_value)


def _told(error: BaseException | None) -> None:
    if error is not None:
        tell_defect(error)
