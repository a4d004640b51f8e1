"""The installation key is made once, for its owner alone, and never guessed."""

from pathlib import Path

import pytest

from adapter.errors import ConfigurationError, Exit, exit_code
from adapter.state import key


def test_a_key_is_thirty_two_bytes_and_its_owners_alone(tmp_path: Path) -> None:
    assert key.make(tmp_path / "state")
    assert len(key.read(tmp_path / "state")) == 32
    assert (tmp_path / "state" / key.FILE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def test_a_key_that_is_there_is_left_alone(tmp_path: Path) -> None:
    key.make(tmp_path)
    first = key.read(tmp_path)
    assert not key.make(tmp_path)
    assert key.read(tmp_path) == first


def test_no_two_installations_have_the_same_key(tmp_path: Path) -> None:
    for name in ("a", "b"):
        key.make(tmp_path / name)
    assert key.read(tmp_path / "a") != key.read(tmp_path / "b")


def test_no_key_is_a_problem_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="run viktigt init") as caught:
        key.read(tmp_path)
    assert exit_code(caught.value) is Exit.CONFIG


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o660])
def test_a_key_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    key.make(tmp_path)
    (tmp_path / key.FILE).chmod(mode)
    with pytest.raises(ConfigurationError, match="by its owner alone"):
        key.read(tmp_path)


@pytest.mark.parametrize(
    "held", [b"", b"\n", b"00" * 31, b"00" * 33, b"0" * 63, b"zz" * 32, b"\xff" * 64]
)
def test_a_key_that_is_damaged_is_refused_and_not_repeated(tmp_path: Path, held: bytes) -> None:
    file = tmp_path / key.FILE
    file.write_bytes(held)
    file.chmod(0o600)
    with pytest.raises(ConfigurationError) as caught:
        key.read(tmp_path)
    assert str(caught.value) == f"{file}: expected 32 bytes as hexadecimal digits"
