"""What RIV-TA answers share: the envelope, the result, and what a contract does not know.

SOAP 1.1 envelope (RIV-TA Basic Profile 2.1) or the bare response. A SOAP Fault and resultCode
ERROR refuse the document: there is no answer in it. ProcessingStatus, the header of aggregating
services (urn:riv:interoperability:headers:1), tells per logical address whether the answer was
complete. Elements that a contract does not have are refused and not carried on: nobody knows what
they hold, nor who may see it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from mappings.account import Account, Reason, Section
from mappings.errors import DocumentRefused, Issue, Severity, Unreadable
from mappings.redacted import Redacted
from mappings.tree import Leaf, Node, leaves, place

ZONE: Final = "Europe/Stockholm"
NAMESPACES_OF_XML: Final = (
    "{http://www.w3.org/2001/XMLSchema-instance}",
    "{http://www.w3.org/XML/1998/namespace}",
)

Said: TypeAlias = Callable[[Node], list[tuple[str, str]]]
Shape: TypeAlias = Mapping[str, "Shape"]
"""The elements of a type by name, `*` after those that repeat; empty: a value and no elements."""

II: Final[Shape] = {"root": {}, "extension": {}}
CV: Final[Shape] = {
    "code": {},
    "codeSystem": {},
    "codeSystemName": {},
    "codeSystemVersion": {},
    "displayName": {},
    "originalText": {},
}


# -- the answer ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Redacted):
    """The response element, and per logical address whether its part was in synch."""

    node: Node
    in_synch: tuple[tuple[str, bool], ...] = ()

    def complete(self, result_ok: bool) -> tuple[tuple[str, bool], ...]:  # noqa: FBT001
        """The same, where an answer that is not plainly OK proves nothing complete."""
        return tuple((address, synched and result_ok) for address, synched in self.in_synch)


def open_answer(tree: Node, account: Account, name: str) -> Answer:
    """Find the response `name` in its envelope; raises DocumentRefused when it is not there."""
    if tree.name == name:
        return Answer(node=tree)
    body = tree.child("Body") if tree.name == "Envelope" else None
    if body is None:
        raise _refused(tree, "rivta.root", f"{name}, or a SOAP Envelope with it")
    fault = body.child("Fault")
    if fault is not None:
        raise _refused(fault, "rivta.soap-fault", f"{name}, but got a SOAP Fault{_told(fault)}")
    node = body.child(name)
    if node is None:
        raise _refused(body, "rivta.body", f"{name} in the SOAP Body")
    header = tree.child("Header")
    _close_envelope(account, tree, header, body, node)
    return Answer(node=node, in_synch=() if header is None else tuple(_in_synch(header)))


def _refused(node: Node, rule: str, expected: str) -> DocumentRefused:
    return DocumentRefused([issue_at(node, Severity.ERROR, "invalid", rule, expected)])


# The National Service Platform puts a code of its own first: VP004, "no logical address found".
_PLATFORM_CODE: Final = re.compile(r"\b(VP\d{3})\b")
_SOAP_CODES: Final = frozenset({"VersionMismatch", "MustUnderstand", "Client", "Server"})


def _told(fault: Node) -> str:
    """The codes of a Fault that are from a closed list; its words may hold anything."""
    codes = [child.text or "" for child in fault.all("faultcode")]
    local = [code.strip().rpartition(":")[2] for code in codes]
    found = [code for code in local if code in _SOAP_CODES]
    for child in fault.all("faultstring"):
        found += _PLATFORM_CODE.findall(child.text or "")[:1]
    return f" ({', '.join(found)})" if found else ""


def _close_envelope(
    account: Account, envelope: Node, header: Node | None, body: Node, node: Node
) -> None:
    drop_attributes(account, envelope, Reason.ROUTING)
    drop_attributes(account, body, Reason.ROUTING)
    if header is not None:
        account.section(header, {}).drop_whole(Reason.ROUTING)
    strays = [child for child in envelope.children if child not in (header, body)]
    for stray in [*strays, *(child for child in body.children if child is not node)]:
        refuse_unknown(account, stray, "Bundle")


_FROM_SOURCE: Final = frozenset({"DataFromSource", "DataFromCache"})


def _in_synch(header: Node) -> Iterator[tuple[str, bool]]:
    for status in header.all("ProcessingStatus"):
        for part in status.all("ProcessingStatusList"):
            synched = text_at(part, "isResponseInSynch") in _TRUE
            address = text_at(part, "logicalAddress")
            yield address, synched and text_at(part, "statusCode") in _FROM_SOURCE


_ERRORS: Final = frozenset(
    {"INVALID_REQUEST", "TRANSFORMATION_ERROR", "APPLICATION_ERROR", "TECHNICAL_ERROR"}
)
RESULT: Final[Shape] = {
    "resultCode": {},
    "errorCode": {},
    "logId": {},
    "subCode": {},
    "message": {},
}


def result_is_ok(answer: Section) -> bool:
    """Read `result`: True for OK, False for INFO or none; ERROR raises DocumentRefused."""
    result = answer.child("result")
    code = None if result is None else text_at(result.node, "resultCode")
    if result is not None:
        for name in RESULT:
            result.drop(name, Reason.ROUTING)
    if code == "ERROR" and result is not None:
        why = text_at(result.node, "errorCode")
        said = f" ({why})" if why in _ERRORS else ""
        raise _refused(result.node, "rivta.result", f"resultCode OK or INFO, but got ERROR{said}")
    if code != "OK":
        expected = "resultCode OK: only then does what is missing here mean anything"
        node = answer.node if result is None else result.node
        answer.account.issues.append(
            issue_at(node, Severity.WARNING, "incomplete", "rivta.result", expected)
        )
    return code == "OK"


# -- what a contract does not know --------------------------------------------------------------


def close(account: Account, node: Node, shape: Shape, kind: str) -> None:
    """Refuse what the contract does not have below an element, with an issue for each."""
    drop_attributes(account, node, Reason.ROUTING, of=NAMESPACES_OF_XML)
    strange = [name for name in node.attributes if not name.startswith(NAMESPACES_OF_XML)]
    if strange or (shape and node.text and node.text.strip()):
        _refuse_values(account, node, strange, kind, text=bool(shape))
    seen: set[str] = set()
    for child in node.children:
        inner = _inner(shape, child.name, seen)
        seen.add(child.name)
        if inner is None:
            refuse_unknown(account, child, kind)
        else:
            close(account, child, inner, kind)


def _inner(shape: Shape, name: str, seen: set[str]) -> Shape | None:
    if f"{name}*" in shape:
        return shape[f"{name}*"]
    return None if name in seen else shape.get(name)


def drop_attributes(
    account: Account, node: Node, reason: Reason, of: str | tuple[str, ...] = ""
) -> None:
    section = account.section(node, {})
    for name in node.attributes:
        if name.startswith(of):
            section.drop(f"@{name}", reason)


def refuse_unknown(account: Account, node: Node, kind: str) -> None:
    """Refuse an element with all in it, because no such element belongs here."""
    refuse_whole(account.section(node, {"value": kind}), _unknown(node), "value")


def _refuse_values(
    account: Account, node: Node, attributes: list[str], kind: str, *, text: bool
) -> None:
    section = account.section(node, {"value": kind})
    for name in attributes:
        section.take(f"@{name}", "value")
    if text:
        section.take(".", "value")
    account.refuse_record(section.target, _unknown(node))


def refuse_whole(section: Section, issue: Issue, field: str = "id") -> None:
    """Refuse a record, and with it every value of its element that nothing else took."""
    for node in section.node.walk():
        inner = Section(section.account, node, section.target)
        inner.take(".", field)
        for name in node.attributes:
            inner.take(f"@{name}", field)
    section.account.refuse_record(section.target, issue)


def _unknown(node: Node) -> Issue:
    expected = "an element or attribute that the contract has, once"
    return issue_at(node, Severity.WARNING, "not-supported", "rivta.unknown", expected)


def issue_at(node: Node, severity: Severity, code: str, rule: str, expected: str) -> Issue:
    """A finding about an element as a whole."""
    return Issue(
        severity=severity,
        code=code,
        rule=rule,
        expected=expected,
        line=node.line,
        path=place(Leaf(node, None)),
    )


def again(nodes: Iterable[Node], key: Callable[[Node], str], said: Said) -> dict[int, bool]:
    """The elements whose key stands in the answer more than once, by object identity.

    True: word for word what another one says. False: several differ, so that none is the one.
    """
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(key(node), []).append(node)
    found: dict[int, bool] = {}
    for name, group in groups.items():
        if name and len(group) > 1:
            same = all(said(node) == said(group[0]) for node in group)
            found |= {id(node): same for node in (group[1:] if same else group)}
    return found


def texts(node: Node) -> list[tuple[str, str]]:
    """Everything an element says, for telling repetition from contradiction."""
    return [(leaf.node.name, leaf.value.strip()) for leaf in leaves(node)]


def text_at(node: Node | None, *names: str) -> str:
    """The text below an element, without marking it; empty when there is none."""
    for name in names:
        node = None if node is None else node.child(name)
    return "" if node is None or node.text is None else node.text.strip()


def say(  # noqa: PLR0913  an issue is made of its facts
    section: Section,
    name: str,
    field: str,
    expected: str,
    rule: str,
    *,
    severity: Severity = Severity.WARNING,
) -> None:
    """Report something about the value at `name`, or its absence, that changes nothing."""
    section.account.issues.append(section.issue(name, field, expected, rule, severity=severity))


# -- values -------------------------------------------------------------------------------------

_TRUE: Final = frozenset({"true", "1"})
_FALSE: Final = frozenset({"false", "0"})


def boolean(text: str) -> bool:
    """An xs:boolean."""
    if text.strip() in _TRUE | _FALSE:
        return text.strip() in _TRUE
    raise Unreadable("true or false", "rivta.boolean")


def is_false(section: Section, name: str) -> bool:
    """Whether the value at `name` plainly says false."""
    leaf = section.leaf(name)
    return leaf is not None and leaf.value.strip() in _FALSE
