"""Grading submitted notebooks: their answers are taken out, and the isolated batch runs on these alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from torchgrade.assignment.model import Assignment
from torchgrade.assignment.rules import Rules
from torchgrade.course import Entry
from torchgrade.devices import choose_devices
from torchgrade.grading.batch import Batch, default_jobs, secret_seed
from torchgrade.grading.recording import record_graders
from torchgrade.isolation.limits import Limits
from torchgrade.language.chosen import chosen
from torchgrade.language.speaking import _, speaking, translated
from torchgrade.nbgrader.answers import Answer, asked_names, find_answer
from torchgrade.nbgrader.course import NbCourse
from torchgrade.nbgrader.lateness import Lateness
from torchgrade.nbgrader.reading import Notebook, Unreadable, read_notebook
from torchgrade.report.site import page_names
from torchgrade.results import Report
from torchgrade.results_io import write_text


@dataclass(frozen=True)
class TakenOut:
    """A submission's notebooks and answers, by exercise ("unit/name")."""

    notebooks: dict[str, Notebook] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def said(self) -> list[str]:
        """What there is to say about finding the answers, with the exercise's name in front."""
        return [f"{name.rpartition('/')[2]}: {text}" for name, answer in self.answers.items() for text in answer.said]


@dataclass(frozen=True)
class Result:
    """How one notebook stands: its part of the report, what there is to say about its answer, its readers' language.

    `due` is the student's own due date, where the assignment has one.
    """

    report: Report
    said: tuple[str, ...]
    language: str
    due: datetime | None = None


@dataclass(frozen=True)
class Graded:
    """A submission's report as the assignment has it, in the language `language`, and what was taken out for it."""

    report: Report
    taken: TakenOut
    language: str
    due: datetime | None = None

    def of_notebook(self, name: str) -> Result:
        """The result of one notebook."""
        checks = tuple(check for check in self.report.checks if check.exercise.rpartition("/")[2] == name)
        said = next((answer.said for key, answer in self.taken.answers.items() if key.rpartition("/")[2] == name), ())
        return Result(replace(self.report, checks=checks, adjustments=()), said, self.language, self.due)


def grade_notebooks(
    course: NbCourse,
    assignment: Assignment,
    students: Sequence[str],
    late: Lateness,
    told: Callable[[Report, bool], None] = lambda report, fresh: None,
) -> dict[str, Graded]:
    """Grade the notebooks of these students; what did not change since the last time is not run again.

    Args:
        course: where they lie.
        assignment: what was to be done.
        students: whose.
        late: when they handed in, and when they had to.
        told: called with each report as it is finished, and whether it was graded anew.

    Raises:
        BadInput: results cannot be written, or a layer of isolation is missing that was asked for.
    """
    language = chosen(assignment.language)
    with speaking(language):
        taken = {student: take_out(course, assignment, student) for student in students}
    folders = _write_answers(assignment, taken)
    batch = _batch(course, assignment)  # which records graders, and speaks as it likes afterwards
    rules = Rules(assignment, late.handed_in)
    batch.told, batch.variant_of = told, rules.variant_of
    batch.finish = lambda report: _explained(rules(report), taken[report.submission])
    reports = batch.run(list(folders.items()))
    with speaking(language):
        return {
            student: Graded(translated(report, course.graders), taken[student], language, late.due.get(student))
            for student, report in zip(folders, reports, strict=True)
        }


def take_out(course: NbCourse, assignment: Assignment, student: str) -> TakenOut:
    """Everything of a submission that is graded, with a sentence where something is in the way."""
    found = TakenOut()
    folder = course.handed_in(assignment.name, student)
    for entry in assignment.entries:
        try:
            notebook = read_notebook(folder / f"{entry.name}.ipynb")
            found.notebooks[entry.id] = notebook
            found.answers[entry.id] = find_answer(notebook, entry.id, _names(entry))
        except FileNotFoundError:
            told = _("There is no {file} in this submission.", file=f"{entry.name}.ipynb")
            found.answers[entry.id] = Answer(None, (told,))
        except Unreadable as reason:
            found.answers[entry.id] = Answer(None, (str(reason),))
    return found


def _names(entry: Entry) -> tuple[str, ...]:
    return asked_names(entry.grader.read_text(encoding="utf-8"))


def _write_answers(assignment: Assignment, taken: dict[str, TakenOut]) -> dict[str, Path]:
    """Write each student's answers into a folder as the batch reads it, and nothing that was there before."""
    stems = [page.removesuffix(".html") for page in page_names(taken)]
    folders = {student: assignment.collected / stem for student, stem in zip(taken, stems, strict=True)}
    for student, folder in folders.items():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for exercise, answer in taken[student].answers.items():
            if answer.source is not None:
                write_text(folder / f"{exercise}.py", answer.source + "\n")
    return folders


def _explained(report: Report, taken: TakenOut) -> Report:
    """A report without any answer says why there is none, and not which of our folders is therefore empty."""
    return replace(report, message=" ".join(taken.said)) if report.status == "unreadable" else report


def _batch(course: NbCourse, assignment: Assignment) -> Batch:
    out = assignment.graded
    devices = choose_devices("cpu")
    seed = secret_seed(out) if assignment.seed is None else assignment.seed
    recording = record_graders(course.graders, assignment.entries, devices, seed, assignment.speed)
    limits = Limits(call_s=course.time_limit, import_s=course.time_limit)
    return Batch(recording, out, limits, course.jobs or default_jobs(), isolation=course.isolation)
