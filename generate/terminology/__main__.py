"""Writes the own terminology that is shipped: one FHIR JSON file per resource."""

import json
from pathlib import Path
from typing import Final

from generate.terminology.resources import resources

FOLDER: Final = Path(__file__).parents[2] / "adapter" / "terminology"


def files() -> dict[Path, str]:
    """Return the text of every file, by its place."""
    return {
        FOLDER / f"{each['resourceType']}-{each['id']}.json": (
            json.dumps(each, ensure_ascii=False, indent=2) + "\n"
        )
        for each in resources()
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    made = files()
    for old in set(FOLDER.glob("*.json")) - set(made):
        old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
