"""After a write: a Provenance on that server, naming the very versions that were written.

It carries our tag, is no change to be carried, and is never sent on. What got no answer is looked
for and made once more in that run; no later run makes up for it, since none remembers that it is
missing. What was written is told by the audit and by `explain` all the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple, cast

from adapter.errors import EndpointError, Refused, TryLater, Unreachable
from adapter.ports import Endpoint
from adapter.sync.identity import identifiers_of
from adapter.sync.parts import Manner
from adapter.usecases.auditing import accounted, accounting
from adapter.usecases.context import Context
from adapter.values import Outcome, Ref, Reply, Resource, Result, Seen, Step, Write
from mappings.codes.systems import PARTICIPANT_TYPE
from mappings.errors import ViktigtError
from mappings.fhir import datatypes as dt
from mappings.provenance import is_own, provenances_for
from mappings.record import Source


def accounts_of(outcomes: Iterable[Outcome], source: Source, recorded: str) -> Iterator[Resource]:
    """Account for what was written for one person; nothing when nothing was.

    What somebody decided has an account of its own, with its author.
    """
    written: dict[tuple[str, ...], list[Seen]] = {}
    for outcome in outcomes:
        if outcome.result is Result.DONE and outcome.seen is not None:
            written.setdefault(outcome.action.decided_by, []).append(outcome.seen)
    for deciders, seen in written.items():
        authors = [_author(each) for each in deciders]
        for account in _accounts(seen, source, recorded):
            yield {**account, "agent": [*account["agent"], *authors]}


def _accounts(written: Sequence[Seen], source: Source, recorded: str) -> Iterator[Resource]:
    places = {
        identifier.value: f"{seen.ref}/_history/{seen.version}"
        for seen in written
        for identifier in identifiers_of(seen.resource)[:1]
    }

    def place(reference: dict[str, Any]) -> dict[str, Any]:
        value = (reference.get("identifier") or {}).get("value")
        return {"reference": places[value]} if value in places else reference

    for made in provenances_for((seen.resource for seen in written), source, recorded=recorded):
        provenance = cast("Resource", made)
        yield {**provenance, "target": [place(target) for target in provenance["target"]]}


def _author(decider: str) -> Resource:
    """Who decided, as they are known here: an id or a name."""
    return {"type": dt.concept(PARTICIPANT_TYPE, "author"), "who": {"display": decider}}


def record(
    context: Context,
    side: str,
    accounts: Sequence[tuple[str, Resource]],
    manner: Manner,
    patients: Mapping[str, Ref],
) -> list[ViktigtError | None]:
    """Write the account of each person, as told to the audit; of each, what went wrong."""
    if not accounts:
        return []
    told = accounting(context, side, [person for person, _ in accounts], patients)
    tried = _sent(context.servers[side], [each for _, each in accounts], manner)
    replies = [each.reply for each in tried]
    accounted(context, told, replies)
    missing = [at for at, each in enumerate(tried) if each.is_missing]
    if missing:  # another disclosure than the first, which may yet arrive
        told = accounting(context, side, [accounts[at][0] for at in missing], patients)
        again = [_alone(context.servers[side], accounts[at][1]) for at in missing]
        accounted(context, told, again)
        for at, reply in zip(missing, again, strict=True):
            replies[at] = reply
    return [each.error for each in replies]


class _Tried(NamedTuple):
    """What came of an account; `is_missing`: no answer came, and it does not stand there."""

    reply: Reply
    is_missing: bool = False


def _sent(server: Endpoint, accounts: Sequence[Resource], manner: Manner) -> list[_Tried]:
    """As many at once as the server takes."""
    size = manner.entries
    groups = [accounts[start : start + size] for start in range(0, len(accounts), size)]
    taken: set[Ref] = set()  # two may be about the same versions
    write = partial(_recorded, server, taken)
    if manner.at_once == 1:
        return [each for group in groups for each in write(group)]
    with ThreadPoolExecutor(manner.at_once) as pool:
        return [each for found in pool.map(write, groups) for each in found]


def _recorded(server: Endpoint, taken: set[Ref], accounts: Sequence[Resource]) -> list[_Tried]:
    replies = _first(server, accounts)
    taken |= {each.seen.ref for each in replies if each.seen is not None}
    return [
        _looked(server, account, reply, taken) if is_unanswered(reply.error) else _Tried(reply)
        for account, reply in zip(accounts, replies, strict=True)
    ]


def is_unanswered(error: ViktigtError | None) -> bool:
    """Whether nobody knows if it was done, and nobody said when to come back."""
    return isinstance(error, Unreachable) and not isinstance(error, TryLater)


def _looked(server: Endpoint, account: Resource, reply: Reply, taken: set[Ref]) -> _Tried:
    """Look by what it is about whether it stands there, as it has no identifier."""
    about = _targets(account)
    places = sorted({*about, *(each.partition("/_history/")[0] for each in about)})
    try:
        for seen in server.search("Provenance", [("target", ",".join(places))]):
            is_it = is_own(seen.resource) and _targets(seen.resource) == about
            if is_it and seen.ref not in taken:
                taken.add(seen.ref)
                return _Tried(Reply(seen=seen))
    except EndpointError:
        return _Tried(reply)
    return _Tried(reply, is_missing=True)


def _targets(account: Resource) -> set[str]:
    """The very versions that it tells of, also where a server shows them by address."""
    named = (str(each.get("reference", "")) for each in account.get("target") or ())
    return {"/".join(each.split("/")[-4:]) for each in named if "/_history/" in each}


def _first(server: Endpoint, accounts: Sequence[Resource]) -> list[Reply]:
    writes = [Write(step=Step.CREATE, type="Provenance", body=each) for each in accounts]
    if len(writes) == 1:
        return [_alone(server, accounts[0])]
    try:
        return server.batch(writes)
    except Refused:  # as a whole: nothing was written
        return [_alone(server, each) for each in accounts]
    except EndpointError as error:
        return [Reply(error=error)] * len(writes)


def _alone(server: Endpoint, account: Resource) -> Reply:
    try:
        seen, _ = server.create(account, if_none_exist=None)
    except EndpointError as error:
        return Reply(error=error)
    return Reply(seen=seen)
