"""The yardstick c: a naive hand-written mapping without checks, kept in ../shared/perf.

Only its cost is a yardstick. `gen.py` writes its workload of N made-up documents of about 3 KB,
`mapping.py` maps them, `models_fr.py` does the same through fhir.resources.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

from benchmarks.row import CannotMeasure

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "perf"


def load(name: str) -> ModuleType:
    """One module of the yardstick."""
    if not FOLDER.is_dir():
        raise CannotMeasure("the yardstick ../shared/perf is not there")
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))  # its modules import one another by plain names
    return importlib.import_module(name)
