from __future__ import annotations

import csv
import os
import sys
import warnings
from dataclasses import replace

import pytest

from torchgrade.errors import BadInput
from torchgrade.formats.nbgrader_gradebook import fill_gradebook
from torchgrade.results import Adjustment, Check, Report

HERE = "nbgrader is not installed; pip install -e '.[dev]' has it from Python 3.11 on"
if os.environ.get("CI") != "true" or sys.version_info < (3, 11):
    pytest.importorskip("nbgrader", reason=HERE)


@pytest.fixture
def gradebook(tmp_path):
    from nbgrader.api import Gradebook

    def opened():
        return Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, on nbgrader's own ways
        yield opened


def test_a_new_gradebook_has_a_student_for_each_submission_and_a_score_for_each_check(tmp_path, report, gradebook):
    notes = fill_gradebook([report, replace(report, submission="ana")], tmp_path / "gradebook.db")
    assert notes == []
    with gradebook() as book:
        assert sorted(student.id for student in book.students) == ["ana", "kai"]
        submission = book.find_submission("Week 3", "kai")
        assert (submission.score, submission.max_score) == (report.score, report.max_score)
        grade = book.find_grade("test_hidden", "softmax", "Week 3", "kai")
        assert (grade.auto_score, grade.max_score, grade.needs_manual_grade) == (0, 3, False)
        assert book.find_grade("grader", "linear", "Week 3", "kai").needs_manual_grade
        comment = book.find_comment("answer", "softmax", "Week 3", "kai").comment
    assert "Looks like softmax over dim 0" in comment
    assert "secret" not in comment


def test_nbgrader_exports_the_scores(tmp_path, class_of, gradebook, held):
    from nbgrader.plugins import CsvExportPlugin

    notes = fill_gradebook(class_of, tmp_path / "gradebook.db", "ps1")
    assert "not graded in full, so not entered: lea, noa, tim" in notes
    with gradebook() as book:
        plugin = CsvExportPlugin()
        plugin.to = str(tmp_path / "grades.csv")
        plugin.export(book)
    held("nbgrader-export.csv", (tmp_path / "grades.csv").read_text(encoding="utf-8"))
    with open(tmp_path / "grades.csv", encoding="utf-8", newline="") as stream:
        rows = {row["student_id"]: row for row in csv.DictReader(stream)}
    assert (rows["ana"]["score"], rows["ana"]["assignment"]) == ("7.5", "ps1")


def test_entering_again_changes_scores_and_keeps_what_a_person_entered(tmp_path, report, gradebook):
    fill_gradebook([report], tmp_path / "gradebook.db")
    with gradebook() as book:
        grade = book.find_grade("test_far", "softmax", "Week 3", "kai")
        grade.manual_score = 1.5
        book.db.commit()
    more = Check("03_activations/softmax", "03_activations/softmax::test_new", "new", 5, 5, "passed")
    first = replace(report.checks[1], points=3.5, verdict="passed")
    fill_gradebook(
        [replace(report, checks=(report.checks[0], first, *report.checks[2:], more))], tmp_path / "gradebook.db"
    )
    with gradebook() as book:
        assert book.find_submission("Week 3", "kai").score == 4 + 3.5 + 1.5 + 5
        assert book.find_grade("test_far", "softmax", "Week 3", "kai").manual_score == 1.5


def test_lateness_is_a_penalty_beside_the_scores_however_often_it_is_entered(tmp_path, report, gradebook):
    late = replace(report, adjustments=(Adjustment("late", -0.2 * report.earned, "late"), Adjustment("manual", 2)))
    for _ in range(2):
        notes = fill_gradebook([late], tmp_path / "gradebook.db")
        assert notes == ["marks by hand are not entered, add them in form grader: kai"]
        with gradebook() as book:
            submission = book.find_submission("Week 3", "kai")
            assert submission.score == report.earned
            assert submission.late_submission_penalty == pytest.approx(0.2 * report.earned)
            shares = {one.name: one.late_submission_penalty or 0 for one in submission.notebooks}
    for exercise, checks in report.exercises().items():
        points = sum(check.points for check in checks)
        assert shares[exercise.rpartition("/")[2]] == pytest.approx(0.2 * points)
    fill_gradebook([report], tmp_path / "gradebook.db")
    with gradebook() as book:
        assert book.find_submission("Week 3", "kai").late_submission_penalty == 0


def test_a_gradebook_with_students_gets_no_other_ones(tmp_path, report, gradebook):
    with gradebook() as book:
        book.add_student("s1", lms_user_id="kai", email="kai@uni.edu")
    notes = fill_gradebook([report, replace(report, submission="nobody")], tmp_path / "gradebook.db")
    assert notes == [f"not in {tmp_path / 'gradebook.db'}, so not entered: nobody"]
    with gradebook() as book:
        assert [student.id for student in book.students] == ["s1"]
        assert book.find_submission("Week 3", "s1").score == report.score


def test_any_name_can_be_entered(tmp_path, nasty, gradebook):
    fill_gradebook([replace(nasty, submission="a\ud800\n"), nasty], tmp_path / "gradebook.db", "a/b\ud800")
    with gradebook() as book:
        assert len(book.students) == 2


def test_a_file_that_is_no_gradebook_stays_as_it_is(tmp_path):
    file = tmp_path / "gradebook.db"
    file.write_bytes(b"no database, but longer than a header of SQLite would be" * 10)
    before = file.read_bytes()
    with pytest.raises(BadInput, match=r"gradebook\.db: cannot be filled in"):
        fill_gradebook([Report("s")], file)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["gradebook.db"]


def test_without_nbgrader_its_extra_is_named(run_python):
    code = (
        "from pathlib import Path\nfrom torchgrade.formats.nbgrader_gradebook import fill_gradebook\n"
        "fill_gradebook([], Path('g.db'))"
    )
    done = run_python(code, blocked=("torch", "nbgrader"))
    assert "BadInput: nbgrader is not installed here. pip install 'torchgrade[nbgrader]'" in done.stderr
