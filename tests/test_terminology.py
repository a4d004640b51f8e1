"""Own terminology as it is shipped: fresh, complete, and what the resources we write keep to.

Every own system, extension and identifier system that a mapping names has its FHIR resource, and
every code that a table writes is in its CodeSystem, with none left over.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from adapter.audit.events import MEASURE, PURPOSE
from adapter.sync.asking import DIFFERENCE
from adapter.sync.withdrawing import WITHDRAW
from adapter.usecases.auditing import ERASURE, TRANSFER, VIEW
from adapter.usecases.standing import tables
from adapter.values import Measure
from generate.terminology.__main__ import FOLDER, files
from mappings import (
    activity,
    catalog,
    follow_up,
    goal,
    need,
    patient_contract,
    provenance,
    self_monitoring,
    support_need,
    what_matters,
)
from mappings import narrative as narratives
from mappings.codes import scales, systems
from mappings.codes.systems import BASE
from mappings.fhir import lifecycle
from mappings.fhir.checker import check
from mappings.fhir.labels import FOR_PATIENT
from mappings.formats.plo import codes as plo
from mappings.formats.plo import put_forward
from mappings.record import Area
from mappings.safety_notice import TOPIC
from tests.laws import assert_valid, drawn
from tests.strategies.records import RECORDS
from tests.strategies.self_monitoring import measurements

ROOT: Final = Path(__file__).resolve().parents[1]
NO_RESOURCE: Final = {
    *(f"{BASE}/", f"{BASE}/id/", f"{BASE}/local/"),
    *(f"{BASE}/policy/withdrawn", f"{BASE}/probe"),
}
"""Own URIs that are no code system, extension or identifier system: prefixes, and a policy."""

# What the mappings write, per own code system.
CODES: Final[Mapping[str, set[str]]] = {
    systems.GOAL_VOICE: {*goal.VOICE.codes.values()},
    systems.STATEMENT_CATEGORY: {what_matters.MATTERS},
    systems.WHAT_MATTERS: {what_matters.STATEMENT},
    systems.STATEMENT_MODE: {*what_matters.MODE.codes.values()},
    systems.SAID_BY: {*what_matters.WHOSE.codes.values()},
    systems.PLAN_KIND: {
        each.value for each in patient_contract.PlanKind if not each.value.isupper()
    },
    systems.SAFETY_TOPIC: {*TOPIC.codes.values()},
    systems.TAG: {provenance.OWN, patient_contract.WITHDRAWN},
    systems.ATTESTATION: {"agrees", "disagrees"},
    systems.NEED_CATEGORY: {need.NEED},
    systems.ICF_QUALIFIER: {*scales.ICF_CODES},
    systems.IPLOS_SCORE: {*scales.IPLOS_CODES},
    systems.QUALIFIER_SLOT: {*support_need.QUALIFIER.codes.values()},
    systems.SUPPORT_PREFERENCE: {
        *support_need.SUPPORT.codes.values(),
        support_need.HOW_MUCH,
        support_need.IN_OWN_WORDS,
    },
    systems.ACTIVITY_KIND: {*activity.KIND.codes.values()},
    systems.OBSERVATION_KIND: {
        *support_need.SCALE.codes.values(),
        follow_up.FOLLOW_UP,
        narratives.NARRATIVE,
    },
    systems.ABSENT_REASON: {self_monitoring.NEGATED},
    systems.STATUS_REASON_CODE: {each["code"] for each in lifecycle.ABSENT["coding"]},
    systems.CONCEPT: {
        follow_up.FOLLOW_UP,
        *(
            coding.code or ""
            for each in (plo.EXPECTED_ATTAINMENT, plo.INTERPRETER_NEED, put_forward.CLASSIFY)
            for coding in each.codings
        ),
        put_forward.UNCLASSIFIED.code or "",
        put_forward.WITHDRAWN.code or "",
        DIFFERENCE,
        WITHDRAW,
    },
    systems.PATIENT_ACCESS: {FOR_PATIENT.code or ""},
    MEASURE: {each.value for each in Measure},
    PURPOSE: {TRANSFER, VIEW, ERASURE, "not-told"},
    systems.AREA_OF_LAW: {each.value for each in Area},
    systems.PLO_ELEMENT: {*plo.LABELS},
    systems.SOCIAL_INTERVENTION: {each.code for each in tables().interventions},
    systems.SOURCE_FLAG: {
        each.code for each in tables().labels if each.system == systems.SOURCE_FLAG
    },
}


@cache
def shipped() -> Mapping[str, Any]:
    """Every shipped resource by its canonical, or by what it names."""
    found = {}
    for path in sorted(FOLDER.glob("*.json")):
        resource = json.loads(path.read_text("utf-8"), parse_float=Decimal)
        url = resource.get("url") or resource["uniqueId"][0]["value"]
        assert url not in found
        found[url] = resource
    return found


def own_urls() -> set[str]:
    """Every own URI that the constants and the source of the program name."""
    constants = {
        value
        for value in vars(systems).values()
        if isinstance(value, str) and value.startswith(f"{BASE}/")
    }
    source = "\n".join(
        path.read_text("utf-8")
        for top in ("mappings", "adapter")
        for path in (ROOT / top).rglob("*.py")
    )
    calls = re.findall(r'\b(extension_url|code_system|naming_system)\("([^"]+)"\)', source)
    made = {getattr(systems, call)(name) for call, name in calls}
    literal = set(re.findall(r'f"\{BASE\}(/[\w./-]*)', source))
    return {*constants, *made, *(f"{BASE}{path}" for path in literal)} - NO_RESOURCE


def test_what_is_shipped_is_what_the_tables_say() -> None:
    assert {path: path.read_text("utf-8") for path in sorted(FOLDER.iterdir())} == files()


def test_every_own_url_has_its_resource_and_every_resource_is_used() -> None:
    prefixes = {f"{BASE}/{kind}/" for kind in ("StructureDefinition", "CodeSystem", "NamingSystem")}
    named = own_urls() - prefixes
    value_sets = {url for url in shipped() if "/ValueSet/" in url}
    assert named == set(shipped()) - value_sets
    assert value_sets == {
        url.replace("/CodeSystem/", "/ValueSet/") for url in named if "/CodeSystem/" in url
    }


def test_every_code_that_is_written_is_in_its_system_and_no_other_is() -> None:
    there = {
        url: {concept["code"] for concept in resource["concept"]}
        for url, resource in shipped().items()
        if resource["resourceType"] == "CodeSystem"
    }
    assert there == CODES


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: str(path.stem))
def test_a_shipped_resource_is_valid(path: Path) -> None:
    resource = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    assert check(resource) == ()
    assert_valid(resource)


def test_every_code_is_named_in_swedish_and_norwegian() -> None:
    for resource in shipped().values():
        for concept in resource.get("concept", ()):
            named = {each["language"]: each["value"] for each in concept["designation"]}
            assert set(named) == {"sv", "nb"}
            assert all(named.values())
            assert concept["display"]


# -- what is written keeps to it ----------------------------------------------------------------

RESOURCES: Final = {each.resource for each in catalog.MAPPINGS}
MEMBER_TYPES: Final = {"attachment": "Attachment", "name": "HumanName", "address": "Address"}


@cache
def written() -> tuple[dict[str, Any], ...]:
    """Resources of every kind of record, and enough measurements for one whose code is denied."""
    records = [
        *drawn(measurements, 60, "denied"),
        *(each for kind in RECORDS for each in drawn(RECORDS[kind], 25, kind)),
    ]
    return tuple(map(catalog.to_fhir, records))


def extensions(element: Any, kind: str) -> Iterator[tuple[str, dict[str, Any], bool]]:  # noqa: ANN401
    """Every own extension below: the type it stands on, itself, and whether it modifies."""
    for name, member in element.items():
        for each in member if isinstance(member, list) else (member,):
            if not isinstance(each, dict):
                continue
            if "xtension" in name and each["url"].startswith(BASE):
                yield kind, each, name == "modifierExtension"
            inner = MEMBER_TYPES.get(name, name.removeprefix("value"))
            yield from extensions(each, each["url"] if "xtension" in name else inner)


def element_of(definition: Any, where: str) -> dict[str, Any]:  # noqa: ANN401  a resource, as JSON
    found = [each for each in definition["differential"]["element"] if each["id"] == where]
    assert len(found) == 1, f"{definition['url']} has no {where}"
    return dict(found[0])


def assert_value(definition: Any, start: str, extension: Mapping[str, Any]) -> None:  # noqa: ANN401
    """The one value of an extension has a type that its definition allows, and a bound code."""
    [name] = [name for name in extension if name.startswith("value")]
    value = element_of(definition, f"{start}.value[x]")
    types = {each["code"] for each in value["type"]}
    assert name.removeprefix("value") in {code[0].upper() + code[1:] for code in types}
    if "binding" in value:
        system = value["binding"]["valueSet"].replace("/ValueSet/", "/CodeSystem/")
        held = extension[name]
        whole = held.get("coding", [held]) if isinstance(held, dict) else [{"code": held}]
        assert {each["code"] for each in whole} <= CODES[system]


def assert_conforms(on: str, extension: Mapping[str, Any], *, modifies: bool) -> None:
    """An own extension is as its definition says: where it stands, and what is in it."""
    definition = shipped()[extension["url"]]
    contexts = {each["expression"] for each in definition["context"]}
    allowed = {on, "DomainResource"} if on in RESOURCES else {on}
    assert contexts & allowed, f"{extension['url']} on {on}"
    assert element_of(definition, "Extension").get("isModifier", False) is modifies
    if "extension" not in extension:
        assert_value(definition, "Extension", extension)
        return
    assert element_of(definition, "Extension.value[x]")["max"] == "0"
    for part in extension["extension"]:
        if part["url"].startswith(BASE):
            continue
        slice_ = element_of(definition, f"Extension.extension:{part['url']}")
        count = sum(each["url"] == part["url"] for each in extension["extension"])
        assert slice_["max"] == "*" or count == 1
        assert_value(definition, slice_["id"], part)
    names = {part["url"].rpartition("/")[2] for part in extension["extension"]}
    slices = [each for each in definition["differential"]["element"] if "sliceName" in each]
    assert {each["sliceName"] for each in slices if each["min"]} <= names


@pytest.mark.slow
def test_every_own_extension_that_is_written_is_as_it_is_defined() -> None:
    seen = set()
    for resource in written():
        for on, extension, modifies in extensions(resource, resource["resourceType"]):
            seen.add(extension["url"])
            assert_conforms(on, extension, modifies=modifies)
    definitions = {url for url in shipped() if "/StructureDefinition/" in url}
    # Written when a plan ends (test_fold), and into an export (test_conflicts_told).
    assert definitions - seen == {systems.STATUS_REASON, systems.NOT_AGREED}


def codings(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  JSON
    if isinstance(element, dict):
        if str(element.get("system", "")).startswith(f"{BASE}/CodeSystem/"):
            yield element["system"], element["code"]
        for member in element.values():
            yield from codings(member)
    elif isinstance(element, list):
        for member in element:
            yield from codings(member)


@pytest.mark.slow
def test_every_own_code_that_is_written_is_in_its_system() -> None:
    for resource in written():
        for system, code in codings(resource):
            assert code in CODES[system]


def test_the_ordinal_of_an_icf_qualifier_is_its_digit() -> None:
    concepts = shipped()[systems.ICF_QUALIFIER]["concept"]
    ordinals = {
        concept["code"]: concept["extension"][0]["valueDecimal"]
        for concept in concepts
        if "extension" in concept
    }
    assert ordinals == {code: int(code) for code in scales.ICF_ORDERED}
