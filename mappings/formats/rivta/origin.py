"""Where a RIV-TA record comes from, and what all records read from it share.

The canonical key is (source system, document, kind, source id or content): sourceSystemHSAId with
case folded stands in the document part too, since an aggregated answer holds several systems and
a documentId is unique within one (TKB clinicalprocess:logistics:logistics ch. 7).
"""

from dataclasses import dataclass
from typing import Any

from mappings.fhir.primitives import Uri
from mappings.fhir.values import Coding, Identifier
from mappings.formats.rivta.answer import ZONE
from mappings.formats.rivta.values import folded
from mappings.record import Accountable, Source
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Redacted):
    """One document of a source system: the keys that everything read from it is minted with.

    `owner` is the source system as documents name it, `uri` its meta.source if it is a known kind
    of identifier, `key` what tells this document from others.
    """

    source: Source
    owner: str
    uri: Uri | None
    key: str

    @property
    def zone(self) -> str:
        return self.source.zone or ZONE

    def mint(self, kind: str, *content: str | None) -> Identifier:
        """The business identifier of a record of that kind, by its own id or its content."""
        system = self.source.system or folded(self.owner)
        return self.source.mint(system, f"{folded(self.owner)}\x1e{self.key}", kind, *content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin(Redacted):
    """A document, and what every record that is read from it carries."""

    document: Document
    person: Identifier
    accountable: Accountable | None = None
    labels: tuple[Coding, ...] = ()

    def mint(self, kind: str, *content: str | None) -> Identifier:
        return self.document.mint(kind, *content)

    def common(self) -> dict[str, Any]:
        """The keyword arguments that all these records share."""
        return {
            "person": self.person,
            "accountable": self.accountable,
            "labels": self.labels,
            "source": self.document.uri,
        }
