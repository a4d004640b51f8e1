"""The one door to a FHIR server over HTTP: all that is sent to it and comes back passes here.

`transport` carries bytes; here they become resources and judged answers, each with a deadline as a
whole. `patience` says how often a read is tried again after a failure; a write never is, since
nobody knows whether it arrived. One that the server did not let in (401) did not: it is sent once
more when there are other credentials (https://hl7.org/fhir/R4/http.html).
"""

import ssl
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urljoin

import requests

from adapter.codec import json_door
from adapter.codec.rebase import rebase
from adapter.endpoints.auth.credentials import Credential, Credentials, Static
from adapter.endpoints.clock import TheirClock
from adapter.endpoints.judging import judged
from adapter.endpoints.patience import Answer, Lost, Patience, Time
from adapter.endpoints.transport import Raw, Transport
from adapter.errors import Unparseable, Unreachable
from adapter.values import Access, EndpointSettings, Resource
from mappings.codes.systems import BASE

MEDIA: Final = "application/fhir+json"
MAX_BYTES: Final = 32_000_000


class Door:
    """Requests to one server and its judged answers.

    On that server our own codes and extensions stand under `base`; here they stand under the
    placeholder.
    """

    def __init__(
        self,
        settings: EndpointSettings,
        base: str,
        passing: Time,
        credentials: Credentials | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.name = settings.name
        self.url = f"{settings.url}/"
        self.root = str(settings.url)  # where Bundles go
        self._credentials = credentials or Static()
        self._own_base = base
        self._clock = TheirClock(passing.now)
        self._transport = Transport(settings.name, settings.timeout, self._clock, trust)
        self._patience = Patience(settings.name, settings.deadline, passing)

    def request(  # noqa: PLR0913  a request is made of its parts
        self,
        method: str,
        path: str,
        *,
        body: Resource | None = None,
        form: Sequence[tuple[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: frozenset[int] = frozenset(),
        again: bool | None = None,
    ) -> Answer:
        """Send one request and judge the answer; see the port for what it raises.

        `again`: it only reads, and may be sent more than once; by default what has no body.
        """
        is_read = (body is None and method != "DELETE") if again is None else again
        sent = {**_headers(), **(headers or {})}
        if body is not None:
            sent["Content-Type"] = MEDIA
        data: Any = list(form) if form is not None else body and self._outgoing(body)
        url = urljoin(self.url, path)
        answer = self._let_in(
            lambda credential: self._patience.ask(
                lambda: self._exchange(method, url, data, sent, credential), again=is_read
            )
        )
        error = judged(self.name, answer.status, answer.body)
        if error is not None and answer.status not in allowed:
            raise error
        return answer

    def access(self) -> Access:
        """How the server lets us in, and what its clock said so far."""
        return replace(
            self._credentials.access(),
            ahead=self._clock.ahead,
            ends=self._transport.certificate_ends(self.root),
        )

    def _let_in(self, ask: Callable[[Credential], Answer]) -> Answer:
        """Ask, and once more with other credentials when these were refused."""
        credential = self._credentials.current()
        answer = ask(credential)
        if answer.status != requests.codes.unauthorized:
            return answer
        other = self._credentials.renewed(credential)
        return answer if other is None else ask(other)

    def _exchange(
        self,
        method: str,
        url: str,
        data: object,
        headers: Mapping[str, str],
        credential: Credential,
    ) -> Answer:
        raw = self._sent(method, url, data, headers, credential)
        if credential.learns(url, raw.status, raw.headers):
            raw = self._sent(method, url, data, headers, credential)
        return Answer(raw.status, raw.headers, self._parsed(raw))

    def _sent(
        self,
        method: str,
        url: str,
        data: object,
        headers: Mapping[str, str],
        credential: Credential,
    ) -> Raw:
        sent = {**headers, **credential.headers(method, url, self._clock.now())}
        return self._transport.exchange(method, url, data, sent, MAX_BYTES)

    def _parsed(self, raw: Raw) -> Resource | None:
        if not raw.body.strip():
            return None
        try:
            body = json_door.read_json(raw.body)
        except Unparseable as error:
            if raw.status >= requests.codes.multiple_choices:
                return None  # the status says enough
            breaks_off = error.rule == "json.syntax"
            raise Lost(f"not whole FHIR JSON: {error}", lasts=not breaks_off) from error
        return rebase(body, self._own_base, BASE) if isinstance(body, dict) else None

    def _outgoing(self, body: Resource) -> bytes:
        return json_door.write_json(rebase(body, BASE, self._own_base))

    def resource(self, answer: Answer, kind: str) -> Resource:
        """The resource in an answer; without it somebody else than the server may have answered."""
        if answer.body is None:
            raise Unreachable(self.name, f"expected {kind}, the body is empty", answer.status)
        if answer.body.get("resourceType") != kind:
            raise Unreachable(self.name, f"expected {kind}, something else came", answer.status)
        return answer.body


def _headers() -> dict[str, str]:
    return {
        "Accept": MEDIA,
        "Accept-Encoding": "gzip",
        "Cache-Control": "no-cache",
        "Prefer": "return=representation, handling=strict",
        "X-Request-Id": str(uuid.uuid4()),
    }
