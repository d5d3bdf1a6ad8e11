"""`torchgrade nbgrader new`: a course folder in which nbgrader's own commands work at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from torchgrade.assignment.choosing import choose
from torchgrade.assignment.example import example
from torchgrade.assignment.model import Assignment
from torchgrade.assignment.reading import read_assignment
from torchgrade.course import Entry, catalogue, find_graders
from torchgrade.errors import BadInput
from torchgrade.language.chosen import chosen
from torchgrade.language.speaking import language, speaking
from torchgrade.nbgrader.course import CONFIG
from torchgrade.nbgrader.source import write_notebooks
from torchgrade.nbgrader.support import write_support
from torchgrade.results_io import write_text

_CONFIG = '''\
"""nbgrader's settings for this course, which `torchgrade nbgrader new` wrote. All nbgrader commands read them."""

from torchgrade.nbgrader import configure

c = get_config()
c.CourseDirectory.course_id = {course!r}
c.Exchange.root = {exchange!r}  # where students fetch and submit; for a class, a folder that all can reach

# Learner code runs in torchgrade's isolated processes, never in nbgrader. isolation="strict" stops where a layer is
# missing on this machine; time_limit is in seconds for one call.
configure(c, __file__, graders={graders!r}, isolation="standard", time_limit=10)
'''


def new_course(root: Path, exercises: Sequence[str], name: str, graders: Path | None) -> Assignment:
    """Make a course folder with an assignment, or add the assignment to a course that is there.

    Raises:
        BadInput: the assignment is there already, an exercise is unknown, or a file cannot be written.
    """
    if not re.fullmatch(r"\w[\w-]*", name):
        raise BadInput(f"{name!r} makes no assignment's name. Use letters, digits, '-' and '_', as in ps1.")
    folder = find_graders(graders)
    entries = catalogue(folder)
    chosen_ones = choose(entries, exercises)
    path = root / f"{name}.toml"
    if path.exists():
        raise BadInput(
            f"{path} is there already. Edit it, then `torchgrade nbgrader notebooks {root} {name}`; or choose another "
            "name with --assignment."
        )
    try:
        _write(root, path, chosen_ones, folder)
    except OSError as error:
        raise BadInput(
            f"{error.filename or root}: cannot be written ({error.strerror}). Name another folder."
        ) from None
    return source_notebooks(root, name, folder)


def _write(root: Path, path: Path, entries: Sequence[Entry], graders: Path) -> None:
    text = example(path.stem, entries)
    write_text(path, text.replace('language = "en"', f'language = "{language().partition("_")[0]}"'))
    exchange = root.resolve() / "exchange"
    if not (root / CONFIG).exists():
        exchange.mkdir(exist_ok=True)
        called = re.sub(r"[^\w-]+", "_", root.resolve().name)
        write_text(root / CONFIG, _CONFIG.format(course=called, exchange=str(exchange), graders=str(graders)))


def source_notebooks(root: Path, name: str, graders: Path) -> Assignment:
    """Write an assignment's source notebooks, and what students need beside them, as its file says now.

    Raises:
        BadInput: the file is missing or wrong, or something cannot be written.
    """
    assignment = read_assignment(root / f"{name}.toml", catalogue(graders))
    write_source(assignment, root / "source" / name, graders, chosen(assignment.language))
    return assignment


def write_source(assignment: Assignment, out: Path, graders: Path, locale: str) -> None:
    """Write source notebooks, and what students need beside them, in a language.

    Raises:
        BadInput: an exercise has no solution, a grader is at fault, or something cannot be written.
    """
    with speaking(locale):
        write_notebooks(assignment, out, graders)
        write_support(assignment, out, graders, locale)
