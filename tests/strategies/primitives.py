"""Strategies for FHIR primitives as care systems fill them, and ways to choose.

`maybe` and `some` set a field more often than not, so that deep fields are set in a good share of
the examples. A primitive is one choice out of a pool that is the same in every run.
"""

import string
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

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

SEED: Final = 19121212
POOL: Final = 500


def pool(make: Callable[[Random], T]) -> SearchStrategy[T]:
    """One of what `make` makes out of chance, always the same."""
    chance = Random(SEED)  # noqa: S311  test data, no secret
    made = [make(chance) for _ in range(POOL)]
    return st.integers(0, POOL - 1).map(lambda which: made[which])


def _words(chance: Random, most: int, spaces: Sequence[str]) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, most))]
    return "".join(word + chance.choice(spaces) for word in words[:-1]) + words[-1]


def _day(chance: Random, first: int, last: int) -> str:
    days = (date(last, 12, 31) - date(first, 1, 1)).days
    return (date(first, 1, 1) + timedelta(days=chance.randint(0, days))).isoformat()


def _time(chance: Random) -> str:
    clock = timedelta(seconds=chance.choice((0, 1, chance.randrange(86_400), 86_399)))
    return f"{clock!s:0>8}"


def _full(chance: Random, first: int, last: int) -> str:
    time = f"{_time(chance)}{chance.choice(_FRACTIONS)}{chance.choice(_ZONES)}"
    return f"{_day(chance, first, last)}T{time}"


def _date(chance: Random, first: int, last: int) -> str:
    return _day(chance, first, last)[: chance.choice((10, 10, 7, 4))]


_FRACTIONS: Final = ("", "", "", ".5", ".120", ".000001")
_ZONES: Final = ("Z", "+00:00", "+01:00", "+02:00", "-09:30", "+14:00")
FIRST: Final = 1902
LAST: Final = 2099

_sentences = pool(lambda chance: _words(chance, 6, _SPACES))
texts: SearchStrategy[str] = st.one_of(
    _sentences, _sentences.map(str), st.text(_LETTERS, min_size=1, max_size=12)
)
"""Words as people write them: never empty, no control characters but tab and newline."""

lines: SearchStrategy[str] = pool(lambda chance: _words(chance, 3, " "))
"""Words on one line: names, displays, units."""

codes: SearchStrategy[str] = pool(
    lambda chance: "".join(chance.choices(string.ascii_letters + string.digits + "-.", k=5))
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
times_of_day: SearchStrategy[str] = pool(_time)
"""A FHIR time: seconds always, no zone."""


def dates(first: int = FIRST, last: int = LAST) -> SearchStrategy[str]:
    """A FHIR date between two years: a day, a month or a year."""
    return pool(lambda chance: _date(chance, first, last))


def instants(first: int = FIRST, last: int = LAST) -> SearchStrategy[str]:
    """A FHIR instant: full date and time to the second or finer, with a zone."""
    return pool(lambda chance: _full(chance, first, last))


def datetimes(first: int = FIRST, last: int = LAST) -> SearchStrategy[str]:
    """A FHIR dateTime: as precise as the source, from year to fraction of a second."""
    return pool(lambda chance: chance.choice((_date, _full))(chance, first, last))


def datetimes_to_the_day(first: int = FIRST, last: int = LAST) -> SearchStrategy[str]:
    """A FHIR dateTime of day precision or finer."""
    return pool(lambda chance: chance.choice((_day, _full))(chance, first, last))


decimals: SearchStrategy[Decimal] = st.integers(0, 6).flatmap(
    lambda places: st.integers(-(10**9), 10**9).map(lambda digits: Decimal(digits).scaleb(-places))
)
"""Amounts whose last digits count: 72.50 is not 72.5."""

positive_decimals: SearchStrategy[Decimal] = decimals.map(abs).filter(bool)
