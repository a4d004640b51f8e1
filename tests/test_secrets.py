"""Secrets are read from where they are kept, if nobody else can, and show themselves to nobody."""

import os
import pickle
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from adapter import secrets, wiring
from adapter.errors import ConfigurationError, Exit, exit_code
from adapter.values import (
    AuthKind,
    AuthSettings,
    EndpointKind,
    EndpointSettings,
    Secret,
    SecretRef,
    SecretSource,
)
from tests.http_stub import answer, serving

HIDDEN = "hunter2"


def ref(kind: str, name: object) -> SecretRef:
    return SecretRef(SecretSource(kind), str(name))


def kept(folder: Path, text: str = f"{HIDDEN}\n", mode: int = 0o600) -> Path:
    file = folder / "secret"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def problem(where: SecretRef) -> str:
    with pytest.raises(ConfigurationError) as caught:
        secrets.resolve("endpoints.peer.auth.token", where)
    assert exit_code(caught.value) is Exit.CONFIG
    told = "".join(traceback.format_exception(caught.value))
    assert HIDDEN not in told
    [found] = caught.value.problems
    assert found.startswith("endpoints.peer.auth.token: ")
    return found


# -- files ------------------------------------------------------------------------------------


def test_a_file_of_its_owner_is_read_without_the_end_of_its_line(tmp_path: Path) -> None:
    assert secrets.resolve("x", ref("file", kept(tmp_path))).reveal() == HIDDEN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o601, 0o620, 0o777])
def test_a_file_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    assert "by its owner alone" in problem(ref("file", kept(tmp_path, mode=mode)))


def test_a_file_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = os.stat_result((0o100600, 1, 1, 1, 12345, 12345, 8, 0, 0, 0))
    monkeypatch.setattr(os, "fstat", lambda _descriptor: found)
    assert "by its owner alone" in problem(ref("file", kept(tmp_path)))


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert "is no file" in problem(ref("file", tmp_path / "pipe"))
    assert "is no file" in problem(ref("file", tmp_path))
    assert "No such file" in problem(ref("file", tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("text", "told"), [("", "empty"), ("\n", "empty"), ("x" * 70_000, "too large")]
)
def test_a_file_that_holds_no_secret_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in problem(ref("file", kept(tmp_path, text)))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = kept(tmp_path)
    file.write_bytes(b"\xff\xfe" + HIDDEN.encode())
    assert "is no text" in problem(ref("file", file))


# -- environment ------------------------------------------------------------------------------


def test_a_variable_is_read_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEER_TOKEN", HIDDEN)
    assert secrets.resolve("x", ref("env", "PEER_TOKEN")).reveal() == HIDDEN
    monkeypatch.setenv("PEER_TOKEN", "")
    assert "is empty" in problem(ref("env", "PEER_TOKEN"))
    monkeypatch.delenv("PEER_TOKEN")
    assert "PEER_TOKEN is not set" in problem(ref("env", "PEER_TOKEN"))


# -- keyring ----------------------------------------------------------------------------------


class InMemory(KeyringBackend):
    """A keyring of this process."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked(HIDDEN)
        return HIDDEN if (service, username) == ("viktigt/test", "peer") else None

    def set_password(self, *_: str) -> None:
        raise AssertionError("nothing is ever put there")


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before = keyring.get_keyring()
    made = InMemory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_keyring_is_asked_by_service_and_user(ring: InMemory) -> None:
    assert secrets.resolve("x", ref("keyring", "viktigt/test/peer")).reveal() == HIDDEN
    assert "holds nothing" in problem(ref("keyring", "viktigt/other"))
    ring.locked = True
    assert "can't be read" in problem(ref("keyring", "viktigt/test/peer"))


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "viktigt[keyring]" in problem(ref("keyring", "viktigt/peer"))


# -- what it is used for ----------------------------------------------------------------------


def end(url: str, **auth: object) -> EndpointSettings:
    settings = AuthSettings(**auth)  # type: ignore[arg-type]  # each by its name
    return EndpointSettings(name="peer", kind=EndpointKind.FHIR, url=url, auth=settings)


def test_a_password_and_a_token_go_with_each_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEER_TOKEN", HIDDEN)
    file = ref("file", kept(tmp_path, "lösenord:x\n"))
    statement = {"resourceType": "CapabilityStatement"}
    with serving(answer(200, statement)) as stub:
        env = ref("env", "PEER_TOKEN")
        bearer = end(stub.url, kind=AuthKind.BEARER, secret=env)
        wiring.server(bearer).capabilities()
        basic = end(stub.url, kind=AuthKind.BASIC, user="åsa", secret=file)
        wiring.server(basic).capabilities()
        wiring.server(end(stub.url)).capabilities()
    sent = [each.headers.get("authorization") for each in stub.received]
    assert sent == [f"Bearer {HIDDEN}", "Basic w6VzYTpsw7ZzZW5vcmQ6eA==", None]


@pytest.mark.parametrize("token", [f"{HIDDEN}\nHost: evil", f"{HIDDEN} x", f"{HIDDEN}å", "\x00"])
def test_a_token_that_is_none_is_never_sent(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setattr(secrets, "resolve", lambda _where, _ref: Secret(token))
    settings = end("http://127.0.0.1/fhir", kind=AuthKind.BEARER, secret=ref("env", "X"))
    with pytest.raises(ConfigurationError) as caught:
        wiring.server(settings)
    assert HIDDEN not in str(caught.value)


def test_a_user_with_a_colon_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWORD", HIDDEN)
    settings = end("http://x", kind=AuthKind.BASIC, user="a:b", secret=ref("env", "PASSWORD"))
    with pytest.raises(ConfigurationError, match=r"auth\.user"):
        wiring.server(settings)


# -- it shows itself to nobody ----------------------------------------------------------------


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret(HIDDEN)
    shown = f"{secret} {secret!r} {[secret]} {secret.__reduce_ex__} {dir(secret)}"
    assert HIDDEN not in shown
    assert HIDDEN not in repr(wiring.server(end("http://127.0.0.1/fhir")).__dict__)


def test_a_secret_does_not_let_itself_be_stored() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(HIDDEN))
