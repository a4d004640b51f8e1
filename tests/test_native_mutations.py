"""Whatever is done to a native document, it is read or refused, and every value accounted for."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mappings import catalog
from mappings.account import Class
from mappings.errors import MappingError
from mappings.fhir import checker
from mappings.formats import native, native_csv
from mappings.tree import Node
from tests.account_checks import Reader, read_with
from tests.native_support import cases, in_order, run, source_of, tree_of
from tests.test_plo_mutations import CHANGES

SOURCES: Final[list[Path]] = [source_of(case) for case in cases()]
VALUES: Final = (
    *("", " ", "¿", "true", "0", "2024-02-30", "2024-03-31T02:30:00", "active", "person", "-1"),
    *("1e999", "NaN", "personnummer", "hsa-id", "goal/1", "1", "SIP", "<", "\u2028", "x" * 5000),
)
JSON_KINDS: Final = ("string", "number", "boolean", "null", "object", "array")


def change_kind(node: Node, _other: Node, value: str) -> None:
    if node.kind in JSON_KINDS:
        node.kind = JSON_KINDS[len(value) % len(JSON_KINDS)]


def give_text(node: Node, _other: Node, value: str) -> None:
    node.text = value if value.strip() else None


def swap_texts(node: Node, other: Node, _value: str) -> None:
    node.text, other.text = other.text, node.text


@st.composite
def _mutated(draw: DrawFn) -> Node:
    tree = tree_of(draw(st.sampled_from(SOURCES)))
    is_table = tree.kind == "table"
    for _ in range(draw(st.integers(1, 4))):
        nodes = [node for node in tree.walk() if not is_table or node.kind == "cell"]
        changes = (give_text, swap_texts) if is_table else (*CHANGES, change_kind)
        change = draw(st.sampled_from(changes))
        node, other = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        change(node, other, draw(st.sampled_from(VALUES)))
    return tree


mutated: SearchStrategy[Node] = _mutated()


@settings(max_examples=400)
@given(mutated)
def test_a_mutated_document_is_read_or_refused_with_every_value_accounted_for(tree: Node) -> None:
    outcome = read_with(reader_of(tree), tree)
    counts = outcome.account.counts()
    assert counts[Class.UNACCOUNTED] == 0
    assert not counts[Class.REFUSED] or outcome.issues
    assert not outcome.refused or outcome.issues


@given(mutated)
def test_the_records_of_a_mutated_document_are_mapped_or_refused_by_name(tree: Node) -> None:
    document = read_with(reader_of(tree), tree).document
    for record in () if document is None else document.records:
        with suppress(MappingError):
            resource = catalog.to_fhir(record)
            assert checker.is_valid(resource) or checker.check(resource)


@given(mutated)
def test_the_records_of_a_mutated_document_survive_being_written(tree: Node) -> None:
    document = read_with(reader_of(tree), tree).document
    records = () if document is None else document.records
    for written in (native.write(records), native.write_json(records)):
        again = run(written.tree).document
        assert again is not None
        assert again.records == in_order(records)


def reader_of(tree: Node) -> Reader:
    return native_csv.read if tree.kind == "table" else native.read
