"""What every room's tests share: Hypothesis' settings, and the modules beside this file (`workspaces`, `strategies`).

Laws are tried on the same examples each time, so that a run means the same everywhere; `HYPOTHESIS_PROFILE=explore` tries
new ones, and more of them.
"""

import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

_COMMON = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("citydash", max_examples=100, derandomize=True, **_COMMON)
settings.register_profile("explore", max_examples=1000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "citydash"))


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write reports and pictures anew; read the diff")


@pytest.fixture
def workspace(tmp_path):
    """A function that writes files, by relative path, below one workspace folder with a space in its name."""
    from workspaces import make_workspace

    return lambda files: make_workspace(tmp_path / "a workspace", files)


def pytest_collection_finish():
    """Thousands of tests stay until the end: Python needn't look through them for what could be freed."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """With `-n`, a worker that is done takes over tests of one that isn't: some take ten seconds, in any order."""
    if config.getoption("numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: two workers a processor. A test of a screen waits for its frames half of the time."""
    return 2 * (os.cpu_count() or 1)
