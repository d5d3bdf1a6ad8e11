"""One checkout graded by itself: graders recorded, its answers copied out and asked in a process of their own."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torchgrade.assignment.grading import rules_for
from torchgrade.assignment.model import Assignment
from torchgrade.assignment.reading import read_assignment
from torchgrade.ci.checkout import collect
from torchgrade.ci.trusted import refuse_inside, trusted_folder
from torchgrade.course import Entry, catalogue, find_graders, select
from torchgrade.devices import choose_devices
from torchgrade.errors import BadInput
from torchgrade.grading.batch import Batch
from torchgrade.grading.command import mode_of
from torchgrade.grading.recording import record_graders
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.language.speaking import translated
from torchgrade.report.views import Audience, view
from torchgrade.results import Report


@dataclass(frozen=True)
class Order:
    """What is graded, and by what.

    Args:
        graders: a trusted folder, or a revision of git.
        checkout: where the learner's files are.
        name: what the submission is called.
        exercises: names of exercises or units; none means all.
        assignment: an assignment's file, which says more.
        files: patterns of more files to copy than those named after exercises.
        device: devices, as in "cpu,cuda".
        isolation: strict, standard or process.
        time_limit: seconds of computing for one call.
        seed: what inputs are drawn from; a new secret one by default.
        audience: whose view of the report is written.
    """

    graders: str
    checkout: Path = Path()
    name: str = "checkout"
    exercises: Sequence[str] = ()
    assignment: Path | None = None
    files: Sequence[str] = ()
    device: str | None = None
    isolation: str = "standard"
    time_limit: float = 10.0
    seed: int | None = None
    audience: Audience = "learner"


@dataclass(frozen=True)
class Graded:
    """The report in full, as its reader may see it, that in the language spoken, and where exercises' files lie."""

    full: Report
    shown: Report
    spoken: Report
    places: dict[str, str] = field(default_factory=dict)


def grade_checkout(order: Order) -> Graded:
    """Grade a checkout; nothing is left on disk.

    Raises:
        BadInput: something cannot be used.
        TorchgradeError: the graders cannot be run.
    """
    if order.time_limit <= 0:
        raise BadInput(f"--time-limit {order.time_limit}: give more than 0 seconds.")
    if not order.checkout.is_dir():
        raise BadInput(f"--submission {order.checkout}: no such folder. Name the learner's checkout.")
    isolation = Isolation(mode_of(order.isolation))
    with tempfile.TemporaryDirectory(prefix="torchgrade-ci-", ignore_cleanup_errors=True) as scratch:
        work = Path(scratch)
        graders = _graders(order, work / "graders")
        assignment = _assignment(order, graders)
        entries = _entries(order, graders, assignment)
        patterns = [*order.files, *(assignment.files if assignment else ())]
        names = frozenset(entry.name for entry in entries)
        places = collect(order.checkout, names, patterns, work / "submission")
        devices = choose_devices(order.device)
        recording = record_graders(
            graders, entries, devices, _seed(order, assignment), bool(assignment and assignment.speed)
        )
        limits = Limits(call_s=order.time_limit, import_s=order.time_limit).on(devices)
        batch = Batch(recording, work / "out", limits, 1, force=True, isolation=isolation)
        if assignment:
            (work / "nobody").mkdir()  # what is known of hand-ins and marks is not known here
            batch.finish = rules_for(assignment, work / "nobody")
        [full] = batch.run([(order.name, work / "submission")])
        shown = view(full, order.audience)
        return Graded(full, shown, translated(shown, graders), places)


def _graders(order: Order, scratch: Path) -> Path:
    folder = trusted_folder(order.graders, order.checkout, scratch)
    inner = folder / "graders"
    return find_graders(inner if inner.is_dir() and not catalogue(folder) else folder)


def _assignment(order: Order, graders: Path) -> Assignment | None:
    if order.assignment is None:
        return None
    refuse_inside(order.assignment, order.checkout, "--assignment")
    return read_assignment(order.assignment, catalogue(graders))


def _entries(order: Order, graders: Path, assignment: Assignment | None) -> list[Entry]:
    if assignment:
        return list(assignment.entries)
    return select(catalogue(graders), order.exercises) if order.exercises else catalogue(graders)


def _seed(order: Order, assignment: Assignment | None) -> int:
    fixed = assignment.seed if assignment and order.seed is None else order.seed
    return secrets.randbits(48) if fixed is None else fixed
