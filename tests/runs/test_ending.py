"""What a run leaves behind, and says of what it has achieved."""

from __future__ import annotations

import json

RELU = "03_activations/relu"
PROGRESS = ".torchgrade/progress.json"


def stands(course):
    return json.loads((course.root / PROGRESS).read_text(encoding="utf-8"))["exercises"]


def test_a_run_on_ones_own_answers_is_progress_and_says_what_turned_green(course):
    run = course.real(relu=course.RELU).run("--exercise", "relu")
    assert stands(course)[RELU]["verdict"] == "passed"
    assert "relu is green, in its first run." in run.said
    assert "Next: open exercises/03_activations/softmax.py, write it, then `pytest --exercise softmax`." in run.said


def test_what_is_green_already_is_not_told_again(course):
    course.real(relu=course.RELU).run("--exercise", "relu")
    assert "is green" not in course.run("--exercise", "relu").said


def test_the_last_exercise_of_a_unit_completes_it(course):
    course.real(relu=course.RELU, softmax=course.SOFTMAX)
    course.write("graders/03_activations/unit.toml", 'title = "Bends"\nbuilds = "any activation"\n')
    assert "is complete" not in course.run("--exercise", "relu").said
    run = course.run("--exercise", "softmax")
    assert 'The unit "Bends" is complete. You can now build any activation.' in run.said


def test_a_wrong_answer_is_an_attempt_and_stays_the_thing_to_do(course):
    run = course.real(relu=course.RAISES).run("--exercise", "relu")
    assert stands(course)[RELU]["attempts"] == 1
    assert "green" not in stands(course)[RELU]
    assert "Next: change exercises/03_activations/relu.py" in run.said


def test_somebody_elses_answers_are_no_progress_of_ones_own(course):
    course.real().write("other/relu.py", course.RELU)
    run = course.run("--submission=other", "--exercise", "relu")
    assert run.status == 0
    assert not (course.root / PROGRESS).exists()
    assert "is green" not in run.said


def test_a_broken_progress_file_costs_a_sentence_and_nothing_else(course):
    course.real(relu=course.RELU).write(PROGRESS, "{")
    run = course.run("--exercise", "relu")
    assert run.status == 0
    assert "set aside as progress.broken-1.json" in run.said
    assert stands(course)[RELU]["verdict"] == "passed"
