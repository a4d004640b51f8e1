"""Two FHIR servers far away, in a process of their own: `python -m benchmarks.away PEOPLE SECONDS`.

The region holds the plans of so many people, the municipality the people alone. Each answer takes
its time, without holding up any other. What arrives is counted and told at `/counts`.
Both take batches and look at the conditions in them, keep connections open, and page by 200.
"""

import asyncio
import itertools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

import orjson

SYSTEM: Final = "https://benchmark.example/person"
RECORD: Final = "https://benchmark.example/record"
OF_A_PERSON: Final = {
    "Condition": 1,
    "Goal": 3,
    "ServiceRequest": 2,
    "Observation": 1,
    "CarePlan": 1,
}
EACH: Final = sum(OF_A_PERSON.values())
SIDES: Final = ("region", "municipality")
_PAGE: Final = 200
_LENGTH: Final = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_WORDS: Final = "Kunna gå till affären själv igen, med rollator, och bära hem det som behövs. " * 4

Resource: TypeAlias = dict[str, Any]
Answer: TypeAlias = tuple[int, Any]


def plan_of(person: str) -> Iterator[Resource]:
    """The plan of one person with what it refers to: about 8 KB in all."""
    made = {
        kind: [f"{person}-{kind.lower()}-{at}" for at in range(count)]
        for kind, count in OF_A_PERSON.items()
    }

    def refs(kind: str) -> list[Resource]:
        return [{"reference": f"{kind}/{each}"} for each in made[kind]]

    says: dict[str, Resource] = {
        "Condition": {"code": {"text": _WORDS}},
        "Goal": {
            "lifecycleStatus": "active",
            "description": {"text": _WORDS},
            "addresses": refs("Condition"),
            "note": [{"text": _WORDS}],
        },
        "ServiceRequest": {"status": "active", "intent": "order", "code": {"text": _WORDS}},
        "Observation": {
            "status": "final",
            "code": {"text": "vikt"},
            "performer": [{"reference": f"Patient/{person}"}],
            "valueQuantity": {"value": 72.5, "unit": "kg"},
        },
        "CarePlan": {
            "status": "active",
            "intent": "plan",
            "title": "Min plan",
            "goal": refs("Goal"),
            "activity": [{"reference": each} for each in refs("ServiceRequest")],
        },
    }
    for kind, names in made.items():
        for name in names:
            yield {
                **_held(kind, name),
                "identifier": [{"system": RECORD, "value": name}],
                "subject": {"reference": f"Patient/{person}"},
                **says[kind],
            }


def _held(kind: str, name: str) -> Resource:
    meta = {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00.000Z"}
    return {"resourceType": kind, "id": name, "meta": meta}


class Side:
    """One server: what it holds, and what it was asked."""

    def __init__(self, base: str, people: int, *, has_plans: bool) -> None:
        self.asked: Counter[str] = Counter()
        self.made = 0
        self._base = base
        self._ids = itertools.count(1)
        self._of: dict[tuple[str, str], list[Resource]] = {}
        self._probes: dict[str, Resource] = {}
        self._pages: dict[str, list[Resource]] = {}
        for person in map(str, range(people)):
            held = [{"system": SYSTEM, "value": person}]
            patient = {**_held("Patient", person), "identifier": held}
            self._of["Patient", person] = [patient]
            for resource in plan_of(person) if has_plans else ():
                self._of.setdefault((resource["resourceType"], person), []).append(resource)

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        parts = urlsplit(path)
        steps = [step for step in parts.path.split("/")[3:] if step]
        self.asked[f"{method} {'/'.join(steps) if '_search' in steps else len(steps)}"] += 1
        if method == "POST" and not steps:
            return self._bundle(orjson.loads(body))
        if steps == ["metadata"]:
            return 200, self._statement()
        if steps[-1] == "_search":
            query = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            return 200, self._page(self._found(steps[0], query), 0)
        if steps == ["page"]:
            name, _, at = unquote(parts.query).partition("&")
            return 200, self._page(self._pages[name], int(at))
        return self._alone(method, steps, orjson.loads(body or b"null"))

    def _statement(self) -> Resource:
        can = [{"code": "transaction"}, {"code": "batch"}]
        return {
            "resourceType": "CapabilityStatement",
            "fhirVersion": "4.0.1",
            "rest": [{"mode": "server", "interaction": can}],
        }

    def _found(self, kind: str, query: dict[str, str]) -> list[Resource]:
        asked = query.get("patient", query.get("identifier", "")).split(",")
        people = (each.rpartition("|")[2].rpartition("/")[2] for each in asked)
        return [each for person in people for each in self._of.get((kind, person), ())]

    def _page(self, found: list[Resource], at: int) -> Resource:
        page = found[at : at + _PAGE]
        bundle: Resource = {
            "resourceType": "Bundle",
            "type": "searchset",
            "total": len(found),
            "entry": [{"resource": each, "search": {"mode": "match"}} for each in page],
        }
        if at + _PAGE < len(found):
            name = str(id(found))
            self._pages[name] = found
            url = f"{self._base}/page?{name}&{at + _PAGE}"
            bundle["link"] = [{"relation": "next", "url": url}]
        return bundle

    def _bundle(self, bundle: Resource) -> Answer:
        entries = [self._entry(each) for each in bundle["entry"]]
        return 200, {"resourceType": "Bundle", "type": "batch-response", "entry": entries}

    def _entry(self, entry: Resource) -> Resource:
        request = entry["request"]
        steps = request["url"].split("/")
        if steps[0] == "Basic":
            there = self._probes.get(steps[-1]) or next(iter(self._probes.values()))
            if request["method"] == "POST":
                return {"response": {"status": "200 OK"}, "resource": there}
            return {"response": {"status": "412 Precondition Failed"}}
        status, made = self._alone(request["method"], steps, entry["resource"])
        return {"response": {"status": f"{status} Created"}, "resource": made}

    def _alone(self, method: str, steps: list[str], resource: Any) -> Answer:  # noqa: ANN401
        if method == "DELETE":
            self._probes.pop(steps[1], None)
            return 204, None
        if method == "GET":
            return 404, {"resourceType": "OperationOutcome"}
        name = steps[1] if method == "PUT" else str(next(self._ids))
        version = "2" if method == "PUT" else "1"
        meta = {**resource.get("meta", {}), "versionId": version}
        meta["lastUpdated"] = "2026-01-02T00:00:00.000Z"
        made = {**resource, "id": name, "meta": meta}
        if steps[0] == "Basic":
            self._probes[name] = made
        else:
            self.made += steps[0] != "Provenance"
        return (201 if method == "POST" else 200), made


class _Connection(asyncio.Protocol):
    """HTTP/1.1, as little of it as our client speaks."""

    def __init__(self, sides: dict[str, Side], latency: Callable[[], float]) -> None:
        self._sides, self._latency = sides, latency
        self._read = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(self._read, 0, end)
        whole = end + 4 + (int(length[1]) if length else 0)
        if len(self._read) < whole:
            return
        method, path, _ = self._read[: self._read.index(b"\r\n")].decode().split(" ")
        body = bytes(self._read[end + 4 : whole])
        del self._read[:whole]
        status, answer = self._answer(method, path, body)
        raw = b"" if answer is None else orjson.dumps(answer)
        head = (
            f"HTTP/1.1 {status} OK\r\nContent-Type: application/fhir+json\r\n"
            f"Content-Length: {len(raw)}\r\n\r\n"
        )
        if status == 204:  # noqa: PLR2004  no content
            head = "HTTP/1.1 204 No Content\r\n\r\n"
        loop = asyncio.get_running_loop()
        loop.call_later(self._latency(), self._transport.write, head.encode() + raw)

    def _answer(self, method: str, path: str, body: bytes) -> Answer:
        if path == "/counts":
            return 200, {name: [side.made, side.asked] for name, side in self._sides.items()}
        return self._sides[path.split("/")[1]].answer(method, path, body)


async def serve(people: int, latency: float) -> None:
    """Listen until whoever started this closes our input; the first line says on which port."""
    sides: dict[str, Side] = {}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(sides, lambda: latency), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for name in SIDES:
        base = f"http://127.0.0.1:{port}/{name}/fhir"
        sides[name] = Side(base, people, has_plans=name == SIDES[0])
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
