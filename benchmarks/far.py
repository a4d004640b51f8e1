"""A FHIR server far away, in one process with whoever asks: it waits before each answer.

It holds resources of so many patients and answers the one question that a quiet run has: the first
page of what changed last, and how many there are. Requests are counted where they arrive.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from adapter.values import Held

LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)
_PAGE: Final = 200
_PERSON_OF: Final = {"Appointment": "participant", "Consent": "patient", "Task": "for"}


class Far:
    """What the server holds, and what it was asked."""

    def __init__(self, held: Mapping[str, Sequence[str]], latency: float) -> None:
        """`held` names the patient of each resource, by type and in the order of their ids."""
        self.asked: Counter[str] = Counter()
        self.latency = latency
        self.url = ""
        self._pages = {kind: _page(kind, patients) for kind, patients in held.items()}

    def answer(self, path: str) -> bytes:
        self.asked[path] += 1
        time.sleep(self.latency)
        return self._pages[path.split("/")[2]]


def held_of(held: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Every resource of a server: patient, reference and stamp, as `sync.quiet` would take it."""
    for kind, patients in held.items():
        for at, patient in enumerate(patients):
            reference = f"Patient/{patient}" if kind == "Patient" else f"{kind}/{at}"
            yield patient, reference, f"1 {_time(at)}"


def _time(at: int) -> str:
    return (LONG_AGO - timedelta(seconds=at)).isoformat(timespec="milliseconds")


def _page(kind: str, patients: Sequence[str]) -> bytes:
    entries = [
        {"resource": _short(kind, at, patient), "search": {"mode": "match"}}
        for at, patient in enumerate(patients[:_PAGE])
    ]
    link = [{"relation": "next", "url": f"/fhir/{kind}?page=2"}] if len(patients) > _PAGE else []
    bundle: dict[str, Any] = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(patients),
        "link": link,
        "entry": entries,
    }
    return json.dumps(bundle).encode()


def _short(kind: str, at: int, patient: str) -> dict[str, Any]:
    meta = {"versionId": "1", "lastUpdated": _time(at)}
    if kind == "Patient":
        return {"resourceType": kind, "id": patient, "meta": meta}
    person = {"reference": f"Patient/{patient}"}
    element = _PERSON_OF.get(kind, "subject")
    named = [{"actor": person, "status": "accepted"}] if kind == "Appointment" else person
    return {"resourceType": kind, "id": str(at), "meta": meta, element: named}


@contextmanager
def serving(far: Far) -> Iterator[Far]:
    """Have a server listen while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = far.answer(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/fhir+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        far.url = f"http://127.0.0.1:{server.server_address[1]}/fhir"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield far
        finally:
            server.shutdown()
            thread.join()


def as_held(rows: Iterator[tuple[str, str, str]]) -> dict[str, Held]:
    """The same by patient."""
    found: dict[str, dict[str, str]] = {}
    for patient, reference, stamp in rows:
        found.setdefault(patient, {})[reference] = stamp
    return dict(found)
