"""What the adapter raises, and the one table from error classes to exit codes.

Exit codes are an interface, stable from version to version. 3 to 5 say how a finished run went;
64 and above follow BSD sysexits.h. When several of 3 to 5 apply the largest wins.
    ViktigtError
    ├── Unparseable      bytes from outside that a door refuses, with where and by which rule
    ├── Unwritable       a value that the format asked for can't carry
    ├── ConfigurationError, KeyMismatch, Locked, PlanRefused, Stopped
    └── EndpointError    Unreachable (TryLater, Opaque), NotPermitted, Changed, Refused
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Final

from mappings.errors import (
    DocumentRefused,
    Issue,
    MappingError,
    RecordRefused,
    Severity,
    Unreadable,
    ViktigtError,
)


class Exit(IntEnum):
    """The exit codes of the command line."""

    OK = 0
    BUG = 1
    USAGE = 2
    CONFLICTS = 3
    WITHHELD = 4
    REFUSED = 5
    UNREADABLE = 65
    UNAVAILABLE = 69
    IO = 74
    TRY_AGAIN = 75
    NOT_PERMITTED = 77
    CONFIG = 78


class Unparseable(ViktigtError):  # noqa: N818  the name is the fact
    """Bytes from outside that a door refuses.

    `line` and `column` count from 1; `pointer` is the place in a JSON value; `limit` is the number
    that was passed when `rule` is a cap. What the bytes said is never repeated.
    """

    def __init__(  # noqa: PLR0913  an error is made of its facts
        self,
        rule: str,
        expected: str,
        *,
        line: int | None = None,
        column: int | None = None,
        pointer: str | None = None,
        limit: int | None = None,
    ) -> None:
        self.rule = rule
        self.expected = expected
        self.line = line
        self.column = column
        self.pointer = pointer
        self.limit = limit
        super().__init__(f"{self._place()}expected {expected} (rule {rule})")

    def _place(self) -> str:
        facts = {"line": self.line, "column": self.column, "at": self.pointer}
        place = ", ".join(f"{name} {fact}" for name, fact in facts.items() if fact is not None)
        return f"{place}: " if place else ""

    def moved(self, lines: int) -> "Unparseable":
        """The same refusal in the lines of the file that the bytes are a part of."""
        if not lines:
            return self
        return Unparseable(
            self.rule,
            self.expected,
            line=(self.line or 1) + lines,
            column=self.column,
            pointer=self.pointer,
            limit=self.limit,
        )

    @property
    def issue(self) -> Issue:
        """The same refusal as a finding: IssueType `too-long` for a cap, `structure` otherwise."""
        return Issue(
            severity=Severity.ERROR,
            code="structure" if self.limit is None else "too-long",
            rule=self.rule,
            expected=self.expected,
            line=self.line,
            path=self.pointer,
        )


class Unwritable(ViktigtError):  # noqa: N818
    """A value that the format to be written can't carry; `path` says where in the tree."""

    def __init__(self, rule: str, expected: str, path: str) -> None:
        super().__init__(f"{path}: expected {expected} (rule {rule})")
        self.rule = rule
        self.expected = expected
        self.path = path


class ConfigurationError(ViktigtError):
    """The configuration can't be used: every problem, each by its key."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class EndpointError(ViktigtError):
    """Base of what an endpoint answers; `endpoint` is its name, `status` the HTTP status if any."""

    def __init__(self, endpoint: str, expected: str, status: int | None = None) -> None:
        self.endpoint = endpoint
        self.expected = expected
        self.status = status
        answered = "" if status is None else f" (HTTP {status})"
        super().__init__(f"endpoint {endpoint}: {expected}{answered}")


class Unreachable(EndpointError):  # noqa: N818  the name is the fact
    """No usable answer: refused, timed out, cut off, 5xx or 429. What was sent may have arrived."""


class TryLater(Unreachable):
    """The server says when to come back (Retry-After on 429 or 503), and that is not now."""

    def __init__(self, endpoint: str, after: float, status: int | None = None) -> None:
        self.after = after
        super().__init__(endpoint, f"try again later, in {after:.0f} s", status)


class Withheld(Unreachable):
    """The server says that something is kept from us: what is not in its answer may be there."""

    def __init__(self, endpoint: str, count: int = 1) -> None:
        self.count = count
        super().__init__(endpoint, f"the server keeps something from us ({count} said so)")


class Opaque(Unreachable):
    """An answer to a Bundle that does not speak of each entry: any of them may have been done."""


class NotPermitted(EndpointError):  # noqa: N818
    """The server does not let us: 401 or 403."""


class Changed(EndpointError):  # noqa: N818
    """Another version than expected, or several matches, stand there: 409 or 412."""


class Refused(EndpointError):  # noqa: N818
    """The server says the request is wrong; `issues` are the codes and places it named."""

    def __init__(
        self, endpoint: str, expected: str, status: int | None = None, issues: Iterable[str] = ()
    ) -> None:
        self.issues = tuple(issues)
        super().__init__(endpoint, expected, status)


class UnknownPerson(ViktigtError):  # noqa: N818
    """What was given names no person; it is not repeated."""

    def __init__(self) -> None:
        super().__init__(
            "expected a national id (12 digits in Sweden, 11 in Norway) or system|value"
        )


class OldBasis(ViktigtError):  # noqa: N818
    """Somebody whose enrolment was suspended would go on as before."""

    def __init__(self) -> None:
        super().__init__(
            "the enrolment was suspended: it goes on only on a new basis (--basis, and --consent "
            "where it rests on one)"
        )


class ErasedPerson(ViktigtError):  # noqa: N818
    """Somebody of whom everything was erased, by a decision that stands, is not taken up again."""

    def __init__(self) -> None:
        super().__init__("everything of that person was erased by a decision; see docs/erasure.md")


class NotKnown(ViktigtError):  # noqa: N818
    """What was named on the command line is not there, or is not the only one; not repeated."""


class NotTheirs(ViktigtError):  # noqa: N818
    """Whoever decides or looks is not named as somebody who may, for the side that it is about."""

    def __init__(self, unit: str, ends: Iterable[str]) -> None:
        named = " or ".join(f"endpoints.{end}.stewards" for end in ends)
        super().__init__(f"{unit}: only for somebody named in {named}")


class ValueRefused(ViktigtError):  # noqa: N818
    """What was given can't stand in that unit; it is not repeated."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__(f"the value given: {'; '.join(problems)}")


class SandboxFailed(ViktigtError):  # noqa: N818
    """A server of the sandbox does not start."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"sandbox server {name}: {reason}")


class AuditNotWritten(ViktigtError):  # noqa: N818
    """The audit takes no entry: nothing of what it would tell of may be done."""

    def __init__(self) -> None:
        super().__init__("the audit can't be written: nothing more is sent")


class AuditBroken(ViktigtError):  # noqa: N818
    """The audit is not what it was; `findings` say where, and nothing about anybody."""

    def __init__(self, findings: Iterable[str]) -> None:
        super().__init__(f"the audit was changed: {'; '.join(findings)}")


class NothingToExport(ViktigtError):  # noqa: N818
    """There is nothing that may be exported; the reason names nobody."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"nothing to export: {reason}")


class Locked(ViktigtError):  # noqa: N818
    """Another run holds the lock, or another program the state."""


class NewerState(ViktigtError):  # noqa: N818
    """The state was written by a newer version of this program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"the state has schema version {found}, this program knows {known}")


class KeyMismatch(ViktigtError):  # noqa: N818
    """The installation key is not the one that the state was made with."""


class PlanRefused(ViktigtError):  # noqa: N818
    """A file that is not a plan as this installation made it, to the byte."""

    def __init__(self) -> None:
        super().__init__("not a plan of this installation, or changed since; make a new one")


class Stopped(ViktigtError):  # noqa: N818
    """Somebody asked the run to stop: what was done is remembered, the next run goes on."""

    def __init__(self) -> None:
        super().__init__("stopped when asked; the next run goes on from here")


EXIT_CODES: Final[Mapping[type[BaseException], Exit]] = {
    Unparseable: Exit.UNREADABLE,
    DocumentRefused: Exit.UNREADABLE,
    RecordRefused: Exit.REFUSED,
    MappingError: Exit.REFUSED,
    Unreadable: Exit.REFUSED,
    ConfigurationError: Exit.CONFIG,
    KeyMismatch: Exit.CONFIG,
    NewerState: Exit.CONFIG,
    Unreachable: Exit.UNAVAILABLE,
    TryLater: Exit.TRY_AGAIN,
    Withheld: Exit.WITHHELD,
    NotPermitted: Exit.NOT_PERMITTED,
    Changed: Exit.TRY_AGAIN,
    Refused: Exit.REFUSED,
    UnknownPerson: Exit.USAGE,
    NotKnown: Exit.USAGE,
    OldBasis: Exit.USAGE,
    NotTheirs: Exit.NOT_PERMITTED,
    ErasedPerson: Exit.NOT_PERMITTED,
    ValueRefused: Exit.UNREADABLE,
    SandboxFailed: Exit.UNAVAILABLE,
    AuditNotWritten: Exit.IO,
    AuditBroken: Exit.UNREADABLE,
    NothingToExport: Exit.REFUSED,
    Locked: Exit.TRY_AGAIN,
    PlanRefused: Exit.UNREADABLE,
    Stopped: Exit.TRY_AGAIN,
    OSError: Exit.IO,
    KeyboardInterrupt: Exit.TRY_AGAIN,
}


def exit_code(error: BaseException) -> Exit:
    """The exit code of an error, by its nearest class in the table; a bug when there is none."""
    for kind in type(error).__mro__:
        if kind in EXIT_CODES:
            return EXIT_CODES[kind]
    return Exit.BUG
