"""Known weaknesses in the locked packages, or that nobody could look: never green by silence.

pip-audit ends well, too, when the database answers nothing about a package. So each package must
have been found there, and one that is known to be weak must be told as weak; else nothing was
audited, and that is said. Not to have looked fails only where somebody asks for it: for a release.
https://github.com/pypa/pip-audit
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
LOCKS: Final = (HERE / "dev.txt", HERE / "supply-chain.txt")
# An old version with weaknesses that were published years ago: a database that is one knows them.
KNOWN_WEAK: Final = "urllib3==1.26.4\n"
_WAIT: Final = "10"  # seconds for each answer

Look = Callable[[Path, bool], dict[str, Any] | None]


def pip_audit(requirements: Path, hashed: bool) -> dict[str, Any] | None:  # noqa: FBT001
    """Its report, or None where it could make none."""
    tool = Path(sys.executable).with_name("pip-audit")
    kind = "--require-hashes" if hashed else "--no-deps"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        options = ("--format", "json", "--output", str(report), "--timeout", _WAIT)
        quietly = ("--disable-pip", "--progress-spinner", "off")
        subprocess.run(
            [tool, "--requirement", str(requirements), kind, *quietly, *options],
            check=False,
            capture_output=True,
        )
        try:
            found: dict[str, Any] = json.loads(report.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None
    return found


def audit(locks: Sequence[Path], look: Look, *, required: bool) -> tuple[list[str], bool]:
    """What to say, and whether all is well."""
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder, "known-weak.txt")
        canary.write_text(KNOWN_WEAK, encoding="utf-8")
        answers = look(canary, False)  # noqa: FBT003
    if not _weak(answers):
        return ["NOT AUDITED: the database of weaknesses can't be reached"], not required
    said, fine = [], True
    for lock in locks:
        report = look(lock, True)  # noqa: FBT003
        missed = _missed(report)
        if report is None or missed:
            said.append(f"NOT AUDITED: {lock.name}: {', '.join(missed) or 'no report'}")
            fine = fine and not required
        weak = _weak(report)
        said += [f"WEAK: {lock.name}: {each}" for each in weak]
        fine = fine and not weak
        if report is not None and not weak:
            looked_at = len(report["dependencies"]) - len(missed)
            said.append(f"audited: {lock.name}: {looked_at} packages, no known weakness")
    return said, fine


def _weak(report: dict[str, Any] | None) -> list[str]:
    held = () if report is None else report["dependencies"]
    return [
        f"{each['name']} {each['version']}: {found['id']}, fixed in {_fixed(found)}"
        for each in held
        for found in each.get("vulns", ())
    ]


def _fixed(found: dict[str, Any]) -> str:
    return ", ".join(found.get("fix_versions") or ("no version yet",))


def _missed(report: dict[str, Any] | None) -> list[str]:
    held = () if report is None else report["dependencies"]
    return [str(each["name"]) for each in held if "skip_reason" in each]


def main() -> int:
    said, fine = audit(LOCKS, pip_audit, required=bool(os.environ.get("VIKTIGT_AUDIT_REQUIRED")))
    for line in said:
        print(line, file=sys.stderr)  # noqa: T201  what it is for
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
