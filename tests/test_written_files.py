"""A file that was asked for is whole or not there, and for its owner alone."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from adapter.shell.output import written


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def write(path: Path, data: bytes) -> None:
    with written(path) as stream:
        stream.write(data)


@pytest.mark.parametrize("name", ["plan.json", "-rf", "CON", "a\nb", "\u202egnp.exe", "x" * 255])
def test_it_is_written_whole_for_its_owner_alone_and_replaces_the_one_before(
    tmp_path: Path, name: str
) -> None:
    before = os.umask(0)
    try:
        for data in (b"first", b"second, longer", b""):
            write(tmp_path / name, data)
            assert (tmp_path / name).read_bytes() == data
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    finally:
        os.umask(before)
    assert everything(tmp_path) == {name}


def test_a_link_in_its_place_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"untouched")
    (tmp_path / "plan.json").symlink_to(tmp_path / "target")
    write(tmp_path / "plan.json", b"new")
    assert (tmp_path / "target").read_bytes() == b"untouched"
    assert (tmp_path / "plan.json").read_bytes() == b"new"
    assert not (tmp_path / "plan.json").is_symlink()


def test_nothing_is_there_before_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(b"old")
    with written(tmp_path / "plan.json") as stream:
        stream.write(b"half")
        stream.flush()
        assert (tmp_path / "plan.json").read_bytes() == b"old"
        others = [path for path in tmp_path.iterdir() if path.name != "plan.json"]
        assert [stat.S_IMODE(path.stat().st_mode) for path in others] == [0o600]
    assert (tmp_path / "plan.json").read_bytes() == b"half"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_on_the_way_leaves_the_old_file_and_no_rubbish(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "plan.json", b"old")

    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(OSError, match="disk full"):
        write(tmp_path / "plan.json", b"new")
    assert everything(tmp_path) == {"plan.json"}
    assert (tmp_path / "plan.json").read_bytes() == b"old"


def test_whoever_fails_while_writing_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    write(tmp_path / "plan.json", b"old")
    with pytest.raises(KeyError), written(tmp_path / "plan.json"):
        raise KeyError
    assert everything(tmp_path) == {"plan.json"}
    assert (tmp_path / "plan.json").read_bytes() == b"old"


def test_the_data_is_on_the_disk_before_its_name_is_and_then_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def watched(owner: object, step: str) -> None:
        real: Callable[..., object] = getattr(owner, step)

        def call(*arguments: object) -> object:
            done.append(step)
            return real(*arguments)

        monkeypatch.setattr(owner, step, call)

    watched(os, "fsync")
    watched(Path, "replace")
    write(tmp_path / "plan.json", b"x")
    assert done == ["fsync", "replace", "fsync"]


def test_a_pipe_or_a_device_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write(pipe, b"plan")
        assert os.read(reader, 10) == b"plan"
    finally:
        os.close(reader)
    write(Path(os.devnull), b"plan")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    assert everything(tmp_path) == {"pipe"}


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write(tmp_path, b"x")
