"""What mapping costs, against the hand-written c and against fhir.resources, on one core.

Both sides read a file with the same documents and give one line of JSON per resource (ours) or one
Bundle per document (theirs). The yardstick checks nothing and accounts for nothing.
"""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import orjson

from adapter import wiring
from adapter.codec import documents, json_door
from adapter.codec.sources import read_documents
from adapter.usecases.map_files import MapOptions, map_files
from benchmarks import workload, yardstick
from benchmarks.measure import ratio
from benchmarks.row import Measure, WrongResult
from mappings import catalog
from mappings.account import Account
from mappings.fhir import checker
from mappings.tree import leaves

COUNT = 300
COUNT_FOR_MODELS = 60
RECORDED = "2026-01-31T12:00:00+01:00"


def mapping_vs_c() -> float:
    """Documents → records → checked resources → JSON."""
    return ratio(lambda: _map(COUNT), lambda: _map_c(COUNT))


def whole_map_vs_c() -> float:
    """What `viktigt map --loss` does: the same, with Provenance and the written account."""
    return ratio(lambda: _map_whole(COUNT), lambda: _map_c(COUNT))


def mapping_vs_fhir_resources() -> float:
    return 1 / ratio(
        lambda: _map(COUNT_FOR_MODELS), lambda: _map_models(COUNT_FOR_MODELS), rounds=5
    )


def checker_vs_c() -> float:
    """The fast pass over ready resources, against all that c does for their documents."""
    resources = list(_resources(COUNT))
    return ratio(lambda: all(map(checker.is_valid, resources)), lambda: _map_c(COUNT))


def per_leaf(measure: Measure) -> Measure:
    """Compare costs per leaf of the source instead of per document."""
    return lambda: measure() / _leaves_vs_c()


@cache
def _leaves_vs_c() -> float:
    """How many leaves our documents have for each leaf of theirs."""
    return _leaves(workload.ours(COUNT)) / _leaves(workload.theirs(COUNT))


def _leaves(path: Path) -> int:
    tree = documents.parse(documents.RawDocument(name=path.name, data=path.read_bytes())).tree
    return sum(1 for _ in leaves(tree))


def _map(count: int) -> None:
    for resource in _resources(count):
        if not checker.is_valid(resource):
            raise WrongResult(resource["resourceType"])
        json_door.write_json(resource)


def _resources(count: int) -> Iterator[dict[str, object]]:
    source = wiring.source(None)
    read = catalog.load(catalog.named("native").read)
    for raw in read_documents([workload.ours(count)], io.BytesIO(), wrapper=catalog.WRAPPER):
        tree = documents.parse(raw).tree
        for record in read(tree, source, Account(tree)).records:
            yield catalog.to_fhir(record)
        tree.release()


def _map_whole(count: int) -> None:
    options = MapOptions(source=wiring.source(None), recorded=RECORDED, with_loss=True)
    out, loss = io.BytesIO(), io.BytesIO()
    summary = map_files([str(workload.ours(count))], io.BytesIO(), out, loss, options)
    if summary.documents != count or summary.refused:
        raise WrongResult(summary)


def _map_c(count: int) -> None:
    c = yardstick.load("mapping")
    for record in c.records(str(workload.theirs(count)), c.rec_walk):
        orjson.dumps(c.bundle(record))


def _map_models(count: int) -> None:
    c, models = yardstick.load("mapping"), yardstick.load("models_fr")
    for record in c.records(str(workload.theirs(count)), c.rec_walk):
        models.kw_bundle(record).model_dump_json()
