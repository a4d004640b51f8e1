"""The rule of imports: `cli.py → adapter → mappings → (standard library, lxml)`, over the AST.

Inside mappings a module imports only what stands before it in LAYERS; concept modules, all of one
layer, don't import one another. A room of adapter imports what all rooms share, and itself.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.import_rule import (
    COMMANDS,
    IMPURE_MODULES,
    LIGHT_FOR_CLI,
    OURS,
    PURE_PARTS,
    ROOT,
    SLOW,
    TEST_ONLY,
    declared,
    imports,
    impure,
    may_import,
    modules,
    parse,
    room_may_import,
    room_of,
    third_party,
)


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
                if isinstance(node, ast.Call) and impure(ast.unparse(node.func))
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
            f"{module}:{found.line} imports {found.name} before a command runs"
            for module in [*modules(COMMANDS), Path("cli.py")]
            for found in imports(module)
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


@pytest.mark.parametrize(
    ("call", "is_impure"),
    [
        ("open", True),
        ("print", True),
        ("datetime.now", True),
        ("uuid.uuid4", True),
        ("section.open", False),
        ("uuid.uuid5", False),
    ],
)
def test_the_rule_of_purity_tells_right_from_wrong(call: str, *, is_impure: bool) -> None:
    assert impure(call) is is_impure
