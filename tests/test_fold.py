"""A conversation of messages leaves one state, whatever order its messages came in."""

import itertools
from typing import Any

import pytest

from adapter.sync.fold import Folded, Message, fold
from adapter.values import Why
from mappings.fhir import lifecycle
from mappings.record import MessageStatus

FIRST, SECOND, LAST = "m1", "m2", "m3"


def goal(value: str, words: str, status: str = "active") -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "identifier": [{"system": "https://viktigt.example/fhir/id/0123456789ab", "value": value}],
        "lifecycleStatus": status,
        "description": {"text": words},
        "subject": {"reference": "Patient/1"},
    }


def said(value: str, words: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "identifier": [{"system": "https://viktigt.example/fhir/id/0123456789ab", "value": value}],
        "status": "final",
        "code": {"text": "what matters"},
        "valueString": words,
    }


def new(*resources: dict[str, Any]) -> Message:
    return Message(id=FIRST, parent=None, status=MessageStatus.NEW, resources=resources)


def replacing(*resources: dict[str, Any]) -> Message:
    return Message(id=SECOND, parent=FIRST, status=MessageStatus.REPLACE, resources=resources)


def cancelling(parent: str = SECOND, *, wrong_person: bool = False) -> Message:
    return Message(id=LAST, parent=parent, status=MessageStatus.CANCEL, wrong_person=wrong_person)


def statuses(folded: Folded) -> dict[str, str | None]:
    return {
        key.rpartition("|")[2]: lifecycle.status_of(each) for key, each in folded.resources.items()
    }


def test_what_a_newer_version_no_longer_holds_is_ended_with_the_reason() -> None:
    folded = fold(FIRST, [new(goal("a", "Gå"), goal("b", "Sova")), replacing(goal("a", "Gå"))])
    assert statuses(folded) == {"a": "active", "b": "cancelled"}
    ended = next(each for key, each in folded.resources.items() if key.endswith("|b"))
    assert ended["statusReason"].endswith("#absent-from-new-version")


def test_what_somebody_said_is_not_taken_back_by_a_later_silence() -> None:
    folded = fold(FIRST, [new(said("s", "Få komma hem")), replacing()])
    assert statuses(folded) == {"s": "final"}


def test_an_addition_joins_what_is_there() -> None:
    added = Message(
        id=SECOND, parent=FIRST, status=MessageStatus.ADD, resources=(goal("b", "Sova"),)
    )
    assert statuses(fold(FIRST, [new(goal("a", "Gå")), added])) == {"a": "active", "b": "active"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_cancelled_conversation_leaves_nothing_active_in_any_order(
    order: tuple[int, ...],
) -> None:
    messages = [new(goal("a", "Gå")), replacing(goal("a", "Gå"), said("s", "Hem")), cancelling()]
    folded = fold(FIRST, [messages[at] for at in order])
    assert folded.cancelled
    assert not any(lifecycle.is_active(each) for each in folded.resources.values())
    assert set(statuses(folded).values()) == {"entered-in-error"}


def test_a_message_about_the_wrong_person_leaves_no_word_behind() -> None:
    folded = fold(
        FIRST, [new(goal("a", "Gå"), said("s", "Få hem")), cancelling(FIRST, wrong_person=True)]
    )
    assert "Gå" not in str(folded.resources)
    assert "Få hem" not in str(folded.resources)


def test_a_goal_whose_words_were_touched_up_stays_the_same_goal() -> None:
    folded = fold(
        FIRST,
        [
            new(goal("a", "Gå till sjön varje dag")),
            replacing(goal("z", "Gå till sjön varje dag!")),
        ],
    )
    assert statuses(folded) == {"a": "active"}
    assert next(iter(folded.resources.values()))["description"]["text"].endswith("!")


def test_another_goal_in_its_place_says_that_it_replaces_the_old_one() -> None:
    folded = fold(FIRST, [new(goal("a", "Gå till sjön")), replacing(goal("b", "Sova hela natten"))])
    assert statuses(folded) == {"a": "cancelled", "b": "active"}
    fresh = next(each for key, each in folded.resources.items() if key.endswith("|b"))
    assert fresh["extension"][0]["extension"][1]["valueReference"]["identifier"]["value"] == "a"


def test_when_two_old_goals_could_be_the_edited_one_nothing_is_guessed() -> None:
    folded = fold(
        FIRST,
        [
            new(goal("a", "Gå till sjön varje dag"), goal("b", "Gå till sjön varje dag.")),
            replacing(goal("z", "Gå till sjön varje dag!")),
        ],
    )
    assert folded.problem is Why.CHAIN_AMBIGUOUS


def test_two_messages_that_follow_the_same_one_are_ambiguous() -> None:
    rival = Message(id="other", parent=FIRST, status=MessageStatus.REPLACE)
    folded = fold(FIRST, [new(goal("a", "Gå")), replacing(goal("a", "Gå")), rival])
    assert folded.problem is Why.CHAIN_AMBIGUOUS


def third(*resources: dict[str, Any]) -> Message:
    return Message(id=LAST, parent=SECOND, status=MessageStatus.REPLACE, resources=resources)


def replaced(folded: Folded, value: str) -> list[str]:
    """The goals that one goal says it replaces."""
    found = next(each for key, each in folded.resources.items() if key.endswith(f"|{value}"))
    return [
        part["valueReference"]["identifier"]["value"]
        for link in found.get("extension", ())
        for part in link["extension"]
        if part["url"] == "target"
    ]


def test_a_goal_replaces_what_ended_with_the_version_that_brought_it_and_nothing_older() -> None:
    chain = [new(goal("a", "Gå till sjön")), replacing(goal("b", "Sova hela natten"))]
    folded = fold(FIRST, [*chain, third(goal("b", "Sova hela natten"), goal("c", "Äta själv"))])
    assert statuses(folded) == {"a": "cancelled", "b": "active", "c": "active"}
    assert replaced(folded, "c") == []


def test_a_goal_goes_on_saying_what_it_replaced_in_the_versions_that_follow() -> None:
    chain = [new(goal("a", "Gå till sjön")), replacing(goal("b", "Sova hela natten"))]
    folded = fold(FIRST, [*chain, third(goal("b", "Sova hela natten"))])
    assert replaced(folded, "b") == ["a"]
    assert replaced(fold(FIRST, [*chain, third(goal("z", "Sova hela natten."))]), "b") == ["a"]


def test_a_goal_that_ended_does_not_come_to_life_by_one_that_reads_like_it() -> None:
    chain = [new(goal("a", "Gå till sjön varje dag")), replacing()]
    folded = fold(FIRST, [*chain, third(goal("z", "Gå till sjön varje dag!"))])
    assert statuses(folded) == {"a": "cancelled", "z": "active"}
    again = fold(FIRST, [*chain, third(goal("a", "Gå till sjön varje dag"))])
    assert statuses(again) == {"a": "active"}
