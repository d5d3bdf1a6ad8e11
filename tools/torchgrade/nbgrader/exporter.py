"""The exporter of nbgrader's autograde: notebooks come in whole, and are graded before anybody needs a result."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torchgrade.nbgrader.course import NbCourse
from torchgrade.nbgrader.grading import Graded, TakenOut, grade_notebooks
from torchgrade.nbgrader.lateness import lateness
from torchgrade.nbgrader.mending import mended

KEY = "torchgrade"  # under which the preprocessors find the submission's results


def exporter_class(made_for: NbCourse, known: Mapping[str, Mapping[str, Graded]] | None = None) -> type:
    """A notebook exporter for a course; made here, since nbconvert is there only where nbgrader is.

    Args:
        made_for: the course.
        known: what was graded already, by assignment and student.
    """
    from nbconvert.exporters import NotebookExporter
    from nbformat import from_dict

    class CourseExporter(NotebookExporter):  # type: ignore[misc, unused-ignore]
        """Reads a submission as `mended` makes it, and hands its results to the preprocessors."""

        course = made_for

        def from_filename(self, filename: str, resources: Any = None, **more: Any) -> Any:
            """Convert one notebook, submitted or sanitized."""
            run: Any = self.parent
            place = resources["nbgrader"]
            graded = self._all(place["assignment"])[place["student"]]
            if run._sanitizing:
                node = from_dict(whole(self.course, place["assignment"], place["notebook"], graded.taken))
                return self.from_notebook_node(node, resources, **more)
            resources[KEY] = graded.of_notebook(place["notebook"])
            return super().from_filename(filename, resources, **more)

        def _all(self, assignment: str) -> Mapping[str, Graded]:
            """The results of every submission that this run of nbgrader is about, graded together once."""
            if not hasattr(self, "_results"):
                self._results = dict(known or {})
            if assignment not in self._results:
                run: Any = self.parent
                file, students = self.course.assignment(assignment), self._students(assignment)
                late = lateness(self.course, file, students, run.coursedir)
                self._results[assignment] = grade_notebooks(self.course, file, students, late)
            return self._results[assignment]

        def _students(self, assignment: str) -> list[str]:
            run: Any = self.parent
            folders = {Path(folder).resolve() for folder in run.assignments}
            every = self.course.students(assignment)
            return [student for student in every if self.course.handed_in(assignment, student).resolve() in folders]

    return CourseExporter


def whole(course: NbCourse, assignment: str, notebook: str, taken: TakenOut) -> dict[str, Any]:
    """A submitted notebook as nbgrader can take it."""
    exercise = next((name for name in taken.answers if name.rpartition("/")[2] == notebook), "")
    found, answer = taken.notebooks.get(exercise), taken.answers.get(exercise)
    given = course.given(assignment, notebook)
    cells = mended(found.cells if found else (), given, answer.source if answer else None)
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
