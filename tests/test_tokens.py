"""Tokens of an issuer that enforces every rule: got once, used, renewed, and refused in time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from adapter.endpoints.auth import issuer as issuers
from adapter.endpoints.auth.issued import issued
from adapter.endpoints.auth.keys import Private, SigningKey, signing_key
from adapter.endpoints.fhir_server import FhirServer
from adapter.endpoints.patience import Time
from adapter.errors import Exit, NotPermitted, Unreachable, exit_code
from adapter.values import AuthKind, AuthSettings, EndpointKind, EndpointSettings, Ref, Secret
from mappings.codes.systems import BASE
from tests.fake_issuer import CHILD, PARENT, FakeIssuer, Rules, helseid, issuing

SEVENTEEN: Final = Ref("Goal", "17")
SCOPES: Final = ("system/Goal.cruds", "system/Patient.rs")
OURS: Final = "994598759"


def pem(key: Private) -> Secret:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Secret(private.decode())


@cache
def key_for(algorithm: str) -> Private:
    curves: dict[str, ec.EllipticCurve] = {
        "ES256": ec.SECP256R1(),
        "ES384": ec.SECP384R1(),
        "ES512": ec.SECP521R1(),
    }
    if algorithm in curves:
        return ec.generate_private_key(curves[algorithm])
    return rsa.generate_private_key(65537, 2048)


def known(algorithm: str = "ES384") -> SigningKey:
    return signing_key("key", pem(key_for(algorithm)), algorithm, "2026-1")


class Passing:
    """Time as a test moves it: `later` for what lasts, `skew` for what the clock says."""

    def __init__(self, skew: float = 0.0) -> None:
        self.later = 0.0
        self.skew = skew
        self.time = Time(
            sleep=lambda _seconds: None,
            elapsed=lambda: self.later,
            now=lambda: datetime.now(UTC) + timedelta(seconds=self.skew),
            chance=lambda: 0.0,
        )


def client(
    issuer: FakeIssuer,
    passing: Passing | None = None,
    algorithm: str = "ES384",
    *,
    url: str | None = None,
    deadline: float = 10.0,
    **changes: Any,  # noqa: ANN401  settings
) -> FhirServer:
    """The FHIR server as a run has it; its settings may be changed."""
    dpop = issuer.rules.dpop
    said: dict[str, Any] = {
        "kind": AuthKind.HELSEID if dpop else AuthKind.SMART,
        "client_id": "viktigt",
        "key_id": "2026-1",
        "algorithm": algorithm,
        "issuer": issuer.root if dpop else None,
        "organisation": OURS if dpop else None,
        "scopes": SCOPES,
        **changes,
    }
    end = EndpointSettings(
        name="peer",
        kind=EndpointKind.FHIR,
        url=url or issuer.url,
        timeout=10.0,
        deadline=deadline,
        auth=AuthSettings(**said),
    )
    time = (passing or Passing()).time
    tokens = issued(end, pem(key_for(algorithm)), scopes=SCOPES, passing=time)
    return FhirServer(end, BASE, time, tokens)


def pages(server: FhirServer) -> list[str]:
    return [seen.ref.id for seen in server.search("Goal", [("patient", "Patient/1")])]


def refusal(issuer: FakeIssuer, **changes: Any) -> str:  # noqa: ANN401
    """Why nothing is asked of the FHIR server: with exit code 77."""
    with pytest.raises(NotPermitted) as caught:
        client(issuer, **changes).read(SEVENTEEN)
    assert exit_code(caught.value) is Exit.NOT_PERMITTED
    assert not issuer.served
    return str(caught.value)


BOTH: Final = {"smart": Rules, "helseid": helseid}


# -- a token is got and used ------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["RS384", "ES384", "PS256", "PS512", "ES256", "ES512"])
@pytest.mark.parametrize("made", BOTH.values(), ids=BOTH.keys())
def test_a_key_of_any_kind_lets_us_in(made: Any, algorithm: str) -> None:  # noqa: ANN401
    with issuing(known(algorithm), made()) as issuer:
        seen = client(issuer, algorithm=algorithm).read(SEVENTEEN)
    assert seen is not None
    assert not issuer.broken


def test_one_token_serves_many_requests() -> None:
    with issuing(known(), Rules(pages=5)) as issuer:
        server = client(issuer)
        assert pages(server) == ["1", "2", "3", "4", "5"]
        server.read(SEVENTEEN)
    assert len(issuer.tokens) == 1


def test_threads_that_need_a_token_at_once_wait_for_one() -> None:
    with issuing(known(), Rules(hang=threading.Event())) as issuer:
        server = client(issuer)
        started = threading.Barrier(9, timeout=10)

        def read() -> object:
            started.wait()
            return server.read(SEVENTEEN)

        with ThreadPoolExecutor(8) as pool:
            reading = [pool.submit(read) for _ in range(8)]
            started.wait()
            assert issuer.rules.hang is not None
            issuer.rules.hang.set()
            assert all(each.result(10) is not None for each in reading)
    assert len(issuer.tokens) == 1


@pytest.mark.parametrize(
    ("seconds", "after", "tokens"), [(300, 269, 1), (300, 271, 2), (40, 21, 2)]
)
def test_a_token_is_renewed_before_it_ends(seconds: int, after: float, tokens: int) -> None:
    passing = Passing()
    with issuing(known(), Rules(seconds=seconds)) as issuer:
        server = client(issuer, passing)
        server.read(SEVENTEEN)
        passing.later += after
        server.read(SEVENTEEN)
    assert len(issuer.tokens) == tokens
    assert not issuer.broken


def test_a_token_that_ends_between_two_pages_is_renewed_there() -> None:
    passing = Passing()
    with issuing(known(), Rules(pages=4)) as issuer:
        found = []
        for seen in client(issuer, passing).search("Goal", [("patient", "Patient/1")]):
            found.append(seen.ref.id)
            passing.later += 280
    assert found == ["1", "2", "3", "4"]
    assert len(issuer.tokens) == 4


@pytest.mark.parametrize("made", BOTH.values(), ids=BOTH.keys())
def test_a_token_that_is_refused_midway_is_renewed_once(made: Any) -> None:  # noqa: ANN401
    with issuing(known(), made()) as issuer:
        issuer.rules.pages, issuer.rules.revoke_at = 3, 2
        assert pages(client(issuer)) == ["1", "2", "3"]
    assert issuer.broken == ["token"]
    assert len(issuer.tokens) == 2


def test_a_write_that_was_not_let_in_is_sent_once_more() -> None:
    with issuing(known(), Rules(revoke_at=2)) as issuer:
        server = client(issuer)
        server.read(SEVENTEEN)
        assert server.update(SEVENTEEN, {"resourceType": "Goal"}, if_match="1").version == "2"
    assert issuer.broken == ["token"]
    assert len(issuer.served) == 3


def test_a_token_that_could_not_be_renewed_is_asked_for_again_by_the_next_request() -> None:
    with issuing(known(), Rules(revoke_at=2)) as issuer:
        server = client(issuer)
        server.read(SEVENTEEN)
        issuer.rules.answers = [(500, {})]
        with pytest.raises(Unreachable):
            server.read(SEVENTEEN)
        assert server.read(SEVENTEEN) is not None
    assert len(issuer.tokens) == 2


def test_a_server_that_refuses_every_token_is_asked_twice() -> None:
    with issuing(known(), Rules(seconds=0)) as issuer, pytest.raises(NotPermitted):
        client(issuer).read(SEVENTEEN)
    assert len(issuer.served) == 2


# -- rules of the assertion -------------------------------------------------------------------


@pytest.mark.parametrize("made", BOTH.values(), ids=BOTH.keys())
@pytest.mark.parametrize("skew", [-90, -61, -3, 0, 3, 61, 90])
def test_what_is_signed_is_dated_by_the_clock_of_whoever_reads_it(made: Any, skew: int) -> None:  # noqa: ANN401
    with issuing(known(), made()) as issuer:
        issuer.rules.skew = skew
        server = client(issuer)
        assert server.read(SEVENTEEN) is not None
        assert server.read(SEVENTEEN) is not None
    assert set(issuer.broken) <= {"proof iat"}
    assert len(issuer.tokens) <= 2


@pytest.mark.parametrize("skew", [-90, 90])
def test_without_discovery_the_time_is_learnt_from_the_refusal(skew: int) -> None:
    with issuing(known(), Rules(longest=60, skew=skew)) as issuer:
        token_url = f"{issuer.root}/token"
        assert client(issuer, token_url=token_url).read(SEVENTEEN) is not None
    assert issuer.broken == ["exp passed" if skew > 0 else "exp too far"]


@pytest.mark.parametrize("skew", [-301, 301])
def test_clocks_that_are_too_far_apart_let_nobody_in(skew: int) -> None:
    with issuing(known(), Rules(skew=skew)) as issuer:
        assert "clocks differ" in refusal(issuer)


def test_each_attempt_is_signed_anew() -> None:
    with issuing(known(), Rules()) as issuer:
        issuer.rules.answers = [(503, {}), (502, {}), (200, b"{")]
        assert client(issuer).read(SEVENTEEN) is not None
    assert not issuer.broken


BROKEN: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "kid": ({"key_id": "2025-1"}, "kid"),
    "client": ({"client_id": "somebody"}, "iss"),
}


@pytest.mark.parametrize(("changes", "rule"), BROKEN.values(), ids=BROKEN.keys())
def test_what_an_issuer_refuses_is_told_by_its_code(changes: dict[str, Any], rule: str) -> None:
    with issuing(known(), Rules()) as issuer:
        assert "invalid_client" in refusal(issuer, **changes)
    assert issuer.broken == [rule]


def test_another_key_than_the_issuer_knows_lets_nobody_in() -> None:
    with issuing(known("ES256"), Rules()) as issuer:
        assert "invalid_client" in refusal(issuer, algorithm="ES384")


def test_the_issuer_itself_tells_a_wrong_audience_and_a_long_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(issuers, "LIFETIME", 61)
    with issuing(known(), helseid()) as issuer:
        refusal(issuer)
        assert issuer.broken == ["exp too far"]
    with issuing(known(), Rules(longest=60)) as issuer:
        issuer.rules.dpop = False
        refusal(issuer)
        assert issuer.broken == ["exp too far"]


def test_the_issuer_itself_tells_an_assertion_that_is_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("uuid.uuid4", lambda: "the same")
    with issuing(known(), Rules()) as issuer:
        server = client(issuer)
        server.read(SEVENTEEN)
        issuer.revoke()
        with pytest.raises(NotPermitted):
            server.read(SEVENTEEN)
    assert "jti" in issuer.broken


def test_what_was_refused_is_not_asked_for_again_in_this_run() -> None:
    with issuing(known(), Rules(scopes="system/Goal.rs")) as issuer:
        server = client(issuer)
        for _ in range(5):
            with pytest.raises(NotPermitted):
                server.read(SEVENTEEN)
    assert len(issuer.tokens) == 1


# -- what was granted -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("granted", "lacks"),
    [
        ("system/Goal.rs system/Patient.rs", "system/Goal.cruds"),
        ("system/Goal.cruds", "system/Patient.rs"),
        ("system/Goal.cruds?category=dietary system/Patient.rs", "system/Goal.cruds"),
        ("", "system/Goal.cruds system/Patient.rs"),
        ("user/*.cruds", "system/Goal.cruds system/Patient.rs"),
    ],
)
def test_a_token_for_less_than_was_asked_reads_nothing(granted: str, lacks: str) -> None:
    with issuing(known(), Rules(scopes=granted)) as issuer:
        assert refusal(issuer).endswith(f"the token was not granted {lacks}")


@pytest.mark.parametrize(
    "granted",
    ["system/*.cruds", "system/*.*", "system/Goal.read system/Goal.write system/Patient.read"],
)
def test_a_token_for_as_much_in_other_words_is_enough(granted: str) -> None:
    with issuing(known(), Rules(scopes=granted)) as issuer:
        assert client(issuer).read(SEVENTEEN) is not None


def test_scopes_that_are_narrowed_when_a_token_is_renewed_stop_the_reading() -> None:
    passing = Passing()
    with issuing(known(), Rules(pages=3)) as issuer:
        reading = client(issuer, passing).search("Goal", [("patient", "Patient/1")])
        next(reading)
        issuer.rules.scopes = "system/Goal.rs"
        passing.later += 300
        with pytest.raises(NotPermitted, match="was not granted"):
            list(reading)


# -- answers that are not believed ------------------------------------------------------------

TOKEN: Final = {"access_token": "x", "token_type": "bearer", "scope": " ".join(SCOPES)}


@pytest.mark.parametrize(
    "said",
    [
        {**TOKEN, "access_token": None},
        {**TOKEN, "access_token": "a b"},
        {**TOKEN, "access_token": "a\r\nHost: evil"},
        {**TOKEN, "token_type": "mac"},
        {**TOKEN, "token_type": "DPoP"},
        {"error": "invalid_client"},
        [],
    ],
)
def test_an_answer_that_is_no_token_lets_nobody_in(said: object) -> None:
    with issuing(known(), Rules(answers=[(200, said)])) as issuer:
        refusal(issuer)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_token_endpoint_that_redirects_is_not_followed(status: int) -> None:
    with issuing(known(), Rules(answers=[(status, {})])) as issuer:
        refusal(issuer)
    assert not any("elsewhere" in each for each in issuer.seen)


def test_an_error_of_the_issuer_is_never_repeated_in_its_own_words() -> None:
    said = {"error": "invalid_client_195009072553", "error_description": "Kajsa"}
    with issuing(known(), Rules(answers=[(401, said)])) as issuer:
        told = refusal(issuer)
    assert "19500907" not in told
    assert "Kajsa" not in told


@pytest.mark.parametrize("status", [500, 503])
def test_an_issuer_that_is_down_is_unavailable(status: int) -> None:
    with (
        issuing(known(), Rules(answers=[(status, {})] * 20)) as issuer,
        pytest.raises(Unreachable) as caught,
    ):
        client(issuer).read(SEVENTEEN)
    assert exit_code(caught.value) is Exit.UNAVAILABLE
    assert not issuer.served


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/token",
        "http://127.0.0.1:1/token",
        "//evil.example/token",
        "http://somebody@{host}/token",
        "http://evil.example\\@{host}/token",
        "{root}.evil.example/token",
        "file:///etc/passwd",
        7,
        None,
    ],
)
def test_a_token_endpoint_on_another_host_gets_no_assertion(elsewhere: object) -> None:
    with issuing(known(), Rules()) as issuer:
        place = elsewhere
        if isinstance(elsewhere, str):
            host = issuer.root.removeprefix("http://")
            place = elsewhere.format(host=host, root=issuer.root)
        issuer.rules.discovery = {"token_endpoint": place}
        assert "token endpoint" in refusal(issuer)
        assert len(issuer.seen) == 1


def test_a_token_endpoint_on_a_host_that_is_named_is_used() -> None:
    with issuing(known(), Rules()) as issuer, issuing(known(), Rules()) as other:
        issuer.rules.discovery = {"token_endpoint": f"{other.root}/token"}
        with pytest.raises(NotPermitted):  # the token of another issuer is none here
            client(issuer, origins=(other.root,)).read(SEVENTEEN)
    assert len(other.tokens) == 2


def test_an_issuer_that_does_not_take_our_algorithm_is_not_asked() -> None:
    with issuing(known(), Rules()) as issuer:
        listed = {"token_endpoint_auth_signing_alg_values_supported": ["RS384"]}
        issuer.rules.discovery = listed
        assert "does not take ES384" in refusal(issuer)
    assert not issuer.asked_for


# -- HelseID ----------------------------------------------------------------------------------


def test_an_issuer_that_calls_itself_otherwise_is_another() -> None:
    with issuing(known(), helseid()) as issuer:
        issuer.rules.discovery = {"issuer": "https://helseid.example"}
        assert "calls itself" in refusal(issuer)


def test_an_issuer_is_addressed_as_it_calls_itself() -> None:
    with issuing(known(), helseid()) as issuer:
        issuer.rules.discovery = {"issuer": f"{issuer.root}/"}
        assert client(issuer).read(SEVENTEEN) is not None


@pytest.mark.parametrize(
    ("says", "unit"),
    [
        ({PARENT: "123456785"}, None),
        ({PARENT: None}, None),
        ({CHILD: "974589095"}, None),
        ({}, "974589095"),
        ({CHILD: "123456785"}, "974589095"),
    ],
)
def test_a_token_for_another_organisation_is_not_used(
    says: dict[str, str | None], unit: str | None
) -> None:
    with issuing(known(), helseid(**says)) as issuer:
        assert "another organisation" in refusal(issuer, unit=unit)


def test_a_token_for_our_unit_is_used() -> None:
    with issuing(known(), helseid(**{CHILD: "974589095"})) as issuer:
        assert client(issuer, unit="974589095").read(SEVENTEEN) is not None


def _asked(value: str, system: str) -> list[Any]:
    identifier = {"system": system, "type": "ENH", "value": value}
    role = {"organization": {"identifier": identifier}}
    return [{"type": "helseid_authorization", "practitioner_role": role}]


ASKED: Final[dict[str, tuple[dict[str, Any], list[Any] | None]]] = {
    "of one organisation": ({}, None),
    "of a unit of it": (
        {"unit": "974589095"},
        _asked("974589095", "urn:oid:2.16.578.1.12.4.1.4.101"),
    ),
    "of one of several": ({"multi_tenant": True}, _asked(f"NO:ORGNR:{OURS}", "urn:oid:1.0.6523")),
    "of a unit of one of several": (
        {"multi_tenant": True, "unit": "974589095"},
        _asked(f"NO:ORGNR:{OURS}:974589095", "urn:oid:1.0.6523"),
    ),
}


@pytest.mark.parametrize(("changes", "asked"), ASKED.values(), ids=ASKED.keys())
def test_an_assertion_says_for_which_organisation_we_ask_where_that_is_not_clear(
    changes: dict[str, Any], asked: list[Any] | None
) -> None:
    child = {CHILD: changes["unit"]} if "unit" in changes else {}
    with issuing(known(), helseid(**child)) as issuer:
        assert client(issuer, **changes).read(SEVENTEEN) is not None
    assert issuer.details == [asked]


def test_a_token_that_does_not_say_for_whom_it_is_is_not_used() -> None:
    with issuing(known(), helseid()) as issuer:
        said = {**TOKEN, "token_type": "DPoP"}
        issuer.rules.answers = [(200, said)]
        assert "says for which organisation" in refusal(issuer)


def test_a_token_that_is_bound_to_another_key_is_not_used() -> None:
    with issuing(known(), helseid(cnf={"jkt": "another"})) as issuer:
        assert "not bound to our key" in refusal(issuer)


def test_a_bearer_token_is_not_enough() -> None:
    with issuing(known(), helseid()) as issuer:
        issuer.rules.kind = "Bearer"
        assert "type dpop" in refusal(issuer)


def test_a_nonce_that_a_server_asks_for_is_in_the_next_proof() -> None:
    with issuing(known(), helseid()) as issuer:
        issuer.rules.nonce = "first"
        server = client(issuer)
        assert server.read(SEVENTEEN) is not None
        issuer.rules.nonce = "second"
        assert server.read(SEVENTEEN) is not None
    assert issuer.broken == ["nonce", "nonce"]
    assert len(issuer.tokens) == 1


def test_each_proof_is_for_one_request_without_its_query() -> None:
    with issuing(known(), helseid()) as issuer:
        issuer.rules.pages = 3
        assert pages(client(issuer)) == ["1", "2", "3"]
    assert not issuer.broken


# -- nothing of it shows itself ---------------------------------------------------------------


def test_nothing_prints_a_token_or_a_key() -> None:
    with issuing(known(), helseid()) as issuer:
        end = EndpointSettings(
            name="peer",
            kind=EndpointKind.FHIR,
            url=issuer.url,
            auth=AuthSettings(
                kind=AuthKind.HELSEID,
                client_id="viktigt",
                key_id="2026-1",
                issuer=issuer.root,
                organisation=OURS,
                scopes=SCOPES,
            ),
        )
        tokens = issued(end, pem(key_for("ES384")), scopes=SCOPES)
        credential = tokens.current()
        shown = (
            f"{tokens!r} {credential!r} {known()!r} {pem(key_for('ES384'))!r} {tokens.access()!r}"
        )
    [token] = issuer.tokens
    assert token not in shown
    assert "PRIVATE" not in shown
    assert str(key_for("ES384")) not in shown
