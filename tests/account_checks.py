"""What the account of a reader must prove, whatever the format: a value is where it is said to be.

plant         every leaf in turn gets a value that stands nowhere else, and the document is read
found         that value stands at the target the account names (evaluated in the resource)
refused       an issue names the line, the place and that same target
reviewed      every dropped path, with its reason, stands in a file that a person has read
"""

import base64
import binascii
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import unquote

from adapter.codec.xml_door import read_xml
from mappings.account import Account, Class, Item, Reason
from mappings.errors import DocumentRefused
from mappings.record import Document, Source
from mappings.tree import Leaf, Node, leaves, place
from tests.plo_support import SOURCE, Outcome, change

Reader: TypeAlias = Callable[[Node, Source, Account], Document]
Choose: TypeAlias = Callable[[Leaf, int], tuple[str, str] | None]
REVIEWED: Final = Path(__file__).resolve().parent / "reviewed"
_POSITION: Final = re.compile(r"\[[0-9]+\]")
_BASE64: Final = re.compile(r'"([A-Za-z0-9+/]{4,}={0,2})"')


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One leaf with another value, how FHIR shows that value, and what became of the document."""

    leaf: Leaf
    shown: str
    outcome: Outcome

    @property
    def item(self) -> Item:
        return self.outcome.item(self.leaf)


def read_with(read: Reader, tree: Node, source: Source = SOURCE) -> Outcome:
    """Read a tree as the tool does, a refused document with its account."""
    account = Account(tree)
    try:
        document = read(tree, source, account)
    except DocumentRefused as refused:
        account.refuse_document(refused.issues[0].rule)
        issues = (*account.issues, *refused.issues)
        return Outcome(document=None, account=account, issues=issues, refused=True)
    return Outcome(document=document, account=account, issues=document.issues)


def plant(read: Reader, data: bytes, choose: Choose) -> Iterator[Planted]:
    """Read the document once per leaf, that leaf having the value that `choose` gives it.

    `choose` says the value and how FHIR shows it; None leaves a leaf out.
    """
    for at in range(len(list(leaves(read_xml(data))))):
        tree = read_xml(data)
        leaf = list(leaves(tree))[at]
        chosen = choose(leaf, at)
        if chosen is not None:
            change(leaf, chosen[0])
            yield Planted(leaf=leaf, shown=chosen[1], outcome=read_with(read, tree))


def assert_found(planted: Planted) -> None:
    """The value, as FHIR shows it, stands where the account says that the leaf went."""
    target = planted.item.target
    where = place(planted.leaf)
    assert target is not None, f"{where} is {planted.item.klass.value} without a target"
    held = planted.outcome.values_at(target)
    decoded = " ".join(_decoded(held))
    shown = planted.shown
    # A URI holds a blank as %20.
    assert any(shown in each for each in (held, unquote(held), decoded)), (
        f"{where}: nothing of it at {target}"
    )


def _decoded(held: str) -> Iterator[str]:
    for found in _BASE64.findall(held):
        try:
            yield base64.b64decode(found, validate=True).decode("utf-8", "replace")
        except binascii.Error:
            continue


def assert_refused(planted: Planted) -> None:
    """An issue names the line, the place and the target that the account gives the leaf."""
    where, item = place(planted.leaf), planted.item
    about = [issue for issue in planted.outcome.issues if issue.path == where]
    assert item.klass is Class.REFUSED, f"{where} is {item.klass.value}"
    assert about, f"{where}: no issue names it"
    assert {issue.line for issue in about} == {planted.leaf.node.line}
    named = {issue.target for issue in about}
    assert item.target in named, f"{where}: the account says {item.target}, the issues {named}"


def dropped(outcomes: Iterable[Outcome]) -> set[str]:
    """Every dropped path of these documents with its reason, positions and documents aside."""
    return {
        f"{_POSITION.sub('', place_of(item))}\t{item.reason}"
        for outcome in outcomes
        for item in outcome.account.items()
        if item.klass is Class.DROPPED
    }


def place_of(item: Item) -> str:
    """The path of an item as people read it."""
    return re.sub(r"[*@]\*?\[local-name\(\)='([^']+)'[^]]*\]", _name, item.path)


def _name(found: re.Match[str]) -> str:
    return f"@{found[1]}" if found[0].startswith("@") else found[1]


def assert_reviewed(name: str, found: set[str]) -> None:
    """Nothing is dropped that the reviewed file does not name, with just that reason, and why.

    The file has three columns: path, reason, and what a person says to it. UPDATE_REVIEWED=1
    in the environment adds what is new, for a person to say why.
    """
    file = REVIEWED / name
    known = _known(file)
    if os.environ.get("UPDATE_REVIEWED"):
        known = {line: known.get(line, "?") for line in sorted(found)}
        text = "".join(f"{line}\t{why}\n" for line, why in known.items())
        file.write_text(text, encoding="utf-8")
    assert found == set(known), f"not reviewed, or gone: {sorted(found ^ set(known))}"
    assert all(why.strip("? ") for why in known.values()), "a line does not say why"
    reasons = {line.partition("\t")[2] for line in found}
    assert reasons <= {reason.value for reason in Reason}


def _known(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    return {f"{path}\t{reason}": why for path, reason, why in lines}
