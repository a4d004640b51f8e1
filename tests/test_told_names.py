"""What others called a file or a column may be somebody's name: it is told by its form."""

import io
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
from tests.canary.planted import NAME, NUMBER, PERSONAL, seen
from tests.canary.running import typed
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


def test_a_register_without_a_heading_is_refused_without_what_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "persons.csv"
    file.write_text(f"{NUMBER},{NAME}\n{NUMBER},{NAME}\n", encoding="utf-8")
    kept = Kept("registers.persons", file, read_persons)
    with pytest.raises(ConfigurationError) as raised:
        kept.open()
    assert not seen(str(raised.value))
    assert "unknown; known are" in str(raised.value)
