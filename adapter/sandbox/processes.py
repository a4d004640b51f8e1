"""Starting and stopping the servers of the sandbox as processes of their own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from adapter.errors import SandboxFailed
from adapter.sandbox.server import BASE_PATH

START_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.05
_STOP_SECONDS: Final = 10.0


@contextmanager
def running(ports: dict[str, int], folder: Path) -> Iterator[dict[str, str]]:
    """Servers by name, each on its port, until the block ends; gives their base URLs."""
    with ExitStack() as stack:
        for name, port in ports.items():
            stack.enter_context(_server(name, port, folder / name))
        yield {name: f"http://127.0.0.1:{port}{BASE_PATH}" for name, port in ports.items()}


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _server(name: str, port: int, folder: Path) -> Iterator[None]:
    if _listens(port):
        raise SandboxFailed(name, f"somebody else listens on port {port}")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "adapter.sandbox.server", str(port), str(folder)],
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            _wait(name, process, port)
            yield
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(name: str, process: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until the server listens, or fail when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SandboxFailed(name, "it ended; is the port free and viktigt[sandbox] installed?")
        if _listens(port):
            return
        time.sleep(_POLL_SECONDS)
    raise SandboxFailed(name, f"it does not listen after {START_SECONDS:g} s")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
