"""What a route joins, and who may change what on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from adapter.values.credentials import AuthSettings, TlsSettings
from mappings.fhir.values import Identifier
from mappings.record import Area

# What a route carries when it does not say.
CARRIED_TYPES: Final = (
    "CarePlan",
    "Goal",
    "Observation",
    "ServiceRequest",
    "Condition",
    "CareTeam",
    "Appointment",
    "List",
    "DocumentReference",
    "Encounter",
    "Consent",
    "Task",
)


class Mode(Enum):
    """What a side lets us do with the resources of a type."""

    READ = "read"
    APPEND = "append"
    WRITE = "write"


class Right(Enum):
    """Who may change a unit of a record: its owner's side, either side, or either by adding."""

    OWNER = "owner"
    SHARED = "shared"
    APPEND = "append"


class Changes(Enum):
    """How the changes at a FHIR server are found."""

    SEARCH = "search"  # by a search for what changed last
    HISTORY = "history"  # by the history of each type: for a server that holds nobody else
    FULL = "full"  # by listing everything each time


class Shown(Enum):
    """Where people see what waits for them: in the inbox of conflicts alone, or by a Task too."""

    INBOX = "inbox"
    TASK = "task"


class Recipient(Enum):
    """What kind of body answers for an endpoint: an authority, or anybody else."""

    PUBLIC = "public"
    PRIVATE = "private"


class EndpointKind(Enum):
    FHIR = "fhir"
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """One side we talk to: a FHIR server (`url`) or a drop folder (`path`).

    `party` is the organisation that answers for it; `system` and `zone` describe its documents.
    `modes` say for a resource type, or `*`, what it lets us do; what is not named may be written.
    `changes` says how those there are found; what is written less than `overlap` seconds before it
    was read may be seen by a later run only.
    `auth` says how we say who we are, `tls` whom we believe that it is who it says.
    `area` is the area of law that it stands under, where that is one only.
    `municipality` is the code of the municipality for whose people it answers.
    `recipient`: what nobody says of it is private, since fewer may see what a private body has.
    `stewards` are the people who may decide for that organisation (HSA-id, HPR number).
    """

    name: str
    kind: EndpointKind
    url: str | None = None
    path: str | None = None
    party: Identifier | None = None
    recipient: Recipient = Recipient.PRIVATE
    municipality: str | None = None
    system: str | None = None
    zone: str | None = None
    environment: str = "test"
    auth: AuthSettings = field(default_factory=AuthSettings)
    tls: TlsSettings = field(default_factory=TlsSettings)
    timeout: float = 30.0
    deadline: float = 120.0
    modes: Mapping[str, Mode] = field(default_factory=dict)
    concurrency: int = 4
    batch: int = 100
    stewards: tuple[str, ...] = ()
    changes: Changes = Changes.SEARCH
    area: Area | None = None
    overlap: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Two endpoints with rules. Its directions follow from their kinds.

    `rights` say for a type, or `Type.unit`, who may change it, where the usual table is not meant.
    `provenance`: who answers for a record, and whether it is signed, is read from both servers.
    Everybody is looked at when that was more than `full_every` seconds ago; a side that was not
    read, or a conflict that nobody decided on, for more than `alarm_after` is an alarm.
    """

    name: str
    here: EndpointSettings
    there: EndpointSettings
    basis: str
    types: tuple[str, ...] = CARRIED_TYPES
    receivers: tuple[Identifier, ...] = ()
    rights: Mapping[str, Right] = field(default_factory=dict)
    proposals: Shown = Shown.INBOX
    conflicts: Shown = Shown.INBOX
    provenance: bool = False
    full_every: float = 86_400.0
    alarm_after: float = 86_400.0
