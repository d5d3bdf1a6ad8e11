"""A small course in a temporary folder, and real pytest runs in it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# Before any inner run does: pytester forgets what that imported, and torch's compiler cannot be imported twice.
import torch._dynamo  # noqa: F401

ROOT = Path(__file__).parents[2]
PYPROJECT = """
[tool.torchgrade]

[tool.pytest.ini_options]
testpaths = ["graders"]
addopts = "-p torchgrade.plugin --import-mode=importlib -p no:hypothesispytest"
"""
RELU = "def relu(x):\n    return x.clamp(min=0)\n"
SOFTMAX = (
    "def softmax(x, dim):\n    e = (x - x.amax(dim, keepdim=True)).exp()\n    return e / e.sum(dim, keepdim=True)\n"
)
FIRST_DIM = "def softmax(x, dim):\n    print('dim is', dim)\n    e = (x - x.amax(0)).exp()\n    return e / e.sum(0)\n"
RAISES = "def relu(x):\n    return rectified(x)\n\n\ndef rectified(x):\n    return x.rectify()\n"
# A grader with what a case needs and no more: {body} is its checks.
GRADER = """
import torch
from torchgrade import Exercise, check

exercise = Exercise("twice", reference={reference})

{body}
"""
CHECK = """
@check(2, "Add x to itself.")
def test_twice(verify, draw):
    "doubles"
    verify(draw.normal(3))
"""


class Course:
    """A course in a temporary folder, and pytest run in it."""

    RELU, SOFTMAX, FIRST_DIM, RAISES, CHECK = RELU, SOFTMAX, FIRST_DIM, RAISES, CHECK

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.root = pytester.path
        self.write("pyproject.toml", PYPROJECT)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def real(self, **answers: str) -> Course:
        """The project's own relu and softmax, answered by the stubs or by what is given."""
        (self.root / "graders/03_activations").mkdir(parents=True)
        for name in ("relu", "softmax"):
            for file in (f"test_{name}.py", f"{name}.samples.json"):
                if (ROOT / "graders/03_activations" / file).is_file():
                    shutil.copy(ROOT / "graders/03_activations" / file, self.root / "graders/03_activations")
            stub = f"def {name}(*arguments):\n    raise NotImplementedError\n"
            self.write(f"exercises/03_activations/{name}.py", answers.get(name, stub))
        return self

    def grader(self, body: str = CHECK, reference: str = "lambda x: 2 * x", name: str = "twice") -> Course:
        """A grader made for one test, and a right answer."""
        self.write(f"graders/u/test_{name}.py", GRADER.format(body=body, reference=reference))
        self.write(f"exercises/u/{name}.py", "def twice(x):\n    return x + x\n")
        return self

    def run(self, *options: str) -> Run:
        done = self.pytester.runpytest_inprocess(*options)
        return Run(int(done.ret), done.stdout.str() + done.stderr.str(), self.root)

    def run_alone(self, *options: str, typed: str | None = None) -> Run:
        """In a Python of its own: for what changes the process, or needs a terminal's input."""
        command = [sys.executable, "-m", "pytest", *options]
        done = subprocess.run(command, cwd=self.root, input=typed, capture_output=True, text=True, check=False)
        return Run(done.returncode, done.stdout + done.stderr, self.root)


class Run:
    """What a run showed: its exit status, its text, and the results that it wrote."""

    def __init__(self, status: int, text: str, root: Path) -> None:
        self.status, self.text, self.root = status, text, root

    @property
    def board(self) -> str:
        """What comes behind pytest's own lines of progress."""
        return self.text.rpartition("%]\n")[2]

    @property
    def said(self) -> str:
        """The board's words, wherever its lines were broken."""
        return re.sub(r"\s+", " ", self.board)

    def results(self, name: str = "results.json") -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.root / ".torchgrade" / name).read_text(encoding="utf-8"))
        return loaded

    def lasting(self, name: str = "results.json") -> dict[str, Any]:
        """Results without what differs between equal runs; another test may have set torch's threads."""
        results = self.results(name)
        checks = [{key: value for key, value in check.items() if key != "duration_s"} for check in results["checks"]]
        return {**results, "checks": checks, "timing": None, "environment": {**results["environment"], "threads": None}}

    def verdicts(self, name: str = "results.json") -> dict[str, str]:
        return {check["id"].rpartition("/")[2]: check["verdict"] for check in self.results(name)["checks"]}


@pytest.fixture
def course(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.delenv("TORCHGRADE_COURSE", raising=False)
    return Course(pytester)
