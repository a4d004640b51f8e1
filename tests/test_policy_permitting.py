"""May this cross: the facts gathered from enrolment, block service, consents, labels and record."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.endpoints.memory import MemoryServer
from adapter.errors import NotKnown, Unreachable
from adapter.usecases.block_sources import FileBlocks, NoneKept, NoService, ServerBlocks
from adapter.usecases.enrolment import Terms, enrol
from adapter.usecases.permitting import NO, permitted, person_permitted, viewable
from adapter.usecases.standing import Standing, standing_of, tables
from adapter.usecases.why import why
from adapter.values import (
    AccessDecision,
    Actor,
    Answer,
    Block,
    ConsentBasis,
    ConsentFacts,
    End,
    EndpointKind,
    EndpointSettings,
    Enrolment,
    Grade,
    Grantor,
    PersonFacts,
    Reader,
    Reason,
    Ref,
    Resource,
    Route,
    Seen,
    Told,
    Verdict,
)
from mappings.codes.systems import (
    ACCOUNTABLE,
    BLOCK_COMPARISON_TIME,
    CAREPLAN_TYPE,
    HSA_ID,
    PATIENT_ACCESS,
    SOCIAL_INTERVENTION,
    SOURCE_FLAG,
    V3_ACT_CODE,
    V3_CONFIDENTIALITY,
)
from mappings.fhir import datatypes as dt
from mappings.fhir.values import Identifier
from mappings.record import Area
from tests.test_policy_consents import answer, block_consent, reservation, xml_block
from tests.world import ANNA, World, make_world

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
REGION, TOWN = "SE2321000016-A", "SE2120001850-B"
WARD = "SE2321000016-WARD"


def side(name: str, party: str | None, area: Area | None = None) -> EndpointSettings:
    return EndpointSettings(
        name=name,
        kind=EndpointKind.FHIR,
        url=f"https://{name}.example/fhir",
        party=None if party is None else Identifier(system=HSA_ID, value=party),
        area=area,
    )


ROUTE = Route(
    name="plans",
    here=side("region", REGION),
    there=side("municipality", TOWN),
    basis="consent-osl",
)
ENROLMENT = Enrolment(
    route="plans",
    handle="p-1",
    person=ANNA,
    basis="consent-osl",
    decided_by="SE1",
    start="2026-01-01",
    consent="paper 7",
)
STANDING = Standing(route=ROUTE, at=NOW, enrolment=ENROLMENT, blocks=(), protected=NO)


def plan(kind: str | None = "SIP", **more: Any) -> Resource:  # noqa: ANN401
    category = [] if kind is None else [{"coding": [{"system": CAREPLAN_TYPE, "code": kind}]}]
    return {"resourceType": "CarePlan", "category": category, **more}


GOAL: Resource = {"resourceType": "Goal", "meta": {"lastUpdated": "2026-11-01T10:00:00Z"}}


def why_not(decision: AccessDecision) -> tuple[Verdict, Reason]:
    return decision.verdict, decision.reason


def test_with_everything_in_order_it_may_cross_in_both_directions() -> None:
    for to in End:
        for record in (plan(), GOAL):
            assert permitted(STANDING, record, to).allows
    assert person_permitted(STANDING).allows


# -- the person -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "verdict", "reason"),
    [
        ({"enrolment": None}, Verdict.NOTHING, Reason.NOT_ENROLLED),
        (
            {"enrolment": replace(ENROLMENT, suspended="moved")},
            Verdict.NOTHING,
            Reason.NOT_ENROLLED,
        ),
        (
            {"enrolment": replace(ENROLMENT, end="2026-11-23")},
            Verdict.NOTHING,
            Reason.NOT_ENROLLED,
        ),
        (
            {"enrolment": replace(ENROLMENT, start="2026-11-25")},
            Verdict.NOTHING,
            Reason.NOT_ENROLLED,
        ),
        ({"enrolment": replace(ENROLMENT, consent=None)}, Verdict.NOTHING, Reason.NO_CONSENT),
        ({"blocks": None}, Verdict.NOTHING, Reason.BLOCK_SERVICE_SILENT),
        ({"protected": Answer(Told.TRUE)}, Verdict.HOLD, Reason.PROTECTED_IDENTITY),
        ({"protected": Answer(Told.ABSENT)}, Verdict.HOLD, Reason.NO_REGISTER),
        ({"protected": Answer(Told.UNKNOWN)}, Verdict.HOLD, Reason.REGISTER_SILENT),
        ({"held": Answer(Told.TRUE, Reason.DECEASED)}, Verdict.HOLD, Reason.DECEASED),
        (
            {"route": replace(ROUTE, basis="svod-direct")},
            Verdict.NOTHING,
            Reason.DIRECT_ACCESS_IS_NO_BASIS,
        ),
        (
            {"enrolment": replace(ENROLMENT, basis="break-glass")},
            Verdict.NOTHING,
            Reason.BREAK_GLASS_IS_NO_BASIS,
        ),
        ({"route": replace(ROUTE, basis="because")}, Verdict.NOTHING, Reason.NO_BASIS),
    ],
)
def test_before_anything_is_asked_for_the_person_is_decided_on(
    changed: dict[str, Any], verdict: Verdict, reason: Reason
) -> None:
    standing = replace(STANDING, **changed)
    assert why_not(person_permitted(standing)) == (verdict, reason)
    assert why_not(permitted(standing, plan(), End.THERE)) == (verdict, reason)


def consent(**changed: Any) -> ConsentFacts:  # noqa: ANN401
    made = ConsentFacts(
        id="c",
        person="p-1",
        basis=ConsentBasis.PERSON,
        start="2026-01-01",
        by="SE1",
        at="2026-01-01T00:00:00Z",
    )
    return replace(made, **changed)


def test_a_registered_consent_goes_before_what_the_enrolment_names() -> None:
    ended = replace(STANDING, consents=(consent(ended="2026-05-01"),))
    assert why_not(person_permitted(ended)) == (Verdict.NOTHING, Reason.NO_CONSENT)
    anew = replace(ended, consents=(*ended.consents, consent(id="d")))
    assert person_permitted(anew).allows
    grown = replace(
        STANDING, consents=(consent(basis=ConsentBasis.GUARDIAN),), of_age=date(2026, 11, 24)
    )
    assert why_not(person_permitted(grown)) == (Verdict.HOLD, Reason.COME_OF_AGE)


# -- kinds and services ---------------------------------------------------------------------------


def test_a_route_carries_the_kinds_of_plan_of_the_enrolment_alone() -> None:
    narrow = replace(STANDING, enrolment=replace(ENROLMENT, plan_kinds=("SIP",)))
    assert permitted(narrow, plan("SIP"), End.THERE).allows
    assert permitted(narrow, GOAL, End.THERE, plans=[plan("SIP")]).allows
    for record, plans in [(plan("VP"), []), (plan(None), []), (GOAL, []), (GOAL, [plan("VP")])]:
        decision = permitted(narrow, record, End.THERE, plans=plans)
        assert why_not(decision) == (Verdict.NOTHING, Reason.KIND_OUT_OF_SCOPE)


def svod(**changed: Any) -> Standing:  # noqa: ANN401
    route = replace(ROUTE, basis="svod-disclosure")
    enrolment = replace(ENROLMENT, basis="svod-disclosure")
    return replace(STANDING, route=route, enrolment=enrolment, **changed)


def keyed(resource: Resource, area: str = "social") -> Resource:
    parts = [
        dt.extension("careGiver", valueReference={"identifier": {"value": TOWN}}),
        dt.extension("careUnit", valueReference={"identifier": {"value": "SE2120001850-U"}}),
        dt.extension("area", valueCode=area),
    ]
    time = dt.extension(BLOCK_COMPARISON_TIME, valueDateTime="2026-10-01T10:00:00+02:00")
    return {**resource, "extension": [dt.complex_extension(ACCOUNTABLE, parts), time]}


def service(*codes: str) -> Resource:
    coding = [{"system": SOCIAL_INTERVENTION, "code": code} for code in codes]
    return {"resourceType": "ServiceRequest", "code": {"coding": coding}}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (keyed(plan("GP")), Reason.PERMITTED),
        (keyed(service("home-help")), Reason.PERMITTED),
        (keyed(service("financial-assistance")), Reason.KIND_OUT_OF_SCOPE),
        (keyed(service("home-help", "compulsory-care-of-the-young")), Reason.KIND_OUT_OF_SCOPE),
        (keyed(service("something-new")), Reason.KIND_OUT_OF_SCOPE),
        (keyed(service()), Reason.KIND_OUT_OF_SCOPE),
        (keyed(service(), "health"), Reason.PERMITTED),
        (keyed(service("without-assessment")), Reason.NEEDS_LEGAL_DECISION),
        (keyed(plan("patientkontrakt")), Reason.KIND_OUT_OF_SCOPE),
        (keyed(plan("SPLPTLRV")), Reason.NEEDS_LEGAL_DECISION),
    ],
)
def test_of_social_services_only_what_is_listed_leaves(record: Resource, reason: Reason) -> None:
    decision = permitted(svod(), record, End.HERE, plans=[plan("GP")])
    assert decision.reason is reason
    assert decision.allows is (reason is Reason.PERMITTED)


@given(st.text(min_size=1, max_size=20))
def test_no_unlisted_service_leaves(code: str) -> None:
    listed = {row.code for row in tables().interventions if row.covered is Told.TRUE}
    decision = permitted(svod(), keyed(service(code)), End.HERE, plans=[plan("GP")])
    assert decision.allows is (code in listed)


@pytest.mark.parametrize(
    ("day", "reason"),
    [("2025-06-30", Reason.KIND_OUT_OF_SCOPE), ("2025-07-01", Reason.NEEDS_LEGAL_DECISION)],
)
def test_the_law_of_the_day_decides(day: str, reason: Reason) -> None:
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    standing = replace(
        svod(at=at), enrolment=replace(ENROLMENT, basis="svod-disclosure", start="2025-01-01")
    )
    record = keyed(service("without-assessment"))
    assert permitted(standing, record, End.HERE, plans=[plan("GP")]).reason is reason


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_without_block_keys_nothing_is_shared_where_the_law_asks_for_them(gone: int) -> None:
    record = keyed(plan("GP"))
    assert permitted(svod(), record, End.HERE).allows
    if gone == 2:
        del record["extension"][1]
    else:
        del record["extension"][0]["extension"][gone]
    standing = (
        svod() if gone else replace(svod(), route=replace(svod().route, there=side("m", None)))
    )
    decision = permitted(standing, record, End.HERE)
    assert why_not(decision) == (Verdict.NOTHING, Reason.BLOCK_KEYS_MISSING)


def test_care_and_social_services_of_one_authority_are_two() -> None:
    route = replace(
        ROUTE,
        basis="same-authority",
        here=side("care", TOWN, Area.HEALTH),
        there=side("social", TOWN, Area.SOCIAL),
    )
    standing = replace(STANDING, route=route, enrolment=replace(ENROLMENT, basis="same-authority"))
    decision = permitted(standing, GOAL, End.THERE)
    assert why_not(decision) == (Verdict.NOTHING, Reason.ANOTHER_AREA)
    assert permitted(standing, keyed(GOAL, "social"), End.THERE).allows
    open_end = replace(route, there=side("both", TOWN))
    assert permitted(replace(standing, route=open_end), GOAL, End.THERE).allows


# -- blocks, reservations, labels, types ----------------------------------------------------------


def test_a_block_of_the_owner_hides_a_record_wherever_it_stands() -> None:
    blocked = replace(STANDING, blocks=(Block(id="b", care_giver=REGION),))
    refused = (Verdict.NOTHING, Reason.BLOCKED)
    assert why_not(permitted(blocked, GOAL, End.THERE)) == refused
    assert permitted(blocked, GOAL, End.HERE).allows
    assert permitted(blocked, GOAL, End.THERE, owner=End.THERE).allows
    assert person_permitted(blocked).allows


def test_a_lift_for_a_unit_of_theirs_does_not_open_what_a_job_would_send() -> None:
    lifted = Block(id="b", care_giver=REGION, since=NOW - timedelta(days=1))
    assert not permitted(replace(STANDING, blocks=(lifted,)), GOAL, End.THERE).allows


@pytest.mark.parametrize(
    ("system", "code", "verdict", "reason"),
    [
        (V3_ACT_CODE, "NOREUSE", Verdict.NOTHING, Reason.ONWARD_OBJECTION),
        (V3_ACT_CODE, "NORELINK", Verdict.NOTHING, Reason.LABELLED),
        (V3_ACT_CODE, "DELAU", Verdict.NOTHING, Reason.LABELLED),
        (V3_CONFIDENTIALITY, "V", Verdict.HOLD, Reason.LABELLED),
        (V3_CONFIDENTIALITY, "R", Verdict.ALLOW, Reason.PERMITTED),
        (SOURCE_FLAG, "nhn-is-blocked", Verdict.NOTHING, Reason.RESERVED),
        (SOURCE_FLAG, "nhn-has-reservation-kjernejournal", Verdict.HOLD, Reason.RESERVED),
        (SOURCE_FLAG, "kl-no-consent", Verdict.NOTHING, Reason.NO_CONSENT),
        (SOURCE_FLAG, "unheard-of", Verdict.HOLD, Reason.HELD),
        ("urn:x", "unheard-of", Verdict.ALLOW, Reason.PERMITTED),
    ],
)
def test_labels_and_flags_of_a_record_count(
    system: str, code: str, verdict: Verdict, reason: Reason
) -> None:
    record = {**GOAL, "meta": {"security": [{"system": system, "code": code}]}}
    assert why_not(permitted(STANDING, record, End.THERE)) == (verdict, reason)


def test_of_several_labels_the_strictest_counts() -> None:
    labels = [
        {"system": SOURCE_FLAG, "code": "nhn-has-reservation-kjernejournal"},
        {"system": V3_ACT_CODE, "code": "NOREUSE"},
    ]
    for held in (labels, labels[::-1]):
        record = {**GOAL, "meta": {"security": held}}
        decision = permitted(STANDING, record, End.THERE)
        assert why_not(decision) == (Verdict.NOTHING, Reason.ONWARD_OBJECTION)


def test_a_reservation_holds_against_the_receiver_that_it_names() -> None:
    reserved = replace(STANDING, reservations=(reservation(),))
    assert permitted(reserved, GOAL, End.THERE).allows
    decision = permitted(reserved, GOAL, End.HERE)
    assert why_not(decision) == (Verdict.NOTHING, Reason.RESERVED)
    nobody = replace(reserved, route=replace(ROUTE, here=side("region", None)))
    assert why_not(permitted(nobody, GOAL, End.HERE)) == (Verdict.HOLD, Reason.RESERVED)


def test_a_type_that_the_route_does_not_list_stays() -> None:
    decision = permitted(STANDING, {"resourceType": "Flag"}, End.THERE)
    assert why_not(decision) == (Verdict.NOTHING, Reason.NOT_IN_FIELD_LIST)


# -- readers --------------------------------------------------------------------------------------

NURSE = Reader(
    actor=Actor(care_giver=TOWN, care_unit="U-1"),
    relation=Told.TRUE,
    relevance=Told.TRUE,
    consent=Told.TRUE,
)


def test_a_reader_needs_a_relation_that_it_matters_and_consent() -> None:
    assert viewable(STANDING, GOAL, NURSE).allows
    for name in ("relation", "relevance", "consent"):
        for told in (Told.FALSE, Told.UNKNOWN, Told.ABSENT):
            changed: dict[str, Any] = {name: told}
            assert not viewable(STANDING, GOAL, replace(NURSE, **changed)).allows


def test_a_reader_may_read_where_it_is_what_no_job_may_copy() -> None:
    route = replace(ROUTE, basis="svod-direct")
    direct = replace(STANDING, route=route, enrolment=replace(ENROLMENT, basis="svod-direct"))
    assert viewable(direct, GOAL, NURSE).allows
    assert not permitted(direct, GOAL, End.THERE).allows


def test_of_one_block_or_fifty_a_reader_learns_the_same() -> None:
    told = {
        viewable(replace(STANDING, blocks=blocks), GOAL, NURSE)
        for blocks in (
            (Block(id="b", care_giver=REGION),),
            tuple(Block(id=f"b{i}", understood=False) for i in range(50)),
            None,
        )
    }
    assert len(told) == 1
    assert next(iter(told)).verdict is Verdict.BLOCKED_EXISTS


@pytest.mark.parametrize(
    ("labels", "verdict"),
    [
        ([(PATIENT_ACCESS, "approved-for-patient")], Verdict.ALLOW),
        ([(V3_ACT_CODE, "NOPATIENT")], Verdict.NOTHING),
        ([(V3_ACT_CODE, "NOPATIENT"), (PATIENT_ACCESS, "approved-for-patient")], Verdict.NOTHING),
        ([], Verdict.HOLD),
    ],
)
def test_the_person_sees_what_was_approved_and_no_block_hides_it(
    labels: list[tuple[str, str]], verdict: Verdict
) -> None:
    security = [{"system": system, "code": code} for system, code in labels]
    blocked = replace(STANDING, blocks=(Block(id="b", understood=False),))
    decision = viewable(blocked, {**GOAL, "meta": {"security": security}}, Reader(actor=None))
    assert decision.verdict is verdict


# -- asking, and where blocks come from -----------------------------------------------------------


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    settings = made.context.settings
    route = replace(
        settings.routes["plans"], here=side("region", REGION), there=side("municipality", TOWN)
    )
    made.context = replace(
        made.context,
        settings=replace(settings, routes={**settings.routes, "plans": route}),
        blocks=NoneKept(),
    )
    return made


def enrolment(world: World) -> Enrolment:
    enrol(world.context, "plans", ANNA, Terms(decided_by="SE1"))
    (found,) = world.context.store.enrolments("plans")
    return found


def test_what_is_known_of_a_person_is_asked_once(world: World) -> None:
    route = world.context.settings.routes["plans"]
    found = standing_of(world.context, route, enrolment(world), protected=NO)
    assert (found.blocks, found.consents) == ((), ())
    silent = replace(world.context, blocks=NoService())
    assert standing_of(silent, route, enrolment(world)).blocks is None
    assert standing_of(world.context, route, None).blocks is None


def test_where_nobody_is_named_nobody_can_say_that_nothing_is_blocked() -> None:
    with pytest.raises(Unreachable):
        NoService().of(ANNA)
    assert NoneKept().of(ANNA) == ()


class Broken(MemoryServer):
    """A server that gives up in the middle of its answer."""

    def search(self, kind: str, query: Any) -> Iterator[Seen]:  # noqa: ANN401
        if kind != "Patient":
            raise Unreachable(self.name, "cut off", 502)
        return super().search(kind, query)


def registered(server: MemoryServer, *consents: Resource) -> None:
    held = {"system": ANNA.system, "value": ANNA.value}
    patient: Resource = {"resourceType": "Patient", "identifier": [held]}
    ref = server.create(patient, if_none_exist=None)[0].ref
    for each in consents:
        theirs = {**each, "patient": {"reference": str(ref), **each["patient"]}}
        server.create(theirs, if_none_exist=None)


def test_the_consents_on_a_block_service_are_the_blocks() -> None:
    server = MemoryServer("blocks")
    registered(server, block_consent(), {**block_consent(), "status": "inactive"})
    (found,) = ServerBlocks(server).of(ANNA)
    assert (found.care_giver, found.set_by) == (REGION, Grantor.PATIENT)
    assert ServerBlocks(MemoryServer("blocks")).of(ANNA) == ()


def test_a_block_service_that_breaks_off_or_knows_two_says_nothing() -> None:
    broken = Broken("blocks")
    registered(broken)
    two = MemoryServer("blocks")
    registered(two)
    registered(two)
    for server in (broken, two):
        with pytest.raises(Unreachable) as error:
            ServerBlocks(server).of(ANNA)
        assert ANNA.value not in str(error.value)


def test_blocks_are_read_from_a_file_or_a_folder_anew_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "blocks"
    folder.mkdir()
    source = FileBlocks(folder)
    assert source.of(ANNA) == ()
    (folder / "answer.xml").write_bytes(answer(xml_block()))
    (folder / ".part").write_text("not yet whole", encoding="utf-8")
    (folder / "one.json").write_text(json.dumps(block_consent()), encoding="utf-8")
    other = {**block_consent(), "patient": {"identifier": {"value": "191212121212"}}}
    nobodys = {**block_consent("416409005", WARD), "patient": {"reference": "Patient/1"}}
    ended = {**block_consent(), "status": "inactive"}
    entries = [{"resource": each} for each in (other, nobodys, ended)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    (folder / "two.json").write_text(json.dumps(bundle), encoding="utf-8")
    found = source.of(ANNA)
    assert [(each.care_giver, each.care_unit) for each in found] == [
        (REGION, None),
        (REGION, None),
        (None, WARD),
    ]
    (folder / "answer.xml").write_bytes(answer(xml_block(), xml_block("Inner")))
    assert len(source.of(ANNA)) == 4
    assert source.of(ANNA) == source.of(ANNA)
    (folder / "two.json").unlink()
    assert len(source.of(ANNA)) == 3
    assert len(FileBlocks(folder / "answer.xml").of(ANNA)) == 2


@pytest.mark.parametrize(
    "data",
    [
        "",
        "value;block",
        "<html/>",
        "{",
        "[]",
        '{"resourceType": "Patient"}',
        '{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"}}]}',
        '{"resourceType": "Bundle", "entry": ["x"]}',
        '<!DOCTYPE a [<!ENTITY x "y">]><GetBlocksResponse/>',
    ],
)
def test_a_file_of_blocks_that_can_not_be_read_blocks_everything(data: str, tmp_path: Path) -> None:
    file = tmp_path / "blocks"
    file.write_text(data, encoding="utf-8")
    for path in (file, tmp_path / "nowhere"):
        with pytest.raises(Unreachable):
            FileBlocks(path).of(ANNA)


# -- why ------------------------------------------------------------------------------------------


def goal(world: World, identifier_of_goal: str = "", **more: Any) -> str:  # noqa: ANN401
    patient = world.patient(world.region, ANNA, **more)
    made: Resource = {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "Gå till sjön"},
        "subject": {"reference": str(patient)},
    }
    if identifier_of_goal:
        made["identifier"] = [{"system": "urn:a", "value": identifier_of_goal}]
    return str(world.region.create(made, if_none_exist=None)[0].ref)


def test_why_a_record_may_not_cross_is_told_step_by_step(world: World) -> None:
    enrolment(world)
    route = world.context.settings.routes["plans"]
    found = why(world.context, route, goal(world), None, None)
    assert (found.to, found.decision.reason) == ("municipality", Reason.NO_CONSENT)
    asked = [step.question.value for step in found.steps]
    assert asked == [
        *("basis", "kind", "enrolled", "protected", "blocked", "objection", "held", "consent"),
        *("label", "fields"),
    ]
    assert all(step.rule is not None and step.rule.source for step in found.steps)
    assert ANNA.value not in repr(found)


def test_why_knows_nobody_and_marks_that_protect(world: World) -> None:
    route = world.context.settings.routes["plans"]
    marked = {"security": [{"system": V3_CONFIDENTIALITY, "code": "V"}]}
    name = goal(world, meta=marked)
    assert why(world.context, route, name, "region", None).decision.reason is Reason.NOT_ENROLLED
    enrolment(world)
    found = why(world.context, route, name, None, NURSE)
    assert found.to is None
    assert why_not(found.decision) == (Verdict.HOLD, Reason.PROTECTED_IDENTITY)


def test_a_block_that_a_guardian_set_is_pointed_out(world: World) -> None:
    enrolment(world)

    class Guarded:
        def of(self, _person: Identifier) -> tuple[Block, ...]:
            return (Block(id="b", care_giver=REGION, set_by=Grantor.GUARDIAN),)

    context = replace(world.context, blocks=Guarded())
    route = context.settings.routes["plans"]
    assert why(context, route, goal(world), None, None).flagged


def test_what_comes_from_documents_is_decided_towards_the_server(world: World) -> None:
    route = world.context.settings.routes["documents"]
    found = why(world.context, route, goal(world), None, None)
    assert (found.to, found.decision.reason) == ("region", Reason.NOT_ENROLLED)


@pytest.mark.parametrize(
    ("name", "endpoint"),
    [("Goal", None), ("Goal/", None), ("Goal/404", None), ("Goal/1", "nowhere")],
)
def test_what_is_not_there_is_told(name: str, endpoint: str | None, world: World) -> None:
    route = world.context.settings.routes["plans"]
    with pytest.raises(NotKnown):
        why(world.context, route, name, endpoint, None)


class Register:
    """A register of persons that says one thing of everybody."""

    def __init__(self, **facts: Any) -> None:  # noqa: ANN401
        self.facts = facts

    def look_up(self, person: Identifier) -> PersonFacts | None:
        return PersonFacts(person=person, **self.facts)


@pytest.mark.parametrize(
    ("facts", "verdict", "reason"),
    [
        ({"deceased": True}, Verdict.HOLD, Reason.DECEASED),
        ({"grade": Grade.CONFIDENTIAL}, Verdict.HOLD, Reason.PROTECTED_IDENTITY),
        ({}, Verdict.NOTHING, Reason.NO_CONSENT),
    ],
)
def test_why_knows_what_the_register_says(
    facts: dict[str, Any], verdict: Verdict, reason: Reason, world: World
) -> None:
    enrolment(world)
    context = replace(world.context, persons=Register(**facts))
    route = context.settings.routes["plans"]
    found = why(context, route, goal(world), None, None)
    assert why_not(found.decision) == (verdict, reason)


def test_why_goes_by_whose_record_it_is_wherever_it_stands(world: World) -> None:
    """What came from the municipality is not hidden by a block on what the region wrote."""

    class Blocked:
        def of(self, _person: Identifier) -> tuple[Block, ...]:
            return (Block(id="b", care_giver=REGION),)

    enrolment(world)
    context = replace(world.context, blocks=Blocked())
    route = context.settings.routes["plans"]
    name = goal(world, identifier_of_goal="g-1")
    assert why(context, route, name, None, None).decision.reason is Reason.BLOCKED
    ref = Ref(*name.split("/"))
    context.store.link("municipality", "Goal|urn:a|g-1", ref, origin="municipality")
    assert why(context, route, name, None, None).decision.reason is Reason.NO_CONSENT
