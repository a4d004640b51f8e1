"""An issuer of tokens on loopback, and a FHIR server that asks for them; every rule is enforced.

What is refused is written down with the rule, so that a test knows why. The issuer has a clock of
its own. One server plays both parts: `/fhir/…` holds records, `/token` gives tokens, and
`.well-known/…` says where they are.
"""

import json
import secrets
import ssl
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlsplit

import jwt
from jwt import PyJWK
from jwt.types import Options

from adapter.endpoints.auth.keys import SigningKey, public_jwk, thumbprint
from adapter.endpoints.auth.organisation import CHILD, PARENT
from tests.certificates import Shown

ALGORITHMS: Final = ["RS384", "ES384", "PS256", "PS384", "PS512", "ES256", "ES512", "RS512"]
JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# Times are compared with the clock of the issuer, not with that of this machine.
_OURS: Final = {"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False}
UNTIMED: Final = cast("Options", {**_OURS, "require": ["iss", "sub", "aud", "exp", "jti"]})
PROVING: Final = cast("Options", {**_OURS, "require": ["jti", "htm", "htu", "iat"]})
GOAL: Final = {"resourceType": "Goal", "meta": {"versionId": "1"}}


class Broken(Exception):  # noqa: N818  the name is the fact
    """A rule that a request breaks."""

    def __init__(self, rule: str, code: str = "invalid_client") -> None:
        self.rule = rule
        self.code = code
        super().__init__(rule)


@dataclass
class Rules:
    """What this issuer wants, and how it behaves; a test changes what it is about."""

    longest: int = 300  # seconds that an assertion may live
    dpop: bool = False
    nonce: str | None = None
    seconds: int | None = 300
    scopes: str | None = None  # granted instead of what was asked for
    kind: str | None = None  # of the token
    says: dict[str, Any] = field(default_factory=dict)  # in the token
    skew: float = 0.0
    answers: list[tuple[int, Any]] = field(default_factory=list)  # before it is itself
    discovery: dict[str, Any] = field(default_factory=dict)
    leeway: int = 5  # into the future, for iat and nbf
    pages: int = 1
    revoke_at: int | None = None  # the nth request of a record
    hang: threading.Event | None = None


class FakeIssuer:
    """Both parts, what was asked and what was refused, and by which rule."""

    def __init__(self, root: str, key: SigningKey, rules: Rules) -> None:
        self.root = root
        self.url = f"{root}/fhir"
        self.rules = rules
        self.broken: list[str] = []
        self.tokens: list[str] = []
        self.asked_for: list[str] = []
        self.served: list[str] = []
        self.details: list[Any] = []  # for which organisation each assertion asked
        self.seen: list[str] = []  # every path with its headers, for who looks for secrets
        self.next: str | None = None  # where every next page is said to be
        self._valid: dict[str, tuple[float, str | None]] = {}
        self._jtis: set[str] = set()
        self._client = key
        self._lock = threading.Lock()

    @property
    def now(self) -> float:
        return time() + self.rules.skew

    def revoke(self) -> None:
        self._valid.clear()

    # -- the issuer -----------------------------------------------------------------------------

    def discovered(self) -> dict[str, Any]:
        return {
            "issuer": self.root,
            "token_endpoint": f"{self.root}/token",
            "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
            **self.rules.discovery,
        }

    def token(self, form: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
        with self._lock:
            return self._token(form, headers)

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
        if form.get("grant_type") != "client_credentials":
            raise Broken("grant_type", "unsupported_grant_type")
        if form.get("client_assertion_type") != JWT_BEARER:
            raise Broken("client_assertion_type", "invalid_request")
        self._check_assertion(form.get("client_assertion", ""))
        bound = self._proof("POST", f"{self.root}/token", headers) if self.rules.dpop else None
        self.asked_for.append(form.get("scope", ""))
        token = self._made(bound)
        self.tokens.append(token)
        granted = form.get("scope") if self.rules.scopes is None else self.rules.scopes
        usual = "Bearer" if bound is None else "DPoP"
        said = {"access_token": token, "token_type": self.rules.kind or usual, "scope": granted}
        return said | ({} if self.rules.seconds is None else {"expires_in": self.rules.seconds})

    def _made(self, bound: str | None) -> str:
        seconds = 300 if self.rules.seconds is None else self.rules.seconds
        if bound is None and not self.rules.says:
            token = secrets.token_urlsafe(24)
        else:
            claims = {"jti": secrets.token_hex(8), "cnf": {"jkt": bound}, **self.rules.says}
            token = jwt.encode(claims, secrets.token_bytes(32), "HS256")
        self._valid[token] = (self.now + seconds, bound)
        return token

    def _check_assertion(self, assertion: str) -> None:
        header = jwt.get_unverified_header(assertion)
        if header["alg"] not in ALGORITHMS:
            raise Broken("alg")
        if header.get("typ") != ("client-authentication+jwt" if self.rules.dpop else "JWT"):
            raise Broken("typ")
        if header.get("kid") != self._client.id:
            raise Broken("kid")
        try:
            claims = jwt.decode(assertion, self._client.key.public_key(), ALGORITHMS, UNTIMED)
        except jwt.PyJWTError as error:
            raise Broken(type(error).__name__) from error
        self._check_claims(claims)

    def _check_claims(self, claims: dict[str, Any]) -> None:
        wanted = self.discovered()["issuer"] if self.rules.dpop else f"{self.root}/token"
        checks = {
            "iss": claims["iss"] == claims["sub"] == "viktigt",
            "aud": claims["aud"] == wanted,
            "exp passed": claims["exp"] > self.now,
            "exp too far": claims["exp"] <= self.now + self.rules.longest,
            "iat": claims.get("iat", 0) <= self.now + self.rules.leeway,
            "nbf": claims.get("nbf", 0) <= self.now + self.rules.leeway,
            "jti": claims["jti"] not in self._jtis,
        }
        for rule, holds in checks.items():
            if not holds:
                raise Broken(rule)
        self._jtis.add(claims["jti"])
        self.details.append(claims.get("assertion_details"))

    # -- proofs ---------------------------------------------------------------------------------

    def _proof(
        self, method: str, url: str, headers: dict[str, str], token: str | None = None
    ) -> str:
        """The thumbprint of the key that made the proof of this request."""
        proof = headers.get("dpop", "")
        try:
            header = jwt.get_unverified_header(proof)
            key = PyJWK.from_dict(header["jwk"], header["alg"])
            claims = jwt.decode(proof, key, [header["alg"]], PROVING)
        except (jwt.PyJWTError, KeyError) as error:
            raise Broken("dpop", "invalid_dpop_proof") from error
        if self.rules.nonce is not None and claims.get("nonce") != self.rules.nonce:
            raise Broken("nonce", "use_dpop_nonce")
        ath = None if token is None else _digest(token)
        checks = {
            "typ": header.get("typ") == "dpop+jwt",
            "private": "d" not in header["jwk"],
            "htm": claims["htm"] == method,
            "htu": claims["htu"] == url,
            "proof iat": abs(claims["iat"] - self.now) <= self.rules.leeway,
            "ath": claims.get("ath") == ath,
            "proof jti": claims["jti"] not in self._jtis,
        }
        for rule, holds in checks.items():
            if not holds:
                raise Broken(rule, "invalid_dpop_proof")
        self._jtis.add(claims["jti"])
        return thumbprint(header["jwk"])

    # -- the FHIR server ------------------------------------------------------------------------

    def record(self, method: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
        with self._lock:
            self.served.append(path)
            if self.rules.revoke_at == len(self.served):
                self._valid.clear()
            scheme, _, token = headers.get("authorization", "").partition(" ")
            until, bound = self._valid.get(token, (0.0, None))
            if until <= self.now:
                raise Broken("token", "invalid_token")
            if scheme != ("DPoP" if bound else "Bearer"):
                raise Broken("scheme", "invalid_token")
            url = f"{self.root}{urlsplit(path).path}"
            if bound is not None and self._proof(method, url, headers, token) != bound:
                raise Broken("not bound", "invalid_token")
        if "?" in path or method == "POST":
            return self._searched(path)
        version = "2" if method == "PUT" else "1"
        return {**GOAL, "id": "17", "meta": {"versionId": version}}

    def _searched(self, path: str) -> dict[str, Any]:
        at = int(parse_qs(urlsplit(path).query).get("page", ["1"])[0])
        more = at < self.rules.pages or self.next is not None
        place = self.next or f"{self.url}/Goal?page={at + 1}"
        link = [{"relation": "next", "url": place}] if more else []
        entry = [{"resource": {**GOAL, "id": str(at)}}]
        return {"resourceType": "Bundle", "type": "searchset", "entry": entry, "link": link}


def _digest(text: str) -> str:
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    issuer: FakeIssuer

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.issuer.seen.append(f"{self.command} {self.path} {headers}")
        try:
            status, said = self._answer(body, headers)
        except Broken as broken:
            self.issuer.broken.append(broken.rule)
            is_ours = urlsplit(self.path).path == "/token"
            self._send(400 if is_ours else 401, {"error": broken.code})
        else:
            self._send(status, said)

    def _answer(self, body: str, headers: dict[str, str]) -> tuple[int, Any]:
        path = urlsplit(self.path).path
        if path.endswith(("/.well-known/smart-configuration", "/.well-known/openid-configuration")):
            return 200, self.issuer.discovered()
        if path != "/token":
            return 200, self.issuer.record(self.command, self.path, headers)
        if self.issuer.rules.hang is not None:
            self.issuer.rules.hang.wait(10)
        if self.issuer.rules.answers:
            return self.issuer.rules.answers.pop(0)
        form = {name: values[0] for name, values in parse_qs(body).items()}
        return 200, self.issuer.token(form, headers)

    def _send(self, status: int, said: Any) -> None:  # noqa: ANN401
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response_only(status)
        self.send_header("Date", formatdate(self.issuer.now, usegmt=True))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if self.issuer.rules.nonce is not None:
            self.send_header("DPoP-Nonce", self.issuer.rules.nonce)
        if status in {301, 302, 307, 308}:
            self.send_header("Location", f"{self.issuer.root}/elsewhere")
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A client that hangs up is what some tests are about."""


@contextmanager
def issuing(key: SigningKey, rules: Rules, shown: Shown | None = None) -> Iterator[FakeIssuer]:
    """The issuer that knows one client by its key, while the block runs; `shown` is for TLS."""

    class Handler(_Handler):
        pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        if shown is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(shown.certificate, shown.key)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "http" if shown is None else "https"
        root = f"{scheme}://127.0.0.1:{server.server_address[1]}"
        issuer = Handler.issuer = FakeIssuer(root, key, rules)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield issuer
        finally:
            server.shutdown()
            thread.join()


def helseid(**says: Any) -> Rules:  # noqa: ANN401  claims
    """HelseID: an assertion for a minute at most, DPoP, and the organisation in the token."""
    return Rules(longest=60, dpop=True, says={PARENT: "994598759", **says})


__all__ = ["CHILD", "PARENT", "FakeIssuer", "Rules", "helseid", "issuing", "public_jwk"]
