"""Whether somebody may be given what is written about a child, as the child's guardian.

    no register, or silent    nobody can say               not among the guardians   no
    born nobody knows when    nobody can say               of age on that day        no
Whoever decides alone, from the day of majority, decides this too: guardians drop out that day.
Föräldrabalken 1949:381 6 kap. 2 §, OSL 2009:400 12 kap. 3 §; vergemålsloven (LOV-2010-03-26-9) § 2,
pasient- og brukerrettighetsloven (LOV-1999-07-02-63) §§ 3-4 and 4-3
"""

from collections.abc import Callable
from datetime import date
from enum import Enum

from adapter.values import PersonFacts
from mappings.fhir.values import Identifier


class Guardianship(Enum):
    """What is known of somebody who would be given something as a guardian; only HOLDS gives it."""

    HOLDS = "guardian"
    SILENT = "register-silent"
    NOT_A_GUARDIAN = "not-a-guardian"
    AGE_NOT_KNOWN = "age-not-known"
    COME_OF_AGE = "come-of-age"


def guardianship(
    facts: PersonFacts | None,
    is_meant: Callable[[Identifier], bool],
    of_age: date | None,
    on: date,
) -> Guardianship:
    """By what the register says of the child; `is_meant` picks the guardian among all of them."""
    if facts is None:
        return Guardianship.SILENT
    if not any(map(is_meant, facts.guardians)):
        return Guardianship.NOT_A_GUARDIAN
    if of_age is None:
        return Guardianship.AGE_NOT_KNOWN
    return Guardianship.COME_OF_AGE if of_age <= on else Guardianship.HOLDS
