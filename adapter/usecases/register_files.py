"""Registers from their files: TOML, JSON or CSV, by the ending of the name."""

import tomllib
from pathlib import Path
from typing import Any

from adapter.codec import csv_door, json_door
from adapter.errors import ConfigurationError, Unparseable
from adapter.policy.protected import grade_of_code
from adapter.registers import organisations, persons
from adapter.registers.organisations import Organisations
from adapter.registers.persons import Persons


def read_persons(file: Path) -> Persons:
    """The register of persons in a file; raises ConfigurationError with every problem in it."""
    problems: list[str] = []
    rows = _rows(file, persons.TABLE, problems)
    found = persons.persons(rows, grade_of_code, problems)
    _refuse(file, problems)
    return found


def read_organisations(file: Path) -> Organisations:
    """The register of organisations in a file; raises ConfigurationError likewise."""
    problems: list[str] = []
    found = organisations.organisations(_rows(file, organisations.TABLE, problems), problems)
    _refuse(file, problems)
    return found


def nobody() -> bytes:
    """A register of persons that has its columns, and nobody yet."""
    return csv_door.write_csv(persons.COLUMNS, [])


def _refuse(file: Path, problems: list[str]) -> None:
    if problems:
        raise ConfigurationError(f"{file.name}: {problem}" for problem in problems)


def _rows(file: Path, name: str, problems: list[str]) -> list[Any]:
    """The rows of the table of that name."""
    try:
        data = file.read_bytes()
        if file.suffix == ".csv":
            return _cells(data, problems)
        tree: Any = (
            json_door.read_json(data)
            if file.suffix == ".json"
            else tomllib.loads(data.decode("utf-8"))
        )
    except FileNotFoundError:
        problems.append("there is no such file")
        return []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        problems.append("not TOML")  # what stands there is personal data
        return []
    except Unparseable as error:
        problems.append(str(error))
        return []
    if not isinstance(tree, dict) or tree.keys() != {name} or not isinstance(tree[name], list):
        problems.append(f"a table with a list of {name}, and nothing else")
        return []
    return list(tree[name])


def _cells(data: bytes, problems: list[str]) -> list[dict[str, str]]:
    table = csv_door.read_csv(data)
    problems += [f"line {each.line}: {each.expected}" for each in table.issues]
    return [
        {cell.name: cell.text for cell in row.children if cell.text} for row in table.root.children
    ]
