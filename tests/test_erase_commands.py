"""`viktigt erase` and `viktigt recall`, as they are typed."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from adapter import wiring
from adapter.config import load
from adapter.errors import Exit, NotKnown
from adapter.shell.setting_up import TEMPLATE
from adapter.state import key as keys
from adapter.state.lock import only_run
from adapter.usecases.enrolment import Terms, enrol
from adapter.usecases.withdrawals import copies, recall_of, remember
from adapter.values import Base, Ground, Intent, Link, Ref, Step
from adapter.values import Result as Came
from cli import main
from tests.registers import write_register
from tests.world import ANNA

KEY: Final = "Goal|urn:a|5b1f0c9e"
WORDS: Final = "Gå till sjön"
DECISION: Final = ("--decision", "IVO-2026-17")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation where a copy of somebody's goal was made at the municipality."""
    (tmp_path / "viktigt.toml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    keys.make(tmp_path / "viktigt-state")
    write_register(tmp_path)
    with wiring.context(load(tmp_path / "viktigt.toml")) as context:
        handle = enrol(context, "shared-plans", ANNA, Terms(decided_by="SE1")).handle
        body = {"resourceType": "Goal", "description": {"text": WORDS}}
        base = Base(key=KEY, here=body, there=body, person=handle)
        context.store.save_base("shared-plans", base)
        intent = Intent(
            id="1",
            route="shared-plans",
            side="municipality",
            key=KEY,
            method=Step.CREATE,
            started=context.now(),
            digest="ab",
            person=handle,
            basis="consent-osl",
        )
        context.store.intend([intent])
        stands = {"1": "Goal/7/_history/1"}
        context.store.settle({"1": Came.DONE}, context.now(), stands)
    return tmp_path


def viktigt(folder: Path, *arguments: str, stdin: str = "") -> Result:
    named = ("--config", str(folder / "viktigt.toml"))
    return CliRunner().invoke(main, [*named, *arguments], input=stdin, standalone_mode=False)


def told(folder: Path, *arguments: str, stdin: str = "") -> Any:  # noqa: ANN401  JSON
    done = viktigt(folder, *arguments, "--json", stdin=stdin)
    assert done.exception is None
    return json.loads(done.stdout)


def handle(folder: Path) -> str:
    with wiring.context(load(folder / "viktigt.toml")) as context:
        return context.handle(ANNA)


def ask_back(folder: Path) -> str:
    """Let the copy be asked back; its id."""
    with wiring.context(load(folder / "viktigt.toml")) as context:
        found = [recall_of(context, each, Ground.BLOCKED) for each in copies(context)]
        remember(context, found)
    (listed,) = told(folder, "recall", "list")
    return str(listed["id"])


def test_without_confirm_nothing_is_erased_and_it_is_told_what_would_be(folder: Path) -> None:
    done = viktigt(folder, "erase", handle(folder), *DECISION)
    assert done.return_value is Exit.OK
    assert "would be erased" in done.stdout
    assert "1 bases" in done.stdout
    assert "asked back from others: 1 copies" in done.stdout
    assert WORDS not in done.output
    assert ANNA.value not in done.output
    assert told(folder, "recall", "copies", "--person", handle(folder))


def test_with_confirm_it_is_done_and_every_copy_is_asked_back(folder: Path) -> None:
    done = told(folder, "erase", "--person", "-", *DECISION, "--confirm", stdin=f"{ANNA.value}\n")
    assert (done["done"], done["decision"], done["asked_back"]) == (True, "IVO-2026-17", 1)
    assert told(folder, "recall", "copies", "--person", handle(folder)) == []
    (asked,) = told(folder, "recall", "list")
    assert (asked["why"], asked["state"], asked["decision"]) == ("erased", "planned", "IVO-2026-17")
    assert asked["stands"] == "Goal/7/_history/1"
    assert "5b1f0c9e" not in json.dumps(asked)
    enrolled = viktigt(
        folder, "enrol", "add", "shared-plans", "--person", "-", "--decided-by", "SE1",
        stdin=f"{ANNA.value}\n",
    )  # fmt: skip
    assert type(enrolled.exception).__name__ == "ErasedPerson"


@pytest.mark.parametrize("more", [(), ("--confirm",)])
def test_a_handle_that_nobody_has_is_not_taken_for_somebody_erased(
    folder: Path, more: tuple[str, ...]
) -> None:
    """A handle that was mistyped must not look like somebody of whom nothing is left."""
    done = viktigt(folder, "erase", "p-0123456789", *DECISION, *more)
    assert isinstance(done.exception, NotKnown)
    with wiring.context(load(folder / "viktigt.toml")) as context:
        assert context.store.buried() == frozenset()


def test_who_was_erased_may_be_erased_again_by_handle(folder: Path) -> None:
    whose = handle(folder)
    for _ in range(2):
        assert told(folder, "erase", whose, *DECISION, "--confirm")["done"]


def test_one_record_is_named_as_explain_names_it(folder: Path) -> None:
    with wiring.context(load(folder / "viktigt.toml")) as context:
        link = Link(endpoint="region", key=KEY, ref=Ref("Goal", "1"), origin="region")
        context.store.save_links([link])
    done = viktigt(folder, "erase", "Goal/5b1f0c9e", *DECISION, "--confirm")
    assert done.exception is None
    assert done.stdout.startswith("erased\n")
    with wiring.context(load(folder / "viktigt.toml")) as context:
        assert context.store.bases("shared-plans") == {}
        assert context.store.enrolments("shared-plans")


@pytest.mark.parametrize(
    "arguments",
    [
        ("erase", ANNA.value, *DECISION),
        ("erase", "Goal/1", "--decision", f"about {ANNA.value}"),
        ("erase", "--person", ANNA.value, *DECISION),
        ("erase", "Goal/1", "--person", "-", *DECISION),
        ("erase", "Goal/unheard-of", *DECISION),
    ],
)
def test_what_names_somebody_or_nothing_is_refused(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    done = CliRunner().invoke(main, ["--config", str(folder / "viktigt.toml"), *arguments])
    assert done.exit_code != 0
    assert ANNA.value not in done.output


def test_what_is_left_to_a_person_is_said_and_has_a_code(folder: Path) -> None:
    with wiring.context(load(folder / "viktigt.toml")) as context:
        context.store.save_base("shared-plans", Base(key="Goal|urn:a|old", here={}, there={}))
    done = viktigt(folder, "erase", handle(folder), *DECISION, "--confirm")
    assert done.return_value is Exit.WITHHELD
    assert "not known whose they are" in done.stderr


def test_while_a_route_runs_nothing_is_erased(folder: Path) -> None:
    with only_run(folder / "viktigt-state", "shared-plans"):
        done = viktigt(folder, "erase", handle(folder), *DECISION, "--confirm")
    assert type(done.exception).__name__ == "Locked"
    assert told(folder, "recall", "copies", "--person", handle(folder))


def test_copies_are_told_for_people_and_programs(folder: Path) -> None:
    (copy,) = told(folder, "recall", "copies", "--person", handle(folder))
    assert copy == {
        "route": "shared-plans",
        "at": "municipality",
        "record": KEY,
        "stands": "Goal/7/_history/1",
        "arrived": "yes",
        "sha256": "ab",
        "basis": "consent-osl",
        "written": copy["written"],
        "asked_back": None,
    }
    done = viktigt(folder, "recall", "copies", "--person", handle(folder))
    assert "municipality" in done.stdout
    assert WORDS not in done.stdout


def test_what_is_asked_back_is_listed_counted_and_answered(folder: Path) -> None:
    name = ask_back(folder)
    assert told(folder, "status")["routes"][1]["recalls"] == {"planned": 1}
    status = viktigt(folder, "status")
    assert status.return_value is Exit.WITHHELD
    assert "asked back: shared-plans: 1 planned" in status.stdout
    listed = viktigt(folder, "recall", "list", "shared-plans")
    assert name in listed.stdout
    (copy,) = told(folder, "recall", "copies", "--person", handle(folder))
    assert copy["asked_back"] == "planned"
    line = "recall answer ID --said withdrawn --by SE2321000016-1003 --why letter"
    example = line.split()
    done = viktigt(folder, *(name if each == "ID" else each for each in example))
    assert done.return_value is Exit.OK
    assert told(folder, "recall", "list") == []
    (answered,) = told(folder, "recall", "list", "--all")
    assert (answered["state"], answered["answer"]) == ("answered", "withdrawn")
    assert viktigt(folder, "status").return_value is Exit.OK


@pytest.mark.parametrize(
    "arguments",
    [
        ("recall", "list", "unheard-of"),
        ("recall", "copies", "--person", ANNA.value),
        ("recall", "answer", "r-00000000", "--said", "kept", "--by", "SE1", "--why", "x"),
        ("recall", "answer", "r-1", "--said", "kept", "--by", ANNA.value, "--why", "x"),
    ],
)
def test_what_is_not_there_or_names_somebody_is_refused(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    done = CliRunner().invoke(main, ["--config", str(folder / "viktigt.toml"), *arguments])
    assert done.exit_code != 0
    assert ANNA.value not in done.output
