"""What the doctor says of how a server lets us in: token, scopes, certificates, clocks."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapter.endpoints.memory import MemoryServer
from adapter.errors import EndpointError, Exit, NotPermitted, Unreachable
from adapter.usecases.access import examined
from adapter.usecases.examined import Examined
from adapter.values import Access, AuthKind, EndpointSettings, TlsSettings
from tests.certificates import Authority
from tests.world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


class Guarded(MemoryServer):
    """A server that lets us in as a test says."""

    def __init__(self, found: Access | EndpointError) -> None:
        super().__init__("region")
        self.found = found

    def access(self) -> Access:
        if isinstance(self.found, EndpointError):
            raise self.found
        return self.found


def seen(world: World, found: Access | EndpointError, **changes: Any) -> Examined:  # noqa: ANN401
    servers = {**world.context.servers, "region": Guarded(found)}
    end: EndpointSettings = world.context.settings.routes["plans"].here
    return examined(replace(world.context, servers=servers), replace(end, **changes))


def test_the_kind_is_said_and_for_a_token_what_it_is_for(world: World) -> None:
    assert seen(world, Access()).said == "none"
    assert seen(world, Access(kind=AuthKind.BASIC)).said == "basic"
    token = Access(kind=AuthKind.SMART, seconds=300, scopes=("system/Goal.rs", "system/List.rs"))
    said = seen(world, token)
    assert said.fine
    assert said.said == "smart: token for 300 s, system/Goal.rs system/List.rs"
    assert said.as_json()["access"]["scopes"] == ("system/Goal.rs", "system/List.rs")


@pytest.mark.parametrize(
    ("ahead", "fine", "said"),
    [
        (None, True, "none"),
        (1.9, True, "none"),
        (-2.0, True, "none"),
        (2.1, True, "none; its clock is 2 s ahead of ours (it should be the same)"),
        (-299.0, True, "none; its clock is 299 s behind ours (it should be the same)"),
        (301.0, False, "none; its clock is 301 s ahead of ours: more than five minutes"),
        (-86_400.0, False, "none; its clock is 86400 s behind ours: more than five minutes"),
    ],
)
def test_a_clock_that_differs_is_said_and_one_that_is_wrong_is_bad(
    world: World, ahead: float | None, said: str, *, fine: bool
) -> None:
    found = seen(world, Access(ahead=ahead))
    assert found.fine is fine
    assert found.said.startswith(said)
    assert fine or found.exit is Exit.CONFIG


def test_the_last_day_of_each_certificate_is_said(world: World, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "Root")
    ours = authority.shown("viktigt")
    tls = TlsSettings(certificate=str(ours.certificate), key=str(ours.key))
    today = world.context.clock.now().date()
    soon, late = (today + timedelta(days=days) for days in (29, 32))
    said = seen(world, Access(ends=soon.isoformat())).said
    assert said == f"none; its certificate ends {soon} (soon)"
    assert "(soon)" not in seen(world, Access(ends=late.isoformat())).said
    assert "our certificate ends " in seen(world, Access(), tls=tls).said


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotPermitted("region", "the issuer of tokens refuses us"), Exit.NOT_PERMITTED),
        (Unreachable("region", "no answer"), Exit.UNAVAILABLE),
    ],
)
def test_who_is_not_let_in_is_told_why(world: World, error: EndpointError, code: Exit) -> None:
    found = seen(world, error)
    assert not found.fine
    assert found.exit is code
    assert found.said == str(error)
