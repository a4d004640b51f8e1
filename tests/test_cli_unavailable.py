"""How a whole run ends when a server is busy, silent, or says when to come back."""

from pathlib import Path

import pytest

from tests.http_stub import Reply, answer, raw, serving
from tests.registers import write_register
from tests.test_cli_map import viktigt

CONFIGURATION = """\
state = "state"

[policy]
blocks = "none"

[registers]
persons = "persons.csv"

[endpoints.region]
kind = "fhir"
url = "{url}"
deadline = 5

[endpoints.municipality]
kind = "fhir"
url = "{url}"
deadline = 5

[routes.plans]
between = ["region", "municipality"]
basis = "consent-osl"
"""
ENDS: dict[str, tuple[Reply, int, bytes]] = {
    "429 with Retry-After": (answer(429, Retry_After="3600"), 75, b"try again later, in 3600 s"),
    "503 with Retry-After": (answer(503, Retry_After="3600"), 75, b"try again later, in 3600 s"),
    "503 without": (answer(503), 69, b"the server can't answer now (HTTP 503)"),
    "nothing": (raw(b""), 69, b"no answer: ConnectionError"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("reply", "code", "said"), ENDS.values(), ids=ENDS.keys())
def test_a_run_ends_at_once_and_says_whether_to_come_back(
    tmp_path: Path, reply: Reply, code: int, said: bytes
) -> None:
    with serving(reply) as stub:
        (tmp_path / "viktigt.toml").write_text(CONFIGURATION.format(url=stub.url))
        write_register(tmp_path)
        assert viktigt("init", ".", folder=tmp_path).returncode == 0
        (tmp_path / "person").write_text("195009072553\n")
        enrolled = viktigt(
            *(
                "enrol",
                "add",
                "plans",
                "--person-file",
                "person",
                "--decided-by",
                "somebody",
                "--consent",
                "SIP-1",
            ),
            folder=tmp_path,
        )
        assert enrolled.returncode == 0, enrolled.stderr
        done = viktigt("sync", "plans", folder=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert b"195009072553" not in done.stderr
    assert stub.received
