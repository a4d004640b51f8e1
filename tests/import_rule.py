"""The rule of imports as data and questions; test_imports asks them of every module."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
OURS: Final = ("adapter", "mappings")
TEST_ONLY: Final = {"fixtures", "tests", "benchmarks", "generate"}

# Lowest first. What is not named is a concept module, and those stand on CONCEPTS.
LAYERS: Final = [
    {"errors", "version", "tree", "redacted"},
    {"codes"},
    {"fhir"},
    {"ledger"},
    {"account"},
    {"record", "record_fhir"},
    set(),
    {"patient_contract"},
    {"formats"},
]
CONCEPTS: Final = 6
CATALOG: Final = "catalog"  # names, scopes and dotted paths: imports none of what it names

SHARED_BY_ROOMS: Final = {"values", "ports", "errors"}
ROOM_TO_ROOM: Final = {("endpoints", "codec")}
ABOVE_ROOMS: Final = {
    "usecases": {"config"},
    "wiring": {"usecases", "config"},
    "shell": {"wiring", "usecases", "config"},  # what cli.py calls: the only room that knows click
}
LIGHT_FOR_CLI: Final = {
    *("click", "mappings.catalog", "mappings.version", "adapter.errors", "adapter.shell.commands"),
}
COMMANDS: Final = "adapter/shell/commands"  # what cli.py imports as it starts
SLOW: Final = {
    *("cryptography", "fhir.resources", "jwt", "keyring", "lxml", "pydantic", "requests", "rich"),
    *("sqlalchemy", "structlog"),
}

IMPURE_MODULES: Final = {
    *("glob", "http", "importlib", "io", "logging", "os", "pathlib", "random", "secrets"),
    *("shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib"),
}
PURE_PARTS: Final = ("urllib.parse", "importlib.import_module")
IMPURE_FUNCTIONS: Final = {"breakpoint", "input", "open", "print"}
IMPURE_CALLS: Final = {  # by whatever name they are reached
    *("now", "today", "utcnow", "uuid1", "uuid4", "read_text", "read_bytes", "write_text"),
}
MODULE_OF: Final = {"fhir.resources": "fhir", "PyJWT": "jwt", "sekmet-fhir": "sekmet"}


class Import(NamedTuple):
    """One import statement's target, as a dotted name, and whether it runs on import."""

    name: str
    line: int
    late: bool

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]

    @property
    def room(self) -> str:
        """The part of adapter or mappings it reaches into; empty for the package itself."""
        return self.name.split(".")[1] if "." in self.name else ""


def modules(*tops: str) -> list[Path]:
    """Every module of ours, relative to the root."""
    return [path.relative_to(ROOT) for top in tops for path in sorted((ROOT / top).rglob("*.py"))]


@cache
def parse(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text("utf-8"), filename=str(module))


@cache
def imports(module: Path) -> tuple[Import, ...]:
    return tuple(_imports(module))


def _imports(module: Path) -> Iterator[Import]:
    tree = parse(module)
    late = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, node in late)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: a relative import"
            for alias in node.names:
                yield Import(f"{node.module}.{alias.name}", node.lineno, node in late)


def room_of(module: Path) -> str:
    """`goal` for mappings/goal.py, `codec` for adapter/codec/xml.py, empty for the package."""
    return "" if module.parts[1] == "__init__.py" else Path(module.parts[1]).stem


def layer(room: str) -> int:
    return next((rank for rank, rooms in enumerate(LAYERS) if room in rooms), CONCEPTS)


def may_import(here: str, there: str) -> bool:
    """Whether the part `here` of mappings may import the part `there`."""
    if here == there or not there:
        return True
    if here == CATALOG:
        return there in LAYERS[0] | LAYERS[1]
    if there == CATALOG or not here:
        return False
    if layer(here) == layer(there):
        return layer(here) != CONCEPTS
    return layer(here) > layer(there)


def room_may_import(here: str, there: str) -> bool:
    """Whether the room `here` of adapter may import `there`."""
    if here == there or not there or (there in SHARED_BY_ROOMS and here not in SHARED_BY_ROOMS):
        return True
    if here in SHARED_BY_ROOMS:
        return here == "ports" and there == "values"
    if (here, there) in ROOM_TO_ROOM:
        return True
    above = {*ABOVE_ROOMS, "config"}
    return here in ABOVE_ROOMS and (there not in above or there in ABOVE_ROOMS[here])


def third_party(found: Import) -> bool:
    return found.top not in sys.stdlib_module_names and found.top not in {*OURS, "cli"}


def impure(function: str) -> bool:
    return function in IMPURE_FUNCTIONS or function.rpartition(".")[2] in IMPURE_CALLS


def declared() -> set[str]:
    """The top modules of what pyproject.toml says the tool needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needs = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = [need.split("=")[0].rstrip("<>~! ") for need in needs]
    return {MODULE_OF.get(name, name).lower() for name in names}
