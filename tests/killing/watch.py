"""A real process, watched from its start and killed with SIGKILL at one step of one phase.

    starting   what is imported and opened, until a request is asked
    reading    a server is asked, or has answered
    deciding   the state is asked about what was read
    noting     what is to be written stands in the state as an intent
    sending    a write has left
    taken      the server has done it, and the process does not know
    settling   the outcome goes into the state
    ending     the run itself is remembered
Each step waits for the test, so that the kill falls before it, or just after it was let go.
"""

import os
import signal
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

from tests.fault_proxy import WRITES, Answered, Exchange, Kind, Reply, framed
from tests.import_rule import ROOT
from tests.installation import Installation

WATCHED: Final = Path(__file__).with_name("watched")
DEADLINE: Final = 120


class Phase(Enum):
    STARTING = "starting"
    READING = "reading"
    DECIDING = "deciding"
    NOTING = "noting"
    SENDING = "sending"
    TAKEN = "taken"
    SETTLING = "settling"
    ENDING = "ending"


@dataclass(frozen=True)
class Shot:
    """Where the process ends: at the nth step of a phase, before that step or just after it."""

    phase: Phase
    nth: int
    late: bool


class Watch:
    """One run of a route in a process of its own."""

    def __init__(self, place: Installation, shot: Shot | None) -> None:
        self.phase = Phase.STARTING
        self.steps: Counter[Phase] = Counter()
        self.fell: Phase | None = None
        self._shot = shot
        self._changed = threading.Condition()
        self._under_way = 0
        self._ours, theirs = socket.socketpair()
        for proxy in place.proxies.values():
            proxy.disarm()
            proxy.arm(self._exchange, *Kind, times=None)
        with theirs:
            self._process = place.start(
                *("sync", "plans"),
                hand_over=theirs.fileno(),
                WATCHED_BY=str(theirs.fileno()),
                PYTHONFAULTHANDLER="1",
                PYTHONPATH=os.pathsep.join((str(WATCHED), str(ROOT))),
            )
        self._told = threading.Thread(target=self._listen)
        self._told.start()

    def wait(self) -> int | None:
        """The exit code, or None where the process was killed; nothing of it is under way then."""
        with self._ours:
            code = self._ended()
            self._told.join(DEADLINE)
        with self._changed:
            assert self._changed.wait_for(lambda: not self._under_way, DEADLINE)
        assert (self.fell is not None) == (code == -signal.SIGKILL), (self.fell, code)
        return None if self.fell else code

    def _ended(self) -> int:
        """How it ended; one that hangs says where, in the folder of the test."""
        try:
            return self._process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGABRT)
            raise

    # -- what is seen of the process ------------------------------------------------------------

    def _listen(self) -> None:
        """What it imports and what its state does, until it is gone."""
        with self._ours.makefile("rb") as told, suppress(ConnectionError):
            for line in told:
                verb, name = line.decode().split()
                self._step(_after(self.phase, verb, name), lambda: self._ours.sendall(b"."))

    def _exchange(self, exchange: Exchange) -> Answered:
        """A request passes, and its answer."""
        with self._changed:
            self._under_way += 1
        try:
            return self._passed(exchange)
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def _passed(self, exchange: Exchange) -> Answered:
        replies: list[Reply] = []
        writes = exchange.asked.kind in WRITES
        asked, answered = (Phase.SENDING, Phase.TAKEN) if writes else (Phase.READING, Phase.READING)
        if not self._step(asked, lambda: replies.append(exchange.forward())):
            return None
        [reply] = replies
        # Each request has a connection of its own, which ends with the process or with the answer.
        last = replace(reply, headers={**reply.headers, "connection": "close"})
        with suppress(ConnectionError):
            self._step(answered, lambda: exchange.write(framed(last)))
        return None if self.fell else b""

    def _step(self, phase: Phase, let_go: Callable[[], object]) -> bool:
        """One step of the process: let go, or killed; whether it lives."""
        with self._changed:
            if self.fell is not None:
                return False
            self.phase = phase
            self.steps[phase] += 1
            shot = self._shot
            if shot is not None and (shot.phase, shot.nth) == (phase, self.steps[phase]):
                self.fell = phase
        if self.fell is None:
            let_go()
            return True
        assert shot is not None
        if shot.late:
            let_go()
        self._process.send_signal(signal.SIGKILL)
        return False


def _after(phase: Phase, verb: str, table: str) -> Phase:
    """In which phase a process is that imports something or asks its state."""
    if verb == "INSERT" and table in _MARKS:
        return phase if phase is Phase.STARTING else _MARKS[table]
    if verb == "import" or phase not in _THEN:
        return phase
    return _THEN[phase]


_MARKS: Final = {"intents": Phase.NOTING, "runs": Phase.ENDING}
_THEN: Final = {Phase.READING: Phase.DECIDING, Phase.TAKEN: Phase.SETTLING}
