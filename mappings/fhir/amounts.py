"""Amounts and times <-> the values of records (https://hl7.org/fhir/R4/datatypes.html).

Quantity, Range, Period and Timing; absent in, absent out, as in datatypes.py.
"""

from typing import Any, cast

from mappings.fhir import datatypes as dt
from mappings.fhir import types as fhir
from mappings.fhir.values import Period, Quantity, Range, Schedule


def quantity_out(quantity: Quantity | None) -> fhir.Quantity | None:
    if quantity is None:
        return None
    made: fhir.Quantity = {"value": quantity.value}
    if quantity.comparator is not None:
        made["comparator"] = cast("Any", quantity.comparator)
    if quantity.unit is not None:
        made["unit"] = quantity.unit
    if quantity.system is not None:
        made["system"] = quantity.system
    if quantity.code is not None:
        made["code"] = quantity.code
    return made


def quantity_in(quantity: fhir.Quantity | None) -> Quantity | None:
    if quantity is None:
        return None
    value = quantity.get("value")
    if value is None:
        return None
    return Quantity(
        value=value,
        comparator=quantity.get("comparator"),
        unit=quantity.get("unit"),
        system=quantity.get("system"),
        code=quantity.get("code"),
    )


def range_out(value: Range | None) -> fhir.Range | None:
    if value is None:
        return None
    return dt.without_empty(
        cast("fhir.Range", {"low": quantity_out(value.low), "high": quantity_out(value.high)})
    )


def range_in(value: fhir.Range | None) -> Range | None:
    if value is None:
        return None
    return Range(low=quantity_in(value.get("low")), high=quantity_in(value.get("high")))


def period_out(period: Period | None) -> fhir.Period | None:
    if period is None:
        return None
    made: fhir.Period = {}
    if period.start is not None:
        made["start"] = period.start
    if period.end is not None:
        made["end"] = period.end
    return made


def period_in(period: fhir.Period | None) -> Period | None:
    if period is None:
        return None
    return Period(start=period.get("start"), end=period.get("end"))


def schedule_out(schedule: Schedule | None) -> fhir.Timing | None:
    if schedule is None:
        return None
    repeat = dt.without_empty(
        {
            "boundsPeriod": period_out(schedule.bounds),
            "frequency": schedule.frequency,
            "period": schedule.period,
            "periodUnit": schedule.period_unit,
            "dayOfWeek": list(schedule.days),
            "timeOfDay": list(schedule.times),
        }
    )
    code = None if schedule.text is None else {"text": schedule.text}
    return cast("fhir.Timing", dt.without_empty({"repeat": repeat, "code": code}))


def schedule_in(timing: fhir.Timing | None) -> Schedule | None:
    if timing is None:
        return None
    repeat: dict[str, Any] = dict(timing.get("repeat") or {})
    return Schedule(
        bounds=period_in(repeat.get("boundsPeriod")),
        frequency=repeat.get("frequency"),
        period=repeat.get("period"),
        period_unit=repeat.get("periodUnit"),
        days=tuple(repeat.get("dayOfWeek") or ()),
        times=tuple(repeat.get("timeOfDay") or ()),
        text=(timing.get("code") or {}).get("text"),
    )
