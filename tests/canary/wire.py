"""Two FHIR servers in memory as they are met over HTTP, down to URLs, headers and bytes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final, NamedTuple, TypeAlias, cast
from unittest import mock
from urllib.parse import parse_qsl, urlencode, urlsplit

from adapter.codec import json_door
from adapter.endpoints.memory import MemoryServer
from adapter.endpoints.transport import Raw, Transport
from adapter.errors import EndpointError
from adapter.values import Ref, Resource, Seen, Step, Write
from mappings.fhir.values import Identifier

Tree: TypeAlias = dict[str, Any]
ROOT: Final = "http://127.0.0.1:9"
_MEDIA: Final = {"Content-Type": "application/fhir+json"}


class Sent(NamedTuple):
    """A request as it goes on the line."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> str:
        """What proxies and logs on the way see, without what lets us in."""
        shown = {name: each for name, each in self.headers.items() if name != "Authorization"}
        return f"{self.method} {self.url} {shown}"


@contextmanager
def listening(servers: Mapping[str, MemoryServer]) -> Iterator[list[Sent]]:
    """While the block runs, ROOT/<name>/fhir is that server; gives what was sent to any."""
    sent: list[Sent] = []

    def exchange(
        _self: Transport,
        method: str,
        url: str,
        data: object,
        headers: Mapping[str, str],
        _most: int,
    ) -> Raw:
        sent.append(Sent(method, url, headers, on_the_line(data)))
        name = urlsplit(url).path.split("/")[1]
        return _answer(servers[name], sent[-1])

    with mock.patch.object(Transport, "exchange", exchange):
        yield sent


def on_the_line(data: object) -> bytes:
    """A body as it is sent."""
    return data if isinstance(data, bytes) else urlencode(cast("Any", data or ())).encode()


def _answer(server: MemoryServer, sent: Sent) -> Raw:
    try:
        status, body = _done(server, sent)
    except EndpointError as error:
        status, body = error.status or 422, _outcome(error)
    etag = (body.get("meta") or {}).get("versionId")
    headers = {**_MEDIA, **({"ETag": f'W/"{etag}"'} if etag else {})}
    return Raw(status, headers, json_door.write_json(body))


def _outcome(error: EndpointError) -> Tree:
    issue = {"severity": "error", "code": "processing", "diagnostics": str(error)}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def _done(server: MemoryServer, sent: Sent) -> tuple[int, Tree]:
    path, _, query = sent.url.partition("/fhir")[2].strip("/").partition("?")
    kind, _, rest = path.partition("/")
    if sent.method == "GET" and rest not in {"", "_history"}:
        return _read(server, Ref(kind, rest))
    if sent.method == "GET":
        is_said = kind == "metadata"
        found = server.capabilities() if is_said else _found(server, kind, parse_qsl(query))
        return 200, dict(found)
    if rest == "_search":
        return 200, _found(server, kind, parse_qsl(sent.body.decode()))
    return _changed(server, sent, kind, rest)


def _changed(server: MemoryServer, sent: Sent, kind: str, rest: str) -> tuple[int, Tree]:
    if sent.method == "DELETE":
        server.delete(Ref(kind, rest), if_match=_version(sent.headers))
        return 204, {}
    body = _tree(sent.body)
    if not kind:
        return 200, _bundled(server, dict(body), sent.headers)
    if sent.method == "PUT":
        changed = server.update(Ref(kind, rest), body, if_match=_version(sent.headers))
        return 200, dict(changed.resource)
    held = _criteria(sent.headers.get("If-None-Exist"))
    seen, is_new = server.create(body, if_none_exist=held)
    return (201 if is_new else 200), dict(seen.resource)


def _tree(data: bytes) -> Resource:
    return cast("Resource", json_door.read_json(data))


def _read(server: MemoryServer, ref: Ref) -> tuple[int, Tree]:
    seen = server.read(ref)
    if seen is None:
        return (410 if server.is_deleted(ref) else 404), {"resourceType": "OperationOutcome"}
    return 200, dict(seen.resource)


def _found(server: MemoryServer, kind: str, query: list[tuple[str, str]]) -> Tree:
    wanted = [(name, value) for name, value in query if name == "_id" or name[0] != "_"]
    if any(name == "_sort" for name, _ in query):
        found = [seen for page in server.newest(kind, wanted, 1000) for seen in page.seen]
    else:
        found = list(server.search(kind, wanted))
    entries = [{"fullUrl": f"{ROOT}/{each.ref}", "resource": each.resource} for each in found]
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "meta": {"lastUpdated": server.time()},
        "entry": entries,
    }


def _version(headers: Mapping[str, str]) -> str | None:
    found = headers.get("If-Match")
    return None if found is None else found.removeprefix("W/").strip('"')


def _criteria(query: str | None) -> Identifier | None:
    if query is None:
        return None
    system, _, value = dict(parse_qsl(query))["identifier"].rpartition("|")
    return Identifier(system=system, value=value)


def _bundled(server: MemoryServer, bundle: Tree, headers: Mapping[str, str]) -> Tree:
    if bundle["type"] == "transaction":
        writes = [_write(each) for each in bundle["entry"]]
        replies = [each.seen for each in server.transact(writes)]
        entries = [_written(201, dict(cast("Seen", seen).resource)) for seen in replies]
    else:
        entries = [_alone(server, each, headers) for each in bundle["entry"]]
    return {"resourceType": "Bundle", "type": f"{bundle['type']}-response", "entry": entries}


def _alone(server: MemoryServer, entry: Tree, headers: Mapping[str, str]) -> Tree:
    """An entry of a batch, as the request that it stands for."""
    request = entry["request"]
    conditions = {"ifMatch": "If-Match", "ifNoneExist": "If-None-Exist"}
    more = {told: request[name] for name, told in conditions.items() if name in request}
    body = json_door.write_json(entry["resource"]) if "resource" in entry else b""
    url = f"{ROOT}/{server.name}/fhir/{request['url']}"
    raw = _answer(server, Sent(request["method"], url, {**headers, **more}, body))
    return _written(raw.status, _tree(raw.body))


def _written(status: int, body: Resource) -> Tree:
    told = {"status": f"{status} {HTTPStatus(status).phrase}"}
    if body.get("resourceType") == "OperationOutcome":
        return {"response": {**told, "outcome": body}}
    return {"response": told, "resource": body}


def _write(entry: Tree) -> Write:
    """What a transaction asks for."""
    body, request = entry["resource"], entry["request"]
    if request["method"] == "POST":
        return Write(
            step=Step.CREATE,
            type=request["url"],
            body=body,
            identifier=_criteria(request.get("ifNoneExist")),
            place=entry.get("fullUrl"),
        )
    kind, _, logical_id = request["url"].partition("/")
    return Write(
        step=Step.UPDATE,
        type=kind,
        body=body,
        ref=Ref(kind, logical_id),
        version=_version({"If-Match": request["ifMatch"]} if "ifMatch" in request else {}),
        place=entry.get("fullUrl"),
    )
