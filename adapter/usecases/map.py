"""Source documents → FHIR: parse, recognise, read, map, check, account.

One document is one Mapped, whatever became of it: what failed takes down the smallest thing, and
says where. Nothing here knows of files, streams or a terminal.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final, cast

from adapter.codec.documents import RawDocument, parse
from adapter.errors import Unparseable
from adapter.usecases.unseen import ALL_SEEN, unseen
from adapter.values import Resource
from mappings import attachment, catalog, provenance
from mappings.account import Account, Class, Item, Target
from mappings.attachment import AttachmentRecord
from mappings.codes.systems import BASE
from mappings.errors import DocumentRefused, Issue, MappingError, Severity, shape
from mappings.fhir import checker
from mappings.fhir.unseen import unseen as unseen_in
from mappings.record import Document, Envelope, Record, Source
from mappings.redacted import Redacted
from mappings.tree import Leaf, Node, place, told_id


class Fate(Enum):
    """What became of a document as a whole."""

    MAPPED = "mapped"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped(Redacted):
    """One document after mapping: its resources (all valid), its findings and its account."""

    name: str
    fate: Fate
    format: str | None = None
    records: tuple[Record, ...] = ()
    resources: tuple[Resource, ...] = ()
    issues: tuple[Issue, ...] = ()
    account: Account | None = None
    envelope: Envelope = field(default_factory=Envelope)

    @property
    def refused_anything(self) -> bool:
        """Whether something of the document did not come through."""
        return self.fate is not Fate.MAPPED or any(
            issue.severity is Severity.ERROR for issue in self.issues
        )


def map_document(
    document: RawDocument,
    source: Source,
    *,
    format_name: str | None,
    recorded: str,
    inline_only: bool = False,
) -> Mapped:
    """Map one document. `recorded` is the instant that Provenance states as time of recording.

    Content too large to stand inline goes into a Binary; with `inline_only` it is refused.
    """
    try:
        parsed = parse(document)
    except Unparseable as error:
        return Mapped(name=document.name, fate=Fate.UNREADABLE, issues=(error.issue,))
    mapped = _map_tree(
        document.name, parsed.tree, source, format_name, recorded, inline_only=inline_only
    )
    told = unseen(document.data, parsed.tree)
    return replace(mapped, issues=(*parsed.issues, *mapped.issues, *told))


def _map_tree(  # noqa: PLR0913  as map_document
    name: str,
    tree: Node,
    source: Source,
    format_name: str | None,
    recorded: str,
    *,
    inline_only: bool,
) -> Mapped:
    account = Account(tree)
    try:
        chosen = catalog.recognise(tree) if format_name is None else catalog.named(format_name)
        document: Document = catalog.load(chosen.read)(tree, source, account)
    except DocumentRefused as error:
        account.refuse_document(error.issues[0].rule if error.issues else "document.refused")
        issues = (*account.issues, *error.issues)
        return Mapped(name=name, fate=Fate.REFUSED, issues=issues, account=account)
    resources, findings = _resources(document.records, account, inline_only=inline_only)
    if resources:
        written = provenance.provenances_for(
            resources, source, recorded=recorded, format_title=chosen.title
        )
        resources += cast("list[Resource]", written)
    return Mapped(
        name=name,
        fate=Fate.MAPPED,
        format=chosen.name,
        records=document.records,
        resources=tuple(resources),
        issues=(*document.issues, *findings, *_unaccounted(account)),
        account=account,
        envelope=document.envelope,
    )


def _unaccounted(account: Account) -> Iterator[Issue]:
    """What the reader has no name for is said, so that nothing is lost in silence."""
    for leaf in account.unaccounted():
        yield Issue(
            severity=Severity.ERROR,
            code="not-supported",
            rule="account.unaccounted",
            expected="a value that the format has a name for",
            line=leaf.node.line,
            path=place(leaf),
            found=shape(leaf.value),
        )


def _resources(
    records: Sequence[Record], account: Account, *, inline_only: bool
) -> tuple[list[Resource], tuple[Issue, ...]]:
    made: list[Resource] = []
    findings: list[Issue] = []
    for record in records:
        try:
            every = _made_of(record, account, inline_only=inline_only)
        except MappingError as error:
            findings.append(_joined(record, account, error.path, error.expected, error.rule))
            continue
        bad = [each for each in every if not checker.is_valid(each) or unseen_in(each)]
        for resource in bad:
            findings += _refused(record, resource, account)
        # A document without its content would say less than the source, and nobody would know.
        made += () if bad else every
    return made, tuple(findings)


def _made_of(record: Record, account: Account, *, inline_only: bool) -> tuple[Resource, ...]:
    """The resource of a record; with the Binary that holds its content, where that is too large."""
    if inline_only or not isinstance(record, AttachmentRecord):
        return (catalog.to_fhir(record),)
    document, *apart = attachment.attachment_resources(record)
    for binary in apart:
        content = Target(attachment.BINARY_FIELDS)
        content.bind(binary["id"])
        start, _, rest = attachment.FIELDS["data"].partition(".")
        account.moved(f"{start}/{record.id.value}.{rest}", content)
    return (document, *apart)


def _refused(record: Record, resource: Mapping[str, Any], account: Account) -> Iterator[Issue]:
    """Every finding about a resource that the checker refuses: it is never written."""
    for finding in checker.check(resource):
        if finding.severity is Severity.ERROR:
            yield _joined(record, account, finding.expression, finding.message, finding.rule)
    for path in unseen_in(resource):
        yield _joined(record, account, path, ALL_SEEN, "text.unseen-in-name")


def _joined(record: Record, account: Account, path: str, expected: str, rule: str) -> Issue:
    """A finding in a resource, joined with the line of the source that the account names."""
    kind, dot, rest = path.partition(".")
    target = f"{kind}/{record.id.value}{dot}{rest}"
    leaf: Leaf | None = account.source_of(target)
    account.refuse_target(f"{kind}/{record.id.value}", rule)
    return Issue(
        severity=Severity.ERROR,
        code="invalid",
        rule=rule,
        expected=expected,
        line=None if leaf is None else leaf.node.line,
        path=None if leaf is None else place(leaf),
        target=target,
    )


_NAMES: Final = {klass: klass.value for klass in Class}


def loss_account(mapped: Mapped, base: str = BASE) -> dict[str, Any]:
    """The account of one document as the loss file has it; own URIs stand under `base`."""
    items = () if mapped.account is None else mapped.account.items()
    lines = [_line(item, base) for item in items]
    head: dict[str, Any] = {"document": mapped.name, "format": mapped.format}
    if mapped.envelope.conversation is not None:
        head["chain"] = _chain(mapped.envelope)
    counts = Counter([line["class"] for line in lines])
    totals = {name: counts[name] for name in _NAMES.values()}
    return {**head, **totals, "items": lines}


def _line(item: Item, base: str) -> dict[str, Any]:
    path, line, klass, target, reason = item
    if target is None:
        told: dict[str, Any] = {"path": path, "line": line, "class": _NAMES[klass]}
    else:
        target = target if base == BASE else target.replace(BASE, base)
        told = {"path": path, "line": line, "class": _NAMES[klass], "target": target}
    if reason is not None:
        told["reason"] = reason
    return told


def _chain(envelope: Envelope) -> dict[str, str | None]:
    """Where a message stands in its conversation."""
    return {
        "conversation": envelope.conversation and told_id(envelope.conversation),
        "message": envelope.message and told_id(envelope.message),
        "parent": envelope.parent and told_id(envelope.parent),
        "status": envelope.status.value,
    }
