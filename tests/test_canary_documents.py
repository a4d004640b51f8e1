"""Somebody planted in one value of a document after another: what is wrong with it tells of nobody.

VIKTIGT_CANARY=full plants in every value (make canary), else in one of twelve.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from tests.canary.counting import PROPERTY, Count
from tests.canary.documents import SOURCES, planted
from tests.canary.planted import seen
from tests.canary.running import LOUD, Said, typed
from tests.test_canary import FULL

Record: TypeAlias = Callable[[str, object], None]
EVERY: Final = 1 if FULL else 24
# Each line, whether stdout may show the document, and what it leaves that must tell of nobody.
LINES: Final = (
    ("check --json {}", False, ()),
    ("check {}", False, ()),
    ("map {} -o out.ndjson --loss loss.json", False, ("loss.json",)),
    ("map {} --as transaction --loss loss.json", True, ("loss.json",)),
    ("export {} --format rivta -o out.xml", False, ("out.xml.manifest.json",)),
    ("export {} --format csv --for person -o out.csv", False, ("out.csv.manifest.json",)),
)


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parent.name)
def test_nobody_is_told_of_by_what_is_wrong_with_a_document(
    source: Path, tmp_path: Path, record_property: Record
) -> None:
    counts = {name: Count(f"{name} ({source.suffix[1:]})") for name in ("check", "map", "export")}
    for turn, document in enumerate(planted(source, EVERY)):
        name = f"document{source.suffix}"  # one name, so that it makes no two outputs differ
        (tmp_path / name).write_bytes(document.data)
        more = LINES[3 + turn % 3]
        for line, shows, left in (*LINES[:3], more) if FULL else (LINES[turn % 3], more):
            form = line.format(name).split()
            said = typed(tmp_path, form, log=LOUD)
            _clean(said, "map" if shows else "check", document.name)
            files = [(tmp_path / each).read_bytes() for each in left if (tmp_path / each).exists()]
            assert not any(map(seen, files)), (document.name, form)
            counts[form[0]].add(said if not shows else said._replace(stdout=b""), *files)
        for file in tmp_path.iterdir():
            file.unlink()
    record_property(PROPERTY, [count.told() for count in counts.values()])


def _clean(said: Said, command: str, document: str) -> None:
    assert not said.leaks(command), (document, said)
