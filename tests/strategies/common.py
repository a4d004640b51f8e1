"""Strategies for the values that records are made of, and for what every record carries.

Everything generated is valid FHIR: a period ends after it starts, a unit code has its system, a
reference says something.
"""

from decimal import Decimal
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.codes.systems import LOINC, SNOMED, UCUM, V3_CONFIDENTIALITY
from mappings.fhir.values import (
    Coding,
    Concept,
    ContactPoint,
    Note,
    Period,
    Quantity,
    Range,
    Reference,
    Schedule,
    SourceText,
    Translation,
)
from mappings.record import Accountable, Area
from tests.strategies.identifiers import (
    chains,
    identifiers,
    national_ids,
    own_ids,
    source_ids,
    staff_ids,
)
from tests.strategies.primitives import (
    FIRST,
    LAST,
    at_least_one,
    codes,
    dates,
    datetimes,
    datetimes_to_the_day,
    decimals,
    instants,
    languages,
    lines,
    maybe,
    one_of_these,
    positive_decimals,
    some,
    texts,
    times_of_day,
    uris,
)

__all__ = [
    "accountables",
    "at_least_one",
    "chains",
    "codes",
    "codings",
    "concepts",
    "contact_points",
    "dates",
    "datetimes",
    "datetimes_to_the_day",
    "decimals",
    "identifiers",
    "instants",
    "labels",
    "languages",
    "lines",
    "maybe",
    "national_ids",
    "notes",
    "one_of_these",
    "own_ids",
    "periods",
    "positive_decimals",
    "quantities",
    "ranges",
    "record_fields",
    "records",
    "references",
    "schedules",
    "simple_quantities",
    "some",
    "source_ids",
    "source_texts",
    "staff_ids",
    "texts",
    "times_of_day",
    "translations",
    "uris",
]

T = TypeVar("T")

# -- values -------------------------------------------------------------------------------------


def _says_something(value: object) -> bool:
    return any(getattr(value, name) for name in type(value).__dataclass_fields__)  # type: ignore[attr-defined]  # dataclasses


def references(*types: str) -> SearchStrategy[Reference]:
    """A logical reference to one of these resource types: identifier, display or both."""
    return st.builds(
        Reference,
        type=maybe(st.sampled_from(types)) if types else st.none(),
        identifier=maybe(identifiers),
        display=maybe(lines),
    ).filter(lambda made: made.identifier is not None or made.display is not None)


def _systems(*systems: str) -> SearchStrategy[str]:
    return (
        st.sampled_from(systems) if systems else st.one_of(st.sampled_from((LOINC, SNOMED)), uris)
    )


def _coding(drawn: tuple[str | None, str | None, str | None, str | None]) -> Coding:
    system, version, code, display = drawn
    if code is None:
        return Coding(display=display or "?")
    return Coding(system=system, version=version, code=code, display=display)


def codings(*systems: str) -> SearchStrategy[Coding]:
    """A coding of a public or a source's own system; a quarter are printed names only."""
    return st.tuples(maybe(_systems(*systems)), maybe(codes), maybe(codes), maybe(lines)).map(
        _coding
    )


def concepts(*systems: str) -> SearchStrategy[Concept]:
    """A concept with codings, words or both."""
    return st.builds(Concept, codings=some(codings(*systems)), text=maybe(texts)).filter(
        _says_something
    )


_ucum = st.fixed_dictionaries(
    {"unit": maybe(lines), "system": st.just(UCUM), "code": st.sampled_from(("kg", "mm[Hg]"))}
)
_units: SearchStrategy[dict[str, str | None]] = st.one_of(
    _ucum, _ucum.map(dict), st.fixed_dictionaries({"unit": lines}), st.just({})
)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_comparators = st.sampled_from(("<", "<=", ">=", ">"))


def quantities(amounts: SearchStrategy[Decimal] = decimals) -> SearchStrategy[Quantity]:
    return st.tuples(amounts, maybe(_comparators), _units).map(
        lambda drawn: Quantity(value=drawn[0], comparator=drawn[1], **drawn[2])
    )


simple_quantities: SearchStrategy[Quantity] = st.tuples(decimals, _units).map(
    lambda drawn: Quantity(value=drawn[0], **drawn[1])
)
"""A SimpleQuantity: without comparator."""


def _range(drawn: tuple[Decimal | None, Decimal | None, dict[str, str | None]]) -> Range:
    first, second, unit = drawn
    ends = sorted(each for each in (first, second) if each is not None)
    low = None if first is None else ends[0]
    high = None if second is None else ends[-1]
    return Range(
        low=None if low is None else Quantity(value=low, **unit),
        high=None if high is None else Quantity(value=high, **unit),
    )


ranges: SearchStrategy[Range] = (
    st.tuples(maybe(decimals), maybe(decimals), _units).map(_range).filter(_says_something)
)
"""From low to high in one unit, open at one end now and then."""


def periods(*, to_the_day: bool = False) -> SearchStrategy[Period]:
    """From an earlier to a later time, open at one end now and then."""
    times = datetimes_to_the_day if to_the_day else datetimes
    start, end = times(FIRST, 2019), times(2021, LAST)
    return st.builds(Period, start=maybe(start), end=maybe(end)).filter(_says_something)


def notes(*authors: str) -> SearchStrategy[Note]:
    kinds = authors or ("Practitioner", "Patient", "RelatedPerson", "Organization")
    return st.builds(Note, text=texts, author=maybe(references(*kinds)), time=maybe(datetimes()))


def _schedule(drawn: dict[str, Any]) -> Schedule:
    rate = drawn.pop("rate") or {}
    return Schedule(**drawn, **rate)


schedules: SearchStrategy[Schedule] = (
    st.fixed_dictionaries(
        {
            "bounds": maybe(periods()),
            "rate": maybe(
                st.fixed_dictionaries(
                    {
                        "frequency": maybe(st.integers(1, 12)),
                        "period": positive_decimals,
                        "period_unit": st.sampled_from(("s", "min", "h", "d", "wk", "mo", "a")),
                    }
                )
            ),
            "days": some(st.sampled_from(_WEEKDAYS)),
            "times": some(times_of_day),
            "text": maybe(texts),
        }
    )
    .map(_schedule)
    .filter(_says_something)
)
"""A Timing that keeps its invariants: a period always has its unit."""

translations: SearchStrategy[Translation] = st.builds(Translation, language=languages, text=texts)
contact_points: SearchStrategy[ContactPoint] = st.builds(
    ContactPoint,
    value=st.integers(10_000_000, 99_999_999).map(lambda number: f"+46 {number}"),
    system=st.sampled_from(("phone", "fax", "email", "pager", "url", "sms", "other")),
    use=maybe(st.sampled_from(("home", "work", "temp", "old", "mobile"))),
)
source_texts: SearchStrategy[SourceText] = st.builds(
    SourceText, name=st.sampled_from(("Merknad", "Stikkord", "Status/@V", "free_text")), text=texts
)


# -- records ------------------------------------------------------------------------------------

_CONFIDENTIALITY: Final = {"N": "normal", "R": "restricted", "V": "very restricted"}
labels: SearchStrategy[Coding] = st.tuples(
    st.sampled_from(sorted(_CONFIDENTIALITY)), maybe(st.just("2018-08-12")), st.booleans()
).map(
    lambda drawn: Coding(
        system=V3_CONFIDENTIALITY,
        version=drawn[1],
        code=drawn[0],
        display=_CONFIDENTIALITY[drawn[0]] if drawn[2] else None,
    )
)
accountables: SearchStrategy[Accountable] = st.builds(
    Accountable,
    care_giver=maybe(references("Organization")),
    care_unit=maybe(references("Organization")),
    comparison_time=maybe(datetimes()),
    area=maybe(st.sampled_from(Area)),
).filter(_says_something)


def record_fields() -> dict[str, SearchStrategy[Any]]:
    """What every record carries, as keyword arguments for `builds`."""
    return {
        "id": own_ids,
        "person": national_ids,
        "accountable": maybe(accountables),
        "chain": maybe(chains),
        "labels": some(labels),
        "source": maybe(uris),
        "language": maybe(languages),
        "source_texts": some(source_texts),
    }


def records(kind: type[T], /, **own: SearchStrategy[Any]) -> SearchStrategy[T]:
    """Records of one class: the common fields and `own`; a name that starts with `_` is a group of
    fields drawn together, such as the one of several that may be set."""
    return st.fixed_dictionaries({**record_fields(), **own}).map(
        lambda drawn: kind(**_spread(drawn))
    )


def _spread(drawn: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in drawn.items():
        made |= value if name.startswith("_") else {name: value}
    return made
