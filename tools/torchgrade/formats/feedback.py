"""One zip with a page for each learner, for a course page that hands files back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from torchgrade.formats.moodle import finder, participant
from torchgrade.formats.spreadsheet import Sheet
from torchgrade.report.html import render_submission
from torchgrade.report.site import page_names
from torchgrade.results import Report

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same reports make the same bytes
_LONGEST = 60


def feedback(reports: Sequence[Report], sheet: Sheet | None = None) -> bytes:
    """The zip, in which no name leads outside and none is there twice, whatever submissions are called.

    Args:
        reports: one for each submission; what a learner may not see is left out here in any case.
        sheet: Moodle's grading worksheet, which knows the participants' numbers that its upload asks for.
    """
    stream = io.BytesIO()
    plain = page_names(report.submission for report in reports)
    taken: set[str] = set()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for report, name in zip(reports, plain, strict=True):
            entry = _moodle_name(report.submission, sheet) or name
            entry = name if entry in taken else entry
            taken.add(entry)
            info = zipfile.ZipInfo(entry, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, render_submission(report, "learner").encode("utf-8"))
    return stream.getvalue()


def _moodle_name(submission: str, sheet: Sheet | None) -> str:
    """The folder from which Moodle tells the participant: name, number, plugin; underscores part the three."""
    known = participant(submission)
    if known is None and sheet is not None:
        rows = finder(sheet)(submission)
        number = re.sub(r"\D", "", sheet.rows[rows[0]][0]) if len(rows) == 1 else ""
        known = (sheet.rows[rows[0]][1], number) if number else None
    if known is None:
        return ""
    name = re.sub(r"[^\w .-]|_", " ", known[0]).strip(" .")[:_LONGEST]
    return f"{name or 'participant'}_{int(known[1])}_assignfeedback_file/feedback.html"
