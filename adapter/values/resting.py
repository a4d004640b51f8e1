"""Who is at rest on a route, and from when on a server is to be asked for changes.

A person is at rest when a run looked at everything of theirs and found nothing to do. Until
something of it changes there is nothing to look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from mappings.redacted import Redacted

# What a server held of a person: reference → the version and when it was written.
Held: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest(Redacted):
    """Under which `terms` a person came to rest, and what each endpoint held of them then.

    `patients` is the logical id that the person has on each endpoint. `terms` is a digest of all
    beside the records that a decision hangs on: enrolment, configuration, what people decided.
    """

    person: str
    terms: str
    patients: Mapping[str, str]
    held: Mapping[str, Held]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting(Redacted):
    """The same in short: `counts` is how many resources of each type an endpoint held."""

    person: str
    terms: str
    patients: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor(Redacted):
    """How far the changes of one type at one endpoint were read: until `at`, by the server's clock.

    `together` is how many persons it answers at once.
    """

    endpoint: str
    type: str
    at: str | None
    together: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Redacted):
    """When an endpoint was last read for a route, and when that was of everybody, by our clock.

    For people, who want to know how old what they see may be.
    """

    endpoint: str
    at: str
    whole: str
