from __future__ import annotations

import ast
import json

import pytest

from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.language.speaking import speaking
from torchgrade.notebook.writing import stub_of, write_notebook
from torchgrade.results_io import write_text


@pytest.fixture
def written(course):
    """The notebook of `twice`, written where one asks for it, as data."""

    def write(out="twice.ipynb"):
        write_notebook(catalogue(course / "graders")[0], course / out, (course / "graders").resolve())
        return json.loads((course / out).read_text(encoding="utf-8"))

    return write


def texts(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def test_a_notebook_is_what_the_format_asks_for(written):
    pytest.importorskip("nbformat").validate(written())


def test_it_holds_the_statement_the_stub_and_the_cell_that_grades(written):
    notebook = written()
    assert [cell["cell_type"] for cell in notebook["cells"]] == ["markdown", "code", "code"]
    statement, answer, grading = texts(notebook)
    assert statement.startswith("# twice\n\nDoubling: a number and itself.\n\n    twice(x)_i = 2 x_i\n")
    assert "raise NotImplementedError" in answer
    assert "SOLUTION" not in answer
    assert "return 2 * x" not in answer
    assert grading == 'import torchgrade\n\ntorchgrade.grade("twice")'


def test_prose_is_no_markup(written):
    assert r"Mind the \* and the \<, which are no markup." in texts(written())[0]


def test_the_stub_does_not_send_one_to_pytest_which_would_grade_the_file(written):
    answer = texts(written())[1]
    assert "pytest" not in answer
    assert answer.count('"""') == 2
    assert ast.get_docstring(ast.parse(answer).body[1]).endswith("x: any numbers.")


def test_outside_the_course_the_notebook_names_the_graders(course, tmp_path_factory):
    out = tmp_path_factory.mktemp("elsewhere") / "twice.ipynb"
    graders = (course / "graders").resolve()
    write_notebook(catalogue(graders)[0], out, graders)
    cell = texts(json.loads(out.read_text(encoding="utf-8")))[2]
    assert f'torchgrade.grade("twice", graders={json.dumps(str(graders))})' in cell


def test_a_notebook_in_another_language_grades_in_it(written):
    with speaking("zh_CN"):
        statement, answer, grading = texts(written())
    assert grading.endswith('torchgrade.grade("twice", lang="zh_CN")')
    assert any("\u4e00" <= letter <= "\u9fff" for letter in statement)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer)


def test_a_file_that_is_there_is_not_overwritten(written, course):
    write_text(course / "twice.ipynb", "mine")
    with pytest.raises(BadInput, match="is there already"):
        written()
    assert (course / "twice.ipynb").read_text() == "mine"


def test_without_a_solution_the_exercises_file_is_the_stub(course):
    (course / "solutions/01_first/twice.py").unlink()
    write_text(course / "exercises/01_first/twice.py", "def twice(x):\n    raise NotImplementedError\n")
    assert stub_of(catalogue(course / "graders")[0], course).startswith("def twice")


def test_without_either_the_error_names_the_file(course):
    (course / "solutions/01_first/twice.py").unlink()
    with pytest.raises(BadInput, match=r"exercises.01_first.twice\.py: there is no stub"):
        stub_of(catalogue(course / "graders")[0], course)


def test_a_real_kernel_runs_it(written, course):
    """Only where nbclient and ipykernel are installed."""
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    written()
    notebook = nbformat.read(course / "twice.ipynb", as_version=4)
    notebook.cells[1].source = "def twice(x):\n    return x + x\n"
    resources = {"metadata": {"path": str(course)}}
    nbclient.NotebookClient(notebook, timeout=600, resources=resources).execute()
    data = notebook.cells[2].outputs[-1].data
    assert data["text/plain"].startswith("twice: 10 of 10 points")
    assert 'class="torchgrade"' in data["text/html"]
