from __future__ import annotations

import re

import pytest

from torchgrade import progress
from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.hints import last_checks, next_hint
from torchgrade.notebook.grading import CannotGrade, grade
from torchgrade.results_io import write_text

pytestmark = pytest.mark.learner_code
RIGHT = "def twice(x):\n    return x + x\n"
SQUARE = "def twice(x):\n    print('squaring')\n    return x * x\n"


def test_a_right_answer_has_full_marks(sitting):
    result = sitting.grade(RIGHT)
    assert result.passed
    assert (result.score, result.max_score) == (10, 10)
    assert repr(result).startswith("twice: 10 of 10 points\nWell done")


def test_a_wrong_answer_is_named_as_it_is_by_pytest(sitting):
    result = sitting.grade(SQUARE)
    assert not result.passed
    assert "looks like the square of x" in repr(result)


def test_what_the_code_prints_is_told_with_the_check_and_not_where_it_is_printed(sitting, capsys):
    result = sitting.grade(SQUARE)
    assert capsys.readouterr().out == ""
    assert "printed: squaring" in repr(result)


def test_a_stub_is_not_started(sitting):
    result = sitting.grade("def twice(x):\n    raise NotImplementedError\n")
    assert {check.verdict for check in result.report.checks} == {"not_started"}


def test_an_error_names_the_cell_and_its_line(sitting):
    result = sitting.grade("def twice(x):\n    return double(x)\n", "def double(x):\n    return x.doubled()\n")
    assert "the cell of double, line 2, in double: return x.doubled()" in repr(result)
    assert "kernel_7" not in repr(result)


def test_a_cell_that_was_run_again_counts(sitting):
    assert not sitting.grade(SQUARE).passed
    assert sitting.grade(RIGHT).passed


def test_a_class_is_an_answer_too(sitting):
    assert sitting.grade("class Twice:\n    def __call__(self, x):\n        return x + x\n\ntwice = Twice()\n").passed


@pytest.mark.parametrize(
    "cell",
    [
        "import torch\ntwice = torch.multiply\n",
        "import torch\ndef twice(x):\n    return torch.multiply(x, 2)\n",
        "import torch\ndef twice(x):\n    return [torch.multiply][0](x, 2)\n",
    ],
    ids=["handed in", "called", "hidden"],
)
def test_a_forbidden_operation_earns_nothing(sitting, cell):
    result = sitting.grade(cell)
    assert result.score == 0


def test_a_name_that_is_not_defined_is_asked_for(sitting):
    with pytest.raises(CannotGrade, match=r"twice is not defined here\. Run the cell that defines it"):
        sitting.grade("")


def test_a_name_that_is_no_function_is_asked_for(sitting):
    with pytest.raises(CannotGrade, match="twice is no function or class any more"):
        sitting.grade("twice = 2\n")


def test_an_unknown_exercise_suggests_the_nearest(course):
    with pytest.raises(CannotGrade, match=r"Did you mean twice\?"):
        grade("twize", namespace={})


def test_the_names_are_those_of_the_caller(course):
    names = {"grade": grade, "__name__": "__main__"}
    exec(compile(RIGHT + "\nresult = grade('twice')\n", "cell", "exec"), names)
    assert names["result"].passed


def test_graders_are_found_from_the_folder_one_stands_in(sitting, course, monkeypatch):
    deep = course / "notes" / "today"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert sitting.grade(RIGHT).passed


def test_graders_are_found_where_the_environment_says(sitting, course, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setenv("TORCHGRADE_COURSE", str(course))
    assert sitting.grade(RIGHT).passed


def test_graders_that_are_named_come_first(sitting, course, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert sitting.grade(RIGHT, graders=course / "graders").passed
    assert sitting.grade(RIGHT, graders=str(course / "graders")).passed
    with pytest.raises(CannotGrade, match="nowhere: no such folder"):
        sitting.grade(RIGHT, graders="nowhere")


def test_without_graders_the_error_says_how_to_name_them(sitting, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(CannotGrade, match=r"graders=.*TORCHGRADE_COURSE") as caught:
        sitting.grade(RIGHT)
    assert isinstance(caught.value, BadInput)
    assert caught.value._render_traceback_() == [f"torchgrade: {caught.value}"]


def test_the_run_is_taken_into_the_progress(sitting, course):
    sitting.grade(SQUARE)
    sitting.grade(SQUARE)
    result = sitting.grade(RIGHT)
    standing = progress.read(course).of("01_first/twice")
    assert (standing.attempts, bool(standing.green)) == (2, True)
    assert result.achieved[0].startswith("twice is green")
    assert result.achieved[0] in repr(result)
    assert sitting.grade(RIGHT).achieved == ()


def test_hints_know_which_check_is_right_already(sitting, course):
    sitting.grade("def twice(x):\n    return (2 * x).double() if x.dtype.is_floating_point else x\n")
    entry = catalogue(course / "graders")[0]
    assert "Leave x as it is." in next_hint(course, entry, last_checks(course, entry.id))


def test_a_grader_that_changes_is_read_again(sitting, course):
    assert sitting.grade(RIGHT).max_score == 10
    path = course / "graders/01_first/test_twice.py"
    write_text(path, path.read_text().replace("@check(8,", "@check(9,"))
    assert sitting.grade(RIGHT).max_score == 11


def test_a_result_speaks_the_language_asked_for(sitting):
    english, chinese = repr(sitting.grade(SQUARE)), repr(sitting.grade(SQUARE, lang="zh"))
    assert english != chinese
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


def test_the_html_says_what_the_numbers_show_where_no_idea_has_a_name(sitting):
    html = sitting.grade("def twice(x):\n    return -2 * x\n")._repr_html_()
    assert "What the numbers show" in html
    assert "What it looks like" not in html


def test_the_html_tells_the_same_and_leaves_the_page_around_it_alone(sitting):
    html = sitting.grade("def twice(x):\n    print('<b>bold</b>')\n    return x * x\n")._repr_html_()
    assert "the square of x" in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "<script" not in html
    style = html.partition("<style>")[2].partition("</style>")[0]
    style = re.sub(r"/\*.*?\*/", "", style)
    selectors = [rule.partition("{")[0] for rule in style.split("}") if rule.strip()]
    assert selectors
    assert all(part.strip().startswith(".torchgrade") for rule in selectors for part in rule.split(","))
