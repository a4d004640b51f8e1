"""Writes the generated modules of mappings/fhir."""

from functools import cache
from pathlib import Path
from typing import Final

from generate.fhir.checker_data import checker_module
from generate.fhir.definitions import load
from generate.fhir.types import types_module

FOLDER: Final = Path(__file__).parents[2] / "mappings" / "fhir"


@cache
def modules() -> dict[Path, str]:
    """Return the text of every generated module, by its place."""
    definitions = load()
    return {
        FOLDER / "types.py": types_module(definitions),
        FOLDER / "definitions.py": checker_module(definitions),
    }


def main() -> None:
    for path, text in modules().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
