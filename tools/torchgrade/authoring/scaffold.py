"""Beginning an exercise: a solution and a grader to fill in, which validate then says what they lack."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path

from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.results_io import write_text

_SOLUTION = '''"""One sentence on the idea of {name}, then the formula."""

import torch


def {name}(x: torch.Tensor) -> torch.Tensor:
    """Say what is returned.

    Args:
        x: any shape, any floating dtype.

    Returns:
        A tensor of x's shape, dtype and device.

    Example:
        >>> {name}(torch.tensor([1.0, 2.0]))
        tensor([1., 2.])

    Check it with `pytest --exercise {name}`; a hint comes from `torchgrade hint {name}`.
    """
    ### BEGIN SOLUTION
    return x.clone()
    ### END SOLUTION
'''

_GRADER = '''"""{name}, held against torch."""

import pytest

from torchgrade import Exercise, check

exercise = Exercise("{name}", reference=lambda x: x.clone(), forbidden=())


@exercise.misconception("a sentence that completes: looks like ...")
def wrong_idea(x):
    return -x


@check(9, "A hint that points.", "A hint that teaches.", "A hint that says how.")
@pytest.mark.parametrize("shape", [(1,), (5,), (4, 6)], ids=str)
def test_values(verify, draw, shape):
    """says in one sentence what a right answer does"""
    verify(draw.normal(*shape))


@check(1, "Make new tensors with the input's dtype and device, and leave the input as it is.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract(draw.normal(3, 4))
'''


def begin(root: Path, unit: str, name: str) -> tuple[Path, Path]:
    """Write solutions/<unit>/<name>.py and graders/<unit>/test_<name>.py; return both.

    Raises:
        BadInput: the names cannot be used, or the exercise exists already.
    """
    _refuse(root, unit, name)
    solution = root / "solutions" / unit / f"{name}.py"
    grader = root / "graders" / unit / f"test_{name}.py"
    for path in (solution, grader):
        if path.exists():
            raise BadInput(f"{path}: is there already. Choose another name.")
    write_text(solution, _SOLUTION.format(name=name))
    write_text(grader, _GRADER.format(name=name))
    return solution, grader


def _refuse(root: Path, unit: str, name: str) -> None:
    if not re.fullmatch(r"\d\d_[a-z][a-z0-9_]*", unit):
        raise BadInput(f"{unit}: a unit is a number and a word, as in 04_layers.")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise BadInput(f"{name}: an exercise's name is snake_case, as in conv_output_size.")
    if name in sys.stdlib_module_names or name == "torch":
        raise BadInput(f"{name}: is the name of a module that learners import. Choose another.")
    if any(entry.name == name for entry in catalogue(root / "graders")):
        raise BadInput(f"{name}: is an exercise already. Names are unique over all units.")
