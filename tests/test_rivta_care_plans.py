"""GetCarePlans answers: envelope, plans that stand or fall alone, kinds, documents, approval."""

import base64
from dataclasses import replace

import pytest

from adapter.codec.xml_door import read_xml
from mappings import catalog
from mappings.account import Account, Class
from mappings.attachment import AttachmentRecord
from mappings.errors import DocumentRefused, UnknownFormat
from mappings.fhir.labels import FOR_PATIENT, NOPATIENT
from mappings.formats import rivta_care_plans
from mappings.formats.rivta_care_plans import KINDS
from mappings.patient_contract import ContractRecord, PlanKind
from mappings.record import Area, HoldReason
from tests.plo_support import SOURCE, Outcome
from tests.rivta_support import OK, WORDS, enveloped, of_type, plan, plans, read, rules
from tests.shared_data import shared

DAY_ONLY = (
    "<signatureTime>20240612</signatureTime><legalAuthenticatorName>Eva</legalAuthenticatorName>"
)
STATUS = (
    '<h:ProcessingStatus xmlns:h="urn:riv:interoperability:headers:1"><h:ProcessingStatusList>'
    "<h:logicalAddress>SE1</h:logicalAddress><h:statusCode>{code}</h:statusCode>"
    "<h:isResponseInSynch>{synch}</h:isResponseInSynch>"
    "</h:ProcessingStatusList></h:ProcessingStatus>"
)


def contract(outcome: Outcome) -> ContractRecord:
    assert outcome.document is not None
    (found,) = (each for each in outcome.document.records if isinstance(each, ContractRecord))
    return found


def contents(outcome: Outcome) -> list[AttachmentRecord]:
    assert outcome.document is not None
    return [each for each in outcome.document.records if isinstance(each, AttachmentRecord)]


def content(media_type: str, data: bytes) -> str:
    value = base64.b64encode(data).decode()
    return f"<mediaType>{media_type}</mediaType><value>{value}</value>"


# -- envelope and result ------------------------------------------------------------------------


def test_an_answer_in_an_envelope_reads_like_the_bare_one() -> None:
    bare, wrapped = read(plans(plan())), read(enveloped(plans(plan())))
    assert bare.resources == wrapped.resources


def test_what_else_stands_in_the_envelope_is_refused() -> None:
    xml = enveloped(plans(plan())).replace("</s:Envelope>", "<extra>x</extra></s:Envelope>")
    outcome = read(xml.replace("</s:Body>", "<more>y</more></s:Body>"))
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0
    assert [issue.path for issue in outcome.issues if issue.rule == "rivta.unknown"] == [
        "/Envelope/extra",
        "/Envelope/Body/more",
    ]


@pytest.mark.parametrize(
    ("code", "synch", "result", "complete"),
    [
        ("DataFromSource", "true", "OK", True),
        ("DataFromCache", "1", "OK", True),
        ("NoDataSynchFailed", "true", "OK", False),
        ("DataFromCacheSynchFailed", "false", "OK", False),
        ("DataFromSource", "true", "INFO", False),
    ],
)
def test_an_answer_is_complete_only_when_ok_and_in_synch(
    code: str, synch: str, result: str, *, complete: bool
) -> None:
    payload = plans(plan(), result=OK.replace("OK", result))
    outcome = read(enveloped(payload, STATUS.format(code=code, synch=synch)))
    assert outcome.document is not None
    assert outcome.document.envelope.in_synch == (("SE1", complete),)


def test_without_a_result_nothing_is_concluded_from_what_is_missing() -> None:
    outcome = read(
        enveloped(plans(plan(), result=""), STATUS.format(code="DataFromSource", synch="true"))
    )
    assert outcome.document is not None
    assert outcome.document.envelope.in_synch == (("SE1", False),)
    assert "rivta.result" in rules(outcome)


def test_an_error_refuses_the_answer_and_quotes_nothing_but_its_code() -> None:
    result = (
        "<result><resultCode>ERROR</resultCode><errorCode>INVALID_REQUEST</errorCode>"
        "<logId>1</logId><message>Tolvan Tolvansson</message></result>"
    )
    outcome = read(plans(plan(), result=result))
    assert outcome.refused
    text = "".join(map(str, outcome.issues))
    assert "INVALID_REQUEST" in text
    assert "Tolvan" not in text
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_an_error_code_that_is_no_code_is_not_quoted() -> None:
    result = "<result><resultCode>ERROR</resultCode><errorCode>Tolvan</errorCode></result>"
    assert "Tolvan" not in "".join(map(str, read(plans(result=result)).issues))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("<faultcode>s:Server</faultcode><faultstring>VP009 Anna</faultstring>", "(Server, VP009)"),
        ("<faultcode>Anna</faultcode><faultstring>Anna</faultstring>", "SOAP Fault (rule"),
    ],
)
def test_a_fault_refuses_the_answer_and_tells_only_known_codes(fault: str, told: str) -> None:
    outcome = read(enveloped(f"<s:Fault>{fault}</s:Fault>"))
    assert outcome.refused
    text = "".join(map(str, outcome.issues))
    assert told in text
    assert "Anna" not in text


@pytest.mark.parametrize("xml", ["<GetCarePlans/>", enveloped("<GetCarePlans/>")])
def test_another_document_is_refused(xml: str) -> None:
    assert read(xml).refused


def test_requests_and_index_updates_are_known_but_not_read() -> None:
    folder = shared("rivta", "rivta-getcareplans-2.0", "samples-extracted")
    for file in sorted(folder.glob("*.xml")):
        with pytest.raises(UnknownFormat, match=r"request|update"):
            catalog.recognise(read_xml(file.read_bytes()))


def test_a_fault_is_known_to_detection() -> None:
    with pytest.raises(UnknownFormat, match="Fault"):
        catalog.recognise(read_xml(enveloped("<s:Fault/>").encode()))


def test_a_document_refused_is_an_exception_with_the_same_issues() -> None:
    tree = read_xml(b"<x/>")
    with pytest.raises(DocumentRefused) as refused:
        rivta_care_plans.read(tree, SOURCE, Account(tree))
    assert refused.value.issues


# -- identity -----------------------------------------------------------------------------------


def test_the_same_document_has_the_same_id_whatever_the_case_of_the_source_system() -> None:
    upper = contract(read(plans(plan())))
    lower = contract(read(plans(plan(sourceSystemHSAId="se2321000016-test1"))))
    assert upper.id == lower.id


@pytest.mark.parametrize(
    "change", [{"documentId": "SIP-2"}, {"sourceSystemHSAId": "SE2321000016-TEST2"}]
)
def test_another_document_or_another_system_has_another_id(change: dict[str, str]) -> None:
    assert contract(read(plans(plan()))).id != contract(read(plans(plan(**change)))).id


def test_no_id_changes_with_the_person() -> None:
    other = "<id>195009072553</id><type>1.2.752.129.2.1.3.1</type>"
    one, two = contract(read(plans(plan()))), contract(read(plans(plan(patientId=other))))
    assert one.id == two.id
    assert one.person != two.person


def test_the_configured_name_of_the_system_stands_in_for_a_missing_one() -> None:
    source = replace(SOURCE, system="journal-a")
    outcome = read(plans(plan(sourceSystemHSAId=None)), source)
    assert contract(outcome).source is None
    assert read(plans(plan(sourceSystemHSAId=None))).document.records == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"documentId": None}, "rivta.document-id"),
        ({"sourceSystemHSAId": None}, "rivta.source-system"),
        ({"patientId": None}, "rivta.patient"),
        ({"patientId": "<id>191212121212</id>"}, "rivta.patient"),
        ({"patientId": "<id>1912 12121212</id><type>1.2</type>"}, "rivta.patient"),
        ({"nullified": "kanske"}, "rivta.nullified"),
    ],
)
def test_a_plan_without_what_it_stands_on_takes_only_itself_down(
    change: dict[str, str | None], rule: str
) -> None:
    outcome = read(plans(plan(documentId="SIP-0"), plan(**change)))
    assert rule in rules(outcome)
    assert [each["title"] for each in of_type(outcome, "CarePlan")] == ["Min plan"]
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_a_plan_without_a_header_takes_only_itself_down() -> None:
    outcome = read(plans(plan(), "<carePlan><carePlanBody/></carePlan>"))
    assert "rivta.careplan" in rules(outcome)
    assert len(of_type(outcome, "CarePlan")) == 1


def test_a_number_with_a_wrong_check_digit_is_kept_and_put_on_hold() -> None:
    wrong = "<id>191212121213</id><type>1.2.752.129.2.1.3.1</type>"
    outcome = read(plans(plan(patientId=wrong)))
    assert outcome.document is not None
    assert outcome.document.envelope.holds == (HoldReason.IDENTITY_UNCONFIRMED,)
    assert contract(outcome).person.value == "191212121213"


def test_the_envelope_names_the_person_only_if_there_is_one() -> None:
    other = "<id>195009072553</id><type>1.2.752.129.2.1.3.1</type>"
    one = read(plans(plan())).document
    two = read(plans(plan(), plan(documentId="SIP-2", patientId=other))).document
    assert one is not None
    assert two is not None
    assert one.envelope.person is not None
    assert two.envelope.person is None


def test_a_plan_once_more_word_for_word_is_one_plan() -> None:
    outcome = read(plans(plan(), plan()))
    assert len(of_type(outcome, "CarePlan")) == 1
    assert outcome.account.counts()[Class.REFUSED] == 0


def test_plans_that_differ_under_one_id_are_all_refused() -> None:
    outcome = read(plans(plan(), plan(documentTitle="En annan")))
    assert of_type(outcome, "CarePlan") == []
    assert "rivta.careplan.ambiguous" in rules(outcome)


# -- what the plan says -------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(KINDS))
def test_each_of_the_eight_kinds_is_the_category(code: str) -> None:
    (found,) = of_type(read(plans(plan(typeOfCarePlanEnum=code))), "CarePlan")
    assert found["category"][0]["coding"] == [
        {"system": "https://fhir.inera.se/CodeSystem/typeofcareplan-cs", "code": code}
    ]


def test_without_a_kind_there_is_no_category() -> None:
    (found,) = of_type(read(plans(plan(typeOfCarePlanEnum=None))), "CarePlan")
    assert "category" not in found


@pytest.mark.parametrize("code", ["sip", "MINPLAN", "patientkontrakt"])
def test_an_unknown_kind_is_refused_and_kept_as_text(code: str) -> None:
    outcome = read(plans(plan(typeOfCarePlanEnum=code)))
    assert contract(outcome).kind is None
    assert [text.text for text in contract(outcome).source_texts] == [code]
    assert "rivta.careplan.kind" in rules(outcome)


@pytest.mark.parametrize(
    ("code", "area"), [("VP", Area.HEALTH), ("GP", Area.SOCIAL), ("SIP", None), (None, None)]
)
def test_the_kind_tells_the_area_of_law_where_it_can(code: str | None, area: Area | None) -> None:
    accountable = contract(read(plans(plan(typeOfCarePlanEnum=code)))).accountable
    assert accountable is not None
    assert accountable.area is area


def test_status_and_intent_are_said_to_be_unknown_to_the_contract() -> None:
    outcome = read(plans(plan()))
    assert (contract(outcome).status, contract(outcome).intent) == ("unknown", "plan")
    assert {"rivta.careplan.status", "rivta.careplan.intent"} <= rules(outcome)


def test_no_goal_is_read_out_of_the_narrative() -> None:
    kinds = {each["resourceType"] for each in read(plans(plan())).resources}
    assert kinds == {"CarePlan", "DocumentReference", "PractitionerRole"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("20240612101500", "2024-06-12T10:15:00+02:00"),
        ("20240112101500", "2024-01-12T10:15:00+01:00"),
        ("20240612", "2024-06-12"),
        ("202406", "2024-06"),
        ("2024-06-12T10:15:00", "2024-06-12T10:15:00+02:00"),
        ("202406121015", "2024-06-12T10:15:00+02:00"),
    ],
)
def test_times_are_as_precise_as_they_came_and_in_swedish_time(value: str, shown: str) -> None:
    assert contract(read(plans(plan(documentTime=value)))).created == shown


def test_a_time_known_to_the_minute_keeps_its_text() -> None:
    found = contract(read(plans(plan(documentTime="202406121015"))))
    assert [text.text for text in found.source_texts] == ["202406121015"]


def test_the_zone_of_the_source_goes_before_that_of_the_format() -> None:
    found = contract(read(plans(plan()), replace(SOURCE, zone="Europe/Helsinki")))
    assert found.created == "2024-06-12T10:15:00+03:00"


def test_a_time_of_writing_that_can_not_be_read_is_missed_but_the_plan_stands() -> None:
    who = "<authorTime>i går</authorTime>"
    outcome = read(plans(plan(accountableHealthcareProfessional=who)))
    assert contract(outcome).accountable is None
    assert "rivta.accountable" in rules(outcome)


def test_a_plan_without_anybody_accountable_stands() -> None:
    outcome = read(plans(plan(accountableHealthcareProfessional=None)))
    assert contract(outcome).responsible is None
    assert "rivta.accountable" in rules(outcome)


# -- approval and withdrawal --------------------------------------------------------------------


@pytest.mark.parametrize("value", ["true", "1"])
def test_an_approved_plan_says_so(value: str) -> None:
    assert contract(read(plans(plan(approvedForPatient=value)))).labels == (FOR_PATIENT,)


@pytest.mark.parametrize("value", ["false", "0", "ja", None])
def test_a_plan_that_is_not_plainly_approved_is_not_for_the_person(value: str | None) -> None:
    outcome = read(plans(plan(approvedForPatient=value)))
    assert {record.labels for record in outcome.document.records} == {(NOPATIENT,)}  # type: ignore[union-attr]
    assert ("rivta.boolean" in rules(outcome)) == (value == "ja")
    assert ("rivta.approved" in rules(outcome)) == (value is None)


def test_a_nullified_plan_is_in_error_and_says_nothing() -> None:
    reason = "Fel patient: gäller Anna"
    outcome = read(plans(plan(nullified="true", nullifiedReason=reason)))
    found = contract(outcome)
    assert found.status == "entered-in-error"
    assert (found.title, found.supporting, contents(outcome)) == (None, (), [])
    assert "Anna" not in str(outcome.resources)
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_a_plan_that_is_not_nullified_stands() -> None:
    assert contract(read(plans(plan(nullified="false")))).status == "unknown"


# -- documents ----------------------------------------------------------------------------------


def test_content_is_a_document_with_size_and_hash() -> None:
    (found,) = contents(read(plans(plan())))
    assert (found.media_type, found.data, found.size) == ("text/plain", WORDS, 24)
    assert found.hash is not None
    assert contract(read(plans(plan()))).supporting[0].identifier == found.id


def test_html_is_cleaned_of_what_acts_and_keeps_every_word() -> None:
    html = b"<p onclick='x()'>Kom <b>ut</b></p><script>alert('nej')</script>"
    outcome = read(plans(plan(content=content("text/html", html))))
    shown = base64.b64decode(contents(outcome)[0].data or "").decode()
    assert "ut" in shown
    assert "nej" not in shown
    assert "onclick" not in shown
    assert "rivta.content.html" in rules(outcome)


@pytest.mark.parametrize(
    ("html", "rule"),
    [("text/html", "rivta.content.empty"), ("text/plain", "rivta.content.charset")],
)
def test_text_in_another_character_set_is_refused_as_html_and_said_as_plain_text(
    html: str, rule: str
) -> None:
    outcome = read(plans(plan(content=content(html, "gå".encode("latin-1")))))
    assert rule in rules(outcome)
    assert "rivta.careplan.no-content" in rules(outcome)


def test_a_reference_is_kept_as_not_fetched_and_the_plan_flagged_as_unreadable() -> None:
    reference = (
        "<mediaType>application/pdf</mediaType><reference>https://x.invalid/1.pdf</reference>"
    )
    outcome = read(plans(plan(content=reference)))
    assert contents(outcome)[0].url == "https://x.invalid/1.pdf"
    assert "rivta.careplan.no-content" in rules(outcome)


@pytest.mark.parametrize(
    ("part", "rule", "kept"),
    [
        (f"<mediaType>text/plain</mediaType><value>{WORDS}</value><reference>urn:x</reference>",
         "rivta.content.both", 1),
        ("<mediaType>text/plain</mediaType>", "rivta.content.empty", 0),
        ("<mediaType>text/plain</mediaType><value>~~~</value>", "rivta.content.base64", 0),
        ("<mediaType>text/plain</mediaType><value>å</value>", "rivta.content.base64", 0),
        (f"<value>{WORDS}</value>", "rivta.content.media-type", 0),
        (f"<mediaType>bild</mediaType><value>{WORDS}</value>", "rivta.content.media-type", 0),
        (f"<mediaType>text/rtf</mediaType><value>{WORDS}</value>", "rivta.content.media-type", 1),
        ("<mediaType>text/plain</mediaType><reference>två ord</reference>",
         "rivta.content.reference", 0),
    ],
)  # fmt: skip
def test_content_beyond_the_contract_is_said_and_kept_if_it_can_be_read(
    part: str, rule: str, kept: int
) -> None:
    outcome = read(plans(plan(content=part)))
    assert rule in rules(outcome)
    assert len(contents(outcome)) == kept
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_more_than_100_kb_is_said() -> None:
    outcome = read(plans(plan(content=content("image/png", b"x" * (100 * 1024 + 1)))))
    assert "rivta.content.size" in rules(outcome)
    assert len(contents(outcome)) == 1


def test_the_same_content_twice_is_one_document() -> None:
    part = content("text/plain", b"En text.")
    assert len(contents(read(plans(plan(content=[part, part]))))) == 1


def test_the_id_of_content_does_not_depend_on_its_place() -> None:
    one, two = content("text/plain", b"En."), content("text/plain", b"Tva.")
    first = contents(read(plans(plan(content=[one, two]))))
    second = contents(read(plans(plan(content=[two]))))
    assert first[1].id == second[0].id


def test_content_with_an_id_of_its_own_keeps_it() -> None:
    part = f"<id>blad-1</id>{content('text/plain', b'En.')}"
    other = f"<id>blad-1</id>{content('text/plain', b'Andrad.')}"
    (one,), (two,) = (
        contents(read(plans(plan(content=part)))),
        contents(read(plans(plan(content=other)))),
    )
    assert one.id == two.id
    assert [each.value for each in one.source_ids] == ["blad-1"]


# -- people and units ---------------------------------------------------------------------------


def test_a_unit_that_stands_alone_is_who_answers() -> None:
    who = (
        "<authorTime>20240612103000</authorTime><healthcareProfessionalOrgUnit>"
        "<orgUnitName>Hemtjänsten</orgUnitName></healthcareProfessionalOrgUnit>"
    )
    outcome = read(plans(plan(accountableHealthcareProfessional=who)))
    (unit,) = of_type(outcome, "Organization")
    (staff,) = of_type(outcome, "PractitionerRole")
    assert unit["name"] == "Hemtjänsten"
    assert staff["organization"]["display"] == "Hemtjänsten"


def test_empty_elements_make_nobody() -> None:
    who = (
        "<authorTime>20240612103000</authorTime><healthcareProfessionalRoleCode/>"
        "<healthcareProfessionalOrgUnit><orgUnitName> </orgUnitName>"
        "</healthcareProfessionalOrgUnit>"
    )
    outcome = read(plans(plan(accountableHealthcareProfessional=who, legalAuthenticator="")))
    assert {each["resourceType"] for each in outcome.resources} == {
        "CarePlan",
        "DocumentReference",
    }


def test_a_signature_is_who_and_when() -> None:
    signed = (
        "<signatureTime>20240612110000</signatureTime>"
        "<legalAuthenticatorHSAId>SE2321000016-P002</legalAuthenticatorHSAId>"
    )
    (found,) = of_type(read(plans(plan(legalAuthenticator=signed))), "Provenance")
    assert found["recorded"] == "2024-06-12T11:00:00+02:00"
    assert found["agent"][0]["who"]["identifier"]["value"] == "SE2321000016-P002"
    assert found["agent"][0]["type"]["coding"][0]["code"] == "legal"


@pytest.mark.parametrize(
    ("signed", "rule"),
    [
        ("<signatureTime>20240612110000</signatureTime>", "rivta.signature"),
        ("<legalAuthenticatorName>Eva</legalAuthenticatorName>", "rivta.signature-time"),
        (
            DAY_ONLY,
            "rivta.signature-time",
        ),
    ],
)
def test_a_signature_without_who_or_when_is_no_signature_but_its_text_stays(
    signed: str, rule: str
) -> None:
    outcome = read(plans(plan(legalAuthenticator=signed)))
    assert rule in rules(outcome)
    assert of_type(outcome, "Provenance") == []
    assert contract(outcome).source_texts


@pytest.mark.parametrize(
    ("unit", "identifier"),
    [
        ("<root>1.2.752.129.2.1.4.1</root><extension>SE1-A</extension>",
         ("urn:oid:1.2.752.29.4.19", "SE1-A")),
        ("<root>1.2.752.29.4.19</root><extension>SE1-A</extension>",
         ("urn:oid:1.2.752.29.4.19", "SE1-A")),
        ("<root>SE2120000142-HT01</root>", ("urn:oid:1.2.752.29.4.19", "SE2120000142-HT01")),
        ("<root>1.2.752.999.1</root>", ("urn:ietf:rfc:3986", "urn:oid:1.2.752.999.1")),
        ("<root>D3CC3AFD-310E-40C1-8E89-0342389C2F1F</root>",
         ("urn:ietf:rfc:3986", "urn:uuid:d3cc3afd-310e-40c1-8e89-0342389c2f1f")),
        ("<root>hemtjänsten</root>",
         ("https://viktigt.example/fhir/local/SE2321000016-TEST1/id", "hemtjänsten")),
    ],
)  # fmt: skip
def test_units_that_take_part_are_named_as_they_came(
    unit: str, identifier: tuple[str, str]
) -> None:
    (found,) = contract(read(plans(plan(participatingCareUnitHSAId=unit)))).participating
    assert found.identifier is not None
    assert (found.identifier.system, found.identifier.value) == identifier


@pytest.mark.parametrize(
    "unit",
    [
        "<extension>SE1-A</extension>",
        "<root>1.2.752.129.2.1.4.1</root><extension>SE1 A</extension>",
        "",
    ],
)
def test_a_unit_that_can_not_be_told_is_left_out_and_said(unit: str) -> None:
    outcome = read(plans(plan(participatingCareUnitHSAId=unit)))
    assert contract(outcome).participating == ()
    assert bool(rules(outcome) & {"rivta.ii", "rivta.hsa-id"}) == bool(unit)


# -- what does not belong -----------------------------------------------------------------------


def test_a_second_element_where_one_may_stand_is_refused() -> None:
    outcome = read(plans(plan(documentTitle=["Ett", "Två"])))
    assert contract(outcome).title == "Ett"
    assert "Två" not in str(outcome.resources)
    assert "rivta.unknown" in rules(outcome)


def test_text_and_attributes_where_none_belong_are_refused() -> None:
    xml = plans(plan()).replace("<carePlanHeader>", '<carePlanHeader note="hemligt">')
    xml = xml.replace("<documentTitle>", '<documentTitle note="hemligt">')
    xml = xml.replace("</carePlanBody>", '<more note="hemligt"/></carePlanBody>')
    outcome = read(xml.replace("<patientId>", "<patientId>lös text"))
    assert "hemligt" not in str(outcome.resources)
    assert "lös" not in str(outcome.resources)
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_text_of_an_element_that_should_have_parts_is_refused() -> None:
    xml = plans(plan(participatingCareUnitHSAId="SE2120000142-HT01"))
    outcome = read(xml)
    assert contract(outcome).participating == ()
    assert "rivta.unknown" in rules(outcome)
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0


def test_kinds_are_the_first_eight_of_the_plan_kinds() -> None:
    assert PlanKind.PATIENTKONTRAKT not in KINDS.values()
    assert len(KINDS) == 8
