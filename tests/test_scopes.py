"""What a token must be granted: asked for by what routes need, and compared in any form it has."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.endpoints.auth.origins import is_on
from adapter.endpoints.auth.scopes import missing, needed
from adapter.values import CARRIED_TYPES, Mode

LETTERS: Final = "cruds"
kinds = st.sampled_from(["Goal", "CarePlan", "Patient"])
letters = st.sets(st.sampled_from(LETTERS), min_size=1).map(
    lambda held: "".join(each for each in LETTERS if each in held)
)
scopes = st.builds("system/{}.{}".format, st.one_of(kinds, st.just("*")), letters)


def test_a_route_needs_what_it_carries_and_whom_it_looks_up() -> None:
    found = needed(["Goal", "CarePlan"], {}, told=False)
    assert found == (
        *("system/CarePlan.cruds", "system/Device.rs", "system/Goal.cruds"),
        *("system/HealthcareService.rs", "system/Location.rs", "system/Organization.rs"),
        *("system/Patient.rs", "system/Practitioner.rs", "system/PractitionerRole.rs"),
        "system/Provenance.c",
    )


def test_a_side_that_is_only_read_needs_nothing_else() -> None:
    found = needed(CARRIED_TYPES, {"*": Mode.READ}, told=False)
    assert all(each.endswith(".rs") for each in found)


def test_modes_say_what_is_asked_for() -> None:
    found = needed(["Goal", "CarePlan"], {"*": Mode.READ, "Goal": Mode.APPEND}, told=True)
    assert {"system/Goal.crs", "system/CarePlan.rs", "system/Provenance.rs"} <= set(found)


@given(st.lists(scopes))
def test_what_was_asked_for_and_granted_as_it_is_is_enough(asked: list[str]) -> None:
    assert missing(asked, asked) == []


@given(scopes, st.lists(scopes), scopes)
def test_more_granted_never_lacks_more(asked: str, granted: list[str], more: str) -> None:
    assert set(missing([asked], [*granted, more])) <= set(missing([asked], granted))


@given(kinds, letters, st.lists(scopes))
def test_a_letter_that_nobody_granted_is_missing(kind: str, may: str, granted: list[str]) -> None:
    held = {
        letter
        for each in granted
        for letter in each.rpartition(".")[2]
        if each.startswith((f"system/{kind}.", "system/*."))
    }
    assert bool(missing([f"system/{kind}.{may}"], granted)) == (not set(may) <= held)


@pytest.mark.parametrize(
    "granted",
    [
        "patient/Goal.cruds",
        "system/Goals.cruds",
        "system/Goal.cruds?_security=N",
        "system/Goal.crud",
        "system/goal.cruds",
        "Goal.cruds",
        "SYSTEM/GOAL.CRUDS",
        "system/Goal.cruds ",
    ],
)
def test_what_only_looks_like_it_is_not_enough(granted: str) -> None:
    assert missing(["system/Goal.cruds"], [granted]) == ["system/Goal.cruds"]


def test_scopes_of_an_issuers_own_are_compared_as_they_are() -> None:
    assert missing(["nhn:plans/api"], ["nhn:plans/api", "openid"]) == []
    assert missing(["nhn:plans/api"], ["nhn:plans/other"]) == ["nhn:plans/api"]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/token",
        "https://a.example:443/x?y=z",
        "https://A.example/token",
    ],
)
def test_a_token_endpoint_on_the_origin_is_on_it(url: str) -> None:
    assert is_on(url, ["https://b.example", "https://a.example/fhir"])


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/token",
        "https://a.example:8443/token",
        "https://a.example.evil/token",
        "https://evil/https://a.example",
        "https://a.example@evil/token",
        "https://evil@a.example/token",
        "https://evil\\@a.example/token",
        "https://a.example/token#x",
        "https://a.example /token",
        "https://\u0430.example/token",
        "https://a.example\t/token",
        "https://[a.example/token",
        "https://a.example:x/token",
        "//a.example/token",
        "/token",
        "",
    ],
)
def test_a_token_endpoint_elsewhere_or_unclear_is_not(url: str) -> None:
    assert not is_on(url, ["https://a.example/fhir"])
