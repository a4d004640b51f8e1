"""The one door to a FHIR server over HTTP: all that is sent to it and comes back passes here.

No redirect is followed, no proxy or netrc is taken from the environment, an answer has a size cap
and a deadline as a whole. `patience` says how often a read is tried again after a failure; a write
never is, since nobody knows whether it arrived. Each connection serves one request at a time, so
that several threads may send at once (https://hl7.org/fhir/R4/http.html).
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from queue import Empty, LifoQueue
from typing import Any, Final
from urllib.parse import urljoin

import requests
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, SSLError

from adapter.codec import json_door
from adapter.codec.rebase import rebase
from adapter.endpoints.judging import judged
from adapter.endpoints.patience import Answer, Lost, Patience, Time
from adapter.errors import Refused, Unparseable, Unreachable
from adapter.values import EndpointSettings, Resource
from mappings.codes.systems import BASE

MEDIA: Final = "application/fhir+json"
MAX_BYTES: Final = 32_000_000
_CHUNK: Final = 65_536
# SSLError is a ConnectionError, but a certificate does not become valid by asking again.
_MAY_PASS: Final = (
    requests.ConnectionError,
    requests.Timeout,
    ChunkedEncodingError,
    ContentDecodingError,
)


class Door:
    """Requests to one server and its judged answers.

    On that server our own codes and extensions stand under `base`; here they stand under the
    placeholder.
    """

    def __init__(
        self, settings: EndpointSettings, token: str | None, base: str, passing: Time
    ) -> None:
        self.name = settings.name
        self.url = f"{settings.url}/"
        self.root = str(settings.url)  # where Bundles go
        self._timeout = settings.timeout
        self._token = token
        self._own_base = base
        self._sessions: LifoQueue[requests.Session] = LifoQueue()
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
        sent = {**self._headers(), **(headers or {})}
        if body is not None:
            sent["Content-Type"] = MEDIA
        data: Any = list(form) if form is not None else body and self._outgoing(body)
        url = urljoin(self.url, path)
        answer = self._patience.ask(lambda: self._exchange(method, url, data, sent), again=is_read)
        error = judged(self.name, answer.status, answer.body)
        if error is not None and answer.status not in allowed:
            raise error
        return answer

    def _headers(self) -> dict[str, str]:
        headers = {
            "Accept": MEDIA,
            "Accept-Encoding": "gzip",
            "Cache-Control": "no-cache",
            "Prefer": "return=representation, handling=strict",
            "X-Request-Id": str(uuid.uuid4()),
        }
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        return headers

    def _exchange(
        self,
        method: str,
        url: str,
        data: object,
        headers: Mapping[str, str],
    ) -> Answer:
        try:
            with (
                self._session() as session,
                session.request(
                    method,
                    url,
                    data=data,  # type: ignore[arg-type]  # bytes, or a list of form fields
                    headers=headers,
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                raw = _capped(response, self.name)
                return Answer(response.status_code, response.headers, self._parsed(response, raw))
        except requests.RequestException as error:
            # The text of the error holds the URL: only its kind is told.
            lasts = not isinstance(error, _MAY_PASS) or isinstance(error, SSLError)
            raise Lost(f"no answer: {type(error).__name__}", lasts=lasts) from None

    def _parsed(self, response: requests.Response, raw: bytes) -> Resource | None:
        if not raw.strip():
            return None
        try:
            body = json_door.read_json(raw)
        except Unparseable as error:
            if response.status_code >= requests.codes.multiple_choices:
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

    @contextmanager
    def _session(self) -> Iterator[requests.Session]:
        """A session that nobody else uses meanwhile; one that comes back is used again."""
        try:
            session = self._sessions.get_nowait()
        except Empty:
            session = requests.Session()  # it tries nothing again by itself
            session.trust_env = False
        try:
            yield session
        finally:
            self._sessions.put(session)


def _capped(response: requests.Response, name: str) -> bytes:
    gathered = bytearray()
    for chunk in response.iter_content(_CHUNK):
        gathered += chunk
        if len(gathered) > MAX_BYTES:
            raise Refused(name, f"expected an answer of at most {MAX_BYTES} bytes")
    return bytes(gathered)
