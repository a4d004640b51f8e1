"""What a CapabilityStatement is taken to say, and that nothing else is assumed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.endpoints.capabilities import stated
from adapter.endpoints.memory import MemoryServer
from adapter.errors import Exit, Unreachable
from adapter.usecases.doctor import examine
from adapter.usecases.examined import Examined
from adapter.values import Capabilities, Resource, TypeCapabilities
from tests.world import make_world


def statement(**rest: object) -> Resource:
    return {
        "resourceType": "CapabilityStatement",
        "fhirVersion": "4.0.1",
        "rest": [
            {"mode": "client", "interaction": [{"code": "batch"}]},
            {"mode": "server", **rest},
        ],
    }


def goal(**said: object) -> TypeCapabilities:
    return stated(statement(resource=[{"type": "Goal", **said}])).of("Goal")


def codes(*of: str) -> list[dict[str, str]]:
    return [{"code": code} for code in of]


def test_what_is_not_stated_is_unknown() -> None:
    assert stated({}) == Capabilities()
    assert stated(statement()) == Capabilities(fhir_version="4.0.1")
    assert goal() == TypeCapabilities()
    assert stated(statement()).of("Goal") == TypeCapabilities()


@pytest.mark.parametrize("value", [True, False, None, "true", 1])
@pytest.mark.parametrize(
    ("element", "name"),
    [
        ("conditionalCreate", "conditional_create"),
        ("conditionalUpdate", "conditional_update"),
        ("updateCreate", "update_create"),
    ],
)
def test_a_flag_is_known_only_as_true_or_false(element: str, name: str, value: object) -> None:
    known = value if isinstance(value, bool) else None
    assert goal(**{element: value}) == TypeCapabilities(**{name: known})


def test_only_versioned_update_states_if_match() -> None:
    assert goal(versioning="versioned-update").if_match is True
    assert goal(versioning="versioned").if_match is False
    assert goal(versioning="no-version").if_match is False


@pytest.mark.parametrize("versioning", [None, "Versioned-Update", ["versioned-update"]])
def test_a_versioning_that_is_no_code_states_nothing(versioning: object) -> None:
    assert goal(versioning=versioning).if_match is None


def test_a_list_of_interactions_leaves_out_what_is_not_supported() -> None:
    assert goal(interaction=codes("create", "history-instance")) == TypeCapabilities(
        create=True, update=False, delete=False, history_instance=True, history_type=False
    )
    can = stated(statement(interaction=codes("transaction")))
    assert (can.transaction, can.batch) == (True, False)


def test_a_list_of_parameters_leaves_out_common_ones_that_may_be_supported() -> None:
    assert goal(searchParam=[{"name": "patient"}]) == TypeCapabilities()
    assert goal(searchParam=[{"name": "_lastUpdated"}]) == TypeCapabilities(last_updated=True)


def test_a_parameter_of_all_types_is_one_of_each() -> None:
    common = [{"name": "_since"}, {"name": "_count"}]
    can = stated(statement(resource=[{"type": "Goal"}], searchParam=common))
    assert can.of("Goal") == TypeCapabilities(since=True, count=True)


@pytest.mark.parametrize("version", ["4.0.1", "4.0", "4.3.0-cibuild", "5.0.0"])
def test_a_version_is_read(version: str) -> None:
    assert stated({"fhirVersion": version}).fhir_version == version


@pytest.mark.parametrize("version", ["4.0\x1b[2J", "R4", 4, "4.0.1 of Anna"])
def test_a_version_that_is_none_is_not_repeated(version: object) -> None:
    assert stated({"fhirVersion": version}).fhir_version is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["rest", "mode", "resource", "type", "interaction", "code", "searchParam", "name"]
            ),
            parts,
            max_size=4,
        )
    ),
)


@given(JSON, JSON, JSON)
def test_no_statement_is_too_strange_to_be_read(rest: Any, resource: Any, more: Any) -> None:  # noqa: ANN401
    stated({"rest": rest})
    stated(statement(resource=resource, interaction=more, searchParam=more))
    goal(interaction=more, searchParam=rest, versioning=more)


# -- doctor -----------------------------------------------------------------------------------


def found_at(folder: Path, server: MemoryServer) -> Examined:
    context = make_world(folder).context
    context = replace(context, servers={**context.servers, "region": server})
    found = {each.what: each for each in examine(context)}
    return found["endpoint region"]


class Stating(MemoryServer):
    """A server that states what a test says."""

    def __init__(self, statement: Resource) -> None:
        super().__init__("region")
        self._statement = statement

    def capabilities(self) -> Resource:
        return self._statement


class Silent(MemoryServer):
    """A server that does not answer."""

    def capabilities(self) -> Resource:
        raise Unreachable(self.name, "no answer")


def test_doctor_says_unknown_for_what_a_server_does_not_state(tmp_path: Path) -> None:
    found = found_at(tmp_path, MemoryServer("region"))
    assert found.fine
    assert found.said.rpartition("; ")[0] == (
        "FHIR 4.0.1; transaction yes, batch yes, create Binary unknown, "
        "If-None-Exist unknown, conditional update unknown, update as create unknown, "
        "If-Match unknown, history-instance unknown, history-type unknown, "
        "_lastUpdated unknown, _since unknown, _count unknown"
    )


def test_doctor_says_for_which_types_a_server_differs(tmp_path: Path) -> None:
    resources = [
        {"type": "Goal", "conditionalCreate": True},
        {"type": "Task", "conditionalCreate": False},
        {"type": "Binary", "interaction": codes("read", "create")},
        {"type": "Medication", "conditionalCreate": False},
    ]
    found = found_at(tmp_path, Stating(statement(resource=resources)))
    assert (
        "create Binary yes, If-None-Exist yes (Goal)/no (Task)/unknown (Appointment" in found.said
    )
    assert "Medication" not in found.said


def test_doctor_gives_programs_every_type_that_routes_carry(tmp_path: Path) -> None:
    told = statement(resource=[{"type": "Goal", "versioning": "versioned"}, {"type": "Account"}])
    found = found_at(tmp_path, Stating(told)).as_json()["capabilities"]
    assert found["types"]["Goal"]["if_match"] is False
    assert found["types"]["Task"]["if_match"] is None
    assert "Account" not in found["types"]


@pytest.mark.parametrize(
    ("server", "code"),
    [
        (Silent("region"), Exit.UNAVAILABLE),
        (Stating({"fhirVersion": "5.0.0"}), Exit.CONFIG),
        (Stating({}), Exit.CONFIG),
    ],
)
def test_a_server_that_is_not_fhir_r4_or_silent_is_a_problem(
    tmp_path: Path, server: MemoryServer, code: Exit
) -> None:
    found = found_at(tmp_path, server)
    assert not found.fine
    assert found.exit is code
    assert "capabilities" not in found.as_json()
