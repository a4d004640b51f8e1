"""What is known of each value of a source document, and how it is told in document order.

What a reader says of a single value is a mark. A reader that takes whole records leaves a trail
instead: the nodes it read, each with a plan that says where the text and the attributes of such a
node go. A trail costs nothing until somebody asks; a mark says more, and so it comes first.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum
from functools import lru_cache
from re import compile as pattern
from typing import Final, NamedTuple, TypeAlias

from mappings.errors import Issue
from mappings.fhir.values import SourceText
from mappings.tree import Leaf, Node, attribute_step, carriers, leaves, located

# Where one node's values went: attribute (None: the text) → field of the record.
Plan: TypeAlias = Mapping[str | None, str]
# A node read into a record, its plan, and its place in the outermost list.
Step: TypeAlias = tuple[Node, Plan, int | None]
# The nodes read into one record, in order.
Trail: TypeAlias = list[Step]
SOURCE_TEXTS: Final = "source_texts"
_ANY_INDEX: Final = pattern(r"\[\d+\]")


class Class(StrEnum):
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
        kind, rest = _parts(self._fields[field], at)
        return f"{kind}{rest}" if self._start is None else f"{kind}/{self._start}{rest}"


@lru_cache(maxsize=4096)
def _parts(template: str, at: int | None) -> tuple[str, str]:
    """The type of a resource, and what follows it in the path of a field."""
    place = template.replace("[]", "" if at is None else f"[{at}]", 1).replace("[]", "")
    kind, dot, rest = place.partition(".")
    return kind, dot + rest


class Item(NamedTuple):
    """One line of the account as it is written out."""

    path: str
    line: int | None
    klass: Class
    target: str | None
    reason: str | None


class Mark(NamedTuple):
    """What is said of one value."""

    klass: Class
    target: Target | None
    field: str = ""
    at: int | None = None
    reason: str | None = None


class Ledger:
    """What is said of the values of one document.

    `_marks` by node and attribute, `_steps` by node; `_trails` wait to be sorted into steps.
    """

    __slots__ = ("_marks", "_steps", "_trails", "issues", "root")

    def __init__(self, root: Node) -> None:
        self.root = root
        self.issues: list[Issue] = []
        self._marks: dict[Node, dict[str | None, Mark]] = {}
        self._steps: dict[Node, tuple[Step, Target]] = {}
        self._trails: list[tuple[Trail, Target]] = []

    # -- saying -----------------------------------------------------------------------------

    def mark(self, leaf: Leaf, mark: Mark) -> None:
        # A value that serves two records belongs where it was taken first.
        self._marks.setdefault(leaf.node, {}).setdefault(leaf.attribute, mark)

    def remark(self, leaf: Leaf, mark: Mark) -> None:
        """Replace what was said of a leaf: a taken value turned out to be refused."""
        self._marks.setdefault(leaf.node, {})[leaf.attribute] = mark

    def follow(self, trail: Trail, target: Target) -> None:
        """Account for a whole record at once, by the trail that its reading left."""
        self._trails.append((trail, target))

    def refuse_into(self, target: Target, rule: str) -> None:
        """Refuse everything that was read into a record; an issue has said why."""
        self._settle()
        for marks in self._marks.values():
            for attribute, mark in marks.items():
                if mark.target is target and mark.klass is not Class.REFUSED:
                    marks[attribute] = mark._replace(klass=Class.REFUSED, reason=rule)

    def refuse_target(self, start: str, rule: str) -> None:
        """A resource can't be written: what was read into `Type/<id>` is refused by `rule`."""
        self._settle()
        for marks in self._marks.values():
            for attribute, mark in marks.items():
                if _path(mark).startswith(start):
                    marks[attribute] = mark._replace(klass=Class.REFUSED, reason=rule)

    def refuse_document(self, rule: str) -> None:
        """The document can't stand: every leaf is refused by `rule`."""
        self._trails, self._steps, self._marks = [], {}, {}
        for leaf in leaves(self.root):
            self.mark(leaf, Mark(Class.REFUSED, None, reason=rule))

    def _follow_trails(self) -> None:
        """Sort the trails by node; a node that is in two of them is marked instead."""
        trails, self._trails, steps = self._trails, [], self._steps
        for trail, target in trails:
            for step in trail:
                node = step[0]
                if node in steps:
                    self._mark_step(step, target, steps[node][0][1])
                else:
                    steps[node] = step, target

    def _settle(self) -> None:
        """Make marks of the trails, so that each can be replaced."""
        self._follow_trails()
        for step, target in self._steps.values():
            self._mark_step(step, target, {})
        self._steps = {}

    def _mark_step(self, step: Step, target: Target, before: Plan) -> None:
        node, plan, at = step
        for attribute in (None, *node.attributes):
            field = plan.get(attribute)
            if field is not None and attribute not in before:
                self.mark(Leaf(node, attribute), Mark(Class.MAPPED, target, field, at))

    # -- telling ----------------------------------------------------------------------------

    def is_refused(self, leaf: Leaf) -> bool:
        mark = self._marks.get(leaf.node, _NOTHING).get(leaf.attribute)
        return mark is not None and mark.klass is Class.REFUSED

    def items(self) -> Iterator[Item]:
        """Every leaf with its class, by an independent walk over the source."""
        self._follow_trails()
        nothing: tuple[Step, Target] = ((self.root, {}, None), Target({}))
        for node, where in located(self.root):
            marks = self._marks.get(node, _NOTHING)
            (_, plan, at), target = self._steps.get(node, nothing)
            for attribute in carriers(node):
                place = where if attribute is None else where + attribute_step(attribute)
                if attribute in marks:
                    yield _marked(place, node.line, marks[attribute])
                elif attribute in plan:
                    there = target.path(plan[attribute], at)
                    yield _item(Item, (place, node.line, _MAPPED, there or None, None))
                else:
                    yield Item(place, node.line, Class.UNACCOUNTED, None, None)

    def counts(self) -> dict[Class, int]:
        return dict.fromkeys(Class, 0) | Counter(item.klass for item in self.items())

    def unaccounted(self) -> Iterator[Leaf]:
        """The leaves that nothing took."""
        self._follow_trails()
        steps, marks = self._steps, self._marks
        for node in self.root.walk():
            plan = steps[node][0][1] if node in steps else _NO_PLAN
            if (node.text is None or None in plan) and node.attributes.keys() <= plan.keys():
                continue
            own = marks.get(node, _NOTHING)
            for attribute in carriers(node):
                if attribute not in plan and attribute not in own:
                    yield Leaf(node, attribute)

    def source_of(self, target: str) -> Leaf | None:
        """The leaf that was mapped to a FHIRPath, or to the nearest element around it."""
        self._settle()
        sought = _ANY_INDEX.sub("", target)
        best: tuple[int, Leaf] | None = None
        for node, marks in self._marks.items():
            for attribute, mark in marks.items():
                if mark.target is None:
                    continue
                here = _ANY_INDEX.sub("", _path(mark))
                if sought.startswith(here) or here.startswith(sought):
                    shared = min(len(here), len(sought))
                    if best is None or shared > best[0]:
                        best = (shared, Leaf(node, attribute))
        return None if best is None else best[1]


_item: Final = tuple.__new__  # what Item(…) comes to, without a call in between
_MAPPED: Final = Class.MAPPED  # to look a member up costs more than all the rest of its line
_NOTHING: Final[Mapping[str | None, Mark]] = {}
_NO_PLAN: Final[Plan] = {}


def _path(mark: Mark) -> str:
    return "" if mark.target is None else mark.target.path(mark.field, mark.at)


def _marked(place: str, line: int | None, mark: Mark) -> Item:
    return Item(place, line, mark.klass, _path(mark) or None, mark.reason)
