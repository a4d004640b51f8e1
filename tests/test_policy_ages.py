"""From which day somebody decides alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.policy.ages import of_age
from adapter.usecases.standing import tables
from mappings.fhir.values import Identifier
from tests.world import ANNA, LINE

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("person", "born", "day"),
    [
        (ANNA, date(2008, 3, 2), date(2026, 3, 2)),
        (LINE, date(2010, 3, 2), date(2026, 3, 2)),
        (Identifier(system="urn:x", value="1"), date(2010, 3, 2), date(2028, 3, 2)),
        (ANNA, date(2008, 2, 29), date(2026, 3, 1)),
        (LINE, date(2008, 2, 29), date(2024, 2, 29)),
    ],
)
def test_somebody_decides_alone_from_a_birthday_on(
    person: Identifier, born: date, day: date
) -> None:
    assert of_age(tables(), person, born, TODAY) == day


def test_nobody_knows_it_of_somebody_without_a_date_of_birth() -> None:
    assert of_age(tables(), ANNA, None, TODAY) is None


@given(born=st.dates(date(1990, 1, 1), date(2026, 1, 1)))
def test_nobody_decides_alone_later_by_a_norwegian_number(born: date) -> None:
    swedish, norwegian = (of_age(tables(), each, born, TODAY) for each in (ANNA, LINE))
    assert swedish is not None
    assert norwegian is not None
    assert norwegian < swedish
