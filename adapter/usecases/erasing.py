"""Erase a person or a record by a decision, and plan that every recipient is asked to.

Files first, while it is still known which they are; then all rows, the tombstones and what is asked
back in one transaction; then the file of the state is written anew. Whatever stops it, doing it
once more goes on from there (patientdatalagen 2008:355, 8 kap. 4 §; GDPR art. 17).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from adapter.errors import NotKnown
from adapter.sync.fold import keyed
from adapter.sync.identity import key_of
from adapter.usecases.auditing import ERASURE, begin_view
from adapter.usecases.buried import keys_of, nameless
from adapter.usecases.context import Context
from adapter.usecases.originals import Original, originals, theirs
from adapter.usecases.registered import REPLACED, known_now
from adapter.usecases.withdrawals import copies, recall_of, told
from adapter.values import (
    Audited,
    Erased,
    Ground,
    Ingested,
    Measure,
    Reach,
    Recall,
    Route,
    Stage,
    Tombstone,
)
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure(Redacted):
    """What is to be erased, and all that this takes.

    `people` are the handles whose it is, `key` the one record that is meant, if it is not all of
    them. `shared` originals tell of others too and are left to a person. `unattributed` is how
    many agreements of an older program can't be told to be theirs.
    """

    people: tuple[str, ...]
    key: str | None
    reach: Reach
    rows: dict[str, int]
    names: tuple[tuple[Erased, str], ...]
    originals: tuple[Original, ...]
    shared: tuple[Original, ...]
    rewritten: tuple[tuple[Route, Ingested], ...]
    copies: tuple[Path, ...]
    recalls: tuple[Recall, ...]
    unattributed: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is left here for a person to look at."""
        return not self.shared and not self.unattributed


def of_person(context: Context, handle: str, person: Identifier | None) -> Erasure:
    """All of somebody; `person` where it is known who that is."""
    people, numbers = _known_as(context, handle, person)
    held = [
        (route, document)
        for route in context.settings.routes.values()
        for document in context.store.documents(route.name)
        if document.person in people
    ]
    told_of = {key for _, document in held for key in keyed(document.resources)}
    keys = context.store.reached(people) | told_of
    found = theirs(context, held, people, numbers, keys)
    alone = frozenset(each.sha256 for each in found if not each.is_shared)
    reach = Reach(persons=people, keys=keys, documents=alone)
    names = [(Erased.PERSON, each) for each in sorted(people)]
    return _erasure(context, people, None, reach, names, found, ())


def of_handle(context: Context, handle: str, person: Identifier | None) -> Erasure:
    """All of somebody who goes by a handle here; raises NotKnown: nobody does, or ever did."""
    found = of_person(context, handle, person)
    buried = context.store.buried()
    if not any(found.rows.values()) and not any(
        context.buried(what, text) in buried for what, text in found.names
    ):
        raise NotKnown("nobody is known here by that handle; see viktigt status")
    return found


def of_record(context: Context, key: str) -> Erasure:
    """One record, whoever it is of; documents lose what they say of it, and their originals go."""
    people = context.store.whose(key)
    keys = frozenset({key, *_tasks(context, key)})
    held = [
        (route, document)
        for route in context.settings.routes.values()
        for document in context.store.documents(route.name)
        if key in keyed(document.resources)
    ]
    people |= {document.person for _, document in held}
    left = [(route, _without(document, key)) for route, document in held]
    found = originals(context, held, key)
    gone = frozenset(each.sha256 for each in found if each.is_quarantined)
    reach = Reach(keys=keys, documents=gone)
    return _erasure(context, people, key, reach, [], found, left)


def _without(document: Ingested, key: str) -> Ingested:
    left = [each for each in document.resources if keyed((each,)).keys() != {key}]
    return replace(document, resources=tuple(left))


def _known_as(
    context: Context, handle: str, person: Identifier | None
) -> tuple[frozenset[str], tuple[Identifier, ...]]:
    """Under which handles and numbers somebody is known: also those that the present one replaced.

    Whose former number it is is what the register of persons says, and nobody else.
    """
    numbers = {} if person is None else {handle: person}
    for enrolment in context.store.enrolments():
        if enrolment.handle == handle:
            numbers[handle] = enrolment.person
        elif enrolment.suspended == REPLACED and _is_now(context, enrolment.person, handle):
            numbers[enrolment.handle] = enrolment.person
    return frozenset({handle, *numbers}), tuple(numbers.values())


def _is_now(context: Context, former: Identifier, handle: str) -> bool:
    known = known_now(context, former)
    return known is not None and context.handle(known.person) == handle


def _tasks(context: Context, key: str) -> Iterator[str]:
    """What owners were told of it: a Task says what a record is to say."""
    for route in context.settings.routes.values():
        for end in (route.here, route.there):
            for what in ("proposal", "difference"):
                yield key_of("Task", context.source(end).mint(what, route.name, key))


def _erasure(  # noqa: PLR0913, PLR0917  all that an erasure is
    context: Context,
    people: Iterable[str],
    key: str | None,
    reach: Reach,
    names: Iterable[tuple[Erased, str]],
    found: Iterable[Original],
    rewritten: Iterable[tuple[Route, Ingested]],
) -> Erasure:
    files = list(found)
    alone = [each for each in files if not each.is_shared]
    buried = [
        *names,
        *((Erased.RECORD, each) for each in sorted(_all_names(context, reach.keys))),
        *((Erased.DOCUMENT, each.sha256) for each in alone),
    ]
    return Erasure(
        people=tuple(sorted(people)),
        key=key,
        reach=reach,
        rows=context.store.found(reach),
        names=tuple(dict.fromkeys(buried)),
        originals=tuple(alone),
        shared=tuple(each for each in files if each.is_shared),
        rewritten=tuple(rewritten),
        copies=tuple(context.store.copies()),
        recalls=tuple(_recalls(context, reach)),
        unattributed=context.store.unattributed(),
    )


def _all_names(context: Context, keys: frozenset[str]) -> set[str]:
    """Every key that one of these records may come back under."""
    found = set(keys)
    for route in context.settings.routes:
        for key in keys:
            base = context.store.base(route, key)
            bodies = () if base is None else (base.here, base.there)
            found |= {each for body in bodies for each in keys_of(body)}
    return found


def _recalls(context: Context, reach: Reach) -> Iterator[Recall]:
    """What was asked back by an earlier erasure, and every copy that is known of."""
    for each in context.store.recalls():
        if each.ground is Ground.ERASED and each.person in reach.persons:
            yield each
    for copy in copies(context):
        if copy.person in reach.persons or copy.key in reach.keys:
            forgotten = replace(copy, key=nameless(context, copy.key), digest="")
            yield recall_of(context, forgotten, Ground.ERASED)


def erase(context: Context, erasure: Erasure, decision: str) -> Erasure:
    """Do it. Raises OSError, Locked or AuditNotWritten: then it is to be done once more."""
    context = begin_view(context, (), decision, ERASURE)
    store, now = context.store, context.now()
    store.audit(_audited(context, erasure, decision, Stage.ABOUT_TO))
    for each in erasure.originals:
        context.folders[each.endpoint].remove(each.name, each.sha256)
    store.drop_copies()
    recalls = [replace(each, decision=each.decision or decision) for each in erasure.recalls]
    new = [each for each in recalls if each not in store.recalls()]
    with store.transaction():
        for route, document in erasure.rewritten:
            store.save_document(route.name, document)
        store.erase(erasure.reach)
        store.bury(_tombstones(context, erasure, decision, now))
        for name in context.settings.routes if erasure.key is not None else ():
            store.disturb(name, erasure.people)
        store.save_recalls(recalls)
        store.audit(told(context, each) for each in new)
        store.audit(_audited(context, erasure, decision, Stage.DISCLOSED))
    store.scrub(context.now())
    return replace(erasure, recalls=tuple(recalls))


def _tombstones(context: Context, erasure: Erasure, decision: str, now: str) -> Iterator[Tombstone]:
    for what, text in erasure.names:
        yield Tombstone(name=context.buried(what, text), what=what, decision=decision, at=now)


def _audited(context: Context, erasure: Erasure, decision: str, stage: Stage) -> Iterator[Audited]:
    """That it is done, when and by which decision; a record by its type alone."""
    what = () if erasure.key is None else (erasure.key.partition("|")[0],)
    about: dict[str, Any] = {"decision": decision}
    for person in erasure.people or (None,):
        yield Audited(
            at=context.now(),
            measure=Measure.ERASE,
            stage=stage,
            operation=f"erase-{context.job}-{person}",
            job=context.job,
            person=person,
            what=what,
            about=about,
        )


def facts(erasure: Erasure) -> dict[str, Any]:
    """What it takes, in numbers and names that tell of nobody."""
    return {
        "people": list(erasure.people),
        "rows": erasure.rows,
        "documents_rewritten": len(erasure.rewritten),
        "originals": [f"{each.endpoint}: {each.name}" for each in erasure.originals],
        "left_originals": [f"{each.endpoint}: {each.name}" for each in erasure.shared],
        "copies_of_the_state": [each.name for each in erasure.copies],
        "asked_back": len(erasure.recalls),
        "not_attributed": erasure.unattributed,
    }
