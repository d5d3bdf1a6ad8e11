"""Grading one submission against recorded graders."""

from __future__ import annotations

import platform
import time
from collections.abc import Sequence
from datetime import datetime, timezone

import torch

import torchgrade
from torchgrade import messages
from torchgrade.aggregate import CheckCases, flags_of, to_check
from torchgrade.examiner import Examiner
from torchgrade.grading.recording import Recording
from torchgrade.isolation.remote import Room
from torchgrade.outcomes import CheckInfo
from torchgrade.results import Check, Environment, Report, Timing
from torchgrade.submission import Submission


def grade_one(
    recording: Recording, submission: Submission, room: Room | None = None, problem: str = ""
) -> Report:
    """Hold a submission against every recorded case.

    Args:
        recording: the graders.
        submission: the learner's files.
        room: where its contestant lives; None runs it in this process.
        problem: why the submission could not be read, if it could not.
    """
    started, clock = datetime.now(timezone.utc).isoformat(timespec="seconds"), time.perf_counter()
    groups = _play_all(recording, submission, room)
    checks = (*(to_check(group) for group in groups), *_broken(recording))
    faulty = any(check.verdict == "grader_fault" for check in checks)
    return Report(
        submission=submission.name,
        checks=tuple(sorted(checks, key=lambda check: (check.exercise, check.line or 0))),
        status="unreadable" if problem else "grader_fault" if faulty else "graded",
        message=problem,
        flags=flags_of(groups),
        environment=environment(recording, room.layers if room else ()),
        grader_version=torchgrade.__version__,
        graders_sha256=recording.sha256,
        submission_sha256=submission.sha256,
        timing=Timing(started, round(time.perf_counter() - clock, 3)),
    )


def environment(recording: Recording, layers: tuple[str, ...]) -> Environment:
    """Where a run takes place."""
    return Environment(
        python=platform.python_version(),
        torch=torch.__version__,
        device=",".join(recording.devices),
        threads=1,
        seed=recording.seed,
        isolation=layers or ("none: the code ran beside the grader",),
    )


def _play_all(recording: Recording, submission: Submission, room: Room | None) -> list[CheckCases]:
    examiner = Examiner(submission, [entry.name for entry in recording.entries], room)
    groups: dict[str, CheckCases] = {}
    for case in recording.cases:
        played = examiner.play(case)
        groups.setdefault(case.check.id, CheckCases(case.check)).results.append(played.result)
    for name, group in groups.items():
        idea = examiner.name(name)
        group.misconception = idea.sentence if idea else None
    if room is not None:
        room.leave()
    return list(groups.values())


def _broken(recording: Recording) -> Sequence[Check]:
    """A check that stands for each grader that could not be imported; it is worth nothing and costs nothing."""
    return [
        to_check_of_broken(CheckInfo(exercise, "grader", "the grader of this exercise runs", 0, (), "", 0), reason)
        for exercise, reason in recording.broken.items()
    ]


def to_check_of_broken(info: CheckInfo, reason: str) -> Check:
    """The check of a grader that could not be imported."""
    return Check(info.exercise, info.id, info.title, 0, 0, "grader_fault", message=messages.fault(reason))
