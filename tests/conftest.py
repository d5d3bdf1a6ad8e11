"""What all of the project's own tests share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# First of all: pytester forgets what an inner run imported, and importing torch twice in one process crashes.
import torch  # noqa: F401
from hypothesis import settings

pytest_plugins = ["pytester"]

HERE = Path(__file__).parent
ROOT = HERE.parent

# As if a module were not installed, for a machine that has it.
BLOCK = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ImportError(name + " is blocked")
sys.meta_path.insert(0, Blocker())
"""

# No limit on time: a busy machine must not turn a test red. The same examples each time, so that red stays red.
settings.register_profile("torchgrade", deadline=None, derandomize=True)
settings.load_profile("torchgrade")

os.environ["TORCHGRADE_LANG"] = "en"  # whatever the machine speaks
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as shells start what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "nbgrader: drives nbgrader itself; `pytest tests -m nbgrader` runs these")
    config.addinivalue_line(
        "markers",
        "learner_code: the test runs a learner's code in this process, which may warn; warnings stay warnings",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Turn warnings into errors in our own tests; graders may be collected beside them, and learner code may warn."""
    for item in items:
        if item.path.is_relative_to(HERE) and not _runs_learner_code(item):
            # In front, so that a test's own filterwarnings mark is applied after it and wins.
            item.add_marker(pytest.mark.filterwarnings("error"), append=False)


def _runs_learner_code(item: pytest.Item) -> bool:
    """Whether the test says so, or holds a pytest run of its own, which inherits the filters of this one."""
    return item.get_closest_marker("learner_code") is not None or "pytester" in getattr(item, "fixturenames", ())


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run code in a Python of its own: `run_python(code, blocked=("torch",), path=[folder])`."""

    def run(code: str, blocked: tuple[str, ...] = (), path: tuple[Path, ...] = ()) -> subprocess.CompletedProcess[str]:
        places = os.pathsep.join(map(str, (*path, ROOT / "tools")))
        prelude = BLOCK.format(blocked=blocked) if blocked else ""
        return subprocess.run(
            [sys.executable, "-c", prelude + code],
            env={**os.environ, "PYTHONPATH": places},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
