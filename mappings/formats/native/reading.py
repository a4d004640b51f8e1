"""One reading of a native document: the record being read, and what to do with what goes wrong.

What fails takes down the smallest thing: an optional member is left out, and the record keeps its
text as it stood; a member that its value can't stand without takes the value, and so on outward.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from mappings.account import Account, Reason, Target, Trail
from mappings.errors import Issue, Severity, Unreadable, shape
from mappings.fhir.values import Reference, SourceText
from mappings.tree import Leaf, Node, leaves, place

Resolve: TypeAlias = Callable[[str], Reference]
REQUIRED: Final = "native.required"
REPEATED: Final = "native.repeated"
_PLAIN: Final = re.compile(r"[A-Za-z$@{][\w.:/{}()-]{0,63}").fullmatch
_FEW: Final = 8


class Reading:
    """The reading of one document, and in it of one record after the other.

    `at` is the place in the list of the record that is being read: targets name it.
    """

    __slots__ = ("account", "at", "resolve", "space", "target", "trail", "zone")

    def __init__(self, account: Account, *, space: str, zone: str | None, resolve: Resolve) -> None:
        self.account = account
        self.space = space
        self.zone = zone
        self.resolve = resolve
        self.begin({})

    def begin(self, fields: Mapping[str, str]) -> None:
        """Begin a record whose mapping table is `fields`."""
        self.target = Target(fields)
        self.trail: Trail = []
        self.at: int | None = None

    def refuse(self, leaf: Leaf, field: str, error: Unreadable) -> None:
        """Refuse one value; the record keeps it as it stood."""
        self.report(leaf, field, error.expected, error.rule, found=shape(leaf.value))
        self._give_up(leaf, field, error.rule)

    def give_up(self, node: Node, field: str, rule: str) -> None:
        """Refuse a node with everything in it; an issue has said why."""
        for leaf in leaves(node):
            if not self.account.is_refused(leaf):
                self._give_up(leaf, field, rule)

    def _give_up(self, leaf: Leaf, field: str, rule: str) -> None:
        self.account.refuse_leaf(leaf, self.target, field, self.at, rule)
        self.keep(leaf)

    def keep(self, leaf: Leaf) -> None:
        """Keep a value with the record as it stood, under the name it had."""
        self.target.texts.append(SourceText(name=_source_name(leaf), text=leaf.value))

    def unknown(self, leaf: Leaf, field: str, known: Iterable[str]) -> None:
        """Refuse an element or attribute that the format does not have, with all that is in it."""
        kind = "element" if leaf.attribute is None else "attribute"
        rule = f"native.unknown-{kind}"
        name = leaf.attribute or leaf.node.name
        shown = name if _PLAIN(name) else shape(name)
        expected = f"no {kind} {shown} here, {_nearest(name, known)}"
        self.report(leaf, field, expected, rule)
        if leaf.attribute is None:
            self.give_up(leaf.node, field, rule)
        else:
            self._give_up(leaf, field, rule)

    def repeated(self, node: Node, field: str) -> None:
        """Refuse an element that stands a second time where there is room for one."""
        self.report(Leaf(node, None), field, f"{node.name} only once", REPEATED)
        self.give_up(node, field, REPEATED)

    def missing(self, node: Node, field: str, name: str) -> str:
        """Say that a member is missing without which `node` can't stand; gives the rule."""
        self.report(Leaf(node, None), field, f"{name} in {node.name}", REQUIRED, code="required")
        return REQUIRED

    def blank(self, node: Node) -> None:
        """An empty text says no more than that there is none."""
        self.account.drop(node, Reason.UNAFFIRMED)

    def report(  # noqa: PLR0913  an issue is made of its facts
        self,
        leaf: Leaf,
        field: str,
        expected: str,
        rule: str,
        *,
        found: str | None = None,
        code: str = "value",
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.account.issues.append(
            Issue(
                severity=severity,
                code=code,
                rule=rule,
                expected=expected,
                line=leaf.node.line,
                path=place(leaf),
                target=self.target.path(field, self.at) or None,
                found=found,
            )
        )


def _source_name(leaf: Leaf) -> str:
    """The name a value had in its source: `words`, `quantity/@unit`."""
    return leaf.node.name if leaf.attribute is None else f"{leaf.node.name}/@{leaf.attribute}"


def _nearest(name: str, known: Iterable[str]) -> str:
    """What may have been meant, or what there is."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=3)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"only {', '.join(names[:_FEW]) or 'text'}{' …' if len(names) > _FEW else ''}"
