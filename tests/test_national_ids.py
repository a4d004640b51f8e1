"""Identifiers of Sweden and Norway: published numbers, one wrong digit, and what numbers say."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codes import systems
from mappings.codes.number_rules import Check
from mappings.codes.systems import (
    BASE,
    DNR,
    DUF,
    ENH,
    FHN,
    FNR,
    HER,
    HPR,
    HSA_ID,
    NATIONELLT_RESERVNUMMER,
    ORGANISATIONSNUMMER,
    PERSONNUMMER,
    SAMORDNINGSNUMMER,
    SLL_RESERVNUMMER,
    VARMLAND_RESERVNUMMER,
    VGR_RESERVNUMMER,
)
from mappings.errors import Unreadable
from mappings.fhir.values import Identifier
from mappings.national_ids import (
    birth_date,
    by_content,
    check,
    contradicts,
    is_synthetic,
    key,
    of_kith,
    of_oid,
    same,
    sex,
    swedish_person,
)


def _id(system: str, value: str) -> Identifier:
    return Identifier(system=system, value=value)


# HL7 Sweden base profiles, RIV-TA test suites and Skatteverket: made-up people.
PERSONNUMMER_OF_TESTS: Final = (
    *("195009072553", "196101182803", "189002029800", "200302022389", "199002222397"),
    *("200001252386", "189602029812", "191212121212", "194804032094", "194911172296"),
    *("198611062384", "199701062383"),
)
SAMORDNINGSNUMMER_OF_TESTS: Final = ("196109732393", "197010632391")
# Norsk helsenett, NAV, HL7 Norway: made-up people.
FNR_OF_TESTS: Final = (
    *("13116900216", "05073500186", "15076500565", "01014549834", "13031353453"),
    *("28031561584", "26812297073", "22750884907", "19779998080", "16758532406", "13717404089"),
)
ENH_OF_TESTS: Final = ("915933149", "983658776", "883974832")

VALID: Final = (
    *(_id(PERSONNUMMER, value) for value in PERSONNUMMER_OF_TESTS),
    *(_id(SAMORDNINGSNUMMER, value) for value in SAMORDNINGSNUMMER_OF_TESTS),
    *(_id(FNR, value) for value in FNR_OF_TESTS),
    *(_id(ENH, value) for value in ENH_OF_TESTS),
    *(_id(ORGANISATIONSNUMMER, value) for value in ("2321000016", "2321000131", "232100-0131")),
    _id(VGR_RESERVNUMMER, "20210325K069"),
    _id(NATIONELLT_RESERVNUMMER, "20210325K069"),
    _id(SLL_RESERVNUMMER, "992012000014"),
    _id(FHN, "81212121223"),
    _id(HSA_ID, "SE2321000016-A1B2"),
)


@pytest.mark.parametrize("identifier", VALID, ids=lambda each: each.value)
def test_a_published_number_is_valid(identifier: Identifier) -> None:
    assert check(identifier) is Check.VALID


@pytest.mark.parametrize(
    "identifier",
    [
        # published as examples all the same
        *(_id(FNR, value) for value in ("13057444850", "01017012345", "12094812345")),
        *(_id(ENH, value) for value in ("888134574", "999888777", "314159265")),
        _id(PERSONNUMMER, "121212121212"),  # nobody is eight hundred years old
        _id(PERSONNUMMER, "199902302383"),  # 30 February
        _id(PERSONNUMMER, "١٩١٢١٢١٢١٢١٢"),
        _id(PERSONNUMMER, "19121212121²"),
        _id(PERSONNUMMER, ""),
        _id(FNR, "1311690021"),
        _id(FHN, "71212121229"),
        _id(NATIONELLT_RESERVNUMMER, "98240301IO06"),  # letters that are not used
        _id(SLL_RESERVNUMMER, "982012000014"),
        _id(VGR_RESERVNUMMER, "20210325A069"),
        _id(VARMLAND_RESERVNUMMER, "20210325"),
        _id(DUF, "20011234560"),
        _id(HPR, "ABC"),
    ],
    ids=lambda each: each.value,
)
def test_a_number_that_breaks_its_rule_is_invalid(identifier: Identifier) -> None:
    assert check(identifier) is Check.INVALID


@pytest.mark.parametrize(
    "identifier",
    [
        _id(NATIONELLT_RESERVNUMMER, "98240301AA06"),  # how letters count is not published
        _id(VARMLAND_RESERVNUMMER, "20210325ABN1"),
        _id(systems.CARELINK_RESERVNUMMER, "202103321234"),
        _id(DUF, "200112345609"),
        _id(HER, "99387"),
        _id(HSA_ID, "TSTNMT2321000156-1003"),
        _id(systems.HNR, "anything"),
        _id("https://journal.example.org", "7"),
        _id(PERSONNUMMER, "1212121212"),  # right, but of which century?
        # Its second check digit is right, its first is not: so are those issued from 2032.
        _id(FNR, "13116900305"),
    ],
    ids=lambda each: each.value,
)
def test_a_number_without_a_rule_is_neither_valid_nor_invalid(identifier: Identifier) -> None:
    assert check(identifier) is Check.NO_RULE


def test_a_short_number_with_a_wrong_check_digit_is_invalid() -> None:
    assert check(_id(PERSONNUMMER, "1212121213")) is Check.INVALID


_CHECKED: Final = [each for each in VALID if each.system != HSA_ID and each.value.isdigit()]


@given(st.sampled_from(_CHECKED), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_found(identifier: Identifier, place: int, by: int) -> None:
    value = identifier.value
    # No check digit covers the century of a Swedish number.
    covered = 10 if identifier.system in (PERSONNUMMER, SAMORDNINGSNUMMER) else len(value)
    covered = 8 if identifier.system == SLL_RESERVNUMMER else covered
    at = len(value) - covered + place % covered
    wrong = f"{value[:at]}{(int(value[at]) + by) % 10}{value[at + 1 :]}"
    assert check(_id(identifier.system, wrong)) is not Check.VALID


@given(st.sampled_from(VALID), st.text(max_size=14))
def test_no_text_breaks_the_check(identifier: Identifier, text: str) -> None:
    assert check(_id(identifier.system, text)) in Check
    assert birth_date(_id(identifier.system, text)) is None or text.strip()
    assert sex(_id(identifier.system, text)) in (None, "male", "female")
    assert is_synthetic(_id(identifier.system, text)) in (True, False)


# -- systems ------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", ["1.2.752.129.2.1.3.1", "1.2.752.129.2.1.3.3"])
def test_the_system_of_a_swedish_person_follows_from_the_number(root: str) -> None:
    assert of_oid(root, "195009072553", owner=None).system == PERSONNUMMER
    assert of_oid(root, "196109732393", owner=None).system == SAMORDNINGSNUMMER


def test_an_oid_that_nobody_knows_is_kept_as_an_oid() -> None:
    assert of_oid("1.2.3.4", "7", owner=None) == _id("urn:oid:1.2.3.4", "7")
    assert of_oid("urn:oid:1.2.752.129.2.1.4.1", "SE1-A", owner=None) == _id(HSA_ID, "SE1-A")


def test_a_root_that_is_a_uuid_is_a_system_of_its_own() -> None:
    root = "7A4F1C0E-8F0F-4A52-9C3B-0D9A3C1F7B11"
    assert of_oid(root, "7", owner=None).system == f"urn:uuid:{root.lower()}"


def test_what_only_its_issuer_knows_is_local_to_it() -> None:
    local = f"{BASE}/local"
    assert of_oid("JOURNAL 1", "7", owner="SE1-A").system == f"{local}/SE1-A/JOURNAL%201"
    assert of_kith("LAV", "SENGEPOST", sender="59") == _id(f"{local}/59/LAV", "SENGEPOST")
    assert of_kith("HNR", "131169H1234", sender="59").system == f"{local}/59/HNR"
    with pytest.raises(Unreadable, match=r"identifier\.local"):
        of_kith("LAV", "SENGEPOST", sender=None)


@pytest.mark.parametrize(
    ("code", "system"),
    [("FNR", FNR), ("DNR", FNR), ("FHN", FHN), ("DUF", DUF), ("HPR", HPR), ("HER", HER)],
)
def test_norwegian_types_have_the_systems_of_no_basis(code: str, system: str) -> None:
    assert of_kith(code, "13116900216", sender=None).system == system


def test_a_d_number_is_one_whatever_it_was_called() -> None:
    assert of_kith("FNR", "53116900216", sender=None).system == DNR
    assert of_kith("FNR", "131169 00216", sender=None) == _id(FNR, "13116900216")


def test_what_is_no_number_at_all_keeps_its_system_and_words() -> None:
    assert of_kith("FNR", "ukjent", sender=None) == _id(FNR, "ukjent")
    assert by_content(_id(PERSONNUMMER, "okänd")) == _id(PERSONNUMMER, "okänd")
    assert by_content(_id(HPR, "9144900")) == _id(HPR, "9144900")


@pytest.mark.parametrize(
    ("value", "born", "on", "found"),
    [
        ("195009072553", None, None, "195009072553"),
        ("19500907-2553", None, None, "195009072553"),
        ("500907-2553", "1950-09-07", None, "195009072553"),
        ("500907-2553", None, "2024-05-01", "195009072553"),
        ("5009072553", None, "2024-05-01", "195009072553"),
        ("121212+1212", None, "2024-05-01", "191212121212"),
        ("121212-1212", None, "2024-05-01", "201212121212"),
        ("1212121212", None, "2024-05-01", "1212121212"),  # 12 years old, or 112
        ("1212121212", "1912-12-12", "2024-05-01", "191212121212"),
        ("1212121212", "1950-09-07", None, "1212121212"),
        ("500907-2553", None, None, "5009072553"),
    ],
)
def test_a_swedish_number_in_a_norwegian_message_gets_the_century_that_is_known(
    value: str, born: str | None, on: str | None, found: str
) -> None:
    assert of_kith("SEF", value, sender=None, born=born, on=on) == _id(PERSONNUMMER, found)


# -- comparing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_id(HSA_ID, "SE2321000016-A1B2"), _id("urn:oid:1.2.752.129.2.1.4.1", "se2321000016-a1b2")),
        (_id(ORGANISATIONSNUMMER, "2321000131"), _id("urn:oid:1.2.752.29.4.3", "232100-0131")),
        (_id(ORGANISATIONSNUMMER, "2321000131"), _id(ORGANISATIONSNUMMER, "162321000131")),
        (_id(PERSONNUMMER, "195009072553"), _id(PERSONNUMMER, "19500907-2553")),
        (
            _id(PERSONNUMMER, "195009072553"),
            _id("urn:oid:1.2.752.129.2.1.3.1", "195009072553"),
        ),
        (_id(PERSONNUMMER, "196109732393"), _id(SAMORDNINGSNUMMER, "196109732393")),
        (_id(ENH, "983658776"), _id(ENH, "983 658 776")),
        (_id(FNR, "13116900216"), _id("http://hl7.no/fhir/NamingSystem/FNR", "13116900216")),
    ],
)
def test_the_same_number_is_the_same_however_it_is_written(
    one: Identifier, other: Identifier
) -> None:
    assert same(one, other)
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_id(HSA_ID, "SE2321000016-A1B2"), _id(HSA_ID, "SE2321000016-A1B3")),
        (_id(FNR, "13116900216"), _id(HPR, "13116900216")),
        (_id("https://a.example.org", "x"), _id("https://a.example.org", "X")),
    ],
)
def test_different_numbers_differ(one: Identifier, other: Identifier) -> None:
    assert not same(one, other)


# -- what a number says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifier", "date", "gender"),
    [
        (_id(PERSONNUMMER, "191212121212"), "1912-12-12", "male"),
        (_id(PERSONNUMMER, "196101182803"), "1961-01-18", "female"),
        (_id(SAMORDNINGSNUMMER, "196109732393"), "1961-09-13", "male"),
        (_id(SAMORDNINGSNUMMER, "197010602394"), "1970-10", "male"),
        (_id(SAMORDNINGSNUMMER, "197000602396"), "1970", "male"),
        (_id(FNR, "13116900216"), "1969-11-13", "female"),
        (_id(FNR, "22750884907"), "2008-10-22", "male"),
        (_id(FNR, "26812297073"), "2022-01-26", "female"),
        (_id(FNR, "01015450000"), "1854-01-01", "female"),
        (_id(FNR, "01014090000"), "1940-01-01", "female"),
        (_id(FNR, "01014060000"), None, "female"),
        (_id(DNR, "53116900216"), "1969-11-13", "female"),
        (_id(NATIONELLT_RESERVNUMMER, "98240301AA06"), "2024-03-01", None),
        (_id(NATIONELLT_RESERVNUMMER, "97240301AA06"), "1924-03-01", None),
        (_id(NATIONELLT_RESERVNUMMER, "00242341AA06"), None, None),
        (_id(NATIONELLT_RESERVNUMMER, "20210325K069"), None, None),
        (_id(SAMORDNINGSNUMMER, "197013602391"), None, "male"),
        (_id(SAMORDNINGSNUMMER, "070000602391"), None, "male"),
        (_id(PERSONNUMMER, "1212121212"), None, None),
        (_id(FNR, "1"), None, None),
        (_id(HSA_ID, "SE1-A"), None, None),
    ],
)
def test_a_number_says_when_and_as_what_somebody_was_born(
    identifier: Identifier, date: str | None, gender: str | None
) -> None:
    assert birth_date(identifier) == date
    assert sex(identifier) == gender


def test_a_birth_date_that_the_number_contradicts_is_found() -> None:
    # An example of HL7 Norway gives this number with the birth date 1990-03-13.
    number = _id(FNR, "13031353453")
    assert contradicts(number, born="1990-03-13")
    assert not contradicts(number, born="2013-03-13")
    assert not contradicts(number, born="2013-03")
    assert not contradicts(number)


def test_a_sex_that_the_number_contradicts_is_found() -> None:
    number = _id(PERSONNUMMER, "191212121212")
    assert contradicts(number, gender="female")
    assert not contradicts(number, gender="male")
    assert not contradicts(number, gender="unknown")
    assert not contradicts(_id(HSA_ID, "SE1-A"), gender="female", born="1912-12-12")


def test_a_number_made_for_tests_is_told_from_one_of_a_person() -> None:
    synthetic = {
        *("189002029800", "200302022389", "199002222397", "200001252386", "189602029812"),
        *("198611062384", "199701062383"),
    }
    assert {value for value in PERSONNUMMER_OF_TESTS if is_synthetic(swedish_person(value))} == (
        synthetic
    )
    # Month + 80 (Skatteetaten) and + 65 (Norsk helsenett); the others look like anybody's.
    assert {value for value in FNR_OF_TESTS if is_synthetic(_id(FNR, value))} == {
        *("26812297073", "22750884907", "19779998080", "16758532406", "13717404089"),
    }
    assert is_synthetic(_id(FNR, "13516900216"))  # + 40 (NAV)
    assert not is_synthetic(_id(HER, "99387"))
