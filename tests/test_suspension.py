"""Whoever moves is suspended at once: what the old side has it keeps, and it gets no more."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapter.errors import Exit, OldBasis, exit_code
from adapter.shell.setting_up import TEMPLATE
from adapter.usecases import enrolment
from adapter.usecases.enrolment import Terms
from adapter.usecases.status import status
from cli import main
from tests.test_copy import plan_at_region
from tests.test_two_way import edit, held
from tests.world import ANNA, LINE, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A plan of the region that the municipality has a copy of."""
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
        made.patient(server, LINE)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    made.run("plans")
    return made


def suspend(world: World) -> None:
    assert enrolment.suspend(world.context, "plans", world.context.handle(ANNA), "moved")


def test_nothing_more_is_read_or_sent_and_what_was_carried_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspend(world)
    edit(world.region, "CarePlan", title="Ny titel")
    before = held(world.municipality, "CarePlan")
    with monkeypatch.context() as quiet:
        for server in (world.region, world.municipality):
            quiet.setattr(server, "search", _asked)
            quiet.setattr(server, "read", _asked)
        assert world.run("plans").exit is Exit.OK
    assert held(world.municipality, "CarePlan") == before


def _asked(*_: object) -> None:
    pytest.fail("somebody who is suspended was asked about")


def test_what_is_already_planned_is_not_sent_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(world.region, "CarePlan", title="Ny titel")
    may_send = "adapter.usecases.copy.may_send"

    def suspended_meanwhile(*_: object) -> bool:
        suspend(world)
        return True

    monkeypatch.setattr(may_send, suspended_meanwhile)
    world.run("plans")
    assert "title" not in held(world.municipality, "CarePlan")


def test_everybody_sees_who_is_suspended_and_why(world: World) -> None:
    suspend(world)
    [made] = world.context.store.enrolments("plans")
    assert made.suspended == "moved"
    told = {each.route: (each.enrolled, each.suspended) for each in status(world.context).routes}
    assert told["plans"] == (0, 1)


@pytest.mark.parametrize(
    "terms",
    [
        Terms(decided_by="SE1"),
        Terms(decided_by="SE1", consent="Consent/2"),
        Terms(decided_by="SE1", basis="consent-osl", consent="Consent/1"),
    ],
)
def test_the_old_basis_does_not_bring_anybody_back(world: World, terms: Terms) -> None:
    suspend(world)
    with pytest.raises(OldBasis) as caught:
        enrolment.enrol(world.context, "plans", ANNA, terms)
    assert exit_code(caught.value) is Exit.USAGE
    [made] = world.context.store.enrolments("plans")
    assert made.suspended == "moved"


@pytest.mark.parametrize(
    "terms",
    [
        Terms(decided_by="SE1", basis="consent-osl", consent="Consent/2"),
        Terms(decided_by="SE1", basis="no-hpl", consent="Consent/1"),
    ],
)
def test_a_new_basis_does(world: World, terms: Terms) -> None:
    suspend(world)
    edit(world.region, "CarePlan", title="Ny titel")
    enrolment.enrol(world.context, "plans", ANNA, terms)
    world.run("plans")
    assert held(world.municipality, "CarePlan")["title"] == "Ny titel"


def test_a_row_of_a_list_brings_nobody_back_on_the_old_basis(world: World) -> None:
    suspend(world)
    rows = (
        f"route,value,decided_by,basis,consent\nplans,{ANNA.value},SE1,consent-osl,Consent/1\n"
        f"plans,{LINE.value},SE1,,\n"
    )
    count, issues = enrolment.import_list(world.context, rows.encode())
    assert (count, [each.path for each in issues]) == (1, ["/2/basis"])
    assert ANNA.value not in str(issues)


def test_an_end_and_a_suspension_are_two_things(world: World) -> None:
    handle = world.context.handle(ANNA)
    enrolment.end(world.context, "plans", handle, "2026-12-31")
    suspend(world)
    [made] = world.context.store.enrolments("plans")
    assert (made.end, made.suspended) == ("2026-12-31", "moved")
    assert made == replace(made, handle=handle)


def test_nobody_is_suspended_who_is_not_enrolled(world: World) -> None:
    assert not enrolment.suspend(world.context, "plans", "p-0000000000", "moved")


def test_the_commands_suspend_and_take_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "viktigt.toml").write_text(TEMPLATE, encoding="utf-8")
    run = CliRunner()
    run.invoke(main, ["init", "."], standalone_mode=False)
    add = ["enrol", "add", "hospital", "--person", "-", "--decided-by", "SE1"]
    handle = run.invoke(main, add, input=ANNA.value, standalone_mode=False).stdout.strip()
    done = run.invoke(main, ["enrol", "suspend", "hospital", handle], standalone_mode=False)
    assert done.return_value == Exit.OK
    assert "moved" in run.invoke(main, ["enrol", "list", "--json"]).stdout
    again = run.invoke(main, add, input=ANNA.value, standalone_mode=False)
    assert isinstance(again.exception, OldBasis)
    new = run.invoke(main, [*add, "--basis", "no-hpl"], input=ANNA.value, standalone_mode=False)
    assert new.stdout.strip() == handle
    nobody = ["enrol", "suspend", "hospital", "p-0000000000"]
    assert run.invoke(main, nobody).exit_code == Exit.USAGE
    reason = [*nobody, "--reason", ANNA.value]
    assert ANNA.value not in run.invoke(main, reason).output
