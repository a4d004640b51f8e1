"""An independent validator of R4 and the checker look at the same resources.

What the validator refuses the checker refuses too, or it is said here why the resource is right.
"""

import contextlib
import importlib.util
import io
import json
import tarfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings

from generate.fhir.definitions import package_path
from mappings.fhir.checker import is_valid
from tests.fhir_corpus import VALID, Resource
from tests.fhir_mutations import mutated
from tests.shared_data import require_peers
from tests.test_checker_faults import FAULTS

pytestmark = pytest.mark.slow

CACHE: Final = Path(__file__).resolve().parents[1] / ".cache" / "r4-definitions"
KINDS: Final = ("StructureDefinition-", "ValueSet-", "CodeSystem-")

# What the validator says of right resources: part of its message → why the resource is right.
RIGHT_ALL_THE_SAME: Final = {
    "profile.element.invariant.per-1": "a day and a time on that day are not before one another",
    "invariant.per-1": "a day and a time on that day are not before one another",
    "Invalid reference Patient?identifier=": "a transaction may refer by search (http.html#trules)",
    "reference.contained.unresolved": "# refers to the resource that contains (references.html)",
    "invariant.dom-3": "the contained resource refers to what contains it (references.html)",
    "questionnaire.unresolved": "the validator knows no questionnaire of this URL",
    "profile.unknown": "the validator knows no profile of this URL",
    "extension.unknown": "the validator knows no extension of this URL",
}
# What only the checker finds among the planted faults.
FOUND_BY_THE_CHECKER_ALONE: Final = frozenset(
    {
        "a status that has an id only",
        "a concept of another system",
        "30 February",
        "29 February of no leap year",
        "a dateTime on 31 April",
        "an OID that is none",
        "a urn:uuid: without a UUID",
        "text with a control character",
        "a vital sign to the month",
        "a decimal as a float",
        "an element id with a blank",
        "extensions that no value stands beside",
        "a reference to nothing",
        "a narrative without content",
        "a unit code without its system",
        "a consent without a patient",
    }
)


@pytest.fixture(scope="session")
def definitions() -> Path:
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


@pytest.fixture(scope="session")
def validator(definitions: Path) -> Any:  # noqa: ANN401  a class of the peer
    path = require_peers() / "second_opinion.py"
    spec = importlib.util.spec_from_file_location("second_opinion", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with contextlib.redirect_stdout(io.StringIO()):
        return module.SecondOpinion([str(definitions)])


def opinion(validator: Any, resource: Resource) -> list[str]:  # noqa: ANN401
    """Everything that the validator says is wrong."""
    try:
        return list(validator.check(json.dumps(resource, default=_number)))
    except validator.kit.ParseError as error:
        return [f"unreadable: {error}"]


def refusals(validator: Any, resource: Resource) -> list[str]:  # noqa: ANN401
    """The same without what is right all the same."""
    found = opinion(validator, resource)
    return [each for each in found if not any(part in each for part in RIGHT_ALL_THE_SAME)]


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)


@pytest.mark.parametrize("resource", VALID.values(), ids=VALID.keys())
def test_the_validator_finds_nothing_in_what_is_valid(
    validator: Any,  # noqa: ANN401
    resource: Resource,
) -> None:
    assert refusals(validator, resource) == []


def test_the_checker_finds_every_planted_fault_that_the_validator_finds_and_more(
    validator: Any,  # noqa: ANN401
) -> None:
    missed = {name for name, resource, *_ in FAULTS if not opinion(validator, resource)}
    assert missed == FOUND_BY_THE_CHECKER_ALONE


@settings(max_examples=400)
@given(resource=mutated())
def test_what_the_validator_refuses_of_changed_resources_is_refused(
    validator: Any,  # noqa: ANN401
    resource: Resource,
) -> None:
    if is_valid(resource):
        assert refusals(validator, resource) == []
