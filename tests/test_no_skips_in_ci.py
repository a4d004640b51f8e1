"""A test that skips because data is missing must not pass in CI unseen."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
SKIPPING = 'import pytest\n\ndef test_a():\n    pytest.skip("no data")\n\ndef test_b(): pass\n'
PROBED = """
import pytest

def test_a(request):
    request.node.user_properties.append(("lacking", ["a server", "an ability: did otherwise"]))
    pytest.skip("a server can't")
"""
NIGHTLY = (
    "import pytest\n\n@pytest.mark.nightly\ndef test_a(): raise ValueError\n\ndef test_b(): pass\n"
)


pytestmark = pytest.mark.slow


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty repository with this project's conftest, beside the place for `shared`."""
    tests = tmp_path / "main" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(CONFTEST, tests)
    (tests.parent / "pytest.ini").write_text("[pytest]\nmarkers = nightly\n")
    return tests.parent


def run_pytest(repository: Path, ci: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
        cwd=repository,
        env={"PATH": os.environ["PATH"], "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_a_skip_fails_ci_when_the_shared_data_is_there(
    repository: Path, options: tuple[str, ...]
) -> None:
    (repository / "tests" / "test_it.py").write_text(SKIPPING)
    (repository.parent / "shared").mkdir()
    done = run_pytest(repository, "true", *options)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "SKIPPED, so failed: tests/test_it.py::test_a" in done.stdout


@pytest.mark.parametrize("options", [(), ("-n", "2")])
def test_a_skip_that_a_probe_explains_passes_ci_and_is_listed(
    repository: Path, options: tuple[str, ...]
) -> None:
    (repository / "tests" / "test_it.py").write_text(PROBED)
    (repository.parent / "shared").mkdir()
    done = run_pytest(repository, "true", *options)
    assert done.returncode == pytest.ExitCode.OK
    assert "a server 1 (an ability: did otherwise)" in done.stdout


def test_a_skip_passes_ci_when_there_is_no_shared_data(repository: Path) -> None:
    (repository / "tests" / "test_it.py").write_text(SKIPPING)
    assert run_pytest(repository, "true").returncode == pytest.ExitCode.OK


def test_a_skip_passes_on_a_developers_machine(repository: Path) -> None:
    (repository / "tests" / "test_it.py").write_text(SKIPPING)
    (repository.parent / "shared").mkdir()
    assert run_pytest(repository, "").returncode == pytest.ExitCode.OK


def test_nightly_tests_run_only_when_named(repository: Path) -> None:
    (repository / "tests" / "test_it.py").write_text(NIGHTLY)
    assert run_pytest(repository, "").returncode == pytest.ExitCode.OK
    named = run_pytest(repository, "", "-m", "nightly")
    assert named.returncode == pytest.ExitCode.TESTS_FAILED
