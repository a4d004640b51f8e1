"""A configuration is read whole: every problem at once, each by its key, and no secret in it."""

import stat
from pathlib import Path

import pytest

from adapter.config import FILE_NAME, Settings, find, load
from adapter.errors import ConfigurationError, Exit, exit_code
from adapter.shell.setting_up import TEMPLATE, run_init
from adapter.usecases.register_files import read_persons
from adapter.values import (
    CARRIED_TYPES,
    AuthKind,
    Changes,
    EndpointKind,
    Right,
    SecretRef,
    SecretSource,
)
from mappings.codes.systems import BASE
from mappings.fhir.values import Identifier
from mappings.record import Environment

WHOLE = """
profile = "production"
base = "https://fhir.example.se/v/"
state = "kept"

[endpoints.region]
kind = "fhir"
url = "https://fhir.region.example/fhir/"
party = "urn:oid:1.2.752.29.4.71|SE2321000016"
environment = "production"
auth = { kind = "bearer", token = { env = "REGION_TOKEN" } }
timeout = 5
deadline = 20.5
concurrency = 8
batch = 1

[endpoints.municipality]
kind = "fhir"
url = "http://127.0.0.1:8092/fhir"
environment = "production"

[endpoints.inbox]
kind = "directory"
path = "in/box"
system = "EHR-A"
zone = "Europe/Stockholm"
environment = "production"

[routes.documents]
from = "inbox"
to = "region"
basis = "statute:SFS 2017:612"
receivers = ["urn:oid:2.16.578.1.12.4.1.2|99387"]

[routes.plans]
between = ["region", "municipality"]
basis = "consent-osl"
types = ["CarePlan", "Goal"]
"""


def read(folder: Path, text: str) -> Settings:
    file = folder / FILE_NAME
    file.write_text(text, encoding="utf-8")
    return load(file)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read(folder, text)
    assert exit_code(caught.value) is Exit.CONFIG
    return list(caught.value.problems)


def test_a_whole_configuration_is_read(tmp_path: Path) -> None:
    settings = read(tmp_path, WHOLE)
    assert settings.environment is Environment.PRODUCTION
    assert settings.base == "https://fhir.example.se/v"
    assert settings.state == tmp_path / "kept"
    region, inbox = settings.endpoints["region"], settings.endpoints["inbox"]
    assert region.kind is EndpointKind.FHIR
    assert region.url == "https://fhir.region.example/fhir"
    assert region.party == Identifier(system="urn:oid:1.2.752.29.4.71", value="SE2321000016")
    assert region.auth.kind is AuthKind.BEARER
    assert region.auth.secret == SecretRef(SecretSource.ENV, "REGION_TOKEN")
    assert (region.timeout, region.deadline) == (5.0, 20.5)
    assert (region.concurrency, region.batch) == (8, 1)
    assert inbox.kind is EndpointKind.DIRECTORY
    assert inbox.path == str(tmp_path / "in/box")
    assert (inbox.system, inbox.zone) == ("EHR-A", "Europe/Stockholm")


def test_a_route_joins_two_endpoints(tmp_path: Path) -> None:
    settings = read(tmp_path, WHOLE)
    documents, plans = settings.routes["documents"], settings.routes["plans"]
    assert (documents.here.name, documents.there.name) == ("inbox", "region")
    assert documents.basis == "statute:SFS 2017:612"
    assert documents.receivers == (Identifier(system="urn:oid:2.16.578.1.12.4.1.2", value="99387"),)
    assert documents.types == CARRIED_TYPES
    assert (plans.here.name, plans.there.name) == ("region", "municipality")
    assert plans.types == ("CarePlan", "Goal")


def test_what_is_not_said_is_a_test_beside_the_file(tmp_path: Path) -> None:
    settings = read(tmp_path, "")
    assert settings.environment is Environment.TEST
    assert settings.base == BASE
    assert settings.state == tmp_path / "viktigt-state"
    assert not settings.endpoints
    assert not settings.routes


def test_what_init_writes_can_be_read(tmp_path: Path) -> None:
    settings = read(tmp_path, TEMPLATE)
    assert set(settings.endpoints) == {"region", "municipality", "hospital-inbox"}
    assert set(settings.routes) == {"hospital", "shared-plans"}


BROKEN = """
profile = "live"
base = "fhir.example.se"
state = 1
mode = "fast"

[endpoints.a]
kind = "ftp"
[endpoints.b]
kind = "fhir"
url = "https://b.example/fhir?page=1"
path = "inbox"
party = "SE2321000016"
environment = "live"
token = "hunter2"
auth = { kind = "bearer", token = "hunter2" }
timeout = 0
deadline = true
[endpoints.c]
kind = "directory"
url = "https://c.example/fhir"
system = 3
zone = "Europe/Nowhere"
timeout = 3
[endpoints.d]
url = "https://d.example/fhir"
[endpoints."../e"]
kind = "directory"
path = "inbox"

[routes.one]
between = ["b", "nobody"]
basis = "because"
types = ["Patient"]
may_create = ["Patient"]
[routes.two]
from = "c"
to = "c"
basis = "statute"
receivers = ["99387"]
[routes.three]
between = "b"
from = "c"
types = "Goal"
[routes.four]
from = "a"
to = "nobody"
basis = "no-hpl:x"
receivers = [99387]
"""
KEPT = 'one of { file = "path" }, { env = "NAME" }, { keyring = "service/user" }; never the secret'
BASIS = "one of same-authority, consent-osl, statute, no-hpl, svod-disclosure (statute:<reference>)"
FOUND = [
    "mode: unknown",
    "endpoints.../e: a name of ASCII letters, digits, - and _",
    "endpoints.a.kind: one of fhir, directory",
    "endpoints.b.path: unknown",
    "endpoints.b.token: unknown",
    "endpoints.b.url: an http or https URL without user name, query or fragment",
    "endpoints.b.party: an identifier as system|value",
    "endpoints.b.environment: one of production, test",
    f"endpoints.b.auth.token: {KEPT}",
    "endpoints.b.timeout: a number of seconds above 0",
    "endpoints.b.deadline: a number of seconds above 0",
    "endpoints.c.timeout: unknown",
    "endpoints.c.url: unknown",
    "endpoints.c.path: a text",
    "endpoints.c.system: a text",
    "endpoints.c.zone: a time zone of the IANA database",
    "endpoints.d.kind: one of fhir, directory",
    "routes.one.may_create: unknown",
    f"routes.one.basis: {BASIS}",
    f"routes.one.types: among {', '.join(CARRIED_TYPES)}",
    "routes.one: needs `between`, or `from` and `to`, naming two known endpoints",
    f"routes.two.basis: {BASIS}",
    "routes.two.receivers: an identifier as system|value",
    "routes.two: needs `between`, or `from` and `to`, naming two known endpoints",
    "routes.three.basis: a text",
    "routes.three.types: a list of texts",
    "routes.three.from: not beside `between`",
    "routes.three.between: a list of texts",
    "routes.three: needs `between`, or `from` and `to`, naming two known endpoints",
    f"routes.four.basis: {BASIS}",
    "routes.four.receivers: a list of texts",
    "routes.four: needs `between`, or `from` and `to`, naming two known endpoints",
    "state: a text",
    "base: an http or https URL without user name, query or fragment",
    "profile: one of production, test",
]


def test_every_problem_is_named_at_once_by_its_key(tmp_path: Path) -> None:
    assert sorted(problems(tmp_path, BROKEN)) == sorted(FOUND)


def test_no_problem_repeats_what_the_file_says(tmp_path: Path) -> None:
    assert "hunter2" not in " ".join(problems(tmp_path, BROKEN))


@pytest.mark.parametrize(
    "line",
    [
        'token = "hunter2"',
        'password = "hunter2"',
        'headers = { Authorization = "Bearer hunter2" }',
        'auth = "hunter2"',
        'auth.bearer = "hunter2"',
        'auth.user = "hunter2"',
    ],
)
def test_a_secret_has_no_place_in_the_file(tmp_path: Path, line: str) -> None:
    endpoint = f'[endpoints.a]\nkind = "fhir"\nurl = "https://a.example/fhir"\n{line}\n'
    (problem,) = problems(tmp_path, endpoint)
    assert problem.startswith(f"endpoints.a.{line.partition(' ')[0]}: ")
    assert "hunter2" not in problem.lower()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "fhir",
        "ftp://a.example/fhir",
        "file:///fhir",
        "https:///fhir",
        "https://somebody@a.example/fhir",
        "https://somebody:hunter2@a.example/fhir",
        "https://:hunter2@a.example/fhir",
        "https://a.example/fhir?apikey=hunter2",
        "https://a.example/fhir#hunter2",
        "https://a.example:port/fhir",
        "https://a.example:0/fhir",
        "https://[a.example/fhir",
        "https://a.example\\\\@b.example/fhir",
        "https://a.example/fhir ",
        "https://a.example/\\u0000fhir",
    ],
)
def test_a_url_that_is_not_a_plain_base_is_refused(tmp_path: Path, url: str) -> None:
    (problem,) = problems(tmp_path, f'[endpoints.a]\nkind = "fhir"\nurl = "{url}"\n')
    assert problem.startswith("endpoints.a.url: ")
    assert "hunter2" not in problem


@pytest.mark.parametrize("number", ["0", "-1", "inf", "nan", "true", '"5"', "[]"])
def test_a_time_that_never_comes_is_refused(tmp_path: Path, number: str) -> None:
    endpoint = '[endpoints.a]\nkind = "fhir"\nurl = "https://a.example/fhir"\n'
    assert problems(tmp_path, f"{endpoint}deadline = {number}\n") == [
        "endpoints.a.deadline: a number of seconds above 0"
    ]


@pytest.mark.parametrize("number", ["0", "-1", "501", "2.5", "true", '"5"', "[]"])
def test_a_count_that_is_none_is_refused(tmp_path: Path, number: str) -> None:
    endpoint = '[endpoints.a]\nkind = "fhir"\nurl = "https://a.example/fhir"\n'
    assert problems(tmp_path, f"{endpoint}batch = {number}\nconcurrency = 32\n") == [
        "endpoints.a.batch: a number from 1 to 500"
    ]


@pytest.mark.parametrize("zone", ["", "Europe", "../Europe/Oslo", "/etc/localtime", "CEST+2"])
def test_a_zone_that_is_none_is_refused(tmp_path: Path, zone: str) -> None:
    endpoint = f'[endpoints.a]\nkind = "directory"\npath = "inbox"\nzone = "{zone}"\n'
    (problem,) = problems(tmp_path, endpoint)
    assert problem.startswith("endpoints.a.zone: ")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("endpoints = 1", "endpoints: a table of tables"),
        ("routes = ['a']", "routes: a table of tables"),
        ("[[endpoints]]", "endpoints: a table of tables"),
    ],
)
def test_a_value_where_tables_belong_is_named(tmp_path: Path, text: str, found: str) -> None:
    assert problems(tmp_path, text) == [found]


def test_an_endpoint_that_is_no_table_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path, "[endpoints]\na = 1\n") == [
        "endpoints.a: a table",
        "endpoints.a.kind: one of fhir, directory",
    ]


ENDS = """
[endpoints.a]
kind = "fhir"
url = "https://a.example/fhir"
[endpoints.b]
kind = "fhir"
url = "https://b.example/fhir"
[endpoints.live]
kind = "fhir"
url = "https://live.example/fhir"
environment = "production"
[endpoints.inbox]
kind = "directory"
path = "inbox"
[routes.r]
basis = "no-hpl"
"""
NEEDS_TWO = "routes.r: needs `between`, or `from` and `to`, naming two known endpoints"
BY_KIND = "routes.r: `between` two FHIR endpoints, or `from` a folder `to` a FHIR endpoint"


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ("", NEEDS_TWO),
        ('from = "a"', NEEDS_TWO),
        ('between = ["a"]', NEEDS_TWO),
        ('between = ["a", "a"]', NEEDS_TWO),
        ('between = ["a", "b", "live"]', NEEDS_TWO),
        ('between = ["a", "nobody"]', NEEDS_TWO),
        ('from = "a"\nto = "b"', BY_KIND),
        ('between = ["inbox", "a"]', BY_KIND),
        ('from = "a"\nto = "inbox"', "routes.r.to: a FHIR endpoint"),
        ('between = ["a", "live"]', "routes.r: both ends in the same environment"),
        ('between = ["a", "b"]\nto = "b"', "routes.r.to: not beside `between`"),
    ],
)
def test_a_route_that_leads_nowhere_is_refused(tmp_path: Path, ends: str, found: str) -> None:
    assert problems(tmp_path, f"{ENDS}{ends}\n") == [found]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('"Goal.description" = "shared"', "Goal.description: a unit among aim"),
        ('"Goal.nothing" = "shared"', "Goal.nothing: a unit among"),
        ('"Observation.valueString" = "shared"', "Observation.valueString: a unit among *"),
        ('"Patient.name" = "shared"', "Patient.name: a type among"),
    ],
)
def test_a_right_to_what_is_no_unit_is_refused_and_not_left_without_effect(
    tmp_path: Path, line: str, found: str
) -> None:
    [problem] = problems(tmp_path, f'{ENDS}between = ["a", "b"]\n[routes.r.rights]\n{line}\n')
    assert problem.startswith(f"routes.r.rights.{found}")


def test_what_may_be_done_at_a_side_is_said_of_types_and_not_of_their_units(tmp_path: Path) -> None:
    modes = '[endpoints.c]\nkind = "fhir"\nurl = "https://c.example/fhir"\n[endpoints.c.modes]\n'
    wrong = problems(tmp_path, f'{ENDS}between = ["a", "b"]\n{modes}"Goal.aim" = "read"\n')
    assert len(wrong) == 1
    right = '[routes.r.rights]\n"Goal.aim" = "shared"\n"Consent.*" = "append"\n'
    found = read(tmp_path, f'{ENDS}between = ["a", "b"]\n{modes}Goal = "read"\n{right}')
    assert found.routes["r"].rights["Consent.*"] is Right.APPEND


def test_a_route_is_not_blamed_for_its_endpoint(tmp_path: Path) -> None:
    broken = ENDS.replace('url = "https://a.example/fhir"', 'url = "a"')
    broken = broken.replace('path = "inbox"', "").replace("no-hpl", "no-hpl:x")
    assert len(problems(tmp_path, f'{broken}between = ["a", "b"]\n')) == 3
    no_kind = ENDS.replace('kind = "directory"', "")
    assert problems(tmp_path, f'{no_kind}from = "inbox"\nto = "a"\n') == [
        "endpoints.inbox.kind: one of fhir, directory"
    ]


@pytest.mark.parametrize("text", ["profile = \n", "a = 1\na = 2\n", "\\", "[endpoints\n"])
def test_what_is_not_toml_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert problem.startswith("not TOML: ")
    assert "line" in problem


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b'state = "\xe5"')
    with pytest.raises(ConfigurationError, match="not TOML"):
        load(tmp_path / FILE_NAME)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no file"):
        load(tmp_path / FILE_NAME)


def test_the_file_in_the_working_folder_is_found_unless_another_is_named(tmp_path: Path) -> None:
    assert find(None, tmp_path) is None
    assert find(tmp_path / "other.toml", tmp_path) == tmp_path / "other.toml"
    (tmp_path / FILE_NAME).touch()
    assert find(None, tmp_path) == tmp_path / FILE_NAME
    assert find(tmp_path / "other.toml", tmp_path) == tmp_path / "other.toml"


# -- how changes are found ------------------------------------------------------------------------


def test_how_changes_are_found_is_said_for_each_server_and_route(tmp_path: Path) -> None:
    said = WHOLE.replace("timeout = 5\n", 'timeout = 5\nchanges = "history"\noverlap = 60\n')
    said = said.replace(
        "[routes.plans]\n", "[routes.plans]\nfull_every = 3600\nalarm_after = 7200.5\n"
    )
    found = read(tmp_path, said)
    region = found.endpoints["region"]
    assert (region.changes, region.overlap) == (Changes.HISTORY, 60.0)
    other = found.endpoints["municipality"]
    assert (other.changes, other.overlap) == (Changes.SEARCH, 300.0)
    plans = found.routes["plans"]
    assert (plans.full_every, plans.alarm_after) == (3600.0, 7200.5)


def test_init_makes_a_register_of_nobody_and_leaves_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_init(tmp_path) is Exit.OK
    register = tmp_path / "persons.csv"
    assert stat.S_IMODE(register.stat().st_mode) == 0o600
    assert read_persons(register).rows == {}
    register.write_text("id\n195009072553\n", encoding="utf-8")
    assert run_init(tmp_path) is Exit.OK
    assert register.read_text(encoding="utf-8") == "id\n195009072553\n"
