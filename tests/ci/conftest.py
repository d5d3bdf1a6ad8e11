"""A course small enough to be graded in a moment, and a checkout that answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

GRADER = '''
import torch
from torchgrade import Exercise, check

exercise = Exercise("{name}", reference=lambda x: {factor} * x)

@check(3, "Multiply.")
def test_values(verify, draw):
    """multiplies"""
    verify(draw.normal(4))

@check(1, "Stay in torch.")
def test_gradient(verify, draw):
    """lets the gradient through"""
    verify.gradients(draw.normal(3))
'''


@pytest.fixture
def graders(tmp_path: Path) -> Path:
    """Graders of `twice` and `thrice`, outside of every checkout."""
    folder = tmp_path / "course" / "graders"
    for name, factor in (("twice", 2), ("thrice", 3)):
        path = folder / "01_first" / f"test_{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GRADER.format(name=name, factor=factor))
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which `twice` is right and `thrice` is not."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "twice.py").write_text("def twice(x):\n    return x + x\n")
    (folder / "thrice.py").write_text("def thrice(x):\n    print('::error::owned')\n    return x + x\n")
    return folder
