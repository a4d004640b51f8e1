"""The laws that every concept module obeys, for one test file per module to state.

round trip   what is written to FHIR and read back is the same record
coverage     every field, those of its parts and values too, is set in a fifth of the examples
FIELDS       changing one field of a record moves the elements that FIELDS names, and no others
valid        whatever is generated is valid R4
"""

import dataclasses
import json
import re
import typing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from itertools import islice, pairwise
from random import Random
from typing import Any, Final, Generic, TypeVar

import fhirpathpy
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

from mappings.errors import MappingError, Severity
from mappings.fhir import values
from mappings.fhir.checker import check
from mappings.record import Record

R = TypeVar("R", bound=Record)
T = TypeVar("T")
SHARE: Final = 0.2
SAMPLE: Final = 200
WHOLE: Final = {"id": 1, "person": 1, "chain": 1, "labels": 1, "source_ids": 1, "source_texts": 2}
"""Common fields of which FIELDS names the telling element: how many steps up the whole begins."""

_URL: Final = re.compile(r"url='([^']*)'")
Steps = tuple[str, ...]
Leaf = tuple[Steps, str]


def exact(value: Any) -> str:  # noqa: ANN401
    """All that a record says, digit by digit (equal decimals may differ); its repr hides it."""
    if isinstance(value, tuple):
        return f"({', '.join(map(exact, value))})"
    if not dataclasses.is_dataclass(value):
        return repr(value)
    named = ((each.name, getattr(value, each.name)) for each in dataclasses.fields(value))
    return f"{type(value).__name__}({', '.join(f'{name}={exact(held)}' for name, held in named)})"


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Law(Generic[R]):
    """One concept: its records, both directions and its mapping table.

    `derived` names, per field, the elements that follow from it beside those of FIELDS;
    `alternatives` groups of fields of which a record has one at most; `unwritten` those that leave
    no trace in the resource.
    """

    kind: type[R]
    records: SearchStrategy[R]
    to_fhir: Callable[[R], Any]
    from_fhir: Callable[[Any], R]
    fields: Mapping[str, str]
    derived: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    alternatives: tuple[tuple[str, ...], ...] = ()
    unwritten: frozenset[str] = frozenset()

    def hold_round_trip(self) -> None:
        """Read what was written: the same record, the same digits, and a valid resource."""

        @given(self.records)
        def law(record: R) -> None:
            resource = self.to_fhir(record)
            assert self.from_fhir(resource) == record
            assert exact(self.from_fhir(resource)) == exact(record), "a decimal lost its digits"
            assert_valid(resource)

        law()

    @cached_property
    def _kept(self) -> tuple[list[R], Iterator[R]]:
        return [], drawing(self.records, self.kind.__name__)

    @property
    def sample(self) -> Iterator[R]:
        """Records as they are generated, for laws about many: made when needed, and kept."""
        kept, more = self._kept
        for at in range(SAMPLE):
            if at == len(kept):
                kept.append(next(more))
            yield kept[at]

    def hold_coverage(self) -> None:
        """Every field is set in a fifth of the examples, however deep it sits.

        Of alternatives each is set in half its fair share, where a fifth would be more than that;
        the fields of a value count among the examples that hold such a value.
        """
        seen: Counter[str] = Counter()
        for record in self.sample:
            seen.update(set(_set_paths(record)))
        least = {name: 0.5 / len(group) for group in self.alternatives for name in group}
        rare = {}
        for path in _paths(self.kind):
            value, dot, _ = path.partition(".")
            whole = seen[value + dot] if value[0].isupper() else SAMPLE
            if not seen[path] or seen[path] < min(SHARE, least.get(path, 1)) * whole:
                rare[path] = seen[path]
        assert not rare, f"of {SAMPLE} examples: {rare}"

    def hold_fields(self) -> None:
        """FIELDS names every field of the record, and the elements that move with it."""
        roots = {name.partition(".")[0] for name in self.fields}
        assert roots == {each.name for each in dataclasses.fields(self.kind)} - self.unwritten
        unfound, unmoved = dict(self.fields), set(roots)
        enough = 2 * settings().max_examples
        for count, (record, other) in enumerate(pairwise(self.sample)):
            if count >= enough and not unmoved and not unfound:
                break
            before = self.to_fhir(record)
            for name in [name for name, path in unfound.items() if evaluate(path, before)]:
                del unfound[name]
            for name in roots:
                after = self._changed(name, record, other)
                if after is not None and self._hold_field(name, before, after, unmoved):
                    unmoved.discard(name)
        assert not unmoved, f"never moved: {unmoved}"
        assert not unfound, f"never found: {unfound}"

    def _changed(self, name: str, record: R, other: R) -> Any:  # noqa: ANN401  a resource, as JSON
        """The resource of a record with one field of another; None if they don't go together."""
        if getattr(record, name) == getattr(other, name) or self._has_other(record, name):
            return None
        try:
            return self.to_fhir(dataclasses.replace(record, **{name: getattr(other, name)}))
        except MappingError:
            return None

    def _hold_field(self, name: str, before: Any, after: Any, unmoved: set[str]) -> bool:  # noqa: ANN401
        """Only what FIELDS names has moved; whether its paths see it, as long as nobody did."""
        assert after != before, f"{name} changed, but no element moved"
        stray = {
            steps
            for steps in _moved(before, after)
            if not any(_covers(each, steps) for each in self._allowed(name))
        }
        assert not stray, f"{name} also moved {stray}"
        own = [path for key, path in self.fields.items() if key.partition(".")[0] == name]
        return name in unmoved and any(
            evaluate(each, before) != evaluate(each, after) for each in own
        )

    @cache  # noqa: B019  laws live as long as the tests
    def _allowed(self, name: str) -> Sequence[Steps]:
        """The places that may move with a field."""
        own = [path for key, path in self.fields.items() if key.partition(".")[0] == name]
        allowed = [steps_of(path) for path in (*own, *self.derived.get(name, ()))]
        allowed += [(*steps[:-1], "system") for steps in allowed if steps[-1:] == ("code",)]
        if name in WHOLE:
            allowed = [steps[: -WHOLE[name]] for steps in allowed]
        return allowed

    def _has_other(self, record: R, name: str) -> bool:
        """Whether an alternative of that field is set, so that the two can't stand together."""
        others = {each for group in self.alternatives if name in group for each in group} - {name}
        return any(getattr(record, each) not in (None, ()) for each in others)


def drawn(strategy: SearchStrategy[T], count: int, seed: str) -> list[T]:
    """So many values, the same in every run."""
    return list(islice(drawing(strategy, seed), count))


def drawing(strategy: SearchStrategy[T], seed: str) -> Iterator[T]:
    """Values drawn one by one, each from chance alone, the same in every run."""
    found: list[T] = []

    @given(strategy)
    def draw(value: T) -> None:
        found.append(value)

    chance = Random(seed)  # noqa: S311  test data, no secret
    while True:
        draw.hypothesis.fuzz_one_input(chance.randbytes(1 << 14))  # type: ignore[attr-defined]
        yield from found
        found.clear()


# -- resources ----------------------------------------------------------------------------------


def assert_valid(resource: Any) -> None:  # noqa: ANN401  a resource, as JSON
    """Valid R4 for our checker and, as far as it looks, for fhir.resources."""
    assert not [found for found in check(resource) if found.severity is Severity.ERROR]
    kind = typing.cast("str", resource["resourceType"])
    get_fhir_model_class(kind).model_validate(resource)
    json.dumps(resource, default=_number)


def _number(value: object) -> float:
    assert isinstance(value, Decimal), f"{type(value)} is no JSON"
    return float(value)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[Steps]:
    """The places of values that only one of two resources has."""
    members = {each for each in {*before, *after} if before.get(each) != after.get(each)}
    old, new = (
        Counter(leaves({each: whole[each] for each in members if each in whole}))
        for whole in (before, after)
    )
    return {steps for steps, _ in (old - new) + (new - old)}


def leaves(value: object, steps: Steps = ()) -> Iterator[Leaf]:
    """Every value of a resource with its place, without list positions; extensions by url."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from leaves(member, (*steps, name))
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member, (*steps[:-1], _named(steps[-1], member)))
    elif steps[-1] != "url":
        yield steps, repr(value)


def _named(step: str, member: object) -> str:
    if step.lower().endswith("extension") and isinstance(member, dict):
        return f"{step}:{member['url']}"
    return step


def steps_of(path: str) -> Steps:
    """A path of FIELDS as the place that `leaves` gives."""
    steps: list[str] = []
    rest = path
    while rest:
        name, dot, rest = rest.partition(".")
        if name.startswith("where("):
            condition, rest = _to_closing(f"{name}{dot}{rest}"[len("where(") :])
            found = _URL.fullmatch(condition)
            steps[-1] += "" if found is None else f":{found[1]}"
        else:
            steps.append(name.partition("[")[0])
    return tuple(steps[1:])


def _to_closing(rest: str) -> tuple[str, str]:
    """The text up to the parenthesis that closes `where(`, and the path after it."""
    depth = 1
    for at, char in enumerate(rest):
        depth += (char == "(") - (char == ")")
        if not depth:
            return rest[:at], rest[at + 1 :].partition(".")[2]
    raise AssertionError(rest)


def _covers(allowed: Steps, steps: Steps) -> bool:
    return len(allowed) <= len(steps) and all(
        step == one or (step.lower().endswith("extension") and one.startswith(f"{step}:"))
        for step, one in zip(allowed, steps, strict=False)
    )


@cache
def _compiled(path: str) -> Callable[[Any], list[Any]]:
    return typing.cast("Callable[[Any], list[Any]]", fhirpathpy.compile(path.replace("[]", "")))


def evaluate(path: str, resource: Any) -> list[Any]:  # noqa: ANN401  a resource, as JSON
    """What a path of FIELDS finds, for an engine that knows no types."""
    return _compiled(path)(resource)


# -- records ------------------------------------------------------------------------------------


def _paths(kind: type[Any], start: str = "") -> Iterator[str]:
    """Every field of a record class and its parts, dotted; those of a value after its type."""
    hints = typing.get_type_hints(kind)
    for each in dataclasses.fields(kind):
        yield start + each.name
        for part in _parts(hints[each.name]):
            yield from _paths(part, _start(part, f"{start}{each.name}."))


def _start(kind: type[Any], start: str) -> str:
    return f"{kind.__name__}." if kind.__module__ == values.__name__ else start


def _parts(hint: Any) -> Iterator[type[Any]]:  # noqa: ANN401  a type hint
    if dataclasses.is_dataclass(hint):
        yield typing.cast("type[Any]", hint)
    for argument in typing.get_args(hint):
        yield from _parts(argument)


def _set_paths(value: Any, start: str = "") -> Iterator[str]:  # noqa: ANN401  a record or value
    if start[:1].isupper():
        yield start
    for each in dataclasses.fields(value):
        held = getattr(value, each.name)
        if held == each.default:
            continue
        yield start + each.name
        for part in held if isinstance(held, tuple) else (held,):
            if dataclasses.is_dataclass(part):
                yield from _set_paths(part, _start(type(part), f"{start}{each.name}."))
