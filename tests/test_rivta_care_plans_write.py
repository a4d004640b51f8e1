"""Written GetCarePlans answers: valid, complete within the scope, and honest about the rest."""

import base64
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from adapter.codec.xml_door import read_xml, write_xml
from mappings import catalog
from mappings.attachment import AttachmentRecord
from mappings.codes.systems import HSA_ID, PERSONNUMMER, V3_CONFIDENTIALITY
from mappings.fhir.labels import FOR_PATIENT, NOPATIENT
from mappings.fhir.values import Coding, Concept, ContactPoint, Identifier, Name, Reference
from mappings.formats.rivta.readable import MARK
from mappings.formats.rivta.values import hsa, source_uri
from mappings.formats.rivta_care_plans_write import IN_TEXT, write
from mappings.goal import GoalRecord, Voice
from mappings.patient_contract import ContractRecord, PlanKind
from mappings.provenance import AttestationRecord, Stand
from mappings.record import Accountable, LeftOut, Record, Written
from mappings.safety_notice import SafetyNotice
from mappings.staff import StaffRecord, UnitRecord
from tests.plo_support import Outcome
from tests.rivta_schema import CARE_PLANS, invalid
from tests.rivta_support import read
from tests.strategies import attachment, common, patient_contract, provenance, staff
from tests.strategies.records import any_record
from tests.strategies.rivta import answers

SYSTEM = Identifier(system=HSA_ID, value="SE2321000016-TEST1")
PERSON = Identifier(system=PERSONNUMMER, value="191212121212")
WRITTEN_AT = "2024-06-12T10:30:00+02:00"


def own(value: str) -> Identifier:
    return Identifier(system="https://viktigt.example/fhir/id/test", value=value)


def contract(**changes: Any) -> ContractRecord:  # noqa: ANN401
    facts: dict[str, Any] = {
        "id": own("plan"),
        "person": PERSON,
        "accountable": Accountable(comparison_time=WRITTEN_AT),
        "labels": (FOR_PATIENT,),
        "source": source_uri(SYSTEM),
        "kind": PlanKind.SIP,
        "status": "unknown",
        "intent": "plan",
    }
    return ContractRecord(**(facts | changes))


def document(words: str = "En text.", **changes: Any) -> AttachmentRecord:  # noqa: ANN401
    facts: dict[str, Any] = {
        "id": own("document"),
        "person": PERSON,
        "status": "current",
        "media_type": "text/plain",
        "data": base64.b64encode(words.encode()).decode(),
    }
    return AttachmentRecord(**(facts | changes))


def holding(*documents: AttachmentRecord, **changes: Any) -> list[Record]:  # noqa: ANN401
    references = tuple(Reference(identifier=each.id) for each in documents)
    return [contract(supporting=references, **changes), *documents]


def back(written: Written) -> Outcome:
    data = write_xml(written.tree)
    assert not invalid(CARE_PLANS, data)
    return read(data)


def said(written: Written) -> set[tuple[str, str | None]]:
    return {(each.kind, each.field) for each in written.left_out}


def texts(written: Written) -> list[str]:
    """The plain texts of an answer."""
    return [
        base64.b64decode(node.child("value").text or "").decode()  # type: ignore[union-attr]
        for node in written.tree.walk()
        if node.name == "content" and node.child("mediaType").text == "text/plain"  # type: ignore[union-attr]
    ]


# -- laws ---------------------------------------------------------------------------------------


@given(answers)
def test_what_was_read_within_the_scope_comes_back_the_same_and_nothing_is_left_out(
    xml: str,
) -> None:
    first = read(xml).document
    assert first is not None
    written = write(first.records)
    assert written.left_out == ()
    second = back(written).document
    assert second is not None
    assert second.records == first.records


_times = st.one_of(common.instants(), st.just(WRITTEN_AT))
_sources = st.sampled_from((source_uri(SYSTEM), source_uri(hsa("SE2120000142-TEST1")), None))
_labels = st.sampled_from(((FOR_PATIENT,), (NOPATIENT,), (FOR_PATIENT, NOPATIENT), ()))


@st.composite
def packages(draw: st.DrawFn, others: st.SearchStrategy[list[Record]]) -> list[Record]:
    """A plan that can mostly be written, with its documents, staff and signature, and others."""
    documents = draw(st.lists(attachment.attachments, max_size=2, unique_by=lambda each: each.id))
    keys = draw(common.accountables)
    unit, member = draw(staff.units), draw(staff.staff)
    plan = replace(
        draw(patient_contract.contracts),
        accountable=replace(keys, comparison_time=draw(_times)),
        labels=draw(_labels),
        source=draw(_sources),
        withdrawn=False,
        supporting=tuple(Reference(identifier=each.id) for each in documents),
    )
    if draw(st.booleans()):
        plan = replace(plan, responsible=Reference(identifier=member.id))
        member = replace(member, organization=Reference(identifier=unit.id))
    signed = replace(
        draw(provenance.attestations),
        target=Reference(identifier=plan.id),
        stand=Stand.LEGAL_AUTHENTICATOR,
        agrees=True,
    )
    return [plan, *documents, member, unit, signed, *draw(others)]


@given(packages(st.lists(any_record, max_size=1)))
def test_every_record_is_written_or_reported_and_the_answer_is_valid(
    records: list[Record],
) -> None:
    # What is left out is told by id: two records of one id could not be told apart.
    assume(len({record.id for record in records}) == len(records))
    written = write(records)
    plans = [record for record in records if isinstance(record, ContractRecord)]
    lost = {each.record for each in written.left_out if each.field is None}
    found = back(written).document
    assert found is not None
    kept = [record for record in found.records if isinstance(record, ContractRecord)]
    assert len(kept) == len([plan for plan in plans if plan.id not in lost])
    in_scope = (ContractRecord, AttachmentRecord, AttestationRecord, StaffRecord, UnitRecord)
    assert {record.id for record in records if not isinstance(record, in_scope)} <= lost


@given(packages(st.just([])))
def test_what_is_not_reported_comes_back(records: list[Record]) -> None:
    plan = records[0]
    assert isinstance(plan, ContractRecord)
    written = write(records)
    reported = {each.field for each in written.left_out if each.record == plan.id}
    if None in reported:
        return
    found = back(written).document
    assert found is not None
    (kept, *_) = (each for each in found.records if isinstance(each, ContractRecord))
    _compare(plan, kept, reported - {None})
    lost = {each.record for each in written.left_out}
    held = {each.data for each in found.records if isinstance(each, AttachmentRecord)}
    own_documents = [each for each in records if isinstance(each, AttachmentRecord)]
    named = {each.identifier for each in plan.supporting}
    assert {each.data for each in own_documents if each.id in named - lost} <= held


def _compare(plan: ContractRecord, kept: ContractRecord, reported: set[str | None]) -> None:
    # An id is minted anew, the responsible is named by it, and a text stands for what was said.
    apart = {"id", "source_ids", "supporting", "responsible", "created", "accountable"}
    for name in set(ContractRecord.__dataclass_fields__) - apart - reported:
        assert getattr(kept, name) == getattr(plan, name), name
    if "created" not in reported:
        assert _instant(kept.created) == _instant(plan.created)
    if not {each for each in reported if (each or "").startswith("accountable")}:
        assert kept.accountable is not None
        assert plan.accountable is not None
        assert kept.accountable.care_unit == plan.accountable.care_unit
        assert kept.accountable.care_giver == plan.accountable.care_giver


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


# -- what the schema requires is never made up --------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"labels": ()}, "labels"),
        ({"labels": (FOR_PATIENT, Coding(system=V3_CONFIDENTIALITY, code="R"))}, "labels"),
        ({"accountable": None}, "accountable.comparison_time"),
        ({"accountable": Accountable()}, "accountable.comparison_time"),
        ({"accountable": Accountable(comparison_time="2024-06-12")},
         "accountable.comparison_time"),
        ({"accountable": Accountable(comparison_time="2024-06-12T10:00:00.5+02:00")},
         "accountable.comparison_time"),
        ({"accountable": Accountable(comparison_time="2024-10-27T02:30:00+01:00")},
         "accountable.comparison_time"),
        ({"accountable": Accountable(comparison_time="1812-10-27T02:30:00+01:00")},
         "accountable.comparison_time"),
        ({"source": None}, "source"),
        ({"source": "https://journal.example.org"}, "source"),
        ({"source": source_uri(hsa("SE1-\x01"))}, "source"),
        ({"person": Identifier(system="http://example.org/id", value="1")}, "person"),
        ({"kind": PlanKind.PATIENTKONTRAKT}, "kind"),
        ({"status": "entered-in-error"}, "status"),
        ({"withdrawn": True}, "status"),
    ],
)  # fmt: skip
def test_a_plan_without_what_the_schema_requires_is_left_out_with_the_reason(
    changes: dict[str, Any], names: str
) -> None:
    written = write([contract(**changes)])
    (found,) = written.left_out
    assert (found.kind, found.field) == ("ContractRecord", None)
    assert found.reason.startswith(f"{names}: ")
    assert back(written).resources == []


def test_a_source_that_is_named_by_an_oid_is_no_hsa_id() -> None:
    system = source_uri(Identifier(system="urn:oid:1.2.752.999.5", value="J1"))
    assert said(write([contract(source=system)])) == {("ContractRecord", None)}


def test_two_plans_under_one_document_id_are_one_plan() -> None:
    ids = (Identifier(system="https://viktigt.example/fhir/local/SE2321000016-TEST1/document",
                      value="SIP-1"),)  # fmt: skip
    one, two = contract(source_ids=ids), contract(id=own("other"), source_ids=ids)
    written = write([one, two])
    assert [each.record for each in written.left_out if each.field is None] == [two.id]
    assert back(written).document is not None


def test_a_plan_that_came_from_elsewhere_has_its_business_identifier_as_document_id() -> None:
    (found,) = back(write([contract()])).document.records[:1]  # type: ignore[union-attr]
    assert isinstance(found, ContractRecord)
    assert [each.value for each in found.source_ids] == ["plan"]


@pytest.mark.parametrize(
    ("labels", "approved"), [((FOR_PATIENT,), "true"), ((NOPATIENT, FOR_PATIENT), "false")]
)
def test_a_no_goes_before_a_yes(labels: tuple[Coding, ...], approved: str) -> None:
    written = write([contract(labels=labels)])
    (found,) = (node.text for node in written.tree.walk() if node.name == "approvedForPatient")
    assert found == approved


def test_the_same_plans_give_the_same_answer() -> None:
    assert write_xml(write([contract()]).tree) == write_xml(write([contract()]).tree)


# -- fields -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"created": "2024-06"}, "created"),
        ({"title": "Plan\x00"}, "title"),
        ({"status": "active"}, "status"),
        ({"intent": "order"}, "intent"),
        ({"agreement": "Vi gör så här."}, "agreement"),
        ({"encounter": Reference(display="Besök")}, "encounter"),
        ({"encounter": Reference(identifier=own("besök"))}, "encounter"),
        ({"participating": (Reference(display="Hemtjänsten"),)}, "participating"),
        ({"participating": (Reference(identifier=own("x")),)}, "participating"),
        ({"responsible": Reference(type="Organization", display="Region")}, "responsible"),
        ({"responsible": Reference(identifier=own("x"), display="Eva")}, "responsible"),
        ({"source_ids": (Identifier(system="urn:oid:1.2.3", value="1"),)}, "source_ids"),
        ({"goals": (Reference(identifier=own("g")),)}, "goals"),
        ({"language": "sv"}, "language"),
    ],
)  # fmt: skip
def test_a_field_without_a_place_is_reported_and_the_plan_written(
    changes: dict[str, Any], field: str
) -> None:
    written = write([contract(**changes)])
    assert ("ContractRecord", field) in said(written)
    assert len(back(written).resources) > 0


def test_a_unit_may_be_named_by_a_uuid() -> None:
    unit = Identifier(system="urn:uuid:d3cc3afd-310e-40c1-8e89-0342389c2f1f", value="1")
    written = write([contract(participating=(Reference(type="Organization", identifier=unit),))])
    assert written.left_out == ()
    (found,) = back(written).document.records[:1]  # type: ignore[union-attr]
    assert isinstance(found, ContractRecord)
    assert found.participating[0].identifier == unit


def test_a_professional_of_whom_there_is_only_a_reference_is_written_from_it() -> None:
    who = Reference(type="PractitionerRole", identifier=hsa("SE1-P"), display="Eva")
    (found,) = (
        each
        for each in back(write([contract(responsible=who)])).document.records  # type: ignore[union-attr]
        if isinstance(each, StaffRecord)
    )
    assert found.identifiers == (hsa("SE1-P"),)
    assert found.names == (Name(text="Eva"),)


def test_of_staff_and_units_the_first_of_each_goes_along_and_the_rest_is_reported() -> None:
    role = Concept(codings=(Coding(system="http://example.org/no-oid", code="1"),))
    unit = UnitRecord(
        id=own("unit"),
        person=PERSON,
        identifiers=(hsa("SE1-U"),),
        name="Enheten",
        contact_points=(
            ContactPoint(system="phone", value="1"),
            ContactPoint(system="phone", value="2"),
            ContactPoint(system="fax", value="3"),
        ),
        types=(role,),
    )
    member = StaffRecord(
        id=own("member"),
        person=PERSON,
        identifiers=(hsa("SE1-P"), own("x")),
        names=(Name(given=("Eva",), family="Exempel"),),
        roles=(role,),
        organization=Reference(identifier=unit.id),
    )
    written = write([contract(responsible=Reference(identifier=member.id)), member, unit])
    assert said(written) == {
        ("StaffRecord", "identifiers"),
        ("StaffRecord", "names"),
        ("StaffRecord", "roles"),
        ("UnitRecord", "contact_points"),
        ("UnitRecord", "types"),
    }
    assert [node.text for node in written.tree.walk() if node.name == "orgUnitTelecom"] == ["1"]


def test_a_role_in_words_is_written_in_words() -> None:
    member = StaffRecord(id=own("m"), person=PERSON, roles=(Concept(text="Kontaktperson"),))
    written = write([contract(responsible=Reference(identifier=member.id)), member])
    assert written.left_out == ()
    assert [node.text for node in written.tree.walk() if node.name == "originalText"] == [
        "Kontaktperson"
    ]


@pytest.mark.parametrize(
    ("where", "reported"),
    [
        (Reference(identifier=hsa("SE1-U"), display="Enheten"), set()),
        (Reference(display="Enheten"), set()),
        (Reference(identifier=own("x")), {("StaffRecord", "organization")}),
    ],
)
def test_a_unit_of_which_there_is_only_a_reference_is_written_from_it(
    where: Reference, reported: set[tuple[str, str]]
) -> None:
    plan = contract()
    member = StaffRecord(
        id=own("m"),
        person=PERSON,
        accountable=plan.accountable,
        source=plan.source,
        identifiers=(hsa("SE1-P"),),
        organization=where,
    )
    written = write([contract(responsible=Reference(identifier=hsa("SE1-P"))), member])
    assert said(written) == reported


def test_what_is_known_of_a_professional_elsewhere_does_not_go_into_the_plan() -> None:
    elsewhere = StaffRecord(
        id=own("m"), person=PERSON, identifiers=(hsa("SE1-P"),), names=(Name(text="Eva"),)
    )
    plan = contract(responsible=Reference(type="PractitionerRole", identifier=hsa("SE1-P")))
    written = write([plan, elsewhere])
    assert said(written) == {("StaffRecord", None)}
    assert "healthcareProfessionalName" not in {node.name for node in written.tree.walk()}


def signature(**changes: Any) -> AttestationRecord:  # noqa: ANN401
    facts: dict[str, Any] = {
        "id": own("signature"),
        "person": PERSON,
        "target": Reference(identifier=own("plan")),
        "stand": Stand.LEGAL_AUTHENTICATOR,
        "who": Reference(type="PractitionerRole", identifier=hsa("SE1-L"), display="Lars"),
        "occurred_at": WRITTEN_AT,
        "recorded": WRITTEN_AT,
    }
    return AttestationRecord(**(facts | changes))


@pytest.mark.parametrize(
    ("changes", "reported"),
    [
        ({}, set()),
        ({"who": Reference(display="Lars")}, set()),
        ({"words": "Med förbehåll."}, {("AttestationRecord", "words")}),
        ({"occurred_at": None}, {("AttestationRecord", "who")}),
        ({"occurred_at": "2024-06-12"},
         {("AttestationRecord", "who"), ("AttestationRecord", "recorded")}),
        ({"stand": Stand.ATTESTER}, {("AttestationRecord", None)}),
        ({"agrees": False}, {("AttestationRecord", None)}),
        ({"target": Reference(identifier=own("other"))}, {("AttestationRecord", None)}),
    ],
)  # fmt: skip
def test_one_signature_goes_along(
    changes: dict[str, Any], reported: set[tuple[str, str | None]]
) -> None:
    assert said(write([contract(), signature(**changes)])) == reported


def test_a_second_signature_is_reported() -> None:
    written = write([contract(), signature(), signature(id=own("second"))])
    assert said(written) == {("AttestationRecord", None)}


# -- documents and the readable text ------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "superseded"},
        {"media_type": "text/rtf"},
        {"data": None},
        {"data": "~~~"},
        {"data": "å"},
        {"data": base64.b64encode(b"x" * (100 * 1024 + 1)).decode()},
        {"data": None, "url": "urn:\x00"},
        {"media_type": "text/html", "data": base64.b64encode("gå".encode("latin-1")).decode()},
    ],
)
def test_a_document_without_a_place_is_reported_and_the_plan_gets_a_text(
    changes: dict[str, Any],
) -> None:
    written = write(holding(document(**changes)))
    assert ("AttachmentRecord", None) in said(written)
    assert [text.splitlines()[0] for text in texts(written)] == [MARK]
    back(written)


def test_html_is_written_without_what_acts() -> None:
    html = document("<p onclick='x()'>Gå ut</p>", media_type="text/html")
    written = write(holding(html))
    assert ("AttachmentRecord", "data") in said(written)
    assert "onclick" not in str([each.data for each in _contents(written)])


def _contents(written: Written) -> list[AttachmentRecord]:
    found = back(written).document
    assert found is not None
    return [each for each in found.records if isinstance(each, AttachmentRecord)]


def test_a_reference_goes_along_when_there_is_nothing_to_read() -> None:
    held = document(data=None, url="https://x.invalid/1")
    assert [each.url for each in _contents(write(holding(held)))] == ["https://x.invalid/1"]
    both = write(holding(document(url="https://x.invalid/1")))
    assert ("AttachmentRecord", "url") in said(both)


def test_a_plan_with_a_document_of_its_own_gets_no_other_text() -> None:
    assert texts(write(holding(document("Vårt eget ord.")))) == ["Vårt eget ord."]


def test_a_plan_that_holds_a_safety_notice_always_says_so() -> None:
    notice = SafetyNotice(sent_at="2024-06-01")
    own_text, added = texts(write(holding(document("Eget."), safety=notice)))
    assert own_text == "Eget."
    assert "läkemedel" in added
    assert "2024-06-01" in added


def test_a_plan_without_a_document_gets_a_readable_text_of_its_goals() -> None:
    goal = GoalRecord(
        id=own("goal"), person=PERSON, words="Gå till kyrkan.", voice=Voice.PERSON, status="active"
    )
    written = write([contract(goals=(Reference(identifier=goal.id),)), goal])
    (text,) = texts(written)
    assert text.startswith(MARK)
    assert "Gå till kyrkan. (personens eget mål, pågående)" in text
    assert written.left_out == (
        LeftOut(record=own("plan"), kind="ContractRecord", reason=IN_TEXT, field="goals"),
        LeftOut(record=goal.id, kind="GoalRecord", reason=IN_TEXT),
    )


def test_a_text_that_is_too_long_is_not_cut() -> None:
    written = write([contract(agreement="x" * 100 * 1024)])
    assert texts(written) == []
    assert ("ContractRecord", "supporting") in said(written)


def test_the_catalog_knows_the_writer() -> None:
    assert catalog.load(catalog.named("rivta-care-plans").write or "") is write
    assert read_xml(write_xml(write([]).tree)).name == "GetCarePlansResponse"
