"""Registers in files: what they say of whom, and what is refused in them without repeating it."""

import json
from pathlib import Path

import pytest

from adapter.config import load
from adapter.errors import ConfigurationError, Unreachable
from adapter.registers.kept import Kept, OrganisationFile, PersonFile
from adapter.usecases.register_files import read_organisations, read_persons
from adapter.values import Grade, PersonFacts, UnitFacts
from adapter.wiring import organisation_register, person_register
from mappings.codes.systems import PERSONNUMMER
from mappings.fhir.values import Identifier
from tests.world import ANNA, LINE

TOLVAN = Identifier(system=PERSONNUMMER, value="191212121212")
RELATIVE = Identifier(system=PERSONNUMMER, value="196101182803")
PERSONS = """\
[[persons]]
id = "19500907-2553"
grade = "ugradert"
relatives = ["196101182803", "191212121212"]
municipality = "1780"
born = 1950-09-07
guardians = ["196101182803"]

[[persons]]
id = "196101182803"
grade = "Skyddad folkbokföring"

[[persons]]
id = "urn:oid:2.16.578.1.12.4.1.4.1|13116900216"
deceased = true
replaced_by = "15076500565"
"""
COLUMNS = "id,grade,relatives,municipality,born,deceased,guardians\n"


def file(folder: Path, name: str, text: str) -> Path:
    made = folder / name
    made.write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    text = PERSONS.replace("19500907-2553", f"{PERSONNUMMER}|19500907-2553")
    return file(tmp_path, "persons.toml", text)


def test_a_person_has_the_grades_of_the_relatives_and_a_silent_relative_is_protected(
    toml: Path,
) -> None:
    found = read_persons(toml).look_up(ANNA)
    assert found is not None
    assert (found.grade, found.relatives) == (
        Grade.NONE,
        (Grade.STRICTLY_CONFIDENTIAL, Grade.UNKNOWN),
    )
    assert found.highest is Grade.UNKNOWN
    assert (found.municipality, str(found.born)) == ("1780", "1950-09-07")
    assert found.guardians == (RELATIVE,)


def test_a_person_is_known_under_every_form_of_the_number(toml: Path) -> None:
    known = read_persons(toml)
    for system in (PERSONNUMMER, "urn:oid:1.2.752.129.2.1.3.1"):
        assert known.look_up(Identifier(system=system, value="195009072553")) is not None
    line = known.look_up(LINE)
    assert line is not None
    assert line.deceased
    assert line.replaced_by is not None
    assert line.replaced_by.value == "15076500565"


def test_whom_a_register_does_not_know_it_says_nothing_of(toml: Path) -> None:
    assert read_persons(toml).look_up(TOLVAN) is None


def test_json_and_csv_say_the_same_as_toml(tmp_path: Path) -> None:
    row = {
        "id": "195009072553",
        "grade": "fortrolig",
        "relatives": ["196101182803"],
        "municipality": "1780",
        "born": "1950-09-07",
        "deceased": True,
        "guardians": ["196101182803", "191212121212"],
    }
    as_json = file(tmp_path, "persons.json", json.dumps({"persons": [row]}))
    cells = (
        "195009072553,fortrolig,196101182803,1780,1950-09-07,true,196101182803 191212121212\n"
        "191212121212,,,,,false,\n"
    )
    as_csv = file(tmp_path, "persons.csv", COLUMNS + cells)
    found = read_persons(as_json).look_up(ANNA)
    assert found == read_persons(as_csv).look_up(ANNA)
    assert found == PersonFacts(
        person=ANNA,
        grade=Grade.CONFIDENTIAL,
        relatives=(Grade.UNKNOWN,),
        deceased=True,
        municipality="1780",
        born=found.born if found else None,
        guardians=(RELATIVE, TOLVAN),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[persons]]\ngrade = "x"', "persons[1].id: needed"),
        ('[[persons]]\nid = "hemlig"', "persons[1].id: a national id"),
        ('[[persons]]\nid = "|hemlig"', "persons[1].id: a national id"),
        ("[[persons]]\nid = 195009072553", "persons[1].id: a text"),
        ('[[persons]]\nid = "195009072553"\nsecret = "hemlig"', "persons[1].secret: unknown"),
        ('[[persons]]\nid = "195009072553"\ngrade = ""', "persons[1].grade: a text"),
        ('[[persons]]\nid = "195009072553"\nborn = "hemlig"', "persons[1].born: a date"),
        ('[[persons]]\nid = "195009072553"\ndeceased = "hemlig"', "persons[1].deceased: true"),
        ('[[persons]]\nid = "195009072553"\nrelatives = ["hemlig"]', "persons[1].relatives: a nat"),
        ('[[persons]]\nid = "195009072553"\nrelatives = [1]', "persons[1].relatives: a list"),
        ('[[persons]]\nid = "195009072553"\n' * 2, "persons[2].id: each person once"),
        ("persons = [1]", "persons[1]: a table"),
        ('persons = "hemlig"', "a list of persons, and nothing else"),
        ("[[people]]", "a list of persons, and nothing else"),
        ("hemlig =", "not TOML"),
    ],
)
def test_what_is_wrong_is_named_by_its_place_and_never_repeated(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_persons(file(tmp_path, "persons.toml", text))
    told = str(refused.value)
    assert f"persons.toml: {problem}" in told or problem in told
    assert "hemlig" not in told
    assert "195009072553" not in told


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("persons.json", '{"persons": [], "persons": []}'),
        ("persons.json", "{hemlig"),
        ("persons.csv", "id,id\n"),
        ("persons.csv", COLUMNS + "195009072553,hemlig\n"),
    ],
)
def test_a_file_that_is_broken_is_refused_whole(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_persons(file(tmp_path, name, text))
    assert "hemlig" not in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"persons\.toml: there is no such file"):
        read_persons(tmp_path / "persons.toml")


def test_a_date_with_a_time_is_its_day(tmp_path: Path) -> None:
    text = '[[persons]]\nid = "195009072553"\nborn = 1950-09-07T10:00:00'
    found = read_persons(file(tmp_path, "persons.toml", text)).look_up(ANNA)
    assert found is not None
    assert str(found.born) == "1950-09-07"


def test_whose_a_unit_is_is_told_whatever_the_case_of_its_name(tmp_path: Path) -> None:
    text = (
        '[[units]]\nid = "SE2321000016-1A"\ncare_unit = "SE2321000016-1"\n'
        'care_giver = "SE2321000016"\n[[units]]\nid = "old"\nclosed = true\nmoved_to = "new"\n'
    )
    known = read_organisations(file(tmp_path, "units.toml", text))
    assert known.unit(" se2321000016-1a") == UnitFacts(
        identifier="SE2321000016-1A", care_unit="SE2321000016-1", care_giver="SE2321000016"
    )
    old = known.unit("OLD")
    assert old is not None
    assert (old.closed, old.moved_to) == (True, "new")
    assert known.unit("nobody") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[units]]\nclosed = true", "units[1].id: needed"),
        ('[[units]]\nid = "a"\n[[units]]\nid = "A"', "units[2].id: each unit once"),
        ('[[units]]\nid = "a"\nname = "b"', "units[1].name: unknown"),
    ],
)
def test_a_register_of_organisations_is_read_as_strictly(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_organisations(file(tmp_path, "units.toml", text))
    assert problem in str(refused.value)


def test_a_register_says_what_its_file_says_now_and_is_silent_without_one(toml: Path) -> None:
    register = PersonFile(Kept("registers.persons", toml, read_persons))
    assert register.look_up(TOLVAN) is None
    text = '[[persons]]\nid = "191212121212"\n'
    other = file(toml.parent, "other.toml", text)
    other.replace(toml)
    assert register.look_up(TOLVAN) is not None
    assert register.look_up(ANNA) is None
    toml.write_text("broken", encoding="utf-8")
    with pytest.raises(Unreachable):
        register.look_up(TOLVAN)
    toml.unlink()
    with pytest.raises(Unreachable) as silent:
        register.look_up(TOLVAN)
    with pytest.raises(ConfigurationError, match=r"registers\.persons: a file"):
        register.kept.open()
    assert "191212121212" not in str(silent.value)


def test_a_register_of_organisations_is_asked_likewise(tmp_path: Path) -> None:
    units = file(tmp_path, "units.toml", '[[units]]\nid = "a"\n')
    register = OrganisationFile(Kept("registers.organisations", units, read_organisations))
    assert register.unit("a") == UnitFacts(identifier="a")


def test_a_register_in_a_form_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    config = file(tmp_path, "viktigt.toml", '[registers]\npersons = "persons.xlsx"\n')
    with pytest.raises(ConfigurationError, match=r"registers\.persons: a file that ends in"):
        load(config)


def test_a_register_that_is_broken_stops_every_command_that_needs_it(tmp_path: Path) -> None:
    broken = file(tmp_path, "persons.toml", "[[persons]]\n")
    with pytest.raises(ConfigurationError, match="needed"):
        person_register(broken)
    assert person_register(None) is None
    assert organisation_register(None) is None
    units = organisation_register(file(tmp_path, "units.toml", "units = []"))
    assert units is not None
    assert units.unit("a") is None
