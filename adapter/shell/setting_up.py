"""`viktigt init`, `viktigt config show` and `viktigt doctor`."""

from pathlib import Path
from typing import Final

from adapter import wiring
from adapter.config import FILE_NAME
from adapter.config.shown import as_toml, as_tree
from adapter.errors import ConfigurationError, Exit
from adapter.shell.output import print_json, say, tell, written
from adapter.state import key
from adapter.usecases.doctor import examine
from adapter.usecases.examined import Examined
from adapter.usecases.register_files import nobody

TEMPLATE: Final = """\
# What viktigt talks to, and by which rules. A secret stays where it is kept: say where.
profile = "test"                              # or "production"
# base = "https://fhir.example.se/viktigt"    # under which your own codes and extensions stand
state = "viktigt-state"                       # database and installation key, in a folder of yours

[policy]
blocks = "none"                               # no blocks are kept; else an endpoint, file or folder

[registers]
persons = "persons.csv"                       # who is protected, dead or moved; others wait

[endpoints.region]
kind = "fhir"
url = "http://127.0.0.1:8091/fhir"
# auth = { kind = "bearer", token = { env = "REGION_TOKEN" } }
# stewards = ["SE1-HSA"]                      # who may decide for this side in a conflict

[endpoints.municipality]
kind = "fhir"
url = "http://127.0.0.1:8092/fhir"

[endpoints.hospital-inbox]
kind = "directory"
path = "inbox"                                # documents wait here; done ones move to inbox/done

[routes.hospital]                             # documents in
from = "hospital-inbox"
to = "region"
basis = "same-authority"

[routes.shared-plans]                         # plans both ways
between = ["region", "municipality"]
basis = "consent-osl"
"""


def run_init(folder: Path) -> Exit:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE_NAME
    if file.exists():
        say(f"{file} is there already and stays as it is")
    else:
        file.write_text(TEMPLATE, encoding="utf-8")
        (folder / "inbox").mkdir(mode=0o700, exist_ok=True)
        tell(f"wrote {file}")
    settings = wiring.needed(file)
    if key.make(settings.state):
        tell(f"made the installation key in {settings.state}: keep it, and keep it secret")
    if settings.persons is not None:
        _make_register(settings.persons)
    say("next: fill in the configuration, then viktigt doctor")
    return Exit.OK


def _make_register(file: Path) -> None:
    """A table of nobody yet: its columns, to be filled in. A register that is there stays."""
    if file.suffix == ".csv" and not file.exists():
        with written(file) as stream:
            stream.write(nobody())
        tell(f"made {file}, a register of nobody yet: whoever is not in it waits")


def run_config_show(config: Path | None, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    if as_json:
        print_json(as_tree(settings))
    else:
        for line in as_toml(settings).splitlines():
            tell(line)
    return Exit.OK


def run_doctor(config: Path | None, *, as_json: bool) -> Exit:
    try:
        with wiring.context(wiring.needed(config)) as context:
            found = list(examine(context))
    except ConfigurationError as error:
        found = [Examined(what="configuration", fine=False, said=each) for each in error.problems]
    if as_json:
        print_json([each.as_json() for each in found])
    else:
        for each in found:
            tell(f"{'ok ' if each.fine else 'BAD'} {each.what}: {each.said}")
    return max((each.exit for each in found if not each.fine), default=Exit.OK)
