"""A folder of HTML: the cohort page and a page for each submission."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from torchgrade.report.html import render_cohort, render_submission
from torchgrade.results import Report
from torchgrade.results_io import write_text

_LONGEST = 80
# Windows keeps these names for devices, whatever extension follows.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def write_site(reports: Sequence[Report], out: Path) -> Path:
    """Write out/index.html and out/submissions/<name>.html, each whole or not at all; return the index.

    The pages are the instructor's. Where several reports have one submission's name, each has a page, and the
    index links to the last of them. The index is written last, so that it never leads to a page that is not there.
    """
    links = {}
    for report, name in zip(reports, page_names(report.submission for report in reports), strict=True):
        links[report.submission] = f"submissions/{name}"
        page = render_submission(report, "instructor", back="../index.html")
        write_text(out / "submissions" / name, page)
    index = out / "index.html"
    write_text(index, render_cohort(reports, links))
    return index


def page_names(submissions: Iterable[str]) -> list[str]:
    """A file name for each submission: safe on every system, and unique where case does not count."""
    taken: set[str] = set()
    return [_unique(_safe(submission), taken) for submission in submissions]


def _safe(name: str) -> str:
    """The name if it is plain, else what is plain in it and a digest that tells it from others like it."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:_LONGEST]
    if plain and plain == name and not _RESERVED.fullmatch(plain):
        return plain
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain or 'submission'}-{digest}"


def _unique(stem: str, taken: set[str]) -> str:
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    free = next(name for name in candidates if name.lower() not in taken)
    taken.add(free.lower())
    return f"{free}.html"
