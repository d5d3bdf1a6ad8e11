"""Answers and graders from elsewhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("layout", ["flat", "laid out", "one file", "zip"])
def test_a_submission_takes_the_place_of_the_exercises(course, tmp_path_factory, layout):
    course.real()
    place = tmp_path_factory.mktemp("elsewhere")
    files = {"relu.py": course.RELU, "softmax.py": course.SOFTMAX}
    if layout == "laid out":
        files = {f"03_activations/{name}": text for name, text in files.items()}
    if layout == "one file":
        files = {"s01.py": course.RELU + course.SOFTMAX}
    for name, text in files.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)
    if layout == "zip":
        shutil.make_archive(str(place / "s01"), "zip", place)
    named = place / {"one file": "s01.py", "zip": "s01.zip"}.get(layout, ".")
    run = course.run(f"--submission={named}", "--results=mine.json")
    assert run.status == 0, run.text
    assert json.loads((course.root / "mine.json").read_text())["score"] == 20
    assert not (course.root / ".torchgrade").exists()


@pytest.mark.parametrize("state", ["nowhere", "empty"])
def test_a_submission_that_cannot_be_read_stops_the_run(course, state):
    course.real()
    if state == "empty":
        (course.root / state).mkdir()
    run = course.run("--submission", state)
    assert run.status == 4
    assert ("no such folder or file" if state == "nowhere" else "holds no Python file") in run.text


def test_graders_may_lie_elsewhere(course, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "mine"
    shutil.copytree(ROOT / "graders/03_activations", other / "03_activations")
    course.grader()
    (course.root / "relu.py").write_text(course.RELU)
    run = course.run(f"--graders={other}", "--submission=relu.py", "--exercise=relu")
    assert "10 of 10 points" in run.text, run.text
    missing = course.run("--graders", "nowhere")
    assert missing.status == 4
    assert "no such folder. Name the folder that holds the graders with --graders DIR" in missing.text


def test_an_empty_exercises_folder_is_said_at_once(course):
    course.real()
    shutil.rmtree(course.root / "exercises")
    run = course.run()
    assert run.status == 4
    assert "cannot be read" in run.text
