"""Which message a MsgHead carries: by the root element and namespace of its one PLO document.

    Innleggelsesrapport, TverrfagligEpikrise (Utskrivningsrapport), HelseopplysningerVedSoknad,
    Konsultasjon (Helseopplysninger til lege)   nursing documentation
    OverforingMedisinskeOpplysninger            medical information
    OrienteringOmTjenestetilbud                 municipal services
    Pasientlogistikk                            a stay, no plan
Other versions, register reports, documents by reference or in base64, and several messages in one
envelope are refused by name. What else an envelope encloses is refused, the message is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mappings.account import Account
from mappings.errors import DocumentRefused, Issue, Severity
from mappings.formats.plo.grammar import BASE64, KITH
from mappings.formats.plo.reading import issue_at
from mappings.patient_contract import PlanKind
from mappings.redacted import Redacted
from mappings.tree import Leaf, Node, leaves, place, told_name, told_space

_PO: Final = f"{KITH}/po/"
_LATER: Final = "http://ehelse.no/xmlstds/po/"
VERSION: Final = "2012-04-01"
ROOTS: Final[dict[str, tuple[str, PlanKind | None]]] = {
    "Innleggelsesrapport": ("Innleggelsesrapport", PlanKind.NURSING),
    "TverrfagligEpikrise": ("TverrfagligEpikrise", PlanKind.NURSING),
    "HelseopplysningerVedSoknad": ("HelseopplysningerVedSoknad", PlanKind.NURSING),
    "Konsultasjon": ("HelseopplysningerTilLege", PlanKind.NURSING),
    "OverforingMedisinskeOpplysninger": ("MedisinskeOpplysninger", PlanKind.MEDICAL),
    "OrienteringOmTjenestetilbud": ("OrienteringOmTjenestetilbud", PlanKind.SERVICES),
    "Pasientlogistikk": ("Pasientlogistikk", None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Redacted):
    """The parts of one message; `kind` is None for one about a stay only."""

    root: Node
    info: Node
    document: Node
    refdoc: Node
    body: Node
    kind: PlanKind | None


def open_message(tree: Node) -> Message:
    """Find the one PLO document in its envelope; raises DocumentRefused."""
    info = tree.child("MsgInfo")
    if tree.name != "MsgHead" or info is None:
        raise _refused(tree, "plo.root", "MsgHead with MsgInfo")
    found = [message for each in tree.all("Document") for message in _messages(tree, info, each)]
    if len(found) == 1 and _stands_first(found[0]):
        return found[0]
    if len(found) > 1:
        expected = "one PLO message in an envelope, not several: each has a status of its own"
        raise _refused(found[1].body, "plo.several-messages", expected)
    raise _nothing(tree)


def _stands_first(message: Message) -> bool:
    """Whether the message is where it belongs: whatever comes second there is not read."""
    content = message.refdoc.child("Content")
    return message.document.child("RefDoc") is message.refdoc and message.body.parent is content


def _messages(tree: Node, info: Node, document: Node) -> Iterator[Message]:
    for refdoc in document.all("RefDoc"):
        for body in _contents(refdoc):
            space, kind = ROOTS.get(body.name, ("", None))
            if space and body.space == f"{_PO}{space}/{VERSION}":
                yield Message(
                    root=tree, info=info, document=document, refdoc=refdoc, body=body, kind=kind
                )


def _contents(refdoc: Node) -> Iterator[Node]:
    for content in refdoc.all("Content"):
        yield from content.children


def _nothing(tree: Node) -> DocumentRefused:
    """Why there is no message to read."""
    for report in tree.all("PatientReport"):
        return _refused(report, "plo.patient-report", "a message, not a report to a register")
    for refdoc in (each for document in tree.all("Document") for each in document.all("RefDoc")):
        for file in refdoc.all("FileReference"):
            return _refused(file, "plo.file-reference", "a document inside the message")
        for body in _contents(refdoc):
            return _other(body)
    return _refused(tree, "plo.no-document", "a PLO message in Document/RefDoc/Content")


def _other(body: Node) -> DocumentRefused:
    if body.space == BASE64:
        return _refused(body, "plo.base64", "a PLO message as XML, not as base64")
    if body.space.startswith((_PO, _LATER)):
        found = told_space(body.space)
        expected = f"PLO v1.6 ({VERSION}); the format is known, but not its version {found}"
        return _refused(body, "plo.version", expected)
    space = told_space(body.space) if body.space else "no namespace"
    expected = f"a PLO message, but found {told_name(body.name)} of {space}"
    return _refused(body, "plo.not-plo", expected)


def _refused(node: Node, rule: str, expected: str) -> DocumentRefused:
    return DocumentRefused([issue_at(node, rule, expected, code="not-supported")])


_ENCLOSED: Final = {"enclosed": ""}


def refuse_enclosures(account: Account, message: Message) -> None:
    """Refuse by name whatever the envelope encloses beside the message."""
    others = [each for each in message.root.all("Document") if each is not message.document]
    others += message.root.all("PatientReport")
    content = message.body.parent
    others += [] if content is None else [e for e in content.children if e is not message.body]
    for node in others:
        target = account.section(node, _ENCLOSED).target
        for leaf in leaves(node):
            account.refuse_leaf(leaf, target, "enclosed", None, "plo.enclosure")
        account.issues.append(_enclosure(node))


def _enclosure(node: Node) -> Issue:
    return Issue(
        severity=Severity.ERROR,
        code="not-supported",
        rule="plo.enclosure",
        expected="a PLO message only: what is enclosed with it is not read",
        line=node.line,
        path=place(Leaf(node, None)),
    )
