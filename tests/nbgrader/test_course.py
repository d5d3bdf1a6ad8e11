"""A whole course in nbgrader, from source notebooks to the exported marks."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from torchgrade.nbgrader.command import grade_course

STUDENTS = ("alice", "bob", "mallory")
RIGHT = {
    "relu": "import torch\n\ndef relu(x):\n    return x.clamp(min=0)",
    "softmax": "import torch\n\ndef softmax(x, dim):\n    e = torch.exp(x - x.amax(dim, keepdim=True))\n"
    "    return e / e.sum(dim, keepdim=True)",
}
OVER_DIM_0 = {**RIGHT, "softmax": "import torch\n\ndef softmax(x, dim):\n    return torch.softmax(x.clone() * 1, 0)"}
MARK = "torchgrade-nbgrader-was-here"


def hostile(root: Path) -> dict[str, str]:
    """Answers that write into the course, and end their process with a good exit status."""
    database, file = root / "gradebook.db", root / MARK
    write = (
        f"import os\nfor path in ({str(database)!r}, {str(file)!r}):\n    try:\n        open(path, 'ab').write(b'x')\n"
    )
    rest = "    except OSError:\n        pass\n"
    return {
        "relu": f"{write}{rest}\ndef relu(x):\n    open({str(file)!r}, 'a')\n    return x.clamp(min=0)",
        "softmax": "import os\nos._exit(0)",
    }


pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.filterwarnings("ignore"),  # nbgrader's and its database's own
    pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows"),
]


def confined(root: Path) -> bool:
    """Whether this machine keeps learner code from writing where it should not."""
    report = json.loads((root / "ps1" / "graded" / "results" / "mallory.json").read_text())
    return any(layer.startswith("landlock: held") for layer in report["environment"]["isolation"])


def test_a_course_from_source_to_export(tmp_path, released):
    course = released(["relu", "softmax"], hidden="relu::test_extremes")
    given = (course.root / "release" / "ps1" / "relu.ipynb").read_text()
    assert "raise NotImplementedError" in given
    assert "x.clamp(min=0)" not in given
    assert "test_extremes" not in given

    answers = {"alice": RIGHT, "bob": OVER_DIM_0, "mallory": hostile(course.root)}
    for student in STUDENTS:
        desk = tmp_path / student
        desk.mkdir()
        course.exchange("ExchangeFetchAssignment", student, desk)
        course.write_answers(desk / "ps1", answers[student])
        course.exchange("ExchangeSubmit", student, desk)
    course.step("collect", "ps1", update=True)
    assert course.api.get_submitted_students("ps1") == set(STUDENTS)

    done = course.nbgrader("autograde", "ps1")
    assert done.returncode == 0, done.stderr
    scores = {student: course.scores(student) for student in STUDENTS}
    total = {student: {name: sum(cells.values()) for name, cells in found.items()} for student, found in scores.items()}
    assert total["alice"] == {"relu": 10, "softmax": 10}
    assert total["bob"]["relu"] == 10
    assert total["bob"]["softmax"] < 10
    assert total["mallory"]["softmax"] == 0
    assert scores["alice"]["relu"]["hidden"] == 1
    if confined(course.root):
        assert not (course.root / MARK).exists()
    assert "softmax over dim 0" in course.comment("softmax", "bob")

    autograded = course.root / "autograded" / "alice" / "ps1" / "relu.ipynb"
    assert "test_extremes" in autograded.read_text()  # form grader shows instructors everything
    submission = course.api.get_submission("ps1", "bob")
    assert (submission["autograded"], submission["needs_manual_grade"]) == (True, False)
    assert submission["score"] == sum(total["bob"].values())

    with course.api.gradebook as book:  # as form grader enters a mark
        book.find_grade("test_values", "softmax", "ps1", "bob").manual_score = 2.5
        book.find_comment("answer", "softmax", "ps1", "bob").manual_comment = "Nearly!"
        book.db.commit()
    assert grade_course(course.root, "ps1") == 0
    by_hand = {**scores["bob"]["softmax"], "test_values": 2.5}
    assert course.scores("bob") == {**scores["bob"], "softmax": by_hand}
    assert course.scores("alice") == scores["alice"]
    assert course.scores("mallory") == scores["mallory"]

    for student in STUDENTS:
        course.step("generate_feedback", "ps1", student)
        course.step("release_feedback", "ps1", student)
        assert "test_extremes" not in course.feedback("relu", student)
        assert "leaves NaN as NaN" not in course.feedback("relu", student)
    assert "softmax over dim 0" in course.feedback("softmax", "bob")
    assert "Nearly!" in course.feedback("softmax", "bob")

    export = course.nbgrader("export", "--to", "marks.csv")
    assert export.returncode == 0, export.stderr
    with open(course.root / "marks.csv", newline="") as stream:
        marks = {row["student_id"]: float(row["score"]) for row in csv.DictReader(stream)}
    assert marks == {
        "alice": 20,
        "bob": 10 + sum(by_hand.values()),
        "mallory": sum(total["mallory"].values()),
    }


def test_what_was_done_to_a_notebook_is_told_and_the_others_are_graded(released, capsys):
    course = released(["relu"])
    given = (course.root / "release" / "ps1" / "relu.ipynb").read_text()

    def hand_in(student, change, source=RIGHT["relu"], name="relu.ipynb"):
        folder = course.root / "submitted" / student / "ps1"
        folder.mkdir(parents=True)
        (folder / name).write_text(given)
        if name == "relu.ipynb":
            course.write_answers(folder, {"relu": source})
        notebook = json.loads((folder / name).read_text())
        (folder / name).write_text(change(notebook) or json.dumps(notebook))

    hand_in("asis", lambda nb: None)
    hand_in("deleted", lambda nb: nb["cells"].pop(1) and None)
    hand_in("no_tests", lambda nb: nb["cells"].__delitem__(slice(2, None)))
    hand_in("renamed", lambda nb: nb["cells"][1]["metadata"]["nbgrader"].update(grade_id="mine"))
    hand_in("doubled", lambda nb: nb["cells"].append({**nb["cells"][1], "source": "relu = abs"}))
    hand_in("old", lambda nb: json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}))
    hand_in("broken", lambda nb: json.dumps(nb)[:-20])
    hand_in("forged", lambda nb: nb["cells"][3].update(source="4.0"), source="relu = None")
    hand_in("large", lambda nb: json.dumps(nb).replace('"outputs": []', '"outputs": ["' + "x" * 100 * 2**20 + '"]', 1))
    hand_in("elsewhere", lambda nb: None, name="softmax.ipynb")
    hand_in("other", lambda nb: nb["metadata"]["torchgrade"].update(exercise="03_activations/elu"))

    assert grade_course(course.root, "ps1") == 0
    told = capsys.readouterr().out
    scores = {student: sum(course.scores(student)["relu"].values()) for student in course.ours.students("ps1")}
    full = {"asis", "no_tests", "renamed", "large"}
    assert scores == {student: 10 if student in full else 0 for student in scores}
    assert len(scores) == 11
    for sentence in (
        "deleted: relu: The answer cell is not there, and no cell defines relu.",
        "renamed: relu: The answer cell is not there under its name.",
        "doubled: relu: 2 cells of this notebook are the answer cell, each with another text",
        "old: relu: relu.ipynb is of notebook format 3",
        "broken: relu: relu.ipynb is no complete notebook file.",
        "elsewhere: this is no submission of ps1: it holds softmax.ipynb.",
        "other: relu: This is the notebook of elu, handed in as that of relu.",
    ):
        assert sentence in told
    assert "Open it in Jupyter" in course.comment("relu", "broken")
    for student in sorted({*scores} - {"elsewhere"}):
        course.step("generate_feedback", "ps1", student)
        assert "Grade cell: <code>test_values</code>" in course.feedback("relu", student)


def test_nbgrader_s_validator_takes_the_source_and_finds_the_release_unsolved(released):
    from nbgrader.validator import Validator

    course = released(["relu"], hidden="relu::test_extremes")
    assert Validator().validate(str(course.root / "source" / "ps1" / "relu.ipynb")) == {}
    found = Validator().validate(str(course.root / "release" / "ps1" / "relu.ipynb"))
    assert {error["raw_error"].rpartition("(")[2] for error in found["failed"]} == {"not started)"}
