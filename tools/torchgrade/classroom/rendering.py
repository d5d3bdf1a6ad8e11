"""From results on disk to HTML, on a machine that needs no torch."""

from __future__ import annotations

from pathlib import Path

from torchgrade.classroom.roster import read_roster
from torchgrade.classroom.stored import Stored, files_of
from torchgrade.course import find_course
from torchgrade.errors import BadInput
from torchgrade.report.site import write_site


def render_folder(results: Path, out: Path, graders: Path | None = None, roster: Path | None = None) -> Path:
    """Render a results file, a folder of them, or the output folder of `torchgrade grade`; return the index.

    Args:
        results: what to render.
        out: where the pages go.
        graders: where the exercises' translations lie; by default in the course that one stands in.
        roster: a CSV of those who should have submitted.

    Raises:
        BadInput: there are no results, or one or the roster cannot be read; nothing is written then.
    """
    people = read_roster(roster) if roster else None
    reports = Stored(files_of(results))
    for _report in reports:
        pass  # one that cannot be read is found before anything is written
    try:
        return write_site(reports, out, graders=graders or _own_graders(), roster=people)
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None


def _own_graders() -> Path | None:
    course = find_course()
    return course.graders if course else None
