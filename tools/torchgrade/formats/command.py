"""`torchgrade report`: results on disk in the formats asked for, on a machine without torch."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import cast

from torchgrade.classroom.stored import Stored, files_of
from torchgrade.course import find_course
from torchgrade.errors import BadInput
from torchgrade.formats.reading import read_all
from torchgrade.formats.registry import FORMATS, Format, Request
from torchgrade.formats.spreadsheet import read_sheet
from torchgrade.formats.writing import write_all
from torchgrade.language.speaking import translated
from torchgrade.report.views import Audience, view
from torchgrade.results import Report

Target = tuple[Format, Path | None]


def report_as(
    results: Path,
    formats: Sequence[str],
    out: Path | None,
    *,
    audience: str | None = None,
    fill: Path | None = None,
    column: str = "",
    assignment: str = "",
    graders: Path | None = None,
    roster: Path | None = None,
    jobs: int | None = None,
) -> None:
    """Render results and say where they are.

    Args:
        results: a results file, or a folder of them.
        formats: as in "junit,csv" or "junit=build/junit.xml".
        out: where to; without it what is text is printed.
        audience: "learner" or "instructor" where it is not the format's usual one.
        fill: the teacher's downloaded file, for canvas, moodle and feedback.
        column: the column of it to fill in.
        assignment: what the assignment is called there.
        graders: where translations of the exercises' texts lie.
        roster: a CSV of those who should have submitted, for html.
        jobs: how many processes render html; by default one a core where there is enough to do.

    Raises:
        BadInput: something cannot be used; nothing is written then.
    """
    if audience not in (None, "learner", "instructor"):
        raise BadInput(f"--for {audience}: choose learner or instructor.")
    if jobs is not None and jobs < 1:
        raise BadInput(f"--jobs {jobs}: give 1 or more.")
    targets = targets_of(formats or ["html"], out)
    files = files_of(results)
    known = read_all(files, jobs)  # one that is broken is refused before anything is written
    request = Request(
        source=results,
        sheet=read_sheet(fill) if fill else None,
        column=column,
        assignment=assignment,
        graders=graders,
        roster=roster,
        jobs=jobs,
    )
    course = find_course()
    texts = graders or (course.graders if course else None)
    todo = []
    for format_, path in targets:
        whose = cast(Audience, audience if audience and format_.views else format_.audience)
        prepare = partial(prepared, format_=format_, audience=whose, graders=texts)
        todo.append(Job(format_, path, Stored(files, prepare, known), replace(request, audience=whose)))
    put(todo)


def prepared(report: Report, format_: Format, audience: Audience, graders: Path | None) -> Report:
    """A report as the reader of a format may see it, in the language spoken now."""
    shown = view(report, audience)
    return translated(shown, graders) if format_.translated else shown


def targets_of(formats: Sequence[str], out: Path | None) -> list[Target]:
    """Which format goes where: "F=PATH" to PATH; one alone to `out`, several into the folder `out`.

    Raises:
        BadInput: a format is unknown or was named twice, or it cannot be told where it goes.
    """
    asked = [item.strip() for names in formats for item in names.split(",") if item.strip()]
    pairs = [(name.strip(), Path(path.strip()) if path.strip() else None) for name, _, path in map(_halves, asked)]
    for name, _path in pairs:
        if name not in FORMATS:
            raise BadInput(f"--format {name}: there is no such format. Choose from {', '.join(FORMATS)}.")
    without = [name for name, path in pairs if path is None]
    if len(set(without)) < len(without):
        raise BadInput("--format: one format is named twice; give each a place, as in csv=first.csv.")
    folder = out is not None and (len(without) > 1 or (out.is_dir() and without != ["html"]))
    return [(FORMATS[name], path or _place(FORMATS[name], out, folder)) for name, path in pairs]


def _halves(item: str) -> tuple[str, str, str]:
    return item.partition("=")


def _place(format_: Format, out: Path | None, folder: bool) -> Path | None:
    return out / format_.file if out is not None and folder else out


@dataclass
class Job:
    """One format on its way to its place; `notes` are what is to be said about it."""

    format: Format
    path: Path | None
    reports: Sequence[Report]
    request: Request
    notes: list[str] = field(default_factory=list)

    def files(self) -> Iterable[tuple[Path, bytes]]:
        """What is to be written, made as it is taken; nothing for a format that writes by itself or is printed."""
        if self.format.render is None or self.path is None:
            return
        rendered = self.format.render(self.reports, self.request)
        self.notes += rendered.notes
        for name, data in rendered.files:
            yield (self.place if self.format.is_one_file(len(self.reports)) else self.place / Path(name).name), data

    @property
    def place(self) -> Path:
        """The file, or the folder where there are several."""
        path = self.path or Path()
        folder = self.format.render is not None and not self.format.is_one_file(len(self.reports))
        return path.with_suffix("") if folder and path.name == self.format.file else path


def put(jobs: Sequence[Job]) -> None:
    """Write everything or nothing, then what formats write by themselves, and say where it is.

    Raises:
        BadInput: something cannot be rendered or written.
    """
    for job in jobs:
        if job.format.write and job.path is None:
            raise BadInput(f"--format {job.format.name}: name where it goes with --out.")
    write_all(file for job in jobs for file in job.files())
    for job in jobs:
        if job.format.write and job.path:
            job.notes += job.format.write(job.reports, job.path, job.request)
        elif job.format.render and job.path is None:
            rendered = job.format.render(job.reports, job.request)
            job.notes += rendered.notes
            _print(job.format, list(rendered.files), several=len(jobs) > 1)
        if job.path:
            print(f"{job.format.name}: {job.place}")
        for note in job.notes:
            print(f"{job.format.name}: {note}", file=sys.stderr)


def _print(format_: Format, files: Sequence[tuple[str, bytes]], several: bool) -> None:
    """Text on standard output; GitHub's summary goes where GitHub wants it."""
    if several:
        raise BadInput("--format: several formats need a place: name a folder with --out, or say FORMAT=PATH.")
    if format_.name == "github":
        (_, log), (_, page) = files
        where = os.environ.get("GITHUB_STEP_SUMMARY")
        if where:
            append(Path(where), page)
        files = [("", log)]
    if len(files) > 1 or format_.name == "feedback":
        raise BadInput(f"--format {format_.name}: this is more than one text: name where it goes with --out.")
    sys.stdout.flush()
    sys.stdout.buffer.write(files[0][1])
    sys.stdout.flush()


def append(path: Path, data: bytes) -> None:
    """Add to a file that another program reads.

    Raises:
        BadInput: it cannot be written.
    """
    try:
        with open(path, "ab") as stream:
            stream.write(data)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror}). Look at what names it.") from None
