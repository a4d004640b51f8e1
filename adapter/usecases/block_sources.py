"""Where blocks come from: a FHIR server whose Consents are the blocks, or files of a block service.

    server    a Consent of the person is a block (ConsentBlockSE), looked up person by person
    files     GetBlocks answers (XML) and Consents (JSON, one or a Bundle), one file or a folder
    nobody    it was not said where: then nobody can say that nothing is blocked
Whatever can't be asked or read raises Unreachable: then everything of the person is blocked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from adapter.codec import json_door
from adapter.codec.documents import media_of
from adapter.codec.xml_door import read_xml
from adapter.errors import EndpointError, Unparseable, Unreachable
from adapter.policy.block_consents import block_of
from adapter.policy.get_blocks import NoAnswer, blocks_in
from adapter.ports import Blocks, Clock, Endpoint
from adapter.usecases.matching import find
from adapter.values import Block, Why
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted

NAME: Final = "blocks"
_Stamp: TypeAlias = tuple[int, int, int, int]
# The blocks of a file by the folded number of whose they are; None: it does not say.
_Held: TypeAlias = Mapping[str | None, Sequence[Block]]


@dataclass(frozen=True, slots=True)
class NoService(Redacted):
    """Nobody was named who knows of blocks."""

    def of(self, _person: Identifier) -> tuple[Block, ...]:
        raise Unreachable(NAME, "policy.blocks names nobody who could be asked")


@dataclass(frozen=True, slots=True)
class NoneKept(Redacted):
    """Somebody said, in the configuration, that no blocks are kept for this installation."""

    def of(self, _person: Identifier) -> tuple[Block, ...]:
        return ()


class LiveBlocks:
    """A service that is asked person by person; for planning an answer counts for some time.

    So a run asks about nobody of whom there is nothing to plan. Silence is no answer to remember.
    """

    def __init__(self, service: Blocks, clock: Clock, age: float) -> None:
        self._service = service
        self._clock = clock
        self._age = timedelta(seconds=age)
        self._said: dict[Identifier, tuple[datetime, tuple[Block, ...]]] = {}

    def of(self, person: Identifier) -> tuple[Block, ...]:
        """What it says now."""
        said = self._service.of(person)
        self._said[person] = self._clock.now(), said
        return said

    def lately(self, person: Identifier) -> tuple[Block, ...]:
        """What it said, unless that is too long ago, or from a time that has not come yet."""
        at, said = self._said.get(person, (None, ()))
        if at is not None and timedelta() <= self._clock.now() - at <= self._age:
            return said
        return self.of(person)


@dataclass(frozen=True, slots=True)
class ServerBlocks(Redacted):
    """A FHIR server whose Consents are the blocks."""

    server: Endpoint

    def of(self, person: Identifier) -> tuple[Block, ...]:
        try:
            patient = find(self.server, person)
            if patient is Why.PERSON_NOT_THERE:
                return ()
            if isinstance(patient, Why):
                raise Unreachable(self.server.name, f"one Patient, but it is {patient.value}")
            query = [("patient", str(patient.ref))]
            consents = list(self.server.search("Consent", query))
            if any(each.faulty for each in consents):
                raise Unreachable(self.server.name, "a Consent that can be read")
            found = [each.resource for each in consents]
        except EndpointError as error:
            raise Unreachable(self.server.name, "no blocks known: not asked to the end") from error
        blocks = (block_of(each) for each in found)
        return tuple(block for block in blocks if block is not None)


class FileBlocks:
    """A file of a block service, or a folder of such files; read anew when one has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[Path, tuple[_Stamp, _Held]] = {}

    def of(self, person: Identifier) -> tuple[Block, ...]:
        whose = (None, _folded(person.value))
        try:
            held = [self._held(file) for file in self._files()]
        except (OSError, Unparseable, NoAnswer) as error:
            raise Unreachable(NAME, "a file of blocks can't be read") from error
        return tuple(block for each in held for who in whose for block in each.get(who, ()))

    def _files(self) -> list[Path]:
        if not self.path.is_dir():
            return [self.path]
        return sorted(each for each in self.path.iterdir() if not each.name.startswith("."))

    def _held(self, file: Path) -> _Held:
        """What a file says, by whose it is; it is another file when any of its stamp is."""
        told = file.stat()
        stamp = (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
        known = self._read.get(file)
        if known is not None and known[0] == stamp:
            return known[1]
        held: dict[str | None, list[Block]] = {}
        for who, block in _in_file(file):
            held.setdefault(None if who is None else _folded(who), []).append(block)
        self._read[file] = stamp, held
        return held


def _in_file(file: Path) -> Iterator[tuple[str | None, Block]]:
    """Every block of a file, and whose it is; None: anybody's, since it does not say."""
    data = file.read_bytes()
    if media_of(data) != "json":
        yield from blocks_in(read_xml(data))
        return
    for consent in _consents(json_door.read_json(data)):
        block = block_of(consent)
        if block is not None:
            yield _whose(consent), block


def _consents(value: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401  JSON
    """The one Consent, or those of a Bundle; raises NoAnswer when anything else is there."""
    held: list[Any] = [{"resource": value}]
    if isinstance(value, dict) and value.get("resourceType") == "Bundle":
        held = value.get("entry") or []
    for entry in held:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or resource.get("resourceType") != "Consent":
            raise NoAnswer
        yield resource


def _whose(consent: Mapping[str, Any]) -> str | None:
    patient = consent.get("patient")
    identifier = patient.get("identifier") if isinstance(patient, dict) else None
    number = identifier.get("value") if isinstance(identifier, dict) else None
    return number if isinstance(number, str) else None


def _folded(number: str) -> str:
    return number.strip().casefold()
