"""Records that were made to break a merge: one case each, decided and carried out without servers.

What merges in a world of servers is in test_two_way.py, what holds for any record in
test_merge_laws.py.
"""

from typing import Any

from adapter.values import End
from mappings.codes.systems import GOAL_ACCEPTANCE
from tests.merging import quiet, record, run

Resource = dict[str, Any]


def goal(**more: object) -> Resource:
    return {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:a", "value": "r"}],
        "lifecycleStatus": "active",
        "description": {"text": "Gå till sjön"},
        "subject": {"reference": "urn:viktigt:person"},
        **more,
    }


def plan(**more: object) -> Resource:
    return {
        "resourceType": "CarePlan",
        "identifier": [{"system": "urn:a", "value": "r"}],
        "status": "active",
        "intent": "plan",
        "subject": {"reference": "urn:viktigt:person"},
        **more,
    }


def answered(answer: str, who: str | None = "urn:viktigt:person") -> Resource:
    individual = (
        [] if who is None else [{"url": "individual", "valueReference": {"reference": who}}]
    )
    return {
        "url": GOAL_ACCEPTANCE,
        "extension": [*individual, {"url": "status", "valueCode": answer}],
    }


OTHER = {"url": "https://example.org/their-own", "valueString": "x"}


def answers(resource: Resource) -> list[str]:
    return [
        part["valueCode"]
        for each in resource["extension"]
        if each["url"] == GOAL_ACCEPTANCE
        for part in each["extension"]
        if part["url"] == "status"
    ]


def test_an_acceptance_ends_on_both_sides_though_each_holds_its_extensions_in_another_order() -> (
    None
):
    before = goal(extension=[answered("agree"), OTHER]), goal(extension=[OTHER, answered("agree")])
    new = {"description": {"text": "Gå till affären"}}
    done = run(record({**before[0], **new}, {**before[1], **new}, before))
    for end in End:
        assert answers(done.now(end)) == ["pending"]
        assert OTHER in done.now(end)["extension"]
    quiet(done)


def test_each_of_two_answers_that_name_nobody_ends_with_the_words_it_was_given_to() -> None:
    before = goal(extension=[answered("agree", None), answered("disagree", None)])
    done = run(record({**before, "description": {"text": "Gå till affären"}}, before, before))
    for end in End:
        assert answers(done.now(end)) == ["pending", "pending"]
    quiet(done)
