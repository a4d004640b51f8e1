"""Whatever is done to a message, it is read or refused, and each of its values is accounted for."""

from collections.abc import Callable
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from adapter.codec.xml_door import read_xml
from mappings.account import Class
from mappings.tree import Node, leaves
from tests.cases import folders
from tests.plo_support import assert_valid, run

SOURCES: Final = [(each / "source.xml").read_bytes() for each in folders("plo-")]
VALUES: Final = (
    *("", " ", "¿", "true", "0", "2024-02-30", "2024-03-31T02:30:00", "N", "C", "9", "-1"),
    *("1e999", "NaN", "FNR", "2.16.578.1.12.4.1.1.9141", "13", "SE", "<", "\u2028", "x" * 5000),
)


def _attach(node: Node, parent: Node) -> None:
    node.parent = parent
    parent.children.append(node)


def _copy(node: Node, parent: Node) -> Node:
    made = Node(
        node.name,
        space=node.space,
        text=node.text,
        attributes=dict(node.attributes),
        parent=parent,
        line=node.line,
    )
    for child in node.children:
        _copy(child, made)
    return made


def _remove(node: Node, _other: Node, _value: str) -> None:
    if node.parent is not None:
        node.parent.children.remove(node)


def _repeat(node: Node, _other: Node, _value: str) -> None:
    if node.parent is not None:
        _copy(node, node.parent)


def _move(node: Node, other: Node, _value: str) -> None:
    if node.parent is not None and other not in set(node.walk()):
        node.parent.children.remove(node)
        _attach(node, other)


def _set_text(node: Node, _other: Node, value: str) -> None:
    node.text = value


def _set_attribute(node: Node, _other: Node, value: str) -> None:
    node.attributes["V"] = value


def _add_attribute(node: Node, _other: Node, value: str) -> None:
    node.attributes["nytt"] = value


def _rename(node: Node, other: Node, _value: str) -> None:
    node.name = other.name


def _reverse(node: Node, _other: Node, _value: str) -> None:
    node.children.reverse()


def _change_space(node: Node, _other: Node, _value: str) -> None:
    node.space = "urn:other"


CHANGES: Final[tuple[Callable[[Node, Node, str], None], ...]] = (
    *(_remove, _repeat, _move, _set_text, _set_attribute, _add_attribute),
    *(_rename, _reverse, _change_space),
)


@st.composite
def _mutated(draw: DrawFn) -> Node:
    tree = read_xml(draw(st.sampled_from(SOURCES)))
    for _ in range(draw(st.integers(1, 4))):
        nodes = list(tree.walk())
        change = draw(st.sampled_from(CHANGES))
        node, other = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        change(node, other, draw(st.sampled_from(VALUES)))
    return tree


mutated: SearchStrategy[Node] = _mutated()


@settings(max_examples=400)
@given(mutated)
def test_a_mutated_message_is_read_or_refused_with_every_value_accounted_for(tree: Node) -> None:
    outcome = run(tree)
    assert outcome.account.counts()[Class.UNACCOUNTED] == 0
    assert outcome.issues or not outcome.refused
    refused = outcome.account.counts()[Class.REFUSED]
    assert not refused or outcome.issues


@given(mutated)
def test_a_mutated_message_becomes_valid_resources(tree: Node) -> None:
    for resource in run(tree).resources:
        assert_valid(resource)


@given(mutated)
def test_reading_twice_gives_the_same(tree: Node) -> None:
    before = [(leaf.node.name, leaf.value) for leaf in leaves(tree)]
    first, second = run(tree), run(tree)
    assert first.document == second.document
    assert list(first.account.items()) == list(second.account.items())
    assert before == [(leaf.node.name, leaf.value) for leaf in leaves(tree)]
