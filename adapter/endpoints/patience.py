"""How long a FHIR server is waited for, how often it is asked again, and when no more.

A server that is down is not helped by more requests, and a run is not helped by waiting for it:
    tries       a read that brings nothing whole is sent again; a write never: it may have arrived
    pauses      grow exponentially with full jitter; Retry-After, in seconds or as a date, is obeyed
    bucket      each further try costs one, each answer earns a tenth: few answers, few more tries
    circuit     after so many calls in a row without an answer, no further call of the run is sent
A pause that leads beyond the deadline is not begun: the caller learns at once to come back later.
See https://www.rfc-editor.org/rfc/rfc9110.html#field.retry-after.
"""

import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple, TypeVar

from adapter.endpoints.clock import date_in
from adapter.errors import TryLater, Unreachable
from adapter.values import Resource

T = TypeVar("T")
TRIES: Final = 4
BUCKET: Final = 20.0
EARNED: Final = 0.1
FAILURES: Final = 5
_BASE: Final = 0.2
_CAP: Final = 10.0
_SECONDS: Final = re.compile(r"\d+")
_A_YEAR: Final = 31_536_000.0
_TEMPORARY: Final = frozenset({408, 429, 502, 503, 504})
_LATER: Final = frozenset({429, 503})


class Answer(NamedTuple):
    """What a server answered: status, headers, and the resource in the body if there is one."""

    status: int
    headers: Mapping[str, str]
    body: Resource | None


class Lost(Exception):  # noqa: N818  the name is the fact
    """No whole answer came; the text says why and names nobody. `lasts`: nor will the next try."""

    def __init__(self, reason: str, *, lasts: bool = False) -> None:
        self.lasts = lasts
        super().__init__(reason)


class _Failure(NamedTuple):
    reason: str
    lasts: bool = False
    status: int | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """How time passes: `elapsed` for what lasts, `now` for dates, `chance` from 0 to 1."""

    sleep: Callable[[float], None] = time.sleep
    elapsed: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], float] = random.SystemRandom().random


class Patience:
    """What one endpoint may still cost in this run."""

    def __init__(self, name: str, deadline: float, passing: Time) -> None:
        self._name = name
        self._deadline = deadline
        self._time = passing
        self._bucket = BUCKET
        self._failures = 0
        self._quiet_until = passing.elapsed()

    def ask(self, send: Callable[[], Answer], *, again: bool) -> Answer:
        """The whole answer that `send` brings; `again` when it may be sent more than once.

        Raises TryLater when the server says when to come back, Unreachable when it says nothing.
        """
        until = self._time.elapsed() + self._deadline
        self._begin(until)
        tried = 1
        while isinstance(found := self._once(send, until), _Failure):
            is_last = found.lasts or not again or tried == TRIES
            if is_last or not self._pause(found, tried, until):
                raise self._given_up(found)
            tried += 1
        self._failures = 0
        self._bucket = min(BUCKET, self._bucket + EARNED)
        return found

    def _begin(self, until: float) -> None:
        """Nothing is sent to a server that was given up, or before the time that it asked for."""
        if self._failures >= FAILURES:
            reason = f"given up for this run after {FAILURES} calls in a row without an answer"
            raise Unreachable(self._name, reason)
        pause = self._quiet_until - self._time.elapsed()
        if self._quiet_until > until:
            raise TryLater(self._name, pause)
        if pause > 0:
            self._time.sleep(pause)

    def _once(self, send: Callable[[], Answer], until: float) -> Answer | _Failure:
        try:
            answer = self._in_time(send, until)
        except Lost as lost:
            return _Failure(str(lost), lost.lasts)
        if answer.status not in _TEMPORARY:
            return answer
        after = retry_after(answer.headers, self._time.now())
        self._quiet_until = self._time.elapsed() + (after or 0.0)
        return _Failure("the server can't answer now", status=answer.status, after=after)

    def _in_time(self, send: Callable[[], T], until: float) -> T:
        """Send on a thread of its own and give it up when the deadline passes.

        A timeout of requests is for each read of the socket: a byte now and then outlasts it.
        """
        future: Future[T] = Future()
        threading.Thread(target=_settle, args=(future, send), daemon=True).start()
        try:
            return future.result(max(0.0, until - self._time.elapsed()))
        except TimeoutError:
            raise Lost(f"no whole answer within {self._deadline:g} s") from None

    def _pause(self, failure: _Failure, tried: int, until: float) -> bool:
        """Wait before the next try; False, at once, when the bucket or the time is too small."""
        pause = (failure.after or 0.0) + self._time.chance() * min(_CAP, _BASE * 2**tried)
        if self._bucket < 1 or self._time.elapsed() + pause >= until:
            return False
        self._bucket -= 1
        self._time.sleep(pause)
        return True

    def _given_up(self, failure: _Failure) -> Unreachable:
        self._failures += 1
        if failure.status in _LATER and failure.after is not None:
            return TryLater(self._name, failure.after, failure.status)
        return Unreachable(self._name, failure.reason, failure.status)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that Retry-After asks for, or None when it does not say.

    A date is compared with the Date of the same answer: our clock and the server's may differ.
    """
    said = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(said):
        return min(_A_YEAR, float(said))
    date = date_in(said)
    if date is None:
        return None
    sent = date_in(headers.get("Date", "")) or now
    return min(_A_YEAR, max(0.0, (date - sent).total_seconds()))


def _settle(future: "Future[T]", call: Callable[[], T]) -> None:
    try:
        future.set_result(call())
    except BaseException as error:  # noqa: BLE001  it is raised where the result is awaited
        future.set_exception(error)
