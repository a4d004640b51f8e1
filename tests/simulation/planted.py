"""Defects planted in the real planner, merge, executor and state, each by replacing one function.

The judge must see every one of them; what it can't see it doesn't promise.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from unittest.mock import patch

from adapter.endpoints import bundles
from adapter.errors import Unreachable
from adapter.policy import blocks, consents
from adapter.state.store import Store
from adapter.sync import acceptance, agreed, bodies, execute, given, merge, parts, plan
from adapter.sync.quiet import Newest
from adapter.usecases import crossing, sending
from adapter.usecases.context import Context
from adapter.usecases.enrolment import Terms, enrol
from adapter.usecases.listing import Listed
from adapter.values import (
    Action,
    Actor,
    Audited,
    Base,
    Block,
    ConsentFacts,
    End,
    Intent,
    Lift,
    Measure,
    Outcome,
    Stage,
    Step,
)
from tests.simulation.faults import FaultyServer
from tests.simulation.story import play
from tests.simulation.town import PEOPLE


@dataclass(frozen=True)
class Planted:
    """One defect: what is replaced where, and by what."""

    name: str
    owner: Any
    attribute: str
    replacement: Any
    more: tuple[tuple[Any, str, Any], ...] = ()  # what else is replaced


def _shared_base(versions: Any, _end: End, answer: Any, _other: Any) -> Base:  # noqa: ANN401
    """One base for both sides."""
    return Base(key=versions.key, here=answer, there=answer, person=versions.person)


def _without_version(action: Action, body: Any, place: Any) -> Any:  # noqa: ANN401
    """Nothing is asked of what stands there."""
    return _write_of(replace(action, version=None), body, place)


def _half(ground: Any, source: Any, taken: Any, split: Any) -> Any:  # noqa: ANN401
    """A goal's measure stays while its words go."""
    body = _laid_over(ground, source, taken, split)
    if body.get("resourceType") == "Goal" and "target" in ground.local:
        return {**body, "target": ground.local["target"]}
    return body


def _gone_is_deleted(record: Any, terms: Any, end: End) -> Action:  # noqa: ANN401
    """What is not found was deleted."""
    return _alone(replace(record, deleted=frozenset({end.other})), terms, end)


def _forgetful(record: Any, terms: Any, end: End) -> Action:  # noqa: ANN401
    """What was once on the other side is not remembered."""
    return _alone(replace(record, known={end: record.known[end]}, base=None), terms, end)


def _for_good(self: Context, route: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Whoever was enrolled once is so for ever."""
    known = self.store.enrolments(route, **more)
    return {each.handle: replace(each, end=None, suspended=None) for each in known}


def _whatever_came_after(*_: object) -> bool:
    """A choice holds, whatever was written since."""
    return True


def _everybody(self: Context, route: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Whoever is known on some route travels on every one."""
    for person in PEOPLE:
        enrol(self, route, person.identifier, Terms(decided_by="nobody", consent="Consent/1"))
    return _enrolled(self, route, **more)


def _unconditional(self: FaultyServer, resource: Any, *, if_none_exist: Any) -> Any:  # noqa: ANN401, ARG001
    """A create that asks for nothing."""
    return _create(self, resource, if_none_exist=None)


def _resent(self: Any, sent: Any) -> list[Outcome]:  # noqa: ANN401
    """What got no answer is sent once more, whatever stands there."""
    bare = [replace(each.write, version=None, identifier=None) for each in sent]
    replies = [parts.alone(each, self._endpoint) for each in bare]
    return [
        self._outcome(each, reply) or parts.failed(each.task.action, "again no answer")
        for each, reply in zip(sent, replies, strict=True)
    ]


def _resent_whole(self: Any, sent: Any, answer: Any) -> list[Outcome]:  # noqa: ANN401
    """A batch that got no answer is sent once more, whatever stands there."""
    if len(sent) > 1 and isinstance(answer, Unreachable):
        bare = [
            each._replace(write=replace(each.write, version=None, identifier=None)) for each in sent
        ]
        answer = self._asked(bare)
    return _told(self, sent, answer)


def _in_any_order(_write: object, _seen: object) -> bool:
    """The first entry of an answer is taken for the first of the request, whatever it says."""
    return True


def _last_writer(versions: Any, unit: str, source: End, rights: Any, *, is_new: bool) -> Any:  # noqa: ANN401, ARG001
    """Every side may change everything."""
    return merge.Fate.SENT


def _owner_wins(versions: Any, rights: Any, decisions: Any) -> Any:  # noqa: ANN401
    """Where both changed a unit, one of them is right."""
    return {
        unit: replace(each, fate=merge.Fate.SENT) if each.fate is merge.Fate.CONFLICT else each
        for unit, each in _merge(versions, rights, decisions).items()
    }


def _nothing_saved(*_: Any) -> None:  # noqa: ANN401
    """A write whose agreement is not remembered."""


def _all_settled(_base: Any, now: Any, _taken: Any, _split: Any) -> Any:  # noqa: ANN401
    """Everything is agreed on once anything was."""
    return now


def _deletes_edited(record: Any, terms: Any, end: End) -> Action:  # noqa: ANN401
    """What the owner deleted goes, whoever worked on with the copy."""
    return replace(_action(record, terms, end, Step.DELETE))


def _all_ours(record: Any, terms: Any, end: End) -> Action:  # noqa: ANN401
    """Here owns everything."""
    return _alone(replace(record, owner=End.HERE), terms, end)


def _kept(*_: object) -> tuple[int, ...]:
    """An answer stays, whatever became of the words."""
    return ()


def _no_origins(_self: object) -> Mapping[str, str]:
    """Nobody remembers where a record came from."""
    return {}


def _after_one_page(_self: object) -> bool:
    """What changed is taken for read once its first page was."""
    return True


def _nobody(*_: object) -> tuple[set[str], None]:
    """Whatever changed, nobody at rest is looked at."""
    return set(), None


def _told_later(self: Any, entries: Iterable[Audited]) -> str:  # noqa: ANN401
    """What is about to be written is told together with what came of it."""
    given = list(entries)
    held = self.__dict__.setdefault("held", [])
    if given and all(_is_begun(each) for each in given):
        held += given
        return str(self.audit_head())
    told, held[:] = [*held, *given], []
    return _audit(self, told)


def _not_told_again(self: Any, entries: Iterable[Audited]) -> str:  # noqa: ANN401
    """What was begun once and is begun again is not told of again."""
    earlier = [each.body for each in self.audit_entries()]
    return _audit(
        self,
        [
            each
            for each in entries
            if not _is_begun(each)
            or each.measure is not Measure.CREATE
            or not any('"about-to"' in body and f'"{each.what[0]}"' in body for body in earlier)
        ],
    )


def _as_planned(_route: Any, _context: Any, _report: Any, _fresh: Any, person: Any) -> Any:  # noqa: ANN401
    """What was decided is sent."""
    return person


def _may(*_: object) -> bool:
    """Whatever was said since."""
    return True


def _tried_again(self: Any, sent: Any) -> list[Outcome]:  # noqa: ANN401
    """A second try is one: nobody is asked whether it still may be sent."""
    return list(self._told(list(sent), self._asked(sent)))


def _lifted_for_good(block: Block, _now: datetime) -> bool:
    """A block that was lifted for some days is so for ever."""
    return block.since is None


def _for_everybody(lift: Lift, _actor: Actor, now: datetime) -> bool:
    """What one unit may look at, a whole authority may have."""
    return now <= lift.end


def _never_ended(consent: ConsentFacts, on: date, of_age: date | None) -> bool:
    """Who consented once does so for ever."""
    return bool(_counts(replace(consent, ended=None), on, of_age))


def _intended_later(self: Any, intents: Iterable[Intent]) -> None:  # noqa: ANN401
    """What is about to be sent is written down when it is known what came of it."""
    self.__dict__.setdefault("intended", []).extend(intents)


def _settled_with_intents(self: Any, *given: Any) -> None:  # noqa: ANN401
    intended = self.__dict__.setdefault("intended", [])
    _intend(self, intended)
    intended.clear()
    _settle(self, *given)


def _nothing(*_: object) -> tuple[()]:
    """Where a record comes from is written down when it was sent."""
    return ()


def _none_buried(*_: object) -> set[str]:
    """What was erased is not remembered."""
    return set()


def _is_begun(each: Audited) -> bool:
    writes = {Measure.CREATE, Measure.UPDATE, Measure.DELETE, Measure.MERGE}
    return each.stage is Stage.ABOUT_TO and each.measure in writes and each.what != ("Provenance",)


_audit = Store.audit
_intend = Store.intend
_settle = Store.settle
_counts = consents._counts  # noqa: SLF001
_write_of = parts.write_of  # the real one
_told = execute._Run._told  # noqa: SLF001
_laid_over = merge.laid_over
_alone = plan._alone  # noqa: SLF001
_enrolled = Context.enrolled
_create = FaultyServer.create
_merge = merge.merge
_action = plan._action  # noqa: SLF001

PLANTED: Final = (
    Planted("one base for both sides", agreed, "_base", _shared_base),
    Planted("If-Match dropped", parts, "write_of", _without_version),
    Planted("acceptance kept over changed words", acceptance, "outlived", _kept),
    Planted("half an aim merged", bodies, "laid_over", _half),
    Planted("not found is deleted", plan, "_alone", _gone_is_deleted),
    Planted("hub passes on what came from another", Store, "origins", _no_origins),
    Planted("somebody sent who is not enrolled", Context, "enrolled", _everybody),
    Planted("create on no condition", FaultyServer, "create", _unconditional),
    Planted("sent again when no answer came", execute._Run, "_looked", _resent),  # noqa: SLF001
    Planted("batch sent again when no answer came", execute._Run, "_told", _resent_whole),  # noqa: SLF001
    Planted("outcome of a batch from the wrong entry", bundles, "is_of", _in_any_order),
    Planted("everybody may change everything", merge, "_fate", _last_writer),
    Planted("conflict decided for the owner", plan, "merge", _owner_wins),
    Planted("agreement not saved", Store, "save_bases", _nothing_saved),
    Planted("all agreed on once anything is", agreed, "_moved", _all_settled),
    Planted("deleted although somebody wrote in it", plan, "_deleted", _deletes_edited),
    Planted("one side owns everything", plan, "_alone", _all_ours),
    Planted("what was deleted is not remembered", plan, "_alone", _forgetful),
    Planted("an enrolment that ended goes on", Context, "enrolled", _for_good),
    Planted("a choice holds for what was written since", given, "holds", _whatever_came_after),
    Planted("cursor advanced before the last page", Newest, "is_enough", property(_after_one_page)),
    Planted("a changed person left alone", Listed, "_some", _nobody),
    Planted("audit written after the send", Store, "audit", _told_later),
    Planted("audit lost on a second try", Store, "audit", _not_told_again),
    Planted(
        "intent written after the send",
        *(Store, "intend", _intended_later),
        more=((Store, "settle", _settled_with_intents),),
    ),
    Planted("state saved after the send", sending._Desk, "_sources", _nothing),  # noqa: SLF001
    Planted(
        "block looked at when planning only",
        *(sending, "_still", _as_planned),
        more=((sending._Desk, "_may_go", _may),),  # noqa: SLF001
    ),
    Planted("block looked at once for all requests", sending._Desk, "_may_go", _may),  # noqa: SLF001
    Planted("block not looked at before a second try", execute._Run, "_again", _tried_again),  # noqa: SLF001
    Planted("lift never expires", blocks, "_is_in_force", _lifted_for_good),
    Planted("lift for a unit taken for everybody", blocks, "applies", _for_everybody),
    Planted("consent's end is not looked at", consents, "_counts", _never_ended),
    Planted("tombstone forgotten", crossing, "keys_buried", _none_buried),
)


@contextmanager
def planted(bug: Planted) -> Iterator[None]:
    """The program with this defect."""
    with ExitStack() as stack:
        for each in ((bug.owner, bug.attribute, bug.replacement), *bug.more):
            stack.enter_context(patch.object(*each))
        yield


ENOUGH: Final = 500  # a planted defect is caught within so many stories


def caught_at(number: int) -> tuple[int, str] | None:
    """Where the defect of this number is caught: defects themselves don't cross processes."""
    return first_caught(PLANTED[number], range(ENOUGH))


def first_caught(bug: Planted, seeds: Iterable[int]) -> tuple[int, str] | None:
    """The first seed at which the judge sees it, and what the judge says."""
    with planted(bug):
        for seed in seeds:
            violations = play(seed).violations
            if violations:
                return seed, violations[0]
    return None
