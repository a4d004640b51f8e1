"""Parts that the resources of one document share: nothing that is made of a record is changed.

The records of a document are about the same person and under the same unit, by the same object.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")
Made = TypeVar("Made")


class Latest(Generic[Value, Made]):
    """A function that remembers what it made last, and of what.

    By identity, since hashing a value takes as long as making the part; the two are one tuple, so
    that no thread sees one without the other.
    """

    __slots__ = ("_latest", "_make")

    def __init__(self, make: Callable[[Value], Made]) -> None:
        self._make = make
        self._latest: tuple[Value, Made] | None = None

    def __call__(self, value: Value) -> Made:
        latest = self._latest
        if latest is None or latest[0] is not value:
            latest = self._latest = (value, self._make(value))
        return latest[1]
