"""What comes with viktigt is known, and whether somebody looked at it is never left open."""

import json
import subprocess
import tomllib
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.import_rule import ROOT

LOCKS = ("run", "dev", "supply-chain")
WEAK = {"id": "PYSEC-1", "fix_versions": ["2.0"]}


def _audit_module() -> Any:  # noqa: ANN401  a module
    spec = spec_from_file_location("audit", ROOT / "requirements" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


audit = _audit_module()


def answers(canary: Any, report: Any) -> Callable[[Path, bool], Any]:  # noqa: ANN401  reports
    """A database that says this of the package known to be weak, and that of the locks."""
    return lambda _file, hashed: report if hashed else canary


def report(**package: Any) -> dict[str, Any]:  # noqa: ANN401  as pip-audit writes it
    return {"dependencies": [{"name": "x", "version": "1.0", **package}]}


GOOD, BAD, SKIPPED = report(vulns=[]), report(vulns=[WEAK]), report(skip_reason="not found")


@pytest.mark.parametrize("canary", [None, GOOD, SKIPPED])
def test_a_database_that_does_not_know_what_everybody_knows_has_audited_nothing(
    canary: dict[str, Any] | None,
) -> None:
    for required in (False, True):
        said, fine = audit.audit([Path("dev.txt")], answers(canary, GOOD), required=required)
        assert said == ["NOT AUDITED: the database of weaknesses can't be reached"]
        assert fine is not required


def test_a_weakness_fails_whether_or_not_an_audit_is_required() -> None:
    for required in (False, True):
        said, fine = audit.audit([Path("dev.txt")], answers(BAD, BAD), required=required)
        assert said == ["WEAK: dev.txt: x 1.0: PYSEC-1, fixed in 2.0"]
        assert not fine


@pytest.mark.parametrize(("held", "told"), [(None, "no report"), (SKIPPED, "x")])
def test_what_the_database_does_not_know_is_told_and_not_counted(
    held: dict[str, Any] | None, told: str
) -> None:
    for required in (False, True):
        said, fine = audit.audit([Path("dev.txt")], answers(BAD, held), required=required)
        assert said[0] == f"NOT AUDITED: dev.txt: {told}"
        assert "1 packages" not in "".join(said)
        assert fine is not required


def test_what_was_looked_at_is_counted() -> None:
    said, fine = audit.audit([Path("dev.txt")], answers(BAD, GOOD), required=True)
    assert (said, fine) == (["audited: dev.txt: 1 packages, no known weakness"], True)


def locked(name: str) -> dict[str, Version]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if "==" in line]
    found = [Requirement(line.partition(" ;")[0].removesuffix("\\").strip()) for line in lines]
    return {each.name: Version(next(iter(each.specifier)).version) for each in found}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    blocks = text.replace("\\\n", " ").splitlines()
    pinned = [line for line in blocks if "==" in line and not line.lstrip().startswith("#")]
    assert len(pinned) > 30
    assert all("--hash=sha256:" in line for line in pinned)


def test_what_is_installed_is_what_is_tested() -> None:
    run, dev = locked("run"), locked("dev")
    assert {name: dev.get(name) for name in run} == run


FLOORS = [("urllib3", "2.6.3"), ("lxml", "6"), ("requests", "2.32")]


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_what_had_weaknesses_has_a_floor(name: str, floor: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    [needed] = [each for each in map(Requirement, project["dependencies"]) if each.name == name]
    assert not needed.specifier.contains("1.0")
    assert needed.specifier.contains(floor)
    assert all(locked(lock)[name] >= Version(floor) for lock in ("run", "dev"))


TOOLS = ROOT / ".cache" / "supply-chain" / ".installed"


@pytest.mark.skipif(not TOOLS.exists(), reason="make lint or make sbom installs the tools")
def test_the_bill_of_materials_names_every_package_once(tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        file = tmp_path / name / "sbom.json"
        subprocess.run([ROOT / "requirements" / "supply-chain", "bom", file], check=True)
        made.append(file.read_bytes())
    assert made[0] == made[1]
    bom = json.loads(made[0])
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert bom["metadata"]["component"]["name"] == "viktigt"
    found = {each["name"]: Version(each["version"]) for each in bom["components"]}
    assert found == locked("run")
    assert str(Path.home()) not in made[0].decode()
