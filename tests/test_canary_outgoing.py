"""Every body, URL and header that servers get, and every file that is given out, unpacked.

Originals stay home; so does what was dropped, and all of whom or what waits.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree

from adapter.endpoints.memory import MemoryServer
from mappings import national_ids
from mappings.fhir.values import Identifier
from tests.canary.desk import PERSONS, PLAIN, SETTINGS, Desk, secrets_known
from tests.canary.documents import SOURCES
from tests.canary.outgoing import BLOCKED, DROPPED, HIDDEN, STRANGER, crossed
from tests.canary.planted import seen
from tests.canary.running import typed
from tests.canary.wire import Sent
from tests.test_canary import FULL
from tests.test_help_examples import DEMO
from tests.test_policy_consents import block_consent
from tests.world import ANNA, LINE

EVERY: Final = 1 if FULL else 16
DOCUMENTS: Final = [
    *SOURCES,
    *sorted(DEMO.glob("*/*.xml")),
    *sorted(DEMO.glob("municipality/*.csv")),
]
FORMS: Final = ("--format rivta", "--format csv", "--format bundle --for person", "--format ndjson")


@pytest.fixture
def secrets() -> Iterator[None]:
    with secrets_known():
        yield


@pytest.fixture
def desk(tmp_path: Path, secrets: None) -> Desk:  # noqa: ARG001  they must be known
    """An installation that everybody of the documents is enrolled in, and both servers know."""
    folder = tmp_path / "desk"
    (folder / "inbox").mkdir(parents=True)
    (folder / "viktigt.toml").write_text(SETTINGS.replace("{state}", PLAIN), encoding="utf-8")
    people = [named for each in PERSONS if (named := national_ids.named(each)) is not None]
    rows = "".join(f"{each.value},,\n" for each in people)
    (folder / "persons.csv").write_text(f"id,grade,born\n{rows}", encoding="utf-8")
    made = Desk(folder, {name: MemoryServer(name) for name in ("region", "municipality")}, {}, [])
    made.run(["init", "."])
    for person in people:
        for server in made.servers.values():
            server.create(_patient(person), if_none_exist=None)
    _enrol(made, "hospital", *people)
    return made


def _patient(person: Identifier, **more: object) -> dict[str, Any]:
    held = {"system": person.system, "value": person.value}
    return {"resourceType": "Patient", "identifier": [held], **more}


def _enrol(desk: Desk, route: str, *people: Identifier) -> None:
    rows = "".join(f"{route},{each.value},SE1,c\n" for each in people)
    text = f"route,value,decided_by,consent\n{rows}"
    (desk.folder / "enrolments.csv").write_text(text, encoding="utf-8")
    assert desk.run(["enrol", "import", "enrolments.csv"]).code == 0


def looked(sent: list[Sent], original: bytes = b"") -> set[str]:
    """What may not leave, and did."""
    found = {f"on the way: {each}" for one in sent for each in seen(one.told)}
    return found | {each for one in sent for each in crossed(one.body, original)}


@pytest.mark.slow
@pytest.mark.parametrize("source", DOCUMENTS, ids=lambda each: f"{each.parent.name}-{each.stem}")
def test_no_original_crosses_however_it_is_packed(source: Path, desk: Desk) -> None:
    original = source.read_bytes()
    (desk.folder / "inbox" / f"document{source.suffix}").write_bytes(original)
    for line in ("plan hospital -o plan.json", "apply plan.json", "sync hospital", "sync hospital"):
        desk.run(line.split())
    assert not looked(desk.sent, original)


def test_documents_cross_at_all(desk: Desk) -> None:
    for number, source in enumerate(DOCUMENTS):
        (desk.folder / "inbox" / f"{number}{source.suffix}").write_bytes(source.read_bytes())
    desk.run(["sync", "hospital"])
    assert sum(len(each.body) for each in desk.sent) > 50_000


def _dropped(folder: Path) -> list[str]:
    """Where in the document a value stands that the mapping leaves out by name."""
    typed(folder, ["map", "document.xml", "-o", "mapped.ndjson", "--loss", "loss.json"])
    told = json.loads((folder / "loss.json").read_bytes())["documents"]
    return [item["path"] for each in told for item in each["items"] if item["class"] == "dropped"]


def _planted(source: Path, path: str) -> bytes:
    """The document with DROPPED there, and in a comment and an instruction beside it."""
    tree = etree.fromstring(source.read_bytes())
    found: Any = tree.xpath(path)
    for each in found if isinstance(found, list) else []:
        if getattr(each, "attrname", None) is not None:
            each.getparent().set(each.attrname, DROPPED)
        elif hasattr(each, "text"):
            each.text = DROPPED
    tree.append(etree.Comment(DROPPED))
    tree.append(etree.ProcessingInstruction("kvitter", DROPPED))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "source", [each for each in DOCUMENTS if each.suffix == ".xml"], ids=lambda each: each.stem
)
def test_what_is_dropped_is_in_nothing_that_is_made_of_a_document(
    source: Path, tmp_path: Path
) -> None:
    document = tmp_path / "document.xml"
    document.write_bytes(source.read_bytes())
    for path in _dropped(tmp_path)[::EVERY]:
        original = _planted(source, path)
        document.write_bytes(original)
        if path not in _dropped(tmp_path):
            continue  # with another value it is not left out, but read or refused
        for number, form in enumerate(FORMS if FULL else FORMS[:1]):
            typed(tmp_path, ["export", "document.xml", *form.split(), "-o", f"out.{number}"])
        made = [each for each in tmp_path.iterdir() if each.name[:3] in {"map", "out"}]
        assert not {what for each in made for what in crossed(each.read_bytes(), original)}, path
        manifests = [each for each in made if each.name.endswith(".manifest.json")]
        assert not any(seen(each.read_bytes()) for each in manifests)


# -- whom and what nothing may cross of -----------------------------------------------------------

PROTECTED: Final = Identifier(system=ANNA.system, value="200001252386")


def _goal(number: str, words: str, patient: str, **more: object) -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "identifier": [{"system": "urn:a", "value": number}],
        "lifecycleStatus": "active",
        "description": {"text": words},
        "subject": {"reference": patient},
        **more,
    }


@pytest.fixture
def sides(desk: Desk) -> Desk:
    """Somebody on the route; a stranger, and somebody protected, of whom both sides have goals."""
    file = desk.folder / "persons.csv"
    file.write_text(f"{file.read_text()}{PROTECTED.value},sekretessmarkering,\n", encoding="utf-8")
    for server in desk.servers.values():
        known = {
            str(seen.resource["identifier"][0]["value"]): str(seen.ref)
            for seen in server.search("Patient", [])
        }
        address = [{"text": HIDDEN}]
        seen, _ = server.create(_patient(PROTECTED, address=address), if_none_exist=None)
        for number, (words, patient) in enumerate(
            (
                ("Gå till sjön", known[ANNA.value]),
                (STRANGER, known[LINE.value]),
                (f"Besök {HIDDEN}", str(seen.ref)),
            )
        ):
            server.create(_goal(f"{server.name}-{number}", words, patient), if_none_exist=None)
    _enrol(desk, "shared-plans", ANNA, PROTECTED)
    return desk


LINES: Final = (
    "sync shared-plans --dry-run",
    "plan shared-plans -o plan.json",
    "apply plan.json",
    "sync shared-plans --full",
    "doctor",
    "export --endpoint region --person-file person.txt -o out.json",
    "status",
)


def test_nothing_crosses_of_a_stranger_or_of_somebody_protected(sides: Desk) -> None:
    (sides.folder / "person.txt").write_text(PROTECTED.value, encoding="utf-8")
    for line in LINES:
        sides.run(line.split())
    assert "Gå till sjön" in " ".join(each.body.decode() for each in sides.sent), "others do"
    assert not looked(sides.sent)
    for each in (PROTECTED, LINE):
        assert not any(each.value.encode() in one.body for one in sides.sent), "named"
    assert not [each for each in sides.folder.glob("out.json*") if crossed(each.read_bytes())]


def test_nothing_crosses_of_what_is_blocked(sides: Desk) -> None:
    person = Identifier(system=ANNA.system, value=PERSONS[1])
    for server in sides.servers.values():
        held = f"{person.system}|{person.value}"
        (seen,) = server.search("Patient", [("identifier", held)])
        goal = _goal(f"{server.name}-b", BLOCKED, str(seen.ref))
        server.create(goal, if_none_exist=None)
    _enrol(sides, "shared-plans", person)
    (sides.folder / "blocks").mkdir()
    block = {**block_consent(), "patient": {"identifier": {"value": person.value}}}
    (sides.folder / "blocks" / "one.json").write_text(json.dumps(block), encoding="utf-8")
    settings = (sides.folder / "viktigt.toml").read_text("utf-8")
    changed = settings.replace('blocks = "none"', 'blocks = "blocks"')
    (sides.folder / "viktigt.toml").write_text(changed, encoding="utf-8")
    for line in LINES:
        sides.run([*line.split()])
    assert "Gå till sjön" in " ".join(each.body.decode() for each in sides.sent), "others do"
    assert not looked(sides.sent)
