"""A FHIR R4 server over HTTP (https://hl7.org/fhir/R4/http.html), by requests.

One `_request` is the only door: no redirect is followed, no proxy or netrc is taken from the
environment, an answer has a size cap and a deadline as a whole, and a national id is only ever
sent in the body of POST _search. `patience` says how often a read is tried again after a failure;
a write never is, since nobody knows whether it arrived.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode, urljoin

import requests
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, SSLError

from adapter.codec import json_door
from adapter.codec.rebase import rebase
from adapter.endpoints import answers
from adapter.endpoints.patience import Answer, Lost, Patience, Time
from adapter.errors import (
    Changed,
    NotPermitted,
    Refused,
    Unparseable,
    Unreachable,
)
from adapter.values import EndpointSettings, Ref, Resource, Seen
from mappings.codes.systems import BASE
from mappings.fhir.values import Identifier

MEDIA: Final = "application/fhir+json"
MAX_BYTES: Final = 32_000_000
MAX_PAGES: Final = 1_000
PAGE: Final = "200"
_CHUNK: Final = 65_536
# SSLError is a ConnectionError, but a certificate does not become valid by asking again.
_MAY_PASS: Final = (
    requests.ConnectionError,
    requests.Timeout,
    ChunkedEncodingError,
    ContentDecodingError,
)
_GONE: Final = frozenset({404, 410})
_RACE: Final = frozenset({409, 412})
_DENIED: Final = frozenset({401, 403})


class FhirServer:
    """One FHIR server.

    `token` is a bearer token, if it asks for one. On that server our own codes and extensions stand
    under `base`; here they stand under the placeholder. What it may cost is counted from here on.
    """

    def __init__(
        self,
        settings: EndpointSettings,
        token: str | None = None,
        base: str = BASE,
        passing: Time | None = None,
    ) -> None:
        self.name = settings.name
        self._base = f"{settings.url}/"
        self._timeout = settings.timeout
        self._token = token
        self._own_base = base
        self._session = _session()
        self._patience = Patience(settings.name, settings.deadline, passing or Time())

    # -- what the port asks ---------------------------------------------------------------------

    def capabilities(self) -> Resource:
        answer = self._request("GET", "metadata")
        return self._resource(answer, "CapabilityStatement")

    def read(self, ref: Ref) -> Seen | None:
        answer = self._request("GET", self._path(ref), allowed=_GONE)
        if answer.status in _GONE:
            return None
        return answers.seen_in(self._resource(answer, ref.type))

    def is_deleted(self, ref: Ref) -> bool:
        answer = self._request("GET", self._path(ref), allowed=_GONE)
        return bool(answer.status == requests.codes.gone)

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        form = [*query, ("_count", PAGE)]
        first = self._request("POST", f"{kind}/_search", form=form)
        bundle = self._resource(first, "Bundle")
        names_somebody = any(name == "identifier" for name, _ in query)
        if answers.is_cut_short(bundle) and not names_somebody:
            # Some servers page a search by GET only.
            first = self._request("GET", f"{kind}?{urlencode(form)}")
            bundle = self._resource(first, "Bundle")
        yield from self._pages(bundle, kind, query)

    def _pages(
        self, bundle: Resource, kind: str, query: Sequence[tuple[str, str]]
    ) -> Iterator[Seen]:
        """Every match of a search, from its first page on."""
        for _ in range(MAX_PAGES):
            yield from answers.matches(bundle, kind)
            link = answers.next_link(bundle)
            if link is None:
                return
            bundle = self._resource(self._request("GET", self._page(link, query)), "Bundle")
        raise Refused(self.name, f"expected a search to end within {MAX_PAGES} pages")

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        headers = {}
        if if_none_exist is not None:
            held = {"system": if_none_exist.system, "value": if_none_exist.value}
            headers["If-None-Exist"] = answers.criteria(**rebase(held, BASE, self._own_base))
        answer = self._request("POST", resource["resourceType"], body=resource, headers=headers)
        is_new = answer.status != requests.codes.ok
        return self._written(answer, resource["resourceType"]), is_new

    def update(self, ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        headers = {} if if_match is None else {"If-Match": f'W/"{if_match}"'}
        body = {**resource, "id": ref.id}
        answer = self._request("PUT", self._path(ref), body=body, headers=headers)
        return self._written(answer, ref.type, ref.id)

    def delete(self, ref: Ref, *, if_match: str | None) -> None:
        headers = {}
        if if_match is not None:
            # R4 says what If-Match does to an update only: not every server looks at it here.
            seen = self.read(ref)
            if seen is not None and seen.version != if_match:
                raise Changed(self.name, "another version stands there", 412)
            headers["If-Match"] = f'W/"{if_match}"'
        self._request("DELETE", self._path(ref), headers=headers, allowed=_GONE)

    # -- the one door ---------------------------------------------------------------------------

    def _request(  # noqa: PLR0913  a request is made of its parts
        self,
        method: str,
        path: str,
        *,
        body: Resource | None = None,
        form: Sequence[tuple[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        allowed: frozenset[int] = frozenset(),
    ) -> Answer:
        """Send one request and judge the answer; see the port for what it raises."""
        is_read = body is None and method != "DELETE"
        sent = {**self._headers(), **(headers or {})}
        if body is not None:
            sent["Content-Type"] = MEDIA
        data: Any = list(form) if form is not None else body and self._outgoing(body)
        url = urljoin(self._base, path)
        answer = self._patience.ask(lambda: self._exchange(method, url, data, sent), again=is_read)
        if answer.status not in allowed:
            self._judge(answer)
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
            with self._session.request(
                method,
                url,
                data=data,  # type: ignore[arg-type]  # bytes, or a list of form fields
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
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

    def _judge(self, answer: Answer) -> None:
        status = answer.status
        if status in _RACE:
            raise Changed(self.name, "another version, or several, stand there", status)
        if status in _DENIED:
            raise NotPermitted(self.name, "the server does not let us", status)
        if status >= requests.codes.server_error or status == requests.codes.too_many_requests:
            raise Unreachable(self.name, "the server can't answer now", status)
        if status >= requests.codes.bad_request:
            raise Refused(
                self.name, "the server refuses the request", status, answers.named(answer.body)
            )
        if status >= requests.codes.multiple_choices:
            raise Refused(self.name, "the server redirects; its own URL belongs here", status)

    def _resource(self, answer: Answer, kind: str) -> Resource:
        if answer.body is None:
            raise Unreachable(self.name, f"expected {kind}, the body is empty", answer.status)
        if answer.body.get("resourceType") != kind:
            raise Refused(self.name, f"expected {kind}, another resource came", answer.status)
        return answer.body

    def _written(self, answer: Answer, kind: str, known_id: str | None = None) -> Seen:
        """What stands on the server now: as answered, else read back."""
        if answer.body is not None and answer.body.get("resourceType") == kind:
            return answers.seen_in(answer.body)
        ref_id = known_id or answers.id_in(answer.headers.get("Location", ""), kind)
        found = None if ref_id is None else self.read(Ref(kind, ref_id))
        if found is None:
            raise Unreachable(self.name, "the server says that it wrote, but not what")
        return found

    def _path(self, ref: Ref) -> str:
        path = answers.instance(ref)
        if path is None:
            raise Refused(self.name, "expected a reference of the form Type/id")
        return path

    def _page(self, link: str, query: Sequence[tuple[str, str]]) -> str:
        """A next link, if it stays on this server and under its base, and names no person."""
        url = answers.inside(self._base, link)
        if url is None:
            raise Refused(self.name, "expected the next page on the same server")
        if answers.repeats(link, query):
            raise Refused(self.name, "expected a next page whose URL holds no identifier")
        return url


def _session() -> requests.Session:
    session = requests.Session()  # it tries nothing again by itself
    session.trust_env = False
    return session


def _capped(response: requests.Response, name: str) -> bytes:
    gathered = bytearray()
    for chunk in response.iter_content(_CHUNK):
        gathered += chunk
        if len(gathered) > MAX_BYTES:
            raise Refused(name, f"expected an answer of at most {MAX_BYTES} bytes")
    return bytes(gathered)
