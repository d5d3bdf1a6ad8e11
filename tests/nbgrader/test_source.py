from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest

from torchgrade.assignment.reading import read_assignment
from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.language.speaking import speaking
from torchgrade.nbgrader.new import new_course, source_notebooks
from torchgrade.nbgrader.release import stub_of
from torchgrade.nbgrader.source import source_notebook
from torchgrade.nbgrader.support import without_checks

ROOT = Path(__file__).parents[2]
GRADERS = ROOT / "graders"
HIDDEN = frozenset({"03_activations/relu::test_extremes", "03_activations/relu::test_contract"})


@pytest.fixture
def course(tmp_path):
    new_course(tmp_path / "course", ["relu"], "ps1", GRADERS)
    return tmp_path / "course"


@pytest.fixture
def assignment(course):
    return read_assignment(course / "ps1.toml", catalogue(GRADERS))


def cells(made):
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in made["cells"]}


def source(cell):
    return "".join(cell["source"])


def points(made):
    found = {name: cell["metadata"]["nbgrader"].get("points") for name, cell in cells(made).items()}
    return {name: worth for name, worth in found.items() if worth is not None}


def test_statement_answer_and_a_test_cell_for_each_check(assignment):
    made = source_notebook(assignment.entries[0], assignment)
    assert list(cells(made))[:3] == ["statement", "answer", "grade"]
    expected = {"test_values": 4, "test_non_contiguous": 2, "test_extremes": 1, "test_gradient": 2, "test_contract": 1}
    assert points(made) == expected
    assert 'torchgrade.grade("relu")' in source(cells(made)["grade"])


def test_only_the_answer_is_the_student_s_to_write(assignment):
    kinds = {
        name: (cell["metadata"]["nbgrader"]["solution"], cell["metadata"]["nbgrader"]["locked"])
        for name, cell in cells(source_notebook(assignment.entries[0], assignment)).items()
    }
    assert [name for name, kind in kinds.items() if kind == (True, False)] == ["answer"]
    assert {kind for name, kind in kinds.items() if name != "answer"} == {(False, True)}


def test_the_answer_cell_is_all_of_the_solution_that_runs(assignment):
    text = source(cells(source_notebook(assignment.entries[0], assignment))["answer"])
    namespace: dict[str, object] = {}
    exec(text, namespace)
    assert callable(namespace["relu"])
    assert "x.clamp(min=0)" not in stub_of(text)
    assert "raise NotImplementedError" in stub_of(text)


def test_weights_scale_the_points_of_the_tests(assignment):
    (entry,) = assignment.entries
    made = source_notebook(entry, replace(assignment, weights={entry.id: 25.0}))
    assert points(made)["test_values"] == 10
    assert sum(points(made).values()) == 25


def test_hidden_checks_are_one_cell_that_tells_their_points_and_no_more(assignment):
    made = source_notebook(assignment.entries[0], replace(assignment, hidden=HIDDEN))
    assert points(made)["hidden"] == 2
    assert not {"test_extremes", "test_contract"} & set(cells(made))
    before, _, rest = source(cells(made)["hidden"]).partition("### BEGIN HIDDEN TESTS")
    inside, _, behind = rest.partition("### END HIDDEN TESTS")
    assert "test_extremes" in inside
    assert "test_contract" in inside
    assert ast.parse(before).body == ast.parse(behind).body == []


def test_a_notebook_speaks_chinese(assignment):
    with speaking("zh_CN"):
        made = source_notebook(assignment.entries[0], assignment)
    assert made["metadata"]["torchgrade"] == {"exercise": "03_activations/relu", "language": "zh_CN"}
    for name in ("statement", "answer", "test_values"):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in source(cells(made)[name])), name


def test_a_course_has_what_torchgrade_grade_needs_and_no_hidden_check(course):
    text = (course / "ps1.toml").read_text()
    (course / "ps1.toml").write_text(text.replace("hidden = []", 'hidden = ["relu::test_extremes"]'))
    source_notebooks(course, "ps1", GRADERS)
    given = course / "source" / "ps1"
    assert "[tool.torchgrade]" in (given / "pyproject.toml").read_text()
    grader = (given / "graders" / "03_activations" / "test_relu.py").read_text()
    assert "def test_values" in grader
    assert "test_extremes" not in grader
    assert "leaves NaN as NaN" not in grader


def test_an_assignment_that_is_there_is_not_overwritten(course):
    before = (course / "ps1.toml").read_text()
    with pytest.raises(BadInput, match="is there already"):
        new_course(course, ["softmax"], "ps1", GRADERS)
    assert (course / "ps1.toml").read_text() == before


def test_a_course_takes_a_second_assignment_and_keeps_its_settings(course):
    (course / "nbgrader_config.py").write_text("# mine\n")
    new_course(course, ["softmax"], "ps2", GRADERS)
    assert (course / "nbgrader_config.py").read_text() == "# mine\n"
    assert json.loads((course / "source" / "ps2" / "softmax.ipynb").read_text())["nbformat"] == 4


@pytest.mark.parametrize("name", ["", "../ps1", "a b", "ps+1"])
def test_a_name_that_makes_no_folder_is_refused(tmp_path, name):
    with pytest.raises(BadInput, match="makes no assignment's name"):
        new_course(tmp_path / "course", ["relu"], name, GRADERS)


def test_an_unknown_exercise_leaves_no_folder_behind(tmp_path):
    with pytest.raises(BadInput, match="relu"):
        new_course(tmp_path / "course", ["relux"], "ps1", GRADERS)
    assert not (tmp_path / "course").exists()


def test_checks_are_taken_out_of_a_grader_with_their_decorators():
    first = "@check(4)\n@pytest.mark.x(\n  1)\ndef test_a():\n    pass\n"
    grader = f"import pytest\n\n{first}\n@check(6)\ndef test_b():\n    pass\n"
    assert without_checks(grader, frozenset({"test_a"})) == "import pytest\n\n\n@check(6)\ndef test_b():\n    pass\n"
