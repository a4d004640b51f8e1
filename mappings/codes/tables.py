"""One-to-one tables between what a record says and a FHIR code."""

from collections.abc import Hashable, Mapping
from enum import Enum
from typing import Generic, TypeVar

from mappings.errors import MappingError

Meaning = TypeVar("Meaning", bound=Hashable)
Choice = TypeVar("Choice", bound=Enum)


class CodeTable(Generic[Meaning]):
    """A small concept map that is one to one, so that it can be read both ways.

    `path` is the FHIR path the codes stand at; an unknown code is refused with it and with the
    list of what would be accepted.
    """

    def __init__(self, path: str, codes: Mapping[Meaning, str]) -> None:
        self.path = path
        self._to_fhir = dict(codes)
        self._from_fhir = {code: meaning for meaning, code in codes.items()}
        if len(self._from_fhir) != len(self._to_fhir):
            message = f"{path}: a code stands for two meanings"
            raise ValueError(message)

    @property
    def codes(self) -> Mapping[Meaning, str]:
        """Every code of the table by what it means."""
        return self._to_fhir

    def to_fhir(self, meaning: Meaning) -> str:
        try:
            return self._to_fhir[meaning]
        except KeyError:
            known = ", ".join(map(str, self._to_fhir))
            raise MappingError(self.path, str(meaning), f"one of {known}", "code") from None

    def from_fhir(self, code: str | None) -> Meaning:
        if code is not None and code in self._from_fhir:
            return self._from_fhir[code]
        raise MappingError(self.path, code, f"one of {', '.join(self._from_fhir)}", "code")

    def __contains__(self, code: object) -> bool:
        return code in self._from_fhir


def by_value(path: str, meanings: type[Choice]) -> CodeTable[Choice]:
    """The table of an enum whose values are the FHIR codes."""
    return CodeTable(path, {meaning: str(meaning.value) for meaning in meanings})
