"""Where this process connects to and which names it looks up.

The functions of the module socket are stood in for while a test listens, in every thread. (An audit
hook would hear more, but stays for as long as the process, and Python code that it runs in the
middle of another thread's start upsets the measuring of coverage.)
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch


@dataclass
class Connections:
    """The ports connected to by host, and the names looked up."""

    places: set[tuple[str, int]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def connected(self, address: object) -> None:
        """Note an address of the internet; what stays in this machine's files is none."""
        if isinstance(address, tuple):
            self.places.add((str(address[0]), int(address[1])))


@contextmanager
def listening() -> Iterator[Connections]:
    """What is connected to while the block runs, by whichever thread."""
    heard = Connections()
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def connecting(self: socket.socket, address: Any) -> None:  # noqa: ANN401  as in socket
        heard.connected(address)
        connect(self, address)

    def trying(self: socket.socket, address: Any) -> int:  # noqa: ANN401  as in socket
        heard.connected(address)
        return connect_ex(self, address)

    def looking_up(host: str, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401  as in socket
        heard.names.add(host)
        return look_up(host, *arguments, **more)

    with (
        patch.object(socket.socket, "connect", connecting),
        patch.object(socket.socket, "connect_ex", trying),
        patch.object(socket, "getaddrinfo", looking_up),
    ):
        yield heard
