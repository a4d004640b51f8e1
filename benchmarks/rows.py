"""The rows that `make bench` measures, in the order of the printed table."""

from typing import Final

from adapter.values import CARRIED_TYPES
from benchmarks.first_copy import first_copy_share_of_limit, first_copy_vs_put
from benchmarks.mapping import (
    checker_vs_c,
    mapping_vs_c,
    mapping_vs_fhir_resources,
    per_leaf,
    whole_map_vs_c,
)
from benchmarks.quiet import change_detection_us, nothing_to_do_seconds, nothing_to_do_trips
from benchmarks.row import Goal, Measure, Row
from benchmarks.start_up import help_vs_click
from benchmarks.state import state_audit_per_s, state_bases_per_s, state_links_per_s
from benchmarks.streams import memory_growth_mib, memory_peak_mib, two_cores

_PER_DOCUMENT: Final = "× c per document"
_PER_LEAF: Final = "× c per source leaf"


def _at_most(name: str, goal: float, unit: str, measure: Measure) -> Row:
    return Row(name=name, unit=unit, direction=Goal.AT_MOST, goal=goal, measure=measure)


def _at_least(name: str, goal: float, unit: str, measure: Measure) -> Row:
    return Row(name=name, unit=unit, direction=Goal.AT_LEAST, goal=goal, measure=measure)


ROWS: Final = [
    # First: Linux counts the size of whoever starts a process into that process's peak.
    _at_most("memory_growth_mib", 5, "MiB, 1,000 → 100,000 documents", memory_growth_mib),
    _at_most("memory_peak_mib", 100, "MiB, 100,000 documents", memory_peak_mib),
    _at_most("mapping_vs_c", 2.0, _PER_DOCUMENT, mapping_vs_c),
    _at_most("mapping_vs_c_per_leaf", 2.0, _PER_LEAF, per_leaf(mapping_vs_c)),
    _at_least("mapping_vs_fhir_resources", 15, "× faster", mapping_vs_fhir_resources),
    _at_most("whole_map_vs_c", 3.0, _PER_DOCUMENT, whole_map_vs_c),
    _at_most("whole_map_vs_c_per_leaf", 3.0, _PER_LEAF, per_leaf(whole_map_vs_c)),
    _at_most("checker_vs_c", 0.8, _PER_DOCUMENT, checker_vs_c),
    _at_least("two_cores", 1.8, "× faster than one, 64 files", two_cores),
    _at_least("state_links_per_s", 100_000, "links per second, one transaction", state_links_per_s),
    _at_least("state_audit_per_s", 50_000, "audit entries per second, chained", state_audit_per_s),
    _at_least(
        "state_bases_per_s", 50_000, "pairs of bodies per second, compressed", state_bases_per_s
    ),
    _at_least("first_copy_vs_put", 300, "× PUT one by one, 10,000 at 50 ms", first_copy_vs_put),
    _at_least("first_copy_share_of_limit", 75, "% of T(N), sending", first_copy_share_of_limit),
    _at_most(
        "nothing_to_do_trips",
        len(CARRIED_TYPES) + 1,
        "requests to a side, 100,000 known",
        nothing_to_do_trips,
    ),
    _at_most("nothing_to_do_seconds", 2, "s at 50 ms, 100,000 known", nothing_to_do_seconds),
    _at_most("change_detection_us", 5, "µs per resource", change_detection_us),
    _at_most("help_vs_click", 1.3, "× a bare click group", help_vs_click),
]
