"""Late notebooks lose what the assignment's file says: in the gradebook, in feedback, in exports, and never twice."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta, timezone

import pytest

from torchgrade.errors import BadInput
from torchgrade.nbgrader import new
from torchgrade.nbgrader.command import grade_course
from torchgrade.results_io import read

pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.filterwarnings("ignore"),  # nbgrader's and its database's own
]
DUE = datetime(2026, 9, 15, 22, tzinfo=timezone.utc)
RIGHT = "import torch\n\ndef relu(x):\n    return x.clamp(min=0)"
WRONG = "import torch\n\ndef relu(x):\n    return x.clamp(min=1)"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TIMES = {
    "ada": DUE - HOUR,
    "bob": DUE + DAY + HOUR,  # the second day has begun
    "carl": DUE + 2 * DAY,  # has an extension
    "dora": DUE + 4 * DAY,  # and late.days is 3
    "eve": None,  # nobody knows
    "finn": DUE + HOUR,  # all wrong, so there is nothing to take
}


@pytest.fixture(autouse=True)
def notebooks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Students of these courses run nothing, so what they would need beside the notebooks is not made."""
    monkeypatch.setattr(new, "write_support", lambda *given: None)


def set_due(course, due: str) -> None:
    file = course.root / "ps1.toml"
    lines = [line for line in file.read_text().splitlines() if not line.startswith(("due", "opens"))]
    file.write_text("\n".join(lines).replace("[dates]", f"[dates]\n{due}#") + "\n")


def hand_in(course, student, submitted, source=RIGHT) -> None:
    folder = course.root / "submitted" / student / "ps1"
    folder.mkdir(parents=True)
    (folder / "relu.ipynb").write_bytes((course.root / "release" / "ps1" / "relu.ipynb").read_bytes())
    course.write_answers(folder, {"relu": source})
    if submitted:  # as nbgrader's exchange writes it
        (folder / "timestamp.txt").write_text(submitted.strftime("%Y-%m-%d %H:%M:%S.%f %Z"))


def penalties(course) -> dict[str, float]:
    with course.api.gradebook as book:
        return {one.student.id: one.late_submission_penalty for one in book.assignment_submissions("ps1")}


def totals(course) -> dict[str, float]:
    """What the gradebook says of each student, lateness included, as nbgrader's export counts it."""
    with course.api.gradebook as book:
        return {one.student.id: one.score - one.late_submission_penalty for one in book.assignment_submissions("ps1")}


def exported(course) -> dict[str, float]:
    done = course.nbgrader("export", "--to", "marks.csv")
    assert done.returncode == 0, done.stderr
    with open(course.root / "marks.csv", newline="") as stream:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(stream)}


def score(course, student) -> float:
    return read(course.root / "ps1" / "graded" / "results" / f"{student}.json").score


def test_late_days_penalties_and_extensions_of_the_assignment_count(released, capsys):
    course = released(["relu"])
    with course.api.gradebook as book:
        first = book.find_assignment("ps1").duedate
    assert first.replace(tzinfo=timezone.utc) == course.ours.assignment("ps1").due
    set_due(course, f"due = {DUE.isoformat()}")
    for student, submitted in TIMES.items():
        hand_in(course, student, submitted, WRONG if student == "finn" else RIGHT)
    extensions = course.root / "extensions.csv"
    extensions.write_text("student,days\ncarl,soon\n")
    with pytest.raises(BadInput, match=r"extensions\.csv:2"):
        grade_course(course.root, "ps1")
    assert not (course.root / "ps1" / "graded" / "results").exists()
    extensions.write_text("student,days\ncarl,2\n")
    assert grade_course(course.root, "ps1") == 0
    told = capsys.readouterr().out
    assert "bob: -2 points: handed in 2 days late: 20 % less" in told
    assert "dora: -10 points: handed in too late (days late: 4, allowed: 3): it counts 0" in told
    right = {"ada": 10, "bob": 8, "carl": 10, "dora": 0, "eve": 10}
    expected = {**right, "finn": score(course, "finn")}
    assert {student: score(course, student) for student in TIMES} == expected
    assert totals(course) == expected
    assert penalties(course) == {"ada": 0, "bob": 2, "carl": 0, "dora": 10, "eve": 0, "finn": penalties(course)["finn"]}
    with course.api.gradebook as book:
        assert book.find_assignment("ps1").duedate == DUE.replace(tzinfo=None)
        assert book.find_submission("ps1", "carl").total_seconds_late == 0

    done = course.nbgrader("autograde", "ps1", "--force")  # by nbgrader's own command it is the same, and not once more
    assert done.returncode == 0, done.stderr
    assert totals(course) == expected
    assert {student: score(course, student) for student in TIMES} == expected

    with course.api.gradebook as book:  # as form grader enters a mark
        book.find_grade("test_values", "relu", "ps1", "bob").extra_credit = 5
        book.db.commit()
    for student in ("ada", "bob"):
        course.step("generate_feedback", "ps1", student)
    assert course.feedback("relu", "bob").count("Late submission penalty (Score: -3.0)") == 1
    assert "Late submission penalty" not in course.feedback("relu", "ada")
    assert exported(course) == totals(course) == {**expected, "bob": 12}

    extensions.unlink()  # what the gradebook was told stays there, for nbgrader's own to be used
    assert grade_course(course.root, "ps1") == 0
    assert score(course, "carl") == 10


def test_without_a_due_date_lateness_is_nbgrader_s_own(released):
    course = released(["relu"])
    set_due(course, "")
    hand_in(course, "bob", DUE + DAY)
    with course.api.gradebook as book:
        book.update_or_create_assignment("ps1", duedate=DUE)
    with open(course.root / "nbgrader_config.py", "a") as stream:
        stream.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    assert grade_course(course.root, "ps1") == 0
    assert score(course, "bob") == 10
    assert penalties(course) == {"bob": 10}


def test_students_whose_names_look_alike_are_graded_and_told(released, capsys):
    course = released(["relu"])
    names = ("ada", "Ada", "Jos\u00e9", "Jose\u0301")
    if len({(course.root / name).resolve() for name in names}) < 4:
        pytest.skip("this file system takes some of these names for one")
    for name in names:
        hand_in(course, name, None, WRONG if name == "Ada" else RIGHT)
    if len(list((course.root / "submitted").iterdir())) < 4:
        pytest.skip("this file system takes some of these names for one")
    assert grade_course(course.root, "ps1") == 0
    told = capsys.readouterr().out
    assert "Ada and ada differ in capitals or code points alone" in told
    assert r"('Jose\u0301')" in told
    totals = {name: sum(course.scores(name)["relu"].values()) for name in names}
    assert {name for name, total in totals.items() if total == 10} == {*names} - {"Ada"}
