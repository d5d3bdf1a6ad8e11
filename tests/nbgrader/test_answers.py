from __future__ import annotations

import pytest

from torchgrade.nbgrader.answers import as_python, asked_names, find_answer
from torchgrade.nbgrader.reading import Cell, Notebook

RELU = "def relu(x):\n    return x.clamp(min=0)"
OTHER = "def relu(x):\n    return x"


def found(*cells, exercise="03_activations/relu"):
    return find_answer(Notebook(cells, exercise), "03_activations/relu", ["relu"])


def answer(source, kind="code"):
    return Cell(kind, source, "answer", True)


def test_the_answer_cell_is_the_answer_and_nothing_else_is():
    taken = found(Cell("code", OTHER), answer(RELU), Cell("code", "import os; os.system('x')"))
    assert taken.source == RELU
    assert taken.said == ()


def test_an_answer_cell_that_became_text_is_read_all_the_same():
    assert found(answer(RELU, "markdown")).source == RELU


def test_copies_of_the_answer_cell_that_say_the_same_are_graded_with_a_word():
    taken = found(answer(RELU), answer(RELU))
    assert taken.source == RELU
    assert taken.said == ("2 cells of this notebook are the answer cell, with the same text. Keep one.",)


def test_copies_of_the_answer_cell_that_differ_are_not_guessed_at():
    taken = found(answer(RELU), answer(OTHER))
    assert taken.source is None
    assert "each with another text, so none was graded" in taken.said[0]


@pytest.mark.parametrize("name", ["", "renamed"])
def test_without_its_name_the_one_cell_that_defines_the_function_is_graded_with_a_word(name):
    taken = found(Cell("code", "import torch"), Cell("code", RELU, name, True))
    assert taken.source == RELU
    assert "The one cell that defines relu was graded in its place" in taken.said[0]


def test_without_its_name_two_different_cells_are_not_guessed_at():
    taken = found(Cell("code", RELU), Cell("code", OTHER))
    assert taken.source is None
    assert "2 cells define relu, so none was graded" in taken.said[0]


def test_a_deleted_answer_is_told():
    taken = found(Cell("code", "import torch"))
    assert taken.source is None
    assert "no cell defines relu" in taken.said[0]


def test_the_notebook_of_another_exercise_is_told():
    taken = found(answer(RELU), exercise="03_activations/softmax")
    assert taken.source is None
    assert taken.said == ("This is the notebook of softmax, handed in as that of relu. Hand in the right one.",)


def test_a_notebook_that_says_nothing_of_itself_is_graded():
    assert found(answer(RELU), exercise="").source == RELU


@pytest.mark.parametrize("line", ["%matplotlib inline", "%%time", "!pip install torch", "relu?", "?relu"])
def test_lines_of_ipython_do_not_keep_a_cell_from_being_python(line):
    assert as_python(f"{line}\n{RELU}") == f"pass  # {line}\n{RELU}"


def test_a_line_that_only_looks_like_one_of_ipython_s_stays():
    source = 'text = """\n%time\n"""'
    assert as_python(source) == source


def test_a_cell_that_is_no_python_stays_as_it_is_to_be_told_of_with_its_line():
    assert as_python("%time\ndef relu(x) return x") == "%time\ndef relu(x) return x"


def test_a_warning_of_python_s_is_no_error_of_the_cell():
    assert as_python("%time\ns = '\\d'") == "pass  # %time\ns = '\\d'"


def test_names_are_read_from_the_grader():
    text = 'from torchgrade import Exercise\nexercise = Exercise("encode", "decode", reference=None)'
    assert asked_names(text) == ("encode", "decode")
