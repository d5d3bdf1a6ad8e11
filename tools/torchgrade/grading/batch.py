"""Grading a class: submissions side by side, each finished one on disk at once, unchanged ones not run again."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from torchgrade.classroom.stored import Stored
from torchgrade.errors import BadInput
from torchgrade.grading.cluster import Cluster
from torchgrade.grading.cluster_worker import Versions, Work, versions_here
from torchgrade.grading.confirmed import Confirmed, reason_of
from torchgrade.grading.fingerprint import fingerprints
from torchgrade.grading.interruption import Interruption
from torchgrade.grading.leftovers import remove_doubles, remove_half_written
from torchgrade.grading.one import NO_PROCESS, grade_one, report_fault
from torchgrade.grading.recording import Recording
from torchgrade.grading.side_by_side import as_finished
from torchgrade.grading.starter import Starter, Stopped
from torchgrade.isolation.launch import best_launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import PROCESS_ONLY, Isolation
from torchgrade.report.site import page_names
from torchgrade.results import Report
from torchgrade.results_io import read, to_json, write_text
from torchgrade.submission import Submission, read_submission

Finished = Generator[tuple[Report, bool], None, None]


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
        interruption: whether somebody asked the run to end.
        cluster: where submissions are graded, if not here.
        finish: what an assignment makes of a report: weights, hidden checks, lateness; the same when called again.
        variant_of: which variant of the inputs a submission is graded on, from the seed and its name.
    """

    recording: Recording
    out: Path
    limits: Limits
    jobs: int
    force: bool = False
    isolation: Isolation = field(default_factory=Isolation)
    told: Callable[[Report, bool], None] = field(default=lambda report, fresh: None)
    interruption: Interruption = field(default_factory=Interruption)
    cluster: Cluster | None = None
    finish: Callable[[Report], Report] = field(default=lambda report: report)
    variant_of: Callable[[int, str], str] = field(default=lambda seed, name: "")

    def run(self, submissions: Sequence[tuple[str, Path]]) -> Stored:
        """Grade all; the reports lie on disk, in the order of the submissions.

        Raises:
            BadInput: results cannot be written, or a layer is missing that was asked for.
            ClusterLost: the scheduler went away; what is finished is on disk.
            Interrupted: somebody asked for it; what is finished is on disk.
        """
        names = [name for name, _ in submissions]
        stems = (page.removesuffix(".html") for page in page_names(names))
        files = {name: self.out / "results" / f"{stem}.json" for name, stem in zip(names, stems, strict=True)}
        remove_half_written(self.out)
        if self.cluster is None:
            for case in self.recording.cases:
                case.find_fault()  # the reference answers before the clock of any submission runs
        with self.interruption.held():
            self._all(submissions, files)
        remove_doubles(self.out / "results", {file.name for file in files.values()}, files.keys())
        return Stored([files[name] for name in names])

    def _all(self, submissions: Sequence[tuple[str, Path]], files: dict[str, Path]) -> None:
        place = (
            self._here(submissions, files) if self.cluster is None else self._there(self.cluster, submissions, files)
        )
        with closing(place) as finished:
            for report, fresh in finished:
                self.told(report, fresh)

    def _here(self, submissions: Sequence[tuple[str, Path]], files: dict[str, Path]) -> Finished:
        starter = Starter(lambda: best_launcher(self.recording.needs_compiler, self.recording.devices, self.jobs))

        def one(item: tuple[str, Path]) -> tuple[Report, bool]:
            return self._one(*item, files[item[0]], starter)

        try:
            yield from as_finished(iter(submissions), self.jobs, one, starter.stop, self.interruption)
        finally:
            starter.close()

    def _there(self, cluster: Cluster, submissions: Sequence[tuple[str, Path]], files: dict[str, Path]) -> Finished:
        known: list[tuple[Report, bool]] = []
        digests: dict[str, dict[str, str]] = {}

        def unknown() -> Iterator[Work]:
            for name, path in submissions:
                submission, problem, report = self._look(name, path, files[name])
                if report is None:
                    digests[name] = fingerprints(self.recording, submission)
                    yield Work(submission, problem, self._variant(name))
                else:
                    known.append(report)
                if self.interruption.heard:
                    return

        def fault(work: Work, reason: str) -> Report:
            return report_fault(replace(self.recording, variant=work.variant), work.submission, reason)

        for report in cluster.grade(unknown(), self.interruption, fault):
            report = self._finished(report, digests.pop(report.submission, {}))
            _keep(files[report.submission], report)
            yield report, True
            while known:
                yield known.pop()
        yield from known

    def _one(self, name: str, path: Path, file: Path, starter: Starter) -> tuple[Report, bool]:
        submission, problem, known = self._look(name, path, file)
        if known:
            return known
        report = self._grade(submission, problem, starter)
        _keep(file, report)
        return report, True

    def _look(self, name: str, path: Path, file: Path) -> tuple[Submission, str, tuple[Report, bool] | None]:
        """A submission, what went wrong in reading it, and its report if there is no need to grade it."""
        try:
            submission, problem = _read(name, path)
        except Exception as error:
            submission = Submission(name, {})
            report = self.finish(report_fault(self.recording, submission, reason_of(error)))
            _keep(file, report)
            return submission, "", (report, True)
        earlier = None if self.force else self._earlier(file, submission)
        return submission, problem, (self._kept(file, earlier), False) if earlier else None

    def _kept(self, file: Path, earlier: Report) -> Report:
        """An earlier report as it is now: what an assignment adds may have changed, though no check has."""
        report = self.finish(earlier)
        if report != earlier:
            _keep(file, report)
        return report

    def _finished(self, report: Report, digests: dict[str, str]) -> Report:
        return self.finish(replace(report, fingerprints=digests, graders=self.recording.digests))

    def _grade(self, submission: Submission, problem: str, starter: Starter) -> Report:
        recording = self.recording.for_variant(self._variant(submission.name))
        report = Confirmed(recording, starter, self.limits, self.isolation, grade_one).report(submission, problem)
        if starter.stopped:  # its process may have been ended, so this is no verdict on it
            raise Stopped
        return self._finished(report, fingerprints(self.recording, submission))

    def _variant(self, name: str) -> str:
        return self.variant_of(self.recording.seed, name)

    @property
    def _versions(self) -> Versions:
        return self.cluster.versions if self.cluster else versions_here()

    def _earlier(self, file: Path, submission: Submission) -> Report | None:
        """The result of an earlier run, if nothing that it depends on has changed."""
        if not file.exists():
            return None
        try:
            report = read(file)
        except (BadInput, RecursionError):
            return None
        same = report.graders_sha256 == self.recording.sha256 and self.still_holds(report, submission)
        return report if same else None

    def still_holds(self, report: Report, submission: Submission) -> bool:
        """Whether a report says what grading would say now, graders aside."""
        environment = report.environment
        same = (
            report.submission == submission.name
            and report.submission_sha256 == submission.sha256
            and Versions(report.grader_version, environment.torch, environment.python) == self._versions
            and environment.seed == self.recording.seed
            and report.variant == self._variant(submission.name)
            and environment.device == ",".join(self.recording.devices)
            and (environment.time_limit_s == self.limits.call_s or NO_PROCESS in environment.isolation)
            and _holds(self.isolation, environment.isolation)
        )
        return same and report.status == "graded"


def _holds(isolation: Isolation, layers: Sequence[str]) -> bool:
    """Whether a result was made as strictly as is asked for now, and no more loosely than it says."""
    if isolation.mode == "strict" and any(layer.endswith(": absent") for layer in layers):
        return False
    return (PROCESS_ONLY in layers) == (isolation.mode == "process") or NO_PROCESS in layers


def _keep(file: Path, report: Report) -> None:
    try:
        write_text(file, to_json(report))
    except OSError as error:
        raise BadInput(
            f"{file}: cannot be written ({error.strerror}). Make room, or name another folder with --out; "
            "the same command then goes on from here."
        ) from None
    _sync(file.parent)


def _sync(folder: Path) -> None:
    """Have a new name in a folder outlast a loss of power, where the system can promise that."""
    with suppress(OSError):  # Windows opens no folders, and some file systems do not sync them
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(name: str, path: Path) -> tuple[Submission, str]:
    try:
        return read_submission(path, name), ""
    except BadInput as error:
        return Submission(name, {}), str(error)


def secret_seed(out: Path) -> int:
    """The seed of a class's hidden inputs: drawn once, kept in the output folder, used again on resume.

    Raises:
        BadInput: the folder cannot be written, or holds something else under that name.
    """
    file = out / "seed"
    try:
        if not file.exists():
            write_text(file, f"{secrets.randbits(48)}\n")
        with suppress(OSError):  # every time: the run that wrote it may have been killed before this
            file.chmod(0o600)
        return int(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None
    except ValueError:
        raise BadInput(f"{file}: holds no seed. Remove it to draw a new one, or name another folder.") from None


def default_jobs(devices: Sequence[str] = ("cpu",)) -> int:
    """One job for each core, and one alone on a GPU, where each takes memory for itself."""
    return 1 if "cuda" in devices else max(1, os.cpu_count() or 1)
