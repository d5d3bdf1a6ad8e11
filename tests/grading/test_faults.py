"""What fails by no fault of a submission is tried again, and then costs nothing; what is its own fault stays so."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from torchgrade.errors import BadInput, TorchgradeError
from torchgrade.grading import batch
from torchgrade.grading.command import grade_folder
from torchgrade.isolation.limits import Limits
from torchgrade.results_io import read

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]
LEAVES = "import os\n\n\ndef twice(x):\n    os._exit(0)\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs a process that forks")


def grade(course, **options):
    return grade_folder(course.hand_ins, course.out, graders=course.graders, **{"jobs": 2, "seed": 1, **options})


class Flaky:
    """A launcher that fails, or whose contestants die, for the first few times."""

    def __init__(self, launcher: Any, failures: int, dies: bool = False) -> None:
        self.launcher, self.failures, self.dies, self.started = launcher, failures, dies, 0
        self.lock = threading.Lock()

    def start(self, limits: Limits) -> Any:
        with self.lock:
            self.started += 1
            fails = self.started <= self.failures
        if fails and not self.dies:
            raise OSError("no process can be started")
        channel = self.launcher.start(limits)
        if fails:
            asked = channel.ask

            def ask(message: dict[str, Any], seconds: float) -> Any:
                if message["do"] == "observe":
                    channel.kill()  # as the kernel does when memory is short
                return asked(message, seconds)

            channel.ask = ask
        return channel

    def close(self) -> None:
        """The launcher inside is used again."""


def flaky(monkeypatch, failures: int, dies: bool = False) -> Flaky:
    launcher = Flaky(batch.best_launcher(), failures, dies)
    monkeypatch.setattr(batch, "best_launcher", lambda *_: launcher)
    return launcher


@LINUX
@pytest.mark.parametrize("dies", [False, True], ids=["no process", "killed from outside"])
def test_what_failed_once_by_no_fault_of_the_submission_is_tried_again(course, monkeypatch, dies):
    course.hand_in("s01.py")
    launcher = flaky(monkeypatch, 1, dies)
    assert grade(course) == 0
    report = read(course.out / "results/s01.json")
    assert (report.status, report.score, report.max_score, report.flags) == ("graded", 8, 8, ())
    assert launcher.started == 2


def test_a_fault_that_comes_twice_costs_nothing_and_the_class_goes_on(course, monkeypatch):
    course.hand_in("s01.py")
    course.hand_in("s02.py")
    flaky(monkeypatch, 2)
    assert grade(course, jobs=1) == 1
    report = read(course.out / "results/s01.json")
    assert (report.status, report.score, report.max_score) == ("grader_fault", 0, 0)
    assert "no process can be started" in report.message
    assert {check.verdict for check in report.checks} == {"grader_fault"}
    assert all("a fault of the grader and not of yours" in check.message for check in report.checks)
    assert read(course.out / "results/s02.json").score == 8
    assert grade(course, jobs=1) == 0  # and the same command mends it
    assert read(course.out / "results/s01.json").score == 8


def test_a_crash_of_the_submission_itself_stays_one(course, monkeypatch):
    course.hand_in("s01.py", LEAVES)
    launcher = flaky(monkeypatch, 0)
    assert grade(course) == 0
    report = read(course.out / "results/s01.json")
    assert "crashed" in {check.verdict for check in report.checks}
    assert report.score == 0
    assert launcher.started > 1


def test_reading_that_breaks_off_costs_one_submission_alone(course, monkeypatch):
    real = batch.read_submission

    def breaks(path: Path, name: str) -> Any:
        if name == "s01":
            raise RecursionError("too deep")
        return real(path, name)

    monkeypatch.setattr(batch, "read_submission", breaks)
    course.hand_in("s01.py")
    course.hand_in("s02.py")
    assert grade(course) == 1
    assert read(course.out / "results/s01.json").status == "grader_fault"
    assert read(course.out / "results/s02.json").score == 8


def test_a_layer_that_is_asked_for_and_missing_stops_the_run(course, monkeypatch):
    def refuse(self: Any, states: Any) -> Any:
        raise BadInput("--isolation strict: missing here")

    monkeypatch.setattr("torchgrade.isolation.mode.Isolation.accept", refuse)
    for number in range(5):
        course.hand_in(f"s{number}.py")
    with pytest.raises(BadInput, match="missing here"):
        grade(course, isolation="strict")
    assert list((course.out / "results").iterdir()) == []


def test_a_warm_process_that_cannot_be_started_is_tried_twice(course, monkeypatch):
    tries = []

    def fails(*asked: Any) -> Any:
        tries.append(1)
        raise OSError("out of processes")

    monkeypatch.setattr(batch, "best_launcher", fails)
    course.hand_in("s01.py")
    with pytest.raises(TorchgradeError, match=r"no process for submissions can be started \(out of processes\)"):
        grade(course)
    assert len(tries) == 2


def test_a_result_of_looser_isolation_is_not_taken_for_a_stricter_one(course):
    course.hand_in("s01.py")
    grade(course, isolation="process")
    assert "process only" in " ".join(read(course.out / "results/s01.json").environment.isolation)
    grade(course)
    assert "process only" not in " ".join(read(course.out / "results/s01.json").environment.isolation)
