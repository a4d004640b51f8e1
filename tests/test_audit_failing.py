"""Where the audit can't be written nothing is asked or sent that it does not tell of."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from adapter.errors import AuditNotWritten, Exit, exit_code
from adapter.usecases.audit_log import verified
from adapter.values import Measure, Stage
from tests.audited import Watched, told, two_people, watched
from tests.http_stub import answer, serving
from tests.registers import write_register
from tests.test_cli_map import viktigt
from tests.test_cli_unavailable import CONFIGURATION
from tests.test_copy import plan_at_region
from tests.world import ANNA, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return two_people(tmp_path)


def refuse_after(world: World, count: int) -> None:
    with closing(sqlite3.connect(world.context.settings.state / "viktigt.sqlite")) as connection:
        connection.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.number > {count} "
            "BEGIN SELECT RAISE(ABORT, 'no more'); END"
        )


def test_wherever_the_audit_fails_nothing_is_sent_that_it_does_not_tell_of(tmp_path: Path) -> None:
    for count in range(17):
        folder = tmp_path / str(count)
        folder.mkdir()
        made = make_world(folder)
        made.patient(made.region, ANNA)
        made.patient(made.municipality, ANNA)
        made.enrol("plans", ANNA)
        plan_at_region(made)
        doors = watched(made)
        refuse_after(made, count)
        with pytest.raises(AuditNotWritten) as error:
            made.run("plans")
        assert exit_code(error.value) is Exit.IO
        for side, door in doors.items():
            assert_told(made, side, door, count)


def assert_told(world: World, side: str, door: Watched, count: int) -> None:
    """Every call has an entry of its own side before it, and every effect one of its own."""
    entries = told(world)
    assert len(entries) <= count
    assert not door.calls or any(each.side == side for each in entries)
    begun = [
        each
        for each in entries
        if each.side == side and each.measure is Measure.CREATE and each.stage is Stage.ABOUT_TO
    ]
    sent = [each for each in door.inner.everything() if each["resourceType"] != "Patient"]
    assert side == "region" or len(sent) <= len(begun)


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """No file of this process may grow beyond that many bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_on_a_disk_that_is_full_nothing_is_asked_or_sent(world: World) -> None:
    doors = watched(world)
    with no_room_beyond(1_000), pytest.raises(OSError) as error:  # noqa: PT011  any will do
        world.run("plans")
    assert exit_code(error.value) is Exit.IO
    assert [door.calls for door in doors.values()] == [[], []]
    assert told(world) == []
    world.run("plans")  # there is room again
    assert verified(world.context, world.context.store.audit_head())


@pytest.mark.slow
def test_the_command_ends_with_74_on_a_full_disk_and_the_servers_hear_nothing(
    tmp_path: Path,
) -> None:
    with serving(answer(500)) as stub:
        (tmp_path / "viktigt.toml").write_text(CONFIGURATION.format(url=stub.url))
        write_register(tmp_path)
        assert viktigt("init", ".", folder=tmp_path).returncode == 0
        (tmp_path / "person").write_text("195009072553\n")
        names = ("--person-file", "person", "--decided-by", "somebody", "--consent", "SIP-1")
        assert viktigt("enrol", "add", "plans", *names, folder=tmp_path).returncode == 0
        with no_room_beyond(1_000):  # the command inherits it
            done = viktigt("sync", "plans", folder=tmp_path)
    assert done.returncode == Exit.IO, done.stderr
    assert stub.received == []
