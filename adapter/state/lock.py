"""One run of a route at a time: a lock that the kernel drops when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapter.errors import Locked


@contextmanager
def only_run(folder: Path, route: str) -> Iterator[None]:
    """Hold the lock of a route while the block runs; raises Locked when another run has it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / f"{route}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Locked(f"another run of {route} is under way") from None
    try:
        yield
    finally:
        os.close(descriptor)
