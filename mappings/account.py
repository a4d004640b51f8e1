"""The account of a source document: where each value went, written by the reading itself.

Every leaf ends in exactly one class:
    mapped    into an element of a resource                     target = its FHIRPath
    kept      as an extension, note or text of a resource       target = its FHIRPath
    dropped   on purpose, for one of the reasons of `Reason`    reason
    refused   its value can't be read or must not be used       reason = the rule that refused it
and a leaf that nothing took is `unaccounted`: a bug of the reader.

A reader opens a `Section` on an element and takes each value through it by name:

    part = account.section(element, goal.FIELDS)
    words = part.take("Beskrivelse", "words")              # child element text → mapped
    code = part.take("Status/@V", "status", parse=STATUS)  # attribute of a child; parse may refuse
    part.keep("Stikkord")                                  # verbatim, with its name → kept
    part.drop("MsgId", Reason.ROUTING)
    part.target.bind(record.id)                            # now targets read Goal/<id>.description…

The account is also what joins an error in a resource with the line it came from (`source_of`).
"""

from collections.abc import Callable, Mapping
from typing import TypeVar, overload

from mappings.errors import Issue, RecordRefused, Severity, Unreadable, shape
from mappings.fhir.values import SourceText
from mappings.ledger import (
    SOURCE_TEXTS,
    Class,
    Item,
    Ledger,
    Mark,
    Plan,
    Reason,
    Step,
    Target,
    Trail,
)
from mappings.tree import ATTRIBUTE, Leaf, Node, leaves, place

__all__ = [
    "SOURCE_TEXTS",
    "Account",
    "Class",
    "Item",
    "Plan",
    "Reason",
    "Section",
    "Step",
    "Target",
    "Trail",
]
T = TypeVar("T")


class Account(Ledger):
    """The account of one source document."""

    __slots__ = ()

    def section(self, node: Node, fields: Mapping[str, str]) -> "Section":
        """Open an element for reading into a new record whose paths are `fields`."""
        return Section(self, node, Target(fields))

    def refuse_leaf(
        self, leaf: Leaf, target: Target, field: str, at: int | None, rule: str
    ) -> None:
        """Refuse one value that was meant for a field; whoever calls reports the issue."""
        self.remark(leaf, Mark(Class.REFUSED, target, field, at, rule))

    def drop(self, node: Node, reason: Reason) -> None:
        """Leave a node out with everything in it."""
        for leaf in leaves(node):
            self.drop_leaf(leaf, reason)

    def drop_leaf(self, leaf: Leaf, reason: Reason) -> None:
        """Leave one value out, for a reason."""
        self.mark(leaf, Mark(Class.DROPPED, None, reason=reason.value))

    def refuse_record(self, target: Target, issue: Issue) -> None:
        """A record can't stand: everything that was read into it is refused with it."""
        self.issues.append(issue)
        self.refuse_into(target, issue.rule)

    def moved(self, path: str, target: Target) -> None:
        """What was read into a FHIRPath stands in another resource: in that field of `target`."""
        self._settle()
        for marks in self._marks.values():
            for attribute, mark in marks.items():
                if mark.target is not None and mark.target.path(mark.field, mark.at) == path:
                    marks[attribute] = mark._replace(target=target)


class Section:
    """One element of the source, read into one target; every value taken is marked."""

    __slots__ = ("account", "node", "target")

    def __init__(self, account: Account, node: Node, target: Target) -> None:
        self.account = account
        self.node = node
        self.target = target

    # -- moving about -----------------------------------------------------------------------

    def child(self, name: str) -> "Section | None":
        """The first child of that name, read into the same target."""
        node = self.node.child(name)
        return None if node is None else Section(self.account, node, self.target)

    def children(self, name: str) -> list["Section"]:
        return [Section(self.account, node, self.target) for node in self.node.all(name)]

    def open(self, fields: Mapping[str, str]) -> "Section":
        """The same element, read into another record."""
        return Section(self.account, self.node, Target(fields))

    def into(self, target: Target) -> "Section":
        """The same element, read into a record that is already being filled."""
        return Section(self.account, self.node, target)

    # -- taking values ----------------------------------------------------------------------

    @overload
    def take(self, name: str, field: str, *, at: int | None = None) -> str | None: ...
    @overload
    def take(
        self, name: str, field: str, parse: Callable[[str], T], *, at: int | None = None
    ) -> T | None: ...
    def take(
        self,
        name: str,
        field: str,
        parse: Callable[[str], T] | None = None,
        *,
        at: int | None = None,
    ) -> T | str | None:
        """The value at `name`, marked as mapped to `field`; None when there is none.

        `name` is a child (`Beskrivelse`), an attribute (`@V`), a path of them (`Status/@V`), or
        `.` for the text of this element. `parse` turns the text into a value or raises Unreadable:
        then the leaf is refused, an issue says why, and None is returned.
        """
        leaf = self.leaf(name)
        if leaf is None:
            return None
        if parse is None:
            self.account.mark(leaf, Mark(Class.MAPPED, self.target, field, at))
            return leaf.value
        try:
            value = parse(leaf.value)
        except Unreadable as error:
            self.refuse(name, field, error.expected, error.rule, at=at)
            return None
        self.account.mark(leaf, Mark(Class.MAPPED, self.target, field, at))
        return value

    def keep(self, name: str, field: str = SOURCE_TEXTS, *, at: int | None = None) -> str | None:
        """The value at `name`, kept verbatim: in a note, or by default in `source_texts`."""
        leaf = self.leaf(name)
        if leaf is None:
            return None
        self.account.mark(leaf, Mark(Class.KEPT, self.target, field, at))
        if field == SOURCE_TEXTS:
            self.target.texts.append(SourceText(name=_plain(leaf), text=leaf.value))
        return leaf.value

    def need(self, name: str, field: str, parse: Callable[[str], T], *, rule: str) -> T:
        """Like take, for a value without which the record can't stand: raises RecordRefused."""
        value = self.take(name, field, parse)
        if value is None:
            raise RecordRefused(self.issue(name, field, "a readable value", rule))
        return value

    def drop(self, name: str, reason: Reason) -> None:
        """Leave one value out, for a reason."""
        leaf = self.leaf(name)
        if leaf is not None:
            self.account.mark(leaf, Mark(Class.DROPPED, None, reason=reason.value))

    def drop_whole(self, reason: Reason) -> None:
        """Leave this element out with everything in it: for elements that are named as a whole."""
        self.account.drop(self.node, reason)

    def refuse(  # noqa: PLR0913  an issue is made of its facts
        self,
        name: str,
        field: str,
        expected: str,
        rule: str,
        *,
        at: int | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Refuse the value at `name`, whether or not it was taken before, with an issue.

        The record keeps it as a source text, so that a reader of the resource sees what was there.
        """
        leaf = self.leaf(name)
        if leaf is not None:
            self.account.remark(leaf, Mark(Class.REFUSED, self.target, field, at, rule))
            self.target.texts.append(SourceText(name=_plain(leaf), text=leaf.value))
        self.account.issues.append(
            self.issue(name, field, expected, rule, at=at, severity=severity)
        )

    def issue(  # noqa: PLR0913
        self,
        name: str,
        field: str,
        expected: str,
        rule: str,
        *,
        at: int | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Issue:
        """An issue about the value at `name` (or its absence), joined with its target."""
        leaf = self.leaf(name)
        here = leaf or Leaf(self.node, None)
        return Issue(
            severity=severity,
            code="required" if leaf is None else "value",
            rule=rule,
            expected=expected,
            line=here.node.line,
            path=place(here) if leaf is not None else f"{place(here)}/{name}",
            target=self.target.path(field, at),
            found=None if leaf is None else shape(leaf.value),
        )

    def leaf(self, name: str) -> Leaf | None:
        """The leaf that `name` stands for, if it carries a value."""
        node: Node | None = self.node
        # A qualified attribute has slashes in its namespace.
        path, is_attribute, attribute = name.partition(ATTRIBUTE)
        *steps, last = [*path.rstrip("/").split("/"), name] if is_attribute else name.split("/")
        for step in filter(None, steps):
            node = None if node is None else node.child(step)
        if node is None:
            return None
        if is_attribute:
            value = node.attributes.get(attribute)
            return Leaf(node, attribute) if value is not None and value.strip() else None
        if last != ".":
            node = node.child(last)
        if node is None or node.text is None:
            return None
        return Leaf(node, None) if node.text.strip() or node.kind != "xml" else None


def _plain(leaf: Leaf) -> str:
    """The name a value had in its source: `Beskrivelse`, `Status/@V`."""
    return leaf.node.name if leaf.attribute is None else f"{leaf.node.name}/@{leaf.attribute}"
