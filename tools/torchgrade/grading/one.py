"""Grading one submission against recorded graders."""

from __future__ import annotations

import platform
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import torch

import torchgrade
from torchgrade import failure_messages
from torchgrade.aggregate import CheckCases, flags_of, to_check
from torchgrade.case import outcome
from torchgrade.examiner import Examiner
from torchgrade.grading.recording import Recording
from torchgrade.isolation.remote import Room
from torchgrade.language.said import parts
from torchgrade.outcomes import CheckInfo
from torchgrade.results import Check, Environment, Report, Timing
from torchgrade.submission import Submission

NO_PROCESS = "none: no code of this submission was run"

# Where an object happens to lie: it differs from run to run, and results must not.
_ADDRESS = re.compile(r"(?<=\bat )0x[0-9a-fA-F]{6,16}\b|\b0x[0-9a-f]{9,16}\b")


def grade_one(recording: Recording, submission: Submission, room: Room | None = None, problem: str = "") -> Report:
    """Hold a submission against every recorded case.

    Args:
        recording: the graders.
        submission: the learner's files.
        room: where its contestant lives; None runs it in this process.
        problem: why the submission could not be read, if it could not.
    """
    examiner = Examiner(submission, [entry.name for entry in recording.entries], room)
    report = grade_with(recording, examiner)
    if room is not None:
        room.leave()
    return replace(report, status="unreadable" if problem else report.status, message=problem)


def grade_with(recording: Recording, examiner: Examiner) -> Report:
    """Let an examiner hold what it has against every recorded case."""
    started, clock = datetime.now(timezone.utc).isoformat(timespec="seconds"), time.perf_counter()
    groups = _play_all(recording, examiner)
    report = _report(recording, examiner.submission, groups, examiner.room)
    return replace(report, timing=Timing(started, round(time.perf_counter() - clock, 3)))


def report_fault(recording: Recording, submission: Submission, reason: str, room: Room | None = None) -> Report:
    """The report of a submission that could not be graded by a fault of ours: no check is held against it."""
    groups: dict[str, CheckCases] = {}
    for case in recording.cases:
        result = outcome(case, "grader_fault", failure_messages.fault(reason))
        groups.setdefault(case.check.id, CheckCases(case.check)).results.append(result)
    report = _report(recording, submission, list(groups.values()), room)
    return replace(report, status="grader_fault", message=_ADDRESS.sub("0x...", reason))


def _report(recording: Recording, submission: Submission, groups: list[CheckCases], room: Room | None) -> Report:
    checks = (*(_same_in_every_run(to_check(group)) for group in groups), *_broken(recording))
    faulty = any(check.verdict == "grader_fault" for check in checks)
    return Report(
        submission=submission.name,
        variant=recording.variant,
        checks=tuple(sorted(checks, key=lambda check: (check.exercise, check.line or 0))),
        status="grader_fault" if faulty else "graded",
        flags=flags_of(groups),
        environment=environment(recording, room),
        grader_version=torchgrade.__version__,
        graders_sha256=recording.sha256,
        submission_sha256=submission.sha256,
    )


def _same_in_every_run(check: Check) -> Check:
    """The check without addresses, which Python writes where an object has no text of its own."""
    message, printed = (_ADDRESS.sub("0x...", text) for text in (check.message, check.stdout))
    return replace(check, message=message, said=tuple(_without_addresses(list(check.said))), stdout=printed)


def _without_addresses(said: Any) -> Any:
    if isinstance(said, str):
        return _ADDRESS.sub("0x...", said)
    if isinstance(said, dict):
        return {name: _without_addresses(value) for name, value in said.items()}
    return [_without_addresses(item) for item in said]


def environment(recording: Recording, room: Room | None) -> Environment:
    """Where a run takes place, and what a contestant may use there."""
    layers = (room.layers or (NO_PROCESS,)) if room else ("none: the code ran beside the grader",)
    return Environment(
        python=platform.python_version(),
        torch=torch.__version__,
        device=",".join(recording.devices),
        threads=1,
        seed=recording.seed,
        isolation=layers,
        time_limit_s=room.limits.call_s if room else None,
    )


def _play_all(recording: Recording, examiner: Examiner) -> list[CheckCases]:
    groups: dict[str, CheckCases] = {}
    for case in recording.cases:
        played = examiner.play(case)
        groups.setdefault(case.check.id, CheckCases(case.check)).results.append(played.result)
    for name, group in groups.items():
        idea = examiner.name(name)
        group.misconception = idea.sentence if idea else None
        group.relation = () if idea else tuple(examiner.relate(name))
    return list(groups.values())


def _broken(recording: Recording) -> Sequence[Check]:
    """A check that stands for each grader that could not be imported; it is worth nothing and costs nothing."""
    return [
        to_check_of_broken(CheckInfo(exercise, "grader", "the grader of this exercise runs", 0, (), "", 0), reason)
        for exercise, reason in recording.broken.items()
    ]


def to_check_of_broken(info: CheckInfo, reason: str) -> Check:
    """The check of a grader that could not be imported."""
    message = failure_messages.fault(reason)
    said = tuple(parts(message))
    return Check(info.exercise, info.id, info.title, 0, 0, "grader_fault", message=str(message), said=said)
