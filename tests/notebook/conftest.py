"""A small course, and sessions in which a learner's cells are run."""

from __future__ import annotations

import itertools
import linecache
from pathlib import Path

import pytest

from torchgrade.notebook.grading import grade
from torchgrade.results_io import write_text

GRADER = '''
import torch
from torchgrade import Exercise, check

exercise = Exercise("twice", reference=lambda x: x + x, forbidden=("torch.multiply",))


@exercise.misconception("the square of x")
def square(x):
    return x * x


@check(8, "What is x + x?", "Return 2 * x.")
def test_values(verify, draw):
    """doubles every number"""
    verify(draw.normal(3))


@check(2, "Leave x as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract(draw.normal(3))
'''
SOLUTION = '''"""Doubling: a number and itself.

    twice(x)_i = 2 x_i

Mind the * and the <, which are no markup.
"""

import torch


def twice(x: torch.Tensor) -> torch.Tensor:
    """Return 2 x.

    Args:
        x: any numbers.

    Check it with `pytest --exercise twice`, get a hint with
    `torchgrade hint twice`.
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
_numbers = itertools.count()


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one exercise; one stands in it."""
    write_text(tmp_path / "pyproject.toml", "[tool.torchgrade]\n")
    write_text(tmp_path / "graders/01_first/test_twice.py", GRADER)
    write_text(tmp_path / "solutions/01_first/twice.py", SOLUTION)
    monkeypatch.delenv("TORCHGRADE_COURSE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Sitting:
    """Cells run one after the other in one namespace, each in a file of its own, as a kernel does it."""

    def __init__(self) -> None:
        self.names = {"__name__": "__main__"}

    def run(self, cell: str) -> None:
        """Run a cell."""
        file = f"/tmp/kernel_7/{next(_numbers)}.py"
        linecache.cache[file] = (len(cell), None, cell.splitlines(keepends=True), file)
        exec(compile(cell, file, "exec"), self.names)

    def grade(self, *cells: str, **options):
        """Run cells, then grade `twice`."""
        for cell in cells:
            self.run(cell)
        return grade("twice", namespace=self.names, **options)


@pytest.fixture
def sitting(course: Path) -> Sitting:
    """A session that has just begun."""
    return Sitting()
