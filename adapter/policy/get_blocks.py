"""GetBlocks 4.0 → Blocks, as an answer of the block service or a file that holds one.

    result       OK or INFO, else it is no answer
    blocks       blockType Inner or Outer; informationCareUnitId and informationCareProviderId;
                 informationStartDate and informationEndDate, local time where without offset
    excludedInformationTypes, temporaryRevokes   exceptions, and lifts with their end
A block that can't be read whole covers everything of the person; one of which it is not known whose
it is, of everybody.
RIV-TA informationsecurity:authorization:blocking 4.0.4
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from adapter.policy.blocks import MAY_BE_EXCEPTED, ZONE
from adapter.policy.spans import EVER, span_of
from adapter.values import Block, Lift
from mappings.tree import Node

ANSWER: Final = "GetBlocksResponse"
_GOOD: Final = frozenset({"OK", "INFO"})


class NoAnswer(Exception):  # noqa: N818  the name is the fact
    """What should be an answer of the block service is none."""


def blocks_in(answer: Node) -> Iterator[tuple[str | None, Block]]:
    """Every block, and whose it is, if it says so; raises NoAnswer unless it is whole and OK."""
    responses = [node for node in answer.walk() if node.name == ANSWER]
    codes = [_text(node) for node in answer.walk() if node.name == "resultCode"]
    if len(responses) != 1 or len(codes) != 1 or codes[0] not in _GOOD:
        raise NoAnswer
    for node in responses[0].walk():
        if node.name == "blocks":
            yield _whose(node), _block(node)


def _whose(node: Node) -> str | None:
    """The number of the person whose it is."""
    patient = node.child("patientId")
    if patient is None:
        return None
    return _said(patient, "extension") or patient.attributes.get("extension")


def _block(node: Node) -> Block:
    kind = _said(node, "blockType")
    giver, unit = _said(node, "informationCareProviderId"), _said(node, "informationCareUnitId")
    excluded = frozenset(_said(each, "infoTypeId") or "" for each in node.all(_EXCLUDED))
    name = _said(node, "blockId") or ""
    is_inner = (kind or "").casefold() == "inner"
    is_whole = is_inner == (unit is not None) and (is_inner or _is_outer(kind))
    if not is_whole or giver is None or not excluded <= MAY_BE_EXCEPTED:
        return Block(id=name, understood=False)
    return Block(
        id=name,
        care_giver=giver,
        care_unit=unit,
        start=_first(_said(node, "informationStartDate")),
        end=_last(_said(node, "informationEndDate")),
        excepted=excluded,
        lifts=tuple(_lifts(node)),
    )


_EXCLUDED: Final = "excludedInformationTypes"


def _is_outer(kind: str | None) -> bool:
    return (kind or "").casefold() == "outer"


def _lifts(node: Node) -> Iterator[Lift]:
    """The lifts that name for whom and until when; any other opens nothing."""
    for each in node.all("temporaryRevokes"):
        end, unit = _said(each, "endDate"), _said(each, "revokedForCareUnitId")
        span = span_of(end, ZONE)
        if unit is not None and span != EVER:
            yield Lift(
                id=_said(each, "temporaryRevokeId") or "",
                start=None,
                end=span.first,
                care_unit=unit,
                employee=_said(each, "revokedForEmployeeId"),
            )


def _first(text: str | None) -> datetime | None:
    return None if text is None else span_of(text, ZONE).first


def _last(text: str | None) -> datetime | None:
    return None if text is None else span_of(text, ZONE).last


def _said(node: Node, name: str) -> str | None:
    child = node.child(name)
    return None if child is None else _text(child)


def _text(node: Node) -> str | None:
    return (node.text or "").strip() or None
