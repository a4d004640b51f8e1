"""Keys that sign who we are: PEM or JWK, of a kind that may sign, and nothing of them is told."""

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from adapter.endpoints.auth.keys import fresh, public_jwk, signing_key, thumbprint
from adapter.errors import ConfigurationError
from adapter.values import Secret

RSA = rsa.generate_private_key(65537, 2048)
P256, P384, P521 = (
    ec.generate_private_key(curve()) for curve in (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
)
USUAL = {"RS384": RSA, "ES256": P256, "ES384": P384, "ES512": P521}


def pem(key: Any, encryption: Any = None) -> str:  # noqa: ANN401  any kind of key
    kept = encryption or NoEncryption()
    written: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept)
    return written.decode()


def jwk(key: Any, **more: str) -> str:  # noqa: ANN401
    algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    return json.dumps({**algorithm.to_jwk(key, as_dict=True), **more})


@pytest.mark.parametrize("written", [pem, jwk])
@pytest.mark.parametrize(("algorithm", "key"), USUAL.items(), ids=USUAL.keys())
def test_a_key_signs_by_what_fits_it(written: Callable[..., str], algorithm: str, key: Any) -> None:  # noqa: ANN401
    found = signing_key("x", Secret(written(key)))
    assert found.algorithm == algorithm
    assert found.id == thumbprint(public_jwk(key))
    token = found.signed({"iss": "viktigt"}, kid=found.id)
    assert jwt.decode(token, key.public_key(), [algorithm]) == {"iss": "viktigt"}
    assert jwt.get_unverified_header(token)["kid"] == found.id


def test_what_a_jwk_says_of_itself_holds_unless_the_configuration_says_otherwise() -> None:
    secret = Secret(jwk(RSA, kid="nhn-1", alg="PS256"))
    found = signing_key("x", secret)
    assert (found.algorithm, found.id) == ("PS256", "nhn-1")
    found = signing_key("x", secret, "RS512", "mine")
    assert (found.algorithm, found.id) == ("RS512", "mine")


def test_a_thumbprint_is_that_of_the_specification() -> None:
    """The example of RFC 7638, section 3.1."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W"
        "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
        "bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    known = {"kty": "RSA", "n": modulus, "e": "AQAB"}
    assert thumbprint(known) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_a_public_key_holds_nothing_private() -> None:
    assert public_jwk(RSA).keys() == {"e", "kty", "n"}
    assert public_jwk(P256).keys() == {"crv", "kty", "x", "y"}
    assert fresh().id != fresh().id


SMALL = rsa.generate_private_key(65537, 1024)  # noqa: S505  that is what is refused
ODD = ec.generate_private_key(ec.SECP256K1())
REFUSED: dict[str, tuple[str, str | None, str]] = {
    "too small": (pem(SMALL), None, "2048 bits"),
    "another kind": (pem(ed25519.Ed25519PrivateKey.generate()), None, "no private key"),
    "another curve": (pem(ODD), None, "no known algorithm"),
    "another algorithm": (pem(P256), "ES384", "signs by ES256"),
    "shared": (pem(RSA), "HS256", "signs by RS256"),
    "none": (pem(RSA), "none", "signs by RS256"),
    "a JWK that says none": (jwk(RSA, alg="none"), None, "signs by RS256"),
    "encrypted": (pem(RSA, BestAvailableEncryption(b"x")), None, "no private key"),
    "public": (
        RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        None,
        "no private key",
    ),
    "a public JWK": (json.dumps(public_jwk(RSA)), None, "no private key"),
    "a shared JWK": ('{"kty": "oct", "k": "aGVtbGlnaGV0"}', None, "no private key"),
    "no key": ("hunter2", None, "no private key"),
    "a list": ("[1]", None, "no private key"),
    "a JWK of nothing": ('{"kty": "RSA"}', None, "no private key"),
}


@pytest.mark.parametrize(("text", "algorithm", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_a_key_that_may_not_sign_is_refused_and_not_told(
    text: str, algorithm: str | None, told: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        signing_key("endpoints.a.auth.key", Secret(text), algorithm)
    assert told in str(caught.value)
    assert text[40:80] not in str(caught.value) or len(text) < 80
    assert caught.value.__cause__ is None
