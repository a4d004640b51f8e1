"""Writes the schemas of the native format, and the generated parts of its documentation."""

from pathlib import Path
from typing import Final

from generate.native import guide, json_schema, xsd

ROOT: Final = Path(__file__).parents[2]
SCHEMAS: Final = ROOT / "adapter" / "schemas"
GUIDE: Final = ROOT / "docs" / "native-format.md"


def files() -> dict[Path, str]:
    """Return the text of every generated file, by its place."""
    return {
        SCHEMAS / "patient-contract-1.xsd": xsd.schema(),
        SCHEMAS / "patient-contract-1.schema.json": json_schema.schema(),
        GUIDE: guide.renewed(GUIDE.read_text("utf-8"), ROOT),
    }


def main() -> None:
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
