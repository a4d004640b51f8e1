"""The request to withdraw a copy, as a Task at whoever has it (https://hl7.org/fhir/R4/task.html).

intent   order          code    `withdraw-copy`, and never why: that is between the person and us
focus    the copy       for     the person, as that server's record names them
owner    who answers for that side; requester: who asks
status   requested; then what they say: completed, rejected, failed … or cancelled, by us
It carries our tag: it is an account of ours on that server, and is never sent on.
"""

from collections.abc import Mapping
from typing import Any, Final

from adapter.values import Recall, Ref, Resource, Seen
from mappings.codes.systems import CONCEPT, TAG
from mappings.fhir import lifecycle
from mappings.fhir.values import Identifier
from mappings.provenance import OWN

WITHDRAW: Final = "withdraw-copy"
LIFTED: Final = "cancelled"
DELETED: Final = "deleted-there"
NOT_FOUND: Final = "not-found-there"
IN_ERROR: Final = "entered-in-error-there"
_SAID: Final = frozenset({"completed", "rejected", "failed", "cancelled", "entered-in-error"})
_WHOSE: Final = ("subject", "patient", "for")


def request(
    recall: Recall,
    copy: Mapping[str, Any],
    identifier: Identifier,
    parties: tuple[Identifier | None, Identifier | None],
) -> Resource:
    """The Task; `copy` is what stands there, `parties` are who asks and who is asked.

    It says the same whenever it is made: what may have arrived is made once more.
    """
    asks, asked = parties
    task: dict[str, Any] = {
        "resourceType": "Task",
        "meta": {"tag": [{"system": TAG, "code": OWN}]},
        "identifier": [_held(identifier)],
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": CONCEPT, "code": WITHDRAW}]},
        "focus": {"reference": str(recall.stands).partition("/_history/")[0]},
        "for": whose(copy),
        "authoredOn": recall.since,
        "requester": None if asks is None else _organization(asks),
        "owner": None if asked is None else _organization(asked),
    }
    return {name: each for name, each in task.items() if each is not None}


def whose(copy: Mapping[str, Any]) -> Resource | None:
    """The person, as the record there refers to them, and by nothing else."""
    for name in _WHOSE:
        reference = (copy.get(name) or {}).get("reference")
        if isinstance(reference, str):
            return {"reference": reference}
    return None


def said(task: Seen | None) -> str | None:
    """What they say to a request; None: nothing yet."""
    status = None if task is None else task.resource.get("status")
    return status if status in _SAID else None


def answer_of(copy: Seen | None, *, deleted: bool) -> str | None:
    """What their server says of the copy, where that answers the request; None: it stands."""
    if copy is None:
        return DELETED if deleted else NOT_FOUND
    return IN_ERROR if lifecycle.is_withdrawn(copy.resource) else None


def ref_of(text: str) -> Ref:
    """Where something stands, whichever version is named."""
    kind, _, rest = text.partition("/")
    return Ref(kind, rest.partition("/")[0])


def _organization(party: Identifier) -> Resource:
    return {"type": "Organization", "identifier": _held(party)}


def _held(identifier: Identifier) -> Resource:
    return {"system": identifier.system, "value": identifier.value}
