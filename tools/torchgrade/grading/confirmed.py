"""Grading one submission in a process of its own, a second time where the first may have ended by no fault of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from torchgrade.errors import BadInput
from torchgrade.grading.one import grade_one, report_fault
from torchgrade.grading.recording import Recording
from torchgrade.grading.starter import Stopped
from torchgrade.isolation.launch import Launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.remote import Room
from torchgrade.results import Report
from torchgrade.submission import Submission


class Grade(Protocol):
    """Grades a submission once, as `grade_one` does."""

    def __call__(self, recording: Recording, submission: Submission, room: Room, problem: str) -> Report:
        """Its report."""


@dataclass(frozen=True)
class Confirmed:
    """Grades a submission again in a fresh process where its own was lost or grading broke off.

    The machine may have ended the process, for want of memory as an example: what a submission does by itself it
    does again. A fault of ours that comes twice costs this submission its result, and no other one.

    Args:
        recording: the graders.
        launcher: starts its processes.
        limits: what they may use.
        isolation: how strictly they are confined.
        grade: grades it once.
    """

    recording: Recording
    launcher: Launcher
    limits: Limits
    isolation: Isolation
    grade: Grade = grade_one

    def report(self, submission: Submission, problem: str = "") -> Report:
        """Grade a submission; `problem` says why it could not be read, if it could not.

        Raises:
            BadInput: a layer that was asked for does not hold.
            Stopped: the launcher starts nothing any more.
        """
        report, doubtful = self._try(submission, problem)
        return self._try(submission, problem)[0] if doubtful else report

    def _try(self, submission: Submission, problem: str) -> tuple[Report, bool]:
        """A report, and whether it may be owed to something else than the submission."""
        room = Room(self.launcher, self.limits, self.isolation)
        try:
            report = self.grade(self.recording, submission, room, problem)
        except (BadInput, Stopped):
            raise
        except Exception as error:
            return report_fault(self.recording, submission, reason_of(error), room), True
        finally:
            room.leave()
        return report, any(check.verdict == "crashed" for check in report.checks)


def reason_of(error: Exception) -> str:
    """What an unforeseen error is called in a report."""
    return f"grading broke off ({type(error).__name__}: {error}). The same command grades it again."
