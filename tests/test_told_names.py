"""What others called a file or a column may be somebody's name: it is told by its form."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec.names import told_file
from adapter.codec.sources import read_documents
from adapter.endpoints.directory import DropFolder
from adapter.errors import ConfigurationError
from adapter.registers.kept import Kept
from adapter.usecases.register_files import read_persons
from adapter.values import EndpointKind, EndpointSettings
from mappings.tree import told_id, told_space
from tests.canary.planted import NAME, NUMBER, PERSONAL, seen
from tests.canary.running import typed
from tests.import_rule import ROOT
from tests.test_ingest import document
from tests.world import ANNA

NUMBERS: Final = (NUMBER, "19121212-1212", "121212-1212", "121212_1212", ANNA.value, "07017406")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("around", ["{}", "sip-{}", "plan.{}.v2", "{}_1"])
def test_a_number_in_the_name_of_a_file_is_told_by_its_form(number: str, around: str) -> None:
    told = told_file(f"{around.format(number)}.xml", "1")
    assert not any(part in told for part in (number, number[-4:]))
    assert told.endswith("~1.xml")


@pytest.mark.parametrize("name", ["plan.xml", "sip-berg_2.json", "v2.1+a.csv", "msg-00017.xml"])
def test_a_name_that_is_a_code_is_told_as_it_is(name: str) -> None:
    assert told_file(name, "1") == name


@given(name=st.text(min_size=1), mark=st.from_regex(r"[0-9a-f]{8}", fullmatch=True))
def test_what_is_told_of_any_name_is_a_code_that_tells_of_nobody(name: str, mark: str) -> None:
    told = told_file(name, mark)
    assert told.isascii()
    assert "/" not in told
    assert not seen(told)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def test_documents_named_after_people_are_settled_apart_and_found_again(inbox: Path) -> None:
    end = EndpointSettings(name="inbox", kind=EndpointKind.DIRECTORY, path=str(inbox))
    folder = DropFolder(end)
    for number in (NUMBER, ANNA.value):
        (inbox / f"{NAME} {number}.xml").write_text(number, encoding="utf-8")
    waiting = list(folder.waiting())
    assert len({name for name, _ in waiting}) == len(waiting) == 2
    for name, _ in waiting:
        folder.settle(name, "done")
    settled = {each.name: each.read_text("utf-8") for each in (inbox / "done").iterdir()}
    assert settled == {name: data.decode() for name, data in waiting}
    assert not seen(" ".join(settled))


@pytest.mark.parametrize("name", [*PERSONAL, *NUMBERS])
def test_what_is_wrong_with_a_folder_is_told_without_names_of_others(
    tmp_path: Path, inbox: Path, name: str
) -> None:
    below = inbox / name.replace("\x1b", "")
    below.mkdir()
    (below / f"{below.name}.xml").write_text("<a/>", encoding="utf-8")
    for said in (typed(tmp_path, ["check", "inbox"]), typed(tmp_path, ["map", "inbox"])):
        assert not said.leaks("check")
        assert said.code
    [found] = read_documents([inbox], io.BytesIO(), wrapper="x")
    assert not seen(found.name)


def test_an_error_of_the_system_is_told_without_names_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied", f"inbox/{NAME} {NUMBER}.xml")

    monkeypatch.setattr("adapter.wiring.settings", denied)
    said = typed(tmp_path, ["check", "x"])
    assert said.code == 74
    assert not said.leaks("check")
    assert b"Error: inbox/aaaaa_aaaaaaaaaaaa_9.xml: Permission denied" in said.stderr


@pytest.mark.parametrize("number", [*NUMBERS, NAME])
def test_a_namespace_and_an_id_of_a_message_are_told_by_their_form(number: str) -> None:
    for text in (number, f"urn:x:{number}", f"https://x.example/{number}"):
        assert not seen(told_space(text))
        assert not seen(told_id(text))


@pytest.mark.parametrize(
    "text", ["http://www.kith.no/xmlstds/msghead/2006-05-24", "urn:riv:x:GetCarePlansResponder:2"]
)
def test_a_namespace_is_told_as_it_is_where_it_is_one(text: str) -> None:
    assert told_space(text) == text
    assert told_id("0A000000-0000-4000-8000-000000000003").endswith("0003")
    assert told_id("msg-17") == "msg-17"


@pytest.mark.parametrize("number", [NUMBER, "19121212-1212", "13116900216"])
def test_a_record_that_is_called_by_the_number_of_a_person_is_refused(
    number: str, tmp_path: Path
) -> None:
    own = f"<businessIdentifier system='urn:x' value='{number}'/><words>".encode()
    data = document({"g": "Gå", "h": "Stå"}).replace(b"<words>", own, 1)
    (tmp_path / "plan.xml").write_bytes(data)
    said = typed(tmp_path, ["map", "plan.xml", "--loss", "loss.json"])
    assert said.code == 5
    assert b"native.identifier-of-a-person" in said.stderr
    assert said.stdout.count(b'"resourceType":"Goal"') == 1
    assert not seen(said.stderr)
    assert not seen((tmp_path / "loss.json").read_bytes())


def test_where_telling_of_a_defect_fails_nothing_of_it_is_told(tmp_path: Path) -> None:
    code = (
        "import sys, cli, adapter.shell.guard as guard\n"
        "def broken(_call): raise RuntimeError('Kajsa Kanariefågel')\n"
        "guard.guarded = broken\n"
        "cli.run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr == b"Error: a defect: RuntimeError\n"


def test_a_register_without_a_heading_is_refused_without_what_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "persons.csv"
    file.write_text(f"{NUMBER},{NAME}\n{NUMBER},{NAME}\n", encoding="utf-8")
    kept = Kept("registers.persons", file, read_persons)
    with pytest.raises(ConfigurationError) as raised:
        kept.open()
    assert not seen(str(raised.value))
    assert "unknown; known are" in str(raised.value)
