"""The pretended GPU, as a venv whose commands see it."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def gpu_venv() -> Path:
    building = runpy.run_path(str(Path(__file__).with_name("building.py")))
    reason = building["why_not"]()
    if reason and "CI" in os.environ:
        pytest.fail(f"the pretended GPU {reason}")
    if reason:
        pytest.skip(f"the pretended GPU {reason}")
    return building["pretended_venv"]()


@pytest.fixture
def on_gpu(gpu_venv: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command of the venv from the project's folder: `on_gpu("pytest", "--device", "cuda")`."""

    def run(command: str, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [gpu_venv / command, *args], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return run


@pytest.fixture
def graded(on_gpu: Callable[..., Any], tmp_path: Path) -> Callable[[str, str], dict[str, Any]]:
    """The report on a softmax, through `torchgrade grade`: `graded(text, "cpu,cuda")`."""

    def run(text: str, devices: str) -> dict[str, Any]:
        (tmp_path / "hand_ins").mkdir()
        (tmp_path / "hand_ins" / "one.py").write_text(text, encoding="utf-8")
        done = on_gpu(
            *("torchgrade", "grade", str(tmp_path / "hand_ins"), "--out", str(tmp_path / "out")),
            *("--device", devices, "--exercises", "softmax"),
        )
        assert done.returncode == 0, done.stderr
        return json.loads((tmp_path / "out" / "results" / "one.json").read_text(encoding="utf-8"))

    return run
