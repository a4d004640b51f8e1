"""A plan and what belongs to it, as one readable Swedish text: the content of a plan that has none.

TKB clinicalprocess:logistics:logistics ch. 7: content should hold the status and the goals of the
plan. The first line says that the text was put together from structured data. Words stand as they
were said; reported speech is printed as what staff wrote. Nothing is added, summed up or softened.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from mappings.activity import ActivityRecord, Standing
from mappings.agreed_time import AgreedTimeRecord
from mappings.care_team import CareTeamRecord, Contact
from mappings.fhir.values import Concept, Identifier, Period
from mappings.follow_up import FollowUpRecord
from mappings.formats.rivta.given import Given
from mappings.goal import GoalRecord, Voice
from mappings.need import NeedRecord
from mappings.patient_contract import ContractRecord, PlanKind
from mappings.record import Record
from mappings.what_matters import Mode, SaidBy, StatementRecord, Unanswered

T = TypeVar("T")
A = TypeVar("A", StatementRecord, FollowUpRecord)
S = TypeVar("S", GoalRecord, ActivityRecord, StatementRecord, FollowUpRecord, AgreedTimeRecord)

MARK: Final = (
    "Denna text är automatiskt sammanställd ur planens strukturerade uppgifter."
    " Den är inte skriven av vården."
)
SAFETY: Final = (
    "Meddelandet från {date} innehöll också uppgifter om läkemedel, överkänslighet, diagnoser"
    " eller annat som rör säkerheten. De ingår inte i den här planen. Se journalen."
)
KINDS: Final = {
    PlanKind.SIP: "Samordnad individuell plan",
    PlanKind.SPLPTLRV: "Samordnad plan enligt LPT och LRV",
    PlanKind.SPU: "Samordnad plan vid utskrivning",
    PlanKind.VP: "Vårdplan",
    PlanKind.HP: "Habiliteringsplan",
    PlanKind.RP: "Rehabiliteringsplan",
    PlanKind.GP: "Genomförandeplan",
    PlanKind.SVP: "Standardiserad vårdplan",
}
_PLAN: Final = {
    "draft": "utkast",
    "active": "pågående",
    "on-hold": "vilande",
    "revoked": "återkallad",
    "completed": "avslutad",
}
_GOAL: Final = {
    "proposed": "föreslaget",
    "planned": "planerat",
    "accepted": "godtaget",
    "active": "pågående",
    "on-hold": "vilande",
    "completed": "avslutat",
    "cancelled": "avbrutet",
    "rejected": "avvisat",
}
_ACTIVITY: Final = {
    "draft": "utkast",
    "active": "pågår",
    "on-hold": "vilande",
    "revoked": "avbruten",
    "completed": "utförd",
}
_STANDING: Final = {
    Standing.RECOMMENDED: "rekommenderad",
    Standing.AGREED: "överenskommen",
    Standing.DECIDED: "beslutad",
}
_VOICE: Final = {
    Voice.PERSON: "personens eget mål",
    Voice.PROFESSIONAL: "professionens mål",
    Voice.SHARED: "gemensamt mål",
}
_SAID_BY: Final = {
    SaidBy.PATIENT: "Personen",
    SaidBy.RELATIVE_FOR_PATIENT: "Närstående för personen",
    SaidBy.RELATIVE_OWN_VIEW: "Närstående, egen uppfattning",
    SaidBy.STAFF_REPORTING: "Personal",
}
_UNANSWERED: Final = {
    Unanswered.ASKED_DECLINED: "Personen ville inte svara.",
    Unanswered.ASKED_UNKNOWN: "Personen visste inte.",
}
_MODE: Final = {Mode.INTERPRETED: " (genom tolk)", Mode.SUPPORTED: " (med stöd)"}


def readable(plan: ContractRecord, given: Given) -> tuple[str, list[Record]]:
    """The text of a plan, and the records whose words went into it."""
    goals = _standing(given.meant(plan.goals, GoalRecord))
    doing = _standing(given.meant([each.activity for each in plan.commitments], ActivityRecord))
    said = _standing(_about(plan, goals, given, StatementRecord))
    needs = given.meant(plan.needs, NeedRecord)
    teams = given.meant(plan.care_teams, CareTeamRecord)
    times = _times(plan, doing, given)
    found = _standing(_about(plan, goals, given, FollowUpRecord))
    parts = [
        [MARK],
        list(_head(plan)),
        _listed("Det här är viktigt", said, _statement),
        _listed("Behov", needs, lambda need: _words(need.what)),
        _listed("Mål", goals, _goal),
        _listed("Vem gör vad", doing, _activity),
        _listed("Överenskomna tider", times, _time),
        [line for team in teams for line in _listed(team.name or "Kontakter", *_contacts(team))],
        _listed("Uppföljning", found, _follow_up),
        _listed("Anmärkningar", plan.notes, lambda note: note.text),
        list(_safety(plan)),
    ]
    text = "\n\n".join("\n".join(part) for part in parts if part)
    return text, [*said, *needs, *goals, *doing, *times, *teams, *found]


# -- which records belong to the plan -----------------------------------------------------------


def _standing(records: Iterable[S]) -> list[S]:
    """Those that were not entered in error."""
    return [each for each in records if each.status != "entered-in-error"]


def _about(plan: ContractRecord, goals: list[GoalRecord], given: Given, kind: type[A]) -> list[A]:
    """Statements or follow-ups that the plan or a goal of it names, or that name one of these."""
    named, of_plan = _named(plan, goals), _ids(plan, goals)
    return [
        record
        for record in given.of(kind)
        if record.id in named or any(about.identifier in of_plan for about in record.about)
    ]


def _ids(plan: ContractRecord, goals: list[GoalRecord]) -> set[Identifier]:
    return {plan.id, *(goal.id for goal in goals)}


def _named(plan: ContractRecord, goals: list[GoalRecord]) -> set[Identifier | None]:
    """What the plan, its commitments and its goals refer to beside one another."""
    named = [*plan.supporting]
    for commitment in plan.commitments:
        named += commitment.outcomes
    for goal in goals:
        named += (*goal.addresses, *goal.outcomes)
    return {reference.identifier for reference in named}


def _times(
    plan: ContractRecord, doing: list[ActivityRecord], given: Given
) -> list[AgreedTimeRecord]:
    of_plan = {plan.id, *(each.id for each in doing)}
    named = {each.identifier for each in plan.supporting}
    return [
        each
        for each in _standing(given.of(AgreedTimeRecord))
        if each.id in named
        or any(one.identifier in of_plan for one in (*each.based_on, *each.supporting))
    ]


# -- how they read ------------------------------------------------------------------------------


def _listed(heading: str, items: Iterable[T], line: Callable[[T], str]) -> list[str]:
    lines = [f"- {line(item)}" for item in items]
    return [f"{heading}:", *lines] if lines else []


def _head(plan: ContractRecord) -> Iterator[str]:
    kind = None if plan.kind is None else KINDS.get(plan.kind)
    yield plan.title or kind or "Plan"
    if plan.title and kind and kind != plan.title:
        yield f"Typ: {kind}"
    if plan.status in _PLAN:
        yield f"Status: {_PLAN[plan.status]}"
    if plan.period is not None:
        yield f"Tid: {_span(plan.period)}"
    if plan.responsible is not None and plan.responsible.display:
        yield f"Ansvarig: {plan.responsible.display}"
    if plan.agreement:
        yield f"Överenskommelse: {plan.agreement}"


def _safety(plan: ContractRecord) -> Iterator[str]:
    if plan.safety is not None:
        yield SAFETY.format(date=_day(plan.safety.sent_at))


def _statement(said: StatementRecord) -> str:
    if said.words is None:
        return _UNANSWERED[said.unanswered] if said.unanswered is not None else "Inget svar."
    who = _SAID_BY.get(said.said_by, "Okänt vem")
    when = f" ({_day(said.said_at)})" if said.said_at is not None else ""
    if said.mode is Mode.REPORTED:
        return f"Personal skrev{when}: {said.words}"
    how = _MODE.get(said.mode, "")
    return f"{who} sade{how}{when}: {said.words}"


def _goal(goal: GoalRecord) -> str:
    facts = [_VOICE.get(goal.voice), _GOAL.get(goal.status)]
    facts += [f"senast {target.due}" for target in goal.targets if target.due]
    if goal.responsible is not None and goal.responsible.display:
        facts.append(f"ansvarig: {goal.responsible.display}")
    return f"{goal.words}{_in_brackets(facts)}"


def _activity(doing: ActivityRecord) -> str:
    who = [
        each.display or ("personen själv" if each.type == "Patient" else None)
        for each in doing.performers
    ]
    facts = [*who, _STANDING[doing.standing], _ACTIVITY.get(doing.status)]
    prefix = "Ska inte göras: " if doing.do_not else ""
    return f"{prefix}{_words(doing.what)}{_in_brackets(facts)}"


def _time(time: AgreedTimeRecord) -> str:
    what = time.description or ("" if time.what is None else _words(time.what))
    return " ".join(part for part in (_minute(time.start), what, time.comment) if part)


def _contacts(team: CareTeamRecord) -> tuple[tuple[Contact, ...], Callable[[Contact], str]]:
    return team.contacts, _contact


def _contact(contact: Contact) -> str:
    roles = [_words(role) for role in contact.roles]
    return f"{contact.member.display or 'Namn saknas'}{_in_brackets(roles)}"


def _follow_up(found: FollowUpRecord) -> str:
    result = "" if found.result is None else _words(found.result)
    score = "" if found.attainment is None else f"{found.attainment:+d}"
    parts = (_day(found.looked_at), found.words, result, score)
    return " ".join(part for part in parts if part)


def _words(concept: Concept) -> str:
    """The words of a concept, else what its codes are called."""
    if concept.text is not None:
        return concept.text
    return ", ".join(coding.display or coding.code or "" for coding in concept.codings)


def _in_brackets(facts: Iterable[str | None]) -> str:
    said = [fact for fact in facts if fact]
    return f" ({', '.join(said)})" if said else ""


def _span(period: Period) -> str:
    return f"{_day(period.start)} – {_day(period.end)}".strip()


def _day(time: str | None) -> str:
    return (time or "").partition("T")[0]


def _minute(time: str | None) -> str:
    return (time or "")[:16].replace("T", " ")
