"""The rule of imports: `cli.py → adapter → mappings → (standard library, lxml)`, over the AST.

Inside mappings a module imports only what stands before it in LAYERS; concept modules, all of one
layer, don't import one another. A room of adapter imports what all rooms share, and itself.
"""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
OURS: Final = ("adapter", "mappings")
TEST_ONLY: Final = {"fixtures", "tests", "benchmarks", "generate"}

# Lowest first. What is not named is a concept module, and those stand on CONCEPTS.
LAYERS: Final = [
    {"errors", "version", "tree"},
    {"codes"},
    {"fhir"},
    {"account"},
    {"record", "record_fhir"},
    set(),
    {"patient_contract"},
    {"formats"},
]
CONCEPTS: Final = 5
CATALOG: Final = "catalog"  # names, scopes and dotted paths: imports none of what it names

SHARED_BY_ROOMS: Final = {"values", "ports", "errors"}
ROOM_TO_ROOM: Final = {("endpoints", "codec")}
ABOVE_ROOMS: Final = {
    "usecases": {"config"},
    "wiring": {"usecases", "config"},
    "shell": {"wiring", "usecases", "config"},  # what cli.py calls: the only room that knows click
}
LIGHT_FOR_CLI: Final = {"click", "mappings.catalog", "mappings.version", "adapter.errors"}
SLOW: Final = {"fhir.resources", "lxml", "pydantic", "requests", "rich", "sqlalchemy", "structlog"}

IMPURE_MODULES: Final = {
    *("glob", "http", "importlib", "io", "logging", "os", "pathlib", "random", "secrets"),
    *("shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib"),
}
PURE_PARTS: Final = ("urllib.parse", "importlib.import_module")
IMPURE_FUNCTIONS: Final = {"breakpoint", "input", "open", "print"}
IMPURE_CALLS: Final = {  # by whatever name they are reached
    *("now", "today", "utcnow", "uuid1", "uuid4", "read_text", "read_bytes", "write_text"),
}
MODULE_OF: Final = {"fhir.resources": "fhir", "sekmet-fhir": "sekmet"}


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
    needs = [*project["dependencies"], *project["optional-dependencies"]["sandbox"]]
    names = [need.split("=")[0].rstrip("<>~! ") for need in needs]
    return {MODULE_OF.get(name, name).lower() for name in names}


def assert_none(breaches: list[str]) -> None:
    assert not breaches, "\n" + "\n".join(breaches)


def test_mappings_import_only_the_standard_library_lxml_and_themselves() -> None:
    assert_none(
        [
            f"{module}:{found.line} imports {found.name}"
            for module in modules("mappings")
            for found in imports(module)
            if found.top not in sys.stdlib_module_names and found.top not in {"mappings", "lxml"}
        ]
    )


def test_a_module_of_mappings_imports_only_what_stands_below_it() -> None:
    assert_none(
        [
            f"{module}:{found.line} imports {found.name}: '{found.room}' is not below '{here}'"
            for module in modules("mappings")
            for here in [room_of(module)]
            for found in imports(module)
            if found.top == "mappings" and not may_import(here, found.room)
        ]
    )


def test_mappings_do_no_io_and_know_no_clock_chance_or_log() -> None:
    assert_none(
        [
            *(
                f"{module}:{found.line} imports {found.name}"
                for module in modules("mappings")
                for found in imports(module)
                if found.top in IMPURE_MODULES and not found.name.startswith(PURE_PARTS)
            ),
            *(
                f"{module}:{node.lineno} calls {ast.unparse(node.func)}()"
                for module in modules("mappings")
                for node in ast.walk(parse(module))
                if isinstance(node, ast.Call)
                and ast.unparse(node.func).rpartition(".")[2] in IMPURE_CALLS
            ),
        ]
    )


def test_a_room_of_adapter_imports_what_rooms_share_and_no_other_room() -> None:
    assert_none(
        [
            f"{module}:{found.line} imports {found.name}: '{found.room}' is closed to '{here}'"
            for module in modules("adapter")
            for here in [room_of(module)]
            for found in imports(module)
            if found.top == "adapter" and not room_may_import(here, found.room)
        ]
    )


def test_adapter_imports_only_what_the_project_declares_and_never_the_command_line() -> None:
    assert_none(
        [
            f"{module}:{found.line} imports {found.name}"
            for module in modules("adapter")
            for found in imports(module)
            if found.top == "cli" or (third_party(found) and found.top not in declared())
        ]
    )


def test_click_stays_with_the_command_line() -> None:
    assert_none(
        [
            f"{module}:{found.line} imports {found.name}"
            for module in modules("adapter")
            for found in imports(module)
            if found.top == "click" and room_of(module) != "shell"
        ]
    )


def test_nothing_that_is_installed_imports_what_is_only_for_tests() -> None:
    assert_none(
        [
            f"{module}:{found.line} imports {found.name}"
            for module in [*modules(*OURS), Path("cli.py")]
            for found in imports(module)
            if found.top in TEST_ONLY
        ]
    )


def test_the_command_line_imports_late_whatever_is_slow() -> None:
    assert_none(
        [
            f"cli.py:{found.line} imports {found.name} before a command runs"
            for found in imports(Path("cli.py"))
            if not found.late
            and found.top not in sys.stdlib_module_names
            and not any(f"{found.name}.".startswith(f"{light}.") for light in LIGHT_FOR_CLI)
        ]
    )


def test_help_loads_nothing_slow() -> None:
    program = """
import sys
sys.argv = ["viktigt", "--help"]
try:
    import cli
    cli.main()
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Usage: viktigt" in done.stdout
    assert SLOW & set(done.stderr.split()) == set()


@pytest.mark.parametrize("top", OURS)
def test_no_package_is_empty(top: str) -> None:
    """A folder stays out until it has a tenant."""
    assert_none(
        [
            f"{init.parent.relative_to(ROOT)}/ holds nothing but __init__.py"
            for init in (ROOT / top).rglob("__init__.py")
            if not any(
                path != init and "__pycache__" not in path.parts
                for path in init.parent.rglob("*.*")
            )
        ]
    )


@pytest.mark.parametrize(
    ("here", "there", "may"),
    [
        ("goal", "record", True),
        ("goal", "activity", False),
        ("patient_contract", "goal", True),
        ("fhir", "account", False),
        ("formats", "patient_contract", True),
        ("formats", "catalog", False),
        ("catalog", "formats", False),
        ("catalog", "errors", True),
        ("codes", "errors", True),
    ],
)
def test_the_rule_itself_tells_right_from_wrong(here: str, there: str, *, may: bool) -> None:
    assert may_import(here, there) is may


@pytest.mark.parametrize(
    ("here", "there", "may"),
    [
        ("endpoints", "codec", True),
        ("codec", "endpoints", False),
        ("sync", "values", True),
        ("sync", "state", False),
        ("usecases", "sync", True),
        ("sync", "usecases", False),
        ("usecases", "wiring", False),
        ("wiring", "usecases", True),
        ("wiring", "shell", False),
        ("values", "ports", False),
        ("ports", "values", True),
    ],
)
def test_the_rule_of_rooms_tells_right_from_wrong(here: str, there: str, *, may: bool) -> None:
    assert room_may_import(here, there) is may
