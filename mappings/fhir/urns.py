"""urn:uuid names for resources that have no server yet, derived from their business identifiers."""

import uuid
from hashlib import sha1
from typing import Final

_NAMESPACE: Final = uuid.UUID("0f5b8d52-6f0c-5d6e-8a53-5b7b7f6f2c1d").bytes


def uuid_of(kind: str, system: str, value: str) -> str:
    """The UUIDv5 of one resource type and business identifier (RFC 9562 §5.5)."""
    name = f"{kind}|{system}|{value}".encode()
    digest = bytearray(sha1(_NAMESPACE + name, usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    found = digest.hex()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"
