"""Faults by name, for the proxy: what servers, gateways and networks do to one request.

before      the server never gets it          after    the server has done it, the answer is lost
body        the answer arrives damaged        paging   a searchset whose pages are wrong
What a fault says in prose holds a name and a number: none of it may reach a log.
"""

import gzip
import threading
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeAlias

from tests.fault_proxy import Answered, Exchange, Fault
from tests.http_passing import Asked, Kind, Reply, framed

Tree: TypeAlias = dict[str, Any]
WRITES: Final = (Kind.CREATE, Kind.UPDATE, Kind.DELETE)
SOMEBODY: Final = "Kajsa 195009072553"
_HTML: Final = {"content-type": "text/html; charset=utf-8"}
LOGIN: Final = f"<!DOCTYPE html><title>Log in</title><p>Welcome {SOMEBODY}</p>".encode()
OUTCOME: Final[Tree] = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "exception", "diagnostics": f"{SOMEBODY} is wrong"}],
}


# -- before the server ------------------------------------------------------------------------


def before(status: int, body: bytes = b"", **headers: str) -> Fault:
    """A gateway answers instead of the server; an underscore in a name stands for a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    reply = Reply(status, body, named) if body else Reply(status, headers=named).holding(OUTCOME)
    return lambda _exchange: reply


def empty(status: int) -> Fault:
    return lambda _exchange: Reply(status)


def broken(_exchange: Exchange) -> Answered:
    """The connection breaks before anything arrives."""
    return None


def silent(exchange: Exchange) -> Answered:
    """Nobody answers until the client hangs up."""
    exchange.until_they_hang_up()
    return b""


def redirect(status: int) -> Fault:
    """Elsewhere on the same server, where the request would be answered."""

    def moved(exchange: Exchange) -> Answered:
        place = f"{exchange.proxy.root}{exchange.asked.path}"
        return Reply(status, LOGIN, {**_HTML, "location": place})

    return moved


# -- after the server -------------------------------------------------------------------------


def after(fault: Fault) -> Fault:
    """The server does it, and then this comes instead of its answer."""

    def done(exchange: Exchange) -> Answered:
        exchange.forward()
        return fault(exchange)

    return done


def later(exchange: Exchange) -> Answered:
    """202: taken, and applied when the test says so."""

    def apply() -> None:
        exchange.forward()
        exchange.proxy.hang_up()

    exchange.proxy.late.append(apply)
    return Reply(202)


# -- the body ---------------------------------------------------------------------------------


def changed(change: Callable[[Reply], Answered]) -> Fault:
    return lambda exchange: change(exchange.forward())


def edited(change: Callable[[Tree], object]) -> Fault:
    """The answer with something else in it; `change` edits the tree, or gives another one."""

    def edit(reply: Reply) -> Reply:
        tree = reply.tree
        return reply.holding(change(tree) or tree)

    return changed(edit)


def instead(body: bytes, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return changed(lambda reply: Reply(reply.status, body, {**reply.headers, **named}))


def without(*names: str) -> Fault:
    """The same answer without some of its headers."""

    def less(reply: Reply) -> Reply:
        kept = {name: value for name, value in reply.headers.items() if name not in names}
        return Reply(reply.status, reply.body, kept)

    return changed(less)


def headed(**headers: str) -> Fault:
    return changed(lambda reply: Reply(reply.status, reply.body, {**reply.headers, **headers}))


def _half(reply: Reply) -> bytes:
    return reply.body[: len(reply.body) // 2]


def _head(reply: Reply, *lines: str) -> bytes:
    first = f"HTTP/1.1 {reply.status} Answer"
    said = [first, "content-type: application/fhir+json", *lines, "", ""]
    return "\r\n".join(said).encode()


TRUNCATED: Final[dict[str, Fault]] = {
    "of a stated length": changed(
        lambda reply: _head(reply, f"content-length: {len(reply.body)}") + _half(reply)
    ),
    "of no stated length": changed(lambda reply: _head(reply, "connection: close") + _half(reply)),
    "in chunks": changed(
        lambda reply: (
            _head(reply, "transfer-encoding: chunked")
            + b"%x\r\n%s\r\n" % (len(_half(reply)), _half(reply))
        )
    ),
    "packed": changed(
        lambda reply: (
            _head(reply, "content-encoding: gzip", "connection: close")
            + gzip.compress(reply.body)[:-12]
        )
    ),
}


def packed(exchange: Exchange) -> Answered:
    """Honest gzip."""
    reply = exchange.forward()
    body = gzip.compress(reply.body)
    return Reply(reply.status, body, {**reply.headers, "content-encoding": "gzip"})


def bomb(size: int) -> Fault:
    """A small answer that unpacks to `size` bytes of white space."""

    def packed_zeros(exchange: Exchange) -> Answered:
        reply = exchange.forward()
        packer = zlib.compressobj(9, wbits=31)
        body = packer.compress(b" " * size) + packer.compress(reply.body) + packer.flush()
        return Reply(reply.status, body, {**reply.headers, "content-encoding": "gzip"})

    return packed_zeros


def dripping(exchange: Exchange) -> Answered:
    """One byte now and then, until the client has had enough."""
    stopped = threading.Event()
    for at in framed(exchange.forward()):
        exchange.write(bytes([at]))
        stopped.wait(0.02)
    return b""


def _with(more: bytes) -> Fault:
    """One more member at the end of the object."""
    return changed(
        lambda reply: Reply(reply.status, reply.body.rstrip()[:-1] + more + b"}", reply.headers)
    )


UNREADABLE: Final[dict[str, Fault]] = {
    "a key twice": _with(b', "resourceType": "Goal"'),
    "invalid UTF-8": _with(b', "language": "\xff"'),
    "NaN": _with(b', "x": NaN'),
}
READABLE: Final[dict[str, Fault]] = {
    "a byte order mark": changed(
        lambda reply: Reply(reply.status, b"\xef\xbb\xbf" + reply.body, reply.headers)
    ),
    "another content type": headed(**{"content-type": "text/html"}),
    "gzip": packed,
}


# -- other answers ----------------------------------------------------------------------------


class Delayed:
    """Answers each request with what the one before it was answered: a cache gone wrong."""

    def __init__(self) -> None:
        self._kept: Reply | None = None

    def __call__(self, exchange: Exchange) -> Answered:
        kept, self._kept = self._kept, exchange.forward()
        return kept or self._kept


def as_it_was(exchange: Exchange) -> Answered:
    """The write arrives; what comes back is how the record stood before it."""
    asked = exchange.asked
    old = exchange.proxy.behind(Asked("GET", asked.path, asked.headers, b""))
    exchange.forward()
    return old


def never_done(exchange: Exchange) -> Answered:
    """The write is said to be done and is not: the record as it stands comes back."""
    asked = exchange.asked
    return exchange.proxy.behind(Asked("GET", asked.path, asked.headers, b""))


def lenient(exchange: Exchange) -> Answered:
    """A search that ignores whom it was asked about, as some servers do."""
    return exchange.proxy.behind(replace(exchange.asked, body=b"_count=200"))


def unversioned(tree: Tree) -> Tree:
    """A resource, or those of a searchset, without meta.versionId."""
    if tree["resourceType"] == "Bundle":
        entries = [
            {**each, "resource": unversioned(each["resource"])} for each in tree.get("entry") or []
        ]
        return {**tree, "entry": entries}
    return {**tree, "meta": {}}


# -- searchsets -------------------------------------------------------------------------------


def linked(link: str) -> Fault:
    """A page whose next page is somewhere; {asked} is this very page."""

    def elsewhere(exchange: Exchange) -> Answered:
        reply, proxy = exchange.forward(), exchange.proxy
        port = proxy.root.rpartition(":")[2]
        asked = f"{proxy.root}{exchange.asked.path}"
        url = link.format(root=proxy.root, url=proxy.url, port=port, asked=asked)
        return reply.holding({**reply.tree, "link": [{"relation": "next", "url": url}]})

    return elsewhere


def beside(*entries: Tree) -> Fault:
    """A searchset with more in it than was asked for."""
    return edited(lambda tree: {**tree, "entry": [*(tree.get("entry") or []), *entries]})


def twice(tree: Tree) -> Tree:
    """Each entry stands on the page twice."""
    return {**tree, "entry": [each for each in tree.get("entry") or [] for _ in range(2)]}


def nothing(tree: Tree) -> Tree:
    """No entry at all."""
    return {**tree, "total": 0, "entry": []}


def hidden(name: str) -> Fault:
    """A searchset that knows nothing of the record of that name."""

    def without_it(tree: Tree) -> Tree:
        entries = [each for each in tree.get("entry") or [] if f"'{name}'" not in str(each)]
        return {**tree, "entry": entries, "total": len(entries)}

    return edited(without_it)


class Again:
    """A page that shows once more what the page before it showed."""

    def __init__(self) -> None:
        self._before: list[Tree] = []

    def __call__(self, exchange: Exchange) -> Answered:
        reply = exchange.forward()
        tree = reply.tree
        shown, self._before = self._before, tree["entry"]
        return reply.holding({**tree, "entry": [*shown, *tree["entry"]]})
