"""The course's own checks about speed: which there are, and that the solutions are held against them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from torchgrade.case import play
from torchgrade.course import Entry, catalogue
from torchgrade.examiner import LocalAnswer
from torchgrade.grader_text import read_checks
from torchgrade.grading.recording import record_graders
from torchgrade.isolation.answer import Answer
from torchgrade.recorded import RecordedCase

pytestmark = pytest.mark.learner_code
ROOT = Path(__file__).parents[1]
WITH_SPEED = [
    entry for entry in catalogue(ROOT / "graders") if any(one.speed for one in read_checks(entry.grader, speed=True))
]


def test_the_course_asks_for_the_speed_of_convolution_and_attention():
    assert [entry.name for entry in WITH_SPEED] == ["conv2d_unfold", "scaled_dot_product_attention"]


@pytest.mark.parametrize("entry", WITH_SPEED, ids=lambda entry: entry.name)
def test_a_solution_is_right_in_each_band_of_speed_and_has_a_ratio(entry):
    recording = record_graders(ROOT / "graders", [entry], ("cpu",), 7, speed=True)
    bands = [case for case in recording.cases if case.check.speed]
    within = [case.calls[0].within for case in bands]
    assert within == sorted(within, reverse=True)
    assert len(within) == 2
    for held in bands:
        assert ratio_of(entry, held) > 0


def ratio_of(entry: Entry, held: RecordedCase) -> float:
    """How many times as long as torch's own the solution takes; it is right, and no limit is looked at."""
    text = (ROOT / "solutions" / f"{entry.id}.py").read_text(encoding="utf-8")
    answer = LocalAnswer(Answer({"a.py": text}, "a.py", held.target.exercise.names, held.target.probe_source))
    assert answer.load().usable
    result = play(held, answer).result
    assert result.kind in ("", "slow"), result.message  # how fast it was here and now is no test
    (said,) = result.notes or (result.said,)
    return float(said[1]["ratio"])


def test_without_being_asked_for_it_is_not_even_recorded():
    recording = record_graders(ROOT / "graders", WITH_SPEED[:1], ("cpu",), 7)
    assert [case for case in recording.cases if case.check.speed] == []
    assert recording.sha256 != replace(recording, speed=True).sha256
