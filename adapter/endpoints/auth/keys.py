"""Private keys that sign who we are, by PyJWT: RS, PS and ES of 256 to 512 bits, nothing shared.

A key is PEM or a JWK. Its algorithm follows from what it is where the configuration does not say
(RS384 and ES384 are what every SMART server takes), and its name is the one of the configuration,
of the JWK, or its thumbprint.
See https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html,
https://www.rfc-editor.org/rfc/rfc7638.html.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from adapter.errors import ConfigurationError
from adapter.values import Secret
from mappings.redacted import Redacted

_CURVES: Final = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
_MEMBERS: Final = {"RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y")}
_SMALLEST: Final = 2048  # bits of an RSA key

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class SigningKey(Redacted):
    """A private key, the algorithm that it signs by, and its name."""

    key: Private = field(repr=False)
    algorithm: str
    id: str

    def signed(self, claims: Mapping[str, Any], **header: object) -> str:
        """A JWT in compact form."""
        return jwt.encode(dict(claims), self.key, self.algorithm, headers=header)


def signing_key(
    where: str, secret: Secret, algorithm: str | None = None, key_id: str | None = None
) -> SigningKey:
    """The key in a secret; raises ConfigurationError with what is wrong and nothing of it."""
    told = _told(secret.reveal())
    try:
        key = _parsed(secret.reveal(), told)
    except (ValueError, TypeError, jwt.PyJWTError):
        raise ConfigurationError([f"{where}: no private key as PEM or JWK"]) from None
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < _SMALLEST:
        raise ConfigurationError([f"{where}: an RSA key of {_SMALLEST} bits or more"])
    chosen = algorithm or told.get("alg") or _usual(key)
    if chosen not in _possible(key):
        fits = ", ".join(_possible(key))
        raise ConfigurationError([f"{where}: this key signs by {fits or 'no known algorithm'}"])
    return SigningKey(key, chosen, key_id or told.get("kid") or thumbprint(public_jwk(key)))


def fresh() -> SigningKey:
    """A key of this process alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    return SigningKey(key, "ES256", thumbprint(public_jwk(key)))


def public_jwk(key: Private) -> dict[str, str]:
    """What anybody may know of a key, in the members that its thumbprint is made of."""
    whole: dict[str, str]
    if isinstance(key, rsa.RSAPrivateKey):
        whole = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    else:
        whole = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {name: whole[name] for name in _MEMBERS[whole["kty"]]}


def thumbprint(jwk: Mapping[str, str]) -> str:
    canonical = json.dumps(dict(jwk), separators=(",", ":"), sort_keys=True)
    return digest(canonical.encode())


def digest(data: bytes) -> str:
    """SHA-256 as JOSE writes it."""
    return urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode("ascii")


def _told(text: str) -> dict[str, str]:
    """What a JWK says of itself in text; nothing for PEM."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    members = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in members if isinstance(value, str)}


def _parsed(text: str, told: Mapping[str, str]) -> Private:
    found: object
    if told:
        loader = RSAAlgorithm if told.get("kty") == "RSA" else ECAlgorithm
        found = loader.from_jwk(dict(told))
    else:
        found = load_pem_private_key(text.encode(), password=None)
    if not isinstance(found, Private):
        raise TypeError
    return found


def _usual(key: Private) -> str:
    return "RS384" if isinstance(key, rsa.RSAPrivateKey) else _CURVES.get(key.curve.name, "")


def _possible(key: Private) -> tuple[str, ...]:
    if isinstance(key, rsa.RSAPrivateKey):
        return tuple(f"{kind}{bits}" for kind in ("RS", "PS") for bits in (256, 384, 512))
    return tuple(filter(None, [_CURVES.get(key.curve.name)]))
