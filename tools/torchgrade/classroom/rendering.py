"""From results on disk to HTML, on a machine that needs no torch."""

from __future__ import annotations

from pathlib import Path

from torchgrade.classroom.roster import read_roster
from torchgrade.classroom.stored import Stored, files_of
from torchgrade.course import find_course
from torchgrade.errors import BadInput
from torchgrade.report.likeness import read_compared
from torchgrade.report.processes import Processes, number_for
from torchgrade.report.site import Site


def render_folder(
    results: Path, out: Path, graders: Path | None = None, roster: Path | None = None, jobs: int | None = None
) -> Path:
    """Render a results file, a folder of them, or the output folder of `torchgrade grade`; return the index.

    Args:
        results: what to render.
        out: where the pages go.
        graders: where the exercises' translations lie; by default in the course that one stands in.
        roster: a CSV of those who should have submitted.
        jobs: how many processes render; by default one a core where there is enough to do.

    Raises:
        BadInput: there are no results, or one or the roster cannot be read; nothing is written then.
    """
    people = read_roster(roster) if roster else None
    reports, compared = Stored(files_of(results)), read_compared(results)
    with Processes(number_for(len(reports), jobs)) as processes:
        site = Site(reports, out, processes, graders or _own_graders(), people, compared)
        site.look()
        try:
            return site.write()
        except OSError as error:
            raise BadInput(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None


def _own_graders() -> Path | None:
    course = find_course()
    return course.graders if course else None
