"""What holds of every merge, whatever the records say: properties over made-up resources.

The resources are of every carried type, with elements that R4 knows and some that it does not, and
need not be valid: a merge takes what servers hold.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, Final

from hypothesis import assume, given
from hypothesis import strategies as st

from adapter.sync.fingerprint import units_of
from adapter.sync.units import said, split_lists, units
from adapter.values import End, Right, Step
from adapter.values.routes import CARRIED_TYPES
from mappings.codes.systems import GOAL_ACCEPTANCE, V3_ACT_CODE, V3_CONFIDENTIALITY
from mappings.fhir import elements, lifecycle
from mappings.fhir.structure import node_type
from tests.merging import Done, Resource, copied, quiet, record, run, terms
from tests.test_merge_cases import answered

_LETTERS: Final = st.sampled_from("abc")
_LABELS: Final = st.sets(st.sampled_from(("R", "N", "NOPATIENT", "HTEST")), max_size=2)
_STATUSES: Final = ("active", "on-hold", "cancelled", "revoked", "entered-in-error")
_KEPT_OUT: Final = frozenset({"id", "meta", "text", "contained", "identifier", "implicitRules"})
_SAID: Final = ("their_own", "_their_own", "extension", "modifierExtension", "language")


@cache
def names_of(kind: str) -> list[str]:
    """The elements that merge in some way of their own, some that do not, and unknown ones."""
    known = [name for name in node_type(kind).elements if name not in _KEPT_OUT]
    telling = [name for name in known if elements.unit_of(kind, name) not in {name, elements.WHOLE}]
    status = lifecycle.STATUS.get(kind, "status")
    return [status, *elements.keyed_lists(kind), *telling[:8], *known[-4:], *_SAID, f"_{known[-1]}"]


_ANSWERS: Final = st.builds(
    answered, st.sampled_from(("agree", "disagree", "pending")), st.sampled_from((None, "urn:x:a"))
)


def item(key: str, name: str, says: str | None) -> Resource:
    """An item of a list with keys, with or without something that may differ."""
    return {key: {"reference": f"#{name}"}} | ({} if says is None else {"their_own": says})


def refers(letter: str) -> Resource:
    """An extension that may refer to something contained."""
    return {"url": f"urn:x:{letter}", "valueReference": {"reference": f"#{letter}"}}


def value_of(kind: str, name: str) -> st.SearchStrategy[Any]:
    """Something to say in an element; few words, so that two sides often say the same."""
    if name == lifecycle.STATUS.get(kind, "status"):
        return st.sampled_from(_STATUSES)
    word: st.SearchStrategy[Resource] = _LETTERS.map(lambda letter: {"text": letter})
    if members := elements.keys_of(kind, name):
        word = st.builds(item, st.just(members[0]), _LETTERS, st.none() | _LETTERS)
    if name in {"extension", "modifierExtension"}:
        word = _LETTERS.map(refers)
        return st.lists(word | _ANSWERS, min_size=1, max_size=2)
    element = node_type(kind).elements.get(name)
    many = bool(members) or (element is not None and element.many)
    return st.lists(word, min_size=1, max_size=3) if many else st.one_of(_LETTERS, word)


def contained(name: str, says: str) -> Resource:
    return {"resourceType": "Basic", "id": name, "code": {"text": says}}


def label(code: str) -> dict[str, str]:
    return {"system": V3_CONFIDENTIALITY if code in {"R", "N"} else V3_ACT_CODE, "code": code}


@st.composite
def resources(draw: st.DrawFn, kind: str) -> Resource:
    names = draw(st.lists(st.sampled_from(names_of(kind)), max_size=6, unique=True))
    made = {name: draw(value_of(kind, name)) for name in names}
    inside = [name for name in "abc" if f"'#{name}'" in repr(made)]
    if inside:
        made["contained"] = [contained(name, draw(_LETTERS)) for name in inside]
    labels = sorted(draw(_LABELS))
    meta = {"meta": {"security": [label(each) for each in labels]}} if labels else {}
    return {"resourceType": kind, "identifier": [{"system": "urn:a", "value": "r"}], **meta, **made}


@st.composite
def stories(draw: st.DrawFn) -> tuple[Resource, Resource, Resource]:
    """What both sides agreed on, and what each of them has made of it since."""
    kind = draw(st.sampled_from(CARRIED_TYPES))
    base, here, there = (draw(resources(kind)) for _ in range(3))
    return base, draw(st.sampled_from([base, here])), draw(st.sampled_from([base, there, here]))


_OWNERS: Final = st.sampled_from(End)
_RIGHTS: Final = st.sampled_from(Right)


def everything_is(right: Right) -> Mapping[str, Right]:
    return dict.fromkeys(CARRIED_TYPES, right)


def ends(done: Done) -> tuple[Resource, Resource]:
    return done.now(End.HERE), done.now(End.THERE)


@given(stories(), _OWNERS, _RIGHTS)
def test_once_a_merge_is_carried_out_nothing_is_left_to_write(
    story: tuple[Resource, Resource, Resource], owner: End, right: Right
) -> None:
    base, here, there = story
    on = terms(everything_is(right))
    quiet(run(record(here, there, base, owner=owner), on), on)


@given(stories(), _OWNERS, _RIGHTS)
def test_a_merge_is_the_same_seen_from_the_other_side(
    story: tuple[Resource, Resource, Resource], owner: End, right: Right
) -> None:
    base, here, there = story
    on = terms(everything_is(right))
    one = run(record(here, there, base, owner=owner), on)
    other = run(record(there, here, base, owner=owner.other), on)
    assert ends(one) == tuple(reversed(ends(other)))
    assert (one.conflicts, one.proposed) == (other.conflicts, other.proposed)


@given(stories(), _OWNERS, _RIGHTS)
def test_a_unit_is_one_sides_or_the_others_and_never_a_mixture(
    story: tuple[Resource, Resource, Resource], owner: End, right: Right
) -> None:
    base, here, there = story
    done = run(record(here, there, base, owner=owner), terms(everything_is(right)))
    for after in ends(done):
        split = split_lists(base["resourceType"], (here, there, base))
        assert split_lists(base["resourceType"], (after,)) >= split
        for unit, says in units(after, split).items():
            if unit != "meta":  # labels rise
                told = [units(each, split).get(unit) for each in (here, there)]
                assert says in told or outlived(says)


def outlived(says: Mapping[str, Any]) -> bool:
    """Whether a unit has an acceptance that waits to be given again."""
    return any(answer_of(each) == "pending" for each in says.get("extension") or ())


def answer_of(extension: Mapping[str, Any]) -> str | None:
    parts = extension.get("extension") or ()
    return next((part["valueCode"] for part in parts if part["url"] == "status"), None)


def only_words(goal: Resource) -> object:
    """The aim of a goal but for what people answered to it."""
    extensions = [each for each in goal.get("extension") or () if each["url"] != GOAL_ACCEPTANCE]
    return units_of({**goal, "extension": extensions}).get("aim")


def given_answers(goal: Resource) -> list[Any]:
    held = goal.get("extension") or ()
    return [each for each in held if answer_of(each) not in {None, "pending"}]


@given(st.data(), _OWNERS, _RIGHTS)
def test_an_acceptance_that_crosses_was_given_to_the_words_it_stands_with(
    data: st.DataObject, owner: End, right: Right
) -> None:
    base, here, there = (data.draw(resources("Goal")) for _ in range(3))
    there = data.draw(
        st.sampled_from([base, there, {**there, "extension": here.get("extension", [])}])
    )
    done = run(record(here, there, base, owner=owner), terms(everything_is(right)))
    for action in done.of(Step.UPDATE):
        assert action.body is not None
        if "aim" in action.units and only_words(action.body) != only_words(base):
            kept = [each for each in given_answers(action.body) if each in given_answers(base)]
            assert kept == []


@given(stories(), _OWNERS)
def test_a_change_that_only_the_owner_made_crosses(
    story: tuple[Resource, Resource, Resource], owner: End
) -> None:
    base, new, _ = story
    assume(not labels_of(base) - labels_of(new))  # a label that falls needs a person
    sides = (new, base) if owner is End.HERE else (base, new)
    done = run(record(*sides, base, owner=owner))
    assert (done.conflicts, done.proposed) == (set(), set())
    assert units_of(done.now(End.HERE)) == units_of(done.now(End.THERE))


@given(stories(), _OWNERS)
def test_what_the_other_side_changed_never_replaces_what_is_the_owners(
    story: tuple[Resource, Resource, Resource], owner: End
) -> None:
    base, new, _ = story
    sides = (base, new) if owner is End.HERE else (new, base)
    done = run(record(*sides, base, owner=owner), terms(everything_is(Right.OWNER)))
    before, after = units_of(base), units_of(done.now(owner))
    assert {name: after[name] for name in after if name != "meta"} == {
        name: before[name] for name in before if name != "meta"
    }


@given(stories(), _OWNERS)
def test_what_may_only_be_added_to_only_grows_by_the_other_side(
    story: tuple[Resource, Resource, Resource], owner: End
) -> None:
    base, new, _ = story
    sides = (base, new) if owner is End.HERE else (new, base)
    done = run(record(*sides, base, owner=owner), terms(everything_is(Right.APPEND)))
    split = split_lists(base["resourceType"], (base, new))
    before, after = units(base, split), units(done.now(owner), split)
    assert {unit: after.get(unit) for unit in before if unit != "meta"} == {
        unit: says for unit, says in before.items() if unit != "meta"
    }


@given(stories(), _OWNERS, _RIGHTS)
def test_a_side_that_has_not_seen_the_end_of_a_record_does_not_hear_it_from_one_who_may_not_say(
    story: tuple[Resource, Resource, Resource], owner: End, right: Right
) -> None:
    base, here, there = story
    done = run(record(here, there, base, owner=owner), terms(everything_is(right)))
    said = {lifecycle.status_of(each) for each in (base, (here, there)[owner is End.THERE])}
    for status in {"entered-in-error", "revoked"} - said:
        assert lifecycle.status_of(done.now(owner)) != status


@given(stories(), _OWNERS, _RIGHTS)
def test_a_conflict_leaves_its_unit_on_both_sides_and_the_rest_merges(
    story: tuple[Resource, Resource, Resource], owner: End, right: Right
) -> None:
    base, here, there = story
    before = record(here, there, base, owner=owner)
    done = run(before, terms(everything_is(right)))
    for end, then in ((End.HERE, here), (End.THERE, there)):
        for unit in done.conflicts | done.proposed:
            assert said(done.now(end), unit) == said(then, unit)
    waiting = done.conflicts | done.proposed
    now = [comparable(done, end, waiting) for end in End]
    assert now[0] == now[1]


def comparable(done: Done, end: End, waiting: set[str]) -> dict[str, Any]:
    split = done.record.versions.split
    return {
        unit: says
        for unit, says in units(done.record.copies[end].carried, split).items()
        if unit not in waiting
    }


@given(stories(), _OWNERS, _RIGHTS)
def test_no_security_label_is_lost_on_the_way(
    story: tuple[Resource, Resource, Resource], owner: End, right: Right
) -> None:
    base, here, there = story
    done = run(record(here, there, base, owner=owner), terms(everything_is(right)))
    for action in done.of(Step.UPDATE):
        assert action.body is not None
        for then in (here, there):
            after = labels_of(action.body)
            assert not labels_of(then) - after - ({"N"} if "R" in after else set())


def labels_of(resource: Resource) -> set[str]:
    found = {each["code"] for each in (resource.get("meta") or {}).get("security") or ()}
    return found - {"N"} if "R" in found else found


@st.composite
def retellings(draw: st.DrawFn) -> tuple[Resource, Resource]:
    """A resource, and the same meaning as another server would write it."""
    kind = draw(st.sampled_from(CARRIED_TYPES))
    told = {**draw(resources(kind)), "amount": {"value": draw(st.integers(-3, 300))}}
    again = {name: told[name] for name in draw(st.permutations(list(told)))}
    again["amount"] = {"value": Decimal(f"{told['amount']['value']}.00")}
    for name, value in told.items():
        if (
            isinstance(value, list)
            and not elements.is_ordered(kind, name)
            and f"_{name}" not in told
        ):
            again[name] = draw(st.permutations(value))
    kept = {"profile": ["urn:x:p"], "versionId": "7", "tag": [{"code": "seen"}]}
    again["meta"] = {**told.get("meta", {}), **kept}
    again["text"] = {"status": "generated", "div": "<div>x</div>"}
    again["id"] = "another"
    return told, again


@given(retellings(), _OWNERS, _RIGHTS)
def test_the_same_meaning_in_other_words_is_no_change(
    retelling: tuple[Resource, Resource], owner: End, right: Right
) -> None:
    told, again = retelling
    on = terms(everything_is(right))
    for here, there, base in ((told, again, told), (again, told, told), (told, again, None)):
        done = run(record(here, there, base, owner=owner), on)
        assert {each.step for each in done.actions} == {Step.KEEP}
        quiet(done, on)


@st.composite
def edits_of_a_goal(draw: st.DrawFn) -> list[tuple[End, str, str]]:
    """What people at both sides do to a goal, with a run after each.

    While something waits for a decision a run agrees on nothing, and can't tell what came first.
    """
    does = st.tuples(st.sampled_from(End), st.sampled_from(("words", "answer")), _LETTERS)
    return draw(st.lists(does, min_size=1, max_size=8))


def edited(goal: Resource, what: str, letter: str, given_to: set[tuple[str, str]]) -> Resource:
    if what == "words":
        return {**goal, "description": {"text": letter}}
    answer = {"a": "agree", "b": "disagree", "c": "pending"}[letter]
    given_to.add((goal["description"]["text"], answer))
    return {**goal, "extension": [answered(answer, "urn:x:a")]}


@given(edits_of_a_goal(), _OWNERS, _RIGHTS)
def test_whatever_both_sides_do_an_answer_stands_with_words_it_was_given_to(
    does: list[tuple[End, str, str]], owner: End, right: Right
) -> None:
    on = terms(everything_is(right))
    goal = {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:a", "value": "r"}],
        "description": {"text": "a"},
    }
    given_to: set[tuple[str, str]] = set()
    now = run(record(goal, goal, goal, owner=owner), on)
    for end, what, letter in does:
        says = edited(now.now(end), what, letter, given_to)
        copies = {**now.record.copies, end: copied(says)}
        now = run(replace(now.record, copies=copies), on)
        quiet(now, on)
        if now.conflicts | now.proposed:
            return
        for after in ends(now):
            words = after["description"]["text"]
            for each in given_answers(after):
                assert (words, answer_of(each)) in given_to
