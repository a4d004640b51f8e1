"""The example in every command's help does what it says, and the README names the command."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from adapter.sandbox.processes import free_port, running
from adapter.shell.setting_up import TEMPLATE
from cli import main
from tests.registers import write_register

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "adapter" / "demo"
PROGRAM = (sys.executable, str(ROOT / "cli.py"))
HANDLE = re.compile(r"p-[0-9a-f]{10}")

pytestmark = pytest.mark.server


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(commands(main))


def example(command: click.Command) -> str:
    lines = [line.strip() for line in (command.help or "").splitlines()]
    assert "Example:" in lines, "every command has an example"
    return lines[lines.index("Example:") + 1]


def test_the_help_of_a_command_shows_its_example_on_a_line_of_its_own() -> None:
    for name, command in COMMANDS.items():
        shown = command.get_help(click.Context(command, info_name=name))
        assert f"\n    {example(command)}\n" in shown, shown
        assert "\\b" not in shown


class Place(NamedTuple):
    folder: Path
    handle: str


def set_up(folder: Path) -> dict[str, int]:
    """A configuration as init writes it, for servers on the ports that are returned."""
    ports = {"region": free_port(), "municipality": free_port()}
    settings = TEMPLATE.replace("# stewards", "stewards")
    for name, port in (("8091", ports["region"]), ("8092", ports["municipality"])):
        settings = settings.replace(name, str(port))
    (folder / "viktigt.toml").write_text(settings, encoding="utf-8")
    (folder / "inbox").mkdir()
    write_register(folder)
    return ports


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A folder with an installation, its servers, documents, and somebody enrolled."""
    folder = tmp_path_factory.mktemp("examples")
    ports = set_up(folder)
    shutil.copy(DEMO / "municipality" / "sip-berg.xml", folder / "plan.xml")
    (folder / "enrolments.csv").write_text(
        "route,value,decided_by\nhospital,196101182803,SE2321000016-1003\n", encoding="utf-8"
    )
    (folder / "consents.csv").write_text(
        "id,value,basis,decided_by\nc-0f3a52b1d4,196101182803,person,SE1\n", encoding="utf-8"
    )
    with running(ports, folder / "servers"):
        run("init .", folder)
        run("consent import consents.csv", folder)
        run("map plan.xml -o plan.ndjson", folder)
        run("plan hospital -o plan.json", folder)
        added = "enrol add hospital --person - --decided-by SE2321000016-1003"
        yield Place(folder, run(added, folder, "195009072553").stdout.strip())


def run(arguments: str, folder: Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*PROGRAM, *arguments.split()],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


# One goes on until it is interrupted (test_demo), one needs a key (test_state_cipher), and three
# need a document that waits (test_hold), one a copy that is asked back (test_erase_commands).
ELSEWHERE = {"sandbox", "state rekey", "hold show", "hold classify", "hold release"}
ELSEWHERE |= {"recall answer"}


def is_for_stewards(name: str) -> bool:
    """Whether it needs something that waits: see test_help_examples_stewards."""
    return name.startswith(("quarantine ", "conflicts ", "explain", "policy why"))


@pytest.mark.parametrize(
    "name", [each for each in COMMANDS if each not in ELSEWHERE and not is_for_stewards(each)]
)
def test_the_example_of_the_help_text_works(name: str, place: Place) -> None:
    line = HANDLE.sub(place.handle, example(COMMANDS[name]))
    stdin = ""
    if line.startswith("echo "):
        stdin, _, line = line.removeprefix("echo ").partition(" | ")
    assert line.startswith("viktigt ")
    done = run(line.removeprefix("viktigt "), place.folder, stdin)
    assert done.returncode == 0, done.stderr


def test_the_sandbox_runs_until_it_is_interrupted(tmp_path: Path) -> None:
    line = example(COMMANDS["sandbox"]).removeprefix("viktigt ")
    line = line.replace("8091", str(free_port())).replace("8092", str(free_port()))
    process = subprocess.Popen(
        [*PROGRAM, *line.split()],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    bases = [process.stdout.readline() for _ in range(2)]
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert [base.partition(":")[0] for base in bases] == ["region", "municipality"]
    assert process.returncode == 0, told


@pytest.mark.parametrize("name", list(COMMANDS))
def test_the_readme_names_the_command(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    group, _, rest = name.partition(" ")
    assert f"viktigt {group}" in readme
    assert rest in readme
