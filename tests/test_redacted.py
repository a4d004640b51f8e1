"""Whatever is printed by mistake shows its kind, and nothing of what it says."""

import dataclasses
import importlib
from typing import Any, Final

import pytest

from mappings.redacted import Redacted, kind_of
from tests.import_rule import modules

PLANTED: Final = "Kajsa 195009072553"
# Definitions, configuration, what a program was asked for: there is nobody in them.
OPEN: Final = {
    *(
        "adapter.config",
        "adapter.config.table",
        "adapter.endpoints.patience",
        "adapter.policy.cases",
    ),
    *("adapter.policy.rule_tables", "adapter.state.migrate", "adapter.state.statements"),
    *("adapter.sync.parts", "adapter.usecases.demo", "adapter.usecases.guards"),
    *("adapter.usecases.manners", "adapter.values.credentials", "adapter.values.routes"),
    *("mappings.catalog", "mappings.codes.measurements", "mappings.fhir.attainment"),
    *("mappings.fhir.own_extensions", "mappings.fhir.primitives", "mappings.fhir.rule"),
    *("mappings.fhir.structure", "mappings.formats.native.sections"),
    *("mappings.formats.native.shape", "mappings.formats.native_csv.columns"),
    "mappings.formats.plo.grammar",
}


def _classes() -> dict[str, type[Any]]:
    """Every dataclass of ours, by its full name."""
    found = {}
    for module in modules("adapter", "mappings"):
        name = ".".join(module.with_suffix("").parts).removesuffix(".__init__")
        if "migrations" in name:
            continue
        for each in vars(importlib.import_module(name)).values():
            if (
                isinstance(each, type)
                and dataclasses.is_dataclass(each)
                and each.__module__ == name
            ):
                found[f"{name}.{each.__qualname__}"] = each
    return found


CLASSES: Final = _classes()


def planted(kind: type[Any]) -> Any:  # noqa: ANN401
    """One whose every field holds somebody; nothing looks at what it is made of."""
    made = object.__new__(kind)
    for each in dataclasses.fields(kind):
        object.__setattr__(made, each.name, PLANTED)
    return made


@pytest.mark.parametrize(
    "name", [name for name, kind in CLASSES.items() if kind.__module__ not in OPEN]
)
def test_what_may_hold_something_about_somebody_shows_its_kind_alone(name: str) -> None:
    made = planted(CLASSES[name])
    shown = [repr(made), repr([made]), f"{(made,)}"]
    printed: object = type(made).__str__
    if printed is object.__str__:  # else its text is meant, as that of a reference is
        shown += [str(made), f"{made}"]
    for each in shown:
        assert "Kajsa" not in each
        assert "195009072553" not in each


def test_what_is_open_is_there_and_has_dataclasses() -> None:
    assert {kind.__module__ for kind in CLASSES.values()} >= OPEN
    assert len(CLASSES) > 200


def test_a_class_may_say_more_of_itself() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class Told(Redacted):
        name: str

        def __repr__(self) -> str:
            return "told"

    @dataclasses.dataclass(frozen=True, slots=True)
    class Untold(Redacted):
        name: str

    assert (repr(Told("Kajsa")), repr(Untold("Kajsa"))) == ("told", "Untold(…)")
    assert kind_of(Untold("Kajsa")) == "Untold(…)"
