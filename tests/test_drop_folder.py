"""A drop folder: what waits in it, what is left alone, and where documents go when settled."""

import hashlib
import os
from pathlib import Path

import pytest

from adapter.endpoints import directory
from adapter.endpoints.directory import MAX_BYTES, DropFolder
from adapter.values import EndpointKind, EndpointSettings


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(inbox: Path) -> DropFolder:
    settings = EndpointSettings(name="inbox", kind=EndpointKind.DIRECTORY, path=str(inbox))
    return DropFolder(settings)


def test_documents_wait_in_the_order_of_their_names(inbox: Path, folder: DropFolder) -> None:
    for name in ("b.xml", "a.json", "c"):
        (inbox / name).write_text(name)
    assert list(folder.waiting()) == [("a.json", b"a.json"), ("b.xml", b"b.xml"), ("c", b"c")]


def test_an_empty_folder_holds_nothing(folder: DropFolder) -> None:
    assert list(folder.waiting()) == []


def test_a_hidden_file_is_left_alone(inbox: Path, folder: DropFolder) -> None:
    (inbox / ".a.xml.part").write_text("half")
    assert list(folder.waiting()) == []
    assert (inbox / ".a.xml.part").read_text() == "half"


def test_a_symbolic_link_is_left_alone(tmp_path: Path, inbox: Path, folder: DropFolder) -> None:
    (tmp_path / "secret").write_text("not yours")
    (inbox / "a.xml").symlink_to(tmp_path / "secret")
    (inbox / "b.xml").symlink_to(tmp_path / "nowhere")
    assert list(folder.waiting()) == []


def test_what_is_no_file_is_left_alone(inbox: Path, folder: DropFolder) -> None:
    (inbox / "folder.xml").mkdir()
    os.mkfifo(inbox / "pipe.xml")
    assert list(folder.waiting()) == []


def test_a_settled_document_waits_no_more(inbox: Path, folder: DropFolder) -> None:
    for name in ("a.xml", "b.xml"):
        (inbox / name).write_text(name)
    folder.settle("a.xml", "done")
    folder.settle("b.xml", "refused")
    assert list(folder.waiting()) == []
    assert (inbox / "done" / "a.xml").read_text() == "a.xml"
    assert (inbox / "refused" / "b.xml").read_text() == "b.xml"


def test_settled_documents_are_for_the_owner_alone(inbox: Path, folder: DropFolder) -> None:
    (inbox / "a.xml").touch()
    folder.settle("a.xml", "done")
    assert (inbox / "done").stat().st_mode & 0o777 == 0o700


def test_documents_of_one_name_are_all_kept(inbox: Path, folder: DropFolder) -> None:
    for text in ("first", "second", "third"):
        (inbox / "a.xml").write_text(text)
        folder.settle("a.xml", "done")
    settled = {each.name: each.read_text() for each in (inbox / "done").iterdir()}
    assert settled == {"a.xml": "first", "a.xml.1": "second", "a.xml.2": "third"}


def test_a_link_in_the_way_is_no_free_name(inbox: Path, folder: DropFolder) -> None:
    (inbox / "done").mkdir()
    (inbox / "done" / "a.xml").symlink_to("nowhere")
    (inbox / "a.xml").write_text("first")
    folder.settle("a.xml", "done")
    assert (inbox / "done" / "a.xml").is_symlink()
    assert (inbox / "done" / "a.xml.1").read_text() == "first"


def test_documents_may_be_settled_while_others_are_still_read(
    inbox: Path, folder: DropFolder
) -> None:
    for name in ("a.xml", "b.xml"):
        (inbox / name).write_text(name)
    for name, _ in folder.waiting():
        folder.settle(name, "done")
    assert sorted(each.name for each in (inbox / "done").iterdir()) == ["a.xml", "b.xml"]


def test_a_document_that_somebody_took_back_no_longer_waits(
    inbox: Path, folder: DropFolder
) -> None:
    for name in ("a.xml", "b.xml", "c.xml"):
        (inbox / name).write_text(name)
    waiting = folder.waiting()
    assert next(waiting)[0] == "a.xml"
    (inbox / "b.xml").unlink()
    assert [name for name, _ in waiting] == ["c.xml"]


def test_a_document_may_be_taken_back_between_looking_and_reading(
    inbox: Path, folder: DropFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_back(file: Path) -> bool:
        file.unlink()
        return True

    (inbox / "a.xml").touch()
    monkeypatch.setattr(directory, "_is_document", take_back)
    assert list(folder.waiting()) == []


def test_a_name_that_is_not_utf_8_can_be_told_and_settled(inbox: Path, folder: DropFolder) -> None:
    (Path(os.fsdecode(os.fsencode(inbox) + b"/v\xe5rd.xml"))).write_text("plan")
    ((name, data),) = folder.waiting()
    assert (name, data) == ("a_aaaa9aa~64879f7d.xml", b"plan")
    folder.settle(name, "done")
    assert list(folder.waiting()) == []
    assert (inbox / "done" / name).read_text() == "plan"


def test_a_document_too_large_for_any_door_comes_cut(inbox: Path, folder: DropFolder) -> None:
    with (inbox / "a.xml").open("wb") as stream:
        stream.truncate(MAX_BYTES * 3)
    ((_, data),) = folder.waiting()
    assert len(data) == MAX_BYTES + 1


def test_a_folder_that_is_not_there_is_told(inbox: Path, folder: DropFolder) -> None:
    inbox.rmdir()
    with pytest.raises(FileNotFoundError):
        list(folder.waiting())


def test_a_settled_document_is_found_again_by_what_it_said(inbox: Path, folder: DropFolder) -> None:
    for data in (b"<a/>", b"<b/>"):  # two of one name, one after the other
        (inbox / "plan.xml").write_bytes(data)
        list(folder.waiting())
        folder.settle("plan.xml", "done")
    for data in (b"<a/>", b"<b/>"):
        assert folder.kept("plan.xml", hashlib.sha256(data).hexdigest()) == data
    assert folder.kept("plan.xml", hashlib.sha256(b"<c/>").hexdigest()) is None
    assert folder.kept("other.xml", hashlib.sha256(b"<a/>").hexdigest()) is None


def test_nothing_is_kept_where_nothing_was_settled(folder: DropFolder) -> None:
    assert folder.kept("plan.xml", hashlib.sha256(b"").hexdigest()) is None


def test_what_is_put_in_the_place_of_a_document_meanwhile_is_not_read(
    tmp_path: Path, inbox: Path, folder: DropFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("not yours")
    (inbox / "a.xml").symlink_to(tmp_path / "secret")
    os.mkfifo(inbox / "b.xml")
    (inbox / "c.xml").mkdir()
    monkeypatch.setattr(directory, "_is_document", lambda file: file.suffix == ".xml")
    assert list(folder.waiting()) == []


def test_a_document_that_can_not_be_read_is_told(
    inbox: Path, folder: DropFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.xml").touch()

    def refuse(path: Path, _flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError):
        list(folder.waiting())


@pytest.mark.parametrize("where", ["done", "refused"])
def test_a_document_is_not_moved_through_a_link(
    tmp_path: Path, inbox: Path, folder: DropFolder, where: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (inbox / where).symlink_to(tmp_path / "elsewhere")
    (inbox / "a.xml").write_text("plan")
    assert list(folder.waiting()) == [("a.xml", b"plan")]
    with pytest.raises(OSError, match="symbolic links"):
        folder.settle("a.xml", where)
    assert not list((tmp_path / "elsewhere").iterdir())


# Whatever a file can be called: no slash and no NUL, and at most 255 bytes.
HOSTILE = (
    "CON", "NUL", "aux.json", "Prn", "COM1.xml", "~", "~root", "-rf", "--", "-o", "$HOME", "`id`",
    "a;b", "a|b", "a b", " a", "a ", "a\n", "a\nb.xml", "a\rb", "a\x1b[2J", "a.", "a..b", "...",
    "..a", "..\\x", "a\\b", "C:\\x", "\\\\server\\share", "*", "?", "[a]", "{a,b}", "a%00",
    "%2e%2e%2fx", "file:", "\u202egnp.exe", "a\u200bb", "\uff0e\uff0e\uff0fx", "x" * 255, "ö" * 127,
    "\ud7ff" * 85, "196101182803.xml", "a'b", 'a"b', "#", "&&", "done.xml",
    "a.xml.1", "\u0301", "\ufeffx",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_document_is_called_it_stays_in_its_folder(
    tmp_path: Path, inbox: Path, folder: DropFolder, name: str
) -> None:
    if name.startswith("."):
        (inbox / name).write_text("plan")
        assert list(folder.waiting()) == []
        return
    for said in (b"plan", b"plan again"):
        (inbox / name).write_bytes(said)
        assert [data for _, data in folder.waiting()] == [said]
        folder.settle(name, "done")
    settled = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.parent for path in settled] == [inbox / "done"] * 2
    for said in (b"plan", b"plan again"):
        assert folder.kept(name, hashlib.sha256(said).hexdigest()) == said
