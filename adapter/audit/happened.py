"""What happened, joined from the entries: what was about to be done, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from adapter.values import Audited, Measure, Stage
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Redacted):
    """A side: the endpoint, and the organisation that answers for it."""

    name: str
    address: str
    is_server: bool
    system: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Redacted):
    """The run that did it: on which basis and for what purpose, between which sides, and where."""

    basis: str
    purpose: str
    installation: str
    host: str
    program: str
    parties: Mapping[str, Party] = field(default_factory=dict)

    def other(self, side: str | None) -> Party | None:
        """The party at the other side of a route."""
        return next((each for name, each in self.parties.items() if name != side), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Redacted):
    """One interaction about one person; `number` is its first entry, `ended` its last one's time.

    `stage` is ABOUT_TO where nothing more was ever told: whether it was done is not known.
    """

    number: int
    job: Job
    measure: Measure
    stage: Stage
    operation: str
    began: str
    ended: str | None
    side: str | None
    person: str
    patient: str | None
    what: tuple[str, ...]
    why: str | None
    by: tuple[str, ...]
    about: Mapping[str, Any]

    @property
    def party(self) -> Party | None:
        """The party at whose side it happened."""
        return self.job.parties.get(self.side or "")


def happened(entries: Iterable[tuple[int, Audited]], person: str) -> list[Happened]:
    """What happened about one person, in the order in which it began."""
    jobs: dict[int, Job] = {}
    found: dict[int, Happened] = {}
    begun: dict[str, list[int]] = {}
    for number, each in entries:
        known = begun.setdefault(each.operation, [])
        if each.measure is Measure.JOB:
            jobs[number] = _job(each.about)
        elif each.stage is not Stage.ABOUT_TO and known:
            found |= {earlier: _ended(found[earlier], each) for earlier in known}
        elif each.person == person:
            found[number] = _begun(number, each, jobs.get(each.job, _UNTOLD))
            known.append(number)
    return list(found.values())


def _begun(number: int, each: Audited, job: Job) -> Happened:
    return Happened(
        number=number,
        job=job,
        measure=each.measure,
        stage=each.stage,
        operation=each.operation,
        began=each.at,
        ended=None if each.stage is Stage.ABOUT_TO else each.at,
        side=each.side,
        person=str(each.person),
        patient=each.patient,
        what=each.what,
        why=each.why,
        by=each.by,
        about=each.about,
    )


def _ended(known: Happened, outcome: Audited) -> Happened:
    what = outcome.what or known.what
    return replace(known, stage=outcome.stage, ended=outcome.at, what=what, why=outcome.why)


_NOT_TOLD: Final = "not-told"
_UNTOLD: Final = Job(
    basis=_NOT_TOLD,
    purpose=_NOT_TOLD,
    installation=_NOT_TOLD,
    host=_NOT_TOLD,
    program=_NOT_TOLD,
)


def _job(about: Mapping[str, Any]) -> Job:
    return Job(
        basis=about["basis"],
        purpose=about["purpose"],
        installation=about["installation"],
        host=about["host"],
        program=about["program"],
        parties={name: _party(name, end) for name, end in about["ends"].items()},
    )


def _party(name: str, end: Mapping[str, str]) -> Party:
    return Party(
        name=name,
        address=end["address"],
        is_server=end["kind"] == "fhir",
        system=end.get("system"),
        value=end.get("value"),
    )
