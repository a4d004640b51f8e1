"""What holds for every test: hypothesis profiles, nightly by name only, no silent skip in CI."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.canary.counting import FEWEST, PROPERTY, Totals

SHARED = Path(__file__).resolve().parents[2] / "shared"

# No deadline: the time a machine under load takes says nothing about the code.
settings.register_profile(
    "ci",
    derandomize=True,
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly", settings.get_profile("ci"), derandomize=False, max_examples=10_000
)
settings.register_profile("fast", settings.get_profile("ci"), max_examples=10)
settings.load_profile("ci")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count the laws about how records are generated as slow: they say nothing about our code."""
    if item.name.partition("[")[0].endswith("_is_tried"):
        item.add_marker("slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave nightly tests out unless `-m` names them."""
    if "nightly" in config.getoption("markexpr"):
        return
    nightly = [item for item in items if item.get_closest_marker("nightly")]
    if nightly:
        config.hook.pytest_deselected(items=nightly)
        items[:] = [item for item in items if item not in nightly]


def _skipped(config: pytest.Config) -> list[tuple[str, list[str] | None]]:
    """Every skip by its node, with server and finding where a probe of that server is why."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return [(str(each.nodeid), dict(each.user_properties).get("lacking")) for each in reports]


def _skips_that_ci_forbids(config: pytest.Config) -> list[str]:
    """What has no probe to show, when this is CI and the data that skips are about is there."""
    if not os.environ.get("CI") or not SHARED.is_dir():
        return []
    return [nodeid for nodeid, lacking in _skipped(config) if lacking is None]


def _skips_per_server(config: pytest.Config) -> list[str]:
    """How many tests each server can't take part in, and what its probes found."""
    found: dict[str, list[str]] = {}
    for _, lacking in _skipped(config):
        if lacking is not None:
            found.setdefault(lacking[0], []).append(lacking[1])
    return [
        f"{server} {len(lacks)} ({'; '.join(sorted(set(lacks)))})"
        for server, lacks in sorted(found.items())
    ]


def _killed(config: pytest.Config) -> dict[str, int]:
    """How many processes were killed in which phase of a run, over all tests."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    counts: dict[str, int] = {}
    for report in reporter.stats.get("passed", []) if reporter else []:
        for phase, times in dict(report.user_properties).get("killed", {}).items():
            counts[phase] = counts.get(phase, 0) + times
    return counts


def _looked_at(config: pytest.Config) -> Totals:
    """What the canary tests looked at, over all tests."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("passed", []) if reporter else []
    told = [dict(each.user_properties).get(PROPERTY, []) for each in reports]
    return Totals([one for each in told for one in (each if isinstance(each, list) else [each])])


def _too_few(config: pytest.Config) -> bool:
    """Whether a full canary run looked at less than it says that it does."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    is_full = os.environ.get("VIKTIGT_CANARY") == "full" and reporter is not None
    return is_full and len(_looked_at(config).distinct) < FEWEST


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _skips_that_ci_forbids(session.config) or _too_few(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    per_server = _skips_per_server(config)
    if per_server:
        terminalreporter.section("skipped per server, as its probes found")
        for line in per_server:
            terminalreporter.line(line)
    killed = _killed(config)
    if killed:
        terminalreporter.section(f"{sum(killed.values())} runs killed, by phase")
        for phase, times in sorted(killed.items()):
            terminalreporter.line(f"{phase:9} {times:4} {'#' * times}")
    looked_at = _looked_at(config)
    if looked_at.outputs:
        terminalreporter.section("canary: where somebody was looked for")
        for line in looked_at.lines():
            terminalreporter.line(line)
    if _too_few(config):
        terminalreporter.line(f"fewer than {FEWEST} distinct outputs, so failed", red=True)
    skipped = _skips_that_ci_forbids(config)
    if skipped:
        terminalreporter.section("skipped, though this is CI and ../shared is there", red=True)
        for nodeid in skipped:
            terminalreporter.line(f"SKIPPED, so failed: {nodeid}", red=True)


@pytest.fixture(scope="session")
def real_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Real servers, each started when a test first asks for it."""
    from tests.real_server import RealServers

    servers = RealServers(tmp_path_factory.mktemp("servers"))
    yield servers
    servers.close()
