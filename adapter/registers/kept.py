"""A register in a file that may be replaced while a run goes on: what it says now is what counts.

A file that can't be read any more is a register that is silent: whoever asks must wait.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from adapter.errors import ConfigurationError, Unreachable
from adapter.registers.organisations import Organisations
from adapter.registers.persons import Persons
from adapter.values import PersonFacts, UnitFacts
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted

Register = TypeVar("Register")


@dataclass(slots=True)
class Kept(Redacted, Generic[Register]):
    """The register that a file makes, read anew when the file is another one than before."""

    name: str
    file: Path
    load: Callable[[Path], Register]
    _held: tuple[tuple[int, int, int], Register] | None = field(default=None, init=False)

    def open(self) -> Register:
        """What the file says now; raises ConfigurationError with what is wrong with it."""
        try:
            stat = self.file.stat()
        except OSError:
            raise ConfigurationError([f"{self.name}: a file that can be read"]) from None
        stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if self._held is None or self._held[0] != stamp:
            self._held = None
            self._held = (stamp, self.load(self.file))
        return self._held[1]

    def now(self) -> Register:
        """The same in the middle of a run: a file that can't be read is a register that is silent.

        Raises Unreachable.
        """
        try:
            return self.open()
        except (OSError, ConfigurationError):
            raise Unreachable(self.name, "a register that can be read") from None


@dataclass(frozen=True, slots=True)
class PersonFile(Redacted):
    """The port of a register of persons, over a file."""

    kept: Kept[Persons]

    def look_up(self, person: Identifier) -> PersonFacts | None:
        return self.kept.now().look_up(person)


@dataclass(frozen=True, slots=True)
class OrganisationFile(Redacted):
    """The port of a register of organisations, over a file."""

    kept: Kept[Organisations]

    def unit(self, identifier: str) -> UnitFacts | None:
        return self.kept.now().unit(identifier)
