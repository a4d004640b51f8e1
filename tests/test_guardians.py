"""What a guardian may be given of a child, and until when: the register says who is one."""

import json
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given as over
from hypothesis import strategies as st

from adapter import wiring
from adapter.errors import NothingToExport
from adapter.policy.audience import given
from adapter.policy.guardians import Guardianship, guardianship
from adapter.usecases.context import Context
from adapter.usecases.export import from_endpoint
from adapter.usecases.registered import guardian_of
from adapter.values import Audience, Grade, PersonFacts, Resource
from cli import main
from mappings.codes.systems import PATIENT_ACCESS
from tests.test_copy import plan_at_region
from tests.test_policy_audience import HIDDEN, goal, statement
from tests.test_registered import Register
from tests.world import ANNA, LINE, World, make_world

ON = date(2026, 3, 2)
APPROVED = {"system": PATIENT_ACCESS, "code": "approved-for-patient"}
CHILD: dict[str, Any] = {"person": ANNA, "guardians": (LINE,), "born": date(2015, 1, 1)}


@pytest.mark.parametrize(
    ("facts", "of_age", "expected"),
    [
        (None, date(2033, 1, 1), Guardianship.SILENT),
        ({}, date(2033, 1, 1), Guardianship.HOLDS),
        ({}, date(2026, 3, 3), Guardianship.HOLDS),
        ({}, ON, Guardianship.COME_OF_AGE),
        ({}, date(2020, 1, 1), Guardianship.COME_OF_AGE),
        ({}, None, Guardianship.AGE_NOT_KNOWN),
        ({"guardians": ()}, date(2033, 1, 1), Guardianship.NOT_A_GUARDIAN),
        ({"guardians": (ANNA,)}, None, Guardianship.NOT_A_GUARDIAN),
    ],
)
def test_only_whom_the_register_names_of_a_child_whose_age_is_known_is_a_guardian(
    facts: dict[str, Any] | None, of_age: date | None, expected: Guardianship
) -> None:
    known = None if facts is None else PersonFacts(**{**CHILD, **facts})
    assert guardianship(known, LINE.__eq__, of_age, ON) is expected


@over(days=st.integers(-4000, 4000))
def test_a_guardian_drops_out_on_the_day_itself_and_never_comes_back(days: int) -> None:
    on = date.fromordinal(ON.toordinal() + days)
    found = guardianship(PersonFacts(**CHILD), LINE.__eq__, ON, on)
    assert (found is Guardianship.HOLDS) is (on < ON)


# -- what they get --------------------------------------------------------------------------------


def test_a_guardian_gets_what_was_assessed_and_none_of_the_childs_words_unassessed() -> None:
    child: Resource = {
        "resourceType": "Patient",
        "birthDate": "2015-01-01",
        "contact": [{"telecom": [{"system": "phone", "value": "070-174 06 05"}]}],
        "text": {"status": "generated", "div": "<div>070-174 06 05</div>"},
    }
    said = statement("patient", "verbatim")
    held = [child, said, goal(APPROVED), goal(HIDDEN, APPROVED), goal()]
    found = given(held, Audience.GUARDIAN, reviewed=False)
    assert found.resources == (
        {"resourceType": "Patient", "birthDate": "2015-01-01"},
        goal(APPROVED),
    )
    assert said in given(held, Audience.PERSON, reviewed=False).resources
    assert found.not_assessed == 2
    reviewed = given(held, Audience.GUARDIAN, reviewed=True)
    assert reviewed.resources[1:] == (said, goal(APPROVED), goal())
    assert reviewed.not_assessed == 0


# -- from a server --------------------------------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    for server in (made.region, made.municipality):
        made.patient(server, ANNA)
    plan_at_region(made)
    made.enrol("plans", ANNA)
    return says(made)


def says(world: World, **facts: Any) -> World:  # noqa: ANN401  what a register says of the child
    register = Register({ANNA: PersonFacts(**{**CHILD, **facts})})
    world.context = replace(world.context, persons=register)
    return world


def guardian(world: World) -> str:
    return world.context.handle(LINE)


def test_a_guardian_of_a_child_is_given_their_plan(world: World) -> None:
    assert guardian_of(world.context, ANNA, guardian(world)) is Guardianship.HOLDS
    assert from_endpoint(world.context, "region", ANNA, guardian(world))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"born": date(2008, 3, 2)}, "come-of-age"),
        ({"of_age": date(2026, 3, 2)}, "come-of-age"),
        ({"born": None}, "age-not-known"),
        ({"guardians": ()}, "not-a-guardian"),
        ({"grade": Grade.CONFIDENTIAL}, "protected-identity"),
        ({"relatives": (Grade.MARKED,)}, "protected-identity"),
        ({"deceased": True}, "deceased"),
    ],
)
def test_else_no_server_is_asked_for_them(
    world: World, monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any], why: str
) -> None:
    says(world, **facts)
    monkeypatch.setattr(world.region, "search", None)
    with pytest.raises(NothingToExport, match=why):
        from_endpoint(world.context, "region", ANNA, guardian(world))


def test_without_a_register_nobody_is_a_guardian(world: World) -> None:
    context = replace(world.context, persons=None)
    assert guardian_of(context, ANNA, guardian(world)) is Guardianship.SILENT


# -- the command ----------------------------------------------------------------------------------


@pytest.fixture
def folder(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    @contextmanager
    def opened(_settings: object) -> Iterator[Context]:
        yield world.context

    monkeypatch.setattr(wiring, "needed", lambda _config: world.context.settings)
    monkeypatch.setattr(wiring, "settings", lambda _config: world.context.settings)
    monkeypatch.setattr(wiring, "context", opened)
    return tmp_path


def export(folder: Path, *options: str, stdin: str = "") -> Result:
    with chdir(folder):
        line = ["export", *options, "-o", "out"]
        return CliRunner().invoke(main, line, input=stdin, standalone_mode=False)


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "out.manifest.json").read_bytes())
    return found


@pytest.mark.parametrize("by_number", [False, True])
def test_a_guardian_is_named_by_handle_or_on_stdin(
    world: World, folder: Path, *, by_number: bool
) -> None:
    who, stdin = ("-", LINE.value) if by_number else (guardian(world), "")
    child = ("--endpoint", "region", "--person", world.context.handle(ANNA))
    named = (*child, "--for", f"guardian:{who}", "--reviewed-by", "SE1-HSA")
    done = export(folder, *named, stdin=stdin)
    assert done.exception is None, done.exception
    told = manifest(folder)
    assert (told["for"], told["recipient"]) == ("guardian", guardian(world))
    assert told["basis"] == ["consent-osl"]
    assert LINE.value not in str(told)


@pytest.mark.parametrize(
    "options",
    [
        ("--for", "guardian"),
        ("--for", "guardian:"),
        ("--for", "guardian:somebody"),
        ("--for", f"guardian:{LINE.value}"),
        ("--for", "guardian:-", "--endpoint", "region", "--person", "-"),
        ("--for", "guardian:p-0123456789"),
        ("--for", "nobody"),
        ("--for", "staff:x"),
        ("--for", "person", "--expires", "soon"),
        ("--for", "person", "--expires", "2001-01-01"),
        ("--recipient", LINE.value),
    ],
)
def test_what_does_not_go_together_is_refused_and_no_number_repeated(
    folder: Path, options: tuple[str, ...]
) -> None:
    done = export(folder, *options)
    assert isinstance(done.exception, click.UsageError)
    assert LINE.value not in done.output
    assert LINE.value not in str(done.exception)
    assert not (folder / "out").exists()


def test_what_was_said_stands_in_the_manifest_and_in_the_audit(world: World, folder: Path) -> None:
    child = ("--endpoint", "region", "--person", world.context.handle(ANNA))
    said = ("--basis", "statute:OSL 10:28", "--recipient", "SE2-HSA", "--expires")
    done = export(folder, *child, *said, "2099-12-31")
    assert done.exception is None, done.exception
    told = manifest(folder)
    assert told["basis"] == ["statute:OSL 10:28"]
    assert (told["recipient"], told["expires"]) == ("SE2-HSA", "2099-12-31")
    entries = [json.loads(each.body) for each in world.context.store.audit_entries()]
    (last,) = (each for each in entries[-1:] if "SE2-HSA" in str(each))
    assert "statute:OSL 10:28" in str(last)
    assert "2099-12-31" in str(last)


def test_the_person_is_the_recipient_of_their_own_plan_and_staff_must_be_said(
    world: World, folder: Path
) -> None:
    anna = world.context.handle(ANNA)
    child = ("--endpoint", "region", "--person", anna)
    export(folder, *child, "--for", "person", "--reviewed-by", "SE1-HSA")
    assert manifest(folder)["recipient"] == anna
    done = export(folder, *child)
    assert manifest(folder)["recipient"] is None
    assert "the manifest says no recipient: give --recipient" in done.output + done.stderr
    expires = date.fromisoformat(manifest(folder)["expires"])
    assert 29 <= (expires - date.today()).days <= 31  # noqa: DTZ011  over midnight
