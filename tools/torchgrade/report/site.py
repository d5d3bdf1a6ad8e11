"""A folder of HTML: the cohort page, and for each submission a page for the instructor and one for the learner."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from torchgrade.language.speaking import translated
from torchgrade.report.cohort import Attendance, Gathering, bare
from torchgrade.report.facts import Pictures
from torchgrade.report.html import render_cohort_page, render_submission
from torchgrade.report.likeness import Compared
from torchgrade.report.processes import Processes, number_for
from torchgrade.results import Report
from torchgrade.results_io import write_text

_LONGEST = 80
# Windows keeps these names for devices, whatever extension follows.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def write_site(
    reports: Sequence[Report],
    out: Path,
    *,
    graders: Path | None = None,
    roster: Attendance | None = None,
    jobs: int | None = None,
) -> Path:
    """Write out/index.html, out/submissions/<name>.html and out/learners/<name>.html; return the index.

    Args:
        reports: the results, in English; they are read twice, and none is kept.
        out: the folder.
        graders: where the exercises' translations lie.
        roster: who should have submitted.
        jobs: how many processes render; by default one a core where there is enough to do.
    """
    with Processes(number_for(len(reports), jobs)) as processes:
        site = Site(reports, out, processes, graders, roster)
        site.look()
        return site.write()


@dataclass
class Site:
    """The pages of a class: first every report is looked at, then all is written.

    Each page is written whole or not at all. Where several reports have one submission's name, each has a page. The
    index is written last, so that it never leads to a page that is not there. Learners' pages hold nothing that is
    hidden from them and lead nowhere.
    """

    reports: Sequence[Report]
    out: Path
    processes: Processes
    graders: Path | None = None
    roster: Attendance | None = None
    compared: Sequence[Compared] = ()
    gathering: Gathering = field(init=False)
    pages: list[str] = field(init=False)

    def look(self, told: Callable[[Report], None] | None = None) -> None:
        """Read every report, so that one that cannot be read is found before anything is written.

        Args:
            told: called with each, in their order, in the language spoken now and without what takes memory.
        """
        self.gathering, self.pages, names = Gathering(self.roster, self.compared), [], PageNames()
        for report in self.processes.map(partial(_look, graders=self.graders), self._one_by_one()):
            self.pages.append(names.of(report.submission))
            self.gathering.add(report, f"submissions/{self.pages[-1]}")
            if told:
                told(report)

    def write(self, told: Callable[[], None] | None = None) -> Path:
        """Write the pages of all submissions, then the index; return it.

        Args:
            told: called when the pages of a submission are written.
        """
        put = partial(_put, out=self.out, graders=self.graders)
        for _written in self.processes.map(put, zip(self._one_by_one(), self.pages, strict=True)):
            if told:
                told()
        index = self.out / "index.html"
        write_text(index, render_cohort_page(self.gathering.cohort()))
        return index

    def _one_by_one(self) -> Iterator[Sequence[Report]]:
        """Each report in a sequence of its own: of those on disk a process is told the place alone."""
        return (self.reports[place : place + 1] for place in range(len(self.reports)))


def _look(reports: Sequence[Report], graders: Path | None) -> Report:
    return bare(translated(reports[0], graders))


def _put(work: tuple[Sequence[Report], str], out: Path, graders: Path | None) -> None:
    """Write the two pages of a submission."""
    reports, name = work
    shown = translated(reports[0], graders)
    pictures: Pictures = {}
    write_text(out / "submissions" / name, render_submission(shown, "instructor", "../index.html", pictures))
    write_text(out / "learners" / name, render_submission(shown, "learner", pictures=pictures))


class PageNames:
    """File names for submissions: safe on every system, and unique where case does not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, submission: str) -> str:
        """The next name for a submission called so."""
        stem = _safe(submission)
        candidates = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        free = next(name for name in candidates if name.lower() not in self._taken)
        self._taken.add(free.lower())
        return f"{free}.html"


def page_names(submissions: Iterable[str]) -> list[str]:
    """A file name for each submission."""
    return list(map(PageNames().of, submissions))


def _safe(name: str) -> str:
    """The name if it is plain, else what is plain in it and a digest that tells it from others like it."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:_LONGEST]
    if plain and plain == name and not _RESERVED.fullmatch(plain):
        return plain
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain or 'submission'}-{digest}"
