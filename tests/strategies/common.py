"""Strategies for the values that records are made of, and for what every record carries.

Everything generated is valid FHIR: a period ends after it starts, a unit code has its system, a
reference says something. `maybe` and `some` set a field more often than not, so that deep fields
are set in a good share of the examples.
"""

import string
import uuid
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappings.codes.systems import (
    BASE,
    FNR,
    HER,
    HPR,
    HSA_ID,
    LOINC,
    PERSONNUMMER,
    PLO_CONVERSATION,
    SNOMED,
    UCUM,
    V3_CONFIDENTIALITY,
)
from mappings.fhir.values import (
    Coding,
    Concept,
    ContactPoint,
    Identifier,
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

T = TypeVar("T")

# Published test persons: Skatteverket's and Norsk helsenett's, none of them alive.
PERSONNUMMER_OF_TESTS: Final = ("191212121212", "195009072553", "196101182803")
FNR_OF_TESTS: Final = ("13116900216", "15076500565", "05073500186")

WORDS: Final = (
    *("Jag", "vill", "orka", "gå", "till", "kyrkan", "igen", "på", "söndagar", "inte", "trött"),
    *("Ønsker", "å", "klare", "seg", "selv", "hjemme", "ikke", "været", "kjøkken", "Åse", "70%"),
    *("åter", "café", "naïve", "Čálli", "máđija", "<inte>", "&", '"ja"', "it’s", "−2"),
    *("👵🏽", "👨‍👩‍👧", "❤️", "½", "æøå", "ÅÄÖ", "n̈", "e\u0301", "5", "mg", "kl.", "08:30"),
)
_LETTERS: Final = st.characters(
    categories=("L", "M", "N", "P", "Sc", "Sm", "Sk", "So"), exclude_characters="\ufffd"
)
_SPACES: Final = (" ", " ", " ", "\n", "\n\n", "  ", "\t")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LANGUAGES: Final = ("sv", "nb", "nn", "se", "fi", "en", "sv-FI", "swl")


def maybe(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """The value in three of four cases, None in the fourth."""
    branches: dict[bool, SearchStrategy[T | None]] = {False: st.none(), True: strategy}
    return st.sampled_from((False, True, True, True)).flatmap(lambda which: branches[which])


def some(
    strategy: SearchStrategy[T], sizes: Sequence[int] = (0, 1, 1, 2)
) -> SearchStrategy[tuple[T, ...]]:
    """A tuple of one of these sizes: by default empty in a quarter of the cases."""
    branches = {size: st.tuples(*(strategy,) * size) for size in sizes}
    return st.sampled_from(sizes).flatmap(lambda which: branches[which])


def at_least_one(strategy: SearchStrategy[T]) -> SearchStrategy[tuple[T, ...]]:
    return some(strategy, sizes=(1, 1, 2))


def one_of_these(*often: str, **choices: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """Keyword arguments of which exactly one is set: value[x], occurrence[x] and the like.

    Those named in `often` come more often: what has parts of its own that should all be tried.
    """
    branches = {name: st.fixed_dictionaries({name: value}) for name, value in choices.items()}
    return st.sampled_from((*sorted(choices), *often)).flatmap(lambda which: branches[which])


# -- primitives: one choice each, out of a pool that is the same in every run ---------------------

_CHANCE: Final = Random(19121212)  # noqa: S311  test data, no secret
_POOL: Final = 500


def _pool(make: Callable[[], T], size: int = _POOL) -> SearchStrategy[T]:
    made = [make() for _ in range(size)]
    return st.integers(0, size - 1).map(lambda which: made[which])


def _words(most: int, spaces: Sequence[str]) -> str:
    words = [_CHANCE.choice(WORDS) for _ in range(_CHANCE.randint(1, most))]
    return "".join(word + _CHANCE.choice(spaces) for word in words[:-1]) + words[-1]


def _day(first: int, last: int) -> str:
    days = (date(last, 12, 31) - date(first, 1, 1)).days
    return (date(first, 1, 1) + timedelta(days=_CHANCE.randint(0, days))).isoformat()


def _time() -> str:
    clock = timedelta(seconds=_CHANCE.choice((0, 1, _CHANCE.randrange(86_400), 86_399)))
    return f"{clock!s:0>8}"


def _full(first: int, last: int) -> str:
    return f"{_day(first, last)}T{_time()}{_CHANCE.choice(_FRACTIONS)}{_CHANCE.choice(_ZONES)}"


def _date(first: int, last: int) -> str:
    return _day(first, last)[: _CHANCE.choice((10, 10, 7, 4))]


_FRACTIONS: Final = ("", "", "", ".5", ".120", ".000001")
_ZONES: Final = ("Z", "+00:00", "+01:00", "+02:00", "-09:30", "+14:00")
_FIRST: Final = 1902
_LAST: Final = 2099

_sentences = _pool(lambda: _words(6, _SPACES))
texts: SearchStrategy[str] = st.one_of(
    _sentences, _sentences.map(str), st.text(_LETTERS, min_size=1, max_size=12)
)
"""Words as people write them: never empty, no control characters but tab and newline."""

lines: SearchStrategy[str] = _pool(lambda: _words(3, " "))
"""Words on one line: names, displays, units."""

codes: SearchStrategy[str] = _pool(
    lambda: "".join(_CHANCE.choices(string.ascii_letters + string.digits + "-.", k=5))
)
uris: SearchStrategy[str] = st.sampled_from(
    (
        "urn:oid:2.16.578.1.12.4.1.1.9151",
        "urn:oid:1.2.752.129.5.1.55",
        "http://example.org/kodverk/åtgärder",
        "https://journal.example.org/system#1",
        "urn:uuid:7a4f1c0e-8f0f-4a52-9c3b-0d9a3c1f7b11",
    )
)
languages: SearchStrategy[str] = st.sampled_from(LANGUAGES)
times_of_day: SearchStrategy[str] = _pool(_time)
"""A FHIR time: seconds always, no zone."""


def dates(first: int = _FIRST, last: int = _LAST) -> SearchStrategy[str]:
    """A FHIR date between two years: a day, a month or a year."""
    return _pool(lambda: _date(first, last))


def instants(first: int = _FIRST, last: int = _LAST) -> SearchStrategy[str]:
    """A FHIR instant: full date and time to the second or finer, with a zone."""
    return _pool(lambda: _full(first, last))


def datetimes(first: int = _FIRST, last: int = _LAST) -> SearchStrategy[str]:
    """A FHIR dateTime: as precise as the source, from year to fraction of a second."""
    return _pool(lambda: _CHANCE.choice((_date, _full))(first, last))


def datetimes_to_the_day(first: int = _FIRST, last: int = _LAST) -> SearchStrategy[str]:
    """A FHIR dateTime of day precision or finer."""
    return _pool(lambda: _CHANCE.choice((_day, _full))(first, last))


decimals: SearchStrategy[Decimal] = st.integers(0, 6).flatmap(
    lambda places: st.integers(-(10**9), 10**9).map(lambda digits: Decimal(digits).scaleb(-places))
)
"""Amounts whose last digits count: 72.50 is not 72.5."""

positive_decimals: SearchStrategy[Decimal] = decimals.map(abs).filter(bool)


# -- values -------------------------------------------------------------------------------------


def _id(system: str, value: str) -> Identifier:
    return Identifier(system=system, value=value)


def _uuid() -> str:
    return str(uuid.UUID(int=_CHANCE.getrandbits(128), version=5))


national_ids: SearchStrategy[Identifier] = st.sampled_from(
    (
        *(_id(PERSONNUMMER, value) for value in PERSONNUMMER_OF_TESTS),
        *(_id(FNR, value) for value in FNR_OF_TESTS),
    )
)
"""A patient, by national identifier: published test persons only."""

own_ids: SearchStrategy[Identifier] = _pool(lambda: _id(f"{BASE}/id/0123456789ab", _uuid()))
"""What an installation of ours mints."""

chains: SearchStrategy[Identifier] = _pool(lambda: _id(PLO_CONVERSATION, _uuid()))
staff_ids: SearchStrategy[Identifier] = st.one_of(
    _pool(lambda: _id(HSA_ID, f"SE2321000016-{_CHANCE.randrange(10_000):04}")),
    _pool(lambda: _id(_CHANCE.choice((HER, HPR)), str(_CHANCE.randrange(1_000, 10_000_000)))),
)
"""A unit or a member of staff."""

source_ids: SearchStrategy[Identifier] = st.builds(Identifier, system=uris, value=codes)
"""What a source system calls something."""

identifiers: SearchStrategy[Identifier] = st.one_of(own_ids, staff_ids, source_ids)


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
    start, end = times(_FIRST, 2019), times(2021, _LAST)
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
