"""An installation as a steward has it: a folder, the command, two real servers.

Each server stands behind a proxy, so that a test sees every request and can step in; what people
at a side do goes past it.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from click.testing import CliRunner, Result

from adapter.values import Ref
from cli import main
from mappings.fhir.values import Identifier
from tests.fault_proxy import Proxy, proxied
from tests.real_server import RealServer, RealServers
from tests.registers import write_register
from tests.world import STEWARD

SIDES: Final = ("region", "municipality")
COMMAND: Final = Path(sys.executable).with_name("viktigt")
SETTINGS: Final = """\
profile = "test"
state = "viktigt-state"

[policy]
blocks = "none"

[registers]
persons = "persons.csv"

[endpoints.region]
kind = "fhir"
url = "{region}"
stewards = ["{steward}"]

[endpoints.municipality]
kind = "fhir"
url = "{municipality}"

[routes.plans]
between = ["region", "municipality"]
basis = "consent-osl"

[routes.plans.rights]
"CarePlan.description" = "shared"
"""


@dataclass(frozen=True)
class Installation:
    """A folder to run commands in; the servers as people there reach them, and the proxies."""

    folder: Path
    servers: Mapping[str, RealServer]
    proxies: Mapping[str, Proxy]

    @property
    def region(self) -> RealServer:
        return self.servers["region"]

    @property
    def municipality(self) -> RealServer:
        return self.servers["municipality"]

    @property
    def state(self) -> Path:
        return self.folder / "viktigt-state" / "viktigt.sqlite"

    @property
    def writes(self) -> int:
        """How often the program tried to write at either side."""
        return sum(proxy.writes for proxy in self.proxies.values())

    def run(self, *arguments: str, stdin: str = "") -> Result:
        """A command as it is typed, without the start of another process."""
        with chdir(self.folder):
            return CliRunner().invoke(main, arguments, input=stdin, standalone_mode=False)

    def start(
        self, *arguments: str, hand_over: int, **environment: str
    ) -> "subprocess.Popen[bytes]":
        """The installed program as a process of its own, with one open file of ours."""
        with (self.folder / "said").open("ab") as said:
            return subprocess.Popen(
                [COMMAND, *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=environment,
                pass_fds=[hand_over],
            )

    def sync(self) -> int:
        """One run; gives its exit code."""
        done = self.run("sync", "plans")
        assert done.exception is None, done.exception
        return int(done.return_value)

    def is_quiet(self) -> bool:
        """Whether the next run writes nothing."""
        before = self.writes
        self.sync()
        return self.writes == before

    def settle_in(self, person: Identifier) -> None:
        """Somebody whom both sides know is enrolled."""
        held = {"system": person.system, "value": person.value}
        for server in self.servers.values():
            body = {"resourceType": "Patient", "identifier": [held]}
            server.create(body, if_none_exist=None)
        added = (
            "enrol",
            "add",
            "plans",
            "--person",
            "-",
            "--decided-by",
            STEWARD,
            "--consent",
            "SIP-1",
        )
        assert self.run(*added, stdin=person.value).return_value == 0

    def patient(self, side: str, person: Identifier) -> Ref:
        token = f"{person.system}|{person.value}"
        [found] = self.servers[side].search("Patient", [("identifier", token)])
        return found.ref


@contextmanager
def installation(folder: Path, real: RealServers, kinds: tuple[str, str]) -> Iterator[Installation]:
    """A fresh installation between a region's server and a municipality's, both empty."""
    with ExitStack() as stack:
        servers, proxies = {}, {}
        for side, kind in zip(SIDES, kinds, strict=True):
            url = real.url(kind, side)
            servers[side] = RealServer(side, url)
            servers[side].clear()
            proxies[side] = stack.enter_context(proxied(url))
        urls = {side: proxy.url for side, proxy in proxies.items()}
        settings = SETTINGS.format(**urls, steward=STEWARD)
        (folder / "viktigt.toml").write_text(settings, encoding="utf-8")
        write_register(folder)
        made = Installation(folder, servers, proxies)
        assert made.run("init", ".").return_value == 0
        yield made
