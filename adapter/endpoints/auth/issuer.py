"""Where tokens come from: the issuer is found, asked by a signed assertion, and looked in the eye.

                 SMART Backend Services               HelseID
found by         .well-known/smart-configuration      .well-known/openid-configuration
`aud`            the token endpoint                   the issuer
`exp`            55 s ahead (at most 300)             55 s ahead (at most 60)
token            bearer                               bound by DPoP, for one organisation
Each attempt is signed anew, with a `jti` of its own and dated by the clock of the issuer.
See https://hl7.org/fhir/smart-app-launch/backend-services.html,
https://www.rfc-editor.org/rfc/rfc7523.html.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import requests

from adapter.codec import json_door
from adapter.endpoints.auth.credentials import TOKEN
from adapter.endpoints.auth.keys import SigningKey
from adapter.endpoints.auth.organisation import details, speaks_for
from adapter.endpoints.auth.origins import is_on
from adapter.endpoints.auth.proofs import Proofs
from adapter.endpoints.auth.scopes import missing
from adapter.endpoints.auth.tokens import Grant
from adapter.endpoints.clock import NOTICED
from adapter.endpoints.patience import Answer, Lost, Patience
from adapter.endpoints.transport import Transport
from adapter.errors import NotPermitted, Unparseable, Unreachable
from adapter.values import AuthSettings
from mappings.redacted import Redacted

LIFETIME: Final = 55  # seconds
_MOST: Final = 1_000_000
_LONGEST: Final = 3600.0
_UNSAID: Final = 60.0  # a token that does not say how long it lasts
_TRIES: Final = 3
_JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2, https://www.rfc-editor.org/rfc/rfc9449
_ERRORS: Final = frozenset(
    {
        *("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client"),
        *("unsupported_grant_type", "invalid_scope", "invalid_dpop_proof", "use_dpop_nonce"),
    }
)
_LISTED: Final = "token_endpoint_auth_signing_alg_values_supported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(Redacted):
    """Who asks, for what, and by which rules; with `proofs` the token is bound to them.

    Without one of `scopes` nothing is done; `wished` are asked for too.
    """

    name: str
    settings: AuthSettings
    url: str  # of the FHIR server
    key: SigningKey
    scopes: tuple[str, ...]
    wished: tuple[str, ...] = ()
    proofs: Proofs | None = None


@dataclass(slots=True)
class Issuer(Redacted):
    """The issuer of one client's tokens. What it may cost is counted by its own patience.

    `own` reaches the FHIR server, `other` any other host: it need not be vouched for by the same.
    """

    client: Client
    own: Transport
    other: Transport
    patience: Patience
    _endpoint: str | None = field(default=None)
    _itself: str | None = field(default=None)  # what it calls itself, to the last character

    def grant(self) -> Grant:
        """A new token, if it is what was asked for; raises NotPermitted, Unreachable."""
        if self._endpoint is None:
            self._endpoint = self.client.settings.token_url or self._discovered()
        return self._believed(self._asked(self._endpoint))

    # -- finding it -----------------------------------------------------------------------------

    def _discovered(self) -> str:
        issuer = self.client.settings.issuer
        kind = "smart" if issuer is None else "openid"
        url = f"{issuer or self.client.url}/.well-known/{kind}-configuration"
        said = self._whole(self._patient(lambda: self._sent("GET", url)))
        if issuer is not None:
            self._itself = str(said.get("issuer"))
            if self._itself.rstrip("/") != issuer:
                raise self._refused("expected an issuer that calls itself what it is called here")
        algorithm = self.client.key.algorithm
        listed = said.get(_LISTED)
        if isinstance(listed, list) and algorithm not in listed:
            raise self._refused(f"the issuer does not take {algorithm}")
        found = said.get("token_endpoint")
        if not isinstance(found, str):
            raise self._refused(f"no token endpoint is told by .well-known/{kind}-configuration")
        known = (issuer or self.client.url, *self.client.settings.origins)
        if not is_on(found, known):
            raise self._refused(
                "the token endpoint is on another host than the configuration names"
            )
        return found

    # -- asking ---------------------------------------------------------------------------------

    def _asked(self, url: str, tries: int = _TRIES) -> Answer:
        """The answer to our request; what it says of nonce and time, a next attempt knows."""
        clock = self._way(url).clock
        ahead = clock.ahead or 0.0
        answer = self._patient(lambda: self._sent("POST", url))
        if clock.is_too_far:
            raise self._refused("the clocks differ by more than five minutes")
        if answer.status < requests.codes.bad_request or tries == 1:
            return answer
        learnt = abs((clock.ahead or 0.0) - ahead) > NOTICED
        if self._lacked_nonce(url, answer) or learnt:
            return self._asked(url, tries - 1)
        return answer

    def _lacked_nonce(self, url: str, answer: Answer) -> bool:
        proofs = self.client.proofs
        return proofs is not None and proofs.learn(url, answer.headers)

    def _way(self, url: str) -> Transport:
        return self.own if is_on(url, (self.client.url,)) else self.other

    def _patient(self, send: Callable[[], Answer]) -> Answer:
        return self.patience.ask(send, again=True)

    def _sent(self, method: str, url: str) -> Answer:
        """One attempt, signed anew."""
        way = self._way(url)
        now = way.clock.now()
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        if method == "POST" and self.client.proofs is not None:
            headers |= self.client.proofs.header(method, url, now)
        form = self._form(url, now) if method == "POST" else None
        try:
            raw = way.exchange(method, url, form, headers, _MOST)
        except Lost as lost:
            raise Lost(f"the issuer of tokens: {lost}", lasts=lost.lasts) from None
        try:
            body = json_door.read_json(raw.body) if raw.body.strip() else None
        except Unparseable:
            if raw.status < requests.codes.multiple_choices:
                raise Lost("the issuer answered with no JSON") from None
            body = None
        return Answer(raw.status, raw.headers, body if isinstance(body, dict) else None)

    def _form(self, url: str, now: float) -> list[tuple[str, str]]:
        return [
            ("grant_type", "client_credentials"),
            ("client_id", str(self.client.settings.client_id)),
            ("scope", " ".join([*self.client.scopes, *self.client.wished])),
            ("client_assertion_type", _JWT_BEARER),
            ("client_assertion", self._assertion(url, now)),
        ]

    def _assertion(self, url: str, now: float) -> str:
        settings = self.client.settings
        claims = {
            "iss": settings.client_id,
            "sub": settings.client_id,
            "aud": self._itself or url,
            "iat": int(now),
            "nbf": int(now),
            "exp": int(now) + LIFETIME,
            "jti": str(uuid.uuid4()),
            **details(settings),
        }
        typ = "JWT" if settings.issuer is None else "client-authentication+jwt"
        return self.client.key.signed(claims, typ=typ, kid=self.client.key.id)

    # -- believing ------------------------------------------------------------------------------

    def _whole(self, answer: Answer) -> Mapping[str, Any]:
        """What a successful answer holds; an error is told by its code alone, never its prose."""
        if answer.status >= requests.codes.server_error:
            raise Unreachable(self.client.name, "the issuer can't answer now", answer.status)
        if answer.status == requests.codes.ok and answer.body is not None:
            return answer.body
        error = (answer.body or {}).get("error")
        code = f": {error}" if isinstance(error, str) and error in _ERRORS else ""
        raise self._refused(f"the issuer of tokens refuses us{code}", answer.status)

    def _believed(self, answer: Answer) -> Grant:
        said = self._whole(answer)
        token, kind = said.get("access_token"), str(said.get("token_type")).lower()
        expected = "bearer" if self.client.proofs is None else "dpop"
        if not isinstance(token, str) or not TOKEN.fullmatch(token) or kind != expected:
            raise self._refused(f"expected a token of type {expected}")
        scopes = tuple(str(said.get("scope") or "").split())
        if lacks := missing(self.client.scopes, scopes):
            raise self._refused(f"the token was not granted {' '.join(lacks)}")
        wrong = speaks_for(token, self.client.settings, self.client.proofs)
        if wrong is not None:
            raise self._refused(wrong)
        return Grant(token, _seconds(said.get("expires_in")), scopes)

    def _refused(self, told: str, status: int | None = None) -> NotPermitted:
        return NotPermitted(self.client.name, told, status)


def _seconds(said: object) -> float:
    known = isinstance(said, int | Decimal) and not isinstance(said, bool) and said > 0
    return min(_LONGEST, float(said)) if known and isinstance(said, int | Decimal) else _UNSAID
