"""DPoP: a proof with each request that a token is used by whom it was issued to (RFC 9449).

A proof is for one attempt: method, address without query, the token's digest, and an id of its own.
A server may ask for a nonce of its making, with a refusal or with any answer: it is remembered by
origin, and a request that lacked it is sent once more.
See https://www.rfc-editor.org/rfc/rfc9449.html.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from adapter.endpoints.auth.keys import SigningKey, digest, public_jwk
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True)
class Proofs(Redacted):
    """What makes proofs by one key."""

    key: SigningKey
    nonces: dict[str, str] = field(default_factory=dict, repr=False)

    def header(self, method: str, url: str, now: float, token: str | None = None) -> dict[str, str]:
        """The header of one attempt, by the clock of the server."""
        claims: dict[str, object] = {
            "jti": str(uuid.uuid4()),
            "htm": method,
            "htu": _bare(url),
            "iat": int(now),
        }
        if token is not None:
            claims["ath"] = digest(token.encode("ascii"))
        if (nonce := self.nonces.get(_origin(url))) is not None:
            claims["nonce"] = nonce
        proof = self.key.signed(claims, typ="dpop+jwt", jwk=public_jwk(self.key.key))
        return {"DPoP": proof}

    def learn(self, url: str, headers: Mapping[str, str]) -> bool:
        """Remember the nonce of an answer; whether it is another than was known."""
        nonce, origin = headers.get("DPoP-Nonce"), _origin(url)
        if nonce is None or nonce == self.nonces.get(origin):
            return False
        self.nonces[origin] = nonce
        return True


def _bare(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query="", fragment="").geturl()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
