"""One run of a route at a time, however many start and however they end."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from adapter.errors import Exit, Locked, exit_code
from adapter.shell.setting_up import TEMPLATE
from adapter.state.lock import only_run
from tests.http_stub import Stub, answer, serving
from tests.import_rule import ROOT
from tests.registers import write_register

RUN = """
import sys
from pathlib import Path
from adapter.errors import exit_code
from adapter.state.lock import only_run
try:
    with only_run(Path(sys.argv[1]), sys.argv[2]):
        print("runs", flush=True)
        sys.stdin.read()
except Exception as error:
    print(type(error).__name__, flush=True)
    sys.exit(exit_code(error))
"""


@contextmanager
def starts(folder: Path, count: int) -> Iterator[list["subprocess.Popen[str]"]]:
    """Runs of one route that go on until they are told to stop."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, str(folder), "plans"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    try:
        yield runs
    finally:
        for run in runs:
            run.communicate(timeout=60)


def said(run: "subprocess.Popen[str]") -> str:
    assert run.stdout is not None
    return run.stdout.readline().strip()


@pytest.mark.slow
def test_of_twenty_starts_one_runs_and_the_others_are_locked_out(tmp_path: Path) -> None:
    with starts(tmp_path, 20) as runs:
        assert sorted(said(run) for run in runs) == ["Locked"] * 19 + ["runs"]
    assert sorted(run.returncode for run in runs) == [Exit.OK] + [Exit.TRY_AGAIN] * 19


def installation(folder: Path, url: str) -> Path:
    """A folder in which `viktigt sync hospital` asks the server for the person of a document."""
    served = f'url = "{url}"\ntimeout = 300\ndeadline = 600'
    settings = TEMPLATE.replace('url = "http://127.0.0.1:8091/fhir"', served)
    (folder / "viktigt.toml").write_text(settings, encoding="utf-8")
    (folder / "inbox").mkdir()
    write_register(folder)
    shutil.copy(ROOT / "adapter" / "demo" / "municipality" / "sip-berg.xml", folder / "inbox")
    viktigt(folder, "init", ".").communicate(timeout=60)
    decided = ("--decided-by", "SE2321000016-1003")
    enrol = viktigt(folder, "enrol", "add", "hospital", "--person", "-", *decided)
    enrol.communicate("195009072553\n", timeout=60)
    return folder


def viktigt(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.server
def test_of_twenty_syncs_of_a_route_one_runs_and_the_others_are_for_later(tmp_path: Path) -> None:
    go = threading.Event()
    nobody = answer(200, {"resourceType": "Bundle", "type": "searchset", "total": 0})

    def held(handler: BaseHTTPRequestHandler, stub: Stub) -> None:
        go.wait(300)
        nobody(handler, stub)

    with serving(held) as server, ThreadPoolExecutor(20) as waiters:
        folder = installation(tmp_path, server.url)
        runs = [viktigt(folder, "sync", "hospital") for _ in range(20)]
        ends = as_completed([waiters.submit(run.communicate) for run in runs])
        for _ in range(19):
            next(ends)  # the one that runs can't end before the server answers
        go.set()
        next(ends)
    codes = sorted(run.returncode for run in runs)
    assert codes == [Exit.WITHHELD] + [Exit.TRY_AGAIN] * 19
    assert server.received, "one run got as far as the server"


def test_a_run_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    with starts(tmp_path, 1) as (run,):
        assert said(run) == "runs"
        with pytest.raises(Locked), only_run(tmp_path, "plans"):
            pytest.fail("the other run is under way")
        run.kill()
        run.wait(60)
        with only_run(tmp_path, "plans"):
            pass


def test_a_run_that_fails_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), only_run(tmp_path, "plans"):
        raise KeyError
    with only_run(tmp_path, "plans"):
        pass


def test_another_route_may_run_at_the_same_time(tmp_path: Path) -> None:
    with (
        only_run(tmp_path, "plans"),
        only_run(tmp_path, "documents"),
        pytest.raises(Locked, match="another run of plans") as caught,
        only_run(tmp_path, "plans"),
    ):
        pytest.fail("the first one is under way")
    assert exit_code(caught.value) is Exit.TRY_AGAIN


def test_a_lock_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("kept")
    (tmp_path / "plans.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"), only_run(tmp_path, "plans"):
        pytest.fail("the lock is not ours")
    assert (tmp_path / "elsewhere").read_text() == "kept"


def test_the_lock_makes_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    with only_run(tmp_path / "state", "plans"):
        pass
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "state" / "plans.lock").stat().st_mode & 0o777 == 0o600
