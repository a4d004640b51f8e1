"""Let a test watch a process from its first line on: what it imports, and what its state does.

Python imports this module by itself where its folder stands on the path. Each step is told on a
socket that the test handed over, and waits for an answer: so the process can be killed right there.
Of a statement its verb and its table are told, never a value.
"""

import os
import re
import socket
import sqlite3
import sqlite3.dbapi2
import sys
import threading
from typing import Any

_TABLE = re.compile(r"\b(?:INTO|FROM|UPDATE)\s+(\w+)")
_OURS = {"cli", "adapter", "mappings"}
_one_at_a_time = threading.RLock()  # what is collected meanwhile may close a connection
_test = socket.socket(fileno=int(os.environ["WATCHED_BY"]))


def _tell(what: str, name: str) -> None:
    with _one_at_a_time:
        _test.sendall(f"{what} {name}\n".encode())
        _test.recv(1)


def _statement(sql: str) -> None:
    table = _TABLE.search(sql)
    _tell(sql.split(None, 1)[0], table[1] if table else "-")


def _imported(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "import" and str(arguments[0]).partition(".")[0] in _OURS:
        _tell("import", str(arguments[0]))


def _connected(*arguments: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
    connection: sqlite3.Connection = _connect(*arguments, **options)
    connection.set_trace_callback(_statement)
    return connection


_connect = sqlite3.dbapi2.connect
sqlite3.connect = sqlite3.dbapi2.connect = _connected  # type: ignore[assignment]  # by signature
sys.addaudithook(_imported)
