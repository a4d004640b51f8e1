"""A reverse proxy on loopback before a real FHIR server, which breaks the requests a test names.

A fault is armed for the n-th request of a kind; everything else passes through untouched. A fault
counts when it strikes: `fired` tells whether the code under test really met it.
"""

import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs, urlsplit

from tests.http_passing import READS, WRITES, Asked, Kind, Reply, framed

__all__ = [
    "READS",
    "WRITES",
    "Asked",
    "Exchange",
    "Fault",
    "Kind",
    "Proxy",
    "Reply",
    "framed",
    "proxied",
]
_HOP_BY_HOP: Final = frozenset(
    {"connection", "transfer-encoding", "content-length", "date", "host"}
)

_IDLE: Final = 2.0  # seconds
_AT_ONCE: Final = struct.pack("ii", 1, 0)


class Exchange:
    """One request on its way, and what can be done with it."""

    def __init__(self, asked: Asked, proxy: "Proxy", connection: socket.socket) -> None:
        self.asked = asked
        self.proxy = proxy
        self._connection = connection

    def forward(self) -> Reply:
        """What the server behind says; from here on it may have done what it was asked."""
        return self.proxy.behind(self.asked)

    def write(self, data: bytes) -> None:
        self._connection.sendall(data)

    def until_they_hang_up(self) -> None:
        with suppress(ConnectionError):
            self._connection.recv(1)

    def reset(self) -> None:
        """Let the connection break off when it is closed (RST)."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)


# What is answered: an honest reply, exactly these bytes and no more, or a connection that breaks.
Answered: TypeAlias = "Reply | bytes | None"
Fault: TypeAlias = Callable[[Exchange], Answered]


@dataclass(slots=True)
class _Armed:
    name: str
    kinds: frozenset[Kind]
    fault: Fault
    skip: int
    times: int | None
    of: str

    def strikes(self, asked: Asked) -> bool:
        """Whether this request is one that the fault was armed for."""
        if asked.kind not in self.kinds or self.times == 0 or f"/{self.of}" not in asked.path:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Proxy:
    """Where the proxy is, what it was asked, what is armed and what has fired."""

    def __init__(self, port: int, upstream: str) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.upstream = upstream
        self.url = f"{self.root}{urlsplit(upstream).path}"
        self._kept = threading.local()
        self.renew()

    def renew(self) -> None:
        """Forget what an earlier test did."""
        self.fired: Counter[str] = Counter()
        self.log: list[Asked] = []
        self.page_size: int | None = None
        self.late: list[Callable[[], None]] = []
        self._armed: list[_Armed] = []
        self._pages: dict[str, Reply] = {}

    def arm(
        self,
        fault: Fault,
        *kinds: Kind,
        name: str = "fault",
        nth: int = 1,
        times: int | None = 1,
        of: str = "",
    ) -> None:
        """Break the nth request of these kinds, of one type or any, and so on `times` times.

        `times` None: from then on.
        """
        self._armed.append(_Armed(name, frozenset(kinds), fault, nth - 1, times, of))

    def disarm(self) -> None:
        self._armed = []

    @property
    def writes(self) -> int:
        """How often somebody tried to write."""
        return sum(each.kind in WRITES for each in self.log)

    def answer(self, exchange: Exchange) -> bool:
        """Answer one request, well or badly; whether the connection can be used again."""
        asked = exchange.asked
        self.log.append(asked)
        armed = next((each for each in self._armed if each.strikes(asked)), None)
        if armed is not None:
            self.fired[armed.name] += 1
        answered = exchange.forward() if armed is None else armed.fault(exchange)
        if answered is None:
            exchange.reset()
            return False
        exchange.write(framed(answered) if isinstance(answered, Reply) else answered)
        return isinstance(answered, Reply)

    # -- what stands behind ---------------------------------------------------------------------

    def behind(self, asked: Asked) -> Reply:
        path = urlsplit(asked.path)
        page = parse_qs(path.query).get("_page")
        if page:
            return self._pages.get(page[0], Reply(410))
        reply = self._forwarded(asked)
        if self.page_size and asked.kind in {Kind.MATCH, Kind.SEARCH} and reply.status == 200:
            return self._paged(reply, path.path.removesuffix("/_search"))
        return reply

    def _forwarded(self, asked: Asked) -> Reply:
        root = urlsplit(self.upstream)
        headers = {name: each for name, each in asked.headers.items() if name not in _HOP_BY_HOP}
        connection = self._connection()
        connection.request(
            asked.method, asked.path, asked.body, {**headers, "accept-encoding": "identity"}
        )
        response = connection.getresponse()
        body = response.read().replace(f"http://{root.netloc}".encode(), self.root.encode())
        self._kept.used = time.monotonic()
        kept = {
            name.lower(): value.replace(f"http://{root.netloc}", self.root)
            for name, value in response.getheaders()
            if name.lower() not in _HOP_BY_HOP
        }
        return Reply(response.status, body, kept)

    def _connection(self) -> HTTPConnection:
        """A connection of this thread; one that was idle for long the server may have closed."""
        if time.monotonic() - getattr(self._kept, "used", 0.0) > _IDLE:
            self.hang_up()
            root = urlsplit(self.upstream)
            self._kept.connection = HTTPConnection(str(root.hostname), root.port, timeout=30)
        found: HTTPConnection = self._kept.connection
        return found

    def hang_up(self) -> None:
        """Close the connection of this thread, if it has one."""
        with suppress(AttributeError):
            self._kept.connection.close()

    def _paged(self, whole: Reply, path: str) -> Reply:
        """The first page of a searchset; the others are kept for whoever follows the links."""
        bundle = whole.tree
        entries, size = bundle.get("entry") or [], self.page_size or 1
        starts = list(range(0, len(entries), size)) or [0]
        links = [f"{self.root}{path}?_page={len(self._pages) + n}" for n in range(len(starts))]
        pages = []
        for at, start in enumerate(starts):
            page = {**bundle, "entry": entries[start : start + size], "link": []}
            if at + 1 < len(starts):
                page["link"] = [{"relation": "next", "url": links[at + 1]}]
            pages.append(whole.holding(page))
        for link, page_reply in zip(links, pages, strict=True):
            self._pages[link.rpartition("=")[2]] = page_reply
        return pages[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    proxy: Proxy

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, self.rfile.read(length))
        self.close_connection = not self.proxy.answer(Exchange(asked, self.proxy, self.connection))

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    def finish(self) -> None:
        super().finish()
        self.proxy.hang_up()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A client that hangs up on a bad answer is what these tests are about."""


@contextmanager
def proxied(upstream: str) -> Iterator[Proxy]:
    """A proxy before the server with that base URL, while the block runs."""

    class Handler(_Handler):
        pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        proxy = Handler.proxy = Proxy(server.server_address[1], upstream)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()
