"""Between two servers of different makers, as a steward works with it.

Every request goes over the wire and past a proxy, which counts what is written; here servers also
hide a record, race, and say what they deleted, each in its own way.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from adapter.errors import Exit
from adapter.values import Ref
from tests.fault_proxy import READS, WRITES, Answered, Exchange, Kind, Reply
from tests.installation import Installation, installation
from tests.real_server import PAIRS, RealServer, RealServers
from tests.test_copy import plan_at_region
from tests.test_two_way import activity, edit, held, texts
from tests.world import ANNA, STEWARD

pytestmark = pytest.mark.server
PLAN, GOAL = "CarePlan/p1", "Goal/g1"


@pytest.fixture(params=["sekmet-medplum", "medplum-sekmet"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, real_servers: RealServers
) -> Iterator[Installation]:
    """The region has a plan for somebody who is enrolled."""
    with installation(tmp_path, real_servers, PAIRS[request.param]) as made:
        made.settle_in(ANNA)
        plan_at_region(made, str(made.patient("region", ANNA)))
        yield made


@pytest.fixture
def copied(place: Installation) -> Installation:
    """The plan has crossed."""
    assert place.sync() == Exit.OK
    return place


def said(place: Installation, kind: str, element: str) -> list[object]:
    return [held(server, kind).get(element) for server in place.servers.values()]


def test_a_first_copy_is_whole_and_the_second_run_writes_nothing(place: Installation) -> None:
    assert place.sync() == Exit.OK
    plan, goal, statement = (
        held(place.municipality, kind) for kind in ("CarePlan", "Goal", "Observation")
    )
    assert plan["goal"] == [{"reference": f"Goal/{goal['id']}"}]
    assert plan["supportingInfo"] == [{"reference": f"Observation/{statement['id']}"}]
    assert goal["description"] == {"text": "Gå till sjön och tillbaka"}
    assert plan["subject"] == {"reference": str(place.patient("municipality", ANNA))}
    assert place.is_quiet()


def test_different_shared_units_of_one_plan_merge(copied: Installation) -> None:
    edit(copied.region, "CarePlan", description="Hem på fredag")
    todo = activity(copied.municipality, "Gå ut dagligen")
    edit(copied.municipality, "CarePlan", activity=[todo])
    assert copied.sync() == Exit.OK
    assert said(copied, "CarePlan", "description") == ["Hem på fredag"] * 2
    assert [texts(server) for server in copied.servers.values()] == [{"Gå ut dagligen"}] * 2
    assert copied.is_quiet()


@pytest.mark.parametrize(("take", "words"), [("here", "Region"), ("there", "Kommun")])
def test_the_same_unit_is_a_conflict_that_a_steward_resolves(
    copied: Installation, take: str, words: str
) -> None:
    edit(copied.region, "CarePlan", description="Region", title="Ny titel")
    edit(copied.municipality, "CarePlan", description="Kommun")
    assert copied.sync() == Exit.CONFLICTS
    assert said(copied, "CarePlan", "description") == ["Region", "Kommun"]
    assert said(copied, "CarePlan", "title") == ["Ny titel"] * 2, "the rest merges"
    assert copied.is_quiet()
    shown = copied.run("conflicts", "show", PLAN, "--by", STEWARD).stdout
    assert "Region" in shown
    assert "Kommun" in shown

    decided(copied, PLAN, take)

    assert copied.sync() == Exit.OK
    assert said(copied, "CarePlan", "description") == [words] * 2
    assert copied.run("conflicts", "list").stdout.count(PLAN) == 0
    assert copied.is_quiet()


def decided(place: Installation, name: str, take: str) -> None:
    because = ("--by", STEWARD, "--why", "by phone")
    done = place.run("conflicts", "resolve", name, "--take", take, *because)
    assert done.return_value == Exit.OK, done.output


def test_what_is_anothers_is_proposed_and_its_owner_takes_it(copied: Installation) -> None:
    words = {"text": "Gå till sjön med hunden"}
    edit(copied.municipality, "Goal", description=words)
    assert copied.sync() == Exit.WITHHELD
    assert said(copied, "Goal", "description")[0] == {"text": "Gå till sjön och tillbaka"}
    assert GOAL in copied.run("conflicts", "list").stdout
    assert copied.is_quiet()

    decided(copied, GOAL, "there")

    assert copied.sync() == Exit.OK
    assert said(copied, "Goal", "description") == [words] * 2
    assert GOAL not in copied.run("conflicts", "list").stdout
    assert copied.is_quiet()


def test_what_its_owner_deleted_is_gone_on_both_and_each_server_says_so(
    copied: Installation,
) -> None:
    here, there = (held(server, "Goal")["id"] for server in copied.servers.values())
    edit(copied.region, "CarePlan", goal=[])
    copied.sync()
    copied.region.delete(Ref("Goal", here))
    assert copied.sync() == Exit.OK
    for server, logical_id in ((copied.region, here), (copied.municipality, there)):
        assert requests.get(f"{server.url}/Goal/{logical_id}", timeout=20).status_code == 410
    assert copied.is_quiet()


def test_what_its_owners_server_hides_is_left_alone(copied: Installation) -> None:
    hidden = held(copied.region, "Goal")["id"]

    def hide(exchange: Exchange) -> Answered:
        """This record is in no answer, and nobody is told that there ever was one."""
        reply = exchange.forward()
        if hidden.encode() not in reply.body:
            return reply
        hidings.append(exchange.asked.kind)
        if exchange.asked.kind is Kind.READ:
            return Reply(404)
        bundle = reply.tree
        entries = [each for each in bundle["entry"] if each["resource"]["id"] != hidden]
        return reply.holding({**bundle, "entry": entries, "total": len(entries)})

    hidings: list[Kind] = []
    proxy = copied.proxies["region"]
    proxy.arm(hide, *READS, times=None)
    assert copied.is_quiet()
    assert hidings
    assert held(copied.municipality, "Goal")["lifecycleStatus"] == "active"

    proxy.disarm()
    edit(copied.region, "Goal", lifecycleStatus="on-hold")
    assert copied.sync() == Exit.OK
    assert said(copied, "Goal", "lifecycleStatus") == ["on-hold"] * 2


def racing(place: Installation, *, first: bool) -> Callable[[Exchange], Answered]:
    """Somebody makes a record of the same identifier just before the program does, or just after.

    After it: as on a server that looks for the identifier before either of them is there.
    """
    made: list[Ref] = []

    def make() -> None:
        twin = {
            "resourceType": "Goal",
            "identifier": [{"system": "urn:a", "value": "g1"}],
            "lifecycleStatus": "active",
            "description": {"text": "Orka mer"},
            "subject": {"reference": str(place.patient("municipality", ANNA))},
        }
        made.append(place.municipality.create(twin, if_none_exist=None)[0].ref)

    def race(exchange: Exchange) -> Answered:
        is_it = not made and b'"g1"' in exchange.asked.body and b"lifecycle" in exchange.asked.body
        if is_it and first:
            make()
        reply = exchange.forward()
        if is_it and not first:
            make()
        return reply

    return race


def goals(server: RealServer) -> list[str]:
    return sorted(each.resource["description"]["text"] for each in server.search("Goal", []))


def test_two_that_were_made_at_once_are_both_left_alone_until_somebody_says_which(
    place: Installation,
) -> None:
    place.proxies["municipality"].arm(racing(place, first=False), *WRITES, times=None)
    place.sync()
    edit(place.region, "Goal", lifecycleStatus="on-hold")
    assert place.sync() == Exit.WITHHELD
    assert "duplicate-there" in place.run("status").stdout
    assert goals(place.municipality) == ["Gå till sjön och tillbaka", "Orka mer"]
    states = {each.resource["lifecycleStatus"] for each in place.municipality.search("Goal", [])}
    assert states == {"active"}, "none of them was picked"
    assert place.is_quiet()


def test_what_somebody_made_just_before_is_not_made_again_and_not_overwritten(
    place: Installation,
) -> None:
    place.proxies["municipality"].arm(racing(place, first=True), *WRITES, times=None)
    place.sync()
    assert goals(place.municipality) == ["Orka mer"]
    place.sync()
    assert goals(place.municipality) == ["Orka mer"]
    assert goals(place.region) == ["Gå till sjön och tillbaka"]
    assert GOAL in place.run("conflicts", "list").stdout
    assert place.is_quiet()
