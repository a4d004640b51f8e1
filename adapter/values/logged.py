"""What a log tells of: a list of events, each as loud as it is."""

from enum import Enum, IntEnum
from typing import Final

# What a run counts: nothing else is ever told as a count.
COUNTED: Final = frozenset(
    {
        *("documents", "created", "updated", "deleted", "kept"),
        *("held", "conflicts", "refused", "failed", "parked"),
        "recalls",
    }
)


class Level(IntEnum):
    """How loud an event is; numbers as in `logging`."""

    DEBUG = 10
    INFO = 20
    WARNING = 30
    ERROR = 40


class Logged(Enum):
    """What happened."""

    RUN_STARTED = "run-started"
    RUN_ENDED = "run-ended"
    ABOUT_TO = "about-to"
    OUTCOME = "outcome"
    NOT_DONE = "not-done"
    HELD = "held"
    RECALLED = "recalled"
    STOPPED = "stopped"
    BROKEN_OFF = "broken-off"
    FAILED = "failed"
    DEFECT = "defect"

    @property
    def level(self) -> Level:
        return _LOUD.get(self, Level.INFO)


_LOUD = {
    Logged.ABOUT_TO: Level.DEBUG,
    Logged.NOT_DONE: Level.WARNING,
    Logged.RECALLED: Level.WARNING,
    Logged.STOPPED: Level.WARNING,
    Logged.BROKEN_OFF: Level.ERROR,
    Logged.FAILED: Level.ERROR,
    Logged.DEFECT: Level.ERROR,
}
