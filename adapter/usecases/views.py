"""One server as it is seen for one person, before anything is decided.

People are matched and never made; records are named by key, and staff and units by the logical
reference under which another server may know them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from adapter.errors import Refused, Unreachable
from adapter.ports import Endpoint
from adapter.sync.carry import Describe, Links, Side, forms_of
from adapter.sync.doubles import alive, first
from adapter.sync.identity import identifier_of, identifiers_of, key_of, with_identifier
from adapter.sync.merge import Copy
from adapter.sync.pairing import same_as
from adapter.usecases import abreast
from adapter.usecases.auditing import Named, asking
from adapter.usecases.behind import Behind, behind
from adapter.usecases.context import Context
from adapter.usecases.gather import Records, asked_for, belonging, dealt, has_no_such_search
from adapter.usecases.matching import find_all
from adapter.values import (
    End,
    EndpointSettings,
    Enrolment,
    Measure,
    Ref,
    Resource,
    Route,
    Seen,
    Why,
)
from mappings.fhir.values import Identifier
from mappings.redacted import Redacted


@dataclass(frozen=True, slots=True)
class View(Redacted):
    """One server as seen for one person: what it holds of what the route carries.

    `doubled` holds the records that stand there more than once: none of them is picked.
    """

    end: EndpointSettings
    server: Endpoint
    side: Side
    seen: Mapping[str, Seen]
    describe: Describe
    doubled: Mapping[str, tuple[Seen, ...]]
    behind: Mapping[Ref, Behind]
    patient: Resource

    @property
    def plans(self) -> list[Resource]:
        """The person's plans there: what belongs to one is of its kind."""
        held = self.seen.values()
        return [each.resource for each in held if each.ref.type == "CarePlan" and not each.faulty]


@dataclass(frozen=True, slots=True)
class Known(Redacted):
    """What is known of one server for as long as a run lasts.

    `told_of` are the types of which it once told what changed last; `let_go` are the people of whom
    a steward decided so, although they are protected.
    """

    end: EndpointSettings
    server: Endpoint
    links: Links
    describe: Describe
    told_of: frozenset[str] = frozenset()
    let_go: Collection[Identifier] = ()
    together: dict[str, int] = field(default_factory=dict)  # persons that a search of a type took


def known_of(
    route: Route, end: EndpointSettings, context: Context, let_go: Collection[Identifier] = ()
) -> Known:
    server = context.servers[end.name]
    cursors = [each for each in context.store.cursors(route.name) if each.endpoint == end.name]
    told_of = frozenset(each.type for each in cursors if each.at is not None)
    links = Links(context.store.links(end.name))
    return Known(end, server, links, describer(server), told_of, let_go)


@dataclass(frozen=True, slots=True)
class Look(Redacted):
    """What a server holds of one person: the patient, and all records of the route's types.

    `behind` says who stands behind them, if the route asks for that.
    """

    patient: Seen
    held: Mapping[Ref, Seen]
    behind: Mapping[Ref, Behind] = field(default_factory=dict)


Looked: TypeAlias = Mapping[End, Look] | Why


def look(
    route: Route,
    context: Context,
    people: Mapping[str, Enrolment],
    known: Mapping[End, Known],
) -> dict[str, Looked]:
    """Both servers for some people, or why one can't be found there: by handle."""
    names = {end: each.end.name for end, each in known.items()}
    with asking(
        context, Measure.MATCH, [Named(names[end], who) for end in known for who in people]
    ):
        found = _found(people, known)
    there = {handle: each for handle, each in found.items() if not isinstance(each, Why)}
    refs = {end: sorted({each[end].ref for each in there.values()}) for end in known}
    named = [
        Named(names[end], who, each[end].ref.id) for end in known for who, each in there.items()
    ]
    with asking(context, Measure.QUERY, named):
        held = _held(route, refs, known)
        stands = {
            end: _behind(each, held[end]) if route.provenance else {} for end, each in known.items()
        }
    return {
        handle: each
        if isinstance(each, Why)
        else {
            end: Look(patient, held[end][patient.ref], stands[end]) for end, patient in each.items()
        }
        for handle, each in found.items()
    }


def _found(
    people: Mapping[str, Enrolment], known: Mapping[End, Known]
) -> dict[str, Mapping[End, Seen] | Why]:
    """Each person on both sides, or why they can't be found there."""
    persons, ends = [enrolment.person for enrolment in people.values()], list(known)
    asked = abreast.answers(
        lambda _, end: find_all(known[end].server, persons, known[end].let_go),
        [(known[end].end, end) for end in ends],
    )
    patients = dict(zip(ends, asked, strict=True))
    return {handle: _patients(patients, each.person) for handle, each in people.items()}


def _held(
    route: Route, persons: Mapping[End, Sequence[Ref]], known: Mapping[End, Known]
) -> dict[End, dict[Ref, Records]]:
    """All records of the route's types on both sides, by person."""

    def read(_: EndpointSettings, question: tuple[End, str]) -> list[Seen]:
        end, kind = question
        return _of_type(known[end], kind, persons[end])

    questions = [(known[end].end, (end, kind)) for kind in route.types for end in known]
    found: dict[End, list[Seen]] = {end: [] for end in known}
    for (_, (end, _)), seen in zip(questions, abreast.answers(read, questions), strict=True):
        found[end] += seen
    return {end: dealt(found[end], str(each.end.url), persons[end]) for end, each in known.items()}


def _of_type(known: Known, kind: str, persons: Sequence[Ref]) -> list[Seen]:
    """All of one type; a server that told of it once does so now, or is not to be believed."""
    try:
        return asked_for(known.server, kind, persons, known.together)
    except Refused as error:
        if not has_no_such_search(error):
            raise
        if kind in known.told_of:
            told = f"{kind} is answered no more, and was before"
            raise Unreachable(known.server.name, told, error.status) from error
        return []


def _behind(known: Known, held: Mapping[Ref, Mapping[Ref, Seen]]) -> dict[Ref, Behind]:
    records = sorted({ref for each in held.values() for ref in each})
    return behind(known.server, str(known.end.url), records, known.describe)


def _patients(
    found: Mapping[End, Mapping[Identifier, Seen | Why]], person: Identifier
) -> Mapping[End, Seen] | Why:
    patients = {}
    for end, each in found.items():
        patient = each[person]
        if isinstance(patient, Why):
            return patient
        patients[end] = patient
    return patients


def views_of(
    context: Context, enrolment: Enrolment, known: Mapping[End, Known], looked: Mapping[End, Look]
) -> Mapping[End, View]:
    """Both servers as they are seen for one person."""
    held = {
        end: belonging(looked[end].held, str(each.end.url), looked[end].patient.ref)
        for end, each in known.items()
    }
    keys = _keys(context, known, held)
    return {
        end: _view(each, looked[end], enrolment.person, held[end], keys[end])
        for end, each in known.items()
    }


def _keys(
    context: Context, known: Mapping[End, Known], held: Mapping[End, Mapping[Ref, Seen]]
) -> dict[End, dict[Ref, str]]:
    """What each record goes by: as remembered, else as its like on the other side, else by itself.

    The like is looked for among the remembered first: what two sides know goes by one key.
    """
    bodies = {
        end: {ref: each.resource for ref, each in found.items()} for end, found in held.items()
    }
    keys = {
        end: {ref: key for ref in found if (key := known[end].links.keys.get(ref)) is not None}
        for end, found in held.items()
    }
    for end in End:
        likes = same_as(bodies[end], bodies[end.other])
        for ref, each in held[end].items():
            like = keys[end.other].get(likes[ref]) if ref in likes else None
            keys[end].setdefault(ref, like or _key(context, known[end].end, each))
    return keys


def _view(
    known: Known,
    looked: Look,
    person: Identifier,
    held: Mapping[Ref, Seen],
    keys: Mapping[Ref, str],
) -> View:
    end, links, base, patient = known.end, known.links, str(known.end.url), looked.patient.ref
    stand: dict[str, list[Seen]] = {}
    for ref, each in held.items():
        stand.setdefault(keys[ref], []).append(each)
    seen, doubled = {}, {}
    for key, found in stand.items():
        good = found if len(found) == 1 else alive(found) or found
        for each in found:
            links.add(key, each.ref)
        seen[key] = first(good)
        links.add(key, seen[key].ref)
        if len(good) > 1 and alive(good):
            doubled[key] = tuple(good)
    side = Side(base=base, person=patient, person_identifier=person, links=links)
    whom = looked.patient.resource
    return View(end, known.server, side, seen, known.describe, doubled, looked.behind, whom)


def _key(context: Context, end: EndpointSettings, seen: Seen) -> str:
    identifier = identifier_of(seen.resource)
    if identifier is None:
        identifier = context.source(end).mint(end.name, seen.ref.type, seen.ref.id)
    return key_of(seen.ref.type, identifier)


def copy_of(view: View, seen: Seen, identifier: Identifier) -> Copy:
    """A record as that server has it, and in the form that travels."""
    forms = forms_of(seen.resource, view.side, view.describe)
    return Copy(
        ref=seen.ref,
        version=seen.version,
        incomplete=forms.incomplete,
        local=forms.local,
        carried=with_identifier(forms.carried, identifier),
    )


def describer(server: Endpoint) -> Describe:
    """How staff and units of a server are named elsewhere: type, identifier and name."""

    @cache
    def describe(ref: Ref) -> Mapping[str, Any] | None:
        seen = server.read(ref)
        if seen is None:
            return None
        identifier = next(iter(identifiers_of(seen.resource)), None)
        if identifier is None:
            if seen.faulty:
                raise Refused(server.name, f"expected {ref.type} with a name that can be read")
            return None
        held = {"system": identifier.system, "value": identifier.value}
        named = name_of(seen.resource)
        return {"identifier": held, **({} if named is None else {"display": named})}

    return describe


def name_of(resource: Mapping[str, Any]) -> str | None:
    """The printed name of a unit or a professional."""
    name = resource.get("name")
    if isinstance(name, str):
        return name
    first: dict[str, Any] = next(iter(name or ()), {})
    parts = [*(first.get("given") or ()), first.get("family")]
    return first.get("text") or " ".join(part for part in parts if part) or None
