"""One thing that the doctor looked at, and what was found."""

from dataclasses import asdict, dataclass
from typing import Any

from adapter.errors import Exit
from adapter.values import Access, Capabilities, Probe
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined(Redacted):
    """One thing that was looked at. `exit` is what a problem of its kind ends with.

    `can` is what a FHIR server says of itself, as far as a route of the installation needs it;
    `seen` what it was seen to do; `access` how it lets us in.
    """

    what: str
    fine: bool
    said: str
    exit: Exit = Exit.CONFIG
    can: Capabilities | None = None
    seen: Probe | None = None
    access: Access | None = None

    def as_json(self) -> dict[str, Any]:
        """What was found, for programs; a capability that is not known is null."""
        found: dict[str, Any] = {"what": self.what, "fine": self.fine, "said": self.said}
        if self.can is not None:
            found["capabilities"] = asdict(self.can)
        if self.seen is not None:
            found["seen"] = asdict(self.seen)
        if self.access is not None:
            found["access"] = {**asdict(self.access), "kind": self.access.kind.value}
        return found
