"""Whom we believe that it is who it says: wrong, old, revoked or meant for tests, each is refused.

Every authority and certificate is made in the test, every server stands on loopback.
"""

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapter import wiring
from adapter.errors import ConfigurationError, Exit, Unreachable, exit_code
from adapter.values import (
    AuthKind,
    AuthSettings,
    EndpointKind,
    EndpointSettings,
    SecretRef,
    SecretSource,
    TlsSettings,
)
from tests.certificates import DAY, Authority, guarded, named
from tests.fake_issuer import helseid, issuing
from tests.http_stub import answer, serving
from tests.test_tokens import OURS, SCOPES, key_for, known, pem


@pytest.fixture
def root(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "SITHS e-id Root CA")


def end(url: str, environment: str = "test", /, **tls: Path | SecretRef) -> EndpointSettings:
    files = {key: each if isinstance(each, SecretRef) else str(each) for key, each in tls.items()}
    return EndpointSettings(
        name="peer",
        kind=EndpointKind.FHIR,
        url=url,
        timeout=10.0,
        deadline=10.0,
        environment=environment,
        tls=TlsSettings(**files),  # type: ignore[arg-type]  # each by its key
    )


def refusal(settings: EndpointSettings) -> str:
    """What is said of a server that is not believed; nothing is sent to it."""
    with pytest.raises(Unreachable) as caught:
        wiring.server(settings).capabilities()
    assert exit_code(caught.value) is Exit.UNAVAILABLE
    return str(caught.value)


def problem(settings: EndpointSettings) -> str:
    with pytest.raises(ConfigurationError) as caught:
        wiring.server(settings)
    assert exit_code(caught.value) is Exit.CONFIG
    [found] = caught.value.problems
    return found


# -- theirs -----------------------------------------------------------------------------------


def test_a_server_that_a_pinned_authority_vouches_for_is_believed(root: Authority) -> None:
    with guarded(root.shown("server")) as server:
        settings = end(server.url, "production", ca=root.file, crl=root.revoking())
        assert wiring.server(settings).capabilities()["resourceType"] == "CapabilityStatement"
    assert server.asked == ["nobody"]


def test_another_authority_than_the_pinned_one_is_not_believed(
    root: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Authority(tmp_path, "Another Root CA")
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(other.file))
    with guarded(other.shown("server")) as server:
        assert "nobody we believe vouches for it" in refusal(end(server.url, ca=root.file))
        # Nor is whoever the environment believes.
        assert "nobody we believe vouches for it" in refusal(end(server.url))
    assert not server.asked


def test_what_browsers_believe_is_not_believed_where_an_authority_is_pinned(
    root: Authority,
) -> None:
    trust = wiring.trust(end("https://127.0.0.1/fhir", ca=root.file))
    assert trust is not None
    names = [named(found) for found in trust.get_ca_certs(binary_form=True)]
    assert names == ["SITHS e-id Root CA"]


def test_an_expired_certificate_is_not_believed(root: Authority) -> None:
    with guarded(root.shown("server", ends=-DAY)) as server:
        assert "it has expired" in refusal(end(server.url, ca=root.file))
    assert not server.asked


def test_a_revoked_certificate_is_not_believed(root: Authority) -> None:
    shown = root.shown("server")
    with guarded(shown) as server:
        revoking = root.revoking(shown.serial)
        assert "it was revoked" in refusal(end(server.url, ca=root.file, crl=revoking))
    assert not server.asked


def test_a_revocation_list_that_is_too_old_lets_nobody_in(root: Authority) -> None:
    with guarded(root.shown("server")) as server:
        old = root.revoking(ends=-DAY)
        assert "revocation list has expired" in refusal(end(server.url, ca=root.file, crl=old))


def test_a_revocation_list_of_another_authority_lets_nobody_in(
    root: Authority, tmp_path: Path
) -> None:
    other = Authority(tmp_path, "Another Root CA").revoking()
    with guarded(root.shown("server")) as server:
        assert "no revocation list" in refusal(end(server.url, ca=root.file, crl=other))


def test_the_certificate_of_another_host_is_not_believed(root: Authority) -> None:
    with guarded(root.shown("server", host="127.0.0.2")) as server:
        assert "another host's" in refusal(end(server.url, ca=root.file))
    assert not server.asked


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_tls_below_1_2_is_not_spoken(root: Authority) -> None:
    with guarded(root.shown("server"), newest=ssl.TLSVersion.TLSv1_1) as server:
        assert "SSLError" in refusal(end(server.url, ca=root.file))
    assert not server.asked


@pytest.mark.parametrize(
    "name", ["TEST SITHS e-id Root CA v2", "Buypass Class 3 Test4 Root CA", "SITHS preprod CA"]
)
def test_an_authority_for_tests_is_refused_in_production(tmp_path: Path, name: str) -> None:
    root = Authority(tmp_path, name)
    settings = end("https://127.0.0.1/fhir", "production", ca=root.file)
    assert problem(settings).startswith("endpoints.peer.tls.ca: an authority for tests")
    wiring.server(replace(settings, environment="test"))


def test_a_proxy_of_the_environment_is_not_used_for_https(
    root: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with guarded(root.shown("server")) as server, serving(answer(502)) as proxy:
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.root)
        wiring.server(end(server.url, ca=root.file)).capabilities()
    assert server.asked == ["nobody"]
    assert not proxy.received


# -- ours -------------------------------------------------------------------------------------


def test_we_show_our_certificate_to_a_server_that_wants_one(root: Authority) -> None:
    ours = root.shown("viktigt")
    with guarded(root.shown("server"), clients=root.file) as server:
        shown = {"ca": root.file, "certificate": ours.certificate, "key": ours.key}
        wiring.server(end(server.url, "production", **shown)).capabilities()
        assert server.asked == ["viktigt"]
        with pytest.raises(Unreachable):
            wiring.server(end(server.url, ca=root.file)).capabilities()
    assert server.asked == ["viktigt"]


def test_an_encrypted_key_is_opened_by_its_passphrase_and_never_asked_for(
    root: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = root.shown("viktigt", phrase="öppna")
    monkeypatch.setenv("PHRASE", "öppna")
    files = {"certificate": ours.certificate, "key": ours.key}
    phrase = SecretRef(SecretSource.ENV, "PHRASE")
    wiring.server(end("https://127.0.0.1/fhir", **files, passphrase=phrase))
    assert "does not open" in problem(end("https://127.0.0.1/fhir", **files))
    monkeypatch.setenv("PHRASE", "fel")
    assert "does not open" in problem(end("https://127.0.0.1/fhir", **files, passphrase=phrase))


@pytest.mark.parametrize("ends", [-DAY, -19 * DAY])
def test_our_own_expired_certificate_is_told_before_anything_is_sent(
    root: Authority, ends: timedelta
) -> None:
    ours = root.shown("viktigt", ends=ends)
    settings = end("https://127.0.0.1/fhir", certificate=ours.certificate, key=ours.key)
    assert problem(settings) == "endpoints.peer.tls.certificate: not in force today"


def test_the_key_of_another_certificate_is_refused(root: Authority) -> None:
    ours, other = root.shown("viktigt"), root.shown("other")
    settings = end("https://127.0.0.1/fhir", certificate=ours.certificate, key=other.key)
    assert "not that of the certificate" in problem(settings)


def test_a_key_that_others_can_read_is_refused(root: Authority) -> None:
    ours = root.shown("viktigt")
    ours.key.chmod(0o640)
    settings = end("https://127.0.0.1/fhir", certificate=ours.certificate, key=ours.key)
    assert "readable by its owner alone" in problem(settings)


def test_our_certificate_of_a_test_authority_is_refused_in_production(tmp_path: Path) -> None:
    ours = Authority(tmp_path, "SITHS Test CA").shown("viktigt")
    shown = {"certificate": ours.certificate, "key": ours.key}
    assert "for tests" in problem(end("https://127.0.0.1/fhir", "production", **shown))


@pytest.mark.parametrize("key", ["ca", "crl", "certificate"])
def test_a_file_that_holds_no_certificate_is_told_by_its_key(
    root: Authority, tmp_path: Path, key: str
) -> None:
    ours = root.shown("viktigt")
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing\n", encoding="ascii")
    files = {"ca": root.file, "certificate": ours.certificate, "key": ours.key, key: empty}
    assert problem(end("https://127.0.0.1/fhir", **files)).startswith(f"endpoints.peer.tls.{key}: ")


def test_how_a_server_lets_us_in_says_when_its_certificate_ends(root: Authority) -> None:
    with guarded(root.shown("server", ends=5 * DAY)) as server:
        found = wiring.server(end(server.url, ca=root.file)).access()
    expected = (datetime.now(UTC) + 5 * DAY).date()
    assert found.ends in {expected.isoformat(), (expected - DAY).isoformat()}


# -- the issuer of tokens ---------------------------------------------------------------------


def signed(folder: Path, root: str, environment: str = "test", **auth: str) -> EndpointSettings:
    """A FHIR server that nobody reaches, and the issuer that gives tokens for it."""
    key = folder / "signing.pem"
    key.write_text(pem(key_for("ES384")).reveal(), encoding="ascii")
    key.chmod(0o600)
    settings = AuthSettings(
        kind=AuthKind.HELSEID,
        client_id="viktigt",
        key=SecretRef(SecretSource.FILE, str(key)),
        key_id="2026-1",
        issuer=root,
        scopes=SCOPES,
        organisation=OURS,
        **auth,  # type: ignore[arg-type]  # each by its key
    )
    return replace(end("http://127.0.0.1:1/fhir", environment), auth=settings)


def test_an_issuer_is_believed_by_its_own_authority_and_no_other(
    root: Authority, tmp_path: Path
) -> None:
    shown = root.shown("issuer")
    with issuing(known(), helseid(), shown) as issuer:
        believed = wiring.server(signed(tmp_path, issuer.root, ca=str(root.file)))
        assert believed.access().kind is AuthKind.HELSEID
        for settings in (
            signed(tmp_path, issuer.root),
            signed(tmp_path, issuer.root, ca=str(Authority(tmp_path, "Another").file)),
        ):
            with pytest.raises(Unreachable, match=r"issuer of tokens.*nobody we believe"):
                wiring.server(settings).access()
    assert len(issuer.tokens) == 1


def test_an_issuer_for_tests_is_refused_in_production(tmp_path: Path) -> None:
    authority = str(Authority(tmp_path, "HelseID-test CA").file)
    settings = signed(tmp_path, "https://127.0.0.1:1", "production", ca=authority)
    assert problem(settings).startswith("endpoints.peer.auth.ca: an authority for tests")
