"""`torchgrade grade`: from a folder of submissions to results, grades, reports and a table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from torchgrade.classroom.roster import read_roster
from torchgrade.course import catalogue, find_graders, select
from torchgrade.devices import choose_devices
from torchgrade.errors import BadInput
from torchgrade.garbage import passed_over
from torchgrade.grading.batch import Batch, default_jobs, secret_seed
from torchgrade.grading.cluster import Cluster, devices_of_workers, order_of
from torchgrade.grading.interruption import Interrupted, Interruption
from torchgrade.grading.recording import record_graders
from torchgrade.grading.similar import asked_for, compared, rapidfuzz
from torchgrade.grading.table import Ending
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import MODES, Isolation, Mode
from torchgrade.language.speaking import _, language, speaking
from torchgrade.report.attention import flag_sentences
from torchgrade.report.cohort_csv import Grades
from torchgrade.report.likeness import write_compared
from torchgrade.report.processes import Processes, number_for
from torchgrade.report.site import Site
from torchgrade.report.text import visible
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
    scheduler: str | None = None,
    gpu_memory: float | None = None,
    finish: Callable[[Report], Report] | None = None,
    variant_of: Callable[[int, str], str] | None = None,
    roster: Path | None = None,
    similar: str | Mapping[str, float] = "",
    owner: Callable[[str], str] = str,
    speed: bool = False,
) -> int:
    """Grade every submission of a folder; return the exit status: 1 where a grader was at fault, 130 if interrupted.

    `finish` is what an assignment makes of each report, `roster` a CSV of those who should have submitted. `similar`
    names exercises whose answers are compared, as in "conv2d=90", `owner` says whose a submission is; with `speed`
    checks of speed count too.

    Raises:
        BadInput: a folder, a name or a device cannot be used; nothing is written then.
    """
    interruption, console = Interruption(), Console()
    try:
        with interruption.listening():
            submissions = discover(folder)
            graders = find_graders(graders)
            entries = select(catalogue(graders), exercises) if exercises else catalogue(graders)
            devices = devices_of_workers(device) if scheduler else choose_devices(device)
            _check_numbers(jobs, time_limit, gpu_memory)
            if speed and scheduler:
                raise BadInput("--speed: not on a cluster, where others compute beside it. Grade without --scheduler.")
            strictness = Isolation(mode_of(isolation))
            people = read_roster(roster) if roster else None
            alike = asked_for(similar, entries) if isinstance(similar, str) else similar
            if alike:
                rapidfuzz()  # that it is missing is said before anything is graded
            _make(out)
            _wait_for(_("reading the graders"), console)
            with interruption.noticed(), speaking(language()):  # pytest chooses a language for itself
                here = ("cpu",) if scheduler else devices  # the workers record for their own
                recording = record_graders(graders, entries, here, secret_seed(out) if seed is None else seed, speed)
            recording.devices = devices
            asked, jobs = jobs, jobs or default_jobs(devices)
            limits = Limits(call_s=time_limit, import_s=time_limit).on(devices, gpu_memory, jobs)
            batch = Batch(recording, out, limits, jobs, force, strictness, interruption=interruption)
            batch.finish, batch.variant_of = finish or batch.finish, variant_of or batch.variant_of
            with passed_over(), _joined(scheduler, batch, console):
                reports = _run(batch, submissions, console)
            with console.status(_("comparing answers")) if alike else nullcontext():
                found = compared(recording, submissions, alike, asked or default_jobs(), owner)
            with Processes(number_for(len(reports), asked)) as processes:
                status = _write(Site(reports, out, processes, graders, people, found), console)
    except (KeyboardInterrupt, Interrupted):
        print(f"torchgrade: interrupted. {_how_to_go_on(out, force)}", file=sys.stderr)
        return 130
    return status


def _check_numbers(jobs: int | None, time_limit: float, gpu_memory: float | None) -> None:
    if jobs is not None and jobs < 1:
        raise BadInput(f"--jobs {jobs}: give 1 or more.")
    if time_limit <= 0:
        raise BadInput(f"--time-limit {time_limit}: give more than 0 seconds.")
    if gpu_memory is not None and not 0 < gpu_memory <= 1:
        raise BadInput(f"--gpu-memory {gpu_memory}: give a share of the GPU's memory, more than 0 and at most 1.")


def mode_of(isolation: str) -> Mode:
    """How strictly contestants are confined, by its name."""
    for mode in MODES:
        if mode == isolation:
            return mode
    raise BadInput(f"--isolation {isolation}: choose one of {', '.join(MODES)}.")


def _how_to_go_on(out: Path, force: bool) -> str:
    same = "The same command without --force" if force else "The same command"
    return f"What is finished is kept in {out / 'results'}. {same} goes on from there."


def _make(out: Path) -> None:
    try:
        (out / "results").mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None


def _wait_for(what: str, console: Console) -> None:
    """Say what is going on, in a line that what comes next is written over."""
    if console.is_terminal:
        console.print(f"{what} ...", end="\r", highlight=False)


@contextmanager
def _joined(scheduler: str | None, batch: Batch, console: Console) -> Iterator[None]:
    """Have a batch graded by a cluster, if one was named."""
    if scheduler is None:
        yield
        return
    with console.status(f"waiting for a worker of {scheduler}"):
        order = order_of(batch.recording, batch.limits, batch.isolation)
        batch.cluster = Cluster(scheduler, order, console.print)
    with closing(batch.cluster):
        yield


class _Rate(TextColumn):
    """Submissions a second."""

    def render(self, task: Task) -> Text:
        """The rate of the last moments, once there is one."""
        return Text(f"{task.speed:.2g}/s" if task.speed else "")


def _progress(console: Console) -> Progress:
    """A bar with the rate and the time that is left, where somebody watches."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate("rate"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _run(batch: Batch, submissions: Sequence[tuple[str, Path]], console: Console) -> Sequence[Report]:
    with _progress(console) as progress:
        task = progress.add_task(_("grading"), total=len(submissions))

        def told(report: Report, fresh: bool) -> None:
            progress.advance(task)
            said = zip(report.flags, flag_sentences(report), strict=True) if fresh else ()
            for flag, sentence in said:
                if flag.endswith((": timeout", ": crashed")):
                    line = visible(f"{report.submission}: {sentence}")
                    progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

        batch.told = told
        return batch.run(submissions)


def _write(site: Site, console: Console) -> int:
    """Write grades and pages, tell how it went, and return the exit status."""
    grades, ending, statuses = Grades(), Ending(), set()

    def told(report: Report) -> None:
        grades.add(report)
        ending.add(report)
        statuses.add(report.status)

    try:
        with _progress(console) as progress:
            task = progress.add_task(_("writing the reports"), total=len(site.reports))
            site.look(told)
            write_compared(site.out, site.compared)
            write_text(site.out / "grades.csv", grades.text())
            index = site.write(lambda: progress.advance(task))
    except OSError as error:
        raise BadInput(
            f"{error.filename or site.out}: cannot be written ({error.strerror}). Make room for it."
        ) from None
    _tell(ending, index, site.out / "grades.csv", console)
    return 1 if "grader_fault" in statuses else 0


def _tell(ending: Ending, index: Path, grades: Path, console: Console) -> None:
    console.print(ending.table())
    ideas = ending.ideas()
    if ideas:
        console.print()
        console.print(ideas)
    console.print()
    for line in (_("Report: {path}", path=index), _("Grades: {path}", path=grades)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
