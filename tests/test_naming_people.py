"""A person's number is refused where others can see it; names that we made ourselves are not."""

import pytest

from adapter.usecases.enrolment import looks_like_a_person


@pytest.mark.parametrize("text", ["195009072553", "19500907-2553", "13116900216", "p-195009072553"])
def test_a_number_that_may_be_somebodys_is_recognised(text: str) -> None:
    assert looks_like_a_person(text)


@pytest.mark.parametrize("text", ["p-4f1c2a7b90", "p-0123456789", "00148470", "SE2321000016-1003"])
def test_a_handle_or_an_id_is_not_taken_for_a_number(text: str) -> None:
    assert not looks_like_a_person(text)
