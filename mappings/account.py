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

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple, TypeAlias, TypeVar, overload

from mappings.errors import Issue, RecordRefused, Severity, Unreadable, shape
from mappings.fhir.values import SourceText
from mappings.tree import ATTRIBUTE, Leaf, Node, leaves, path, place

T = TypeVar("T")
# Where one node's values went: attribute (None: the text) → field of the record.
Plan: TypeAlias = Mapping[str | None, str]
# The nodes read into one record, in order, each with its plan and its place in the outermost list.
Trail: TypeAlias = list[tuple[Node, Plan, int | None]]
SOURCE_TEXTS: Final = "source_texts"
_ANY_INDEX: Final = re.compile(r"\[\d+\]")


class Class(Enum):
    MAPPED = "mapped"
    KEPT = "kept"
    DROPPED = "dropped"
    REFUSED = "refused"
    UNACCOUNTED = "unaccounted"


class Reason(Enum):
    """Why a value may be left out of FHIR. A closed list: adding to it is a decision."""

    ROUTING = "message-routing"  # envelope, addressing, schema versions
    REPEATED = "repeated-elsewhere"  # the same value is mapped from another, named place
    OTHER_SAFETY_CHANNEL = "other-safety-channel"  # medicines, allergies, diagnoses, infection
    OUT_OF_SCOPE = "out-of-scope"  # not about the plan, the person's goals or who does what
    CANCELLED = "cancelled-message"  # the body of a cancellation repeats what is withdrawn
    NEVER_SHARED = "never-shared"  # internal notes, an interpreter's name and number
    DISPLAY_ONLY = "display-of-a-code"  # the printed name of a code that is itself mapped
    UNAFFIRMED = "says-no-more-than-absence"  # false where the source has no other meaning for it
    MATCHED_NOT_MADE = "people-are-matched-not-made"  # a person's data, where no Patient is written


class Target:
    """The record that values are being read into; its id is bound once it is known.

    `texts` gathers what was kept verbatim: it becomes the record's `source_texts`.
    """

    __slots__ = ("_fields", "_start", "texts")

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self._start: str | None = None
        self.texts: list[SourceText] = []

    def bind(self, record_id: str) -> None:
        """Name the record: `record_id` is the value of its business identifier."""
        self._start = record_id

    def has(self, field: str) -> bool:
        """Whether the mapping table goes down to that field, such as `what.code`."""
        return field in self._fields

    def path(self, field: str, at: int | None) -> str:
        """The FHIRPath of a field: `Goal/<id>.target[0].dueDate`, `Goal.…` while unbound."""
        template = self._fields[field]
        if "[]" in template:
            template = template.replace("[]", "" if at is None else f"[{at}]", 1).replace("[]", "")
        if self._start is None:
            return template
        kind, dot, rest = template.partition(".")
        return f"{kind}/{self._start}{dot}{rest}"


class Item(NamedTuple):
    """One line of the account as it is written out."""

    path: str
    line: int | None
    klass: Class
    target: str | None
    reason: str | None


class _Mark(NamedTuple):
    klass: Class
    target: Target | None
    field: str = ""
    at: int | None = None
    reason: str | None = None


class Account:
    """The account of one source document."""

    __slots__ = ("_marks", "_trails", "issues", "root")

    def __init__(self, root: Node) -> None:
        self.root = root
        self.issues: list[Issue] = []
        self._marks: dict[tuple[Node, str | None], _Mark] = {}  # by leaf
        self._trails: list[tuple[Trail, Target]] = []

    def section(self, node: Node, fields: Mapping[str, str]) -> "Section":
        """Open an element for reading into a new record whose paths are `fields`."""
        return Section(self, node, Target(fields))

    def mark(self, leaf: Leaf, mark: _Mark) -> None:
        # A value that serves two records belongs where it was taken first.
        self._marks.setdefault(leaf, mark)

    def remark(self, leaf: Leaf, mark: _Mark) -> None:
        """Replace what was said of a leaf: a taken value turned out to be refused."""
        self._marks[leaf] = mark

    def follow(self, trail: Trail, target: Target) -> None:
        """Account for a whole record at once, by the trail that its reading left.

        Marking waits until somebody asks; what was marked otherwise by then stays so.
        """
        self._trails.append((trail, target))

    def _settle(self) -> None:
        """Mark as mapped what the trails say."""
        trails, self._trails = self._trails, []
        for trail, target in trails:
            made: dict[tuple[str, int | None], _Mark] = {}  # many values go to one place
            for node, plan, at in trail:
                for attribute in (None, *node.attributes):
                    field = plan.get(attribute)
                    if field is not None:
                        mark = made.get((field, at))
                        if mark is None:
                            mark = made[field, at] = _Mark(Class.MAPPED, target, field, at)
                        self._marks.setdefault((node, attribute), mark)

    def refuse_leaf(
        self, leaf: Leaf, target: Target, field: str, at: int | None, rule: str
    ) -> None:
        """Refuse one value that was meant for a field; whoever calls reports the issue."""
        self.remark(leaf, _Mark(Class.REFUSED, target, field, at, rule))

    def drop(self, node: Node, reason: Reason) -> None:
        """Leave a node out with everything in it."""
        for leaf in leaves(node):
            self.drop_leaf(leaf, reason)

    def drop_leaf(self, leaf: Leaf, reason: Reason) -> None:
        """Leave one value out, for a reason."""
        self.mark(leaf, _Mark(Class.DROPPED, None, reason=reason.value))

    def is_refused(self, leaf: Leaf) -> bool:
        mark = self._marks.get(leaf)
        return mark is not None and mark.klass is Class.REFUSED

    def refuse_record(self, target: Target, issue: Issue) -> None:
        """A record can't stand: everything that was read into it is refused with it."""
        self.issues.append(issue)
        self.refuse_into(target, issue.rule)

    def refuse_into(self, target: Target, rule: str) -> None:
        """Refuse everything that was read into a record; an issue has said why."""
        self._settle()
        for leaf, mark in self._marks.items():
            if mark.target is target and mark.klass is not Class.REFUSED:
                self._marks[leaf] = mark._replace(klass=Class.REFUSED, reason=rule)

    def refuse_target(self, start: str, rule: str) -> None:
        """A resource can't be written: what was read into `Type/<id>` is refused by `rule`."""
        self._settle()
        for leaf, mark in self._marks.items():
            if mark.target is not None and mark.target.path(mark.field, mark.at).startswith(start):
                self._marks[leaf] = mark._replace(klass=Class.REFUSED, reason=rule)

    def refuse_document(self, rule: str) -> None:
        """The document can't stand: every leaf is refused by `rule`."""
        self._trails = []
        self._marks = {leaf: _Mark(Class.REFUSED, None, reason=rule) for leaf in leaves(self.root)}

    def items(self) -> Iterator[Item]:
        """Every leaf with its class, by an independent walk over the source."""
        self._settle()
        known: dict[Node, str] = {}
        for leaf in leaves(self.root):
            yield _item(path(leaf, known), leaf, self._marks.get(leaf))

    def counts(self) -> dict[Class, int]:
        self._settle()
        counts = dict.fromkeys(Class, 0)
        for leaf in leaves(self.root):
            mark = self._marks.get(leaf)
            counts[Class.UNACCOUNTED if mark is None else mark.klass] += 1
        return counts

    def unaccounted(self) -> Iterator[Leaf]:
        """The leaves that nothing took."""
        self._settle()
        return (leaf for leaf in leaves(self.root) if leaf not in self._marks)

    def source_of(self, target: str) -> Leaf | None:
        """The leaf that was mapped to a FHIRPath, or to the nearest element around it."""
        self._settle()
        sought = _ANY_INDEX.sub("", target)
        best: tuple[int, tuple[Node, str | None]] | None = None
        for leaf, mark in self._marks.items():
            if mark.target is None:
                continue
            here = _ANY_INDEX.sub("", mark.target.path(mark.field, mark.at))
            if sought.startswith(here) or here.startswith(sought):
                shared = min(len(here), len(sought))
                if best is None or shared > best[0]:
                    best = (shared, leaf)
        return None if best is None else Leaf(*best[1])


def _item(where: str, leaf: Leaf, mark: _Mark | None) -> Item:
    line = leaf.node.line
    if mark is None:
        return Item(where, line, Class.UNACCOUNTED, None, None)
    target = None if mark.target is None else mark.target.path(mark.field, mark.at)
    return Item(where, line, mark.klass, target or None, mark.reason)


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
            self.account.mark(leaf, _Mark(Class.MAPPED, self.target, field, at))
            return leaf.value
        try:
            value = parse(leaf.value)
        except Unreadable as error:
            self.refuse(name, field, error.expected, error.rule, at=at)
            return None
        self.account.mark(leaf, _Mark(Class.MAPPED, self.target, field, at))
        return value

    def keep(self, name: str, field: str = SOURCE_TEXTS, *, at: int | None = None) -> str | None:
        """The value at `name`, kept verbatim: in a note, or by default in `source_texts`."""
        leaf = self.leaf(name)
        if leaf is None:
            return None
        self.account.mark(leaf, _Mark(Class.KEPT, self.target, field, at))
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
            self.account.mark(leaf, _Mark(Class.DROPPED, None, reason=reason.value))

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
            self.account.remark(leaf, _Mark(Class.REFUSED, self.target, field, at, rule))
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
