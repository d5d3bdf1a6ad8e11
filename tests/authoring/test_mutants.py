"""Mutants change one thing between the markers and leave the rest of the file as it is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from torchgrade.authoring.mutants import mutants

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
FILE = '''"""A file."""


def half(x: "a + b", up: bool = 1 < 2) -> "c + d":
    """Half of x, as in 4 / 2."""
    ### BEGIN SOLUTION
    "a note"
    y = x / 2  # kept
    ### END SOLUTION
    return y + 1
'''


def changed(body: str) -> list[str]:
    """What becomes of one line."""
    source = f"def f(x, y):\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION\n"
    return [mutant.change.partition(" -> ")[2] for mutant in mutants(source)]


def test_only_what_lies_between_the_markers_changes_and_no_text_of_it():
    found = list(mutants(FILE))
    assert [str(mutant) for mutant in found] == [
        "line 8: y = x / 2 -> y = (x * 2)",
        "line 8: y = x / 2 -> y = (2 / x)",
        "line 8: y = x / 2 -> y = x / 3",
        "line 8: y = x / 2 -> y = x / 1",
    ]
    assert found[0].source == FILE.replace("x / 2", "(x * 2)")


def test_what_means_the_same_is_no_mutant():
    assert changed("return f(x, x)") == []


def test_brackets_that_are_there_are_not_doubled():
    assert "y = f(x + 1)" in changed("y = f(x - 1)")


def test_columns_count_bytes():
    assert "y = 'ü', (x / 1)" in changed("y = 'ü', x * 1")


def test_a_change_over_several_lines_is_one_line_in_the_list():
    body = "y = (\n        x +\n        1\n    )"
    source = f"def f(x):\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION\n"
    first = next(iter(mutants(source)))
    assert first.change == "x + 1 -> (x - 1)"
    assert first.line == 4


@pytest.mark.parametrize("path", sorted(SOLUTIONS.glob("03_activations/*.py")), ids=lambda path: path.stem)
def test_every_mutant_of_a_solution_is_another_program_of_as_many_definitions(path):
    source = path.read_text(encoding="utf-8")
    found = [mutant.source for mutant in mutants(source)]
    assert found
    assert len(set(found)) == len(found)
    for one in found:
        assert ast.dump(ast.parse(one)) != ast.dump(ast.parse(source))
        assert one.count("def ") == source.count("def ")
