"""What is sent together and what alone, and what is made of every answer that may come."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from adapter.endpoints.memory import MemoryServer
from adapter.errors import (
    Changed,
    EndpointError,
    NotPermitted,
    Opaque,
    Refused,
    TryLater,
    Unreachable,
)
from adapter.sync.carry import Links, Side
from adapter.sync.execute import execute
from adapter.sync.fingerprint import fingerprint
from adapter.sync.identity import CARRIED
from adapter.sync.parts import Manner
from adapter.values import Action, Outcome, Ref, Reply, Resource, Result, Seen, Step, Write
from mappings.fhir.values import Identifier

SYSTEM = "urn:made-up"
ANNA = Identifier(system="urn:people", value="anna")
PATIENT = Ref("Patient", "p")


def side() -> Side:
    links = Links({})
    return Side(base="https://x.example", person=PATIENT, person_identifier=ANNA, links=links)


def goal(name: str, words: str = "gå ut", **more: object) -> Resource:
    return {
        "resourceType": "Goal",
        "identifier": [{"system": SYSTEM, "value": name}],
        "lifecycleStatus": "active",
        "description": {"text": words},
        "subject": {"reference": f"{CARRIED}person"},
        **more,
    }


def create(name: str, body: Resource | None = None, person: str = "p-1") -> Action:
    made = body or goal(name)
    return Action(
        step=Step.CREATE,
        side="there",
        person=person,
        key=f"{made['resourceType']}|{SYSTEM}|{name}",
        type=made["resourceType"],
        body=made,
        identifier=Identifier(system=SYSTEM, value=name),
    )


def update(name: str, seen: Seen, words: str = "gå hem", version: str | None = None) -> Action:
    made = create(name, goal(name, words))
    return replace(made, step=Step.UPDATE, ref=seen.ref, version=version or seen.version)


@dataclass
class Notes:
    """A journal that keeps all in order: what was to be sent, and what came of it."""

    left_by_us: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()
    told: list[tuple[str, list[str]]] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    results: dict[str, Outcome] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    bodies: dict[str, Resource] = field(default_factory=dict)
    fails: EndpointError | None = None
    taken_back: set[str] = field(default_factory=set)

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def may_go(self, action: Action) -> bool:
        return action.key.rpartition("|")[2] not in self.taken_back

    def about_to(self, writes: Sequence[tuple[Action, Resource]]) -> None:
        names = [action.key.rpartition("|")[2] for action, _ in writes]
        assert not self.open & set(names)
        self.open |= set(names)
        self.told.append(("about to", names))
        self.bodies |= {name: body for name, (_, body) in zip(names, writes, strict=True)}
        self.threads.add(threading.get_ident())

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        names = [each.action.key.rpartition("|")[2] for each in outcomes]
        assert set(names) <= self.open
        self.open -= set(names)
        self.told.append(("settled", names))
        self.results |= dict(zip(names, outcomes, strict=True))
        self.threads.add(threading.get_ident())
        if self.fails is not None:
            raise self.fails

    def left(self, action: Action, there: Resource) -> bool:
        return bool(action.key) and fingerprint(there) in self.left_by_us

    def doubtful(self, key: str) -> bool:
        return key.rpartition("|")[2] in self.doubted


Answer = Callable[[Sequence[Write]], list[Reply]]


class Server(MemoryServer):
    """A server that counts what it is asked and may answer a Bundle as a test says."""

    def __init__(self) -> None:
        super().__init__("there")
        self.asked: list[str] = []
        self.sizes: list[int] = []
        self.busy = False  # what a batch does by itself is not asked for
        self.answers: list[Callable[[Answer, Sequence[Write]], list[Reply]]] = []

    @property
    def calls(self) -> Counter[str]:
        return Counter(self.asked)

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        self.asked += [] if self.busy else ["create"]
        return super().create(resource, if_none_exist=if_none_exist)

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        return self._answered("batch", super().batch, writes)

    def transact(self, writes: Sequence[Write]) -> list[Reply]:
        return self._answered("transaction", super().transact, writes)

    def standing(self, writes: Sequence[Write]) -> list[list[Seen] | None]:
        self.asked.append("standing")
        return super().standing(writes)

    def _answered(self, name: str, real: Answer, writes: Sequence[Write]) -> list[Reply]:
        self.asked.append(name)
        self.sizes.append(len(writes))
        self.busy = True
        try:
            return self.answers.pop(0)(real, writes) if self.answers else real(writes)
        finally:
            self.busy = False


def batches(size: int = 10, **more: Any) -> Manner:  # noqa: ANN401
    return Manner(entries=size, updates=True, **more)


def run(
    server: Server, actions: Sequence[Action], manner: Manner, notes: Notes | None = None
) -> Notes:
    notes, here = notes or Notes(), side()
    list(execute([(each, here) for each in actions], server, notes, manner))
    assert notes.open == set()
    return notes


def results(notes: Notes) -> dict[str, Result]:
    return {name: each.result for name, each in notes.results.items()}


def reasons(notes: Notes) -> dict[str, str]:
    return {name: each.reason for name, each in notes.results.items() if each.reason}


def words_at(server: Server) -> dict[str, str]:
    return {
        each["identifier"][0]["value"]: each["description"]["text"] for each in server.everything()
    }


def failing(error: EndpointError, *, after: bool = False) -> Any:  # noqa: ANN401
    """A Bundle that fails as a whole, before it took effect or after."""

    def answer(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        if after:
            real(writes)
        raise error

    return answer


def raised(error: EndpointError) -> Any:  # noqa: ANN401
    raise error


def half_done(error: EndpointError) -> Any:  # noqa: ANN401
    """A batch of which the first half took effect before the server failed."""

    def answer(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        real(writes[: len(writes) // 2])
        raise error

    return answer


def always(answer: Any, times: int = 50) -> list[Any]:  # noqa: ANN401
    return [answer] * times


# -- what goes together -----------------------------------------------------------------------


def test_writes_go_in_batches_each_written_down_before_and_settled_after() -> None:
    server = Server()
    notes = run(server, [create(f"g{at}") for at in range(25)], batches(10))
    assert server.sizes == [10, 10, 5]
    assert server.calls == {"batch": 3}
    assert [kind for kind, _ in notes.told] == ["about to", "settled"] * 3
    assert set(results(notes).values()) == {Result.DONE}
    assert len(server.everything()) == 25


def test_a_server_that_takes_no_batches_gets_one_write_after_the_other() -> None:
    server = Server()
    notes = run(server, [create(f"g{at}") for at in range(3)], Manner())
    assert server.calls == {"create": 3}
    assert [kind for kind, _ in notes.told] == ["about to", "settled"] * 3


def test_a_single_write_needs_no_batch() -> None:
    server = Server()
    run(server, [create("g1")], batches())
    assert server.calls == {"create": 1}


def test_what_needs_nothing_is_not_sent() -> None:
    server = Server()
    kept = replace(create("g1"), step=Step.KEEP)
    assert run(server, [kept], batches()).told == []


def test_updates_go_alone_where_a_batch_does_not_look_at_their_version() -> None:
    server = Server()
    seen = [server.create(goal(f"g{at}"), if_none_exist=None)[0] for at in range(3)]
    actions = [update(f"g{at}", each) for at, each in enumerate(seen)]
    run(server, actions, Manner(entries=10, updates=False))
    assert server.sizes == []
    again = [update(f"g{at}", server._seen(each.ref), "nu") for at, each in enumerate(seen)]  # noqa: SLF001
    run(server, again, batches())
    assert server.sizes == [3]
    assert set(words_at(server).values()) == {"nu"}


def test_deletions_go_one_by_one() -> None:
    server = Server()
    seen = [server.create(goal(f"g{at}"), if_none_exist=None)[0] for at in range(3)]
    gone = [
        replace(update(f"g{at}", each), step=Step.DELETE, body=None) for at, each in enumerate(seen)
    ]
    notes = run(server, gone, batches())
    assert server.sizes == []
    assert server.everything() == []
    assert set(results(notes).values()) == {Result.DONE}


def test_what_was_never_heard_of_goes_alone() -> None:
    server = Server()
    notes = Notes(doubted=frozenset({"g1"}))
    run(server, [create(f"g{at}") for at in range(4)], batches(), notes)
    assert server.sizes == [3]
    assert server.calls["create"] == 1


def test_a_record_that_two_people_share_is_never_twice_in_a_batch() -> None:
    server = Server()
    both = [create("g1", person="p-1"), create("g1", person="p-2"), create("g2")]
    notes = Notes()
    here = side()
    found = list(execute([(each, here) for each in both], server, notes, batches()))
    assert server.sizes == [2]
    assert [each.result for each in found] == [Result.DONE] * 3
    assert len(server.everything()) == 2


# -- references -------------------------------------------------------------------------------


def plan(name: str, *needs: str) -> Action:
    """A plan that is based on others."""
    made = {
        "resourceType": "CarePlan",
        "identifier": [{"system": SYSTEM, "value": name}],
        "status": "active",
        "intent": "plan",
        "subject": {"reference": f"{CARRIED}person"},
        "basedOn": [{"reference": f"{CARRIED}CarePlan|{SYSTEM}|{each}"} for each in needs],
    }
    return create(name, {key: value for key, value in made.items() if value})


def test_what_is_referred_to_is_written_first_and_the_reference_is_literal_at_once() -> None:
    server = Server()
    actions = [plan("a", "b"), plan("b", "c"), plan("c")]
    notes = run(server, actions, batches())
    assert [names for kind, names in notes.told if kind == "about to"] == [["c"], ["b"], ["a"]]
    assert server.writes == 3
    held = {each["identifier"][0]["value"]: each for each in server.everything()}
    assert held["a"]["basedOn"] == [{"reference": f"CarePlan/{held['b']['id']}"}]


def circle() -> list[Action]:
    return [plan("a", "b"), plan("b", "a"), plan("c")]


def test_a_circle_goes_in_one_transaction() -> None:
    server = Server()
    notes = run(server, circle(), batches(transactions=True))
    assert server.calls["transaction"] == 1
    assert server.writes == 3
    held = {each["identifier"][0]["value"]: each for each in server.everything()}
    assert held["a"]["basedOn"] == [{"reference": f"CarePlan/{held['b']['id']}"}]
    assert held["b"]["basedOn"] == [{"reference": f"CarePlan/{held['a']['id']}"}]
    assert set(results(notes).values()) == {Result.DONE}


def is_whole(server: Server) -> bool:
    held = {each["identifier"][0]["value"]: each for each in server.everything()}
    return all(
        held[one]["basedOn"] == [{"reference": f"CarePlan/{held[other]['id']}"}]
        for one, other in (("a", "b"), ("b", "a"))
    )


def test_without_transactions_a_circle_is_made_first_and_closed_then() -> None:
    server = Server()
    run(server, circle(), batches())
    assert server.calls["transaction"] == 0
    assert server.writes == 5
    assert is_whole(server)


@pytest.mark.parametrize("status", [400, 412, 422, 404, 501])
def test_a_transaction_that_is_refused_is_taken_apart(status: int) -> None:
    server, manner = Server(), batches(transactions=True)
    server.answers = [failing(Refused("there", "no", status))]
    notes = run(server, circle(), manner)
    assert is_whole(server)
    assert set(results(notes).values()) == {Result.DONE}
    assert manner.transactions is (status not in {404, 501})
    assert manner.entries == 10


@pytest.mark.parametrize("error", [Unreachable("there", "lost"), Opaque("there", "garbled")])
def test_a_transaction_that_got_no_answer_and_was_done_is_found(error: EndpointError) -> None:
    server = Server()
    server.answers = [failing(error, after=True)]
    notes = run(server, circle()[:2], batches(transactions=True))
    assert server.writes == 2
    assert set(results(notes).values()) == {Result.DONE}
    assert is_whole(server)


def test_a_transaction_that_got_no_answer_is_not_sent_again() -> None:
    server = Server()
    server.answers = [failing(Unreachable("there", "lost"))]
    notes = run(server, circle()[:2], batches(transactions=True))
    assert server.asked == ["transaction", "standing"]
    assert reasons(notes) == {"a": "not-arrived", "b": "not-arrived"}


def test_a_circle_with_somebody_never_heard_of_is_no_transaction() -> None:
    server = Server()
    run(server, circle(), batches(transactions=True), Notes(doubted=frozenset({"a"})))
    assert server.calls["transaction"] == 0
    assert is_whole(server)


def test_a_reference_to_what_does_not_come_is_not_sent_again() -> None:
    server = Server()
    run(server, [plan("a", "never")], batches())
    assert server.writes == 1
    [held] = server.everything()
    assert held["basedOn"][0]["identifier"]["value"] == "never"


# -- what each entry says ---------------------------------------------------------------------


def instead(at: int, error: EndpointError, *, after: bool = False) -> Any:  # noqa: ANN401
    """A batch in which one entry is answered with an error."""

    def answer(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        chosen = list(writes) if after else [*writes[:at], *writes[at + 1 :]]
        replies = real(chosen)
        if after:
            replies[at] = Reply(error=error)
            return replies
        return [*replies[:at], Reply(error=error), *replies[at:]]

    return answer


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Changed("there", "another", 412), "changed-meanwhile"),
        (Refused("there", "no", 422, ["invalid Goal.x"]), "refused-by-server: invalid Goal.x"),
        (Unreachable("there", "error", 500), "not-arrived"),
    ],
)
def test_the_trouble_of_one_entry_is_that_of_one_record(error: EndpointError, reason: str) -> None:
    server = Server()
    server.answers = [instead(1, error)]
    notes = run(server, [create(f"g{at}") for at in range(4)], batches())
    assert reasons(notes) == {"g1": reason}
    assert len(server.everything()) == 3
    assert server.calls["batch"] == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TryLater("there", 0, 429), "not-taken-now"),
        (NotPermitted("there", "no", 403), "not-permitted"),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_server_that_wants_no_more_gets_no_more_and_what_was_done_is_settled(
    error: EndpointError, reason: str, *, whole: bool
) -> None:
    server, notes, here = Server(), Notes(), side()
    server.answers = [
        lambda real, writes: real(writes),
        failing(error) if whole else instead(0, error),
    ]
    actions = [create(f"g{at}") for at in range(9)]
    with pytest.raises(type(error)):
        list(execute([(each, here) for each in actions], server, notes, batches(3)))
    assert server.sizes == [3, 3]
    assert notes.open == set()
    told = reasons(notes)
    assert told == dict.fromkeys(("g3", "g4", "g5") if whole else ("g3",), reason)


def test_an_entry_that_was_done_and_answered_with_an_error_is_found() -> None:
    server = Server()
    server.answers = [instead(1, Unreachable("there", "error", 500), after=True)]
    notes = run(server, [create(f"g{at}") for at in range(3)], batches())
    assert set(results(notes).values()) == {Result.DONE}
    assert server.writes == 3


def test_what_stands_there_and_says_something_else_is_left_alone() -> None:
    server = Server()
    server.create(goal("g1", "någon annans"), if_none_exist=None)
    notes = run(server, [create("g1"), create("g2")], batches())
    assert reasons(notes) == {"g1": "already-there-and-different"}
    assert words_at(server)["g1"] == "någon annans"


@pytest.mark.parametrize("together", [True, False])
def test_what_an_earlier_run_left_is_brought_up_to_date(*, together: bool) -> None:
    server = Server()
    seen, _ = server.create(goal("g1", "förra gången"), if_none_exist=None)
    notes = Notes(left_by_us=frozenset({fingerprint(seen.resource)}))
    run(server, [create("g1"), create("g2")], batches() if together else Manner(), notes)
    assert set(results(notes).values()) == {Result.DONE}
    assert words_at(server) == {"g1": "gå ut", "g2": "gå ut"}


# -- when a batch as a whole says nothing -----------------------------------------------------

HEARD = [
    Refused("there", "no", 400),
    Refused("there", "no", 413),
    Refused("there", "no", 422),
    Refused("there", "no", 404),
    Changed("there", "no", 409),
    Unreachable("there", "error", 500),
    Opaque("there", "garbled", 200),
]


@pytest.mark.parametrize("error", HEARD, ids=lambda error: f"{type(error).__name__}{error.status}")
@pytest.mark.parametrize("how", [failing, half_done, "done"])
def test_what_has_not_arrived_of_a_garbled_batch_is_sent_again_and_nothing_twice(
    error: EndpointError,
    how: Any,  # noqa: ANN401
) -> None:
    server = Server()
    server.answers = [failing(error, after=True) if how == "done" else how(error)]
    notes = run(server, [create(f"g{at}") for at in range(8)], batches())
    assert set(results(notes).values()) == {Result.DONE}
    assert server.writes == 8
    assert len(server.everything()) == 8


def test_one_record_on_which_a_server_breaks_is_found_by_halving() -> None:
    server = Server()

    def breaks(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        if any(each.body["identifier"][0]["value"] == "g5" for each in writes):
            raise Unreachable("there", "error", 500)
        return real(writes)

    server.answers = always(breaks)
    poison = [create(f"g{at}") for at in range(16)]
    notes = run(server, poison, batches(16))
    assert server.sizes == [16, 8, 4, 4, 2, 2, 8]
    assert set(results(notes).values()) == {Result.DONE}  # alone it goes


def test_a_server_that_finds_a_batch_too_large_gets_smaller_ones_from_then_on() -> None:
    server, manner = Server(), batches(16)

    def small(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        if len(writes) > 5:
            raise Refused("there", "too large", 413)
        return real(writes)

    server.answers = always(small)
    notes = run(server, [create(f"g{at}") for at in range(24)], manner)
    assert manner.entries == 4
    assert server.sizes == [16, 8, 4, 4, 4, 4, 4, 4]
    assert len(results(notes)) == 24


@pytest.mark.parametrize("error", [Opaque("there", "garbled"), Refused("there", "no", 405)])
def test_a_server_that_can_not_do_batches_gets_none_from_then_on(error: EndpointError) -> None:
    server, manner = Server(), batches(4)
    server.answers = always(failing(error))
    run(server, [create(f"g{at}") for at in range(8)], manner)
    assert manner.entries == 1
    assert server.sizes == [4]
    assert len(server.everything()) == 8


NOT_HEARD = [None, 408, 502, 503, 504]


@pytest.mark.parametrize("status", NOT_HEARD)
@pytest.mark.parametrize("how", ["before", "half", "after"])
def test_a_batch_without_an_answer_is_looked_for_and_never_sent_again(
    status: int | None, how: str
) -> None:
    server, error = Server(), Unreachable("there", "lost", status)
    answer = half_done(error) if how == "half" else failing(error, after=how == "after")
    server.answers = [answer]
    notes = run(server, [create(f"g{at}") for at in range(8)], batches())
    assert server.calls["batch"] == 1
    assert server.calls["standing"] == 1
    arrived = {"before": 0, "half": 4, "after": 8}[how]
    assert server.writes == arrived
    assert Counter(results(notes).values())[Result.DONE] == arrived
    assert set(reasons(notes).values()) == ({"not-arrived"} if arrived < 8 else set())


def test_what_somebody_else_wrote_meanwhile_is_not_taken_for_ours() -> None:
    server = Server()
    seen = [server.create(goal(f"g{at}"), if_none_exist=None)[0] for at in range(2)]

    def meanwhile(_real: Answer, _writes: Sequence[Write]) -> list[Reply]:
        server.update(seen[1].ref, goal("g1", "någon annans"), if_match=None)
        raise Opaque("there", "garbled")

    server.answers = [meanwhile]
    notes = run(server, [update(f"g{at}", each) for at, each in enumerate(seen)], batches())
    assert reasons(notes) == {"g1": "no-answer-and-something-else-there"}
    assert words_at(server) == {"g0": "gå hem", "g1": "någon annans"}


@pytest.mark.parametrize("error", [Unreachable("there", "down"), None])
def test_what_can_not_be_looked_for_stays_unknown(
    monkeypatch: pytest.MonkeyPatch, error: EndpointError | None
) -> None:
    server, notes, here = Server(), Notes(), side()
    server.answers = [failing(Unreachable("there", "lost"))]

    def blind(writes: Sequence[Write]) -> list[list[Seen] | None]:
        if error is not None:
            raise error
        return [None] * len(writes)

    monkeypatch.setattr(server, "standing", blind)
    sending = execute([(create(f"g{at}"), here) for at in range(2)], server, notes, batches())
    if error is not None:
        with pytest.raises(Unreachable):
            list(sending)
    else:
        list(sending)
    assert notes.open == set()
    assert set(reasons(notes).values()) == {"no-answer-and-not-to-be-seen"}


def test_what_a_second_try_finds_changed_may_be_what_the_first_one_did(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Found by story 596: the reading showed nothing of what was done, and it was denied."""
    server = Server()
    seen = [server.create(goal(f"g{at}"), if_none_exist=None)[0] for at in range(2)]
    server.answers = [failing(Opaque("there", "garbled", 200), after=True)]
    monkeypatch.setattr(server, "standing", lambda _writes: [[each] for each in seen])
    notes = run(server, [update(f"g{at}", each) for at, each in enumerate(seen)], batches())
    assert results(notes) == {"g0": Result.UNKNOWN, "g1": Result.UNKNOWN}
    assert words_at(server) == {"g0": "gå hem", "g1": "gå hem"}


@pytest.mark.parametrize(
    "error",
    [NotPermitted("there", "forbidden", 403), TryLater("there", 30, 503)],
    ids=["403", "503"],
)
def test_a_second_try_that_is_not_taken_says_nothing_of_the_first_one(
    monkeypatch: pytest.MonkeyPatch, error: EndpointError
) -> None:
    """Found by story 114310: what the first one made was not to be seen, and was denied."""
    server, notes, here = Server(), Notes(), side()

    def garbled(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        real(writes)
        monkeypatch.setattr(server, "create", lambda *_, **__: raised(error))
        raise Opaque("there", "garbled", 200)

    server.answers = [garbled]
    monkeypatch.setattr(server, "standing", lambda writes: [[] for _ in writes])
    with pytest.raises(type(error)):
        list(execute([(create(f"g{at}"), here) for at in range(2)], server, notes, batches()))
    assert set(results(notes).values()) == {Result.UNKNOWN}


def test_what_a_second_try_finds_made_otherwise_may_be_what_the_first_one_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Found by story 102076: a server that stores less than was sent hid it for a while."""
    server = Server()

    def thinner(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        real([replace(each, body={**each.body, "description": {"text": "gå"}}) for each in writes])
        raise Opaque("there", "garbled", 200)

    server.answers = [thinner]
    monkeypatch.setattr(server, "standing", lambda writes: [[] for _ in writes])
    notes = run(server, [create(f"g{at}") for at in range(2)], batches())
    assert results(notes) == {"g0": Result.UNKNOWN, "g1": Result.UNKNOWN}
    assert words_at(server) == {"g0": "gå", "g1": "gå"}


def test_halving_ends_when_the_server_wants_no_more() -> None:
    server, notes, here = Server(), Notes(), side()
    later = failing(TryLater("there", 30, 503))
    server.answers = [failing(Unreachable("there", "error", 500)), later]
    with pytest.raises(TryLater):
        list(execute([(create(f"g{at}"), here) for at in range(8)], server, notes, batches()))
    assert server.sizes == [8, 4]
    assert notes.open == set()
    assert Counter(reasons(notes).values()) == {"not-taken-now": 4, "not-arrived": 4}


def test_trouble_in_remembering_ends_the_run_after_what_is_under_way() -> None:
    server, here = Server(), side()
    notes = Notes(fails=Unreachable("there", "down"))
    with pytest.raises(Unreachable):
        list(execute([(create(f"g{at}"), here) for at in range(9)], server, notes, batches(3)))
    assert notes.open == set()
    assert server.sizes == [3]


# -- several at once --------------------------------------------------------------------------


class Together(Server):
    """A server that answers a batch only when as many are under way as may be."""

    def __init__(self, at_once: int) -> None:
        super().__init__()
        self.barrier = threading.Barrier(at_once, timeout=20)
        self.threads: set[int] = set()
        self.lock = threading.Lock()

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        self.barrier.wait()
        with self.lock:
            self.threads.add(threading.get_ident())
            return super().batch(writes)


def test_several_batches_are_under_way_at_once_and_only_one_thread_knows_the_state() -> None:
    server = Together(3)
    notes = run(server, [create(f"g{at}") for at in range(30)], batches(5, at_once=3))
    assert len(server.threads) == 3
    assert notes.threads == {threading.get_ident()}
    assert len(server.everything()) == 30
    assert set(results(notes).values()) == {Result.DONE}


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_run_that_is_asked_to_stop_finishes_what_is_under_way(at_once: int) -> None:
    server, notes, here = Server(), Notes(), side()
    stopping = threading.Event()

    def stops(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        stopping.set()
        return real(writes)

    server.answers = [stops]
    tasks = [(create(f"g{at}"), here) for at in range(40)]
    manner = batches(2, at_once=at_once)
    done = list(execute(tasks, server, notes, manner, stopping.is_set))
    assert notes.open == set()
    assert 2 <= len(done) <= 2 * (at_once + 1)
    assert len(server.everything()) == len(done)


def test_what_breaks_in_a_thread_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_writes: Sequence[Write]) -> list[Reply]:
        raise OSError("broken")

    server, here = Server(), side()
    monkeypatch.setattr(server, "batch", broken)
    tasks = [(create(f"g{at}"), here) for at in range(9)]
    with pytest.raises(OSError, match="broken"):
        list(execute(tasks, server, Notes(), batches(3, at_once=2)))


# -- what may not go any more -------------------------------------------------------------------


def test_what_was_taken_back_since_it_was_planned_is_in_no_request() -> None:
    server, notes = Server(), Notes(taken_back={"g1"})
    run(server, [create(f"g{at}") for at in range(3)], batches(), notes)
    assert words_at(server).keys() == {"g0", "g2"}
    assert notes.results.keys() == {"g0", "g2"}


def test_a_request_of_which_all_was_taken_back_is_not_sent() -> None:
    server, notes = Server(), Notes(taken_back={"g0", "g1"})
    run(server, [create(f"g{at}") for at in range(2)], batches(), notes)
    assert server.asked == []
    assert notes.told == []


def test_what_is_taken_back_before_a_second_try_may_have_been_done_by_the_first() -> None:
    server, notes = Server(), Notes()

    def garbled(_real: Answer, _writes: Sequence[Write]) -> list[Reply]:
        notes.taken_back.add("g1")
        raise Opaque("there", "garbled", 200)

    server.answers = [garbled]
    run(server, [create(f"g{at}") for at in range(2)], batches(), notes)
    assert results(notes) == {"g0": Result.DONE, "g1": Result.UNKNOWN}
    assert reasons(notes) == {"g1": "may-not-be-sent-any-more"}
    assert words_at(server).keys() == {"g0"}


def test_what_an_earlier_run_left_is_not_brought_up_to_date_when_that_was_taken_back() -> None:
    server = Server()
    seen, _ = server.create(goal("g1", "gå"), if_none_exist=None)
    notes = Notes(left_by_us=frozenset({fingerprint(seen.resource)}))

    def late(resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        notes.taken_back.add("g1")
        return MemoryServer.create(server, resource, if_none_exist=if_none_exist)

    server.create = late  # type: ignore[method-assign]  # the block comes while it is under way
    run(server, [create("g1")], batches(), notes)
    assert reasons(notes) == {"g1": "may-not-be-sent-any-more"}
    assert words_at(server) == {"g1": "gå"}


def test_what_a_second_try_refuses_is_refused_and_may_have_been_done_by_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Found by story 204175: the audit denied what the first one had made."""
    server, notes = Server(), Notes()

    def garbled(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        real(writes)
        monkeypatch.setattr(server, "create", lambda *_, **__: raised(Refused("there", "no", 422)))
        raise Opaque("there", "garbled", 200)

    server.answers = [garbled]
    monkeypatch.setattr(server, "standing", lambda writes: [[] for _ in writes])
    run(server, [create("g0"), create("g1")], batches(), notes)
    assert set(results(notes).values()) == {Result.FAILED}
    assert all(each.perhaps_done for each in notes.results.values())


def test_errors_that_may_have_changed_places_deny_nothing() -> None:
    """Found by story 205149: a server that answers in another order broke down over one entry."""
    server, notes = Server(), Notes()

    def swapped(real: Answer, writes: Sequence[Write]) -> list[Reply]:
        real(writes[1:])
        refused, broken = Refused("there", "no", 422), Unreachable("there", "error", 500)
        return [Reply(error=broken), Reply(error=refused)]

    server.answers = [swapped]
    run(server, [create("g0"), create("g1")], batches(), notes)
    assert words_at(server).keys() == {"g1"}
    assert notes.results["g1"].result is Result.FAILED
    assert notes.results["g1"].perhaps_done


def test_an_error_beside_what_was_done_is_told_as_it_is() -> None:
    server, notes = Server(), Notes()
    refused = Reply(error=Refused("there", "no", 422))
    server.answers = [lambda real, writes: [refused, *real(writes[1:])]]
    run(server, [create("g0"), create("g1")], batches(), notes)
    assert results(notes) == {"g0": Result.FAILED, "g1": Result.DONE}
    assert not notes.results["g0"].perhaps_done
