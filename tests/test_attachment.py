"""Documents: the laws, size and hash, Binary, labels, and what is refused."""

import base64
from dataclasses import replace
from typing import Any, Final

import pytest

from mappings.attachment import (
    FIELDS,
    INLINE_LIMIT,
    AttachmentRecord,
    attachment_from_binary,
    attachment_from_fhir,
    attachment_to_fhir,
    attachment_with_binary,
)
from mappings.codes.systems import PERSONNUMMER, V3_CONFIDENTIALITY
from mappings.errors import MappingError
from mappings.fhir.labels import NOPATIENT
from mappings.fhir.values import Coding, Identifier
from tests.laws import Law
from tests.strategies.attachment import attachments

LAW: Final = Law(
    kind=AttachmentRecord,
    records=attachments,
    to_fhir=attachment_to_fhir,
    from_fhir=attachment_from_fhir,
    fields=FIELDS,
    derived={
        "labels": ("DocumentReference.securityLabel[]",),
        "data": ("DocumentReference.content[].attachment",),
        "url": ("DocumentReference.content[].attachment.extension",),
    },
    # With data, size and hash follow from it: changing one of them alone contradicts it.
    alternatives=(("data", "size"), ("data", "hash")),
)
DOCUMENT: Final = AttachmentRecord(
    id=Identifier(system="https://example.org", value="1"),
    person=Identifier(system=PERSONNUMMER, value="191212121212"),
    status="current",
    media_type="text/plain",
)


def test_a_document_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_document_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_document_goes() -> None:
    LAW.hold_fields()


def _document(size: int) -> AttachmentRecord:
    return replace(DOCUMENT, data=base64.b64encode(b"x" * size).decode())


def test_content_comes_with_its_size_and_hash() -> None:
    made: Any = attachment_to_fhir(replace(DOCUMENT, data=base64.b64encode(b"hej").decode()))
    assert made["content"] == [
        {
            "attachment": {
                "contentType": "text/plain",
                "data": "aGVq",
                "size": 3,
                "hash": "xBKzf4wEhObbi84XeuiMVEOybpI=",
            }
        }
    ]


@pytest.mark.parametrize("wrong", [{"size": 4}, {"hash": "AAAA"}])
def test_content_of_another_size_or_hash_than_claimed_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(MappingError, match="of the data"):
        attachment_to_fhir(replace(_document(3), **wrong))


def test_content_that_is_no_base64_is_refused() -> None:
    with pytest.raises(MappingError, match="base64"):
        attachment_to_fhir(replace(DOCUMENT, data="åäö"))


def test_content_of_a_hundred_kilobytes_stands_inline_and_not_a_byte_more() -> None:
    attachment_to_fhir(_document(INLINE_LIMIT))
    with pytest.raises(MappingError, match=r"attachment\.inline"):
        attachment_to_fhir(_document(INLINE_LIMIT + 1))


def test_larger_content_goes_into_a_binary_that_only_readers_of_the_document_may_read() -> None:
    record = replace(_document(INLINE_LIMIT + 1), labels=(NOPATIENT,))
    document, binary = attachment_with_binary(record)
    held: Any = document["content"][0]["attachment"]
    assert held["url"] == f"Binary/{binary.get('id')}"
    assert held["size"] == INLINE_LIMIT + 1
    assert "data" not in held
    assert binary.get("securityContext") == {
        "type": "DocumentReference",
        "identifier": {"system": "https://example.org", "value": "1"},
    }
    assert binary.get("meta") == document.get("meta")
    measured = replace(record, size=held["size"], hash=held["hash"])
    assert attachment_from_binary(document, binary) == measured


def test_there_is_no_binary_without_content() -> None:
    with pytest.raises(MappingError, match="data"):
        attachment_with_binary(DOCUMENT)


def test_content_by_url_is_said_not_to_have_been_fetched() -> None:
    made: Any = attachment_to_fhir(replace(DOCUMENT, url="https://example.org/plan.pdf"))
    assert made["content"][0]["attachment"]["extension"][0]["valueBoolean"] is True


def test_a_document_without_content_type_is_refused() -> None:
    made: Any = attachment_to_fhir(DOCUMENT)
    made["content"] = []
    with pytest.raises(MappingError, match="contentType"):
        attachment_from_fhir(made)


def test_a_label_that_stands_in_security_label_alone_raises_those_of_meta() -> None:
    made: Any = attachment_to_fhir(DOCUMENT)
    restricted = Coding(system=V3_CONFIDENTIALITY, code="R")
    made["meta"] = {"security": [{"system": V3_CONFIDENTIALITY, "code": "N"}]}
    made["securityLabel"] = [{"coding": [{"system": V3_CONFIDENTIALITY, "code": "R"}]}]
    assert attachment_from_fhir(made).labels == (restricted,)
