"""The judge's process through the runner: verdicts, an endless loop cut short, a judge that was lost."""

from __future__ import annotations

import queue

import pytest

from torchgrade.results_io import from_json
from torchgrade.watch.events import Answered, Gone
from torchgrade.watch.runner import Runner
from torchgrade.watch.settings import Settings

from .conftest import LIMIT_S


def answer_to(events, number):
    while True:
        event = events.get(timeout=LIMIT_S)
        if isinstance(event, Answered) and event.message.get("number") == number:
            return event.message


@pytest.fixture
def judged(course):
    events = queue.SimpleQueue()
    runner = Runner(Settings(course.graders, 1, time_limit=100_000), events.put)
    yield runner, events
    runner.close()


def test_runs_are_answered_a_newer_one_cuts_a_loop_short_and_a_lost_judge_is_replaced(course, judged):
    runner, events = judged
    course.answer("twice", "return 2 * x")
    message = answer_to(events, runner.ask("01_first/twice"))
    report = from_json(message["report"])
    assert (report.score, report.submission, report.partial) == (4, "exercises", True)
    assert message["text"] == course.file("twice").read_text(encoding="utf-8")

    runner.prepare("01_first/thrice")
    assert "fault" in answer_to(events, runner.ask("01_first/nothing"))

    course.answer("twice", "while True: pass")
    runner.ask("01_first/twice")
    course.answer("thrice", "return 3 * x")
    assert from_json(answer_to(events, runner.ask("01_first/thrice"))["report"]).score == 4

    runner._process.kill()
    event = events.get(timeout=LIMIT_S)
    assert isinstance(event, Gone)
    assert runner.is_mine(event.process)
    assert from_json(answer_to(events, runner.ask("01_first/thrice"))["report"]).score == 4
