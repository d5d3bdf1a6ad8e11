"""Runs inside a Python that has Otter-Grader: the same fifteen comparisons, `otter run` for a few students.

    python otter_course.py SUBMISSIONS COUNT

Prints the CPU seconds that `otter run` and what it started took for each student.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

NAMES = ("softmax", "linear", "conv2d")
PLAIN = (Path(__file__).resolve().parent / "plain_tests.py").read_text(encoding="utf-8")
PRELUDE = """
OK_FORMAT = False
from otter.test_files import test_case
name, points = "comparisons", 30
class pytest:
    class mark:
        @staticmethod
        def parametrize(names, cases, **options):
            def declare(function):
                function.cases = cases
                return function
            return declare
"""
CASES = """
@test_case()
def all_of_them(env):
    globals().update({name: env[name] for name in ("softmax", "linear", "conv2d")})
    for function in (test_softmax, test_linear, test_conv2d):
        for arguments in function.cases:
            function(*arguments)
"""


def test_file() -> str:
    """Otter's test file: the plain tests with their imports of the answers taken out."""
    kept = [line for line in PLAIN.splitlines() if not line.startswith(("from ", "import pytest", "sys.path"))]
    return PRELUDE + "\n".join(kept) + CASES


def build(course: Path, homes: list[Path]) -> list[Path]:
    """The autograder's zip, and a notebook for each student."""
    (course / "tests").mkdir()
    (course / "tests" / "comparisons.py").write_text(test_file(), encoding="utf-8")
    run(course, "generate", "-t", "tests", "-o", str(course / "autograder.zip"), "--no-environment")
    notebooks = []
    for home in homes:
        cells = [new_code_cell("import torch")]
        cells += [new_code_cell((home / f"{name}.py").read_text(encoding="utf-8")) for name in NAMES]
        made = new_notebook(cells=cells)
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(made, course / f"{home.name}.ipynb")
        notebooks.append(course / f"{home.name}.ipynb")
    return notebooks


def run(course: Path, *command: str) -> None:
    """One command of Otter's."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(Path(sys.executable).with_name("otter")), *command],
        cwd=course,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"otter {' '.join(command)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")


def main() -> None:
    """Build, run, print."""
    homes = sorted(Path(sys.argv[1]).iterdir())[: int(sys.argv[2])]
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch)
        notebooks = build(course, homes)
        (zipped,) = course.glob("*.zip")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        for notebook in notebooks:
            out = course / f"out-{notebook.stem}"
            out.mkdir()
            run(course, "run", str(notebook), "-a", str(zipped), "-o", str(out))
            scores = json.loads((out / "results.json").read_text(encoding="utf-8"))["tests"]
            if sum(test.get("score") or 0 for test in scores) != 30:
                sys.exit(f"otter gave {notebook.stem} {scores}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(cpu / len(homes))


if __name__ == "__main__":
    main()
