"""A FHIR R4 server over HTTP (https://hl7.org/fhir/R4/http.html), by requests.

A national id is only ever sent in the body of POST _search.
"""

import re
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

import requests

from adapter.codec.rebase import rebase
from adapter.endpoints import answers, bundles
from adapter.endpoints.auth.credentials import Credentials
from adapter.endpoints.door import Door
from adapter.endpoints.patience import Answer, Time
from adapter.errors import Changed, NotPermitted, Opaque, Refused, Unreachable, Withheld
from adapter.values import Access, EndpointSettings, Page, Ref, Reply, Resource, Seen, Step, Write
from mappings.codes.systems import BASE
from mappings.fhir.values import Identifier

MAX_PAGES: Final = 1_000
PAGE: Final = "200"
_GONE: Final = frozenset({404, 410})
_ETAG: Final = re.compile(r'(?:W/)?"([A-Za-z0-9.-]{1,64})"')


class FhirServer:
    """One FHIR server.

    `credentials` say who we are, `trust` whom we believe that it is who it says. On that server our
    own codes and extensions stand under `base`; here they stand under the placeholder. What it may
    cost is counted from here on.
    """

    def __init__(
        self,
        settings: EndpointSettings,
        base: str = BASE,
        passing: Time | None = None,
        credentials: Credentials | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.name = settings.name
        self._own_base = base
        self._door = Door(settings, base, passing or Time(), credentials, trust)

    # -- what the port asks ---------------------------------------------------------------------

    def capabilities(self) -> Resource:
        answer = self._door.request("GET", "metadata")
        return self._door.resource(answer, "CapabilityStatement")

    def access(self) -> Access:
        return self._door.access()

    def read(self, ref: Ref) -> Seen | None:
        answer = self._door.request("GET", self._path(ref), allowed=_GONE)
        if answer.status in _GONE:
            return None
        seen = _seen(self._door.resource(answer, ref.type), answer)
        if seen.ref != ref:
            raise Refused(self.name, "expected what was asked for, something else came")
        return seen

    def is_deleted(self, ref: Ref) -> bool:
        answer = self._door.request("GET", self._path(ref), allowed=_GONE)
        return bool(answer.status == requests.codes.gone)

    def search(self, kind: str, query: Sequence[tuple[str, str]]) -> Iterator[Seen]:
        form = [*query, *([] if dict(query).get("_count") else [("_count", PAGE)])]
        first = self._door.request("POST", f"{kind}/_search", form=form)
        bundle = self._door.resource(first, "Bundle")
        names_somebody = any(name == "identifier" for name, _ in query)
        if answers.is_cut_short(bundle) and not names_somebody:
            # Some servers page a search by GET only.
            first = self._door.request("GET", f"{kind}?{urlencode(form)}")
            bundle = self._door.resource(first, "Bundle")
        yield from self._pages(bundle, kind, query)

    def newest(self, kind: str, query: Sequence[tuple[str, str]], count: int) -> Iterator[Page]:
        form = [*query, *answers.in_short(kind, count)]
        answer = self._door.request("POST", f"{kind}/_search", form=form)
        bundle = self._door.resource(answer, "Bundle")
        if answers.is_cut_short(bundle):
            yield answers.page(answer.headers, bundle, kind)
            # Some servers page a search by GET only; most often nobody asks for the next page.
            answer = self._door.request("GET", f"{kind}?{urlencode(form)}")
            bundle = self._door.resource(answer, "Bundle")
        for each in self._bundles(bundle, query):
            yield answers.page(answer.headers, each, kind)

    def history(self, kind: str, since: datetime, count: int) -> Iterator[Page]:
        time = since.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        query = urlencode([("_since", time), ("_count", str(count))])
        answer = self._door.request("GET", f"{kind}/_history?{query}")
        for each in self._bundles(self._door.resource(answer, "Bundle"), ()):
            yield answers.past(answer.headers, each, kind)

    def _pages(
        self, bundle: Resource, kind: str, query: Sequence[tuple[str, str]]
    ) -> Iterator[Seen]:
        """Every match of a search, from its first page on; one that two pages show comes once."""
        passed: set[tuple[Ref, str | None]] = set()
        for each in self._bundles(bundle, query):
            for seen in answers.matches(each, kind):
                if (seen.ref, seen.version) not in passed:
                    passed.add((seen.ref, seen.version))
                    yield self._with_version(seen)

    def _with_version(self, seen: Seen) -> Seen:
        """A match that does not say its version, as it stands alone: there an ETag may say it."""
        return seen if seen.version is not None else self.read(seen.ref) or seen

    def _bundles(self, bundle: Resource, query: Sequence[tuple[str, str]]) -> Iterator[Resource]:
        """The pages of a search, from its first one on."""
        passed: set[str] = set()
        while len(passed) < MAX_PAGES:
            if count := answers.withheld(bundle):
                raise Withheld(self.name, count)
            yield bundle
            link = answers.next_link(bundle)
            if link is None:
                return
            page = self._page(link, query)
            if page in passed:
                raise Refused(self.name, "expected a search to end, its pages go round")
            passed.add(page)
            bundle = self._followed(page)
        raise Refused(self.name, f"expected a search to end within {MAX_PAGES} pages")

    def _followed(self, page: str) -> Resource:
        answer = self._door.request("GET", page, allowed=_GONE)
        if answer.status in _GONE:
            told = "the search expired before its last page"
            raise Unreachable(self.name, told, answer.status)
        return self._door.resource(answer, "Bundle")

    def create(self, resource: Resource, *, if_none_exist: Identifier | None) -> tuple[Seen, bool]:
        headers = {}
        if if_none_exist is not None:
            held = {"system": if_none_exist.system, "value": if_none_exist.value}
            headers["If-None-Exist"] = answers.criteria(**rebase(held, BASE, self._own_base))
        answer = self._door.request(
            "POST", resource["resourceType"], body=resource, headers=headers
        )
        is_new = answer.status != requests.codes.ok
        kind = resource["resourceType"]
        write = Write(step=Step.CREATE, type=kind, body=resource, identifier=if_none_exist)
        return self._written(answer, write), is_new

    def update(self, ref: Ref, resource: Resource, *, if_match: str | None) -> Seen:
        headers = {} if if_match is None else {"If-Match": f'W/"{if_match}"'}
        body = {**resource, "id": ref.id}
        answer = self._door.request("PUT", self._path(ref), body=body, headers=headers)
        write = Write(step=Step.UPDATE, type=ref.type, body=body, ref=ref, version=if_match)
        return self._written(answer, write)

    def delete(self, ref: Ref, *, if_match: str | None) -> None:
        headers = {}
        if if_match is not None:
            # R4 says what If-Match does to an update only: not every server looks at it here.
            seen = self.read(ref)
            if seen is not None and seen.version != if_match:
                raise Changed(self.name, "another version stands there", 412)
            headers["If-Match"] = f'W/"{if_match}"'
        self._door.request("DELETE", self._path(ref), headers=headers, allowed=_GONE)
        if self.read(ref) is not None:
            raise Unreachable(self.name, "the server says that it deleted, but it stands there")

    # -- several at once ------------------------------------------------------------------------

    def batch(self, writes: Sequence[Write]) -> list[Reply]:
        return self._bundled("batch", writes)

    def transact(self, writes: Sequence[Write]) -> list[Reply]:
        replies = self._bundled("transaction", writes)
        if any(each.error is not None for each in replies):
            raise Opaque(self.name, "expected a transaction to be done as a whole")
        return replies

    def standing(self, writes: Sequence[Write]) -> list[list[Seen] | None]:
        found = self._looked(writes) if len(writes) > 1 else [None] * len(writes)
        return [
            self._stands(write) if each is None else each
            for write, each in zip(writes, found, strict=True)
        ]

    def _bundled(self, kind: str, writes: Sequence[Write]) -> list[Reply]:
        bundle = bundles.bundle_of(kind, [bundles.write_entry(each) for each in writes])
        answer = self._door.request("POST", self._door.root, body=bundle)
        entries = bundles.written(self.name, answer.body, writes)
        missing = [
            Write(step=Step.UPDATE, type=write.type, body={}, ref=each.ref)
            for write, each in zip(writes, entries, strict=True)
            if each.error is None and each.seen is None and each.ref is not None
        ]
        there = {
            write.ref: seen for write, seen in zip(missing, self.standing(missing), strict=True)
        }
        return [
            self._reply(write, each, there.get(each.ref))
            for write, each in zip(writes, entries, strict=True)
        ]

    def _reply(self, write: Write, entry: bundles.Entry, found: list[Seen] | None) -> Reply:
        """What an entry says; what it does not show is what was read back."""
        if entry.error is not None or entry.seen is not None:
            return Reply(seen=entry.seen, is_new=entry.is_new, error=entry.error)
        if not found:
            told = "the server says that it wrote, but not what"
            return Reply(error=Unreachable(self.name, told))
        if not bundles.is_of(write, found[0]):
            raise Opaque(self.name, "expected the entries in the order of the request")
        if bundles.is_untouched(write, found[0]):
            return Reply(error=Unreachable(self.name, bundles.STAYED))
        return Reply(seen=found[0], is_new=entry.is_new)

    def _looked(self, writes: Sequence[Write]) -> list[list[Seen] | None]:
        """What one batch of reads finds: nothing is lost when a server can't do that."""
        bundle = bundles.bundle_of("batch", [bundles.look_entry(each) for each in writes])
        try:
            answer = self._door.request("POST", self._door.root, body=bundle, again=True)
            return bundles.found(self.name, answer.body, writes)
        except (Refused, Changed, Opaque, NotPermitted):  # a token may be for single requests only
            return [None] * len(writes)

    def _stands(self, write: Write) -> list[Seen] | None:
        try:
            if write.ref is None:
                return list(self.search(write.type, bundles.by_identifier(write)))
            seen = self.read(write.ref)
        except (Refused, Withheld):
            return None
        return [] if seen is None else [seen]

    def _written(self, answer: Answer, write: Write) -> Seen:
        """What stands on the server now: as answered, else read back.

        A gateway may answer for the server, and a cache by what was asked before: what can't be
        the outcome of this write says nothing of it.
        """
        if answer.body is not None and answer.body.get("resourceType") == write.type:
            found: Seen | None = _seen(answer.body, answer)
        else:
            found = self._read_back(answer, write)
        if found is None:
            raise Unreachable(self.name, "the server says that it wrote, but not what")
        if not bundles.is_of(write, found):
            raise Unreachable(self.name, "the server says that it wrote, but shows something else")
        if bundles.is_untouched(write, found):
            raise Unreachable(self.name, bundles.STAYED)
        return found

    def _read_back(self, answer: Answer, write: Write) -> Seen | None:
        logical_id = answers.id_in(answer.headers.get("Location", ""), write.type)
        ref = write.ref or (None if logical_id is None else Ref(write.type, logical_id))
        try:
            return None if ref is None else self.read(ref)
        except Refused:
            return None

    def _path(self, ref: Ref) -> str:
        path = answers.instance(ref)
        if path is None:
            raise Refused(self.name, "expected a reference of the form Type/id")
        return path

    def _page(self, link: str, query: Sequence[tuple[str, str]]) -> str:
        """A next link, if it stays on this server and under its base, and names no person."""
        url = answers.inside(self._door.url, link)
        if url is None:
            raise Refused(self.name, "expected the next page on the same server")
        if answers.repeats(link, query):
            raise Refused(self.name, "expected a next page whose URL holds no identifier")
        return url


def _seen(resource: Resource, answer: Answer) -> Seen:
    """A resource that came alone: its version is in meta, or else in the ETag."""
    seen = answers.seen_in(resource)
    tag = _ETAG.fullmatch(answer.headers.get("ETag", ""))
    return replace(seen, version=tag[1]) if seen.version is None and tag else seen
