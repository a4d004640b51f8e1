"""How long `viktigt --help` takes, compared with a bare click group of as many commands."""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.command import run
from benchmarks.measure import ratio
from benchmarks.row import CannotMeasure

ROUNDS = 21
BARE_GROUP = """\
import click

@click.group()
def main(): "A bare group."

"""
BARE_COMMAND = """\
@main.command()
def command{number}(): "Do one thing of many."

"""


def help_vs_click() -> float:
    installed = Path(sys.executable).with_name("viktigt")
    if not installed.exists():
        raise CannotMeasure("the console script viktigt is not installed beside this Python")
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare_script(installed, Path(folder))
        return ratio(
            lambda: run(installed, "--help"),
            lambda: run(bare, "--help"),
            rounds=ROUNDS,
            clock=time.perf_counter,
        )


def _bare_script(installed: Path, folder: Path) -> Path:
    """Write the same console script, but for a module that is nothing but a group."""
    from cli import main

    commands = (BARE_COMMAND.format(number=at) for at in range(len(main.commands)))
    module = BARE_GROUP + "".join(commands) + "\n\nrun = main\n"
    (folder / "bare_group.py").write_text(module, "utf-8")
    script = folder / "bare"
    script.write_text(
        installed.read_text("utf-8").replace("from cli ", "from bare_group "), "utf-8"
    )
    script.chmod(0o755)
    return script
