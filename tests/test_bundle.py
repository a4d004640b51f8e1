"""Bundles: people matched and not made, creates conditional, every urn an entry."""

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.agreed_time import agreed_time_to_fhir
from mappings.attachment import attachment_with_binary
from mappings.bundle import collection, full_url, patient_query, search, transaction
from mappings.codes.systems import BASE, FNR, HNR, PERSONNUMMER
from mappings.errors import MappingError
from mappings.fhir import checker
from mappings.goal import goal_to_fhir
from mappings.patient_contract import contract_to_fhir
from mappings.people import person_to_fhir
from mappings.provenance import provenances_for
from mappings.record import Source
from mappings.staff import staff_to_fhir
from tests.laws import assert_valid
from tests.strategies.agreed_time import agreed_times
from tests.strategies.attachment import attachments
from tests.strategies.goal import goals
from tests.strategies.patient_contract import contracts
from tests.strategies.people import persons
from tests.strategies.staff import staff

SOURCE: Final = Source(key=b"k" * 32, installation="0123456789ab")
PERSON: Final = {"system": PERSONNUMMER, "value": "191212121212"}
SUBJECT: Final = {"type": "Patient", "identifier": PERSON}
NOON: Final = "2024-05-02T12:00:00Z"

Json = dict[str, Any]


def _resource(kind: str, value: str, **members: Any) -> Json:  # noqa: ANN401  JSON
    identifier = [{"system": f"{BASE}/id/0123456789ab", "value": value}]
    return {"resourceType": kind, "identifier": identifier, **members}


def _to(kind: str | None, value: str) -> Json:
    found = {"identifier": {"system": f"{BASE}/id/0123456789ab", "value": value}}
    return found if kind is None else {"type": kind, **found}


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for member in value.values():
            yield from _references(member)
    elif isinstance(value, list):
        for member in value:
            yield from _references(member)


def _entries(bundle: Any) -> list[Json]:  # noqa: ANN401  JSON
    found: list[Json] = bundle.get("entry", [])
    return found


GOAL: Final = _resource("Goal", "g", subject=SUBJECT)
PLAN: Final = _resource("CarePlan", "p", subject=SUBJECT, goal=[_to("Goal", "g")])
PATIENT: Final = {"resourceType": "Patient", "identifier": [PERSON]}
_SEARCH: Final = (
    "Patient?identifier=http://electronichealth.se/identifier/personnummer%7C191212121212"
)


# -- references ---------------------------------------------------------------------------------


def test_a_reference_to_an_entry_becomes_literal_and_keeps_its_identifier() -> None:
    plan = next(each for each in _entries(transaction([PLAN, GOAL])) if "goal" in each["resource"])
    assert plan["resource"]["goal"] == [{"reference": full_url(GOAL), **_to("Goal", "g")}]


def test_a_reference_that_leaves_its_type_out_is_resolved_when_there_is_one_such_entry() -> None:
    plan = _resource("CarePlan", "p", goal=[_to(None, "g")])
    other = _resource("Condition", "g")
    (made,) = _references(_entries(transaction([GOAL, plan]))[1]["resource"])
    assert made == full_url(GOAL)
    assert not list(_references(transaction([plan, _resource("Goal", "g"), other])))


def test_a_reference_to_what_is_not_there_stays_logical() -> None:
    alone = _entries(transaction([PLAN]))[0]["resource"]
    assert alone["goal"] == [_to("Goal", "g")]


def test_a_literal_reference_and_one_that_is_no_business_identifier_are_left_alone() -> None:
    literal = {"reference": "Goal/7", **_to("Goal", "g")}
    half = {"type": "Goal", "identifier": {"value": "g"}}
    plan = _resource("CarePlan", "p", goal=[literal, half])
    made = next(e for e in _entries(transaction([plan, GOAL])) if "goal" in e["resource"])
    assert made["resource"]["goal"] == [literal, half]


def test_an_entry_is_found_by_every_whole_identifier_it_has() -> None:
    theirs = {"system": "https://journal.example.org", "value": "3"}
    goal = {**GOAL, "identifier": [*GOAL["identifier"], {"value": "no system"}, theirs]}
    plan = _resource("CarePlan", "p", goal=[{"type": "Goal", "identifier": theirs}])
    assert list(_references(_entries(transaction([plan, goal])))) == [
        _SEARCH,
        full_url(GOAL),
    ]


def test_what_was_given_is_not_changed() -> None:
    before = json.dumps([PLAN, GOAL])
    transaction([PLAN, GOAL])
    collection([PLAN, GOAL])
    assert json.dumps([PLAN, GOAL]) == before


# -- people -------------------------------------------------------------------------------------


def test_a_transaction_makes_nobody_and_finds_the_patient_by_search() -> None:
    staff_role = _resource("PractitionerRole", "r")
    made = _entries(transaction([PATIENT, staff_role, GOAL]))
    assert [each["resource"]["resourceType"] for each in made] == ["Goal"]
    assert made[0]["resource"]["subject"] == {
        "reference": _SEARCH,
        **SUBJECT,
    }


def test_what_is_told_of_people_alone_goes_where_they_go() -> None:
    chart = _resource("Patient", "c")
    told: list[Any] = provenances_for([GOAL, chart], SOURCE, recorded=NOON)
    made = _entries(transaction([GOAL, chart, *told]))
    assert [each["resource"]["resourceType"] for each in made] == ["Goal", "Provenance"]
    assert [each["reference"] for each in made[1]["resource"]["target"]] == [full_url(GOAL)]
    assert len(_entries(collection([GOAL, chart, *told]))) == 4


def test_nobody_is_looked_for_by_the_identifier_we_minted() -> None:
    task = _resource("Task", "t", focus=_to("Patient", "c"))
    assert _entries(transaction([task]))[0]["resource"]["focus"] == _to("Patient", "c")


def test_in_a_collection_the_patient_stands_among_the_others() -> None:
    made = _entries(collection([GOAL, PATIENT]))
    assert [each["resource"]["resourceType"] for each in made] == ["Patient", "Goal"]
    assert made[1]["resource"]["subject"]["reference"] == made[0]["fullUrl"]
    assert "request" not in made[0]


def test_a_collection_without_the_patient_asks_nobody() -> None:
    assert _entries(collection([GOAL]))[0]["resource"]["subject"] == SUBJECT


def test_a_hospital_number_names_no_one_person() -> None:
    goal = _resource(
        "Goal", "g", subject={"type": "Patient", "identifier": {**PERSON, "system": HNR}}
    )
    with pytest.raises(MappingError, match=r"patient\.id"):
        transaction([goal])


@given(st.text(min_size=1).filter(lambda value: "\x00" not in value))
def test_any_value_survives_the_escaping_of_a_search(value: str) -> None:
    query = search(FNR, value)
    assert query.isascii()
    assert not set(' &+#"<>|\\') & set(query)
    (token,) = parse_qs(query)["identifier"]
    system, _, escaped = token.partition("|")
    assert system == FNR
    for sign in "|$,":
        escaped = escaped.replace(f"\\{sign}", sign)
    assert escaped.replace("\\\\", "\\") == value


def test_a_patient_is_looked_for_by_system_and_value() -> None:
    assert patient_query(FNR, "13116900216") == (
        "Patient?identifier=urn:oid:2.16.578.1.12.4.1.4.1%7C13116900216"
    )


# -- entries ------------------------------------------------------------------------------------


def test_a_create_is_conditional_on_the_identifier_we_minted() -> None:
    theirs = {"system": "https://journal.example.org", "value": "3"}
    goal = {**GOAL, "identifier": [theirs, *GOAL["identifier"]]}
    assert _entries(transaction([goal]))[0]["request"] == {
        "method": "POST",
        "url": "Goal",
        "ifNoneExist": f"identifier={BASE}/id/0123456789ab%7Cg",
    }
    assert full_url(goal) == full_url(GOAL)


def test_what_cannot_be_searched_by_identifier_is_put_where_its_identifier_says() -> None:
    (provenance,) = provenances_for([GOAL], SOURCE, recorded=NOON)
    made = _entries(transaction([GOAL, dict(provenance)]))[1]
    own = made["fullUrl"].removeprefix("urn:uuid:")
    assert made["resource"]["id"] == own
    assert made["request"] == {"method": "PUT", "url": f"Provenance/{own}"}
    assert made["resource"]["target"][0]["reference"] == full_url(GOAL)


@given(attachments.filter(lambda record: record.data is not None))
@settings(max_examples=10)
def test_a_binary_is_protected_by_its_document_and_found_where_that_says(record: Any) -> None:  # noqa: ANN401
    document, binary = attachment_with_binary(record)
    made = {
        each["resource"]["resourceType"]: each
        for each in _entries(transaction([dict(binary), dict(document)]))
    }
    url = made["DocumentReference"]["resource"]["content"][0]["attachment"]["url"]
    assert made["Binary"]["request"] == {"method": "PUT", "url": url}
    context = made["Binary"]["resource"]["securityContext"]
    assert context["reference"] == made["DocumentReference"]["fullUrl"]


def test_the_same_resource_twice_is_one_entry_and_two_of_one_name_are_refused() -> None:
    assert len(_entries(transaction([GOAL, dict(GOAL)]))) == 1
    with pytest.raises(MappingError, match=r"bundle\.twice"):
        transaction([GOAL, {**GOAL, "lifecycleStatus": "active"}])


@pytest.mark.parametrize("identifier", [{}, {"identifier": [{"value": "no system"}]}])
def test_what_has_no_name_is_refused(identifier: Json) -> None:
    with pytest.raises(MappingError, match=r"Goal\.identifier"):
        transaction([{"resourceType": "Goal", **identifier}])


def test_an_identifier_that_is_no_list_names_a_resource_too() -> None:
    answer = {"resourceType": "QuestionnaireResponse", "identifier": PERSON}
    assert full_url(answer).startswith("urn:uuid:")


def test_nothing_makes_a_bundle_without_entries() -> None:
    assert transaction([]) == {"resourceType": "Bundle", "type": "transaction"}


# -- order --------------------------------------------------------------------------------------


def test_what_is_referred_to_comes_first() -> None:
    chain = [
        _resource("Observation", str(at), focus=[_to("Observation", str(at + 1))])
        for at in range(2000)
    ]
    values = [each["resource"]["identifier"][0]["value"] for each in _entries(transaction(chain))]
    assert values == [str(at) for at in reversed(range(2000))]


def test_a_circle_is_no_obstacle() -> None:
    one = _resource("Goal", "1", outcomeReference=[_to("Observation", "2")])
    two = _resource("Observation", "2", focus=[_to("Goal", "1")])
    assert len(_entries(transaction([one, two]))) == 2


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30),
    st.permutations(range(10)),
)
def test_every_entry_comes_after_those_it_needs_unless_they_run_in_a_circle(
    pairs: list[tuple[int, int]], order: list[int]
) -> None:
    edges = [(low, high) for low, high in pairs if low < high]
    resources = [
        _resource(
            "Observation",
            str(at),
            focus=[_to("Observation", str(high)) for low, high in edges if low == at],
        )
        for at in order
    ]
    values = [
        int(each["resource"]["identifier"][0]["value"]) for each in _entries(transaction(resources))
    ]
    assert sorted(values) == list(range(10))
    assert all(values.index(high) < values.index(low) for low, high in edges)


# -- a whole document ---------------------------------------------------------------------------


@given(st.tuples(goals, contracts, agreed_times, persons, staff))
@settings(max_examples=min(25, settings().max_examples))
def test_a_document_as_a_bundle_is_valid_and_every_urn_resolves(drawn: tuple[Any, ...]) -> None:
    goal, contract, time, person, role = drawn
    resources: list[Any] = [
        contract_to_fhir(contract),
        goal_to_fhir(goal),
        agreed_time_to_fhir(time),
        person_to_fhir(person),
        staff_to_fhir(role),
    ]
    for each in resources:
        each["identifier"][0]["value"] += each["resourceType"]  # no two of one name
    resources[0]["goal"] = [_to("Goal", resources[1]["identifier"][0]["value"])]
    resources += provenances_for(resources, SOURCE, recorded=NOON)
    for made, conditional in ((transaction(resources), True), (collection(resources), False)):
        bundle: Any = made
        assert checker.check(bundle, conditional=conditional) == ()
        assert_valid(bundle)
        names = [entry["fullUrl"] for entry in bundle["entry"]]
        urns = {each for each in _references(bundle) if each.startswith("urn:uuid:")}
        assert urns
        assert urns <= set(names)
        assert len(set(names)) == len(names)


def test_names_are_stable_across_runs() -> None:
    assert full_url(GOAL) == full_url(json.loads(json.dumps(GOAL)))
    assert full_url(GOAL) != full_url({**GOAL, "resourceType": "Condition"})
