"""Documents that could not be taken in: look at them, try them again, or let them go.

Trying again is the same as taking in: the bytes are mapped as they are mapped now, planned and
sent like any document. What is taken in leaves the quarantine; what is not stays, for the reason
it has now. A document goes by the first digits of the SHA-256 of its bytes.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from adapter.codec.documents import RawDocument
from adapter.errors import Exit, NotKnown
from adapter.usecases.context import Context
from adapter.usecases.ingest import ingest
from adapter.usecases.map import map_document
from adapter.usecases.run import Report
from adapter.values import Dropped, Quarantined, Result, Route, Run
from mappings.errors import Issue, Severity
from mappings.redacted import Redacted

_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Redacted):
    """A document in the quarantine of a route."""

    route: Route
    item: Quarantined

    @property
    def id(self) -> str:
        return self.item.short


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried(Redacted):
    """What came of trying a document again; `reason` is None when it was taken in."""

    kept: Kept
    report: Report
    reason: str | None

    @property
    def exit(self) -> Exit:
        """The exit code of a run that meets this document alone."""
        met = replace(
            self.report,
            new_holds=len(self.report.holds),
            new_conflicts=len(self.report.conflicts),
        ).exit
        return Exit.REFUSED if met is Exit.OK and self.reason is not None else met


def quarantined(context: Context, route: str | None = None) -> list[Kept]:
    """What is in the quarantine, of one route or of all, the oldest first."""
    routes = context.settings.routes
    chosen = list(routes.values()) if route is None else [routes[route]]
    kept = [
        Kept(route=each, item=item)
        for each in chosen
        for item in context.store.quarantined(each.name)
    ]
    return sorted(kept, key=lambda each: (each.item.since, each.item.sha256))


def named(context: Context, name: str) -> Kept:
    """The document of that id, `3f2a9c…` or `hospital/3f2a9c…`; raises NotKnown."""
    route, _, digits = name.rpartition("/")
    found = [
        each
        for each in quarantined(context)
        if len(digits) >= _SHORTEST
        and each.item.sha256.startswith(digits)
        and route in {"", each.route.name}
    ]
    if len(found) > 1:
        raise NotKnown("several documents have that id: give more of it, or ROUTE/ID")
    if not found:
        raise NotKnown("no document in the quarantine has that id; see viktigt quarantine list")
    return found[0]


def findings(context: Context, kept: Kept) -> tuple[Issue, ...]:
    """What there is to say against a document as it is mapped today, each with its place."""
    raw = RawDocument(name=kept.item.name, data=kept.item.raw)
    source = context.source(kept.route.here)
    mapped = map_document(raw, source, format_name=None, recorded=context.now())
    return tuple(issue for issue in mapped.issues if issue.severity is Severity.ERROR)


def try_again(context: Context, chosen: Sequence[Kept]) -> list[Tried]:
    """Try documents again, the oldest first; each is a run of its route, and told as one.

    What has left the quarantine since it was chosen is left alone.
    """
    return [_again(context, kept) for kept in chosen if kept in quarantined(context)]


def drop(context: Context, kept: Kept, *, by: str, why: str) -> None:
    """Let a document go for good: who decided and why stays, its bytes don't."""
    dropped = Dropped(
        sha256=kept.item.sha256,
        name=kept.item.name,
        reason=kept.item.reason,
        by=by,
        why=why,
        at=context.now(),
    )
    context.store.drop_quarantined(kept.route.name, dropped)


@dataclass(slots=True)
class OneDocument(Redacted):
    """A drop folder in which one document waits."""

    name: str
    document: Quarantined
    settled: str | None = field(default=None, init=False)

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        yield self.document.name, self.document.raw

    def settle(self, _name: str, where: str) -> None:
        self.settled = where

    def kept(self, name: str, sha256: str) -> bytes | None:
        known = (self.document.name, self.document.sha256)
        return self.document.raw if (name, sha256) == known else None

    def remove(self, _name: str, _sha256: str) -> int:
        """What lies in no folder can't be removed from one."""
        return 0


def _again(context: Context, kept: Kept) -> Tried:
    route, item = kept.route, kept.item
    folder = OneDocument(route.here.name, item)
    report = Report(route=route.name, dry_run=False)
    started = context.now()
    ingest(route, replace(context, folders={folder.name: folder}), report)
    tried = Tried(kept=kept, report=report, reason=_reason(report, folder))
    with context.store.transaction():
        if tried.reason is None:
            context.store.release(route.name, item.sha256)
        else:
            context.store.quarantine_again(route.name, item.sha256, tried.reason)
        _remember(context, tried, started)
    return tried


def _reason(report: Report, folder: OneDocument) -> str | None:
    """Why a document is not taken in, without anybody's data; None when it is."""
    if folder.settled == "done":
        return None
    reasons = [reason for _, reason in report.refused]
    reasons += [hold.why.value for hold in report.holds]
    reasons += ["conflict" for _ in report.conflicts]
    reasons += [str(each.reason) for each in report.outcomes if each.result is not Result.DONE]
    return ", ".join(dict.fromkeys(reasons))


def _remember(context: Context, tried: Tried, started: str) -> None:
    run = Run(
        id=str(uuid.uuid4()),
        route=tried.kept.route.name,
        started=started,
        ended=context.now(),
        exit=int(tried.exit),
        counts=tried.report.counts,
    )
    context.store.save_run(run)


def totals(tried: Sequence[Tried]) -> dict[str, int]:
    """How many were taken in, and how many stay."""
    counted = Counter("taken" if each.reason is None else "stays" for each in tried)
    return {name: counted[name] for name in ("taken", "stays")}
