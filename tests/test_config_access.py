"""Who we are to a server and whom we believe, as configured: each kind has its own keys."""

from pathlib import Path

import pytest

from adapter.config import FILE_NAME, load
from adapter.config.access import is_guarded
from adapter.errors import ConfigurationError
from adapter.values import AuthKind, EndpointSettings, SecretRef, SecretSource

KEPT = 'one of { file = "path" }, { env = "NAME" }, { keyring = "service/user" }; never the secret'
HTTPS = "https://a.example/fhir"


def end(folder: Path, *lines: str, url: str = HTTPS, environment: str = "test") -> EndpointSettings:
    text = [
        "[endpoints.a]",
        'kind = "fhir"',
        f'url = "{url}"',
        f'environment = "{environment}"',
        *lines,
    ]
    file = folder / FILE_NAME
    file.write_text("\n".join(text), encoding="utf-8")
    return load(file).endpoints["a"]


def problems(folder: Path, *lines: str, url: str = HTTPS, environment: str = "test") -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        end(folder, *lines, url=url, environment=environment)
    return list(caught.value.problems)


SMART = ("[endpoints.a.auth]", 'kind = "smart"', 'client_id = "v"', 'key = { file = "k.pem" }')


def test_smart_has_a_client_and_a_key(tmp_path: Path) -> None:
    auth = end(tmp_path, *SMART, 'origins = ["https://b.example:8443/"]', 'ca = "b.pem"').auth
    assert (auth.kind, auth.client_id) == (AuthKind.SMART, "v")
    assert auth.key == SecretRef(SecretSource.FILE, str(tmp_path / "k.pem"))
    assert auth.origins == ("https://b.example:8443",)
    assert auth.ca == str(tmp_path / "b.pem")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('token = { env = "T" }', "token: unknown"),
        ('organisation = "994598759"', "organisation: unknown"),
        ('client_secret = "hunter2"', "client_secret: unknown"),
        (
            'algorithm = "HS256"',
            "algorithm: one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512",
        ),
        (
            'algorithm = "none"',
            "algorithm: one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512",
        ),
        ('origins = ["https://b.example/token"]', "origins: a list of origins, as https://host"),
        ('origins = ["b.example"]', "origins: a list of origins, as https://host"),
        ('token_url = "http://b.example/token"', "token_url: https, where credentials are sent"),
    ],
)
def test_what_means_nothing_for_a_kind_is_told(tmp_path: Path, line: str, expected: str) -> None:
    assert problems(tmp_path, *SMART, line) == [f"endpoints.a.auth.{expected}"]


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("basic", ["user", "password"]),
        ("bearer", ["token"]),
        ("smart", ["client_id", "key"]),
        ("helseid", ["client_id", "key", "issuer", "scopes", "organisation"]),
    ],
)
def test_what_a_kind_needs_is_told(tmp_path: Path, kind: str, needed: list[str]) -> None:
    found = problems(tmp_path, f'auth = {{ kind = "{kind}" }}')
    assert found == [f"endpoints.a.auth.{key}: needed for {kind}" for key in needed]


def test_a_kind_that_there_is_none_of_is_told(tmp_path: Path) -> None:
    expected = "endpoints.a.auth.kind: one of none, basic, bearer, smart, helseid"
    assert problems(tmp_path, 'auth = { kind = "ntlm", user = "x" }') == [expected]


@pytest.mark.parametrize(
    "held",
    [
        '"hunter2"',
        "{}",
        '{ file = "a", env = "B" }',
        '{ value = "hunter2" }',
        '{ env = "hunter2" }',
        '{ env = "" }',
        '{ file = "" }',
        "{ file = 3 }",
        '{ keyring = "service" }',
        '{ keyring = "/user" }',
        '{ keyring = "service/" }',
        '{ file = "a\\u0000b" }',
        "[]",
    ],
)
def test_a_secret_is_a_place_and_nothing_else(tmp_path: Path, held: str) -> None:
    found = problems(tmp_path, f'auth = {{ kind = "bearer", token = {held} }}')
    assert found == [f"endpoints.a.auth.token: {KEPT}"]


@pytest.mark.parametrize(
    "url", ["http://a.example/fhir", "http://10.0.0.1/fhir", "http://[::2]/fhir"]
)
def test_credentials_need_https_but_on_this_machine(tmp_path: Path, url: str) -> None:
    line = 'auth = { kind = "bearer", token = { env = "T" } }'
    expected = "endpoints.a.url: https, where credentials are sent"
    assert problems(tmp_path, line, url=url) == [expected]
    assert end(tmp_path, line, url="http://127.0.0.1:8091/fhir").auth.kind is AuthKind.BEARER
    assert end(tmp_path, line, url="http://[::1]:8091/fhir").auth.kind is AuthKind.BEARER
    assert end(tmp_path, url=url).auth.kind is AuthKind.NONE


def test_production_needs_https_but_on_this_machine(tmp_path: Path) -> None:
    found = problems(tmp_path, url="http://a.example/fhir", environment="production")
    assert found == ["endpoints.a.url: https in production, but on this machine"]
    assert (
        end(tmp_path, url="http://localhost/fhir", environment="production").url
        == "http://localhost/fhir"
    )


@pytest.mark.parametrize("url", ["http://127.0.0.1.evil.example", "http://localhost.evil", "x"])
def test_a_name_that_only_looks_like_this_machine_is_not(url: str) -> None:
    assert not is_guarded(url)


def test_tls_names_files_beside_the_configuration(tmp_path: Path) -> None:
    lines = ('ca = "ca.pem"', 'certificate = "c.pem"', 'key = "c.key"')
    tls = end(tmp_path, "[endpoints.a.tls]", *lines).tls
    assert (tls.ca, tls.key) == (str(tmp_path / "ca.pem"), str(tmp_path / "c.key"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['certificate = "c.pem"'], "key: needed beside certificate"),
        (['key = "c.key"'], "certificate: needed beside key"),
        (['crl = "c.crl"'], "ca: needed beside crl"),
        (["verify = false"], "verify: unknown"),
        (['passphrase = "hunter2"'], f"passphrase: {KEPT}"),
    ],
)
def test_what_is_missing_beside_a_file_is_told(
    tmp_path: Path, lines: list[str], expected: str
) -> None:
    assert problems(tmp_path, "[endpoints.a.tls]", *lines) == [f"endpoints.a.tls.{expected}"]


def test_tls_without_https_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, 'tls = { ca = "ca.pem" }', url="http://127.0.0.1/fhir")
    assert found == ["endpoints.a.tls: only for an https URL"]


def test_a_drop_folder_asks_nobody_who_we_are(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    text = '[endpoints.a]\nkind = "directory"\npath = "in"\nauth = { kind = "none" }\ntls = {}\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load(file)
    assert list(caught.value.problems) == ["endpoints.a.auth: unknown", "endpoints.a.tls: unknown"]
