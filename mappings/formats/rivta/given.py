"""The records that are to be written, found by what refers to them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from mappings.fhir.values import Identifier, Reference
from mappings.patient_contract import ContractRecord
from mappings.provenance import AttestationRecord, Stand
from mappings.record import Record
from mappings.staff import StaffRecord, UnitRecord

R = TypeVar("R", bound=Record)


class Given:
    """Records, and how they are found."""

    __slots__ = ("_by_id", "_named", "records")

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = tuple(records)
        self._by_id = {record.id: record for record in self.records}
        self._named = {
            (type(record), identifier): record
            for record in self.records
            if isinstance(record, StaffRecord | UnitRecord)
            for identifier in record.identifiers
        }

    def of(self, kind: type[R]) -> list[R]:
        return [record for record in self.records if isinstance(record, kind)]

    def meant(self, references: Iterable[Reference | None], kind: type[R]) -> list[R]:
        """The records of a class that these references mean."""
        found = [self.by(None if each is None else each.identifier) for each in references]
        return [record for record in found if isinstance(record, kind)]

    def by(self, identifier: Identifier | None) -> Record | None:
        return None if identifier is None else self._by_id.get(identifier)

    def staff(self, reference: Reference | None) -> StaffRecord | None:
        """The professional that a reference names, by record or by an identifier of theirs."""
        identifier = None if reference is None else reference.identifier
        found = self.by(identifier) or self._named.get((StaffRecord, identifier))  # type: ignore[arg-type]  # None is in no key
        return found if isinstance(found, StaffRecord) else None

    def unit(self, reference: Reference | None) -> UnitRecord | None:
        identifier = None if reference is None else reference.identifier
        found = self.by(identifier) or self._named.get((UnitRecord, identifier))  # type: ignore[arg-type]  # None is in no key
        return found if isinstance(found, UnitRecord) else None

    def signatures(self, plan: ContractRecord) -> Sequence[AttestationRecord]:
        """Who signed a plan for the record (legalAuthenticator)."""
        return [
            record
            for record in self.of(AttestationRecord)
            if record.target.identifier == plan.id
            and record.stand is Stand.LEGAL_AUTHENTICATOR
            and record.agrees
        ]
