"""What the tests of the PLO reader share: reading a message, and finding where a value went."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from fhir.resources.R4B import get_fhir_model_class

from adapter.codec.xml_door import read_xml
from mappings import catalog
from mappings.account import Account, Item
from mappings.errors import DocumentRefused, Issue
from mappings.fhir import checker
from mappings.formats.plo import read
from mappings.record import Document, Envelope, Record, Source
from mappings.tree import Leaf, Node, leaves, path
from tests import laws
from tests.cases import CASES
from tests.shared_data import shared

R = TypeVar("R", bound=Record)
DISCHARGE: Final = "plo-discharge-with-goal-measure-and-own-view"
ADMISSION: Final = "plo-admission-report-changed-in-its-medicines-only"
WISH: Final = "plo-wish-or-reservation-holds-the-message"
CANCELLED: Final = "plo-cancelled-because-it-was-about-somebody-else"
READY: Final = "plo-ready-for-discharge-taken-back"
DEATH: Final = "plo-death-reported"
SOURCE: Final = Source(key=b"k" * 32, installation="test")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One message read: its records, resources and account; or refused, and why."""

    document: Document | None
    account: Account
    issues: tuple[Issue, ...]
    refused: bool = False

    @property
    def resources(self) -> list[dict[str, Any]]:
        records = () if self.document is None else self.document.records
        return [catalog.to_fhir(record) for record in records]

    def item(self, leaf: Leaf) -> Item:
        where = path(leaf)
        return next(item for item in self.account.items() if item.path == where)

    def values_at(self, target: str) -> str:
        """What stands at a target of the account, as JSON text."""
        kind, _, rest = target.partition("/")
        identifier, _, steps = rest.partition(".")
        for resource in self.resources:
            own = resource.get("identifier") or _identifier_extension(resource)
            if resource["resourceType"] == kind and own[0]["value"] == identifier:
                return text(laws.evaluate(f"{kind}.{steps}", resource))
        raise AssertionError(f"no {kind} has the identifier of {target}")


def _identifier_extension(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """The identifiers of a Provenance, which R4 has no element for."""
    return [each["valueIdentifier"] for each in resource["extension"] if "valueIdentifier" in each]


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def run(tree: Node, source: Source = SOURCE) -> Outcome:
    account = Account(tree)
    try:
        document = read(tree, source, account)
    except DocumentRefused as refused:
        account.refuse_document(refused.issues[0].rule)
        return Outcome(document=None, account=account, issues=refused.issues, refused=True)
    return Outcome(document=document, account=account, issues=document.issues)


def run_text(xml: str, source: Source = SOURCE) -> Outcome:
    return run(read_xml(xml.encode()), source)


def assert_valid(resource: dict[str, Any]) -> None:
    """Valid for our checker, and for the model of fhir.resources."""
    assert checker.is_valid(resource), checker.check(resource)
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)


def real_messages() -> list[Path]:
    """The official messages of PLO 1.6, and the one derived from them."""
    return sorted(shared("plo", "eksempel-v1.6").glob("*.xml")) + sorted(
        shared("plo", "derived").glob("*.xml")
    )


def change(leaf: Leaf, value: str) -> str:
    """Give a leaf another value; returns the one it had."""
    old = leaf.value
    if leaf.attribute is None:
        leaf.node.text = value
    else:
        leaf.node.attributes[leaf.attribute] = value
    return old


def every_leaf(tree: Node) -> list[Leaf]:
    return list(leaves(tree))


# -- cases with changes --------------------------------------------------------------------------


def source_of(case: str, *changes: tuple[str, str]) -> str:
    """The text of a case, with each part replaced, which must be there."""
    found = (CASES / case / "source.xml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in found, old
        found = found.replace(old, new)
    return found


def read_case(case: str, *changes: tuple[str, str]) -> Outcome:
    return run_text(source_of(case, *changes))


def of(outcome: Outcome, kind: type[R]) -> list[R]:
    assert outcome.document is not None
    return [each for each in outcome.document.records if isinstance(each, kind)]


def envelope(outcome: Outcome) -> Envelope:
    assert outcome.document is not None
    return outcome.document.envelope


def rules(outcome: Outcome) -> set[str]:
    return {issue.rule for issue in outcome.issues}
