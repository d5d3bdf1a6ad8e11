"""Every format by its name: who reads it, whose view it shows, its usual file, and what renders it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torchgrade.classroom.rendering import render_folder
from torchgrade.errors import BadInput
from torchgrade.formats.canvas import canvas
from torchgrade.formats.feedback import feedback
from torchgrade.formats.github import Place, log, summary
from torchgrade.formats.github_classroom import github_classroom
from torchgrade.formats.gradescope import gradescope
from torchgrade.formats.junit import junit
from torchgrade.formats.markdown import markdown
from torchgrade.formats.moodle import moodle
from torchgrade.formats.nbgrader_gradebook import fill_gradebook
from torchgrade.formats.prairielearn import prairielearn
from torchgrade.formats.reading import lean, summed
from torchgrade.formats.results_json import results_json
from torchgrade.formats.spreadsheet import Sheet
from torchgrade.formats.terminal import terminal
from torchgrade.formats.writing import write_all
from torchgrade.report.cohort_csv import grades_csv
from torchgrade.report.html import render_submission
from torchgrade.report.site import page_names
from torchgrade.report.views import Audience
from torchgrade.results import Report

File = tuple[str, bytes]


@dataclass(frozen=True)
class Request:
    """What was asked for beside the format's name."""

    source: Path = Path()
    audience: Audience = "instructor"
    sheet: Sheet | None = None
    column: str = ""
    assignment: str = ""
    place: Place | None = None
    graders: Path | None = None
    roster: Path | None = None
    jobs: int | None = None
    token: str = field(default_factory=lambda: secrets.token_hex(16))

    def needed_sheet(self, what: str) -> Sheet:
        """The file to fill in.

        Raises:
            BadInput: none was named.
        """
        if self.sheet is None:
            raise BadInput(f"this format is filled in, not made: name {what} with --fill FILE.")
        return self.sheet


@dataclass
class Rendered:
    """Files under their usual names, and notes for whoever asked; the files are made as they are taken."""

    files: Iterable[File]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Format:
    """A format. One with `write` puts its files down itself; `single` says whether it is one file for one report."""

    name: str
    file: str
    audience: Audience
    render: Callable[[Sequence[Report], Request], Rendered] | None = None
    write: Callable[[Sequence[Report], Path, Request], list[str]] | None = None
    per_report: bool = False
    files: int = 1
    views: bool = True
    translated: bool = True

    def is_one_file(self, reports: int) -> bool:
        """Whether this many reports make one file."""
        return self.files == 1 and (reports == 1 or not self.per_report)


def _each(file: str, render: Callable[[Report], str]) -> Callable[[Sequence[Report], Request], Rendered]:
    """One file a submission, in a folder of the format's name where there are several."""
    stem, _, suffix = file.rpartition(".")

    def files(reports: Sequence[Report]) -> Iterator[File]:
        if len(reports) == 1:
            yield file, render(reports[0]).encode("utf-8")
            return
        names = page_names([report.submission for report in reports])
        for name, report in zip(names, reports, strict=True):
            yield f"{stem}/{name.removesuffix('.html')}.{suffix}", render(report).encode("utf-8")

    return lambda reports, request: Rendered(files(reports))


def _whole(file: str, render: Callable[[Sequence[Report]], str]) -> Callable[[Sequence[Report], Request], Rendered]:
    """One file for all submissions."""
    return lambda reports, request: Rendered([(file, render([lean(report) for report in reports]).encode("utf-8"))])


def _csv(reports: Sequence[Report], request: Request) -> Rendered:
    """The table alone of all formats looks at one report after the other and keeps none."""
    return Rendered([("grades.csv", grades_csv(reports).encode("utf-8"))])


def _github(reports: Sequence[Report], request: Request) -> Rendered:
    small = [lean(report) for report in reports]
    printed, page = log(small, request.token, request.place), summary(small)
    return Rendered([("annotations.txt", printed.encode("utf-8")), ("summary.md", page.encode("utf-8"))])


def _canvas(reports: Sequence[Report], request: Request) -> Rendered:
    sheet = request.needed_sheet("the gradebook that you exported from Canvas")
    text, notes = canvas([summed(report) for report in reports], sheet, request.column or request.assignment)
    return Rendered([("canvas.csv", text.encode("utf-8"))], notes)


def _moodle(reports: Sequence[Report], request: Request) -> Rendered:
    sheet = request.needed_sheet("the grading worksheet that you downloaded from Moodle")
    text, notes = moodle([lean(report) for report in reports], sheet, request.column)
    return Rendered([("moodle.csv", text.encode("utf-8"))], notes)


def _feedback(reports: Sequence[Report], request: Request) -> Rendered:
    return Rendered([("feedback.zip", feedback(reports, request.sheet))])


def _html(reports: Sequence[Report], out: Path, request: Request) -> list[str]:
    if request.audience == "learner":
        names = page_names([report.submission for report in reports])
        pages = (render_submission(report, "learner").encode("utf-8") for report in reports)
        write_all((out / name, page) for name, page in zip(names, pages, strict=True))
        return []
    render_folder(request.source, out, request.graders, request.roster, request.jobs)
    return []


def _nbgrader(reports: Sequence[Report], out: Path, request: Request) -> list[str]:
    return fill_gradebook([lean(report) for report in reports], out, request.assignment)


_ALL = (
    Format("html", "html", "instructor", write=_html),
    Format(
        "json", "results.json", "instructor", _each("results.json", results_json), per_report=True, translated=False
    ),
    Format("terminal", "board.txt", "instructor", _whole("board.txt", terminal)),
    Format("markdown", "report.md", "instructor", _whole("report.md", markdown)),
    Format("junit", "junit.xml", "learner", _whole("junit.xml", junit)),
    Format("gradescope", "gradescope.json", "learner", _each("gradescope.json", gradescope), per_report=True),
    Format("github", "github", "learner", _github, files=2),
    Format("github-classroom", "classroom.json", "learner", _each("classroom.json", github_classroom), per_report=True),
    Format("prairielearn", "prairielearn.json", "learner", _each("prairielearn.json", prairielearn), per_report=True),
    Format("csv", "grades.csv", "instructor", _csv, views=False),
    Format("canvas", "canvas.csv", "instructor", _canvas, views=False),
    Format("moodle", "moodle.csv", "learner", _moodle, views=False),
    Format("nbgrader", "gradebook.db", "instructor", write=_nbgrader, views=False),
    Format("feedback", "feedback.zip", "learner", _feedback, views=False),
)
FORMATS: dict[str, Format] = {entry.name: entry for entry in _ALL}
