"""sekmet-fhir that asks who we are: python -m tests.guarded_sekmet PORT FOLDER AUTH.

AUTH is JSON: what its `server_auth` is. It checks assertions, tokens and scopes by code of its own,
so it is a second opinion on what we send.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from adapter.sandbox.processes import free_port
from adapter.sandbox.server import BASE_PATH, serve

_ROOT: Final = Path(__file__).resolve().parents[1]
_SECONDS: Final = 60.0


@contextmanager
def guarded_sekmet(folder: Path, auth: dict[str, Any]) -> Iterator[str]:
    """The base URL of a server of its own, while the block runs."""
    folder.mkdir()
    port = free_port()
    command = [sys.executable, "-m", "tests.guarded_sekmet", str(port), str(folder)]
    command.append(json.dumps(auth))
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=_ROOT, stdout=log, stderr=log)
        try:
            _wait(process, port, folder / "server.log")
            yield f"http://127.0.0.1:{port}{BASE_PATH}"
        finally:
            process.terminate()
            process.wait(10)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], server_auth=json.loads(sys.argv[3]))
