"""Nobody but its owner gets at the state; in production nothing happens where somebody could."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapter.errors import ConfigurationError, Exit
from adapter.shell.setting_up import TEMPLATE
from adapter.state import key
from adapter.state.modes import open_to_others
from cli import main
from tests.registers import write_register

PRODUCTION = TEMPLATE.replace('profile = "test"', 'profile = "production"')


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation for production, made by a careless umask."""
    monkeypatch.chdir(tmp_path)
    before = os.umask(0)
    Path("viktigt.toml").write_text(PRODUCTION, encoding="utf-8")
    key.make(tmp_path / "viktigt-state")
    write_register(tmp_path)
    assert status() == Exit.OK
    yield tmp_path / "viktigt-state"
    os.umask(before)


def status() -> int:
    done = CliRunner().invoke(main, ["status"], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return int(done.return_value)


def test_what_the_program_makes_is_for_its_owner_alone(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} >= {"installation.key", "viktigt.sqlite"}
    assert open_to_others(folder) == []


@pytest.mark.parametrize("mode", [0o755, 0o701, 0o770])
def test_a_folder_that_others_can_enter_is_refused_in_production(folder: Path, mode: int) -> None:
    folder.chmod(mode)
    with pytest.raises(ConfigurationError, match="for its owner alone"):
        status()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_can_read_or_write_is_refused_in_production(
    folder: Path, mode: int
) -> None:
    (folder / "viktigt.sqlite").chmod(mode)
    with pytest.raises(ConfigurationError, match=r"viktigt\.sqlite: must be ours"):
        status()


def test_a_link_in_the_place_of_a_file_is_refused_in_production(folder: Path) -> None:
    (folder / "viktigt.sqlite").rename(folder.parent / "elsewhere")
    (folder / "viktigt.sqlite").symlink_to(folder.parent / "elsewhere")
    with pytest.raises(ConfigurationError, match=r"viktigt\.sqlite: must be ours"):
        status()


def test_a_test_installation_goes_on_and_the_doctor_tells(folder: Path) -> None:
    Path("viktigt.toml").write_text(TEMPLATE, encoding="utf-8")
    folder.chmod(0o755)
    assert status() == Exit.OK
    done = CliRunner().invoke(main, ["doctor"], standalone_mode=False)
    assert "others can get at viktigt-state, which production refuses" in done.stdout
    assert "not encrypted" in done.stdout


def test_where_there_is_no_state_nobody_gets_at_it(tmp_path: Path) -> None:
    assert open_to_others(tmp_path / "nowhere") == []


def test_what_is_gone_by_the_time_it_is_looked_at_is_open_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    removed = tmp_path / "viktigt.sqlite-wal"
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter([removed]))
    assert open_to_others(tmp_path) == []
