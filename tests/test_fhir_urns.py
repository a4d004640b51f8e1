"""urn:uuid names are the UUIDv5 of RFC 9562, made without the detour over uuid.UUID."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from mappings.fhir.urns import uuid_of

NAMESPACE = uuid.UUID("0f5b8d52-6f0c-5d6e-8a53-5b7b7f6f2c1d")


@given(st.text())
def test_a_name_is_the_uuid_that_the_standard_library_makes(value: str) -> None:
    assert uuid_of("Goal", "urn:oid:1.2.3", value) == str(
        uuid.uuid5(NAMESPACE, f"Goal|urn:oid:1.2.3|{value}")
    )
