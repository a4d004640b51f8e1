"""HTTP to one server, down to bytes: nothing from the environment, nothing followed, all capped.

No redirect is followed, no proxy, netrc or certificate is taken from the environment, and an answer
has a size cap. TLS is as its context says and nothing else. Each connection serves one request at a
time, so that several threads may send at once. What time it is there is heard from every answer.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from queue import Empty, LifoQueue
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ChunkedEncodingError, ContentDecodingError, SSLError
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from adapter.endpoints.clock import TheirClock
from adapter.endpoints.patience import Lost
from adapter.errors import Refused

_CHUNK: Final = 65_536
# SSLError is a ConnectionError, but a certificate does not become valid by asking again.
_MAY_PASS: Final = (
    requests.ConnectionError,
    requests.Timeout,
    ChunkedEncodingError,
    ContentDecodingError,
)
# https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
_DISTRUST: Final = {
    3: "there is no revocation list of its authority",
    9: "it is not valid yet",
    10: "it has expired",
    12: "the revocation list has expired",
    18: "it signed itself",
    19: "nobody we believe vouches for it",
    20: "nobody we believe vouches for it",
    23: "it was revoked",
    62: "it is another host's",
    64: "it is another host's",
}


class Raw(NamedTuple):
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Requests to one server. `trust` is whom we believe; without it whom everybody believes."""

    def __init__(
        self, name: str, timeout: float, clock: TheirClock, trust: ssl.SSLContext | None = None
    ) -> None:
        self.clock = clock
        self._name = name
        self._timeout = timeout
        self._trust = trust
        self._sessions: LifoQueue[requests.Session] = LifoQueue()

    def exchange(
        self, method: str, url: str, data: object, headers: Mapping[str, str], most: int
    ) -> Raw:
        """Send once; raises Lost when no whole answer came, Refused above `most` bytes."""
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
                raw = self._capped(response, most)
        except requests.RequestException as error:
            # The text of the error holds the URL: only its kind is told.
            lasts = not isinstance(error, _MAY_PASS) or isinstance(error, SSLError)
            raise Lost(f"no answer: {_kind(error)}", lasts=lasts) from None
        self.clock.hear(response.headers)
        return Raw(response.status_code, response.headers, raw)

    def certificate_ends(self, url: str) -> str | None:
        """The day on which the certificate of the server ends; None where it has none."""
        parts = urlsplit(url)
        if parts.scheme != "https":
            return None
        trust = self._trust or _browsers()
        try:
            with (
                socket.create_connection((parts.hostname, parts.port or 443), 10.0) as way,
                trust.wrap_socket(way, server_hostname=parts.hostname) as shown,
            ):
                said = (shown.getpeercert() or {}).get("notAfter")
        except OSError:
            return None
        seconds = ssl.cert_time_to_seconds(str(said))
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()

    def _capped(self, response: requests.Response, most: int) -> bytes:
        gathered = bytearray()
        for chunk in response.iter_content(_CHUNK):
            gathered += chunk
            if len(gathered) > most:
                raise Refused(self._name, f"expected an answer of at most {most} bytes")
        return bytes(gathered)

    @contextmanager
    def _session(self) -> Iterator[requests.Session]:
        """A session that nobody else uses meanwhile; one that comes back is used again."""
        try:
            session = self._sessions.get_nowait()
        except Empty:
            session = self._opened()
        try:
            yield session
        finally:
            self._sessions.put(session)

    def _opened(self) -> requests.Session:
        session = requests.Session()  # it tries nothing again by itself
        session.trust_env = False
        session.mount("https://", _Trusting(self._trust))
        return session


class _Trusting(HTTPAdapter):
    """TLS by one context. requests would add the authorities that it brings along to ours."""

    def __init__(self, trust: ssl.SSLContext | None) -> None:
        self._trust = trust
        super().__init__()

    def build_connection_pool_key_attributes(
        self,
        request: requests.PreparedRequest,
        verify: bool | str,  # noqa: FBT001  as requests calls it
        cert: str | tuple[str, str] | None = None,
    ) -> Any:  # noqa: ANN401  its types have no public name
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {**pool, "ssl_context": self._trust or _browsers()}

    def cert_verify(self, *_arguments: object) -> None:
        """The context does."""


@cache
def _browsers() -> ssl.SSLContext:
    """Made when a first https server is asked, and once: to read all authorities takes a while."""
    return believing_everybody()


def believing_everybody(authorities: str | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer, certificate and host name checked, by the authorities in a file.

    Without one by those that browsers believe. PROTOCOL_TLS_CLIENT reads no variable of the
    environment, as create_default_context does (SSL_CERT_FILE).
    """
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust.minimum_version = ssl.TLSVersion.TLSv1_2
    trust.load_verify_locations(authorities or DEFAULT_CA_BUNDLE_PATH)
    return trust


def _kind(error: BaseException) -> str:
    """The kind of an error, and why a certificate was not believed."""
    found: object = error
    while isinstance(found, BaseException) and not isinstance(found, ssl.SSLError):
        inner = getattr(found, "reason", None) or found.__cause__ or found.__context__
        found = inner or next((each for each in found.args if isinstance(each, Exception)), None)
    if isinstance(found, ssl.SSLCertVerificationError):
        why = _DISTRUST.get(found.verify_code, "it is not valid")
        return f"{type(error).__name__}, its certificate is not believed: {why}"
    return type(error).__name__
