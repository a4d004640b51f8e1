"""Everything that keeps an installation from working, found in one look."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from adapter.config import Settings
from adapter.endpoints.capabilities import stated
from adapter.errors import EndpointError, exit_code
from adapter.state.modes import open_to_others
from adapter.usecases import access
from adapter.usecases.context import Context
from adapter.usecases.examined import Examined
from adapter.usecases.manners import Manners
from adapter.values import CARRIED_TYPES, Capabilities, EndpointKind, EndpointSettings, Probe
from mappings.codes.systems import BASE
from mappings.record import Environment

# How the parts of TypeCapabilities are spoken of.
SPOKEN: Final = {
    "conditional_create": "If-None-Exist",
    "conditional_update": "conditional update",
    "update_create": "update as create",
    "if_match": "If-Match",
    "history_instance": "history-instance",
    "history_type": "history-type",
    "last_updated": "_lastUpdated",
    "since": "_since",
    "count": "_count",
}
_WORDS: Final = {True: "yes", False: "no", None: "unknown"}


def examine(context: Context) -> Iterator[Examined]:
    """Look at the base, the folders and the servers of an installation that opens."""
    settings = context.settings
    yield _state(settings)
    yield _base(settings)
    yield _registers(settings)
    for end in settings.endpoints.values():
        if end.kind is EndpointKind.DIRECTORY:
            folder = Path(str(end.path))
            said = f"{folder}" if folder.is_dir() else f"{folder} is no folder"
            yield Examined(what=f"endpoint {end.name}", fine=folder.is_dir(), said=said)
        else:
            yield from _server(context, end)
    for route in settings.routes.values():
        count = len(context.enrolled(route.name))
        said = f"{count} enrolled" if count else "nobody is enrolled: nothing will be read"
        yield Examined(what=f"route {route.name}", fine=True, said=said)


def _state(settings: Settings) -> Examined:
    """Where it is, whether it is encrypted, and who can get at it; production refuses others."""
    told = "not encrypted" if settings.state_key is None else "encrypted"
    others = [path.name for path in open_to_others(settings.state)]
    said = f"{settings.state}, {told}"
    if others:
        said += f"; others can get at {', '.join(others)}, which production refuses"
    return Examined(what="state", fine=True, said=said)


def _base(settings: Settings) -> Examined:
    placeholder = settings.base == BASE
    production = settings.environment is Environment.PRODUCTION
    said = f"{settings.base} is a placeholder" if placeholder else settings.base
    return Examined(what="base", fine=not (placeholder and production), said=said)


def _registers(settings: Settings) -> Examined:
    """One that is named and can't be read ends every command; without persons nobody goes."""
    if settings.persons is None:
        said = "none of persons ([registers] persons): nobody says who is protected, so all wait"
        return Examined(what="registers", fine=False, said=said)
    if settings.organisations is None:
        production = settings.environment is Environment.PRODUCTION
        said = "none of organisations: nobody says whose a unit is, or that it closed or moved"
        return Examined(what="registers", fine=not production, said=said)
    return Examined(what="registers", fine=True, said="persons and organisations")


def _server(context: Context, end: EndpointSettings) -> Iterator[Examined]:
    """Whether it answers and what it can do; then how it lets us in."""
    what = f"endpoint {end.name}"
    try:
        statement = context.servers[end.name].capabilities()
    except EndpointError as error:
        yield Examined(what=what, fine=False, said=str(error), exit=exit_code(error))
        return
    yield access.examined(context, end)
    can = _carried(stated(statement), _types(context.settings, end.name))
    fine = can.fhir_version is not None and can.fhir_version.startswith("4.0")
    if not fine:
        said = "expected a FHIR R4 (4.0) CapabilityStatement"
        yield Examined(what=what, fine=False, said=said)
        return
    seen = Manners(context).seen(end)
    said = f"FHIR {can.fhir_version}; {_told(can)}; {_shown(seen)}"
    yield Examined(what=what, fine=True, said=said, can=can, seen=seen)


def _types(settings: Settings, name: str) -> list[str]:
    """The types that routes carry to or from an endpoint, and what attachments are kept as."""
    routes = settings.routes.values()
    carried = [route.types for route in routes if name in {route.here.name, route.there.name}]
    return sorted({*(kind for types in carried or [CARRIED_TYPES] for kind in types), "Binary"})


def _carried(can: Capabilities, types: Iterable[str]) -> Capabilities:
    return replace(can, types={kind: can.of(kind) for kind in types})


def _told(can: Capabilities) -> str:
    """One line: what holds for every type is said once, else for which it does not."""
    parts = [
        f"transaction {_WORDS[can.transaction]}",
        f"batch {_WORDS[can.batch]}",
        f"create Binary {_WORDS[can.of('Binary').create]}",
        *(f"{spoken} {_by_type(can, name)}" for name, spoken in SPOKEN.items()),
    ]
    return ", ".join(parts)


def _shown(seen: Probe | None) -> str:
    """What the server was seen to do, whatever it says."""
    if seen is None:
        return "not seen with batches"
    if not seen.creates:
        return f"seen {seen.at}: written to one by one"
    most = "" if seen.entries is None else f" of at most {seen.entries}"
    alone = "" if seen.updates else ", updates one by one"
    return f"seen {seen.at}: batches{most}{alone}"


def _by_type(can: Capabilities, name: str) -> str:
    found = {kind: getattr(each, name) for kind, each in can.types.items() if kind != "Binary"}
    values = set(found.values())
    if len(values) == 1:
        return _WORDS[values.pop()]
    groups = {
        word: [kind for kind, value in found.items() if value is said]
        for said, word in _WORDS.items()
    }
    return "/".join(f"{word} ({' '.join(kinds)})" for word, kinds in groups.items() if kinds)
