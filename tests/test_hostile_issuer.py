"""An issuer, or what stands before it, that does harm: each way is refused, and nothing is leaked.

The same as a hostile FHIR server does in test_fhir_server, at the place where the credentials go.
"""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from adapter.endpoints.auth import issuer as issuers
from adapter.errors import EndpointError, Exit, NotPermitted, exit_code
from adapter.values import Ref
from tests.fake_issuer import Rules, issuing
from tests.http_stub import Reply, answer, dripping, raw, serving
from tests.test_tokens import SCOPES, client, known

SEVENTEEN: Final = Ref("Goal", "17")
TOKEN: Final = {
    "access_token": "a-token",
    "token_type": "bearer",
    "scope": " ".join(SCOPES),
    "expires_in": 300,
}
HEAD: Final = b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"
BOMB: Final = gzip.compress(b" " * 2_000_000)
HARMFUL: Final[dict[str, tuple[Reply, Exit]]] = {
    "drips": (dripping(HEAD + b'\r\n{"access_token": "'), Exit.UNAVAILABLE),
    "breaks off": (raw(HEAD + b'Content-Length: 900\r\n\r\n{"access_'), Exit.UNAVAILABLE),
    "breaks off, of no length": (raw(HEAD + b'\r\n{"access_token": "a-to'), Exit.UNAVAILABLE),
    "unpacks without end": (
        raw(HEAD + b"Content-Encoding: gzip\r\n\r\n" + BOMB),
        Exit.REFUSED,
    ),
    "says a name twice": (
        raw(HEAD + b'\r\n{"access_token": "a", "access_token": "b"}'),
        Exit.UNAVAILABLE,
    ),
    "is a login page": (answer(200, b"<html>Log in"), Exit.UNAVAILABLE),
    "redirects": (answer(307, b"", Location="http://127.0.0.1:1/token"), Exit.NOT_PERMITTED),
    "is not there": (answer(404, b"nothing"), Exit.NOT_PERMITTED),
}


@pytest.mark.parametrize(("harm", "code"), HARMFUL.values(), ids=HARMFUL.keys())
def test_a_token_endpoint_that_does_harm_gives_no_token(
    monkeypatch: pytest.MonkeyPatch, harm: Reply, code: Exit
) -> None:
    monkeypatch.setattr(issuers, "_MOST", 1_000_000)
    with issuing(known(), Rules()) as issuer, serving(harm) as stub:
        server = client(issuer, deadline=1.0, token_url=f"{stub.root}/token")
        with pytest.raises(EndpointError) as caught:
            server.read(SEVENTEEN)
    assert exit_code(caught.value) is code, caught.value
    assert not issuer.served
    assert {each.path for each in stub.received} == {"/token"}


def _netrc(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "netrc"
    file.write_text("default login somebody password something\n", encoding="ascii")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))


def _proxies(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, root)


def test_what_the_environment_says_of_proxies_and_passwords_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with issuing(known(), Rules()) as issuer, serving(answer(502)) as elsewhere:
        _netrc(tmp_path, monkeypatch)
        _proxies(elsewhere.root, monkeypatch)
        assert client(issuer).read(SEVENTEEN) is not None
    assert not elsewhere.received
    asked = [each for each in issuer.seen if "/fhir/Goal" not in each]
    assert asked
    assert not any("authorization" in each for each in asked)


@pytest.mark.parametrize(
    "place", [lambda root: f"{root}/fhir/Goal?page=2", lambda root: f"{root}/fhir/../Goal?page=2"]
)
def test_a_next_page_at_another_host_gets_no_token(place: Callable[[str], str]) -> None:
    with issuing(known(), Rules()) as issuer, serving(answer(200, TOKEN)) as evil:
        issuer.next = place(evil.root)
        with pytest.raises(EndpointError, match="next page on the same server"):
            list(client(issuer).search("Goal", [("patient", "Patient/1")]))
    assert not evil.received


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_server_that_redirects_to_another_host_gives_our_token_to_nobody(status: int) -> None:
    with issuing(known(), Rules()) as issuer, serving(answer(200, TOKEN)) as evil:
        moved = answer(status, b"", Location=f"{evil.root}/fhir/Goal/17")
        with serving(moved) as stub:
            server = client(issuer, url=stub.url, token_url=f"{issuer.root}/token")
            with pytest.raises(EndpointError) as caught:
                server.read(SEVENTEEN)
    assert exit_code(caught.value) is Exit.UNAVAILABLE
    assert stub.received[0].headers["authorization"].startswith("Bearer ")
    assert not evil.received


def test_a_challenge_of_a_server_does_not_send_us_to_another_issuer() -> None:
    with issuing(known(), Rules()) as issuer, serving(answer(200, TOKEN)) as evil:
        challenge = f'Bearer authorization_uri="{evil.root}/token", realm="{evil.root}"'
        wants = answer(401, b"", WWW_Authenticate=challenge, Link=f"<{evil.root}>; rel=issuer")
        with serving(wants) as stub:
            server = client(issuer, url=stub.url, token_url=f"{issuer.root}/token")
            with pytest.raises(NotPermitted):
                server.read(SEVENTEEN)
    assert not evil.received
    assert len(issuer.tokens) == 2
