"""For which organisation a token speaks, in HelseID: asked for, and looked up in what came.

A client of one organisation asks for nothing, or for a unit of it; a client of several says for
which. The numbers in the token are compared with the configuration: with another organisation's
token we would act in its name.
See https://utviklerportal.nhn.no/informasjonstjenester/helseid (organisation numbers).
"""

from collections.abc import Mapping
from typing import Any, Final

import jwt

from adapter.endpoints.auth.proofs import Proofs
from adapter.values import AuthKind, AuthSettings

PARENT: Final = "helseid://claims/client/claims/orgnr_parent"
CHILD: Final = "helseid://claims/client/claims/orgnr_child"
_ENTERPRISE: Final = "urn:oid:2.16.578.1.12.4.1.4.101"
_SEVERAL: Final = "urn:oid:1.0.6523"


def details(settings: AuthSettings) -> dict[str, Any]:
    """The claim of an assertion that says for whom we ask; none where that is clear."""
    if settings.multi_tenant:
        numbers = filter(None, [settings.organisation, settings.unit])
        return _claim(_SEVERAL, ":".join(["NO", "ORGNR", *numbers]))
    return {} if settings.unit is None else _claim(_ENTERPRISE, settings.unit)


def _claim(system: str, value: str) -> dict[str, Any]:
    identifier = {"system": system, "type": "ENH", "value": value}
    role = {"organization": {"identifier": identifier}}
    return {"assertion_details": [{"type": "helseid_authorization", "practitioner_role": role}]}


def speaks_for(token: str, settings: AuthSettings, proofs: Proofs | None) -> str | None:
    """What is wrong with whom a token speaks for; None when it is as configured.

    Only HelseID says what is in its tokens. They came from the issuer over TLS: nothing is won by
    checking its signature here.
    """
    if settings.kind is not AuthKind.HELSEID:
        return None
    claims = _claims(token)
    if claims is None:
        return "expected a token that says for which organisation it is"
    if claims.get(PARENT) != settings.organisation or claims.get(CHILD) != settings.unit:
        return "the token is for another organisation than the configuration says"
    bound = claims.get("cnf")
    jkt = bound.get("jkt") if isinstance(bound, dict) else None
    if proofs is not None and jkt != proofs.key.id:
        return "the token is not bound to our key"
    return None


def _claims(token: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return None
    return found
