"""Asking about many people at once: a list that is too long is halved, a wrong question is not."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.errors import NotPermitted, Refused, Unreachable
from adapter.usecases.together import EndedMidway, ask, whole

LIMITS = st.integers(1, 40)


def refusing(limit: int, error: Callable[[], Exception]) -> Callable[[Sequence[int]], list[int]]:
    """A server that takes so many at once."""

    def about(some: Sequence[int]) -> list[int]:
        if len(some) > limit:
            raise error()
        return list(some)

    return about


ERRORS: list[Callable[[], Exception]] = [
    lambda: Refused("region", "too long", 413),
    lambda: Unreachable("region", "it broke", 500),
    lambda: EndedMidway("region", "it ended"),
]


@pytest.mark.parametrize("error", ERRORS)
@given(count=st.integers(0, 120), limit=LIMITS, size=st.integers(1, 100))
def test_everybody_is_asked_about_once_in_lists_that_the_server_takes(
    error: Callable[[], Exception], count: int, limit: int, size: int
) -> None:
    found, together = ask(refusing(limit, error), range(count), size)
    assert sorted(each for part in found for each in part) == list(range(count))
    assert 1 <= together <= size


def test_what_was_learnt_is_how_many_it_takes() -> None:
    asked: list[int] = []

    def about(some: Sequence[int]) -> None:
        asked.append(len(some))
        if len(some) > 30:
            raise Refused("region", "too long", 414)

    _, together = ask(about, range(200), 200)
    assert together <= 30
    asked.clear()
    ask(about, range(200), together)
    assert max(asked) <= 30


def test_a_question_that_not_even_one_is_taken_for_is_wrong() -> None:
    asked: list[int] = []

    def about(some: Sequence[int]) -> None:
        asked.append(len(some))
        raise Refused("region", "no such type", 404)

    with pytest.raises(Refused):
        ask(about, range(1000), 1000)
    assert asked == [1000, 1]


def test_a_server_that_is_not_there_is_not_asked_again() -> None:
    for error in (Unreachable("region", "gone", 503), NotPermitted("region", "no", 403)):
        asked: list[int] = []

        def about(some: Sequence[int], error: Exception = error, asked: list[int] = asked) -> None:
            asked.append(len(some))
            raise error

        with pytest.raises(type(error)):
            ask(about, range(10), 10)
        assert asked == [10]


def test_one_person_whose_search_ends_midway_is_asked_about_some_times_more() -> None:
    tries = iter([EndedMidway("region", "it ended")] * 3)

    def about(some: Sequence[int]) -> list[int]:
        for error in tries:
            raise error
        return list(some)

    assert ask(about, range(1), 1)[0] == [[0]]
    tries = iter([EndedMidway("region", "it ended")] * 4)
    with pytest.raises(EndedMidway):
        ask(about, range(1), 1)


def test_a_refusal_of_the_first_page_is_one_of_the_question_and_a_later_one_is_not() -> None:
    def pages(before: int) -> Iterator[int]:
        yield from range(before)
        raise Refused("region", "no", 410)

    with pytest.raises(Refused):
        list(whole("region", pages(0)))
    with pytest.raises(EndedMidway):
        list(whole("region", pages(1)))
