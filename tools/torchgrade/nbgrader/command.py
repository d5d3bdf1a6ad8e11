"""`torchgrade nbgrader grade`: a class's notebooks graded side by side, then handed to nbgrader's gradebook."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from torchgrade.assignment.model import Assignment
from torchgrade.classroom.alike import alike, told_apart
from torchgrade.course import Entry
from torchgrade.errors import BadInput
from torchgrade.grading.table import summary
from torchgrade.language.speaking import speaking
from torchgrade.nbgrader.course import CONFIG, NbCourse
from torchgrade.nbgrader.exporter import exporter_class
from torchgrade.nbgrader.gradebook import enter, enter_without_notebooks
from torchgrade.nbgrader.grading import Graded, grade_notebooks
from torchgrade.nbgrader.lateness import lateness
from torchgrade.report.adjusted import adjusted
from torchgrade.report.site import write_site
from torchgrade.report.text import visible


def grade_course(root: Path, name: str) -> int:
    """Grade an assignment's submissions, and enter them into the gradebook; return the exit status.

    Returns:
        1 where a grader was at fault or nbgrader could not take a submission, else 0.

    Raises:
        BadInput: nbgrader is not installed, there is no such course or assignment, or nothing was handed in.
    """
    config, course = load(root)
    assignment = course.assignment(name)
    _must_be_generated(config, name)
    students = course.students(name)
    if not students:
        raise BadInput(f"{root / course.submitted}: nobody handed in {name} yet. `nbgrader collect {name}` fetches it.")
    console = Console()
    late = lateness(course, assignment, students, _directory(config))
    graded = grade_notebooks(course, assignment, students, late)
    log = assignment.graded / "nbgrader.log"
    _autograde(config, course, name, graded, log)
    _enter_missing(config, course, assignment, graded)
    here = [student for student in graded if _notebooks(course, assignment, student)]
    refused = [student for student in here if not (_autograded(config) / student / name).is_dir()]
    _tell(console, course, assignment, graded, refused)
    if refused:
        console.print(f"What nbgrader says of it: {log}", markup=False, highlight=False, soft_wrap=True)
    return 1 if refused or any(one.report.status == "grader_fault" for one in graded.values()) else 0


def load(root: Path) -> tuple[Any, NbCourse]:
    """A course's configuration, and the course that it sets up.

    Raises:
        BadInput: nbgrader is not installed, or there is no course of ours.
    """
    try:
        import nbgrader  # noqa: F401
        from traitlets.config.loader import PyFileConfigLoader
    except ImportError:
        raise BadInput("nbgrader is not installed here. pip install 'torchgrade[nbgrader]' (Python 3.11).") from None
    if not (root / CONFIG).is_file():
        raise BadInput(
            f"{root / CONFIG}: no such file. `torchgrade nbgrader new {root} --exercises ...` makes a course."
        )
    config = PyFileConfigLoader(CONFIG, path=str(root.resolve())).load_config()
    course = getattr(config.Autograde.get("exporter_class"), "course", None)
    if not isinstance(course, NbCourse):
        raise BadInput(f"{root / CONFIG}: does not call torchgrade's configure(c, __file__, graders=...). Put it back.")
    return config, course


def _directory(config: Any) -> Any:
    """Where nbgrader has what of the course."""
    from nbgrader.coursedir import CourseDirectory

    return CourseDirectory(config=config)


def _must_be_generated(config: Any, name: str) -> None:
    """Refuse an assignment that the gradebook does not know."""
    from nbgrader.api import Gradebook, MissingEntry

    folder = _directory(config)
    with Gradebook(folder.db_url, folder.course_id) as book:
        try:
            book.find_assignment(name)
        except MissingEntry:
            raise BadInput(
                f"{folder.root}: the gradebook has no assignment {name}. `nbgrader generate_assignment {name}` there "
                "enters it."
            ) from None


def _autograde(config: Any, course: NbCourse, name: str, graded: Mapping[str, Graded], log: Path) -> None:
    """Let nbgrader enter what was graded, and write what form grader shows."""
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException

    config.Autograde.exporter_class = exporter_class(course, {name: graded})
    folder = _directory(config)
    folder.assignment_id = name
    with _logging_to(log) as logger:
        run = Autograde(coursedir=folder, config=config, log=logger, force=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what nbgrader and its database have to say to each other
                run.start()
        except NbGraderException as error:
            logger.error("%s", error)


def _enter_missing(config: Any, course: NbCourse, assignment: Assignment, graded: Mapping[str, Graded]) -> None:
    """Enter the exercises of which there is no notebook, which nbgrader passes over or stumbles over."""
    address = _directory(config).db_url
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for student, one in graded.items():
            there = _notebooks(course, assignment, student)
            if not there:
                enter_without_notebooks(address, assignment.name, student)
            for entry in (entry for entry in assignment.entries if entry not in there):
                place = {"notebook": entry.name, "assignment": assignment.name, "student": student, "db_url": address}
                result = one.of_notebook(entry.name)
                with speaking(result.language):
                    enter(place, result.report, result.said, result.due)


def _notebooks(course: NbCourse, assignment: Assignment, student: str) -> list[Entry]:
    """The exercises of which a submission has a notebook."""
    folder = course.handed_in(assignment.name, student)
    return [entry for entry in assignment.entries if (folder / f"{entry.name}.ipynb").exists()]


def _autograded(config: Any) -> Path:
    folder = _directory(config)
    return Path(folder.root) / str(folder.autograded_directory)


@contextmanager
def _logging_to(path: Path) -> Iterator[logging.Logger]:
    """A logger whose words end in a file: nbgrader says much, and a student's mishap with a traceback."""
    path.parent.mkdir(parents=True, exist_ok=True)
    logger = logging.Logger("torchgrade.nbgrader", logging.INFO)
    handler = logging.FileHandler(path, mode="w", encoding="utf-8")
    logger.addHandler(handler)
    try:
        yield logger
    finally:
        handler.close()


def _tell(
    console: Console, course: NbCourse, assignment: Assignment, graded: Mapping[str, Graded], refused: Sequence[str]
) -> None:
    def tell(text: str) -> None:
        console.print(visible(text), markup=False, highlight=False, soft_wrap=True)

    reports = [one.report for one in graded.values()]
    console.print(summary(reports))
    for student, one in graded.items():
        if not _notebooks(course, assignment, student):
            held = ", ".join(path.name for path in sorted(course.handed_in(assignment.name, student).glob("*.ipynb")))
            tell(
                f"{student}: this is no submission of {assignment.name}: it holds {held or 'no notebook'}. It counts 0."
            )
        else:
            for sentence in (*one.taken.said, *adjusted(one.report)):
                tell(f"{student}: {sentence}")
    for group in alike(graded):
        tell(
            f"{told_apart(group)} differ in capitals or code points alone. Each was graded as a student; if it is one, "
            f"keep one folder in {course.submitted}/, and `nbgrader db student remove ID` the other."
        )
    for student in refused:
        tell(f"{student}: nbgrader could not take this submission.")
    tell(f"Report: {write_site(reports, assignment.graded)}")
    tell(f"Next, in {assignment.path.parent}: nbgrader generate_feedback {assignment.name}, nbgrader export")
