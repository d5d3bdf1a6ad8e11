from __future__ import annotations

import json

import pytest

from torchgrade.errors import BadInput
from torchgrade.grading import one

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]

NEW_CHECK = '''

@check(4, "Look at the sign.")
def test_sign(verify, draw):
    """keeps the sign"""
    verify(-draw.uniform(3, low=1.0, high=2.0))
'''


@pytest.fixture
def played(monkeypatch):
    """Which exercises were held against which submissions, in their order."""
    found = []
    original = one._play_all

    def noted(recording, examiner, *rest):
        name = getattr(examiner, "submission", examiner).name
        found.append((name, sorted({case.target.id.partition("/")[2] for case in recording.cases})))
        return original(recording, examiner, *rest)

    monkeypatch.setattr(one, "_play_all", noted)
    return found


def test_nothing_changed_means_nothing_is_run(course, right, played, capsys):
    course.hand_in("ada", right)
    course.grade()
    played.clear()
    assert course.regrade(changed=True) == 0
    assert played == []
    assert "No score moved." in capsys.readouterr().out
    assert not list((course.out / "history").glob("*"))


def test_a_check_added_after_submissions_exist_is_run_alone_and_says_whose_score_moved(
    course, right, square, played, capsys
):
    course.hand_in("ada", right)
    course.hand_in("bob", {**square, "twice": "def twice(x):\n    return 2 * abs(x)\n"})
    course.grade()
    before = {name: course.report(name) for name in ("ada", "bob")}
    played.clear()
    path = course.grader("twice", 2)
    path.write_text(path.read_text(encoding="utf-8") + NEW_CHECK, encoding="utf-8")
    assert course.regrade(changed=True) == 0
    assert sorted(played) == [("ada", ["twice"]), ("bob", ["twice"])]
    ada, bob = course.report("ada"), course.report("bob")
    assert "01_first/twice::test_sign" in {check.id for check in ada.checks}
    assert (ada.score, ada.max_score) == (30, 30)
    said = capsys.readouterr().out
    assert "ada:" not in said
    assert bob.score == 20 + (before["bob"].score - 20) / 2
    if bob.score != before["bob"].score:
        assert "bob:" in said
        assert "test_sign is new and failed" in said


def test_earlier_results_are_kept_and_the_reason_is_told(course, right, square, played, capsys):
    course.hand_in("ada", right)
    course.hand_in("bob", square)
    course.grade()
    before = (course.out / "results" / "bob.json").read_bytes()
    played.clear()
    course.grader("twice", 2, course.grader("twice", 2).read_text("utf-8").replace("2 * x", "x * x"))
    assert course.regrade(changed=True) == 0
    assert (course.report("ada").score, course.report("bob").score) == (20, 30)
    assert (course.out / "history" / "0001" / "bob.json").read_bytes() == before
    said = capsys.readouterr().out
    assert "bob: 20 -> 30  twice: its grader changed, test_values failed before, passed now" in said
    assert "ada: 30 -> 20" in said
    assert "history" in said


def test_a_changed_submission_is_graded_whole_and_the_others_are_left(course, right, square, played, capsys):
    course.hand_in("ada", right)
    course.hand_in("bob", square)
    course.grade()
    played.clear()
    course.hand_in("bob", right)
    assert course.regrade(changed=True) == 0
    assert played == [("bob", ["thrice", "twice"])]
    assert "bob: 20 -> 30  the submission changed" in capsys.readouterr().out


def test_a_partial_regrade_says_what_a_whole_one_says(course, right, square):
    course.hand_in("ada", right)
    course.hand_in("bob", square)
    course.hand_in("eve", {"both": right["thrice"] + right["twice"]})
    course.hand_in("joe", {"thrice": right["thrice"] + right["twice"]})  # thrice.py is no answer to twice
    course.grade()
    path = course.grader("twice", 2)
    path.write_text(path.read_text(encoding="utf-8") + NEW_CHECK, encoding="utf-8")
    course.regrade(changed=True)
    partial = {name: timeless(course, name) for name in ("ada", "bob", "eve", "joe")}
    course.regrade(changed=False)
    assert {name: timeless(course, name) for name in partial} == partial


def test_marks_by_hand_are_kept_apart_and_outlast_a_regrade(course, right, square, capsys):
    course.hand_in("bob", square)
    marks = course.root / "ps1" / "manual.csv"
    marks.parent.mkdir(parents=True, exist_ok=True)
    text = 'student,points,comment\nbob,5,"a fine proof"\n'
    marks.write_text(text, encoding="utf-8")
    course.grade()
    assert (course.report("bob").earned, course.report("bob").score) == (20, 25)
    path = course.grader("twice", 2)
    path.write_text(path.read_text(encoding="utf-8") + NEW_CHECK, encoding="utf-8")
    course.regrade(changed=True)
    course.regrade(changed=False)
    assert (course.report("bob").earned, course.report("bob").score) == (20, 25)
    assert course.report("bob").adjustments[0].reason == "a fine proof"
    assert marks.read_text(encoding="utf-8") == text


def test_a_mark_for_nobody_who_was_graded_is_told(course, right, capsys):
    course.hand_in("ada", right)
    marks = course.root / "ps1" / "manual.csv"
    marks.parent.mkdir(parents=True)
    marks.write_text("student,points,comment\nadda,5,\n", encoding="utf-8")
    course.grade()
    assert "manual.csv: marks for adda, of whom there is no submission, are not entered." in capsys.readouterr().out


def test_an_exercise_taken_out_leaves_the_others_as_they_are(course, right, played, capsys):
    course.hand_in("ada", right)
    course.grade()
    played.clear()
    course.file.write_text("seed = 7\n[exercises]\ntwice = 10\n", encoding="utf-8")
    assert course.regrade(changed=True) == 0
    assert played == []
    assert course.report("ada").score == 10
    assert "thrice: taken out of the assignment" in capsys.readouterr().out


def test_what_was_never_graded_is_not_graded_again(course, right):
    course.hand_in("ada", right)
    with pytest.raises(BadInput, match="nothing was graded there yet"):
        course.regrade(changed=True)


def timeless(course, name):
    data = json.loads((course.out / "results" / f"{name}.json").read_text(encoding="utf-8"))
    del data["timing"]
    for check in data["checks"]:
        del check["duration_s"]
    return data
