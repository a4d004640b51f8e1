"""Files are written whole, under plain names, in the folder that was meant and nowhere else."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.codec.files import hashed_name, safe_write
from adapter.errors import UnsafeName

HOSTILE = (
    "", ".", "..", "/", "//", "/etc/passwd", "../x", "..\\x", "a/b", "a/../b", "./a", "a\\b",
    "C:x", "C:\\x", "\\\\server\\share", "~", "~root", "-rf", "--", "$HOME", "`id`", "a;b", "a|b",
    "a b", " a", "a ", "a\n", "\x00", "a\x00b", "a\x1b[2J", "a.", ".hidden", "a..b", "x" * 129,
    "\u202egnp.exe", "a\u200bb", "å", "\uff0e\uff0e\uff0fx", "\ud800", "*", "?", "CON", "con.txt",
    "NUL", "aux.json", "Prn", "COM1", "lpt9.xml", "a:b", "a%00", "%2e%2e%2fx", "file:///x",
)  # fmt: skip


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    with pytest.raises(UnsafeName):
        safe_write(root, name, b"x")
    assert everything(tmp_path) == {"root"}


@pytest.mark.parametrize("key", HOSTILE, ids=range(len(HOSTILE)))
def test_a_name_made_from_any_key_is_plain_and_says_nothing_of_it(key: str, tmp_path: Path) -> None:
    name = hashed_name(key, ".json")
    assert safe_write(tmp_path, name, b"x") == tmp_path / name
    assert name == hashed_name(key, ".json")
    assert len(name) == len(hashed_name("other", ".json"))


def test_different_keys_have_different_names() -> None:
    assert len({hashed_name(key, "") for key in HOSTILE}) == len(HOSTILE)


def test_a_file_is_written_whole_for_its_owner_only_and_replaces_the_one_before(
    tmp_path: Path,
) -> None:
    for data in (b"first", b"second, longer", b""):
        path = safe_write(tmp_path, "CarePlan.ndjson", data)
        assert path.read_bytes() == data
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert everything(tmp_path) == {"CarePlan.ndjson"}


def test_a_link_in_the_place_of_the_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, root = tmp_path / "target", tmp_path / "root"
    target.write_bytes(b"untouched")
    root.mkdir()
    (root / "a.json").symlink_to(target)
    path = safe_write(root, "a.json", b"new")
    assert (target.read_bytes(), path.read_bytes()) == (b"untouched", b"new")
    assert not path.is_symlink()


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(OSError, match="link"):
        safe_write(tmp_path / "link", "a.json", b"x")
    assert everything(tmp_path / "real") == set()


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_failure_on_the_way_leaves_the_old_file_and_no_rubbish(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe_write(tmp_path, "a.json", b"old")

    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="disk full"):
        safe_write(tmp_path, "a.json", b"new")
    assert everything(tmp_path) == {"a.json"}
    assert (tmp_path / "a.json").read_bytes() == b"old"


def test_a_folder_that_can_not_take_a_file_is_an_error_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse(path: str, flags: int, **options: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.EROFS, "read-only")
        return real(path, flags, **options)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OSError, match="read-only"):
        safe_write(tmp_path, "a.json", b"x")
    assert everything(tmp_path) == set()


def test_the_data_is_on_the_disk_before_its_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def watched(step: str) -> Callable[..., object]:
        real = getattr(os, step)

        def call(*arguments: object, **options: object) -> object:
            done.append(step)
            return real(*arguments, **options)

        return call

    for step in ("fsync", "rename"):
        monkeypatch.setattr(os, step, watched(step))
    safe_write(tmp_path, "a.json", b"x")
    assert done == ["fsync", "rename", "fsync"]


@given(st.text(max_size=12))
def test_no_name_whatever_it_is_writes_outside_the_folder(name: str) -> None:
    """A name either is refused, or is one plain component."""
    try:
        safe_write(Path("/nonexistent-folder"), name, b"x")
    except UnsafeName:
        return
    except FileNotFoundError:
        assert Path(name).name == name
        assert name.isascii()
        assert not name.startswith(".")
