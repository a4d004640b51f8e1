"""What a FHIR server answers, taken apart without trust: links, matches, outcomes, tokens.

Pure functions for `fhir_server`. A server may be broken or hostile: nothing here follows what it
says out of its own base, or repeats its prose (https://hl7.org/fhir/R4/http.html,
https://hl7.org/fhir/R4/search.html).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from adapter.endpoints.shaped import seen_of
from adapter.values import Page, Ref, Resource, Seen

_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")  # https://hl7.org/fhir/R4/datatypes.html#id
_TYPE: Final = re.compile(r"[A-Z][A-Za-z]{1,63}")
_CODE: Final = re.compile(r"[a-z]+(-[a-z]+)*")
# A place in a resource. A longer expression may hold a value: where(value = '…').
_PLACE: Final = re.compile(r"[A-Za-z]+(\[\d{1,3}\])?(\.[A-Za-z]+(\[\d{1,3}\])?)*")
_KEPT_BACK: Final = frozenset(
    {
        *("suppressed", "security", "login", "unknown", "expired", "forbidden", "incomplete"),
        *("transient", "lock-error", "no-store", "exception", "timeout", "throttled", "too-costly"),
    }
)
_FAILED: Final = frozenset({"fatal", "error"})
_NOT_IN_A_LINK: Final = re.compile(r"[\x00-\x20\x7f\\]")
_PORTS: Final = {"http": 80, "https": 443}


def instance(ref: Ref) -> str | None:
    """The path of an instance below the base, or None when that is no FHIR reference."""
    steps_up = set(ref.id) == {"."}
    is_ref = _TYPE.fullmatch(ref.type) and _ID.fullmatch(ref.id) and not steps_up
    return f"{ref.type}/{ref.id}" if is_ref else None


def inside(base: str, link: str) -> str | None:
    """The URL of a link, if it stays on the server and under the base; else None."""
    if _NOT_IN_A_LINK.search(link):
        return None
    try:
        url, own = urlsplit(urljoin(base, link)), urlsplit(base)
        is_own = _origin(url) == _origin(own) and url.username is None
    except ValueError:  # no port, or no address between the brackets
        return None
    below = url.path.startswith(own.path) or url.path == own.path.rstrip("/")
    # Whoever sends the request takes /fhir/../admin for /admin.
    climbs = any(set(step) == {"."} for step in unquote(url.path).split("/"))
    return url.geturl() if is_own and below and not climbs else None


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)


def next_link(bundle: Resource) -> str | None:
    for link in _members(bundle, "link"):
        if link.get("relation") == "next" and isinstance(link.get("url"), str):
            found: str = link["url"]
            return found
    return None


def is_cut_short(bundle: Resource) -> bool:
    """Whether a first page says that there is more, and not where (Bundle.total, Bundle.link)."""
    total, entries = bundle.get("total"), bundle.get("entry")
    given = len(entries) if isinstance(entries, list) else 0
    if not isinstance(total, int | Decimal):
        return False
    return total > given and next_link(bundle) is None


def repeats(link: str, query: Sequence[tuple[str, str]]) -> bool:
    """Whether a link holds an identifier that was searched for: that may be a national id."""
    tokens = [each for name, value in query if name == "identifier" for each in value.split(",")]
    values = [token.rpartition("|")[2] for token in tokens]
    return any(value and value in unquote(link) for value in values)


def seen_in(resource: Resource) -> Seen:
    ref = Ref(str(resource.get("resourceType")), str(resource.get("id", "")))
    meta = resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    return seen_of(ref, version, resource)


def matches(bundle: Resource, kind: str) -> Iterator[Seen]:
    """What was searched for, without what a server puts beside it."""
    for entry in _members(bundle, "entry"):
        resource, search = entry.get("resource"), entry.get("search")
        mode = search.get("mode", "match") if isinstance(search, dict) else "match"
        if mode == "match" and isinstance(resource, dict) and resource.get("resourceType") == kind:
            yield seen_in(resource)


def withheld(bundle: Resource) -> int:
    """How many issues beside the matches say that they are not all (search mode outcome).

    `suppressed` is what consent, privacy or access rules keep back, `incomplete` what could not be
    reached; an error of whichever kind leaves open what it kept (https://hl7.org/fhir/R4/search.html
    and https://hl7.org/fhir/R4/valueset-issue-type.html).
    """
    found = 0
    for entry in _members(bundle, "entry"):
        outcome = entry.get("resource")
        if isinstance(outcome, dict) and outcome.get("resourceType") == "OperationOutcome":
            found += sum(map(_keeps_back, _members(outcome, "issue")))
    return found


def _keeps_back(issue: Resource) -> bool:
    return issue.get("code") in _KEPT_BACK or issue.get("severity") in _FAILED


def in_short(kind: str, count: int) -> list[tuple[str, str]]:
    """What asks for who and which version only, what changed last first, and how many there are."""
    person = _PERSON_OF.get(kind, "subject")
    return [
        ("_sort", "-_lastUpdated"),
        ("_total", "accurate"),
        ("_elements", f"id,meta,{person}"),
        ("_count", str(count)),
    ]


def page(headers: Mapping[str, str], bundle: Resource, kind: str) -> Page:
    """One page of a search, with what the server says about how many there are and the time."""
    total = bundle.get("total")
    return Page(
        seen=tuple(matches(bundle, kind)),
        total=int(total) if isinstance(total, int | Decimal) else None,
        at=_time(headers, bundle),
    )


def past(headers: Mapping[str, str], bundle: Resource, kind: str) -> Page:
    """One page of a history: an entry without a resource is a deletion."""
    entries = _members(bundle, "entry")
    bodies = [body for each in entries if isinstance(body := each.get("resource"), dict)]
    return Page(
        seen=tuple(seen_in(body) for body in bodies if body.get("resourceType") == kind),
        gone=tuple(_deletions(entries, kind)),
        at=_time(headers, bundle),
    )


def _deletions(entries: Iterable[Resource], kind: str) -> Iterator[Ref]:
    for entry in entries:
        request = entry.get("request")
        said = request if isinstance(request, dict) else {}
        gone = id_in(f"/{said.get('url')}", kind)
        if "resource" not in entry and said.get("method") == "DELETE" and gone is not None:
            yield Ref(kind, gone)


def _time(headers: Mapping[str, str], bundle: Resource) -> str | None:
    """When the server answered, by its own clock: that of the search, else of the HTTP answer."""
    meta = bundle.get("meta")
    stated = meta.get("lastUpdated") if isinstance(meta, dict) else None
    if isinstance(stated, str):
        return stated
    try:
        return parsedate_to_datetime(headers.get("Date", "")).isoformat()
    except ValueError:
        return None


_PERSON_OF: Final = {
    "Appointment": "participant",
    "Consent": "patient",
    "Patient": "link",
    "Task": "for",
}


def named(body: Resource | None) -> list[str]:
    """The codes and places an OperationOutcome names; its prose may hold what was sent."""
    issues = [] if body is None else _members(body, "issue")
    return [" ".join(_facts(issue)) for issue in issues]


def _facts(issue: Resource) -> Iterator[str]:
    if _CODE.fullmatch(str(issue.get("code"))):
        yield str(issue["code"])
    places = issue.get("expression")
    for place in places if isinstance(places, list) else ():
        if isinstance(place, str) and _PLACE.fullmatch(place):
            yield place


def _members(resource: Resource, name: str) -> list[dict[str, Any]]:
    held = resource.get(name)
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []


def id_in(location: str, kind: str) -> str | None:
    """The logical id in `…/Goal/17/_history/1`."""
    steps = urlsplit(location).path.split("/")
    return steps[steps.index(kind) + 1] if kind in steps[:-1] else None


def criteria(system: str, value: str) -> str:
    """`identifier=system|value` for If-None-Exist, each part escaped as a search token is."""
    token = f"{_escaped(system)}|{_escaped(value)}"
    return f"identifier={quote(token, safe='|:/.-_~')}"


def _escaped(part: str) -> str:
    """A part of a search token with its own | , $ and backslash escaped."""
    for special in "\\|,$":
        part = part.replace(special, f"\\{special}")
    return part
