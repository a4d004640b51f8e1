"""`viktigt demo` and `viktigt sandbox`."""

import contextlib
import importlib.util
import tempfile
import threading
from pathlib import Path

from adapter import wiring
from adapter.config import NO_BLOCKS_KEPT, Settings
from adapter.errors import Exit, SandboxFailed
from adapter.sandbox.processes import free_port, running
from adapter.shell.output import print_json, print_table, say, tell
from adapter.shell.reasons import WORDS
from adapter.state import key
from adapter.usecases import demo
from adapter.usecases.context import Context
from adapter.usecases.demo import Demo
from adapter.values import EndpointKind


def run_demo(*, as_json: bool) -> Exit:
    _require_servers()
    with tempfile.TemporaryDirectory(prefix="viktigt-demo-") as name:
        folder = Path(name)
        ports = {side: free_port() for side in demo.SIDES}
        say("starting two FHIR servers on loopback: a region's and a municipality's")
        with running(ports, folder) as bases, wiring.context(_settings(bases, folder)) as context:
            say("taking in the documents of both sides, and carrying the plans across; then again")
            played = demo.play(context)
            if as_json:
                print_json(played.as_json())
            else:
                _tell(played, context)
    say("the servers have stopped")
    return Exit.OK


def run_sandbox(region_port: int, municipality_port: int) -> Exit:
    _require_servers()
    ports = {"region": region_port, "municipality": municipality_port}
    folder = tempfile.TemporaryDirectory(prefix="viktigt-sandbox-")
    # Being interrupted is how it ends.
    with (
        contextlib.suppress(KeyboardInterrupt),
        folder as name,
        running(ports, Path(name)) as bases,
    ):
        _seed(bases)
        for side, base in bases.items():
            tell(f"{side}: {base}")
        say("both have their own patients; interrupt to stop")
        threading.Event().wait()
    return Exit.OK


def _require_servers() -> None:
    if importlib.util.find_spec("sekmet") is None:
        raise SandboxFailed("sekmet-fhir", "not installed; pip install 'viktigt[sandbox]'")


def _settings(bases: dict[str, str], folder: Path) -> Settings:
    ends = demo.endpoints(bases, folder)
    demo.lay_out(folder)
    state = folder / "state"
    key.make(state)
    return Settings(
        file=None,
        state=state,
        endpoints=ends,
        routes=demo.routes(ends),
        blocks=NO_BLOCKS_KEPT,
        persons=demo.DOCUMENTS / "persons.csv",
    )


def _seed(bases: dict[str, str]) -> None:
    for side, end in demo.endpoints(bases, Path()).items():
        if end.kind is EndpointKind.FHIR:
            server = wiring.server(end)
            for patient in demo.patients(side):
                server.create(patient, if_none_exist=None)


def _tell(played: Demo, context: Context) -> None:
    """What happened, for somebody who knows people and plans rather than FHIR."""
    names = _names(context)
    figures = played.as_json()
    rows = [
        [names.get(each.person, each.person), each.what, each.says, each.to]
        for each in demo.crossed(played.first[-1])
    ]
    print_table("What crossed", ["person", "what", "in words", "is now also at"], rows)
    held = [[names.get(each.person, each.person), WORDS[each.why]] for each in played.holds]
    print_table("What was held, and why", ["person", "why"], held)
    tell(f"first run: {figures['first_run']['created']} resources made on the two servers")
    tell(f"second run: {figures['second_run']['writes']} writes")


def _names(context: Context) -> dict[str, str]:
    """The made-up people by their handle."""
    found = {}
    for enrolment in context.store.enrolments():
        for side in demo.SIDES:
            for patient in demo.patients(side):
                values = {each["value"] for each in patient["identifier"]}
                if enrolment.person.value in values:
                    name = patient["name"][0]
                    found[enrolment.handle] = " ".join([*name["given"], name["family"]])
    return found
