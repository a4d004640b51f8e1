"""The records that are to be written, found by what refers to them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from mappings.fhir.values import Identifier, Reference
from mappings.patient_contract import ContractRecord
from mappings.provenance import AttestationRecord, Stand
from mappings.record import Record
from mappings.staff import StaffRecord, UnitRecord

R = TypeVar("R", bound=Record)
N = TypeVar("N", StaffRecord, UnitRecord)


class Given:
    """Records, and how they are found."""

    __slots__ = ("_by_id", "_named", "records")

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = tuple(records)
        self._by_id = {record.id: record for record in self.records}
        self._named: dict[Identifier, list[StaffRecord | UnitRecord]] = {}
        for record in self.records:
            if isinstance(record, StaffRecord | UnitRecord):
                for identifier in record.identifiers:
                    self._named.setdefault(identifier, []).append(record)

    def of(self, kind: type[R]) -> list[R]:
        return [record for record in self.records if isinstance(record, kind)]

    def meant(self, references: Iterable[Reference | None], kind: type[R]) -> list[R]:
        """The records of a class that these references mean."""
        found = [self.by(None if each is None else each.identifier) for each in references]
        return [record for record in found if isinstance(record, kind)]

    def by(self, identifier: Identifier | None) -> Record | None:
        return None if identifier is None else self._by_id.get(identifier)

    def named(
        self, reference: Reference | None, kind: type[N], plan: ContractRecord, taken: set[int]
    ) -> N | None:
        """Staff or the unit that a reference of a plan means, by record or by an identifier.

        An identifier alone means a record that was read with the plan: elsewhere the same
        professional may act in another role. One that no plan has taken goes first.
        """
        identifier = None if reference is None else reference.identifier
        own = self.by(identifier)
        if isinstance(own, kind) or identifier is None:
            return own if isinstance(own, kind) else None
        found = [
            each
            for each in self._named.get(identifier, ())
            if isinstance(each, kind)
            and (each.accountable, each.source) == (plan.accountable, plan.source)
        ]
        return min(
            found, key=lambda each: (each.person != plan.person, id(each) in taken), default=None
        )

    def signatures(self, plan: ContractRecord) -> Sequence[AttestationRecord]:
        """Who signed a plan for the record (legalAuthenticator)."""
        return [
            record
            for record in self.of(AttestationRecord)
            if record.target.identifier == plan.id
            and record.stand is Stand.LEGAL_AUTHENTICATOR
            and record.agrees
        ]
