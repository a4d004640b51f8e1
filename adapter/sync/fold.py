"""A conversation of messages → the state it leaves, whatever order they arrived in.

    new, replace   the whole document: what the version before held and this one lacks is ended
    add            joins what is there
    cancel         everything of the conversation is withdrawn; where another person was meant, or
                   the cause is unknown, words and values go too
The order is that of the parent references alone: times and message ids prove nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from adapter.sync.identity import identifier_of, key_of, rewritten
from adapter.values import Resource, Why
from mappings.codes.systems import GOAL_RELATIONSHIP
from mappings.fhir import lifecycle
from mappings.record import MessageStatus
from mappings.redacted import Redacted

_REPLACEMENT: Final = {"url": "type", "valueCodeableConcept": {"text": "replacement"}}
SIMILAR: Final = 0.75  # how alike two texts must be to be one record that was edited


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Redacted):
    """One message of a conversation: its place in the chain, and what it says."""

    id: str
    parent: str | None
    status: MessageStatus
    resources: tuple[Resource, ...] = ()
    wrong_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded(Redacted):
    """What a conversation leaves. `problem` says why it can't be told; then nothing is done."""

    resources: Mapping[str, Resource]
    cancelled: bool = False
    wrong_person: bool = False
    problem: Why | None = None


@dataclass(frozen=True, slots=True)
class _State(Redacted):
    """All records of a conversation, and the keys of those that its last version holds."""

    all: Mapping[str, Resource]
    held: frozenset[str]


def fold(conversation: str, messages: Iterable[Message]) -> Folded:
    """The state that the messages of one conversation leave behind."""
    known = {message.id: message for message in messages}
    cancels = [each for each in known.values() if each.status is MessageStatus.CANCEL]
    if cancels:
        return _cancelled(known.values(), wrong_person=any(each.wrong_person for each in cancels))
    chain = _in_order(conversation, known)
    if chain is None:
        return Folded(resources={}, problem=Why.CHAIN_AMBIGUOUS)
    state = _State(all={}, held=frozenset())
    for message in chain:
        following = _following(state, message)
        if following is None:
            return Folded(resources={}, problem=Why.CHAIN_AMBIGUOUS)
        state = following
    return Folded(resources=state.all)


def _cancelled(messages: Iterable[Message], *, wrong_person: bool) -> Folded:
    undo = lifecycle.emptied if wrong_person else lifecycle.withdrawn
    held: dict[str, Resource] = {}
    for message in messages:
        held |= keyed(message.resources)
    taken_back = {key: undo(each) for key, each in held.items()}
    return Folded(resources=taken_back, cancelled=True, wrong_person=wrong_person)


def _in_order(conversation: str, known: Mapping[str, Message]) -> list[Message] | None:
    """The messages from first to last; None when two follow one, or two have lost their parent."""
    children: dict[str | None, list[Message]] = {}
    for message in known.values():
        parent = message.parent if message.parent in known else None
        children.setdefault(parent, []).append(message)
    starts = children.pop(None, [])
    # The first message of a conversation is its name; what lost its parent comes after it.
    starts.sort(key=lambda message: message.id != conversation)
    orphans = [message for message in starts if message.id != conversation]
    if len(orphans) > 1 or any(len(following) > 1 for following in children.values()):
        return None
    ordered = [message for start in starts for message in _line(start, children)]
    return ordered if len(ordered) == len(known) else None


def _line(start: Message, children: Mapping[str | None, list[Message]]) -> Iterator[Message]:
    """A message and those that follow it, one after the other."""
    following: list[Message] = [start]
    while following:
        yield following[0]
        following = children.get(following[0].id, [])


def _following(state: _State, message: Message) -> _State | None:
    """The state after one message; None when it can't be told which record was edited."""
    told = keyed(message.resources)
    if message.status is MessageStatus.ADD:
        return _State(all={**state.all, **told}, held=state.held | told.keys())
    gone = {key: state.all[key] for key in sorted(state.held - told.keys())}
    fresh = {key: each for key, each in told.items() if key not in state.all}
    edits = _edits(gone, fresh)
    if edits is None:
        return None
    kept = _with_links(_under_old_names(told, edits, state.all), state.all)
    over = {key: lifecycle.ended(each) for key, each in gone.items() if key not in edits.values()}
    new = {key: each for key, each in fresh.items() if key not in edits}
    now = _replacing(kept, over, new)
    return _State(all={**state.all, **over, **now}, held=frozenset(now))


def _with_links(told: Mapping[str, Resource], state: Mapping[str, Resource]) -> dict[str, Resource]:
    """What a goal once replaced it replaced for good: no message says so again."""
    linked = {}
    for key, resource in told.items():
        known = resource.get("extension") or []
        earlier = (state.get(key) or {}).get("extension") or ()
        more = [each for each in earlier if _is_replacement(each) and each not in known]
        linked[key] = {**resource, "extension": [*known, *more]} if more else resource
    return linked


def _is_replacement(extension: Mapping[str, Any]) -> bool:
    return extension.get("url") == GOAL_RELATIONSHIP and _REPLACEMENT in extension["extension"]


def _edits(gone: Mapping[str, Resource], fresh: Mapping[str, Resource]) -> dict[str, str] | None:
    """Which new record is which old one, edited: new key → old key. None when it is ambiguous."""
    found: dict[str, str] = {}
    for new_key, new in fresh.items():
        alike = [old_key for old_key, old in gone.items() if _alike(old, new)]
        if len(alike) > 1:
            return None
        if alike:
            found[new_key] = alike[0]
    return found if len(set(found.values())) == len(found) else None


def _alike(old: Resource, new: Resource) -> bool:
    if old.get("resourceType") != new.get("resourceType"):
        return False
    before, after = words_of(old), words_of(new)
    if not before or not after:
        return False
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= SIMILAR


_SAID_AT: Final[Mapping[str, Sequence[str]]] = {
    "Goal": ("description", "text"),
    "ServiceRequest": ("code", "text"),
    "Condition": ("code", "text"),
    "Appointment": ("description",),
}


def words_of(resource: Mapping[str, Any]) -> str:
    """The words by which people know a record; empty where a kind is not known by its words."""
    place: Any = resource
    for name in _SAID_AT.get(str(resource.get("resourceType")), ()):
        place = place.get(name) or {}
    return place if isinstance(place, str) else ""


def _under_old_names(
    told: Mapping[str, Resource], edits: Mapping[str, str], state: Mapping[str, Resource]
) -> dict[str, Resource]:
    """The new records, those that are edits of old ones under the identifier they had before."""
    if not edits:
        return dict(told)
    names: dict[str, dict[str, Any]] = {}
    for new_key, old_key in edits.items():
        old, new = identifier_of(state[old_key]), identifier_of(told[new_key])
        if old is not None and new is not None:
            names[new.value] = {"system": old.system, "value": old.value}
    return {edits.get(key, key): _renamed(resource, names) for key, resource in told.items()}


def _renamed(resource: Resource, names: Mapping[str, dict[str, Any]]) -> Resource:
    def change(reference: dict[str, Any]) -> dict[str, Any]:
        new = names.get((reference.get("identifier") or {}).get("value", ""))
        return reference if new is None else {**reference, "identifier": new}

    made: Resource = rewritten(resource, change)
    identifiers = [names.get(each.get("value"), each) for each in made.get("identifier") or []]
    return {**made, "identifier": identifiers} if identifiers else made


def _replacing(
    kept: dict[str, Resource], over: Mapping[str, Resource], fresh: Mapping[str, Resource]
) -> dict[str, Resource]:
    """One goal that ended and one that is new: the new one says that it replaces the old."""
    old = [each for each in over.values() if each.get("resourceType") == "Goal"]
    new = [key for key in fresh if key in kept and kept[key].get("resourceType") == "Goal"]
    if len(old) != 1 or len(new) != 1:
        return kept
    identifier = identifier_of(old[0])
    if identifier is None:
        return kept
    target = {
        "type": "Goal",
        "identifier": {"system": identifier.system, "value": identifier.value},
    }
    link = {
        "url": GOAL_RELATIONSHIP,
        "extension": [
            _REPLACEMENT,
            {"url": "target", "valueReference": target},
        ],
    }
    goal = kept[new[0]]
    return {**kept, new[0]: {**goal, "extension": [*goal.get("extension", ()), link]}}


def keyed(resources: Iterable[Resource]) -> dict[str, Resource]:
    """Resources by their keys; what has no business identifier is left out."""
    keyed: dict[str, Resource] = {}
    for resource in resources:
        identifier = identifier_of(resource)
        if identifier is not None:
            keyed[key_of(str(resource["resourceType"]), identifier)] = resource
    return keyed
