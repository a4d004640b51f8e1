"""`viktigt state migrate` and `viktigt state rekey`."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from adapter import wiring
from adapter.config import Settings
from adapter.errors import ConfigurationError, Exit
from adapter.shell.output import print_json, say, tell
from adapter.state import key
from adapter.state.lock import only_run
from adapter.state.migrate import Migrated, migrate
from adapter.state.rekey import Rekeyed, plain_copies, rekey
from mappings.record import fingerprint_of


def run_state_migrate(config: Path | None, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    name = fingerprint_of(key.read(settings.state))
    cipher = wiring.state_key(settings)
    with _no_run(settings):
        done = migrate(settings.state / wiring.STATE_FILE, name, cipher)
    if as_json:
        copy = None if done.backup is None else str(done.backup)
        print_json({"from": done.found, "to": done.now, "backup": copy})
    else:
        _tell(done)
    return Exit.OK


@contextmanager
def _no_run(settings: Settings) -> Iterator[None]:
    """While the block runs, no route does."""
    with ExitStack() as locks:
        for route in sorted(settings.routes):
            locks.enter_context(only_run(settings.state, route))
        yield


def _tell(done: Migrated) -> None:
    if done.backup is None:
        tell(f"nothing to do: the state has schema version {done.now}")
        return
    tell(f"migrated the state from schema version {done.found} to {done.now}")
    tell(f"its copy from before: {done.backup}")
    say("the copy holds what the state held: remove it when you no longer need it")


_REKEYED: Final = {
    Rekeyed.NOTHING: "nothing to do: there is no state yet, or it is encrypted with this key",
    Rekeyed.ENCRYPTED: "encrypted the state",
    Rekeyed.CHANGED: "encrypted the state anew; the former key opens it no longer",
}


def run_state_rekey(config: Path | None, *, as_json: bool) -> Exit:
    settings = wiring.needed(config)
    key = wiring.state_key(settings)
    if key is None:
        raise ConfigurationError(["state.encryption.key: needed"])
    file = settings.state / wiring.STATE_FILE
    with _no_run(settings):
        done = rekey(file, key, wiring.former_key(settings))
    copies = [str(copy) for copy in plain_copies(file)]
    if as_json:
        print_json({"done": done.value, "not_encrypted": copies})
    else:
        tell(_REKEYED[done])
        for copy in copies:
            say(f"not encrypted: {copy}: remove it when you no longer need it")
    return Exit.OK
