"""Values that show their kind to whoever prints them, and nothing of what they say.

Records tell of people. A value that found its way into a message, a log or a debugger by mistake
would tell it to everybody who reads those; so each shows itself as `GoalRecord(…)`. What a record
says is in its fields, for whoever asks for them by name. Not to be disclosed unlawfully:
https://eur-lex.europa.eu/eli/reg/2016/679/oj, article 25 (data protection by design).
"""

import dataclasses
from typing import Any


def kind_of(value: object) -> str:
    """The kind of a value, as it may be printed."""
    return f"{type(value).__name__}(…)"


def whole(value: Any) -> str:  # noqa: ANN401  any dataclass
    """All that a dataclass says, to be compared or digested and never to be shown."""
    said = dataclasses.astuple(value)
    return repr([sorted(each) if isinstance(each, frozenset) else each for each in said])


class Redacted:
    """A value that shows its kind alone; `dataclass` leaves what a class says of that as it is."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # In the class itself: dataclass would write a __repr__ of all fields where there is none.
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = Redacted.__repr__  # type: ignore[method-assign]  # that is what is meant

    def __repr__(self) -> str:
        return kind_of(self)
