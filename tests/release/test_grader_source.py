from __future__ import annotations

import builtins
import symtable
from pathlib import Path

import pytest

from torchgrade.authoring.stub import cut_stub
from torchgrade.course import catalogue
from torchgrade.errors import CatalogueError
from torchgrade.release.grader_source import Grader
from torchgrade.release.leaks import leaks, telling_lines

ROOT = Path(__file__).parents[2]
ENTRIES = catalogue(ROOT / "graders")
TEXT = '''"""double, held against a rule."""

import math

import pytest
import torch
from torchgrade import Exercise, check

SIZES = (1, 2)
UNUSED = 3


class Right:
    def double(x):
        return torch.add(x, x)


exercise = Exercise("double", reference=Right, forbidden=("torch.add",))


@exercise.probe_with
def drive(double, x):
    return double(x)


@exercise.misconception("the square")
def square(x):
    return math.pow(x, 2)


def inputs(draw):
    return draw.normal(3)


@check(1, "hint")
@pytest.mark.parametrize("size", SIZES)
def test_sizes(verify, draw, size):
    """doubles any number"""
    verify(draw.normal(size))


@check(1, "hint")
def test_inputs(verify, draw):
    """doubles three"""
    verify(inputs(draw))


@check(1, "hint")
def test_reference(verify):
    """doubles what was doubled"""
    verify(Right.double(torch.ones(2)))


@check(1, "hint")
@pytest.mark.parametrize("x", [Right.double(torch.ones(2))], ids=["ones"])
def test_listed(verify, x):
    """doubles a list"""
    verify(x)
'''
IDS = {"test_sizes": ["1", "2"], "test_inputs": ["only case"], "test_reference": ["only case"], "test_listed": ["ones"]}


def test_reference_and_misconceptions_go_and_what_checks_need_stays():
    text = Grader(TEXT).released(IDS)
    for gone in ("Right", "square", "misconception", "import math", "UNUSED", "torch.add(x, x)", "reference="):
        assert gone not in text
    for kept in ("SIZES = (1, 2)", "def inputs(draw)", "def drive(double, x)", "verify(inputs(draw))"):
        assert kept in text
    assert 'exercise = replay(__file__, "double", forbidden=("torch.add",))' in text
    compile(text, "grader", "exec")


def test_a_check_that_needs_the_reference_keeps_sentence_points_hints_and_cases():
    text = Grader(TEXT).released(IDS)
    assert 'def test_reference(verify):\n    """doubles what was doubled"""' in text
    assert (
        '@pytest.mark.parametrize("case", ["ones"])\ndef test_listed(verify, case):\n    """doubles a list"""' in text
    )


def test_hidden_checks_go_with_what_only_they_need():
    text = Grader(TEXT, hidden=["test_inputs"]).released(IDS)
    assert "test_inputs" not in text
    assert "def inputs" not in text


def test_a_helper_that_holds_a_line_of_the_solution_goes():
    telling = telling_lines("def double(x):\n    return draw.normal(3) + 0\n    return draw.normal(3)\n", [])
    text = Grader(TEXT, telling).released(IDS)
    assert "draw.normal(3)" not in text
    assert 'def test_inputs(verify):\n    """doubles three"""' in text


def undefined(text: str) -> set[str]:
    """The global names that a module uses and neither defines nor imports."""
    module = symtable.symtable(text, "grader", "exec")
    scopes, used = [module], set()
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        used |= {name.get_name() for name in scope.get_symbols() if name.is_global() and name.is_referenced()}
    known = {name.get_name() for name in module.get_symbols() if name.is_assigned() or name.is_imported()}
    return used - known - {"__file__", *dir(builtins)}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_no_released_grader_of_the_course_holds_a_line_of_its_solution(entry):
    solution = (ROOT / "solutions" / f"{entry.id}.py").read_text(encoding="utf-8")
    telling = telling_lines(solution, [cut_stub(solution)])
    grader = Grader(entry.grader.read_text(encoding="utf-8"), telling)
    text = grader.released({key: ["only case"] for key in grader.defined})
    assert not leaks(text, telling)
    assert "misconception" not in text.split('"""', 2)[2]
    assert undefined(text) == set()


def test_what_names_in_forbidden_stand_for_comes_along():
    text = TEXT.replace('forbidden=("torch.add",)', "forbidden=(*SUMS, 'torch.mul')").replace(
        "UNUSED = 3", 'ADD = "torch.add"\nSUMS = (ADD,)'
    )
    released = Grader(text).released(IDS)
    assert "ADD = " in released
    assert "SUMS = " in released
    assert "forbidden=(*SUMS, 'torch.mul')" in released


def test_what_is_forbidden_cannot_need_the_reference():
    text = TEXT.replace('forbidden=("torch.add",)', "forbidden=(Right.__name__,)")
    with pytest.raises(CatalogueError, match="forbidden= needs the reference"):
        Grader(text).released(IDS)
