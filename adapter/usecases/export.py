"""One person's plan, or all that some documents hold, in a form to hand on, with a manifest."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, BinaryIO, Final, cast

from adapter.codec import json_door
from adapter.codec.csv_door import write_csv
from adapter.codec.documents import RawDocument, media_of
from adapter.codec.rebase import rebase
from adapter.codec.sources import read_documents
from adapter.codec.xml_door import write_xml
from adapter.errors import NothingToExport, Unparseable
from adapter.policy.audience import given
from adapter.policy.guardians import Guardianship
from adapter.usecases.auditing import Named, asking
from adapter.usecases.context import Context
from adapter.usecases.disagreed import marked, not_agreed
from adapter.usecases.gather import gather
from adapter.usecases.handing_on import Handed
from adapter.usecases.map import map_document
from adapter.usecases.matching import find
from adapter.usecases.registered import guardian_of, why_not_shown
from adapter.values import CARRIED_TYPES, Audience, Measure, Recipient, Resource, Why
from mappings import bundle, catalog, provenance
from mappings.attachment import attachment_from_binary, content_url, named_in_bundle
from mappings.codes.systems import BASE
from mappings.errors import MappingError
from mappings.fhir.types import Binary, DocumentReference
from mappings.fhir.values import Identifier
from mappings.record import LeftOut, Record, Source, Written
from mappings.redacted import Redacted
from mappings.tree import Node


class ExportForm(Enum):
    BUNDLE = "bundle"
    NDJSON = "ndjson"
    CSV = "csv"
    RIVTA = "rivta"


_ENTRIES: Final = frozenset({"carePlan", "row"})  # what holds a record in a written document
_FORMATS: Final = {ExportForm.CSV: "native-csv", ExportForm.RIVTA: "rivta-care-plans"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported(Redacted):
    """What was written, what it holds by type, and what the format has no place for.

    `not_agreed` names the records of which two versions wait, with their units.
    """

    data: bytes
    counts: dict[str, int]
    left_out: tuple[LeftOut, ...] = ()
    not_agreed: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def manifest(
        self, file_name: str, form: ExportForm, created: str, handed: Handed
    ) -> dict[str, Any]:
        """What accompanies the file: its hash, what it holds and leaves out, and for whom."""
        left_out = Counter((each.kind, each.reason) for each in self.left_out)
        return {
            "file": file_name,
            "format": form.value,
            "created": created,
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "bytes": len(self.data),
            "resources": self.counts,
            **handed.as_json(),
            "not_agreed": [
                {"record": record, "units": list(units)}
                for record, units in self.not_agreed.items()
            ],
            "left_out": [
                {"kind": kind, "reason": reason, "count": count}
                for (kind, reason), count in sorted(left_out.items())
            ],
        }


def from_sources(
    sources: Sequence[str], stdin: BinaryIO, source: Source, recorded: str
) -> list[Resource]:
    """The resources that files hold: source documents are mapped, FHIR is taken as it is."""
    found: list[Resource] = []
    for document in read_documents(sources, stdin, wrapper=catalog.WRAPPER):
        found += _resources(document, source, recorded)
    return found


def _resources(document: RawDocument, source: Source, recorded: str) -> Iterator[Resource]:
    if document.refused is not None:
        raise document.refused
    if media_of(document.data) == "json":
        value = json_door.read_json(document.data)
        if isinstance(value, dict) and "resourceType" in value:
            yield from _unbundled(value)
            return
    mapped = map_document(document, source, format_name=None, recorded=recorded)
    if mapped.account is None:
        raise Unparseable("export.document", f"documents that can be read, but not {document.name}")
    yield from mapped.resources


def _unbundled(resource: Resource) -> Iterator[Resource]:
    if resource["resourceType"] != "Bundle":
        yield resource
        return
    for entry in resource.get("entry") or ():
        if "resource" in entry:
            yield entry["resource"]


def from_endpoint(
    context: Context, endpoint: str, person: Identifier, guardian: str | None = None
) -> list[Resource]:
    """A person's plans and what belongs to them, from one server.

    `guardian` is the handle of the guardian who is to have them: no authority, whatever is asked.
    """
    end = context.settings.endpoints[endpoint]
    server = context.servers[endpoint]
    handle = context.handle(person)
    recipient = Recipient.PUBLIC if guardian is None else Recipient.PRIVATE
    waits = why_not_shown(context, person, recipient)
    if waits is not None:
        raise NothingToExport(waits.value)
    if guardian is not None:
        found = guardian_of(context, person, guardian)
        if found is not Guardianship.HOLDS:
            raise NothingToExport(found.value)
    with asking(context, Measure.MATCH, [Named(endpoint, handle)]):
        patient = find(server, person)
    if isinstance(patient, Why):
        raise NothingToExport(patient.value)
    with asking(context, Measure.QUERY, [Named(endpoint, handle, patient.ref.id)]):
        seen = gather(server, str(end.url), patient.ref, CARRIED_TYPES)
    faulty = [str(ref) for ref, each in seen.items() if each.faulty]
    if faulty:
        raise NothingToExport(f"{', '.join(faulty)} on {endpoint} can't be read as FHIR")
    return [patient.resource, *marked(context, endpoint, handle, seen.values())]


def for_reader(
    resources: Sequence[Resource], reader: Audience, reviewed_by: str | None
) -> tuple[Sequence[Resource], int]:
    """What the reader may have, and how much of the rest nobody has assessed yet."""
    found = given(resources, reader, reviewed=reviewed_by is not None)
    return found.resources, found.not_assessed


def export(resources: Sequence[Resource], form: ExportForm, base: str = BASE) -> Exported:
    """Write the resources in a form; raises NothingToExport when there is nothing to write.

    In FHIR our own codes and extensions stand under `base`.
    """
    if not resources:
        raise NothingToExport("nothing found")
    written = _written(resources, form, base)
    return replace(written, not_agreed=dict(not_agreed(resources)))


def _written(resources: Sequence[Resource], form: ExportForm, base: str) -> Exported:
    counts = dict(sorted(Counter(str(each["resourceType"]) for each in resources).items()))
    if form is ExportForm.NDJSON:
        lines = (json_door.write_json(rebase(each, BASE, base)) for each in resources)
        data = b"".join(line + b"\n" for line in lines)
        return Exported(data=data, counts=counts)
    if form is ExportForm.BUNDLE:
        whole = rebase(bundle.collection(named_in_bundle(resources)), BASE, base)
        data = json_door.write_json_pretty(whole) + b"\n"
        return Exported(data=data, counts=counts)
    return _in_format(resources, form, counts)


def _in_format(resources: Sequence[Resource], form: ExportForm, counts: dict[str, int]) -> Exported:
    chosen = catalog.named(_FORMATS[form])
    records, left_out = _records(resources)
    written: Written = catalog.load(str(chosen.write))(records)
    if not any(child.name in _ENTRIES for child in written.tree.children):
        reasons = {each.reason: None for each in (*left_out, *written.left_out)}
        raise NothingToExport("; ".join(reasons) or "there is no record among the resources")
    data = _table(written.tree) if form is ExportForm.CSV else write_xml(written.tree)
    return Exported(data=data, counts=counts, left_out=(*left_out, *written.left_out))


def _table(tree: Node) -> bytes:
    """The rows of a tree as CSV, with every column that any row has."""
    rows = [{cell.name: cell.text for cell in row.children} for row in tree.children]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return write_csv(columns, rows)


def _records(resources: Sequence[Resource]) -> tuple[list[Record], list[LeftOut]]:
    """The records of resources; a resource that makes none is left out, with the reason."""
    records: list[Record] = []
    left_out: list[LeftOut] = []
    binaries = {f"Binary/{each.get('id')}": each for each in resources if _is_binary(each)}
    for resource in resources:
        if provenance.is_own(resource):
            continue
        kind = str(resource["resourceType"])
        try:
            record = _record(resource, binaries)
        except MappingError as error:
            left_out.append(_left_out(kind, f"{error.rule} at {error.path}"))
            continue
        if record is not None:
            records.append(record)
    return records, left_out


def _is_binary(resource: Resource) -> bool:
    return bool(resource["resourceType"] == "Binary")


def _record(resource: Resource, binaries: Mapping[str, Resource]) -> Record | None:
    """The record of a resource; a document with the content that stands apart from it."""
    if resource["resourceType"] == "DocumentReference":
        url = (content_url(resource) or "").replace("urn:uuid:", "Binary/")
        if url in binaries:
            document = cast("DocumentReference", resource)
            return attachment_from_binary(document, cast("Binary", binaries[url]))
    found: Record | None = catalog.from_fhir(resource)
    return found


def _left_out(kind: str, reason: str) -> LeftOut:
    return LeftOut(record=Identifier(system="", value=""), kind=kind, reason=reason)
