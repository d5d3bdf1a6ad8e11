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
from torchgrade.nbgrader import new
from torchgrade.nbgrader.release import stub_of
from torchgrade.nbgrader.source import source_notebook
from torchgrade.nbgrader.support import write_support
from torchgrade.release.command import release

ROOT = Path(__file__).parents[2]
GRADERS = ROOT / "graders"
HIDDEN = frozenset({"03_activations/relu::test_extremes", "03_activations/relu::test_contract"})


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setattr(new, "write_support", lambda *given: None)  # it records graders and builds a wheel
    new.new_course(tmp_path / "course", ["relu"], "ps1", GRADERS)
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


def test_notebooks_follow_their_assignment_s_file(course):
    text = (course / "ps1.toml").read_text()
    (course / "ps1.toml").write_text(text.replace("hidden = []", 'hidden = ["relu::test_extremes"]'))
    new.source_notebooks(course, "ps1", GRADERS)
    assert '"grade_id": "hidden"' in (course / "source" / "ps1" / "relu.ipynb").read_text()


def test_beside_the_notebooks_lies_what_students_need_and_no_answer(assignment, tmp_path):
    hidden = assignment.path.read_text().replace("hidden = []", 'hidden = ["relu::test_extremes"]')
    assignment.path.write_text(hidden)
    out = tmp_path / "given"
    with speaking("zh_CN"):
        write_support(assignment, out, GRADERS, "zh_CN")
    assert "只有答案单元格计分" in (out / "README.md").read_text(encoding="utf-8")
    assert "[tool.torchgrade]" in (out / "pyproject.toml").read_text()
    assert "torchgrade" in (out / "requirements.txt").read_text()
    assert list((out / "wheels").glob("torchgrade-*.whl"))
    grader = (out / "graders" / "03_activations" / "test_relu.py").read_text()
    assert "def test_values" in grader
    assert "test_extremes" not in grader
    assert "misconception" not in grader
    assert not (out / "exercises").exists()


def test_an_assignment_that_is_there_is_not_overwritten(course):
    before = (course / "ps1.toml").read_text()
    with pytest.raises(BadInput, match="is there already"):
        new.new_course(course, ["softmax"], "ps1", GRADERS)
    assert (course / "ps1.toml").read_text() == before


def test_a_course_takes_a_second_assignment_and_keeps_its_settings(course):
    (course / "nbgrader_config.py").write_text("# mine\n")
    new.new_course(course, ["softmax"], "ps2", GRADERS)
    assert (course / "nbgrader_config.py").read_text() == "# mine\n"
    assert json.loads((course / "source" / "ps2" / "softmax.ipynb").read_text())["nbformat"] == 4


@pytest.mark.parametrize("name", ["", "../ps1", "a b", "ps+1"])
def test_a_name_that_makes_no_folder_is_refused(tmp_path, name):
    with pytest.raises(BadInput, match="makes no assignment's name"):
        new.new_course(tmp_path / "course", ["relu"], name, GRADERS)


def test_an_unknown_exercise_leaves_no_folder_behind(tmp_path):
    with pytest.raises(BadInput, match="relu"):
        new.new_course(tmp_path / "course", ["relux"], "ps1", GRADERS)
    assert not (tmp_path / "course").exists()


def test_an_assignment_is_released_as_source_notebooks(assignment, monkeypatch, tmp_path):
    made = release(assignment.path, tmp_path / "source", "notebooks", graders=GRADERS)
    assert made == tmp_path / "source"
    assert "### BEGIN SOLUTION" in (made / "relu.ipynb").read_text()
