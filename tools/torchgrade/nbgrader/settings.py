"""What a course's nbgrader_config.py sets: whose code runs where, and what students get to see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torchgrade.course import find_graders
from torchgrade.grading.command import mode_of
from torchgrade.isolation.mode import Isolation
from torchgrade.nbgrader.alembic import find_alembic
from torchgrade.nbgrader.course import NbCourse
from torchgrade.nbgrader.exporter import exporter_class
from torchgrade.nbgrader.lateness import due_at_release, penalty_class

_HERE = "torchgrade.nbgrader"


def apply(
    c: Any,
    file: str,
    graders: str,
    *,
    time_limit: float = 10.0,
    isolation: str = "standard",
    jobs: int | None = None,
) -> None:
    """Let nbgrader grade by torchgrade's isolated run, release our stubs, and keep hidden tests out of feedback.

    Args:
        c: nbgrader's configuration.
        file: the configuration's own file, which lies in the course folder.
        graders: the folder of graders, which no student gets; from the course folder on, if it is relative.
        time_limit: seconds of computing for one call.
        isolation: strict, standard or process.
        jobs: submissions side by side, None for one a core.

    Raises:
        BadInput: there are no graders, or there is no such isolation.
    """
    from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import AssignLatePenalties, ClearSolutions, Execute, SaveAutoGrades

    root = Path(file).resolve().parent
    course = NbCourse(root, find_graders(root / graders), time_limit, Isolation(mode_of(isolation)), jobs)
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.ignore = [*CourseDirectory().ignore, ".torchgrade"]  # what an instructor's own tries leave
    find_alembic()
    c.Autograde.exporter_class = exporter_class(course)
    c.Autograde.autograde_preprocessors = _with(
        Autograde().autograde_preprocessors,
        {
            Execute: [f"{_HERE}.autograde.show_results"],
            SaveAutoGrades: [SaveAutoGrades, f"{_HERE}.autograde.enter_results"],
        },
    )
    stubs = [f"{_HERE}.release.keep_stubs", ClearSolutions, f"{_HERE}.release.put_stubs"]
    generate = _with(GenerateAssignment().preprocessors, {ClearSolutions: stubs})
    c.GenerateAssignment.preprocessors = [due_at_release(course), *generate]
    c.AssignLatePenalties.plugin_class = penalty_class(course)
    # Once more before feedback: by then people have given marks, of which lateness takes its share too.
    feedback = [f"{_HERE}.feedback.hide_tests", AssignLatePenalties]
    c.GenerateFeedback.preprocessors = [*feedback, *GenerateFeedback().preprocessors]


def _with(steps: list[Any], replaced: dict[Any, list[Any]]) -> list[Any]:
    """The steps of one of nbgrader's own runs, some of them replaced."""
    return [new for step in steps for new in replaced.get(step, [step])]
