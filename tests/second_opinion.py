"""An independent validator of R4, from the peers, with the definitions of R4 and more if asked."""

import contextlib
import importlib.util
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from generate.fhir.definitions import package_path
from tests.shared_data import require_peers

CACHE: Final = Path(__file__).resolve().parents[1] / ".cache" / "r4-definitions"
KINDS: Final = ("StructureDefinition-", "ValueSet-", "CodeSystem-")


def validator_with(*folders: Path) -> Any:  # noqa: ANN401  a class of the peer
    """Load the validator, with the definitions of R4 and those in further folders."""
    path = require_peers() / "second_opinion.py"
    spec = importlib.util.spec_from_file_location("second_opinion", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with contextlib.redirect_stdout(io.StringIO()):
        return module.SecondOpinion([str(folder) for folder in (_unpacked(), *folders)])


def opinion(validator: Any, resource: Mapping[str, Any]) -> list[str]:  # noqa: ANN401
    """Everything that the validator says is wrong."""
    try:
        return list(validator.check(json.dumps(resource, default=_number)))
    except validator.kit.ParseError as error:
        return [f"unreadable: {error}"]


def _unpacked() -> Path:
    """Unpack the R4 definitions once; profiles without their snapshots, which it misreads."""
    if not (CACHE / "StructureDefinition-Goal.json").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tarfile.open(package_path()) as package:
            for name, definition in _definitions(package):
                (CACHE / name).write_text(json.dumps(definition), encoding="utf-8")
    return CACHE


def _definitions(package: tarfile.TarFile) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in package:
        name = entry.name.rpartition("/")[2]
        content = package.extractfile(entry) if name.startswith(KINDS) else None
        if content is not None:
            definition = json.load(content)
            if definition.get("derivation") == "constraint" and "differential" in definition:
                definition.pop("snapshot", None)
            yield name, definition


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)
