"""What somebody put forward, once a person said which it is: a wish, or a reservation.

A wish is a statement in a writer's words, and a reservation a consent that denies those it is held
against; both take over from the task that waited for the answer. Nothing is told from the words.
Withdrawn on a day, a reservation holds until then, and a statement that follows the wish says so.
HIS 80704:2014 ReservasjonOnske; pasient- og brukerrettighetsloven (LOV-1999-07-02-63) § 5-3
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from mappings.activity import TaskRecord
from mappings.codes.systems import CONCEPT, PARTICIPATION_TYPE
from mappings.consent import Actor, ConsentRecord, Provision
from mappings.fhir.values import Coding, Concept, Identifier, Reference
from mappings.what_matters import Mode, SaidBy, StatementRecord

# What this marks is not sent on: nobody has said yet whether it is a wish or a reservation.
UNCLASSIFIED: Final = Coding(system=CONCEPT, code="not-before-classification")
_ASKED: Final = Coding(system=CONCEPT, code="classify-reservation-or-wish")
WITHDRAWN: Final = Coding(system=CONCEPT, code="wish-withdrawn")
CLASSIFY: Final = Concept(codings=(_ASKED,))
_POLICY: Final = "https://lovdata.no/lov/1999-07-02-63/%C2%A75-3"
_RECEIVES: Final = Concept(codings=(Coding(system=PARTICIPATION_TYPE, code="IRCP"),))


def waits(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is a task that waits for somebody to say what was put forward."""
    if resource["resourceType"] != "Task":
        return False
    codings = (resource.get("code") or {}).get("coding") or ()
    return (_ASKED.system, _ASKED.code) in {
        (each.get("system"), each.get("code")) for each in codings
    }


def wish(task: TaskRecord, name: Identifier) -> StatementRecord:
    """What somebody wishes, as it was written down."""
    said = task.requester is not None and task.requester.type == "Patient"
    return StatementRecord(
        **_common(task, name),
        status="final",
        mode=Mode.REPORTED,
        said_by=SaidBy.PATIENT if said else SaidBy.UNKNOWN,
        words=task.description,
        speaker=task.requester if said else None,
        said_at=task.authored_on,
        about=(task.focus,),
        notes=task.notes,
    )


def withdrawal(task: TaskRecord, name: Identifier, of: Identifier) -> StatementRecord:
    """That a wish was taken back, and when: what was wished stays as it was said.

    Whoever took it back said nothing that is known, so it has no words, only what it means.
    """
    return StatementRecord(
        **_common(task, name),
        status="final",
        mode=Mode.REPORTED,
        said_by=SaidBy.UNKNOWN,
        said_at=None if task.period is None else task.period.end,
        codings=(WITHDRAWN,),
        follows=Reference(type="Observation", identifier=of),
        about=(task.focus,),
    )


def reservation(task: TaskRecord, name: Identifier, against: Iterable[Identifier]) -> ConsentRecord:
    """Against whom something is reserved; nobody named: against everybody."""
    return ConsentRecord(
        **_common(task, name),
        status="active",
        provision=Provision.DENY,
        policy=_POLICY,
        given_at=task.authored_on,
        given_by=() if task.requester is None else (task.requester,),
        actors=tuple(
            Actor(role=_RECEIVES, reference=Reference(type="Organization", identifier=each))
            for each in against
        ),
        words=task.description,
        withdrawn_at=None if task.period is None else task.period.end,
        notes=task.notes,
    )


def _common(task: TaskRecord, name: Identifier) -> dict[str, Any]:
    return {
        "id": name,
        "person": task.person,
        "accountable": task.accountable,
        "chain": task.chain,
        "labels": tuple(label for label in task.labels if label != UNCLASSIFIED),
        "source": task.source,
        "language": task.language,
    }
