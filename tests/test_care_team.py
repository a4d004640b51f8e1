"""Care teams: the laws, and what is refused."""

from typing import Any, Final

import pytest

from mappings.care_team import (
    FIELDS,
    CareTeamRecord,
    Contact,
    care_team_from_fhir,
    care_team_to_fhir,
)
from mappings.codes.systems import CARE_TEAM_TYPE, PERSONNUMMER
from mappings.errors import MappingError
from mappings.fhir.values import Coding, Concept, Identifier, Reference
from tests.laws import Law
from tests.strategies.care_team import care_teams

LAW: Final = Law(
    kind=CareTeamRecord,
    records=care_teams,
    to_fhir=care_team_to_fhir,
    from_fhir=care_team_from_fhir,
    fields=FIELDS,
)
ID: Final = Identifier(system="https://example.org", value="1")
PERSON: Final = Identifier(system=PERSONNUMMER, value="191212121212")


def test_a_care_team_survives_the_round_trip() -> None:
    LAW.hold_round_trip()


def test_every_field_of_a_care_team_is_tried() -> None:
    LAW.hold_coverage()


def test_fields_says_where_each_field_of_a_care_team_goes() -> None:
    LAW.hold_fields()


def test_a_team_of_fixed_contacts_is_told_by_its_category() -> None:
    other = Concept(codings=(Coding(system=CARE_TEAM_TYPE, code="annat"),))
    team = CareTeamRecord(id=ID, person=PERSON, fixed_contacts=True, categories=(other,))
    made: Any = care_team_to_fhir(team)
    codes = [each["coding"][0]["code"] for each in made["category"]]
    assert codes == ["fast-kontakt", "annat"]
    assert care_team_from_fhir(made) == team


def test_only_a_practitioner_acts_on_behalf_of_an_organisation() -> None:
    unit = Reference(type="Organization", display="Hemtjänst Norr")
    contact = Contact(member=Reference(type="RelatedPerson", display="Dotter"), on_behalf_of=unit)
    with pytest.raises(MappingError, match="ctm-1"):
        care_team_to_fhir(CareTeamRecord(id=ID, person=PERSON, contacts=(contact,)))


def test_a_contact_that_is_nobody_is_refused() -> None:
    made: Any = care_team_to_fhir(CareTeamRecord(id=ID, person=PERSON))
    made["participant"] = [{"role": [{"text": "fast vårdkontakt"}]}]
    with pytest.raises(MappingError, match="member"):
        care_team_from_fhir(made)
