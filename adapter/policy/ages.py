"""From which day somebody decides alone, by where their identifier was issued and the rules then.

Whose identifier tells no country is of age by the oldest age of all: nobody decides too early.
"""

import calendar
from datetime import date
from typing import Final

from adapter.policy.rule_tables import Tables, in_force
from mappings import national_ids
from mappings.codes import systems
from mappings.fhir.values import Identifier

_COUNTRIES: Final = {
    **dict.fromkeys(
        (systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER, systems.NATIONELLT_RESERVNUMMER), "SE"
    ),
    **dict.fromkeys((systems.FNR, systems.DNR, systems.FHN, systems.DUF), "NO"),
}


def of_age(tables: Tables, person: Identifier, born: date | None, on: date) -> date | None:
    """The day from which the person decides alone; None where nobody knows when they were born.

    Somebody born on 29 February is a year older on 1 March of a year that has no such day.
    """
    if born is None:
        return None
    country = _COUNTRIES.get(national_ids.key(person)[0])
    ages = [each for each in in_force(tables.ages, on) if country in {None, each.country}]
    years = max((each.years for each in ages), default=0)
    return _after(born, years)


def _after(born: date, years: int) -> date:
    year = born.year + years
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)
