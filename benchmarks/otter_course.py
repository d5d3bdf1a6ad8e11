"""Runs inside a Python that has Otter-Grader: the same fifteen comparisons, `otter run` for a few students.

    python otter_course.py SUBMISSIONS COUNT

Prints the CPU seconds that `otter run` and what it started took for each student.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from textwrap import indent

import nbformat
from nbformat.v4 import new_code_cell
from peers import CALLS, NAMES, call, children_cpu, comparisons, notebook

# Otter's test file: how it is told of a test, then the tests, then the one that makes all comparisons.
HEAD = """
OK_FORMAT = False
from otter.test_files import test_case
name, points = "comparisons", 30
"""
CASES = f"""
@test_case()
def all_of_them(env):
    globals().update({{name: env[name] for name in {NAMES!r}}})
{indent(CALLS, "    ")}"""


def build(course: Path, homes: list[Path]) -> list[Path]:
    """The autograder's zip, and a notebook for each student."""
    (course / "tests").mkdir()
    (course / "tests" / "comparisons.py").write_text(f"{HEAD}{comparisons()}{CASES}", encoding="utf-8")
    otter(course, "generate", "-t", "tests", "-o", str(course / "autograder.zip"), "--no-environment")
    notebooks = []
    for home in homes:
        answers = [new_code_cell((home / f"{name}.py").read_text(encoding="utf-8")) for name in NAMES]
        handed_in = course / f"{home.name}.ipynb"
        nbformat.write(notebook([new_code_cell("import torch"), *answers]), handed_in)
        notebooks.append(handed_in)
    return notebooks


def otter(course: Path, *arguments: str) -> None:
    """One command of Otter's."""
    call(course, str(Path(sys.executable).with_name("otter")), *arguments)


def main() -> None:
    """Build, run, print."""
    homes = sorted(Path(sys.argv[1]).iterdir())[: int(sys.argv[2])]
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch)
        notebooks = build(course, homes)
        (zipped,) = course.glob("*.zip")
        before = children_cpu()
        for handed_in in notebooks:
            out = course / f"out-{handed_in.stem}"
            out.mkdir()
            otter(course, "run", str(handed_in), "-a", str(zipped), "-o", str(out))
            scores = json.loads((out / "results.json").read_text(encoding="utf-8"))["tests"]
            if sum(test.get("score") or 0 for test in scores) != 30:
                sys.exit(f"otter gave {handed_in.stem} {scores}")
        taken = children_cpu() - before
    print(taken / len(homes))


if __name__ == "__main__":
    main()
