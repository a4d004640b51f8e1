"""Files of source documents → one stream of FHIR, and one loss account: in order, bounded memory.

With several jobs each file is mapped by a process of its own into spool files, which are joined in
the order of the input: the output is the same, byte for byte.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final, cast

from adapter.codec import json_door
from adapter.codec.documents import RawDocument
from adapter.codec.rebase import rebase
from adapter.codec.sources import STDIN, Part, parts, read_documents, read_part
from adapter.errors import Exit
from adapter.usecases.chains import fold_mapped
from adapter.usecases.leaving import Leaving, persons_in
from adapter.usecases.map import Fate, Mapped, loss_account, map_document
from adapter.values import Resource
from mappings import bundle, catalog
from mappings.attachment import named_in_bundle
from mappings.codes.systems import BASE
from mappings.errors import Issue
from mappings.fhir.values import Identifier
from mappings.record import Source
from mappings.redacted import Redacted


class Form(Enum):
    """How resources are written: one per line, or one Bundle per document."""

    NDJSON = "ndjson"
    TRANSACTION = "transaction"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions(Redacted):
    source: Source
    recorded: str
    base: str = BASE
    form: Form = Form.NDJSON
    format_name: str | None = None
    with_loss: bool = False
    fold_chains: bool = False
    audited: bool = False


@dataclass(slots=True, kw_only=True)
class MapSummary(Redacted):
    """How many documents there were, and what became of them."""

    documents: int = 0
    unreadable: int = 0
    refused: int = 0
    resources: int = 0

    def add(self, mapped: Mapped) -> None:
        self.documents += 1
        self.unreadable += mapped.fate is not Fate.MAPPED
        self.refused += mapped.refused_anything
        self.resources += len(mapped.resources)

    def join(self, other: "MapSummary") -> None:
        self.documents += other.documents
        self.unreadable += other.unreadable
        self.refused += other.refused
        self.resources += other.resources

    @property
    def exit(self) -> Exit:
        """65 only if nothing at all could be read; one of several is 5."""
        if self.documents == self.unreadable:
            return Exit.UNREADABLE
        return Exit.REFUSED if self.refused else Exit.OK


TOGETHER: Final = 1_000  # lines written at once where the audit has to be told first
_CHUNK: Final = 1 << 20
Finding = tuple[str, Issue]  # the name of a document, and what was found in it
Tell = Callable[[int, Sequence[Finding]], None]  # how many documents are done, and their findings


class Writer:
    """Writes mapped documents to one stream, and their accounts to another."""

    def __init__(
        self, out: BinaryIO, loss: BinaryIO | None, options: MapOptions, left: Leaving | None = None
    ) -> None:
        self._out = out
        self._left = left
        self._held: list[bytes] = []
        self.persons: set[Identifier] = set()
        self._loss = loss
        self._audited = options.audited
        self._form = options.form
        self._base = options.base
        self._accounts = 0

    def write(self, mapped: Mapped) -> None:
        for line in lines_of(mapped.resources, self._form):
            self._held.append(json_door.write_json(rebase(line, BASE, self._base)) + b"\n")
        if self._audited:
            self.persons |= persons_in(mapped.resources)
        if len(self._held) >= (TOGETHER if self._audited else 1):
            self.flush()
        if self._loss is not None:
            self._separate(self._loss)
            self._loss.write(json_door.write_json(loss_account(mapped, self._base)))

    def flush(self) -> None:
        """Write what is held, once the audit knows of whom it speaks."""
        if self._left is None:
            self._out.write(b"".join(self._held))
        else:
            self._left.of(self.persons)
            self._left.write(self._out, b"".join(self._held))
            self.persons.clear()
        self._held.clear()

    def append(self, out: Path, loss: Path | None, persons: set[Identifier]) -> None:
        """Join what another process wrote."""
        if self._left is not None:
            self._left.of(persons)
        with out.open("rb") as stream:
            while data := stream.read(_CHUNK):
                self._held.append(data)
                self.flush()
        if self._loss is not None and loss is not None and loss.stat().st_size:
            self._separate(self._loss)
            with loss.open("rb") as stream:
                shutil.copyfileobj(stream, self._loss)

    def _separate(self, loss: BinaryIO) -> None:
        if self._accounts:
            loss.write(b",\n")
        self._accounts += 1


def findings_of(mapped: Mapped) -> list[Finding]:
    return [(mapped.name, issue) for issue in mapped.issues]


def lines_of(resources: Sequence[Resource], form: Form) -> Iterable[Resource]:
    """What stands on each line of the output for one document."""
    if not resources or form is Form.NDJSON:
        return resources
    make = bundle.transaction if form is Form.TRANSACTION else bundle.collection
    return (cast("Resource", make(named_in_bundle(resources))),)


def map_files(  # noqa: PLR0913  what is read, what is written, and how
    sources: Sequence[str],
    stdin: BinaryIO,
    out: BinaryIO,
    loss: BinaryIO | None,
    options: MapOptions,
    *,
    jobs: int = 1,
    tell: Tell = lambda _count, _findings: None,
    left: Leaving | None = None,
) -> MapSummary:
    """Map every document of the sources; `tell` hears of them as they are done.

    `left` tells the audit of whom something is written, before it is.
    """
    writer = Writer(out, loss, options, left)
    if loss is not None:
        loss.write(b'{"documents": [\n')
    if options.fold_chains:
        summary = _folded(sources, stdin, writer, options, tell)
    elif jobs > 1 and STDIN not in sources:
        summary = _in_parallel(sources, writer, options, jobs, tell)
    else:
        summary = _one_by_one(sources, stdin, writer, options, tell)
    writer.flush()
    if loss is not None:
        loss.write(b"\n]}\n")
    return summary


def _one_by_one(
    sources: Sequence[str],
    stdin: BinaryIO,
    writer: Writer,
    options: MapOptions,
    tell: Tell,
) -> MapSummary:
    summary = MapSummary()
    for document in read_documents(sources, stdin, wrapper=catalog.WRAPPER):
        mapped = _mapped(document, options)
        writer.write(mapped)
        summary.add(mapped)
        tell(1, findings_of(mapped))
        _release(mapped)
    return summary


def _folded(
    sources: Sequence[str],
    stdin: BinaryIO,
    writer: Writer,
    options: MapOptions,
    tell: Tell,
) -> MapSummary:
    """All documents at once, each conversation folded into its last message."""
    summary = MapSummary()
    every = []
    for document in read_documents(sources, stdin, wrapper=catalog.WRAPPER):
        mapped = _mapped(document, options)
        tell(1, findings_of(mapped))
        every.append(mapped)
    for mapped in fold_mapped(every):
        writer.write(mapped)
        summary.add(mapped)
    return summary


def _mapped(document: RawDocument, options: MapOptions) -> Mapped:
    return map_document(
        document, options.source, format_name=options.format_name, recorded=options.recorded
    )


def _in_parallel(
    sources: Sequence[str],
    writer: Writer,
    options: MapOptions,
    jobs: int,
    tell: Tell,
) -> MapSummary:
    summary = MapSummary()
    with (
        tempfile.TemporaryDirectory(prefix="viktigt-") as spool,
        ProcessPoolExecutor(jobs) as pool,
    ):
        tasks = [
            pool.submit(_map_one_file, part, Path(spool, str(number)), options)
            for number, part in enumerate(parts(sources))
        ]
        for number, task in enumerate(tasks):
            done, findings, persons = task.result()
            out = Path(spool, str(number))
            writer.append(out, out.with_suffix(".loss") if options.with_loss else None, persons)
            out.unlink()
            summary.join(done)
            tell(done.documents, findings)
    return summary


def _map_one_file(
    part: Part, spool: Path, options: MapOptions
) -> tuple[MapSummary, list[Finding], set[Identifier]]:
    """In a process of its own: map one file into spool files."""
    summary = MapSummary()
    findings: list[Finding] = []
    with spool.open("wb") as out, spool.with_suffix(".loss").open("wb") as loss:
        writer = Writer(out, loss if options.with_loss else None, options)
        for document in read_part(part, wrapper=catalog.WRAPPER):
            mapped = _mapped(document, options)
            writer.write(mapped)
            summary.add(mapped)
            findings += findings_of(mapped)
            _release(mapped)
        writer.flush()
    return summary, findings, writer.persons


def _release(mapped: Mapped) -> None:
    if mapped.account is not None:
        mapped.account.root.release()
