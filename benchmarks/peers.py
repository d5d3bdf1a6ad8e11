"""What another grader's course is made of: the plain comparisons without pytest, notebooks, commands, CPU time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_notebook

NAMES = ("softmax", "linear", "conv2d")
TESTS = Path(__file__).resolve().parent / "plain_tests.py"
# Stands for pytest where there is none: a test keeps its cases as an attribute.
PYTEST = """
class pytest:
    class mark:
        @staticmethod
        def parametrize(names, cases, **options):
            def declare(function):
                function.cases = cases
                return function
            return declare
"""
# Makes the comparisons one after the other.
CALLS = """
for function in (test_softmax, test_linear, test_conv2d):
    for arguments in function.cases:
        function(*arguments)
"""


def comparisons() -> str:
    """The plain tests' text without pytest and without the imports of the answers."""
    lines = TESTS.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("from ", "import pytest", "sys.path"))]
    return PYTEST + "\n".join(kept)


def notebook(cells: Sequence[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    """A notebook of these cells that runs on the Python around it."""
    made = new_notebook(cells=list(cells))
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def call(folder: Path, *command: str) -> None:
    """Run a command with this Python's scripts on the path, where kernels and tools are looked for by name."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")


def children_cpu() -> float:
    """CPU seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
