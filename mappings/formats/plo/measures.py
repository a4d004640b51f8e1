"""Measures → ServiceRequest, what was done → follow-up.

AnbefaltVidereTiltak   recommended: intent proposal, status unknown
IverksatteTiltak       put into effect: intent plan, status active
AvtaleOmAdmLegemidler  agreed: intent plan, status unknown
GjennomforingAvTiltak  done on a day → follow-up; the measure is completed when one says that it can
                       end (TiltakKanTermineres)
EvalueringTidspunkt    → a follow-up to come, an activity of its own
HIS 80704:2014 ch. 5
"""

from collections.abc import Iterator
from functools import partial

from mappings import activity, follow_up
from mappings.account import Reason, Section
from mappings.activity import ActivityKind, ActivityRecord, Standing
from mappings.errors import RecordRefused, Unreadable
from mappings.fhir.primitives import Code
from mappings.fhir.values import Concept, Period, Quantity, Schedule
from mappings.follow_up import FollowUpRecord
from mappings.formats import times
from mappings.formats.plo.codes import UNITS_OF_TIME, WEEKDAYS, element
from mappings.formats.plo.goals import key_words
from mappings.formats.plo.narrative import headed, notes
from mappings.formats.plo.reading import Part, Reading, attempt, said
from mappings.formats.plo.values import boolean, concept, decimal, flag, label, listed, words
from mappings.record import Record
from mappings.tree import Node


def measures(reading: Reading, node: Node, standing: Standing, status: Code) -> Iterator[Record]:
    """Every Tiltaksbeskrivelse of an element."""
    for each in node.all("Tiltaksbeskrivelse"):
        yield from _measure(reading, each, standing, status)


def _measure(reading: Reading, node: Node, standing: Standing, status: Code) -> Iterator[Record]:
    codes = [code.attributes.get("V") for code in node.all("IntervensjonTiltakKode")]
    key = (*codes, *said(node, "IntervensjonTiltakBeskrivelse", "EvalueringTidspunkt"))
    part = reading.begin(node, activity.FIELDS, "measure", standing.value, *key)
    done = [follow for each in node.all("GjennomforingAvTiltak") for follow in _done(part, each)]
    if any(_can_end(each) for each in node.all("GjennomforingAvTiltak")):
        status = "completed"
    built = attempt(part, partial(_activity, part, standing, status))
    yield from built
    yield from done
    if built:
        yield from _evaluation(part, standing)


def _activity(part: Part, standing: Standing, status: Code) -> ActivityRecord:
    section = part.section
    coded = [concept(each, "what") for each in section.children("IntervensjonTiltakKode")]
    codes = tuple(coding for each in coded if each is not None for coding in each.codings)
    described = words(section, "IntervensjonTiltakBeskrivelse", "what.text")
    text = described or next((label(each) for each in coded if label(each)), None)
    kind = listed(section.child("KategoriHelsepersonell"), "performer_type")
    keywords = key_words(section)
    when, needed = _planned(section.child("PlanlagtGjennomforingTiltak"), part.reading.zone)
    remarks = notes(section, "Merknad")
    if not codes and text is None:
        expected = "what is to be done"
        raise RecordRefused(
            section.issue("IntervensjonTiltakBeskrivelse", "what.text", expected, "plo.measure")
        )
    return ActivityRecord(
        **part.common(),
        status=status,
        standing=standing,
        kind=ActivityKind.MEASURE,
        what=Concept(codings=codes, text=text),
        categories=keywords,
        performer_type=kind,
        schedule=when if when and (when.days or when.period) else None,
        occurs_during=when.bounds if when and not (when.days or when.period) else None,
        as_needed=needed,
        notes=remarks,
    )


# -- when it is to be done ------------------------------------------------------------------------


def _planned(section: Section | None, zone: str) -> tuple[Schedule | None, bool | None]:
    if section is None:
        return None, None
    days = [
        each.take("@V", "schedule.days", _weekday) for each in section.children("FasteUkedager")
    ]
    for each in section.children("FasteUkedager"):
        each.drop("@DN", Reason.DISPLAY_ONLY)
    interval, unit = _interval(section)
    repeats = bool(interval or any(days))
    bounds = "schedule.bounds" if repeats else "occurs_during"
    start = times.take(section, "PlanlagtStart", f"{bounds}.start", zone)
    end = times.take(section, "PlanlagtSlutt", f"{bounds}.end", zone)
    period = Period(
        start=None if start is None else start.text, end=None if end is None else end.text
    )
    schedule = Schedule(
        bounds=None if period == Period() else period,
        period=None if interval is None else interval.value,
        period_unit=unit,
        days=tuple(day for day in days if day is not None),
    )
    needed = section.take("EtterBehov", "as_needed", boolean)
    return (None if schedule == Schedule() else schedule), needed


def _weekday(text: str) -> Code:
    if text.strip() not in WEEKDAYS:
        raise Unreadable("a weekday 1-7 (list 9082)", "plo.weekday")
    return WEEKDAYS[text.strip()]


def _interval(section: Section) -> tuple[Quantity | None, Code | None]:
    """GjentagelseIntervall: a number and its unit, or neither."""
    unit = section.take("GjentagelseIntervall/@U", "schedule.period_unit", _unit)
    value = section.take("GjentagelseIntervall/@V", "schedule.period", decimal)
    if value is None or unit is None:
        for name, field in (("V", "schedule.period"), ("U", "schedule.period_unit")):
            if section.leaf(f"GjentagelseIntervall/@{name}") is not None:
                expected = "an interval with a number and a unit of time"
                _refuse_once(section, f"GjentagelseIntervall/@{name}", field, expected)
        return None, None
    return Quantity(value=value), unit


def _refuse_once(section: Section, name: str, field: str, expected: str) -> None:
    leaf = section.leaf(name)
    if leaf is not None and not section.account.is_refused(leaf):
        section.refuse(name, field, expected, "plo.interval")


def _unit(text: str) -> Code:
    if text.strip() not in UNITS_OF_TIME:
        raise Unreadable(f"one of {', '.join(sorted(UNITS_OF_TIME))} (UCUM)", "plo.interval")
    return text.strip()


# -- what was done, and will be looked at ---------------------------------------------------------


def _can_end(node: Node) -> bool:
    (text,) = said(node, "TiltakKanTermineres")
    return (text or "").strip() in ("true", "1")


def _done(measure: Part, node: Node) -> list[FollowUpRecord]:
    reading = measure.reading
    key = said(node, "UtfortTidspunkt", "Merknad")
    part = reading.begin(node, follow_up.FIELDS, "done", measure.id.value, *key)
    section = part.section
    when = times.take(section, "UtfortTidspunkt", "looked_at", reading.zone)
    section.into(measure.section.target).take("TiltakKanTermineres", "status", boolean)
    remark = words(section, "Merknad", "words")
    return [
        FollowUpRecord(
            **part.common(),
            status=reading.observed,
            about=(measure.reference,),
            words=remark,
            result=element("UtfortTidspunkt") if remark is None else None,
            looked_at=None if when is None else when.at,
            looked_during=None if when is None else when.during,
        )
    ]


def _evaluation(measure: Part, standing: Standing) -> Iterator[ActivityRecord]:
    node, reading = measure.section.node, measure.reading
    (date,) = said(node, "EvalueringTidspunkt")
    if date is None or not date.strip():
        return
    part = reading.begin(node, activity.FIELDS, "evaluation", measure.id.value, date)
    when = times.take(part.section, "EvalueringTidspunkt", "occurs_at", reading.zone)
    yield ActivityRecord(
        **part.common(),
        status="unknown",
        standing=standing,
        kind=ActivityKind.FOLLOW_UP,
        what=element("EvalueringTidspunkt"),
        occurs_at=None if when is None else when.at,
        occurs_during=None if when is None else when.during,
        based_on=(measure.reference,),
    )


# -- an agreement to administer medicines ----------------------------------------------------------


def medicine_agreement(reading: Reading, node: Node) -> Iterator[Record]:
    """InfoAvtaleOmLegemiddeladm: that somebody administers medicines, not which."""
    for each in node.all("AvtaleOmAdmLegemidler"):
        flags = ("AvtaleAdmLegemidler", "AvtaleAdmMultidose")
        part = reading.begin(each, activity.FIELDS, "agreement", *said(each, *flags))
        agreed = [name for name in flags if flag(part.section, name, "what")]
        codes = tuple(coding for name in agreed for coding in element(name).codings)
        how = tuple(_instructions(part.section))
        if codes:
            yield ActivityRecord(
                **part.common(),
                status="unknown",
                standing=Standing.AGREED,
                kind=ActivityKind.MEASURE,
                what=Concept(codings=codes),
                categories=how,
                notes=notes(part.section, "Merknad"),
            )
        else:
            yield from _no_agreement(part, how)
        yield from measures(reading, each, Standing.AGREED, "unknown")


def _instructions(section: Section) -> Iterator[Concept]:
    part = section.child("AdmInstrukser")
    if part is not None:
        for each in (*part.children("Utleveringsform"), *part.children("SarskilteTiltak")):
            found = listed(each, "categories")
            if found is not None:
                yield found


def _no_agreement(part: Part, how: tuple[Concept, ...]) -> Iterator[Record]:
    """Nothing is agreed: a remark stays a text, instructions have nothing that they are of."""
    if how:
        expected = "an agreement that the instructions are of"
        issue = part.section.issue("AdmInstrukser", "categories", expected, "plo.agreement")
        part.reading.account.refuse_record(part.section.target, issue)
    yield from headed(part.reading, part.section.node, "Merknad")
