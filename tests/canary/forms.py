"""What is typed: each command in all its variants; and what can happen meanwhile, by exit code.

FORMS adds to the example in each command's help; with --json each line is there twice. CLASSES says
with which codes of the README a command can end, every one of which must have been seen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Final, TypeAlias

import pytest

from adapter import wiring
from adapter.errors import EXIT_CODES, Exit
from adapter.state.store import Store
from tests.canary.desk import ENCRYPTED, GOAL, PLAIN, SETTINGS, STEWARD, Desk
from tests.canary.planted import NAME, NUMBER, PASSWORD, STATE_KEY, TOKEN
from tests.test_help_examples import COMMANDS
from tests.world import ANNA, LINE

# They start servers of their own, and go on until they are interrupted.
NOT_HERE: Final = {"sandbox", "demo"}
NAMES: Final = [name for name in COMMANDS if name not in NOT_HERE]
_BY: Final = "--by SE1-HSA --why agreed"
_RESOLVE: Final = f"conflicts resolve Goal/{GOAL}"
FORMS: Final[Mapping[str, Sequence[str]]] = {
    "map": (
        "map plan.xml --as transaction",
        "map inbox --as collection -o mapped.json --loss lost.json",
        "map inbox --fold-chains",
        "map plan.ndjson",
    ),
    "check": (
        "check plan.xml",
        "check inbox",
        "check plan.xml inbox/broken.xml",
        "check nowhere.xml",
    ),
    "export": (
        "export plan.xml --format bundle -o o.json --for person --reviewed-by SE1",
        "export plan.xml --format csv -o o.csv",
        "export plan.xml --format ndjson -o o.ndjson --for person",
        "export --endpoint region --person-file person.txt -o o.json",
        "export --endpoint municipality --person p-0000000000 --format rivta -o o.xml",
        "export inbox -o o.json",
    ),
    "sync": ("sync hospital", "sync shared-plans", "sync shared-plans --full", "sync nowhere"),
    "plan": ("plan shared-plans", "plan shared-plans --diff", "plan hospital --diff"),
    "apply": ("apply plan.xml",),
    "quarantine show": ("quarantine show 00000000",),
    "quarantine replay": ("quarantine replay", "quarantine replay 00000000"),
    "hold list": ("hold list", "hold list nowhere"),
    "hold classify": (f"hold classify h-00000000 --as reservation {_BY}",),
    "hold release": (f"hold release h-00000000 {_BY}",),
    "recall list": ("recall list",),
    "erase": (
        "erase p-0123456789 --decision IVO-1 --confirm",
        f"erase Goal/{GOAL} --decision IVO-1",
        "erase --person-file person.txt --decision IVO-1 --confirm",
        "erase Goal/nobody --decision IVO-1",
    ),
    "audit verify": (f"audit verify --head 3:{'0' * 64}",),
    "audit export": (
        "audit export --person-file person.txt --lang nb",
        "audit export --person-file person.txt --lang en --format json",
        "audit export --storelog",
        "audit export --person-file person.txt --storelog -o log.json",
    ),
    "conflicts list": ("conflicts list", "conflicts list nowhere"),
    "conflicts show": ("conflicts show Goal/nobody",),
    "conflicts resolve": (
        f"{_RESOLVE} --take there {_BY}",
        f"{_RESOLVE} --take here --by SE2 --why x",
        f"{_RESOLVE} --unit aim --value-from value.json {_BY}",
        f"{_RESOLVE} --unit aim --value-from person.txt {_BY}",
    ),
    "explain": (
        f"explain Goal/{GOAL}",
        "explain Goal/1 --endpoint region",
        "explain Goal/nobody --source plan.xml",
    ),
    "enrol add": (
        "enrol add hospital --person-file person.txt --decided-by SE1 --basis no-hpl",
        "enrol add hospital --person-file value.json --decided-by SE1",
    ),
    "enrol list": ("enrol list hospital", "enrol list"),
    "enrol import": ("enrol import person.txt", "enrol import nowhere.csv"),
    "consent import": ("consent import enrolments.csv",),
    "consent end": ("consent end c-0000000000 --decided-by SE1",),
    "policy why": (
        "policy why Goal/5b1f0c9e --route shared-plans --for person",
        "policy why Goal/5b1f0c9e --route shared-plans --for staff --speaks relation",
        "policy why Goal/5b1f0c9e --route shared-plans --endpoint municipality",
    ),
}
_ALWAYS: Final = frozenset({Exit.OK, *EXIT_CODES.values(), Exit.BUG})
_MORE: Final[Mapping[str, frozenset[Exit]]] = {
    "sync": frozenset({Exit.CONFLICTS}),
    "status": frozenset({Exit.CONFLICTS}),
}
# What some of them are met by; everything is met by what is the case at first.
MET_BY: Final[Mapping[str, Sequence[str]]] = {
    "sync": ("only a conflict", "well"),
    "plan": ("a changed route",),
    "apply": ("held alone", "well"),
    "status": ("a conflict, told", "held, told", "just made"),
    "quarantine replay": ("just made",),
    "state rekey": ("encrypted",),
    "enrol import": ("held alone",),
}


def classes(name: str) -> frozenset[Exit]:
    """With which codes a command can end."""
    return _ALWAYS | _MORE.get(name, frozenset())


def forms(desk: Desk, name: str) -> list[tuple[list[str], str]]:
    """Each line of a command, and what is typed into it."""
    line, stdin = desk.line(name)
    lines = [line, *(desk.spoken(each).split() for each in FORMS.get(name, ()))]
    if any("--json" in each.opts for each in COMMANDS[name].params):
        bare = [[word for word in each if word != "--json"] for each in lines]
        lines = [more for each in bare for more in (each, [*each, "--json"])]
    return [(each, stdin) for each in lines]


USAGE: Final = ("--no-such", "a b c d e f", NUMBER, f"--by={NUMBER}", f"urn:x|{NUMBER}")

# -- what can be the case --------------------------------------------------------------------------

Case: TypeAlias = Callable[[Desk], AbstractContextManager[None]]


def _settings(text: str, state: str = PLAIN) -> Case:
    @contextmanager
    def case(desk: Desk) -> Iterator[None]:
        (desk.folder / "viktigt.toml").write_text(text.replace("{state}", state), "utf-8")
        yield

    return case


@contextmanager
def _as_it_is(_desk: Desk) -> Iterator[None]:
    yield


@contextmanager
def _after_a_run(desk: Desk) -> Iterator[None]:
    for route in ("hospital", "shared-plans"):
        desk.run(["sync", route])
    yield


@contextmanager
def _just_made(desk: Desk) -> Iterator[None]:
    for file in (desk.folder / "viktigt-state").glob("viktigt.sqlite*"):
        file.unlink()
    yield


@contextmanager
def _only_a_conflict(desk: Desk) -> Iterator[None]:
    """Nobody has looked yet at what both sides have."""
    with _just_made(desk):
        _enrol(desk, "shared-plans")
        yield


@contextmanager
def _alone(desk: Desk, name: str) -> Iterator[None]:
    """No state yet, and one document."""
    with _just_made(desk):
        for file in (desk.folder / "inbox").iterdir():
            if file.is_file() and file.name != name:
                file.unlink()
        yield


@contextmanager
def _well(desk: Desk) -> Iterator[None]:
    """Nothing stands in the way of a plan."""
    with _alone(desk, "next.xml"):
        _enrol(desk, "hospital")
        desk.run(["plan", "hospital", "-o", "plan.json"])
        yield


@contextmanager
def _held_alone(desk: Desk) -> Iterator[None]:
    """Nothing but a document that waits; a plan of it; and nobody wrong in the list of people."""
    with _alone(desk, "wish.xml"):
        rows = f"route,value,decided_by,consent\nhospital,{LINE.value},SE1,c\n"
        (desk.folder / "enrolments.csv").write_text(rows, encoding="utf-8")
        desk.run(["enrol", "import", "enrolments.csv"])
        desk.run(["plan", "hospital", "-o", "plan.json"])
        yield


@contextmanager
def _run(desk: Desk, case: Case, route: str) -> Iterator[None]:
    with case(desk):
        desk.run(["sync", route])
        yield


def _enrol(desk: Desk, route: str) -> None:
    line = ["enrol", "add", route, "--person", "-", "--decided-by", STEWARD, "--consent", "c"]
    assert desk.run(line, ANNA.value).code == Exit.OK


@contextmanager
def _nothing_there(desk: Desk) -> Iterator[None]:
    (desk.folder / "viktigt.toml").unlink()
    yield


@contextmanager
def _encrypted(desk: Desk) -> Iterator[None]:
    with _settings(SETTINGS, ENCRYPTED)(desk):
        assert desk.run(["state", "rekey"]).code == Exit.OK
        yield


@contextmanager
def _another_key(desk: Desk) -> Iterator[None]:
    with _encrypted(desk), pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANARY_STATE_KEY", STATE_KEY[::-1])
        yield


@contextmanager
def _no_secret(_desk: Desk) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CANARY_TOKEN")
        yield


@contextmanager
def _silent_register(desk: Desk) -> Iterator[None]:
    (desk.folder / "persons.csv").write_text(f"id,{NAME}\n{NUMBER},{NAME}\n", encoding="utf-8")
    yield


@contextmanager
def _empty_register(desk: Desk) -> Iterator[None]:
    (desk.folder / "persons.csv").write_text("id,grade,born\n", encoding="utf-8")
    yield


@contextmanager
def _new_conflict(desk: Desk) -> Iterator[None]:
    """Both sides changed the goal again since the last run."""
    for server in desk.servers.values():
        for seen in list(server.search("Goal", [])):
            body = {**seen.resource, "description": {"text": f"{NAME} {server.name} again"}}
            server.update(seen.ref, body, if_match=None)
    yield


@contextmanager
def _no_audit(_desk: Desk) -> Iterator[None]:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", NAME)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "audit", full)
        yield


@contextmanager
def _newer_state(desk: Desk) -> Iterator[None]:
    import sqlite3

    database = sqlite3.connect(desk.folder / "viktigt-state" / wiring.STATE_FILE)
    database.execute("pragma user_version = 99")
    database.commit()
    database.close()
    yield


@contextmanager
def _hostile_names(desk: Desk) -> Iterator[None]:
    """Somebody in the names of files that others put there."""
    for name in (f"{NAME} {NUMBER}.xml", f"{NUMBER}.csv", "\u202elmx.\n.xml"):
        (desk.folder / "inbox" / name).write_bytes(b"<patientContract/>")
    yield


_WRONG_AUTH: Final = f'auth = {{ kind = "bearer", token = "{TOKEN}" }}'
CASES: Final[Mapping[str, Case]] = {
    "as it is": _as_it_is,
    "after a run": _after_a_run,
    "just made": _just_made,
    "only a conflict": _only_a_conflict,
    "held alone": _held_alone,
    "well": _well,
    "a conflict, told": lambda desk: _run(desk, _only_a_conflict, "shared-plans"),
    "held, told": lambda desk: _run(desk, _held_alone, "hospital"),
    "no installation": _nothing_there,
    "encrypted": _encrypted,
    "another key": _another_key,
    "no secret": _no_secret,
    "a broken register": _silent_register,
    "an empty register": _empty_register,
    "both changed it": _new_conflict,
    "no audit": _no_audit,
    "a newer state": _newer_state,
    "names of files": _hostile_names,
    "no block service": _settings(SETTINGS.replace('blocks = "none"', 'blocks = "nowhere"')),
    "a secret in the settings": _settings(
        SETTINGS.replace(
            'auth = { kind = "bearer", token = { env = "CANARY_TOKEN" } }', _WRONG_AUTH
        )
    ),
    "a secret in a url": _settings(
        SETTINGS.replace("http://127.0.0.1:9/region", f"http://u:{PASSWORD}@127.0.0.1:9/region")
    ),
    "not toml": _settings(f"{NAME} {NUMBER} {TOKEN}"),
    "a changed route": _settings(SETTINGS.replace("same-authority", "no-hpl")),
}
SLOW: Final = frozenset({"encrypted", "another key"})  # the state is written anew each time
