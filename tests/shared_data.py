"""The real sample data and peers, in the folder `shared` beside the repository, if it is there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """The path of a shared sample, e.g. `shared("plo", "eksempel-v1.6")`; skips without them."""
    return _below("data", *parts)


def require_peers() -> Path:
    """The folder of peers: servers to sync with and the independent validator."""
    return _below("peers")


def _below(folder: str, *parts: str) -> Path:
    if not (SHARED / folder).is_dir():
        pytest.skip(f"the folder ../shared/{folder} is not there", allow_module_level=True)
    path = SHARED.joinpath(folder, *parts)
    assert path.exists(), f"../shared/{path.relative_to(SHARED)} is not there"
    return path
