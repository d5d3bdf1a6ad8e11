"""`torchgrade grade`: from a folder of submissions to results, grades, reports and a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from torchgrade.course import catalogue, find_graders, select
from torchgrade.devices import choose_devices
from torchgrade.errors import BadInput
from torchgrade.grading.batch import Batch, default_jobs, secret_seed
from torchgrade.grading.recording import record_graders
from torchgrade.grading.table import summary
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import MODES, Isolation
from torchgrade.report.cohort_csv import grades_csv
from torchgrade.report.site import write_site
from torchgrade.results import Report
from torchgrade.results_io import write_text
from torchgrade.submission import discover


def grade_folder(
    folder: Path,
    out: Path,
    *,
    exercises: Sequence[str] = (),
    graders: Path | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    device: str | None = None,
    time_limit: float = 10.0,
    force: bool = False,
    isolation: str = "standard",
) -> int:
    """Grade every submission of a folder; return the exit status, 1 where a grader was at fault.

    Raises:
        BadInput: a folder, a name or a device cannot be used; nothing is written then.
    """
    submissions = discover(folder)
    graders = find_graders(graders)
    entries = select(catalogue(graders), exercises) if exercises else catalogue(graders)
    devices = choose_devices(device)
    if jobs is not None and jobs < 1:
        raise BadInput(f"--jobs {jobs}: give 1 or more.")
    if time_limit <= 0:
        raise BadInput(f"--time-limit {time_limit}: give more than 0 seconds.")
    if isolation not in MODES:
        raise BadInput(f"--isolation {isolation}: choose one of {', '.join(MODES)}.")
    _make(out)
    recording = record_graders(graders, entries, devices, secret_seed(out) if seed is None else seed)
    limits = Limits(call_s=time_limit, import_s=time_limit)
    console = Console()
    reports = _run(
        Batch(recording, out, limits, jobs or default_jobs(), force, Isolation(isolation)), submissions, console
    )
    _write(reports, out, console)
    return 1 if any(report.status == "grader_fault" for report in reports) else 0


def _make(out: Path) -> None:
    try:
        (out / "results").mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None


def _run(batch: Batch, submissions: Sequence[tuple[str, Path]], console: Console) -> list[Report]:
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("grading", total=len(submissions))

        def told(report: Report, fresh: bool) -> None:
            progress.advance(task)
            for flag in report.flags if fresh else ():
                if flag.endswith((": timeout", ": crashed")):
                    progress.console.print(f"{report.submission}: {flag}", markup=False, highlight=False)

        batch.told = told
        return batch.run(submissions)


def _write(reports: Sequence[Report], out: Path, console: Console) -> None:
    try:
        write_text(out / "grades.csv", grades_csv(reports))
        index = write_site(reports, out)
    except OSError as error:
        raise BadInput(f"{error.filename or out}: cannot be written ({error.strerror}). Make room for it.") from None
    console.print(summary(reports))
    console.print(f"Report: {index}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"Grades: {out / 'grades.csv'}", markup=False, highlight=False, soft_wrap=True)
