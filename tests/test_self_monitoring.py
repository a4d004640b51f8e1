"""Measurements: the laws, what a denied value becomes, and when a vital sign is called one."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import given

from mappings.codes.measurements import VITAL_SIGNS
from mappings.codes.systems import (
    ABSENT_REASON,
    HL7,
    LOINC,
    NEGATED_VALUE,
    OBSERVATION_CATEGORY,
    PERSONNUMMER,
    SNOMED,
    UCUM,
    VALUE_NEGATED,
)
from mappings.codes.units import UNITS, ucum
from mappings.errors import MappingError
from mappings.fhir.measured import quantity, with_loinc
from mappings.fhir.values import Coding, Concept, Identifier, Period, Quantity, Reference
from mappings.self_monitoring import (
    FIELDS,
    MeasurementRecord,
    Part,
    measurement_from_fhir,
    measurement_to_fhir,
)
from tests.laws import Law, assert_valid
from tests.strategies.self_monitoring import measurements, vital_signs

_DENIED: Final = f"Observation.extension.where(url='{NEGATED_VALUE}')"
_VALUES: Final = ("quantity", "range", "period", "time", "text", "number")
LAW: Final = Law(
    kind=MeasurementRecord,
    records=measurements,
    to_fhir=measurement_to_fhir,
    from_fhir=measurement_from_fhir,
    fields=FIELDS,
    derived={
        "negated": (
            *(FIELDS[name] for name in _VALUES),
            "Observation.dataAbsentReason",
        ),
        **dict.fromkeys(
            _VALUES, (_DENIED, "Observation.dataAbsentReason", "Observation.modifierExtension")
        ),
    },
    alternatives=((*_VALUES, "concept", "absent"), ("taken_at", "taken_during")),
)

WEIGHT: Final = MeasurementRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=PERSONNUMMER, value="191212121212"),
    status="final",
    what=Concept(
        codings=(Coding(system=SNOMED, code="27113001"), Coding(system=LOINC, code="29463-7"))
    ),
    quantity=Quantity(value=Decimal("72.50"), unit="kg", system=UCUM, code="kg"),
    taken_at="2024-05-17",
)
PRESSURE: Final = replace(
    WEIGHT,
    what=Concept(codings=(Coding(system=LOINC, code="85354-9"),)),
    quantity=None,
    parts=tuple(
        Part(
            what=Concept(codings=(Coding(system=LOINC, code=code),)),
            quantity=Quantity(value=value, unit="mmHg", system=UCUM, code="mm[Hg]"),
        )
        for code, value in (("8480-6", Decimal(135)), ("8462-4", Decimal(80)))
    ),
)


def test_a_measurement_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_measurement_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_measurement_goes() -> None:
    LAW.hold_fields()


def test_an_amount_keeps_its_digits() -> None:
    made = measurement_to_fhir(WEIGHT).get("valueQuantity") or {}
    assert str(made.get("value")) == "72.50"


# -- denied values ------------------------------------------------------------------------------


def test_a_denied_code_stays_a_value_under_a_modifier_that_nobody_may_ignore() -> None:
    fever = Concept(codings=(Coding(system=SNOMED, code="386661006", display="Feber"),))
    made = measurement_to_fhir(replace(WEIGHT, quantity=None, concept=fever, negated=True))
    assert made.get("valueCodeableConcept") == {
        "coding": [{"system": SNOMED, "code": "386661006", "display": "Feber"}]
    }
    assert made.get("modifierExtension") == [{"url": VALUE_NEGATED, "valueBoolean": True}]
    assert "dataAbsentReason" not in made


def test_any_other_denied_value_is_no_value_but_stays_readable() -> None:
    made = measurement_to_fhir(replace(WEIGHT, negated=True))
    assert "valueQuantity" not in made
    assert "modifierExtension" not in made
    assert made.get("dataAbsentReason") == {
        "coding": [{"system": ABSENT_REASON, "code": "negated"}]
    }
    assert made.get("extension") == [
        {
            "url": NEGATED_VALUE,
            "valueQuantity": {
                "value": Decimal("72.50"),
                "unit": "kg",
                "system": UCUM,
                "code": "kg",
            },
        }
    ]


def test_a_modifier_that_is_not_known_is_refused_since_it_may_say_not() -> None:
    unknown = {"url": "https://example.org/not", "valueBoolean": True}
    broken: Any = {**measurement_to_fhir(WEIGHT), "modifierExtension": [unknown]}
    with pytest.raises(MappingError) as refused:
        measurement_from_fhir(broken)
    assert refused.value.path == "Observation.modifierExtension"


# -- vital signs --------------------------------------------------------------------------------


def _profiles(record: MeasurementRecord) -> list[str]:
    made = measurement_to_fhir(record)
    profiles = (made.get("meta") or {}).get("profile") or []
    code = "vital-signs" if profiles else "exam"
    assert made.get("category") == [{"coding": [{"system": OBSERVATION_CATEGORY, "code": code}]}]
    return profiles


@given(vital_signs)
def test_what_keeps_every_rule_of_a_profile_claims_it(record: MeasurementRecord) -> None:
    loinc = record.what.codings[-1].code
    assert _profiles(record) == [VITAL_SIGNS[loinc or ""].profile]
    assert measurement_from_fhir(measurement_to_fhir(record)) == record
    assert_valid(measurement_to_fhir(record))


def test_weight_and_blood_pressure_are_vital_signs() -> None:
    assert _profiles(WEIGHT) == [f"{HL7}/bodyweight"]
    assert _profiles(PRESSURE) == [f"{HL7}/bp"]


def _with_unit(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  fields of a Quantity
    assert WEIGHT.quantity is not None
    return {"quantity": replace(WEIGHT.quantity, **changes)}


@pytest.mark.parametrize(
    "change",
    [
        {"taken_at": "2024-05"},
        {"taken_at": None},
        {"taken_at": None, "taken_during": Period(end="2024-05-17")},
        {"taken_at": None, "taken_during": Period(start="2024", end="2024-05-17")},
        {"quantity": None},
        {"quantity": None, "text": "omkring 72 kg"},
        {"quantity": None, "number": 72},
        _with_unit(code="lb"),
        _with_unit(system=None, code=None),
        _with_unit(unit=None),
        _with_unit(system="http://example.org"),
        {"absent": Concept(text="?")},
        {"negated": True},
        {"what": Concept(codings=(Coding(system=SNOMED, code="27113001"),))},
        {"what": Concept(codings=(Coding(system=LOINC, code="718-7"),))},
        {"what": Concept(codings=WEIGHT.what.codings[1:] * 2)},
        {"parts": PRESSURE.parts},
        {"derived_from": (Reference(display="?"),)},
    ],
)
def test_what_breaks_one_rule_of_a_profile_claims_none(change: dict[str, Any]) -> None:
    assert _profiles(replace(WEIGHT, **change)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"parts": PRESSURE.parts[:1]},
        {"parts": (*PRESSURE.parts, PRESSURE.parts[0])},
        {"parts": (PRESSURE.parts[0], replace(PRESSURE.parts[1], quantity=None))},
        {"quantity": PRESSURE.parts[0].quantity},
        {"absent": Concept(text="?")},
    ],
)
def test_a_blood_pressure_is_one_only_with_both_of_its_parts(change: dict[str, Any]) -> None:
    assert _profiles(replace(PRESSURE, **change)) == []


def test_systolic_and_diastolic_measured_apart_are_not_made_a_panel() -> None:
    alone = replace(WEIGHT, what=PRESSURE.parts[0].what, quantity=PRESSURE.parts[0].quantity)
    assert _profiles(alone) == []


# -- codes added beside the source's own --------------------------------------------------------


def test_loinc_is_added_after_the_coding_of_the_source() -> None:
    weight = Concept(codings=(Coding(system=SNOMED, code="27113001", display="kroppsvikt"),))
    assert with_loinc(weight).codings == (
        Coding(system=SNOMED, code="27113001", display="kroppsvikt"),
        Coding(system=LOINC, code="29463-7"),
    )


def test_the_loinc_code_of_systolic_is_for_a_part_of_a_blood_pressure_only() -> None:
    systolic = Concept(codings=(Coding(system=SNOMED, code="271649006"),))
    assert with_loinc(systolic) == systolic
    assert with_loinc(systolic, part=True).codings[1:] == (Coding(system=LOINC, code="8480-6"),)


@pytest.mark.parametrize(
    "what",
    [
        Concept(text="vikt"),
        Concept(codings=(Coding(system=SNOMED, code="248334005"),)),
        Concept(codings=(Coding(system="urn:oid:1.2.3", code="27113001"),)),
        Concept(
            codings=(Coding(system=SNOMED, code="27113001"), Coding(system=LOINC, code="3141-9"))
        ),
    ],
)
def test_loinc_is_not_added_where_the_table_has_no_line_or_the_source_has_one(
    what: Concept,
) -> None:
    """248334005 is the length of somebody lying down, and no body height."""
    assert with_loinc(what) == what


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("kg", "kg"),
        (" mmHg ", "mm[Hg]"),
        ("mmol/l", "mmol/L"),
        ("slag/min", "/min"),
        ("°C", "Cel"),
        ("Kg", None),
        ("steg", None),
        ("", None),
        (None, None),
    ],
)
def test_a_printed_unit_has_a_ucum_code_only_where_it_is_that_unit(
    printed: str | None, code: str | None
) -> None:
    assert ucum(printed) == code


def test_an_amount_of_an_unknown_unit_keeps_it_as_printed() -> None:
    assert quantity(Decimal(4200), "steg") == Quantity(value=Decimal(4200), unit="steg")
    assert quantity(Decimal("5.60"), "mmol/l", comparator="<") == Quantity(
        value=Decimal("5.60"), comparator="<", unit="mmol/l", system=UCUM, code="mmol/L"
    )


def test_every_unit_of_a_profile_can_be_read_as_it_is_coded() -> None:
    metric = {code for sign in VITAL_SIGNS.values() for code in sign.units if "[" not in code}
    assert {code: ucum(code) for code in metric} == {code: code for code in metric}
    assert all(UNITS[code] == code for code in UNITS.values())


# -- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": None}, "status"),
        ({"code": None}, "what"),
        ({"component": [{"valueString": "?"}]}, "parts.what"),
    ],
)
def test_what_a_measurement_can_not_stand_without_is_refused_with_its_path(
    change: dict[str, Any], field: str
) -> None:
    broken: Any = {**measurement_to_fhir(WEIGHT), **change}
    with pytest.raises(MappingError) as refused:
        measurement_from_fhir(broken)
    assert refused.value.path == FIELDS[field]
