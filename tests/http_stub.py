"""A small HTTP server on loopback that answers as a test says, however wrong, and remembers."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, TypeAlias

MEDIA = "application/fhir+json"


class Received(NamedTuple):
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Stub:
    """What the server was asked, and where it is; `over` is set when the test has ended."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.url = f"{self.root}/fhir"
        self.received: list[Received] = []
        self.over = threading.Event()


Reply: TypeAlias = Callable[[BaseHTTPRequestHandler, Stub], None]


def answer(status: int, body: object = None, **headers: str) -> Reply:
    """A whole and honest answer; an underscore in a header's name stands for a hyphen."""
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()

    def reply(handler: BaseHTTPRequestHandler, _stub: Stub) -> None:
        handler.send_response(status)
        known = {"Content_Type": MEDIA, "Content_Length": str(len(data)), **headers}
        for name, value in known.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def raw(data: bytes) -> Reply:
    """These bytes, and then the connection is closed."""
    return lambda handler, _stub: _write(handler, data)


def dripping(before: bytes, drop: bytes = b"x") -> Reply:
    """An answer that never ends: a drop now and then, until the test is over."""

    def reply(handler: BaseHTTPRequestHandler, stub: Stub) -> None:
        _write(handler, before)
        while not stub.over.wait(0.02):
            _write(handler, drop)

    return reply


def flooding(before: bytes, more: Callable[[], bytes]) -> Reply:
    """An answer that never ends, as fast as it goes."""

    def reply(handler: BaseHTTPRequestHandler, stub: Stub) -> None:
        _write(handler, before)
        while not stub.over.is_set():
            _write(handler, more())

    return reply


def _write(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(data)
    handler.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A client that hangs up on a bad answer is what these tests are about."""


@contextmanager
def serving(*replies: Reply) -> Iterator[Stub]:
    """Answer the first request by the first reply and so on; the last one is repeated."""
    waiting = list(replies)

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            stub.received.append(Received(self.command, self.path, headers, body))
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            reply(self, stub)

        do_GET = do_POST = do_PUT = do_DELETE = do_CONNECT = handle_any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        stub = Stub(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield stub
        finally:
            stub.over.set()
            server.shutdown()
            thread.join()
