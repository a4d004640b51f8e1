"""How fast the state takes rows: links, bases and entries of the audit, in one transaction each.

What counts is processor time, as in the other rows: the disk is asked once, at the end. Bases are
bodies as a server sends them back, each of its own; keys come in no order. What was written is read
back once, and must be all of it.
"""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final
from uuid import UUID

from adapter.codec import json_door
from adapter.state.store import Store
from adapter.values import Audited, Base, Link, Measure, Ref, Resource, Stage
from benchmarks.row import WrongResult

RECORDS: Final = 50_000
ROUNDS: Final = 5
_OPERATION: Final = "0f0e0d0c-0b0a-4908-8706-050403020100"


def state_links_per_s() -> float:
    """Links of every record on two sides, with the side that it came from."""
    links = [
        Link(endpoint=endpoint, key=key, ref=Ref("Goal", str(at)), origin="region")
        for endpoint in ("region", "municipality")
        for at, key in enumerate(_keys())
    ]

    def read(store: Store) -> int:
        return len(store.links("region")) + len(store.links("municipality"))

    return _best(len(links), lambda store: store.save_links(links), read)


def state_bases_per_s() -> float:
    """Both bodies of every record, compressed."""
    bases = [_base(at, key) for at, key in enumerate(_keys())]
    return _best(
        len(bases),
        lambda store: store.save_bases("plans", bases),
        lambda store: len(store.bases("plans")),
    )


def state_audit_per_s() -> float:
    """Entries of a question about many people: made, chained and written."""
    at = "2026-01-15T10:00:00.000Z"
    people = [f"p-{key.rpartition('|')[2][:10]}" for key in _keys()]

    def write(store: Store) -> None:
        store.audit(
            Audited(
                at=at,
                measure=Measure.QUERY,
                stage=Stage.ABOUT_TO,
                operation=_OPERATION,
                job=1,
                side="municipality",
                person=person,
                patient="17",
            )
            for person in people
        )

    return _best(len(people), write, lambda store: sum(1 for _ in store.audit_entries()))


def _best(rows: int, write: Callable[[Store], None], read: Callable[[Store], int]) -> float:
    """Rows per second of the best round, each into a new state."""
    seconds = []
    for at in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "state.sqlite"
            store = Store(file, "ours", json_door.write_json, json_door.read_json)
            started = time.process_time()
            write(store)
            seconds.append(time.process_time() - started)
            if at == 0 and read(store) != rows:
                raise WrongResult("the state does not hold what was written")
            store.close()
    return rows / min(seconds)


def _keys() -> Sequence[str]:
    dice = random.Random(1)  # noqa: S311  the same keys in every run, not a secret
    return [
        f"https://fhir.example.se/viktigt/id|{UUID(int=dice.getrandbits(128), version=4)}"
        for _ in range(RECORDS)
    ]


def _base(at: int, key: str) -> Base:
    system, _, value = key.rpartition("|")
    here: Resource = {
        "resourceType": "Goal",
        "identifier": [{"system": system, "value": value}],
        "lifecycleStatus": "active",
        "description": {"text": f"Kunna gå till affären själv igen, {at} meter"},
        "startDate": "2026-01-15",
        "target": [{"detailQuantity": {"value": Decimal(at) / 100, "unit": "kg"}}],
    }
    meta = {"versionId": "1", "lastUpdated": "2026-01-15T10:00:00.000Z"}
    return Base(key=key, here=here, there={**here, "id": str(at), "meta": meta})
