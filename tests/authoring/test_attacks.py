"""Cheats against the grading are written for every exercise, and earn nothing where learners are isolated."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
import torch

from torchgrade.authoring.attacks import attacks, attacks_earn_nothing
from torchgrade.authoring.proofs import mark
from torchgrade.submission import Submission

pytestmark = pytest.mark.learner_code


def written(*names, solution=Path("none.py")):
    return {what: (source, beside) for what, source, beside in attacks(names, Path("grader.py"), solution)}


def test_every_name_that_is_asked_for_is_the_attack():
    found = written("cat", "stack")
    assert len(found) >= 10
    for source, _ in found.values():
        last = ast.parse(source).body[-1]
        assert isinstance(last, ast.Assign)
        assert [target.id for target in last.targets] == ["cat", "stack"]
        assert last.value.id == "attack"


def test_the_object_equals_everything_and_has_every_attribute():
    names = {}
    exec(written("relu")["an object that equals everything"][0], names)
    answer = names["relu"](torch.zeros(2))
    assert answer == torch.zeros(2)
    assert (answer != 3) is False
    assert answer.shape == (2,)
    assert list(answer.numpy()) == [1]


def test_settings_lie_beside_the_answer():
    _, beside = written("relu")["a conftest.py and settings beside it"]
    assert {"conftest.py", "pytest.ini", "sitecustomize.py"} <= set(beside)


def test_reading_the_solution_works_where_nothing_isolates(subjects_of, course):
    grader = course / "graders/03_activations/test_relu.py"
    text = grader.read_text(encoding="utf-8")
    grader.write_text(text.replace("forbidden=", "forbidden=() and "), encoding="utf-8")  # exec is suspect else
    subjects = subjects_of(course)
    source, _ = written("relu", solution=subjects.solution_path)["the solution, read from disk"]
    marked = mark(subjects, Submission("attack", {"relu.py": source}))
    assert marked.first_failure() == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no layer keeps files from being read")
def test_no_attack_earns_anything_isolated(subjects_of, course):
    subjects = subjects_of(course)
    assert list(attacks_earn_nothing(subjects)) == []
    assert subjects.counts["attacks"] == len(written("relu"))


def test_what_passes_a_check_is_named(subjects_of, course, monkeypatch):
    answer = "def attack(x):\n    return x.clamp(min=0)\n\n\nrelu = attack\n"
    monkeypatch.setattr("torchgrade.authoring.attacks.attacks", lambda *given: [("being right", answer, {})])
    assert "the attack by being right passes test_values" in list(attacks_earn_nothing(subjects_of(course)))
