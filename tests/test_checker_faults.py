"""Faults planted one at a time: each is found, at its place, by its rule, and by both passes."""

import json

import pytest

from mappings.errors import Severity
from mappings.fhir.checker import check, is_valid
from tests.fhir_corpus import (
    ABSENT,
    APPOINTMENT,
    BLOOD_PRESSURE,
    CAPABILITIES,
    CARE_PLAN,
    CARE_TEAM,
    CONDITION,
    CONSENT,
    GOAL,
    HISTORY,
    LIST,
    PATIENT,
    PERSON,
    SELF_REFERRING,
    SERVICE_REQUEST,
    TRANSACTION,
    UUID,
    VALID,
    WEIGHT,
    Resource,
    changed,
    coded,
)

DIV = '<div xmlns="http://www.w3.org/1999/xhtml">%s</div>'
YES = True
ITEM = ("target", 0)
QUANTITY = (*ITEM, "detailQuantity")
# name, resource, rule, place
FAULTS: list[tuple[str, Resource, str, str]] = [
    # -- what is missing
    ("no intent", changed(CARE_PLAN, ("intent",)), "required", "CarePlan.intent"),
    ("no subject", changed(GOAL, ("subject",)), "required", "Goal.subject"),
    (
        "no status of an activity",
        changed(CARE_PLAN, ("activity", 1, "detail", "status")),
        "required",
        "CarePlan.activity[1].detail.status",
    ),
    (
        "a status that has an id only",
        changed(changed(GOAL, ("lifecycleStatus",)), ("_lifecycleStatus",), {"id": "a"}),
        "ele-1",
        "Goal.lifecycleStatus",
    ),
    # -- what is not an element
    ("an unknown element", changed(GOAL, ("mood",), "good"), "unknown-element", "Goal.mood"),
    (
        "an R5 element",
        changed(GOAL, ("source",), PERSON),
        "unknown-element",
        "Goal.source",
    ),
    (
        "an element of another",
        changed(GOAL, (*ITEM, "value"), 1),
        "unknown-element",
        "Goal.target[0].value",
    ),
    (
        "extensions beside what is no primitive",
        changed(GOAL, ("_subject",), {"id": "a"}),
        "unknown-element",
        "Goal._subject",
    ),
    (
        "a type that the choice lacks",
        changed(GOAL, (*ITEM, "dueDateTime"), "2025-01-01T00:00:00Z"),
        "unknown-element",
        "Goal.target[0].dueDateTime",
    ),
    (
        "a resource type in a part",
        changed(GOAL, (*ITEM, "resourceType"), "Goal"),
        "unknown-element",
        "Goal.target[0].resourceType",
    ),
    (
        "an element whose name may be a value",
        changed(GOAL, ("Siv Ek",), "x"),
        "unknown-element",
        "Goal.?",
    ),
    # -- choices
    (
        "two types of one choice",
        changed(WEIGHT, ("valueString",), "sjuttiotvå"),
        "choice",
        "Observation.value",
    ),
    (
        "two types, one of them absent for a reason",
        changed(WEIGHT, ("_valueString",), {"extension": [{"url": ABSENT, "valueCode": "masked"}]}),
        "choice",
        "Observation.value",
    ),
    # -- codes
    ("an unknown status", changed(CARE_PLAN, ("status",), "ongoing"), "binding", "CarePlan.status"),
    (
        "a status in capitals",
        changed(GOAL, ("lifecycleStatus",), "Active"),
        "binding",
        "Goal.lifecycleStatus",
    ),
    ("an unknown gender", changed(PATIENT, ("gender",), "kvinna"), "binding", "Patient.gender"),
    (
        "an unknown comparator",
        changed(WEIGHT, ("valueQuantity", "comparator"), "=<"),
        "binding",
        "Observation.valueQuantity.comparator",
    ),
    (
        "an unknown kind of activity",
        changed(CARE_PLAN, ("activity", 1, "detail", "kind"), "Goal"),
        "binding",
        "CarePlan.activity[1].detail.kind",
    ),
    (
        "a concept outside a required value set",
        changed(CONDITION, ("clinicalStatus", "coding", 0, "code"), "unconfirmed"),
        "binding",
        "Condition.clinicalStatus",
    ),
    (
        "a concept of another system",
        changed(CONDITION, ("clinicalStatus",), coded("https://example.org", "active")),
        "binding",
        "Condition.clinicalStatus",
    ),
    (
        "an unknown resource type among many",
        changed(CAPABILITIES, ("rest", 0, "resource", 0, "type"), "Aim"),
        "binding",
        "CapabilityStatement.rest[0].resource[0].type",
    ),
    # -- primitives
    (
        "30 February",
        changed(GOAL, ("startDate",), "2025-02-30"),
        "primitive-date",
        "Goal.startDate",
    ),
    (
        "29 February of no leap year",
        changed(GOAL, ("startDate",), "2100-02-29"),
        "primitive-date",
        "Goal.startDate",
    ),
    ("month 13", changed(GOAL, ("startDate",), "2025-13"), "primitive-date", "Goal.startDate"),
    (
        "a date without dashes",
        changed(GOAL, ("startDate",), "20250301"),
        "primitive-date",
        "Goal.startDate",
    ),
    (
        "a dateTime without an offset",
        changed(CARE_PLAN, ("created",), "2025-03-01T10:30:00"),
        "primitive-dateTime",
        "CarePlan.created",
    ),
    (
        "a dateTime without seconds",
        changed(CARE_PLAN, ("created",), "2025-03-01T10:30Z"),
        "primitive-dateTime",
        "CarePlan.created",
    ),
    (
        "a dateTime on 31 April",
        changed(CARE_PLAN, ("created",), "2025-04-31T10:30:00Z"),
        "primitive-dateTime",
        "CarePlan.created",
    ),
    (
        "an instant to the day",
        changed(WEIGHT, ("issued",), "2024-03-01"),
        "primitive-instant",
        "Observation.issued",
    ),
    (
        "an instant without an offset",
        changed(WEIGHT, ("issued",), "2024-03-01T00:00:00"),
        "primitive-instant",
        "Observation.issued",
    ),
    (
        "a time without seconds",
        changed(SERVICE_REQUEST, ("occurrenceTiming", "repeat", "timeOfDay", 0), "09:30"),
        "primitive-time",
        "ServiceRequest.occurrenceTiming.repeat.timeOfDay[0]",
    ),
    (
        "a decimal as text",
        changed(GOAL, (*QUANTITY, "value"), "1500.0"),
        "type",
        "Goal.target[0].detailQuantity.value",
    ),
    (
        "a decimal as a float",
        changed(GOAL, (*QUANTITY, "value"), 1500.5),
        "type",
        "Goal.target[0].detailQuantity.value",
    ),
    (
        "a boolean as text",
        changed(SERVICE_REQUEST, ("doNotPerform",), "false"),
        "type",
        "ServiceRequest.doNotPerform",
    ),
    ("a boolean for text", changed(CARE_PLAN, ("title",), YES), "type", "CarePlan.title"),
    (
        "a boolean for a number",
        changed(PATIENT, ("telecom", 0, "rank"), YES),
        "type",
        "Patient.telecom[0].rank",
    ),
    (
        "a rank of 0",
        changed(PATIENT, ("telecom", 0, "rank"), 0),
        "primitive-positiveInt",
        "Patient.telecom[0].rank",
    ),
    (
        "an integer beyond 32 bits",
        changed(PATIENT, ("multipleBirthInteger",), 2**31),
        "primitive-integer",
        "Patient.multipleBirthInteger",
    ),
    (
        "an id with an underscore",
        changed(CARE_PLAN, ("id",), "plan_1"),
        "primitive-id",
        "CarePlan.id",
    ),
    (
        "an id of 65 characters",
        changed(CARE_PLAN, ("id",), "a" * 65),
        "primitive-id",
        "CarePlan.id",
    ),
    (
        "an element id with a blank",
        changed(GOAL, (*ITEM, "id"), "a b"),
        "primitive-string",
        "Goal.target[0].id",
    ),
    (
        "a code with two blanks",
        changed(GOAL, (*QUANTITY, "code"), "a  b"),
        "primitive-code",
        "Goal.target[0].detailQuantity.code",
    ),
    (
        "a code with a blank at its end",
        changed(GOAL, (*QUANTITY, "code"), "1 "),
        "primitive-code",
        "Goal.target[0].detailQuantity.code",
    ),
    (
        "a uri with a blank",
        changed(CARE_PLAN, ("identifier", 0, "system"), "http://a b"),
        "primitive-uri",
        "CarePlan.identifier[0].system",
    ),
    (
        "an OID that is none",
        changed(CARE_PLAN, ("identifier", 0, "system"), "urn:oid:1.02"),
        "primitive-uri",
        "CarePlan.identifier[0].system",
    ),
    (
        "data that is not base64",
        changed(PATIENT, ("photo", 0, "data"), "aGV"),
        "primitive-base64Binary",
        "Patient.photo[0].data",
    ),
    (
        "text with a control character",
        changed(CARE_PLAN, ("title",), "a\x07b"),
        "primitive-string",
        "CarePlan.title",
    ),
    (
        "text with half a surrogate pair",
        changed(CARE_PLAN, ("title",), "a\ud83c"),
        "primitive-string",
        "CarePlan.title",
    ),
    (
        "text of more than 1 MiB",
        changed(CARE_PLAN, ("title",), "a" * (1024 * 1024 + 1)),
        "primitive-string",
        "CarePlan.title",
    ),
    # -- empty, null, one and many
    ("empty text", changed(CARE_PLAN, ("title",), ""), "empty", "CarePlan.title"),
    ("an empty list", changed(CARE_PLAN, ("goal",), []), "empty", "CarePlan.goal"),
    ("an empty object", changed(CARE_PLAN, ("period",), {}), "empty", "CarePlan.period"),
    ("null", changed(CARE_PLAN, ("title",), None), "null", "CarePlan.title"),
    ("null in a list", changed(CARE_PLAN, ("goal", 0), None), "null", "CarePlan.goal[0]"),
    (
        "one for many",
        changed(CARE_PLAN, ("goal",), {"reference": "Goal/walk"}),
        "cardinality",
        "CarePlan.goal",
    ),
    ("many for one", changed(CARE_PLAN, ("title",), ["a", "b"]), "cardinality", "CarePlan.title"),
    ("an object for text", changed(CARE_PLAN, ("title",), {"text": "a"}), "type", "CarePlan.title"),
    ("text for an object", changed(CARE_PLAN, ("period",), "2025"), "type", "CarePlan.period"),
    (
        "extensions that no value stands beside",
        changed(PATIENT, ("name", 0, "_given"), [None, None]),
        "sibling",
        "Patient.name[0].given",
    ),
    (
        "fewer extensions than values",
        changed(PATIENT, ("name", 0, "_given"), [{"id": "a"}]),
        "sibling",
        "Patient.name[0].given",
    ),
    (
        "a null that nothing stands beside",
        changed(PATIENT, ("name", 0, "given"), [None, "Maria"]),
        "null",
        "Patient.name[0].given[0]",
    ),
    # -- resources
    (
        "an unknown resource type",
        {"resourceType": "Plan"},
        "resource-type",
        "Resource.resourceType",
    ),
    (
        "an abstract resource type",
        {"resourceType": "DomainResource"},
        "resource-type",
        "Resource.resourceType",
    ),
    (
        "a resource type that is no text",
        {"resourceType": ["Goal"]},
        "resource-type",
        "Resource.resourceType",
    ),
    (
        "an unknown resource in a Bundle",
        changed(TRANSACTION, ("entry", 0, "resource", "resourceType"), "Aim"),
        "resource-type",
        "Bundle.entry[0].resource.resourceType",
    ),
    (
        "a fault in a Bundle",
        changed(TRANSACTION, ("entry", 0, "resource", "target", 0, "dueDate"), "soon"),
        "primitive-date",
        "Bundle.entry[0].resource.target[0].dueDate",
    ),
    (
        "text for a resource",
        changed(TRANSACTION, ("entry", 0, "resource"), "Goal"),
        "type",
        "Bundle.entry[0].resource",
    ),
    # -- references
    (
        "a wrong target",
        changed(CARE_PLAN, ("goal", 0, "reference"), "Observation/a"),
        "ref-target",
        "CarePlan.goal[0]",
    ),
    (
        "a wrong target in a URL",
        changed(CARE_PLAN, ("goal", 0, "reference"), "https://a.example/Observation/a"),
        "ref-target",
        "CarePlan.goal[0]",
    ),
    ("a wrong type", changed(GOAL, ("subject", "type"), "Device"), "ref-target", "Goal.subject"),
    (
        "a type that differs from the reference",
        changed(WEIGHT, ("subject", "type"), "Group"),
        "ref-type",
        "Observation.subject",
    ),
    ("an unknown type", changed(GOAL, ("subject", "type"), "Person1"), "ref-type", "Goal.subject"),
    (
        "a wrong target that is contained",
        changed(CARE_TEAM, ("subject",), {"reference": "#nurse"}),
        "ref-target",
        "CareTeam.subject",
    ),
    (
        "a reference of no form",
        changed(CARE_PLAN, ("goal", 0, "reference"), "walk"),
        "ref-format",
        "CarePlan.goal[0]",
    ),
    (
        "a reference to an unknown type",
        changed(CARE_PLAN, ("goal", 0, "reference"), "Aim/1"),
        "ref-format",
        "CarePlan.goal[0]",
    ),
    (
        "a urn:uuid: without a UUID",
        changed(CARE_PLAN, ("goal", 0, "reference"), "urn:uuid:1"),
        "ref-format",
        "CarePlan.goal[0]",
    ),
    (
        "a reference by search outside a transaction",
        changed(GOAL, ("subject",), {"reference": "Patient?identifier=a"}),
        "ref-conditional",
        "Goal.subject",
    ),
    (
        "a reference to nothing",
        changed(GOAL, ("subject",), {"type": "Patient"}),
        "ref-content",
        "Goal.subject",
    ),
    (
        "a reference to what is not contained",
        changed(CARE_TEAM, ("participant", 0, "member", "reference"), "#doctor"),
        "ref-1",
        "CareTeam.participant[0].member",
    ),
    (
        "a reference to the container outside of it",
        changed(GOAL, ("subject",), {"reference": "#"}),
        "ref-1",
        "Goal.subject",
    ),
    # -- contained resources
    (
        "a contained resource within another",
        changed(CARE_TEAM, ("contained", 0, "contained"), [{"resourceType": "Patient", "id": "a"}]),
        "dom-2",
        "CareTeam.contained[0]",
    ),
    (
        "a contained resource without a reference to it",
        changed(CARE_TEAM, ("contained", 0, "id"), "b"),
        "dom-3",
        "CareTeam.contained[0]",
    ),
    (
        "a contained resource with a version",
        changed(CARE_TEAM, ("contained", 0, "meta"), {"versionId": "1"}),
        "dom-4",
        "CareTeam.contained[0]",
    ),
    (
        "a contained resource with a label",
        changed(SELF_REFERRING, ("contained", 0, "meta"), {"security": [{"code": "R"}]}),
        "dom-5",
        "Observation.contained[0]",
    ),
    # -- narrative and extensions
    (
        "a narrative with a script",
        changed(CARE_PLAN, ("text", "div"), DIV % "a<script>b</script>"),
        "txt-1",
        "CarePlan.text.div",
    ),
    (
        "a narrative with an event",
        changed(CARE_PLAN, ("text", "div"), DIV % '<p onclick="a">a</p>'),
        "txt-1",
        "CarePlan.text.div",
    ),
    (
        "a narrative without content",
        changed(CARE_PLAN, ("text", "div"), DIV % " <br/>"),
        "txt-2",
        "CarePlan.text.div",
    ),
    (
        "a narrative that is no XHTML",
        changed(CARE_PLAN, ("text", "div"), "Gå till torget"),
        "xhtml",
        "CarePlan.text.div",
    ),
    (
        "an extension with value and extensions",
        changed(
            APPOINTMENT, ("_end", "extension", 0, "extension"), [{"url": "a", "valueCode": "b"}]
        ),
        "ext-1",
        "Appointment.end.extension[0]",
    ),
    (
        "an extension without a url",
        changed(APPOINTMENT, ("_end", "extension", 0, "url")),
        "required",
        "Appointment.end.extension[0].url",
    ),
    # -- invariants
    ("a detail without a measure", changed(GOAL, (*ITEM, "measure")), "gol-1", "Goal.target[0]"),
    (
        "an activity with reference and detail",
        changed(CARE_PLAN, ("activity", 1, "reference"), {"reference": "Task/a"}),
        "cpl-3",
        "CarePlan.activity[1]",
    ),
    (
        "a value and the reason it is absent",
        changed(WEIGHT, ("dataAbsentReason",), {"text": "a"}),
        "obs-6",
        "Observation",
    ),
    (
        "a component with the code of its observation",
        changed(
            changed(BLOOD_PRESSURE, ("component", 0, "code"), coded("http://loinc.org", "85354-9")),
            ("valueString",),
            "a",
        ),
        "obs-7",
        "Observation",
    ),
    (
        "an empty reference range",
        changed(WEIGHT, ("referenceRange", 0), {"id": "a"}),
        "obs-3",
        "Observation.referenceRange[0]",
    ),
    (
        "a vital sign to the month",
        changed(BLOOD_PRESSURE, ("effectiveDateTime",), "2025-02"),
        "vs-1",
        "Observation",
    ),
    (
        "a vital sign without a value",
        changed(BLOOD_PRESSURE, ("component",)),
        "vs-2",
        "Observation",
    ),
    (
        "a component of a vital sign without a value",
        changed(BLOOD_PRESSURE, ("component", 0, "valueQuantity")),
        "vs-3",
        "Observation",
    ),
    (
        "a vital sign without a subject",
        changed(BLOOD_PRESSURE, ("subject",)),
        "vitalsigns",
        "Observation",
    ),
    (
        "a period that ends before it starts",
        changed(CARE_PLAN, ("period", "end"), "2025-02"),
        "per-1",
        "CarePlan.period",
    ),
    (
        "a unit code without its system",
        changed(GOAL, (*QUANTITY, "system")),
        "qty-3",
        "Goal.target[0].detailQuantity",
    ),
    ("an end without a start", changed(APPOINTMENT, ("start",)), "app-2", "Appointment"),
    (
        "a booked appointment without times",
        changed(changed(APPOINTMENT, ("start",)), ("_end",)),
        "app-3",
        "Appointment",
    ),
    ("a consent without a policy", changed(CONSENT, ("policy",)), "ppc-1", "Consent"),
    ("a consent without a patient", changed(CONSENT, ("patient",)), "consent-patient", "Consent"),
    (
        "a reason for a list that is not empty",
        changed(LIST, ("emptyReason",), {"text": "a"}),
        "lst-1",
        "List",
    ),
    (
        "who a relative stands for",
        changed(CARE_TEAM, ("participant", 0, "member"), {"reference": "RelatedPerson/a"}),
        "ctm-1",
        "CareTeam.participant[0]",
    ),
    # -- Bundles
    (
        "a transaction without a request",
        changed(TRANSACTION, ("entry", 0, "request")),
        "bdl-3",
        "Bundle",
    ),
    ("a history without a response", changed(HISTORY, ("entry", 0, "response")), "bdl-4", "Bundle"),
    ("a fullUrl twice", changed(TRANSACTION, ("entry", 1, "fullUrl"), UUID), "bdl-7", "Bundle"),
    (
        "a fullUrl with a version",
        changed(HISTORY, ("entry", 0, "fullUrl"), "https://a.example/Goal/1/_history/2"),
        "bdl-8",
        "Bundle.entry[0]",
    ),
    ("a total of a transaction", changed(TRANSACTION, ("total",), 1), "bdl-1", "Bundle"),
]


@pytest.mark.parametrize("resource", VALID.values(), ids=VALID.keys())
def test_a_valid_resource_has_no_finding(resource: Resource) -> None:
    assert check(resource) == ()
    assert is_valid(resource)


@pytest.mark.parametrize(
    ("resource", "rule", "place"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_planted_fault_is_found_at_its_place(resource: Resource, rule: str, place: str) -> None:
    found = {(finding.expression, finding.rule) for finding in check(resource)}
    assert (place, rule) in found
    assert not is_valid(resource)


def test_all_faults_are_named_at_once() -> None:
    goal = {
        "resourceType": "Goal",
        "lifecycleStatus": "ongoing",
        "description": {"text": ""},
        "startDate": "2025-02-30",
        "target": [{"detailString": "a", "dueDate": 7}],
    }
    assert [(finding.expression, finding.rule) for finding in check(goal)] == [
        ("Goal.lifecycleStatus", "binding"),
        ("Goal.description.text", "empty"),
        ("Goal.startDate", "primitive-date"),
        ("Goal.target[0].dueDate", "type"),
        ("Goal.target[0]", "gol-1"),
        ("Goal.subject", "required"),
    ]


def test_a_finding_says_what_was_expected_and_only_the_shape_of_what_stands_there() -> None:
    (finding,) = check(changed(GOAL, ("startDate",), "19121212-1212"))
    assert finding.message.endswith("found the shape 99999999-9999")
    assert "1912" not in str(finding)


def test_a_finding_names_the_codes_when_they_are_few_and_their_value_set_when_not() -> None:
    (few,) = check(changed(CARE_PLAN, ("intent",), "wish"))
    (many,) = check(changed(CAPABILITIES, ("rest", 0, "resource", 0, "type"), "Aim"))
    assert few.expected == "one of option, order, plan, proposal"
    assert many.expected == "a code of the value set resource-types"


def test_a_reference_by_search_is_valid_where_a_transaction_is_meant() -> None:
    goal = changed(GOAL, ("subject",), {"reference": "Patient?identifier=a|b"})
    assert not is_valid(goal)
    assert is_valid(goal, conditional=True)
    assert check(goal, conditional=True) == ()


def test_a_batch_may_not_refer_by_search() -> None:
    batch = changed(TRANSACTION, ("type",), "batch")
    assert [finding.rule for finding in check(batch)] == ["ref-conditional"]
    assert not is_valid(batch)


def test_blank_text_is_a_warning_and_leaves_the_resource_valid() -> None:
    plan = changed(CARE_PLAN, ("title",), " \n")
    assert [(found.rule, found.severity) for found in check(plan)] == [("blank", Severity.WARNING)]
    assert is_valid(plan)


def test_an_item_of_the_problem_list_without_a_status_is_a_warning() -> None:
    category = "http://terminology.hl7.org/CodeSystem/condition-category"
    condition = changed(CONDITION, ("category",), [coded(category, "problem-list-item")])
    del condition["clinicalStatus"]
    assert [found.rule for found in check(condition)] == ["con-3"]
    assert is_valid(condition)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("required", "required"),
        ("binding", "code-invalid"),
        ("unknown-element", "structure"),
        ("primitive-date", "value"),
        ("ref-target", "value"),
        ("ref-1", "invariant"),
        ("gol-1", "invariant"),
    ],
)
def test_a_finding_has_the_issue_type_of_its_rule(rule: str, code: str) -> None:
    found = {finding.rule: finding.code for row in FAULTS for finding in check(row[1])}
    assert found[rule] == code


@pytest.mark.parametrize("value", [None, True, 7, "Goal", ["Goal"], {}])
def test_what_is_no_resource_is_refused(value: object) -> None:
    document = json.loads(json.dumps({"resourceType": "Bundle", "type": "collection"}))
    document["entry"] = [{"resource": value}]
    assert not is_valid(document)


def test_no_fault_is_planted_twice() -> None:
    names = [row[0] for row in FAULTS]
    assert len(set(names)) == len(names)
