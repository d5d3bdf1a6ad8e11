"""A folder of HTML: the cohort page, and for each submission a page for the instructor and one for the learner."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from torchgrade.language.speaking import translated
from torchgrade.report.cohort import Attendance, Gathering
from torchgrade.report.facts import Pictures
from torchgrade.report.html import render_cohort_page, render_submission
from torchgrade.results import Report
from torchgrade.results_io import write_text

_LONGEST = 80
# Windows keeps these names for devices, whatever extension follows.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def write_site(
    reports: Iterable[Report], out: Path, *, graders: Path | None = None, roster: Attendance | None = None
) -> Path:
    """Write out/index.html, out/submissions/<name>.html and out/learners/<name>.html; return the index.

    Each page is written whole or not at all. Reports are looked at one after the other and none is kept. Where several
    have one submission's name, each has a page. The index is written last, so that it never leads to a page that is
    not there. Learners' pages hold nothing that is hidden from them and lead nowhere.

    Args:
        reports: the results, in English.
        out: the folder.
        graders: where the exercises' translations lie.
        roster: who should have submitted.
    """
    gathering, names = Gathering(roster), PageNames()
    for report in reports:
        shown, name = translated(report, graders), names.of(report.submission)
        gathering.add(shown, f"submissions/{name}")
        pictures: Pictures = {}
        page = render_submission(shown, "instructor", "../index.html", pictures)
        write_text(out / "submissions" / name, page)
        write_text(out / "learners" / name, render_submission(shown, "learner", pictures=pictures))
    index = out / "index.html"
    write_text(index, render_cohort_page(gathering.cohort()))
    return index


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
