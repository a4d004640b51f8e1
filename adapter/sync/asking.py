"""What waits for people as Tasks on a server (https://hl7.org/fhir/R4/task.html).

intent      proposal; status requested, then completed (taken), rejected, or cancelled (withdrawn)
focus       the record on that server          owner     the organisation that answers for it
for         the person
input       of a proposal: what each unit is to say, as text
code        of a conflict: resolve-difference, and nothing of what either side says
They carry our tag: they are accounts of ours on that server, and are never sent on.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from adapter.sync.carry import Side, literal
from adapter.sync.units import said
from adapter.values import Proposal, ProposalState, Resource
from mappings.codes.systems import CONCEPT, TAG
from mappings.fhir.values import Identifier
from mappings.provenance import OWN

REQUESTED: Final = "requested"
WITHDRAWN: Final = "cancelled"
RESOLVED: Final = "completed"
DIFFERENCE: Final = "resolve-difference"
_STATUS: Final[Mapping[ProposalState, str]] = {
    ProposalState.OPEN: REQUESTED,
    ProposalState.TAKEN: "completed",
    ProposalState.DECLINED: "rejected",
}


def status_of(proposal: Proposal, *, stands: bool) -> str:
    """What the Task says; a proposal that no side makes any more was taken back, or answered."""
    if proposal.state is ProposalState.OPEN and not stands:
        return WITHDRAWN
    return _STATUS[proposal.state]


def task_of(
    proposal: Proposal,
    side: Side,
    identifier: Identifier,
    parties: tuple[Identifier | None, Identifier | None],
) -> Resource:
    """The Task for the owner's server; `parties` are who asks and who is asked."""
    task = _task(side, proposal.key, identifier, proposal.since, parties)
    return {**task, "input": inputs(proposal, side)}


def difference_of(
    key: str, side: Side, identifier: Identifier, since: str, owner: Identifier | None
) -> Resource:
    """The Task that says on a side that there are two versions of a record; no more than that."""
    task = _task(side, key, identifier, since, (None, owner))
    return {**task, "code": {"coding": [{"system": CONCEPT, "code": DIFFERENCE}]}}


def _task(
    side: Side,
    key: str,
    identifier: Identifier,
    since: str,
    parties: tuple[Identifier | None, Identifier | None],
) -> Resource:
    asks, asked = parties
    task: dict[str, Any] = {
        "resourceType": "Task",
        "meta": {"tag": [{"system": TAG, "code": OWN}]},
        "identifier": [_held(identifier)],
        "status": REQUESTED,
        "intent": "proposal",
        "focus": {"reference": str(side.refs[key])},
        "for": {"reference": str(side.person)},
        "authoredOn": since,
        "requester": None if asks is None else _organization(asks),
        "owner": None if asked is None else _organization(asked),
    }
    return {name: each for name, each in task.items() if each is not None}


def inputs(proposal: Proposal, side: Side) -> list[Resource]:
    """What each unit is to say; a unit that is to say nothing has an empty object."""
    body = literal(proposal.body, side)
    return [
        {"type": {"text": unit}, "valueString": _text(said(body, unit))} for unit in proposal.units
    ]


def _text(elements: Mapping[str, Any]) -> str:
    return json.dumps(elements, ensure_ascii=False, default=str)


def _organization(party: Identifier) -> Resource:
    return {"type": "Organization", "identifier": _held(party)}


def _held(identifier: Identifier) -> Resource:
    return {"system": identifier.system, "value": identifier.value}
