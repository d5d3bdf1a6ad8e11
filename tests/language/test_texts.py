from __future__ import annotations

from torchgrade.language import texts

SOLUTION = '''"""Doubling.

Two of a thing.
"""


def double(x):
    """Return twice x.

    >>> double(2)
    4
    """
    ### BEGIN SOLUTION
    def secret():
        """Not for learners."""
    return 2 * x
    ### END SOLUTION
'''

GRADER = '''"""double."""
from torchgrade import Exercise, check

exercise = Exercise("double", reference=lambda x: 2 * x)


@exercise.misconception("the square")
def square(x):
    """Not a text for learners."""
    return x * x


@check(10, "Which number?",
       "Add it " "to itself.")
def test_values(verify, draw):
    """gives twice
    the number"""
    verify(draw.normal(3))


@check(1, "Which number?")
def test_contract(verify, draw):
    """keeps dtype"""
'''


def test_every_text_that_a_learner_reads_is_found_once_and_in_order(tmp_path):
    (tmp_path / "double.py").write_text(SOLUTION)
    (tmp_path / "test_double.py").write_text(GRADER)
    found = texts.of_exercise(tmp_path / "double.py", tmp_path / "test_double.py")
    assert [(message.what, message.text) for message in found] == [
        ("docstring of the file", "Doubling.\n\nTwo of a thing."),
        ("docstring of double", "Return twice x.\n\n>>> double(2)\n4"),
        ("sentence of test_values", "gives twice the number"),
        ("hint 1 of test_values", "Which number?"),
        ("hint 2 of test_values", "Add it to itself."),
        ("sentence of test_contract", "keeps dtype"),
        ('misconception square, completes "looks like ..."', "the square"),
    ]


def test_a_unit_has_a_title_and_what_it_builds(tmp_path):
    unit = tmp_path / "03_activations"
    unit.mkdir()
    assert [message.text for message in texts.of_unit(unit)] == ["Activations"]
    (unit / "unit.toml").write_text('title = "Bends"\nbuilds = "a neuron"')
    assert [message.text for message in texts.of_unit(unit)] == ["Bends", "a neuron"]
