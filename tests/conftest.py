"""What holds for every test: hypothesis profiles, nightly by name only, no silent skip in CI."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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


def _skips_that_ci_forbids(config: pytest.Config) -> list[str]:
    """Every skip, when this is CI and the shared data that skips are about is there."""
    if not os.environ.get("CI") or not SHARED.is_dir():
        return []
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [str(report.nodeid) for report in reporter.stats.get("skipped", [])] if reporter else []


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _skips_that_ci_forbids(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    skipped = _skips_that_ci_forbids(config)
    if skipped:
        terminalreporter.section("skipped, though this is CI and ../shared is there", red=True)
        for nodeid in skipped:
            terminalreporter.line(f"SKIPPED, so failed: {nodeid}", red=True)
