"""Code tables: one to one, and refusing what they don't hold, with the list of what they do."""

import pytest

from mappings.codes.attainment import DISPLAY, LEVEL
from mappings.codes.tables import CodeTable, by_value
from mappings.errors import MappingError
from mappings.goal import Voice

VOICE = by_value("Goal.category.coding.code", Voice)


def test_a_table_reads_both_ways() -> None:
    for voice in Voice:
        assert VOICE.from_fhir(VOICE.to_fhir(voice)) is voice
    assert "shared" in VOICE
    assert "mine" not in VOICE


@pytest.mark.parametrize("code", ["mine", "", None])
def test_an_unknown_code_is_refused_with_its_path_and_what_is_known(code: str | None) -> None:
    with pytest.raises(MappingError) as refused:
        VOICE.from_fhir(code)
    assert refused.value.path == "Goal.category.coding.code"
    assert refused.value.expected == "one of person, professional, shared, unknown"


def test_a_meaning_that_no_code_stands_for_is_refused() -> None:
    with pytest.raises(MappingError) as refused:
        LEVEL.to_fhir(3)
    assert refused.value.expected == "one of -2, -1, 0, 1, 2"


def test_a_code_that_stands_for_two_meanings_is_no_table() -> None:
    with pytest.raises(ValueError, match="two meanings"):
        CodeTable("Goal.priority", {1: "high", 2: "high"})


def test_every_level_of_attainment_has_its_printed_name() -> None:
    assert set(DISPLAY) == set(LEVEL.codes)
