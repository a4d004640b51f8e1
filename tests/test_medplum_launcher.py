"""Where Medplum can't be had, a developer is told and goes on, and CI fails."""

import platform
import shutil

import pytest

from tests.medplum.launcher import Absent, installed, main, skip_or_fail


@pytest.fixture
def without_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


@pytest.mark.usefixtures("without_npm")
@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_set_up_without_npm_fails_in_ci_only_and_says_what_to_install(
    ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    assert main() == code
    assert "apt-get install npm" in capsys.readouterr().err


def test_a_machine_for_which_no_node_is_locked_has_no_medplum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/npm")
    monkeypatch.setattr(platform, "machine", lambda: "abacus")
    with pytest.raises(Absent, match="abacus"):
        installed()


def test_a_test_without_medplum_is_skipped_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="no npm"):
        skip_or_fail(Absent("no npm"))


def test_in_ci_a_test_without_medplum_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI needs Medplum: no npm"):
        skip_or_fail(Absent("no npm"))
