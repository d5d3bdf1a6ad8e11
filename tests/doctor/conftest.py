"""The attack suite, run once for each way to run it, however many tests and workers ask."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ATTACKS = ROOT / "tests" / "attacks"
LAYERS = ROOT / "tests" / "isolation" / "layers" / "conftest.py"

# In a process of its own: it adopts orphans, and it must be able to run as another user.
SUITE = """
import json
from dataclasses import asdict
from pathlib import Path
from torchgrade.doctor.attack import read_attacks
from torchgrade.doctor.attacks import run_suite
from torchgrade.errors import BadInput
from torchgrade.isolation.mode import Isolation
attacks = [one for one in read_attacks(Path({attacks!r})) if one.name in {names!r}]
try:
    results = run_suite(attacks, Path({graders!r}), Isolation({mode!r}))
    print(json.dumps({{"results": [asdict(result) for result in results]}}))
except BadInput as error:
    print(json.dumps({{"refused": str(error)}}))
"""

Results = dict[str, dict[str, Any]]


def _ways() -> Any:
    """How the tests of the layers start a Python as an ordinary user, where Python lies in a closed folder."""
    spec = importlib.util.spec_from_file_location("conftest_of_layers", LAYERS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _command(who: str, code: str) -> list[str]:
    if who == "user" and os.geteuid() == 0:
        ways = _ways()
        opening = ways.OPEN_PYTHON.format(tools=str(ROOT / "tools"), no_mount=ways.NO_MOUNT, uid=ways.USER)
        return [sys.executable, "-c", opening, code]
    return [sys.executable, "-c", code]


def _run(who: str, mode: str, names: list[str]) -> dict[str, Any]:
    code = SUITE.format(attacks=str(ATTACKS), names=names, graders=str(ROOT / "graders"), mode=mode)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "TORCHGRADE"))}
    environment = {**kept, "PYTHONPATH": str(ROOT / "tools"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(_command(who, code), env=environment, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode == 77:
        return {"skipped": f"Python lies in a folder that other users cannot enter: {done.stderr}"}
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, list[str]], Results]:
    """`outcomes(who, mode, names)`: how each attack ended; who is "root" or "user"."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def of(who: str, mode: str, names: list[str]) -> Results:
        file = shared / f"attacks-{who}-{mode}.json"
        import fcntl  # POSIX alone has it

        with open(shared / f"{file.name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                file.write_text(json.dumps(_run(who, mode, names)))
        told = json.loads(file.read_text())
        if "results" not in told:
            pytest.skip(told.get("skipped") or told["refused"])
        return {result["attack"]: result for result in told["results"]}

    return of
