"""A sync that writes in batches, whose answers are broken, wrong or lost.

As in test_faults_over_http: the fault fires, the run ends as documented and names nobody, and once
the faults have stopped nothing is lost, nothing stands twice and nothing more is written.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import http_faults as http
from tests.fault_proxy import Answered, Exchange, Fault, Proxy
from tests.faulty_pair import Capture, Pair
from tests.faulty_story import assert_survives, made, server_behind_proxy, work
from tests.http_passing import Kind

pytestmark = [pytest.mark.server, pytest.mark.slow]
DONE, REFUSED, TRY_AGAIN, NOT_PERMITTED = 0, 5, 75, 77
MANY = 7
Entries = list[dict[str, Any]]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with server_behind_proxy(tmp_path_factory.mktemp("server")) as proxy:
        yield proxy


@pytest.fixture
def pair(line: Proxy, tmp_path: Path, capsys: Capture) -> Iterator[Pair]:
    """Both sides at work, and so much to send that it goes in batches; the server can do that."""
    pair = made(tmp_path, line, capsys)
    for round_ in ("first", "then"):
        names = {f"{round_} {number}" for number in range(MANY)}
        for name in sorted(names):
            pair.goal(pair.region, name)
        pair.more |= names
        if round_ == "first":
            assert pair.sync(capsys).code == DONE
    work(pair)
    line.renew()
    yield pair
    pair.close()


def entries(change: Callable[[Entries], Entries]) -> Fault:
    """The answer to a batch with other entries in it."""
    return http.edited(lambda tree: {**tree, "entry": change(tree["entry"])})


def without_response(held: Entries) -> Entries:
    first, *rest = held
    return [{name: each for name, each in first.items() if name != "response"}, *rest]


def one_fails(status: str) -> Fault:
    """A batch whose first entry is not carried out, and answered with this status."""

    def failing(exchange: Exchange) -> Answered:
        bundle = json.loads(exchange.asked.body)
        rest = {**bundle, "entry": bundle["entry"][1:]}
        asked = replace(exchange.asked, body=json.dumps(rest).encode())
        reply = exchange.proxy.behind(asked)
        first = {"response": {"status": status, "outcome": http.OUTCOME}}
        return reply.holding({**reply.tree, "entry": [first, *reply.tree["entry"]]})

    return failing


# What was not taken as a batch is looked for, and then sent one by one in the same run.
BATCHES: dict[str, tuple[Fault, int]] = {
    "an entry is missing": (entries(lambda held: held[:-1]), DONE),
    "an entry too many": (entries(lambda held: [*held, held[0]]), DONE),
    "another order": (entries(lambda held: held[::-1]), DONE),
    "no entries": (entries(lambda _held: []), DONE),
    "an entry without a response": (entries(without_response), DONE),
    "the same entry always": (entries(lambda held: [held[0]] * len(held)), DONE),
    "an outcome": (http.edited(lambda _tree: http.OUTCOME), DONE),
    "nothing": (http.instead(b""), DONE),
    "a login page": (http.instead(http.LOGIN, content_type="text/html"), DONE),
    "lost": (http.after(http.broken), DONE),
    "500": (http.after(http.before(500)), DONE),
    "cut off": (http.TRUNCATED["of a stated length"], DONE),
    "unreadable": (http.UNREADABLE["a key twice"], DONE),
    "never sent": (http.broken, TRY_AGAIN),
    "too large": (http.before(413), DONE),
    "no batches": (http.before(404), DONE),
    "not implemented": (http.before(501), DONE),
    "forbidden": (http.before(403), NOT_PERMITTED),
    "redirected": (http.redirect(307), DONE),
    "busy": (http.before(429, Retry_After="3600"), TRY_AGAIN),
    "down": (http.before(503), TRY_AGAIN),
    "said to be done": (http.empty(200), DONE),
    "said to be done by an outcome": (http.before(200), DONE),
    **{f"one entry {s}": (one_fails(f"{s} X"), REFUSED) for s in (404, 409, 412, 422)},
    **{f"one entry {s}": (one_fails(f"{s} X"), TRY_AGAIN) for s in (429, 500)},
    "one entry 403": (one_fails("403 X"), NOT_PERMITTED),
    "one entry said to be done": (one_fails("201 Created"), TRY_AGAIN),
}


def test_a_batch_is_sent(pair: Pair, capsys: Capture) -> None:
    pair.connect()
    assert pair.sync(capsys).code == DONE
    assert [each.kind for each in pair.proxy.log].count(Kind.BATCH) == 1


@pytest.mark.parametrize(("fault", "code"), BATCHES.values(), ids=BATCHES.keys())
def test_a_batch_that_is_answered_so(pair: Pair, capsys: Capture, fault: Fault, code: int) -> None:
    assert_survives(pair, capsys, fault, Kind.BATCH, code)
