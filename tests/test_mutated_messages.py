"""A thousand real messages, each broken in one way: no traceback, no hang, no lost sibling."""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from adapter.codec.documents import RawDocument
from adapter.errors import Exit
from adapter.usecases.map import Fate, Mapped, map_document
from adapter.usecases.map_files import MapSummary
from mappings.errors import Severity
from mappings.record import Source
from tests.shared_data import shared

SOURCE = Source(key=bytes(32), installation="0123456789ab")
RECORDED = "2026-03-02T08:00:00Z"
COUNT = 1_000
JUNK = ("", "99999999", "x", "-1", "2026-02-30", "9" * 400, "<", "\u202e", "ÅÄÖ", "true", "NaN")

Element = etree._Element  # noqa: SLF001  lxml has no other name for its type
Mutation = Callable[[Element, random.Random], None]


def real_messages() -> list[Path]:
    responses = shared("rivta").rglob("*Response*.xml")
    wanted = ("GetCarePlansResponse", "GetObservationsResponse")
    return sorted(
        [
            *shared("plo", "eksempel-v1.6").glob("*.xml"),
            *shared("plo", "derived").glob("*.xml"),
            *(file for file in responses if any(name in file.name for name in wanted)),
        ]
    )


def elements(root: Element) -> list[Element]:
    return list(root.iter("*"))


def remove(root: Element, rng: random.Random) -> None:
    chosen = rng.choice(elements(root)[1:])
    parent = chosen.getparent()
    assert parent is not None
    parent.remove(chosen)


def repeat(root: Element, rng: random.Random) -> None:
    chosen = rng.choice(elements(root)[1:])
    copy = etree.fromstring(etree.tostring(chosen))
    chosen.addnext(copy)


def rename(root: Element, rng: random.Random) -> None:
    chosen = rng.choice(elements(root)[1:])
    chosen.tag = f"{chosen.tag}X"


def retype_text(root: Element, rng: random.Random) -> None:
    chosen = rng.choice([each for each in elements(root) if (each.text or "").strip()])
    chosen.text = rng.choice(JUNK)


def retype_attribute(root: Element, rng: random.Random) -> None:
    held = [each for each in elements(root) if each.attrib]
    chosen = rng.choice(held) if held else root
    for name in sorted(chosen.attrib)[:1]:
        chosen.set(name, rng.choice(JUNK))


def reverse_children(root: Element, rng: random.Random) -> None:
    chosen = rng.choice([each for each in elements(root) if len(each) > 1])
    chosen[:] = list(reversed(chosen))


TREE_MUTATIONS: tuple[Mutation, ...] = (
    remove,
    repeat,
    rename,
    retype_text,
    retype_attribute,
    reverse_children,
)


def truncate(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def flip(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def insert_doctype(data: bytes, _rng: random.Random) -> bytes:
    return b"<!DOCTYPE x>" + data.split(b"?>", 1)[-1]


BYTE_MUTATIONS = (truncate, flip, insert_doctype)


def broken(seed: int) -> tuple[str, bytes, bytes]:
    """The mutation, the message and the broken message of one seed."""
    rng = random.Random(seed)  # noqa: S311  it breaks test data
    messages = contents()
    data = messages[seed % len(messages)]
    if rng.random() < 0.1:
        change = rng.choice(BYTE_MUTATIONS)
        return change.__name__, data, change(data, rng)
    mutate = rng.choice(TREE_MUTATIONS)
    root = etree.fromstring(data)
    mutate(root, rng)
    return mutate.__name__, data, etree.tostring(root, encoding="utf-8", xml_declaration=True)


@cache
def contents() -> tuple[bytes, ...]:
    return tuple(file.read_bytes() for file in real_messages())


def mapped(data: bytes) -> Mapped:
    raw = RawDocument(name="message.xml", data=data)
    return map_document(raw, SOURCE, format_name=None, recorded=RECORDED)


@cache
def unbroken(data: bytes) -> Mapped:
    return mapped(data)


def outcome(one: Mapped) -> tuple[object, ...]:
    """What a user sees of a mapping: fate, resources, findings, flags."""
    return (one.fate, one.resources, [issue.rule for issue in one.issues], one.envelope)


def kinds(one: Mapped) -> Counter[str]:
    return Counter(each["resourceType"] for each in one.resources)


def losses(before: Mapped, after: Mapped) -> Iterator[str]:
    """Kinds of which more is gone than one broken place explains."""
    gone = kinds(before) - kinds(after)
    allowed = 1 + len([each for each in after.issues if each.severity is not Severity.INFORMATION])
    for kind, count in gone.items():
        if kind != "Provenance" and count > allowed:
            yield f"{count} {kind}"


@pytest.mark.slow
def test_a_thousand_broken_messages_end_as_documented(
    capsys: pytest.CaptureFixture[str],
) -> None:
    histogram: Counter[str] = Counter()
    changed = 0
    lost: list[str] = []
    for seed in range(COUNT):
        name, data, damaged = broken(seed)
        before, after = unbroken(data), mapped(damaged)
        summary = MapSummary()
        summary.add(after)
        histogram[f"{name}: {after.fate.value}, exit {int(summary.exit)}"] += 1
        changed += outcome(before) != outcome(after)
        assert summary.exit in {Exit.OK, Exit.REFUSED, Exit.UNREADABLE}
        assert (summary.exit is Exit.UNREADABLE) == (after.fate is not Fate.MAPPED)
        assert after.fate is Fate.MAPPED or after.issues, "a refusal says why"
        if after.fate is Fate.MAPPED and name not in {"remove", "rename"}:
            lost += [f"seed {seed} {name}: {each}" for each in losses(before, after)]
    with capsys.disabled():
        lines = [f"{count:5} {line}" for line, count in sorted(histogram.items())]
        lines.append(f"{changed} of {COUNT} changed the outcome")
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert lost == []
    assert changed >= COUNT / 2
