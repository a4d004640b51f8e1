"""A resource on its way between servers: references by key, then literal where it arrives.

A literal reference means something on one server only. On the way each reference to a carried
record is `urn:viktigt:<key>`, to the person `urn:viktigt:person`; staff and units become logical
references. What nobody can name there keeps the address it had, as an identifier.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote

from adapter.sync.identity import CARRIED, key_of, references_in, rewritten
from adapter.values import Ref, Resource
from mappings.fhir.values import Identifier

PERSON: Final = f"{CARRIED}person"
_SERVER_OWNED: Final = frozenset({"versionId", "lastUpdated"})
_NAMELESS: Final = frozenset({"id", "extension"})
# Staff, units and what they use. All else may be of somebody who is not enrolled: not looked up.
_DESCRIBED: Final = frozenset(
    {"Practitioner", "PractitionerRole", "Organization", "HealthcareService", "Location", "Device"}
)
_WITH_ATTACHMENTS: Final = frozenset({"DocumentReference", "Consent"})
_URI_IDENTIFIER: Final = "urn:ietf:rfc:3986"
_MANY: Final = (
    65_536  # references: those of a run come again and again, on one record after another
)
_NOWHERE: Final[Mapping[str, str]] = {}

Describe = Callable[[Ref], Mapping[str, Any] | None]


class Links:
    """Which records live where on one server, to be found from either end."""

    def __init__(self, refs: Mapping[str, Ref]) -> None:
        self.refs = dict(refs)
        self.keys = {ref: key for key, ref in refs.items()}

    def add(self, key: str, ref: Ref) -> None:
        self.refs[key] = ref
        self.keys[ref] = key


class Side:
    """One server as seen for one person: who the person is there, and which records live where.

    `travelling` are the keys of records that are on their way but may not have arrived.
    """

    def __init__(
        self,
        *,
        base: str,
        person: Ref,
        person_identifier: Identifier,
        links: Links,
        travelling: frozenset[str] = frozenset(),
    ) -> None:
        self.base = base
        self.person = person
        self.person_identifier = person_identifier
        self.links = links
        self.travelling = travelling

    @property
    def refs(self) -> Mapping[str, Ref]:
        """Where each record lives, by key."""
        return self.links.refs

    @property
    def keys(self) -> Mapping[Ref, str]:
        """Which record lives where, by reference."""
        return self.links.keys

    def add(self, key: str, ref: Ref) -> None:
        """A record has arrived."""
        self.links.add(key, ref)

    def knows(self, key: str) -> bool:
        return key in self.refs or key in self.travelling


def neutral(resource: Mapping[str, Any], side: Side, describe: Describe | None = None) -> Resource:
    """The resource without what belongs to its server, its references made to travel.

    Without `describe` references to staff and units stay literal: for comparing what a server
    holds with what it held.
    """
    carried = rewritten(_bare(resource), lambda reference: _carried(reference, side, describe))
    return carried if describe is None else _addressed(carried, side)


def homely(resource: Mapping[str, Any], side: Side) -> Resource:
    """The resource to be written back to the server that it is from.

    A reference to a version, or by an absolute URL, stays as somebody there wrote it.
    """
    made: Resource = rewritten(_bare(resource), lambda reference: _homely(reference, side))
    return made


def _homely(reference: dict[str, Any], side: Side) -> dict[str, Any]:
    ref = literal_ref(reference.get("reference"), side.base)
    if ref is not None and reference["reference"] != str(ref):
        return reference
    return _carried(reference, side, None)


class Forms(NamedTuple):
    """A resource for its own server and for others, without what belongs to that server.

    `incomplete`: it refers by identifier only to a record that has meanwhile arrived there.
    """

    local: Resource
    carried: Resource
    incomplete: bool


def forms_of(resource: Mapping[str, Any], side: Side, describe: Describe) -> Forms:
    """Both at once: mostly they are alike, and what is alike is taken apart once."""
    alike, incomplete = True, False

    def change(reference: dict[str, Any]) -> dict[str, Any]:
        nonlocal alike, incomplete
        incomplete = incomplete or _waits(reference, side)
        carried = _carried(reference, side, describe)
        alike = alike and carried == _homely(reference, side)
        return carried

    carried = rewritten(_bare(resource), change)
    local = carried if alike else homely(resource, side)
    return Forms(local, _addressed(carried, side), incomplete)


def _bare(resource: Mapping[str, Any]) -> Resource:
    body = {name: value for name, value in resource.items() if name != "id"}
    held: dict[str, Any] = body.pop("meta", None) or {}
    meta = {name: each for name, each in held.items() if name not in _SERVER_OWNED}
    return {**body, "meta": meta} if meta else body


def _addressed(carried: Resource, side: Side) -> Resource:
    """With the addresses of attachments as they are known elsewhere."""
    if carried.get("resourceType") not in _WITH_ATTACHMENTS:
        return carried
    return {name: _with_whole_urls(each, side.base) for name, each in carried.items()}


def _with_whole_urls(tree: Any, base: str) -> Any:  # noqa: ANN401  JSON
    """The same JSON with `Binary/17` as an address: on another server it is another document."""
    if isinstance(tree, list):
        return [_with_whole_urls(each, base) for each in tree]
    if not isinstance(tree, dict):
        return tree
    made = {name: _with_whole_urls(value, base) for name, value in tree.items()}
    url = tree.get("url")
    if not isinstance(url, str) or "://" in url or literal_ref(url, base) is None:
        return made
    return {**made, "url": f"{base}/{url}"}


def literal(body: Mapping[str, Any], side: Side, places: Mapping[str, str] = _NOWHERE) -> Resource:
    """The body as it is sent to one server; `places` are fullUrls of what is sent along with it."""
    sent: Resource = rewritten(body, lambda reference: _literal(reference, side, places))
    return sent


def awaited(body: object, side: Side) -> Iterator[str]:
    """The keys of the records that a body refers to and that have no place on that server yet."""
    for reference in references_in(body):
        key = _key_in(reference)
        if key is not None and key not in side.refs:
            yield key


def _waits(reference: Mapping[str, Any], side: Side) -> bool:
    """Whether it refers by identifier only to a record that has meanwhile arrived there."""
    if "reference" in reference:
        return False
    named = _identifier(reference.get("identifier") or {})
    return key_of(reference["type"], named) in side.refs


def _identifier(held: Mapping[str, Any]) -> Identifier:
    return Identifier(system=held.get("system", ""), value=held.get("value", ""))


def literal_ref(reference: object, base: str) -> Ref | None:
    """`Goal/17`, also as an absolute URL of this server or with a version; else None."""
    return _literal_ref(reference, base) if isinstance(reference, str) else None


@lru_cache(_MANY)
def _literal_ref(reference: str, base: str) -> Ref | None:
    if reference.startswith(("#", "urn:")):
        return None
    if "://" in reference:
        if not reference.startswith(f"{base}/"):
            return None
        reference = reference[len(base) + 1 :]
    steps = reference.partition("?")[0].partition("#")[0].split("/")
    if len(steps) < 2 or not steps[0][:1].isupper():  # noqa: PLR2004  Type/id
        return None
    return Ref(steps[0], steps[1])


def _carried(reference: dict[str, Any], side: Side, describe: Describe | None) -> dict[str, Any]:
    literal_target = reference.get("reference")
    ref = literal_ref(literal_target, side.base)
    if ref is not None:
        return _carried_literal(reference, ref, side, describe)
    if isinstance(literal_target, str):
        return reference
    identifier = _identifier(reference.get("identifier") or {})
    if identifier == side.person_identifier:
        return {"reference": PERSON}
    key = key_of(reference["type"], identifier)
    return {**reference, "reference": _travelling(key)} if side.knows(key) else reference


def _carried_literal(
    reference: dict[str, Any], ref: Ref, side: Side, describe: Describe | None
) -> dict[str, Any]:
    if ref == side.person:
        # What names or numbers the person on one server has no business on the other.
        told = _NAMELESS if describe is not None else reference.keys()
        return {name: reference[name] for name in reference if name in told} | {"reference": PERSON}
    rest = {name: value for name, value in reference.items() if name != "reference"}
    if ref in side.keys:
        return {**rest, "reference": _travelling(side.keys[ref])}
    if describe is None:
        return reference
    described = describe(ref) if ref.type in _DESCRIBED else None
    if described is not None:
        return {"type": ref.type, **described, **rest}
    identifier = {"system": _URI_IDENTIFIER, "value": f"{side.base}/{ref}"}
    return {"type": ref.type, "identifier": identifier, **rest}


def _literal(reference: dict[str, Any], side: Side, places: Mapping[str, str]) -> dict[str, Any]:
    if reference.get("reference") == PERSON:
        return {**reference, "reference": str(side.person)}
    key = _key_in(reference)
    if key is None:
        return reference
    if key in side.refs:
        return {**reference, "reference": str(side.refs[key])}
    if key in places:
        return {**reference, "reference": places[key]}
    # Not there yet: say who is meant, and make it literal once it has arrived.
    kind, system, value = key.split("|", 2)
    rest = {name: each for name, each in reference.items() if name != "reference"}
    return {"type": kind, "identifier": {"system": system, "value": value}, **rest}


def _key_in(tree: Mapping[str, Any]) -> str | None:
    held = tree.get("reference")
    if not isinstance(held, str) or not held.startswith(CARRIED):
        return None
    return _key_of(held)


@lru_cache(_MANY)
def _key_of(travelling: str) -> str | None:
    key = unquote(travelling.removeprefix(CARRIED))
    return key if key.count("|") >= 2 else None  # noqa: PLR2004  Type|system|value


@lru_cache(_MANY)
def _travelling(key: str) -> str:
    """A key as a URI: the identifier in it may hold spaces and anything else."""
    return CARRIED + quote(key, safe=":/|")
