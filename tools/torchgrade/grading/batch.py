"""Grading a class: submissions side by side, each finished one on disk at once, unchanged ones not run again."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import torch

import torchgrade
from torchgrade.errors import BadInput, TorchgradeError
from torchgrade.grading.one import grade_one
from torchgrade.grading.recording import Recording
from torchgrade.isolation.launch import Launcher, best_launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.remote import Room
from torchgrade.report.site import page_names
from torchgrade.results import Report
from torchgrade.results_io import read, to_json, write_text
from torchgrade.submission import Submission, read_submission


@dataclass
class Batch:
    """A run over many submissions.

    Args:
        recording: the graders.
        out: the output folder; results go to out/results.
        limits: what a contestant may use.
        jobs: how many submissions are graded side by side.
        force: grade again even what is unchanged.
        isolation: how strictly contestants are confined.
        told: called with each report as it is finished, and whether it was graded anew.
    """

    recording: Recording
    out: Path
    limits: Limits
    jobs: int
    force: bool = False
    isolation: Isolation = field(default_factory=Isolation)
    told: Callable[[Report, bool], None] = field(default=lambda report, fresh: None)

    def run(self, submissions: Sequence[tuple[str, Path]]) -> list[Report]:
        """Grade all; the reports come in the order of the submissions."""
        names = [name for name, _ in submissions]
        files = dict(zip(names, page_names(names), strict=True))
        reports: dict[str, Report] = {}
        for case in self.recording.cases:
            case.find_fault()  # the reference answers before the clock of any submission runs
        launcher = best_launcher()
        try:
            with ThreadPoolExecutor(self.jobs) as pool:
                work = iter(submissions)
                for report, fresh in _as_finished(pool, work, self.jobs, lambda item: self._one(item, launcher, files)):
                    reports[report.submission] = report
                    self.told(report, fresh)
        finally:
            launcher.close()
        return [reports[name] for name, _ in submissions]

    def _one(self, item: tuple[str, Path], launcher: Launcher, files: dict[str, str]) -> tuple[Report, bool]:
        name, path = item
        submission, problem = _read(name, path)
        file = self.out / "results" / f"{files[name].removesuffix('.html')}.json"
        earlier = None if self.force else self._earlier(file, submission)
        if earlier:
            return earlier, False
        room = Room(launcher, self.limits, self.isolation)
        report = self._grade(submission, room, problem)
        _keep(file, report)
        return report, True

    def _grade(self, submission: Submission, room: Room, problem: str) -> Report:
        """Grade one; a fault of ours costs this submission its result, and no other one."""
        try:
            return grade_one(self.recording, submission, room, problem)
        except TorchgradeError:
            raise
        except Exception as error:
            reason = f"grading broke off ({type(error).__name__}: {error}). Grade again with --force."
            return Report(submission.name, status="grader_fault", message=reason)

    def _earlier(self, file: Path, submission: Submission) -> Report | None:
        """The result of an earlier run, if nothing that it depends on has changed."""
        if not file.exists():
            return None
        try:
            report = read(file)
        except BadInput:
            return None
        same = (
            report.submission == submission.name
            and report.submission_sha256 == submission.sha256
            and report.graders_sha256 == self.recording.sha256
            and report.grader_version == torchgrade.__version__
            and report.environment.seed == self.recording.seed
            and report.environment.device == ",".join(self.recording.devices)
            and report.environment.torch == torch.__version__
        )
        return report if same and report.status == "graded" else None


def _keep(file: Path, report: Report) -> None:
    try:
        write_text(file, to_json(report))
    except OSError as error:
        raise BadInput(
            f"{file}: cannot be written ({error.strerror}). Make room, or name another folder with --out; "
            "the same command then goes on from here."
        ) from None


def _read(name: str, path: Path) -> tuple[Submission, str]:
    try:
        return read_submission(path, name), ""
    except BadInput as error:
        return Submission(name, {}), str(error)


def _as_finished(
    pool: ThreadPoolExecutor,
    work: Iterator[tuple[str, Path]],
    jobs: int,
    do: Callable[[tuple[str, Path]], tuple[Report, bool]],
) -> Iterator[tuple[Report, bool]]:
    """Results as they come, with only a few submissions in hand at a time, so that memory stays flat."""
    running: set[Future[tuple[Report, bool]]] = set()
    while True:
        for item in work:
            running.add(pool.submit(do, item))
            if len(running) >= 2 * jobs:
                break
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def secret_seed(out: Path) -> int:
    """The seed of a class's hidden inputs: drawn once, kept in the output folder, used again on resume.

    Raises:
        BadInput: the folder cannot be written, or holds something else under that name.
    """
    file = out / "seed"
    try:
        if not file.exists():
            write_text(file, f"{secrets.randbits(48)}\n")
            file.chmod(0o600)
        return int(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None
    except ValueError:
        raise BadInput(f"{file}: holds no seed. Remove it to draw a new one, or name another folder.") from None


def default_jobs() -> int:
    """One job for each core."""
    return max(1, os.cpu_count() or 1)
