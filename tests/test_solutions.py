from __future__ import annotations

import pytest

from torchgrade import progress
from torchgrade.course import Entry
from torchgrade.errors import BadInput
from torchgrade.results import Check, Report
from torchgrade.results_io import write_text
from torchgrade.solutions import solution, without_statement

SOURCE = '''"""Doubling."""

import torch


def twice(x):
    """Return 2 x.

    Example:
        >>> twice(1)
        2
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### STUB
    # return x
    ### END STUB
    ### END SOLUTION
'''
CODE = "import torch\n\n\ndef twice(x):\n    return 2 * x\n"


@pytest.fixture
def twice(tmp_path):
    write_text(tmp_path / "solutions/01_first/twice.py", SOURCE)
    return Entry("01_first", "twice", tmp_path / "graders/01_first/test_twice.py")


def turn_green(root):
    report = Report("exercises", (Check("01_first/twice", "01_first/twice::t", "t", 10, 10, "passed"),))
    progress.record_run(root, report)


def test_the_code_is_shown_without_statement_and_markers():
    assert without_statement(SOURCE) == CODE


def test_before_green_a_solution_is_refused_and_nothing_is_remembered(tmp_path, twice):
    with pytest.raises(BadInput, match=r"twice is not green yet.*--give-up"):
        solution(tmp_path, twice)
    assert not progress.read(tmp_path).of(twice.id).given_up


def test_after_green_a_solution_is_shown_and_nobody_gave_up(tmp_path, twice):
    turn_green(tmp_path)
    assert solution(tmp_path, twice, give_up=True) == CODE
    assert not progress.read(tmp_path).of(twice.id).given_up


def test_giving_up_shows_it_now_and_later(tmp_path, twice):
    assert solution(tmp_path, twice, give_up=True) == CODE
    assert progress.read(tmp_path).of(twice.id).given_up
    assert solution(tmp_path, twice) == CODE


def test_without_a_solution_nobody_has_given_up(tmp_path, twice):
    (tmp_path / "solutions/01_first/twice.py").unlink()
    with pytest.raises(BadInput, match="There is no solution of twice here"):
        solution(tmp_path, twice, give_up=True)
    assert not progress.read(tmp_path).of(twice.id).given_up
