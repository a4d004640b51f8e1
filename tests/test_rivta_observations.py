"""GetObservations answers: values, negation, times, status, and who measured."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mappings.account import Class
from mappings.fhir.labels import NOPATIENT
from mappings.people import PersonRecord, RelativeRecord
from mappings.record import HoldReason
from mappings.self_monitoring import MeasurementRecord
from tests.plo_support import SOURCE, Outcome
from tests.rivta_support import (
    OBSERVATION,
    enveloped,
    group,
    observation,
    observed,
    of_type,
    read,
    rules,
)
from tests.shared_data import shared

PERSON_ID = "<root>1.2.752.129.2.1.3.1</root><extension>191212121212</extension>"
HSA = "<root>1.2.752.129.2.1.4.1</root>"
UNIT = (
    f"<careUnit><id>{HSA}<extension>SE2321000016-VE01</extension></id>"
    f"<careGiver><id>{HSA}<extension>SE2321000016-VG01</extension></id></careGiver></careUnit>"
)


def measured(outcome: Outcome) -> list[MeasurementRecord]:
    assert outcome.document is not None
    return [each for each in outcome.document.records if isinstance(each, MeasurementRecord)]


def one(**changes: Any) -> MeasurementRecord:  # noqa: ANN401
    (found,) = measured(read(observed(group(observation(**changes)))))
    return found


def role(code: str, *, inside: str = "", unit: str = UNIT) -> str:
    system = "<codeSystem>2.16.840.1.113883.5.110</codeSystem>"
    return f"{inside}<code><code>{code}</code>{system}</code>{unit}"


def when(value: str, form: str | None = None) -> str:
    forms = "YYYYMMDDhhmmss"
    return f"<format>{form or forms[: len(value)]}</format><value>{value}</value>"


# -- the official example -----------------------------------------------------------------------


def official() -> Outcome:
    folder = shared(
        *("rivta", "rivta-getobservations-1.1", "interactions", "GetObservationsInteraction")
    )
    (file,) = folder.glob("Exempel_GetObservationsResponse*.xml")
    return read(file.read_bytes())


def test_the_official_example_is_187_cm_and_80_kg_at_their_times() -> None:
    length, weight = of_type(official(), "Observation")
    ucum = {"system": "http://unitsofmeasure.org"}
    assert length["valueQuantity"] == {"value": Decimal(187), "unit": "cm", "code": "cm", **ucum}
    assert weight["valueQuantity"] == {"value": Decimal(80), "unit": "kg", "code": "kg", **ucum}
    assert length["effectiveDateTime"] == "2014-09-11T12:14:00+02:00"
    assert weight["effectiveDateTime"] == "2014-09-11T12:18:00+02:00"
    assert {length["status"], weight["status"]} == {"unknown"}


def test_the_official_lying_length_is_no_body_height_and_the_weight_has_its_loinc() -> None:
    length, weight = of_type(official(), "Observation")
    snomed = "http://snomed.info/sct"
    assert length["code"]["coding"] == [
        {"system": snomed, "code": "248334005", "display": "Kroppslängd"}
    ]
    assert weight["code"]["coding"] == [
        {"system": snomed, "code": "27113001", "display": "Kroppsvikt"},
        {"system": "http://loinc.org", "code": "29463-7"},
    ]


def test_the_official_performer_is_the_unit_and_not_the_patient() -> None:
    for found in of_type(official(), "Observation"):
        first, *others = found["performer"]
        assert first["display"] == "Vårdcentralen Grodan"
        assert first["identifier"]["value"] == "SE162321000255-DDDDD"
        assert [each["identifier"]["value"] for each in others] == ["SE162321000255-ABCDE123"]
        assert "Patient" not in {each["type"] for each in found["performer"]}


def test_the_official_patient_is_read_with_gender_and_date_of_birth() -> None:
    (patient,) = of_type(official(), "Patient")
    assert (patient["gender"], patient["birthDate"]) == ("male", "1912-12-12")
    assert {each["value"] for each in patient["identifier"][1:]} == {"191212121212"}
    assert "extension" not in patient


# -- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("80", "80"),
        ("72.50", "72.50"),
        ("-0.5", "-0.5"),
        ("+37", "37"),
        (".5", "0.5"),
        ("007", "7"),
    ],
)
def test_an_amount_keeps_its_digits(text: str, value: str) -> None:
    found = one(value=f"<pq><value>{text}</value><unit>kg</unit></pq>")
    assert found.quantity is not None
    assert str(found.quantity.value) == value


@pytest.mark.parametrize("text", ["80,5", "1e3", "NaN", "åttio", ""])
def test_what_is_no_decimal_refuses_the_observation_alone(text: str) -> None:
    xml = observed(
        group(
            observation(value=f"<pq><value>{text}</value><unit>kg</unit></pq>"),
            observation(id="<root>1.2.3</root><extension>6</extension>"),
        )
    )
    outcome = read(xml)
    assert len(measured(outcome)) == 1
    assert "rivta.observation.value" in rules(outcome)
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_an_unknown_unit_stays_a_text() -> None:
    found = one(value="<pq><value>3</value><unit>glas</unit></pq>").quantity
    assert found is not None
    assert (found.unit, found.system, found.code) == ("glas", None, None)


def test_an_amount_without_a_unit_is_kept_and_said() -> None:
    outcome = read(observed(group(observation(value="<pq><value>3</value></pq>"))))
    assert "rivta.observation.unit" in rules(outcome)
    (found,) = measured(outcome)
    assert found.quantity is not None
    assert found.quantity.unit is None


def test_a_coded_value_is_a_concept() -> None:
    found = one(value="<cv><code>8392000</code><codeSystem>1.2.752.116.2.1.1</codeSystem></cv>")
    assert found.concept is not None
    assert found.concept.codings[0].code == "8392000"


@pytest.mark.parametrize(
    ("value", "time", "start", "end"),
    [
        ("20240612", "2024-06-12", None, None),
        ("20240612101500", "2024-06-12T10:15:00+02:00", None, None),
        ("2024061210", None, "2024-06-12T10:00:00+02:00", "2024-06-12T10:59:59+02:00"),
    ],
)
def test_a_point_in_time_is_as_precise_as_it_came(
    value: str, time: str | None, start: str | None, end: str | None
) -> None:
    found = one(value=f"<ts>{when(value)}</ts>")
    assert found.time == time
    assert (found.period is None) == (start is None)
    if found.period is not None:
        assert (found.period.start, found.period.end) == (start, end)


@pytest.mark.parametrize(
    ("inner", "start", "end"),
    [
        (f"<start>{when('20240601')}</start><end>{when('20240630')}</end>", "2024-06-01",
         "2024-06-30"),
        (f"<start>{when('20240601')}</start>", "2024-06-01", None),
        (f"<end>{when('2024')}</end>", None, "2024"),
    ],
)  # fmt: skip
def test_an_interval_may_be_open_at_an_end(inner: str, start: str | None, end: str | None) -> None:
    found = one(value=f"<ivl_ts>{inner}</ivl_ts>").period
    assert found is not None
    assert (found.start, found.end) == (start, end)


def test_version_1_2_may_have_a_range() -> None:
    low, high = (f"<value>{amount}</value><unit>mg</unit>" for amount in (3, 5))
    found = one(value=f"<ivl_pq><low>{low}</low><high>{high}</high></ivl_pq>").range
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert (found.low.value, found.high.value) == (Decimal(3), Decimal(5))
    half = one(value=f"<ivl_pq><high>{high}</high></ivl_pq>").range
    assert half is not None
    assert half.low is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "<pq/>",
        "<ts/>",
        "<cv/>",
        "<ivl_ts/>",
        "<ivl_pq/>",
        "<ivl_pq><low><value>5</value></low><high><value>3</value></high></ivl_pq>",
        "<pq><value>1</value></pq><pq><value>2</value></pq>",
        "<pq><value>1</value></pq><cv><code>1</code></cv>",
        "<st>ord</st>",
    ],
)
def test_no_value_several_or_an_unreadable_one_refuses_the_observation(value: str) -> None:
    outcome = read(observed(group(observation(value=value))))
    assert measured(outcome) == []
    assert "rivta.observation.value" in rules(outcome)
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


# -- negation -----------------------------------------------------------------------------------


def test_a_denied_code_is_kept_and_said_to_be_denied() -> None:
    value = "<cv><code>77176002</code><codeSystem>1.2.752.116.2.1.1</codeSystem></cv>"
    (found,) = of_type(
        read(observed(group(observation(value=value, valueNegation="true")))), "Observation"
    )
    assert found["valueCodeableConcept"]["coding"][0]["code"] == "77176002"
    assert found["modifierExtension"][0]["valueBoolean"] is True


@pytest.mark.parametrize(
    "value", ["<pq><value>80</value><unit>kg</unit></pq>", f"<ts>{when('2024')}</ts>"]
)
def test_any_other_denied_value_is_no_value(value: str) -> None:
    outcome = read(observed(group(observation(value=value, valueNegation="1"))))
    (found,) = of_type(outcome, "Observation")
    assert not {each for each in found if each.startswith("value")}
    assert found["dataAbsentReason"]["coding"][0]["code"] == "negated"


@pytest.mark.parametrize("value", ["kanske", None])
def test_without_a_readable_negation_nobody_may_use_the_value(value: str | None) -> None:
    outcome = read(observed(group(observation(valueNegation=value))))
    assert measured(outcome) == []
    assert "rivta.observation.negation" in rules(outcome)


# -- when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "at", "during"),
    [
        ("20240612101500", "20240612101500", "2024-06-12T10:15:00+02:00", None),
        ("2024", "2024", "2024", None),
        ("202406121015", "202406121015", None,
         ("2024-06-12T10:15:00+02:00", "2024-06-12T10:15:59+02:00")),
        ("20240612101500", "20240612103000", None,
         ("2024-06-12T10:15:00+02:00", "2024-06-12T10:30:00+02:00")),
        ("20240612", None, None, ("2024-06-12", None)),
        (None, "20240612", None, (None, "2024-06-12")),
        ("2024061210", "20240612", None, ("2024-06-12T10:00:00+02:00", "2024-06-12")),
    ],
)  # fmt: skip
def test_when_it_was_taken(
    start: str | None,
    end: str | None,
    at: str | None,
    during: tuple[str | None, str | None] | None,
) -> None:
    bounds = [("start", start), ("end", end)]
    found = one(time="".join(f"<{n}>{when(v)}</{n}>" for n, v in bounds if v is not None))
    assert found.taken_at == at
    period = found.taken_during
    assert (None if period is None else (period.start, period.end)) == during


@pytest.mark.parametrize(
    ("time", "rule"),
    [
        ("", "rivta.observation.time"),
        (None, "rivta.observation.time"),
        (f"<start>{when('2014091112', 'YYYYMMDD')}</start>", "time.format"),
        (f"<start>{when('-2014', 'YYYYM')}</start>", "rivta.time.format"),
        (f"<start>{when('20140931')}</start>", "time.date"),
        (f"<start>{when('20240612')}</start><end>{when('20240611')}</end>", "rivta.time.order"),
        (f"<start>{when('20240612101500')}</start><end>{when('20240612101459')}</end>",
         "rivta.time.order"),
        (f"<start>{when('20240331023000')}</start>", "time.gap"),
        (f"<start>{when('20241027023000')}</start>", "time.ambiguous"),
    ],
)  # fmt: skip
def test_a_time_that_says_too_little_is_said_and_the_value_stands(
    time: str | None, rule: str
) -> None:
    outcome = read(observed(group(observation(time=time))))
    assert len(measured(outcome)) == 1
    assert rule in rules(outcome)
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_a_value_without_a_format_is_read_by_its_length() -> None:
    found = one(time="<start><value>2014</value></start><end><value>2014</value></end>")
    assert found.taken_at == "2014"


def test_the_time_of_registration_is_an_instant_and_the_block_key() -> None:
    found = one()
    assert found.recorded_at == "2024-06-12T10:30:00+02:00"
    assert found.accountable is not None
    assert found.accountable.comparison_time == found.recorded_at
    without = one(registrationTime=None)
    assert without.accountable is not None
    assert without.accountable.comparison_time is None


def test_a_registration_time_that_is_no_instant_is_kept_as_text() -> None:
    found = one(registrationTime="20240612")
    assert found.recorded_at is None
    assert [text.text for text in found.source_texts] == ["20240612"]


# -- status, codes, approval --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("385676005", "preliminary"),
        ("385651009", "final"),
        ("272393004", "amended"),
        ("59776000", "cancelled"),
        ("444301002", "cancelled"),
    ],
)
def test_status_comes_from_the_refset(code: str, status: str) -> None:
    system = "<codeSystem>1.2.752.116.2.1.1</codeSystem><displayName>klar</displayName>"
    found = one(status=f"<code>{code}</code>{system}")
    assert found.status == status
    assert found.source_texts == ()


@pytest.mark.parametrize(
    ("status", "texts"),
    [
        (None, set()),
        ("<code>1</code><codeSystem>1.2.752.116.2.1.1</codeSystem>", {"1"}),
        ("<code>385651009</code><codeSystem>1.2.752.999.1</codeSystem>",
         {"385651009", "1.2.752.999.1"}),
        ("<displayName>klar</displayName>", {"klar"}),
    ],
)  # fmt: skip
def test_any_other_status_is_unknown_and_kept_as_text(status: str | None, texts: set[str]) -> None:
    outcome = read(observed(group(observation(status=status))))
    (found,) = measured(outcome)
    assert found.status == "unknown"
    assert {text.text for text in found.source_texts} == texts
    assert len(found.source_texts) == len(texts)
    assert "rivta.observation.status" in rules(outcome)


@pytest.mark.parametrize(
    "oid", ["1.2.752.116.2.1.1", "1.2.752.116.2.1.1.1", "2.16.840.1.113883.6.96"]
)
def test_every_oid_of_snomed_ct_is_one_system(oid: str) -> None:
    found = one(type=f"<code>27113001</code><codeSystem>{oid}</codeSystem>")
    assert [coding.system for coding in found.what.codings] == [
        "http://snomed.info/sct",
        "http://loinc.org",
    ]


def test_a_code_of_another_system_gets_no_loinc() -> None:
    found = one(type="<code>27113001</code><codeSystem>1.2.752.999.1</codeSystem>")
    assert [coding.system for coding in found.what.codings] == ["urn:oid:1.2.752.999.1"]


def test_a_name_alone_says_what_was_observed() -> None:
    found = one(type="<displayName>Mående</displayName>")
    assert found.what.codings[0].display == "Mående"


@pytest.mark.parametrize("kind", ["", None])
def test_an_observation_of_nothing_is_refused(kind: str | None) -> None:
    outcome = read(observed(group(observation(type=kind))))
    assert "rivta.observation.type" in rules(outcome)
    assert measured(outcome) == []


@pytest.mark.parametrize("value", ["false", None, "kanske"])
def test_an_observation_not_plainly_approved_is_not_for_the_person(value: str | None) -> None:
    assert one(approvedForPatient=value).labels == (NOPATIENT,)


def test_method_site_and_description_go_along() -> None:
    coded = "<code>1</code><codeSystem>1.2.752.999.1</codeSystem>"
    found = one(method=coded, targetSite=coded, description="Vägd med skor.")
    assert found.method == found.body_site
    assert found.method is not None
    assert found.notes[0].text == "Vägd med skor."


# -- identity -----------------------------------------------------------------------------------


def test_ids_are_root_and_extension() -> None:
    first, second = (
        one(id=f"<root>D3CC3AFD-310E-40C1-8E89-0342389C2F1F</root><extension>{at}</extension>")
        for at in (5, 6)
    )
    assert first.id != second.id
    assert first.source_ids[0].system == "urn:uuid:d3cc3afd-310e-40c1-8e89-0342389c2f1f"


@pytest.mark.parametrize("own", [None, "", "<extension>5</extension>"])
def test_an_observation_without_an_id_is_refused(own: str | None) -> None:
    outcome = read(observed(group(observation(id=own))))
    assert measured(outcome) == []
    assert "rivta.observation.id" in rules(outcome)


def test_an_observation_once_more_is_one_and_a_different_one_is_ambiguous() -> None:
    same = read(observed(group(observation(), observation())))
    assert len(measured(same)) == 1
    other = read(observed(group(observation(), observation(description="Annat."))))
    assert measured(other) == []
    assert "rivta.observation.id" in rules(other)


def test_a_group_once_more_is_no_news() -> None:
    outcome = read(observed(group(), group()))
    assert len(measured(outcome)) == 1
    assert outcome.account.counts()[Class.REFUSED] == 0


def test_the_same_observation_of_two_persons_is_ambiguous() -> None:
    other = "<root>1.2.752.129.2.1.3.1</root><extension>195009072553</extension>"
    patient = f"<id>{other}</id><dateOfBirth>19500907</dateOfBirth>"
    outcome = read(observed(group(), group(patient=patient)))
    assert measured(outcome) == []
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"sourceSystem": None}, "rivta.source-system"),
        ({"sourceSystem": "<id><root>x y</root><extension>1</extension></id>"}, "rivta.ii"),
        ({"patient": None}, "rivta.patient"),
        ({"patient": "<id/>"}, "rivta.patient"),
        ({"patient": f"<id>{PERSON_ID}</id><dateOfBirth>19121213</dateOfBirth>"},
         "rivta.patient.contradiction"),
        ({"patient": f"<id>{PERSON_ID}</id><gender><code>2</code>"
          "<codeSystem>1.2.752.129.2.2.1.1</codeSystem></gender>"}, "rivta.patient.contradiction"),
    ],
)  # fmt: skip
def test_a_group_without_what_it_stands_on_takes_only_itself_down(
    change: dict[str, str | None], rule: str
) -> None:
    other = observation(id="<root>1.2.3</root><extension>6</extension>")
    outcome = read(observed(group(**change), group(other)))
    assert rule in rules(outcome)
    assert len(measured(outcome)) == 1
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_a_group_may_be_named_by_the_configuration() -> None:
    outcome = read(observed(group(sourceSystem=None)), replace(SOURCE, system="journal-a"))
    assert [found.source for found in measured(outcome)] == [None]


def test_a_source_system_that_is_no_hsa_id_is_named_by_its_oid() -> None:
    system = "<id><root>1.2.752.999.5</root><extension>J1</extension></id>"
    (found,) = measured(read(observed(group(sourceSystem=system))))
    assert found.source == "https://viktigt.example/fhir/local/1.2.752.999.5/J1"


def test_a_person_with_a_wrong_check_digit_is_put_on_hold() -> None:
    wrong = PERSON_ID.replace("191212121212", "191212121213")
    outcome = read(observed(group(patient=f"<id>{wrong}</id>")))
    assert outcome.document is not None
    assert outcome.document.envelope.holds == (HoldReason.IDENTITY_UNCONFIRMED,)


@pytest.mark.parametrize(
    ("code", "gender"), [("0", "unknown"), ("1", "male"), ("2", "female"), ("9", "unknown")]
)
def test_gender_is_that_of_kv_kon(code: str, gender: str) -> None:
    local = "<root>1.2.752.97.3.1.3</root><extension>991950123455</extension>"
    coded = f"<gender><code>{code}</code><codeSystem>1.2.752.129.2.2.1.1</codeSystem></gender>"
    outcome = read(observed(group(patient=f"<id>{local}</id>{coded}<name>Frida</name>")))
    (patient,) = (
        each
        for each in outcome.document.records  # type: ignore[union-attr]
        if isinstance(each, PersonRecord)
    )
    assert patient.gender == gender
    assert patient.names[0].text == "Frida"


@pytest.mark.parametrize(
    "coded",
    [
        "<code>1</code><codeSystem>1.2.752.999.1</codeSystem>",
        "<code>kvinna</code><codeSystem>1.2.752.129.2.2.1.1</codeSystem>",
    ],
)
def test_a_gender_of_another_list_is_not_guessed(coded: str) -> None:
    patient = f"<id>{PERSON_ID}</id><gender>{coded}</gender>"
    outcome = read(observed(group(patient=patient)))
    assert "gender" not in of_type(outcome, "Patient")[0]
    assert "rivta.gender" in rules(outcome)


# -- who measured -------------------------------------------------------------------------------


def performers(outcome: Outcome) -> list[tuple[str | None, str | None]]:
    (found,) = measured(outcome)
    return [
        (each.type, None if each.identifier is None else each.identifier.value)
        for each in found.performers
    ]


@pytest.mark.parametrize(
    "inside",
    [
        role("PAT"),
        role("PAT", inside=f"<id>{PERSON_ID}</id>"),
        role("ASSIGNED", inside=f"<id>{PERSON_ID}</id>"),
        f"<id>{PERSON_ID}</id>{UNIT}",
        role("PAT", inside=f"<person><id>{PERSON_ID}</id><name>Tolvan</name></person>"),
    ],
)
def test_self_measured_only_if_the_source_says_so(inside: str) -> None:
    outcome = read(observed(group(performerRole=inside)))
    assert performers(outcome) == [("Patient", "191212121212")]
    assert of_type(outcome, "PractitionerRole") == []
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_a_role_of_the_patient_with_somebody_elses_id_is_said() -> None:
    other = f"<id>{HSA}<extension>SE2321000016-P001</extension></id>"
    outcome = read(observed(group(performerRole=role("PAT", inside=other))))
    assert performers(outcome) == [("Patient", "191212121212")]
    assert "rivta.performer" in rules(outcome)


def test_a_role_that_only_looks_like_that_of_a_patient_is_not() -> None:
    other = f"<code><code>PAT</code><codeSystem>1.2.752.999.1</codeSystem></code>{UNIT}"
    assert performers(read(observed(group(performerRole=other)))) == [
        ("Organization", "SE2321000016-VE01")
    ]


def test_a_relative_who_measured_is_a_related_person() -> None:
    person = "<person><name>Nils</name></person>"
    outcome = read(observed(group(performerRole=role("NOK", inside=person))))
    (relative,) = (
        each
        for each in outcome.document.records  # type: ignore[union-attr]
        if isinstance(each, RelativeRecord)
    )
    assert performers(outcome) == [("RelatedPerson", relative.id.value)]
    assert relative.relationships[0].codings[0].code == "NOK"


def test_a_relative_without_a_name_is_a_related_person_too() -> None:
    found = performers(read(observed(group(performerRole=role("PRS")))))
    assert [kind for kind, _ in found] == ["RelatedPerson"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (role("ASSIGNED"), [("Organization", "SE2321000016-VE01")]),
        (role("ASSIGNED", inside=f"<id>{HSA}<extension>SE1-P</extension></id>"),
         [("Organization", "SE2321000016-VE01"), ("PractitionerRole", "SE1-P")]),
        (role("ASSIGNED", unit="", inside=f"<id>{HSA}<extension>SE1-P</extension></id>"),
         [("PractitionerRole", "SE1-P")]),
        (None, []),
    ],
)  # fmt: skip
def test_otherwise_the_unit_of_the_group_and_who_acted_there(
    inside: str | None, expected: list[tuple[str, str]]
) -> None:
    assert performers(read(observed(group(performerRole=inside)))) == expected


def test_staff_without_unit_id_or_name_is_still_somebody() -> None:
    found = performers(read(observed(group(performerRole=role("ASSIGNED", unit="")))))
    assert [kind for kind, _ in found] == ["PractitionerRole"]


def test_two_ids_of_one_professional_are_kept_once_each() -> None:
    own = f"<id>{HSA}<extension>SE1-P</extension></id>"
    person = f"<person>{own}<name>Eva</name></person>"
    (found,) = of_type(
        read(observed(group(performerRole=role("ASSIGNED", inside=own + person)))),
        "PractitionerRole",
    )
    assert len(found["contained"][0]["identifier"]) == 1


def test_a_unit_without_a_care_giver_is_a_block_key_too() -> None:
    unit = f"<careUnit><id>{HSA}<extension>SE1-VE</extension></id></careUnit>"
    (found,) = measured(read(observed(group(performerRole=role("ASSIGNED", unit=unit)))))
    assert found.accountable is not None
    assert found.accountable.care_giver is None
    assert found.accountable.care_unit is not None


# -- who vouched, who took part, what it relates to ---------------------------------------------


def test_who_vouches_for_it_and_since_when() -> None:
    legal = f"<id>{HSA}<extension>SE1-L</extension></id><time>{when('2024061211')}</time>"
    (found,) = measured(read(observed(group(legalAuthenticator=legal))))
    assert found.verified_by is not None
    assert found.verified_at == "2024-06-12T11:00:00+02:00"
    assert [text.text for text in found.source_texts] == ["2024061211"]
    (bare,) = measured(read(observed(group(legalAuthenticator="<name>Lars</name>"))))
    assert bare.verified_at is None


def test_a_device_is_the_device_of_every_observation() -> None:
    device = "<device><model><value>Våg 3000</value></model></device>"
    outcome = read(
        observed(
            group(
                observation(),
                observation(id="<root>1.2.3</root><extension>6</extension>"),
                additionalParticipant=["<type/><person/>", device],
            )
        )
    )
    assert [each.device and each.device.display for each in measured(outcome)] == ["Våg 3000"] * 2


def test_a_device_without_id_and_model_is_only_a_kind() -> None:
    kind = "<device><type><code>1</code></type></device>"
    (found,) = measured(read(observed(group(additionalParticipant=kind))))
    assert found.device is None
    assert found.participants[0].kinds[0].codings[0].code == "1"


def test_a_place_has_its_address_and_its_numbers() -> None:
    parts = (
        "<part/><part><value>Storgatan 1</value></part>"
        "<part><value>c/o Eva</value><type>CAR</type></part>"
        "<part><value>000 00</value><type>ZIP</type></part>"
        "<part><value>Exempelstad</value><type>CTY</type></part>"
        "<part><value>Ort två</value><type>CTY</type></part>"
        "<part><value>Exempel län</value><type>CPA</type></part>"
    )
    place = (
        f"<location><name>Träffpunkten</name><address><use>WP</use>{parts}</address><address/>"
        "<electronicAddress><use>data</use><value>x@exempel.invalid</value></electronicAddress>"
        "<electronicAddress><use>duva</use><value>1</value></electronicAddress>"
        "<electronicAddress><use>voice</use></electronicAddress></location>"
    )
    (found,) = measured(read(observed(group(additionalParticipant=place))))
    (took_part,) = found.participants
    (address,) = took_part.addresses
    assert address.lines == ("Storgatan 1", "c/o Eva")
    assert (address.postal_code, address.city, address.use) == ("000 00", "Exempelstad", "work")
    assert [(point.system, point.value) for point in took_part.contact_points] == [
        ("email", "x@exempel.invalid"),
        (None, "1"),
    ]
    kept = {text.text for text in found.source_texts}
    assert kept == {"Ort två", "CTY", "Exempel län", "CPA", "duva"}


@pytest.mark.parametrize(
    ("time", "period"),
    [
        ("<start>20240612101500</start>", ("2024-06-12T10:15:00+02:00", None)),
        ("<end>20240612</end>", (None, "2024-06-12")),
        ("<start>20240612</start><end>20240611</end>", None),
        ("", None),
    ],
)
def test_somebody_took_part_for_a_while(
    time: str, period: tuple[str | None, str | None] | None
) -> None:
    who = f"<time>{time}</time><person><name>Eva</name></person>"
    (found,) = measured(read(observed(group(additionalParticipant=who))))
    held = found.participants[0].period
    assert (None if held is None else (held.start, held.end)) == period


def test_what_an_observation_relates_to_keeps_its_code() -> None:
    about = (
        "<code><code>103338009</code></code><referredInformation>"
        f"<id><root>SE1</root><extension>VK-1</extension></id><time>{when('20240612')}</time>"
        f"<type>vko</type><informationOwner><id>{HSA}<extension>SE1-VG</extension></id>"
        "</informationOwner></referredInformation>"
    )
    relation = one(relation=["", about, "<code><code>1</code></code>"]).relations
    assert [each.what for each in relation] == ["vko", None]
    assert relation[0].owner is not None
    assert relation[0].time == "2024-06-12"
    bare = one(relation="<referredInformation><informationOwner/></referredInformation>")
    assert bare.relations == ()


# -- envelope -----------------------------------------------------------------------------------


def test_version_1_has_no_result_and_one_that_is_there_is_believed() -> None:
    status = (
        '<h:ProcessingStatus xmlns:h="urn:riv:interoperability:headers:1"><h:ProcessingStatusList>'
        "<h:logicalAddress>SE1</h:logicalAddress><h:statusCode>DataFromSource</h:statusCode>"
        "<h:isResponseInSynch>true</h:isResponseInSynch></h:ProcessingStatusList>"
        "</h:ProcessingStatus>"
    )
    result = "<result><resultCode>INFO</resultCode></result>"
    plain = read(enveloped(observed(group()), status)).document
    told = read(enveloped(observed(group(), result), status)).document
    assert plain is not None
    assert told is not None
    assert plain.envelope.in_synch == (("SE1", True),)
    assert told.envelope.in_synch == (("SE1", False),)


def test_an_answer_without_groups_is_empty() -> None:
    outcome = read(observed())
    assert outcome.resources == []
    assert set(OBSERVATION)
