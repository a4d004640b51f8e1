"""What is installed: exactly `adapter`, `mappings` and `cli.py`, and it works from anywhere."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


def run(*command: str | Path) -> str:
    """What a command prints when it runs from `/`, with nothing of this environment but PATH."""
    done = subprocess.run(
        command,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the locked build tools of this environment: no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index")
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of a fresh venv with the wheel in it, which borrows our dependencies.

    They are borrowed one by one through a folder of links, without the .pth file that would lead
    back into this working tree.
    """
    venv = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", venv)
    python = venv / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if package.suffix != ".pth" and "viktigt" not in package.name:
            link = site / package.name
            if not link.exists():
                link.symlink_to(package)
    return venv / "bin"


@pytest.fixture(scope="module")
def package(installed: Path) -> Path:
    """The folder of the installed adapter, which must not be the one of this working tree."""
    where = "import adapter, pathlib; print(pathlib.Path(adapter.__file__).parent)"
    folder = Path(run(installed / "python", "-I", "-c", where).strip())
    assert installed.parent in folder.parents
    return folder


def test_the_wheel_holds_adapter_mappings_and_cli_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    metadata = wheel.name.partition("-py3-")[0] + ".dist-info"
    assert tops == {"adapter", "mappings", "cli.py", metadata}


def test_the_wheel_holds_every_file_of_its_packages(wheel: Path) -> None:
    files = [path for top in ("adapter", "mappings") for path in (ROOT / top).rglob("*.*")]
    shipped = {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}
    assert {"cli.py", *shipped} <= set(zipfile.ZipFile(wheel).namelist())


def test_the_installed_command_shows_its_help_from_anywhere(installed: Path) -> None:
    assert "Usage: viktigt" in run(installed / "viktigt", "--help")
    assert "map" in run(installed / "python", "-I", "-m", "cli", "--help")


def test_the_installed_command_maps_a_document_that_came_with_it(
    installed: Path, package: Path
) -> None:
    documents = sorted(path for path in package.rglob("*.xml") if "demo" in path.parts)
    assert documents, "no demo document is installed"
    lines = run(installed / "viktigt", "map", documents[0], "--as", "ndjson").splitlines()
    assert all("resourceType" in json.loads(line) for line in lines)
    assert lines
