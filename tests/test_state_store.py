"""The state remembers every kind of row as it was given, for its own installation alone."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from adapter.codec import json_door
from adapter.errors import ConfigurationError, Exit, KeyMismatch, Locked, NewerState, exit_code
from adapter.state import database, schema
from adapter.state.store import Store
from adapter.values import (
    Base,
    Disputed,
    Enrolment,
    Hold,
    Ingested,
    Intent,
    Link,
    OpenConflict,
    Proposal,
    ProposalState,
    Quarantined,
    Ref,
    Remembered,
    Result,
    Run,
    Step,
    Stop,
    StopReason,
    Why,
)
from mappings.fhir.values import Identifier
from mappings.record import MessageStatus

OURS = "ours"


def open_store(file: Path, key_fingerprint: str = OURS) -> Store:
    return Store(file, key_fingerprint, json_door.write_json, json_door.read_json)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "viktigt.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    opened = open_store(file)
    yield opened
    opened.close()


class Undo(Exception):  # noqa: N818
    """Raised at the end of an example."""


@contextmanager
def undone(store: Store) -> Iterator[Store]:
    """The state for one example, which leaves nothing behind."""
    with suppress(Undo), store.transaction():
        yield store
        raise Undo


@pytest.fixture(scope="module")
def roomy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One state for all examples of a property."""
    opened = open_store(tmp_path_factory.mktemp("roomy") / "viktigt.sqlite")
    yield opened
    opened.close()


# -- every kind of row ------------------------------------------------------------------------

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1)
maybe = st.none() | words
several = st.lists(words, max_size=3).map(tuple)
numbers = st.decimals(-999, 999, places=2)
bodies = st.dictionaries(words, words | numbers | st.booleans() | st.lists(words), max_size=3)
enrolments = st.builds(
    Enrolment,
    route=words,
    handle=words,
    person=st.builds(Identifier, system=words, value=words),
    basis=words,
    decided_by=words,
    start=words,
    end=maybe,
    plan_kinds=several,
    consent=maybe,
    suspended=maybe,
)
documents = st.builds(
    Ingested,
    sha256=words,
    name=words,
    format=maybe,
    conversation=maybe,
    message=maybe,
    parent=maybe,
    status=st.sampled_from(MessageStatus),
    wrong_person=st.booleans(),
    person=words,
    outcome=words,
    received=words,
    resources=st.lists(bodies, max_size=2).map(tuple),
)
holds = st.builds(
    Hold,
    route=words,
    person=words,
    why=st.sampled_from(Why),
    since=words,
    document=maybe,
    key=maybe,
)
values = st.none() | bodies | words | st.lists(bodies, max_size=2)
disputed = st.builds(Disputed, unit=words, here=values, there=values, base=values)
conflicts = st.builds(
    OpenConflict,
    key=words,
    person=words,
    units=several,
    since=words,
    disputed=st.lists(disputed, max_size=2).map(tuple),
)
refs = st.builds(Ref, st.sampled_from(["Goal", "CarePlan"]), words)
refused = st.builds(
    Quarantined,
    sha256=words,
    name=words,
    reason=words,
    since=words,
    raw=st.binary(),
)
intents = st.builds(
    Intent,
    id=words,
    route=words,
    side=words,
    key=words,
    method=st.sampled_from(Step),
    started=words,
    ref=st.none() | refs,
    version=maybe,
    digest=maybe,
    settled=maybe,
    outcome=st.none() | st.sampled_from(Result),
)
proposals = st.builds(
    Proposal,
    route=words,
    key=words,
    person=words,
    owner=words,
    units=several,
    body=bodies,
    since=words,
    state=st.sampled_from(ProposalState),
    told=maybe,
)
runs = st.builds(
    Run,
    id=words,
    route=words,
    started=words,
    ended=maybe,
    exit=st.none() | st.integers(0, 255),
    counts=st.dictionaries(words, st.integers(0, 10**9), max_size=3),
    stops=st.lists(
        st.builds(Stop, reason=st.sampled_from(StopReason), detail=words), max_size=2
    ).map(tuple),
)


@given(enrolment=enrolments)
def test_an_enrolment_comes_back(roomy: Store, enrolment: Enrolment) -> None:
    with undone(roomy) as store:
        store.enrol(enrolment)
        assert store.enrolments(enrolment.route) == store.enrolments() == [enrolment]


@given(route=words, document=documents)
def test_a_document_comes_back(roomy: Store, route: str, document: Ingested) -> None:
    with undone(roomy) as store:
        store.save_document(route, document)
        assert store.documents(route) == [document]
        assert store.documents(route, sha256=document.sha256) == [document]
        assert store.documents(route, sha256=f"{document.sha256}0") == []


@given(hold=holds)
def test_a_hold_comes_back(roomy: Store, hold: Hold) -> None:
    with undone(roomy) as store:
        assert store.replace_holds(hold.route, [hold]) == 1
        assert store.holds(hold.route) == [hold]


@given(route=words, conflict=conflicts)
def test_a_conflict_comes_back(roomy: Store, route: str, conflict: OpenConflict) -> None:
    with undone(roomy) as store:
        assert store.replace_conflicts(route, [conflict]) == 1
        assert store.conflicts(route) == [conflict]


@given(route=words, item=refused)
def test_a_quarantined_document_comes_back(roomy: Store, route: str, item: Quarantined) -> None:
    with undone(roomy) as store:
        assert store.quarantine(route, item)
        assert store.quarantined(route) == [item]


@given(run=runs)
def test_a_run_comes_back(roomy: Store, run: Run) -> None:
    with undone(roomy) as store:
        store.save_run(run)
        assert store.last_run(run.route) == run


@given(endpoint=words, key=words, ref=st.builds(Ref, words, words), origin=words)
def test_a_link_comes_back(roomy: Store, endpoint: str, key: str, ref: Ref, origin: str) -> None:
    with undone(roomy) as store:
        store.link(endpoint, key, ref, origin=origin)
        assert store.links(endpoint) == {key: ref}
        assert store.origins() == {key: origin}


@given(
    route=words,
    base=st.builds(
        Base, key=words, here=bodies, there=bodies, unsettled=st.lists(words, max_size=2).map(tuple)
    ),
)
def test_a_base_comes_back(roomy: Store, route: str, base: Base) -> None:
    with undone(roomy) as store:
        store.save_base(route, base)
        assert store.bases(route) == {base.key: base}


@given(
    route=words,
    remembered=st.builds(
        Remembered,
        configuration=st.dictionaries(words, words | st.lists(words)),
        held=st.dictionaries(words, st.dictionaries(words, st.integers(0, 9999))),
    ),
)
def test_how_a_route_was_configured_comes_back(
    roomy: Store, route: str, remembered: Remembered
) -> None:
    with undone(roomy) as store:
        store.remember(route, Remembered(configuration={}, held={}))
        store.remember(route, remembered)
        assert store.remembered(route) == remembered
        assert store.remembered(f"{route}-other") is None


@given(intent=intents)
def test_an_intent_comes_back(roomy: Store, intent: Intent) -> None:
    with undone(roomy) as store:
        store.intend([intent])
        assert store.intents(intent.route, intent.key) == [intent]
        assert store.open_intents(intent.route) == ([intent] if intent.settled is None else [])


@given(proposal=proposals)
def test_a_proposal_comes_back(roomy: Store, proposal: Proposal) -> None:
    with undone(roomy) as store:
        assert store.propose(proposal)
        assert store.proposals(proposal.route) == [proposal]


def test_a_decimal_in_a_body_keeps_its_digits(store: Store) -> None:
    body = {"valueQuantity": {"value": Decimal("72.50")}}
    store.save_base("plans", Base(key="a", here=body, there={}))
    assert str(store.bases("plans")["a"].here["valueQuantity"]["value"]) == "72.50"


# -- what replaces what -----------------------------------------------------------------------

HOLD = Hold(route="plans", person="p-1", why=Why.NOT_ENROLLED, since="2026-03-02", document="a")
CONFLICT = OpenConflict(key="k", person="p-1", units=("Goal.description",), since="2026-03-02")
DOCUMENT = Ingested(
    sha256="aa",
    name="a.xml",
    format="plo",
    conversation="c",
    message="m",
    parent=None,
    status=MessageStatus.NEW,
    wrong_person=False,
    person="p-1",
    outcome="mapped",
    received="2026-03-02",
    resources=(),
)


def test_a_hold_keeps_its_date_for_as_long_as_it_waits(store: Store) -> None:
    assert store.replace_holds("plans", [HOLD]) == 1
    other = replace(HOLD, document="b", since="2026-03-03")
    assert store.replace_holds("plans", [replace(HOLD, since="2026-03-03"), other]) == 1
    assert {hold.document: hold.since for hold in store.holds("plans")} == {
        "a": "2026-03-02",
        "b": "2026-03-03",
    }
    assert store.replace_holds("plans", []) == 0
    assert store.holds("plans") == []
    assert store.replace_holds("plans", [replace(HOLD, since="2026-03-04")]) == 1
    assert store.holds("plans")[0].since == "2026-03-04"


@pytest.mark.parametrize(
    "change", [{"person": "p-2"}, {"why": Why.DEATH_REPORTED}, {"document": None}, {"key": "k"}]
)
def test_another_reason_or_person_is_another_hold(
    store: Store, change: dict[str, str | Why | None]
) -> None:
    other = replace(HOLD, since="2026-03-03", **change)  # type: ignore[arg-type]  # by parameter
    store.replace_holds("plans", [HOLD])
    assert store.replace_holds("plans", [HOLD, other]) == 1
    assert other in store.holds("plans")


def test_a_conflict_keeps_its_date_and_tells_its_units_anew(store: Store) -> None:
    store.replace_conflicts("plans", [CONFLICT])
    later = replace(CONFLICT, units=("Goal.note",), since="2026-03-03")
    assert store.replace_conflicts("plans", [later]) == 0
    assert store.conflicts("plans") == [replace(later, since="2026-03-02")]
    assert store.replace_conflicts("plans", []) == 0
    assert store.conflicts("plans") == []


INTENT = Intent(
    id="r-1/1", route="plans", side="region", key="k", method=Step.UPDATE, started="2026-03-02"
)
PROPOSAL = Proposal(
    route="plans",
    key="k",
    person="p-1",
    owner="region",
    units=("description",),
    body={"description": {"text": "Gå varje dag"}},
    since="2026-03-02",
)


def test_an_intent_is_open_until_its_outcome_is_known(store: Store) -> None:
    later = replace(INTENT, id="r-1/0", started="2026-03-03")
    store.intend([later, INTENT])
    assert store.open_intents("plans") == [INTENT, later]
    store.settle({"r-1/1": Result.UNKNOWN}, "2026-03-04")
    assert store.open_intents("plans") == [later]
    settled = replace(INTENT, settled="2026-03-04", outcome=Result.UNKNOWN)
    assert store.intents("plans", "k") == [settled, later]


def written(name: str, day: int, outcome: Result | None = None, **more: str) -> Intent:
    settled = None if outcome is None else f"2026-03-{day:02}T09"
    made = replace(INTENT, id=name, started=f"2026-03-{day:02}", outcome=outcome, settled=settled)
    return replace(made, **more)  # type: ignore[arg-type]  # only texts are changed


def test_a_record_is_doubtful_until_a_later_write_of_it_is_done(store: Store) -> None:
    store.intend([written("1", 1, Result.UNKNOWN), written("2", 1, Result.DONE, key="other")])
    assert store.doubtful("plans", "region") == {"k"}
    assert store.doubtful("plans", "municipality") == frozenset()
    assert store.doubtful("other", "region") == frozenset()
    store.intend([written("3", 2, Result.FAILED)])
    assert store.doubtful("plans", "region") == {"k"}
    store.intend([written("4", 3, Result.DONE, side="municipality")])
    assert store.doubtful("plans", "region") == {"k"}
    store.intend([written("5", 3)])
    store.settle({"5": Result.DONE}, "2026-03-03T10")
    assert store.doubtful("plans", "region") == frozenset()
    store.intend([written("6", 4)])
    assert store.doubtful("plans", "region") == {"k"}  # nobody knows yet


def test_only_what_a_later_write_has_outdone_is_forgotten(store: Store) -> None:
    outdone = [written("1", 1, Result.DONE), written("2", 1, Result.UNKNOWN)]
    kept = [
        written("3", 2, Result.DONE),  # the last that was done
        written("4", 1),  # never settled
        written("5", 1, Result.DONE, key="other"),
        written("6", 1, Result.DONE, side="municipality"),
        written("7", 4, Result.FAILED),
    ]
    store.intend([*outdone, *kept])
    assert store.forget_intents("plans", "2026-03-01") == 0
    assert store.forget_intents("other", "2026-03-09") == 0
    assert store.forget_intents("plans", "2026-03-09") == 2
    left = {each.id for key in ("k", "other") for each in store.intents("plans", key)}
    assert left == {"3", "4", "5", "6", "7"}


def test_settling_nothing_changes_nothing(store: Store) -> None:
    store.intend([INTENT])
    store.settle({}, "2026-03-04")
    assert store.open_intents("plans") == [INTENT]


def test_intents_are_written_all_or_not_at_all(store: Store) -> None:
    broken = replace(INTENT, id="r-1/2", started=None)  # type: ignore[arg-type]  # what can't be
    with pytest.raises(IntegrityError):
        store.intend([INTENT, broken])
    assert store.open_intents("plans") == []
    store.intend([])
    assert store.open_intents("plans") == []


def test_an_outcome_stands_or_falls_with_the_link_and_the_base(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            store.link("region", "k", Ref("Goal", "1"), origin="region")
            store.save_base("plans", Base(key="k", here={}, there={}))
            store.settle({INTENT.id: Result.DONE}, "2026-03-04")
            raise KeyError

    store.intend([INTENT])
    with pytest.raises(KeyError):
        fail()
    assert store.open_intents("plans") == [INTENT]
    assert store.links("region") == {}
    assert store.bases("plans") == {}


def test_a_proposal_made_again_keeps_what_was_decided(store: Store) -> None:
    assert store.propose(PROPOSAL)
    store.decide_proposal("plans", "k", ProposalState.DECLINED)
    assert not store.propose(replace(PROPOSAL, since="2026-03-03"))
    assert store.proposals("plans") == [replace(PROPOSAL, state=ProposalState.DECLINED)]


def test_another_wording_is_another_proposal(store: Store) -> None:
    store.propose(PROPOSAL)
    store.decide_proposal("plans", "k", ProposalState.DECLINED)
    other = replace(PROPOSAL, body={"description": {"text": "Gå ibland"}}, since="2026-03-03")
    assert store.propose(other)
    assert store.proposals("plans") == [other]
    store.withdraw_proposal("plans", "k")
    assert store.proposals("plans") == []


def test_what_a_task_said_of_a_proposal_stays_with_the_next_one_of_the_record(
    store: Store,
) -> None:
    store.propose(PROPOSAL)
    store.tell_owner("plans", "k", "requested 1f")
    store.propose(replace(PROPOSAL, body={"description": {"text": "Gå ibland"}}))
    assert [each.told for each in store.proposals("plans")] == ["requested 1f"]


def test_links_are_replaced_by_either_name(store: Store) -> None:
    at = Link(endpoint="region", key="a", ref=Ref("Goal", "1"), origin="region")
    store.save_links([at, replace(at, key="b")])
    assert store.links("region") == {"b": Ref("Goal", "1")}
    store.save_links([replace(at, key="b", ref=Ref("Goal", "2"), origin="municipality")])
    assert store.links("region") == {"b": Ref("Goal", "2")}
    assert store.origins() == {"a": "region", "b": "region"}


def test_routes_do_not_see_one_another(store: Store) -> None:
    store.replace_holds("plans", [HOLD])
    store.replace_conflicts("plans", [CONFLICT])
    store.save_document("plans", DOCUMENT)
    store.replace_holds("other", [])
    store.replace_conflicts("other", [])
    assert store.holds("plans")
    assert store.conflicts("plans")
    assert not store.documents("other")
    assert not store.bases("other")
    assert not store.quarantined("other")
    assert store.last_run("other") is None


def test_a_record_made_anew_has_moved_and_keeps_where_it_came_from(store: Store) -> None:
    store.link("region", "k", Ref("Goal", "1"), origin="region")
    store.link("region", "k", Ref("Goal", "2"), origin="municipality")
    assert store.links("region") == {"k": Ref("Goal", "2")}
    assert store.origins() == {"k": "region"}


def test_a_record_is_linked_on_each_side(store: Store) -> None:
    store.link("region", "k", Ref("Goal", "1"), origin="region")
    store.link("municipality", "k", Ref("Goal", "1"), origin="region")
    assert store.links("region") == store.links("municipality") == {"k": Ref("Goal", "1")}


def test_documents_come_in_the_order_in_which_they_were_received(store: Store) -> None:
    for sha256, received in (("aa", "2026-03-03"), ("cc", "2026-03-02"), ("bb", "2026-03-02")):
        store.save_document("plans", replace(DOCUMENT, sha256=sha256, received=received))
    assert [each.sha256 for each in store.documents("plans")] == ["bb", "cc", "aa"]


def test_a_document_of_two_persons_is_remembered_for_each(store: Store) -> None:
    for person in ("p-1", "p-2"):
        store.save_document("plans", replace(DOCUMENT, person=person))
    assert [each.person for each in store.documents("plans", sha256="aa")] == ["p-1", "p-2"]


def test_a_document_is_quarantined_once_and_keeps_its_first_reason(store: Store) -> None:
    item = Quarantined(sha256="aa", name="a.xml", reason="xml.doctype", since="1", raw=b"<!")
    assert store.quarantine("plans", item)
    assert not store.quarantine("plans", replace(item, reason="xml.syntax", since="2"))
    assert store.quarantined("plans") == [item]


def test_the_last_run_is_the_one_that_started_last(store: Store) -> None:
    late = Run(id="a", route="plans", started="2026-03-03")
    store.save_run(late)
    store.save_run(Run(id="b", route="plans", started="2026-03-02"))
    assert store.last_run("plans") == late
    ended = replace(late, ended="2026-03-03", exit=3, counts={"created": 2})
    store.save_run(ended)
    assert store.last_run("plans") == ended


# -- together or not at all -------------------------------------------------------------------


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            store.link("region", "k", Ref("Goal", "1"), origin="region")
            with store.transaction():
                store.replace_holds("plans", [HOLD])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.links("region") == {}
    assert store.origins() == {}
    assert store.holds("plans") == []
    store.replace_holds("plans", [HOLD])
    assert store.holds("plans") == [HOLD]


def test_what_was_written_is_there_after_a_restart(file: Path) -> None:
    first = open_store(file)
    first.replace_holds("plans", [HOLD])
    first.close()
    second = open_store(file)
    assert second.holds("plans") == [HOLD]
    second.close()


# -- whose it is ------------------------------------------------------------------------------


def test_the_state_and_its_folder_are_for_the_owner_alone(file: Path) -> None:
    store = open_store(file)
    store.replace_holds("plans", [HOLD])
    beside = list(file.parent.iterdir())
    assert len(beside) == 3, "the database, its log and the index of the log"
    assert {stat.S_IMODE(each.stat().st_mode) for each in beside} == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    store.close()


def test_a_state_that_others_could_read_is_closed_to_them(file: Path) -> None:
    open_store(file).close()
    file.chmod(0o644)
    open_store(file).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_key_is_refused(file: Path) -> None:
    open_store(file).close()
    with pytest.raises(KeyMismatch) as caught:
        open_store(file, "theirs")
    assert exit_code(caught.value) is Exit.CONFIG


def test_a_newer_state_is_refused_and_left_alone(file: Path) -> None:
    file.parent.mkdir()
    newer = sqlite3.connect(file)
    with newer:
        newer.execute("CREATE TABLE installation (schema_version INTEGER, key_fingerprint TEXT)")
        newer.execute("INSERT INTO installation VALUES (?, ?)", (schema.VERSION + 1, OURS))
    with pytest.raises(NewerState, match=f"version {schema.VERSION + 1}") as caught:
        open_store(file)
    assert exit_code(caught.value) is Exit.CONFIG
    assert newer.execute("SELECT name FROM sqlite_master").fetchall() == [("installation",)]
    newer.close()


def test_a_file_that_is_no_database_is_refused(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(ConfigurationError, match="not a state of this program"):
        open_store(file)
    assert file.read_bytes() == b"no database" * 1000


def test_a_state_that_another_program_holds_is_for_a_later_run(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT", 1)
    open_store(file).close()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("CREATE TABLE theirs (a)")
    with pytest.raises(Locked, match="locked") as caught:
        open_store(file)
    assert exit_code(caught.value) is Exit.TRY_AGAIN
    other.close()
    open_store(file).close()


def test_a_state_held_in_the_middle_of_a_run_is_for_a_later_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT", 1)
    store = open_store(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked, match="locked"):
        store.replace_holds("plans", [HOLD])
    other.execute("ROLLBACK")
    other.close()
    store.replace_holds("plans", [HOLD])
    store.close()


def test_a_full_disk_is_an_error_of_the_disk_and_writes_nothing(store: Store, file: Path) -> None:
    document = replace(DOCUMENT, resources=({"text": str(list(range(200_000)))},))
    with store.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # as if there were no room at all
    with pytest.raises(OSError, match="full") as caught:
        store.save_document("plans", document)
    assert caught.value.filename == str(file)
    assert exit_code(caught.value) is Exit.IO
    assert store.documents("plans") == []


def test_a_statement_that_fails_names_nobody(store: Store) -> None:
    person = Identifier(system="urn:oid:1.2.752.129.2.1.3.1", value="191212121212")
    broken = Enrolment(
        route="plans",
        handle="p-1",
        person=person,
        basis="consent-osl",
        decided_by=None,  # type: ignore[arg-type]  # what can't be
        start="2026-03-02",
    )
    with pytest.raises(IntegrityError) as caught:
        store.enrol(broken)
    assert "191212121212" not in str(caught.value)


def test_a_state_that_nobody_signed_yet_becomes_ours(file: Path) -> None:
    file.parent.mkdir()
    unsigned = sqlite3.connect(file)
    unsigned.execute("CREATE TABLE installation (schema_version INTEGER, key_fingerprint TEXT)")
    unsigned.close()
    open_store(file).close()
    with pytest.raises(KeyMismatch):
        open_store(file, "theirs")


OPENING = """
import sys
from pathlib import Path
from adapter.codec import json_door
from adapter.state.store import Store
sys.stdin.read()
Store(Path(sys.argv[1]), "ours", json_door.write_json, json_door.read_json).close()
"""


def test_whoever_waited_while_another_made_the_state_signs_it_no_second_time(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(file, OURS, json_door.write_json, json_door.read_json).close()
    look = database._is_ours  # noqa: SLF001  as it was before the other one was done
    looked: list[str] = []

    def late(connection: Connection, key: str) -> bool:
        looked.append(key)
        return len(looked) > 1 and look(connection, key)

    monkeypatch.setattr(database, "_is_ours", late)
    Store(file, OURS, json_door.write_json, json_door.read_json).close()
    with sqlite3.connect(file) as state:
        assert state.execute("SELECT count(*) FROM installation").fetchall() == [(1,)]
    state.close()


def test_a_new_state_may_be_opened_by_several_at_once(file: Path) -> None:
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", OPENING, str(file)],
            stdin=subprocess.PIPE,
        )
        for _ in range(6)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.close()
    for start in starts:
        assert start.wait(60) == 0
    open_store(file).close()
