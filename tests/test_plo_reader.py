"""Which PLO message is read, what its envelope says and whom it is about."""

import dataclasses
import re
from typing import Any, Final

import pytest

from adapter.codec.xml_door import read_xml
from mappings.account import Class
from mappings.agreed_time import AgreedTimeRecord
from mappings.fhir.values import Coding, Identifier
from mappings.goal import GoalRecord
from mappings.people import PersonRecord
from mappings.record import Environment, HoldReason, MessageStatus, Record
from mappings.self_monitoring import MeasurementRecord
from tests.plo_support import (
    ADMISSION,
    CANCELLED,
    DISCHARGE,
    READY,
    SOURCE,
    WISH,
    Outcome,
    envelope,
    of,
    read_case,
    rules,
    run,
    run_text,
    source_of,
    text,
)

BASE64: Final = (
    '<b:Base64Container xmlns:b="http://www.kith.no/xmlstds/base64container">UExP'
    "</b:Base64Container>"
)


# -- which message it is ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("po/TverrfagligEpikrise/2012-04-01", "po/TverrfagligEpikrise/2009-06-30", "plo.version"),
        (
            "http://www.kith.no/xmlstds/po/TverrfagligEpikrise/2012-04-01",
            "http://ehelse.no/xmlstds/po/Sammenfatning/2016-05-30",
            "plo.version",
        ),
        ("http://www.kith.no/xmlstds/po/TverrfagligEpikrise/2012-04-01", "urn:x", "plo.not-plo"),
        ("<Document>", "<Dokument>", "plo.no-document"),
        ("<MsgInfo>", "<Info>", "plo.root"),
    ],
)
def test_what_is_no_message_of_this_version_is_refused_by_name(
    old: str, new: str, rule: str
) -> None:
    closing = (old.replace("<", "</"), new.replace("<", "</"))
    changes = [(old, new), closing] if old.startswith("<") else [(old, new)]
    outcome = read_case(DISCHARGE, *changes)
    assert outcome.refused
    assert rules(outcome) == {rule}


def _content(inside: str) -> str:
    return re.sub(r"<Content>.*</Content>", inside, source_of(DISCHARGE), flags=re.DOTALL)


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        (
            f"<Content>{BASE64}</Content>",
            "plo.base64",
        ),
        ("<FileReference>urn:x</FileReference>", "plo.file-reference"),
        ("<Content/>", "plo.no-document"),
    ],
)
def test_a_document_that_is_not_inside_the_envelope_as_xml_is_refused_by_name(
    inside: str, rule: str
) -> None:
    assert rules(run_text(_content(inside))) == {rule}


def test_a_report_to_a_register_is_refused_by_name() -> None:
    found = source_of(DISCHARGE)
    report = re.sub(r"<Document>.*</Document>", "<PatientReport/>", found, flags=re.DOTALL)
    assert rules(run_text(report)) == {"plo.patient-report"}


def test_several_messages_in_one_envelope_are_refused() -> None:
    found = source_of(DISCHARGE)
    document = re.search(r"<Document>.*</Document>", found, re.DOTALL)
    assert document is not None
    outcome = run_text(found.replace("</MsgHead>", f"{document[0]}</MsgHead>"))
    assert rules(outcome) == {"plo.several-messages"}


def test_an_enclosed_file_is_refused_by_name_and_the_message_is_read() -> None:
    enclosure = (
        "<Document><RefDoc><MsgType V='A'/><MimeType>application/pdf</MimeType>"
        f"<Content>{BASE64}</Content></RefDoc></Document></MsgHead>"
    )
    outcome = read_case(DISCHARGE, ("</MsgHead>", enclosure))
    assert of(outcome, GoalRecord)
    assert "plo.enclosure" in rules(outcome)
    assert "UExP" not in text(outcome.resources)
    assert outcome.account.counts()[Class.REFUSED] == 3


def test_the_order_of_elements_means_nothing() -> None:
    found = source_of(DISCHARGE)
    tree = read_xml(found.encode())
    before = run_text(found)
    for node in tree.walk():
        if node.name not in ("MsgHead", "RefDoc", "Content", "Document"):
            node.children.reverse()
    after = run(tree)
    assert {each["identifier"][0]["value"] for each in _identified(before)} == {
        each["identifier"][0]["value"] for each in _identified(after)
    }
    assert after.account.counts()[Class.UNACCOUNTED] == 0


def _identified(outcome: Outcome) -> list[dict[str, Any]]:
    return [each for each in outcome.resources if "identifier" in each]


# -- the envelope -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("N", MessageStatus.NEW),
        ("M", MessageStatus.REPLACE),
        ("A", MessageStatus.ADD),
        ("K", MessageStatus.CANCEL),
    ],
)
def test_the_status_of_a_message_says_what_it_does_to_its_conversation(
    code: str, status: MessageStatus
) -> None:
    changed = ('Forsendelsesstatus V="M"', f'Forsendelsesstatus V="{code}"')
    assert envelope(read_case(ADMISSION, changed)).status is status


def test_a_conversation_is_named_by_its_first_message() -> None:
    first = envelope(read_case(DISCHARGE))
    later = envelope(read_case(ADMISSION))
    assert first.conversation == first.message == "0a000000-0000-4000-8000-000000000001"
    assert later.message == "0a000000-0000-4000-8000-000000000004"
    assert later.conversation == later.parent == "0a000000-0000-4000-8000-000000000003"


def test_every_record_of_a_message_carries_its_conversation() -> None:
    for case in (DISCHARGE, ADMISSION, READY):
        outcome = read_case(case)
        chains = {each.chain for each in of(outcome, Record)}
        assert {each.value for each in chains if each is not None} == {
            envelope(outcome).conversation
        }
        assert None not in chains


@pytest.mark.parametrize(
    ("case", "old", "new", "rule"),
    [
        (DISCHARGE, 'Forsendelsesstatus V="N"', 'Forsendelsesstatus V="X"', "plo.status"),
        (DISCHARGE, '<Forsendelsesstatus V="N"/>', "", "plo.status"),
        (DISCHARGE, "0a000000-0000-4000-8000-000000000001", "", "plo.conversation"),
        (ADMISSION, "RefToConversation>", "RefToOther>", "plo.conversation"),
        (CANCELLED, "ConversationRef>", "OtherRef>", "plo.conversation"),
        (DISCHARGE, "Patient>", "Other>", "plo.patient"),
        (DISCHARGE, "Sender>", "Other>", "plo.sender"),
        (DISCHARGE, "1965-07-15", "1966-07-15", "identity.birth-date"),
    ],
)
def test_a_message_without_its_envelope_or_patient_is_refused(
    case: str, old: str, new: str, rule: str
) -> None:
    outcome = read_case(case, (old, new))
    assert outcome.refused
    assert rules(outcome) == {rule}


def test_receivers_are_named_with_their_units_and_whoever_else_gets_a_copy() -> None:
    other = (
        '<OtherReceiver><RoleReceiver V="KO"/><HealthcareProfessional><FamilyName>Vik</FamilyName>'
        '<Ident><Id>9000002</Id><TypeId V="HPR"/></Ident></HealthcareProfessional></OtherReceiver>'
        "<OtherReceiver><RoleReceiver V='KO'/><Organisation/></OtherReceiver>"
    )
    found = envelope(read_case(DISCHARGE, ("<Patient>", f"{other}<Patient>"))).receivers
    assert [each.display for each in found] == ["Lillevik kommune", "Hjemmetjenesten", "Vik"]
    assert [each.type for each in found] == ["Organization", "Organization", "Practitioner"]


@pytest.mark.parametrize(
    ("value", "objection", "labelled"),
    [("true", True, True), ("0", False, False), ("kanskje", True, True), (" ", None, False)],
)
def test_an_objection_to_forwarding_labels_all_and_what_is_unclear_counts_as_one(
    value: str, *, objection: bool | None, labelled: bool
) -> None:
    outcome = read_case(
        WISH, (">true</ForbeholdOmVideresending", f">{value}</ForbeholdOmVideresending")
    )
    assert envelope(outcome).onward_objection is objection
    codes = {label.code for each in of(outcome, Record) for label in each.labels}
    assert ("NOREUSE" in codes) is labelled


def test_a_consent_code_is_read_and_holds_the_message() -> None:
    found = envelope(read_case(WISH))
    assert found.consent_code == Coding(
        system="urn:oid:2.16.578.1.12.4.1.1.3108", code="R", display="Reservasjon"
    )
    assert HoldReason.CONSENT_CODE_UNKNOWN in found.holds
    odd = envelope(read_case(WISH, ("2.16.578.1.12.4.1.1.3108", "list")))
    assert odd.consent_code is not None
    assert odd.consent_code.system is None


@pytest.mark.parametrize(("code", "label"), [("T", "HTEST"), ("P", None), ("Q", None)])
def test_test_traffic_is_labelled_and_kept_from_production(code: str, label: str | None) -> None:
    changed = ('ProcessingStatus V="T"', f'ProcessingStatus V="{code}"')
    outcome = read_case(WISH, changed)
    assert envelope(outcome).processing == code
    codes = {each.code for record in of(outcome, Record) for each in record.labels}
    assert ("HTEST" in codes) is (label is not None)
    assert ("plo.processing" in rules(outcome)) is (code == "Q")
    production = dataclasses.replace(SOURCE, environment=Environment.PRODUCTION)
    assert run_text(source_of(WISH, changed), production).refused is (code != "P")


def test_a_source_may_have_a_zone_of_its_own() -> None:
    found = run_text(source_of(DISCHARGE), dataclasses.replace(SOURCE, zone="Atlantic/Reykjavik"))
    (time,) = of(found, AgreedTimeRecord)
    assert (time.start, time.zone) == ("2024-03-25T10:30:00+00:00", "Atlantic/Reykjavik")


# -- whom it is about ---------------------------------------------------------------------------


def test_a_swedish_number_in_a_norwegian_message_is_a_swedish_identifier() -> None:
    (person,) = of(read_case("plo-services-of-somebody-with-a-swedish-number"), PersonRecord)
    system = "http://electronichealth.se/identifier/personnummer"
    assert person.person == Identifier(system=system, value="191212121212")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Id>15076500565</Id>", "<Id>15076500560</Id>"),
        ('<Sex V="1" DN="Mann"/>', '<Sex V="2"/>'),
        ("<Id>15076500565</Id>", ""),
    ],
)
def test_a_doubtful_identity_holds_the_message(old: str, new: str) -> None:
    outcome = read_case(DISCHARGE, (old, new))
    assert HoldReason.IDENTITY_UNCONFIRMED in envelope(outcome).holds


def test_a_hospital_number_is_one_of_its_sender_alone() -> None:
    changes = ('<TypeId V="FNR"', '<TypeId V="HNR"')
    (person,) = of(read_case(DISCHARGE, changes), PersonRecord)
    assert "/local/701001/" in person.person.system


def test_somebody_without_a_number_is_known_inside_the_conversation_only() -> None:
    (person,) = of(read_case(DISCHARGE, ("<Id>15076500565</Id>", "")), PersonRecord)
    assert person.person.system == SOURCE.id_system


def test_the_language_se_is_northern_sami() -> None:
    outcome = read_case(DISCHARGE)
    (person,) = of(outcome, PersonRecord)
    assert [each.codings[0].code for each in person.languages] == ["se"]
    assert person.interpreter_needed is True
    tongueless = read_case(DISCHARGE, ('<Sprak V="SE" DN', "<Sprak DN"))
    assert of(tongueless, PersonRecord)[0].languages[0].text == "NORDSAMISK"
    assert "plo.language" in rules(read_case(DISCHARGE, ('<Sprak V="SE"', '<Sprak V="9"')))


def test_the_interpreter_is_never_named_and_the_need_is() -> None:
    outcome = read_case(DISCHARGE)
    facts = of(outcome, MeasurementRecord)
    assert any(each.what.codings[0].code == "interpreter-need" for each in facts)
    assert "Tolken" not in text(outcome.resources)
    assert "40000009" not in text(outcome.resources)


def test_a_relative_who_needs_an_interpreter_is_not_the_patient() -> None:
    who = "<PersonTolkebehov><fk1:FamilyName>Granlund</fk1:FamilyName></PersonTolkebehov>"
    changed = ('<BehovTolkSprak V="SE"', f'{who}<BehovTolkSprak V="SE"')
    (person,) = of(read_case(DISCHARGE, changed), PersonRecord)
    assert person.interpreter_needed is None
