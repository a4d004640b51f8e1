"""Every value of a RIV-TA answer is where the account says, and what was refused is named."""

import pytest

from adapter.codec.xml_door import read_xml
from mappings.account import Class
from mappings.tree import Leaf, place
from tests.account_checks import (
    assert_found,
    assert_refused,
    assert_reviewed,
    dropped,
    plant,
    read_with,
)
from tests.cases import CASES
from tests.rivta_schema import CARE_PLANS, OBSERVATIONS, fullest
from tests.rivta_support import READERS, fitting
from tests.shared_data import SHARED

VALUES = ("pq", "ts", "ivl_ts", "cv")
BOTH = sorted(READERS)


def _one_value(kind: str) -> frozenset[str]:
    return frozenset(f"value/{other}" for other in VALUES if other != kind)


def documents(name: str, *, foreign: bool = False) -> dict[str, bytes]:
    """Every answer of a contract that there is: ours, the shared ones, and the fullest ones."""
    folder = SHARED / "data" / "rivta"
    root = b"GetCarePlansResponse" if name == "rivta-care-plans" else b"GetObservationsResponse"
    files = [*CASES.glob("rivta-*/source.xml"), *folder.rglob("*.xml")]
    found = {f"{file.parent.name}/{file.name}": file.read_bytes() for file in files}
    real = {where: data for where, data in found.items() if root + b">" in data}
    return real | fullest_documents(name, foreign=foreign)


def fullest_documents(name: str, *, foreign: bool = False) -> dict[str, bytes]:
    if name == "rivta-care-plans":
        return {"fullest": fullest(CARE_PLANS, foreign=foreign)}
    return {
        f"fullest with {kind}": fullest(OBSERVATIONS, leave_out=_one_value(kind), foreign=foreign)
        for kind in VALUES
    }


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("foreign", [False, True])
def test_nothing_is_unaccounted_in_any_answer(name: str, *, foreign: bool) -> None:
    found = {
        where: read_with(READERS[name], read_xml(data)).account.counts()[Class.UNACCOUNTED]
        for where, data in documents(name, foreign=foreign).items()
    }
    assert len(found) > 2
    assert not {where for where, count in found.items() if count}


@pytest.mark.parametrize("name", BOTH)
def test_nothing_that_the_contract_has_is_refused_as_unknown(name: str) -> None:
    for data in fullest_documents(name).values():
        assert not {
            issue.path
            for issue in read_with(READERS[name], read_xml(data)).issues
            if issue.rule == "rivta.unknown"
        }


@pytest.mark.parametrize("name", BOTH)
def test_what_the_contract_does_not_have_is_refused_and_not_carried_on(name: str) -> None:
    for data in fullest_documents(name, foreign=True).values():
        outcome = read_with(READERS[name], read_xml(data))
        strange = [item for item in outcome.account.items() if "'extra'" in item.path]
        assert strange
        assert {item.reason for item in strange} == {"rivta.unknown"}
        assert "extra" not in str(outcome.resources)


@pytest.mark.parametrize("name", BOTH)
def test_every_dropped_path_has_been_reviewed(name: str) -> None:
    outcomes = [read_with(READERS[name], read_xml(data)) for data in documents(name).values()]
    assert_reviewed(f"dropped-{name}.txt", dropped(outcomes))


@pytest.mark.parametrize("name", BOTH)
def test_notes_and_texts_hold_less_than_a_tenth_of_the_values(name: str) -> None:
    for data in documents(name).values():
        counts = read_with(READERS[name], read_xml(data)).account.counts()
        assert counts[Class.KEPT] * 10 < sum(counts.values()) or counts[Class.KEPT] <= 1


# -- planted values -----------------------------------------------------------------------------


def _documents_to_plant_in(name: str) -> list[bytes]:
    """The fullest document, and the official or synthetic one."""
    real = [
        data
        for where, data in documents(name).items()
        if not where.startswith(("fullest", "rivta-"))
    ]
    if name == "rivta-care-plans":
        return [fullest(CARE_PLANS), *real]
    kinds = [fullest(OBSERVATIONS, leave_out=_once(kind), repeat=1) for kind in VALUES]
    return [*kinds, *real]


def _once(kind: str) -> frozenset[str]:
    """One value, and only in the first document what is the same in all of them."""
    same = {"additionalParticipant", "legalAuthenticator", "performerRole/person"}
    rest = {"observation/relation", *(f"observationGroup/{name}" for name in same)}
    return _one_value(kind) | (rest if kind != "pq" else set())


@pytest.mark.parametrize("name", BOTH)
def test_a_value_planted_in_any_place_is_where_the_account_says(name: str) -> None:
    found = 0
    for data in _documents_to_plant_in(name):
        for planted in plant(READERS[name], data, fitting):
            if planted.item.klass in (Class.MAPPED, Class.KEPT):
                assert_found(planted)
                found += 1
            else:
                assert planted.item.klass is Class.DROPPED, place(planted.leaf)
    assert found > 50


@pytest.mark.parametrize("name", BOTH)
def test_a_value_that_is_illegal_in_its_place_is_named_with_its_target(name: str) -> None:
    refused = set()
    for data in _documents_to_plant_in(name):
        for planted in plant(READERS[name], data, _illegal):
            if planted.item.klass is Class.REFUSED:
                assert_refused(planted)
                refused.add(planted.leaf.node.name)
            elif planted.item.klass is not Class.DROPPED:
                # Free text: nothing is illegal there, so it must be there.
                assert_found(planted)
    assert MUST_BE_REFUSED[name] <= refused, MUST_BE_REFUSED[name] - refused


def _illegal(_leaf: Leaf, _at: int) -> tuple[str, str]:
    return "¤ inte\ngiltigt ¤", "giltigt ¤"


MUST_BE_REFUSED = {
    "rivta-care-plans": {
        *("documentTime", "id", "type", "authorTime", "code", "codeSystem", "signatureTime"),
        *("approvedForPatient", "nullified", "mediaType", "value", "reference"),
        "typeOfCarePlanEnum",
    },
    "rivta-observations": {
        *("code", "codeSystem", "value", "format", "dateOfBirth", "valueNegation"),
        *("approvedForPatient", "registrationTime", "start", "end", "root", "extension"),
    },
}
