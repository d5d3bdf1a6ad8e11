"""The catalogue check: every exercise proven, units side by side, each problem with its file and its reason."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from torchgrade.authoring.generate import is_edited
from torchgrade.authoring.localized import localized
from torchgrade.authoring.stub import stub_of
from torchgrade.course import Entry
from torchgrade.errors import BadInput, CatalogueError
from torchgrade.language.chosen import known
from torchgrade.language.speaking import speaking

if TYPE_CHECKING:
    from torchgrade.authoring.proofs import Subjects
    from torchgrade.grading.recording import Recording

More = Literal["mutants", "attacks"]


@dataclass
class Verdict:
    """What the proofs found on one exercise: problems, notes that are none, and how many of each were run."""

    exercise: str
    checks: int = 0
    points: float = 0
    forbidden: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    cases: int = 0


def validate(
    course: Path,
    entries: Sequence[Entry],
    jobs: int,
    seed: int,
    more: Sequence[More] = (),
    devices: Sequence[str] = ("cpu",),
) -> Iterator[Verdict]:
    """Prove exercises, several at a time, each in a process that serves one unit after another.

    Args:
        course: the course's folder.
        entries: which exercises.
        jobs: how many processes.
        seed: what inputs are drawn from.
        more: proofs beyond the usual ones.
        devices: where every proof is run.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context)
    try:
        for future in [pool.submit(prove, course, entry, seed, more, devices) for entry in _largest_first(entries)]:
            yield future.result()
    finally:  # what ends one ends all, as when no contestant can be started
        pool.shutdown(cancel_futures=True)


def _largest_first(entries: Sequence[Entry]) -> list[Entry]:
    """Training runs take longest, so they start first."""
    return sorted(entries, key=lambda entry: entry.unit, reverse=True)


def prove(
    course: Path, entry: Entry, seed: int, more: Sequence[More] = (), devices: Sequence[str] = ("cpu",)
) -> Verdict:
    """Run every proof on one exercise, in this process, and `more` where these found nothing."""
    import torch

    from torchgrade.grading.recording import record_graders

    torch.set_num_threads(1)
    verdict = Verdict(entry.id)
    stub = _stub(course, entry, verdict)
    if stub is None:
        return verdict
    try:
        recordings = [record_graders(course / "graders", [entry], devices, seed + step) for step in range(2)]
        _run_proofs(course, entry, recordings, stub, verdict, more)
    except CatalogueError as error:
        verdict.problems.append(str(error))
    return verdict


def _run_proofs(
    course: Path, entry: Entry, recordings: Sequence[Recording], stub: str, verdict: Verdict, more: Sequence[More]
) -> None:
    from torchgrade.authoring.proofs import PROOFS, Subjects, well_declared
    from torchgrade.isolation.launch import best_launcher

    recording, again = recordings
    verdict.problems += recording.broken.values()
    if not recording.cases:
        return
    launcher = best_launcher(devices=recording.devices)
    try:
        path = course / "exercises" / f"{entry.id}.py"
        target = recording.cases[0].target
        subjects = Subjects(target, recording.cases, again.cases, course, stub, path, launcher)
        _describe(verdict, recording)
        verdict.problems += well_declared(subjects)
        if not verdict.problems:
            for proof in PROOFS:
                verdict.problems += proof(subjects)
        if not verdict.problems:
            for name in more:
                verdict.problems += _proof(name)(subjects)
        verdict.counts = subjects.counts
    finally:
        launcher.close()


def _proof(name: More) -> Callable[[Subjects], Iterator[str]]:
    from torchgrade.authoring.attacks import attacks_earn_nothing
    from torchgrade.authoring.survivors import mutants_are_refused

    return {"mutants": mutants_are_refused, "attacks": attacks_earn_nothing}[name]


def _in_every_language(stub: str, entry: Entry) -> Iterator[str]:
    for locale in known():
        with speaking(locale):
            yield localized(stub, entry.id, entry.grader.parent.parent)


def _describe(verdict: Verdict, recording: Recording) -> None:
    checks = {case.check.id: case.check for case in recording.cases}
    verdict.cases, verdict.checks = len(recording.cases), len(checks)
    verdict.points = sum(check.points for check in checks.values())
    verdict.forbidden = recording.cases[0].target.exercise.forbidden
    verdict.devices = recording.devices


def _stub(course: Path, entry: Entry, verdict: Verdict) -> str | None:
    """The stub that generate would write; what lies in exercises/ must be it, unless a learner edited it."""
    solution = course / "solutions" / f"{entry.id}.py"
    stub_path = course / "exercises" / f"{entry.id}.py"
    if not solution.is_file():
        verdict.problems.append(f"{solution}: is missing; write the solution that the stub is cut from")
        return None
    try:
        stub = stub_of(solution)
    except (CatalogueError, BadInput) as error:
        verdict.problems.append(str(error))
        return None
    if not stub_path.is_file():
        verdict.problems.append(f"{stub_path}: is missing; run `torchgrade generate`")
    elif stub_path.read_text(encoding="utf-8") not in _in_every_language(stub, entry):
        if is_edited(course, f"{entry.id}.py"):
            verdict.notes.append("its stub was edited; the text that generate would write was proven instead")
        else:
            verdict.problems.append(f"{stub_path}: is not what generate would write; run `torchgrade generate`")
    return stub
