"""Files that leave: told to the audit, person by person, before what they say is written.

When all is written an entry without a person says what the whole was: its hash, and who got it.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from adapter.usecases.context import Context
from adapter.values import Audited, Measure, Resource, Stage
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


@dataclass(slots=True)
class Leaving(Redacted):
    """A file on its way out; `about` says what is known of it."""

    context: Context
    about: dict[str, str]
    operation: str = field(default_factory=lambda: str(uuid.uuid4()))
    digest: Any = field(default_factory=hashlib.sha256)

    def of(self, persons: Iterable[Identifier]) -> None:
        """Whom the next part speaks of. Raises where the audit can't be written."""
        self.of_handles({self.context.handle(person) for person in persons})

    def of_handles(self, handles: Iterable[str]) -> None:
        """The same by their local names."""
        self.context.store.audit(self._told(Stage.ABOUT_TO, handle) for handle in sorted(handles))

    def write(self, out: BinaryIO, data: bytes) -> None:
        self.digest.update(data)
        out.write(data)

    def over(self) -> None:
        """All is written."""
        self.about["sha256"] = self.digest.hexdigest()
        self.context.store.audit([self._told(Stage.DISCLOSED, None)])

    def _told(self, stage: Stage, person: str | None) -> Audited:
        return Audited(
            at=self.context.now(),
            measure=Measure.EXPORT,
            stage=stage,
            operation=self.operation,
            job=self.context.job,
            person=person,
            about=self.about,
        )


@contextmanager
def leaving(context: Context, **about: str) -> Iterator[Leaving]:
    """A file that leaves while the block runs; it is put in place after the block."""
    left = Leaving(context, dict(about))
    yield left
    left.over()


_SUBJECTS: Final = ("subject", "patient", "for")


def persons_in(resources: Iterable[Resource]) -> set[Identifier]:
    """Of whom resources speak, by the identifiers that they give."""
    return {
        Identifier(system=each["system"], value=each["value"])
        for resource in resources
        for each in _identifiers(resource)
        if "system" in each and "value" in each
    }


def _identifiers(resource: Resource) -> list[Mapping[str, Any]]:
    if resource["resourceType"] == "Patient":
        return list(resource.get("identifier", ()))
    return [(resource.get(name) or {}).get("identifier") or {} for name in _SUBJECTS]
