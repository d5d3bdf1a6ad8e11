"""Moodle: the scores in the grading worksheet that the teacher downloaded, ready to be uploaded again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from torchgrade.errors import BadInput
from torchgrade.formats.matching import grade, lookup, match, scaled
from torchgrade.formats.spreadsheet import Sheet
from torchgrade.formats.wording import adjusted, verdict, why, worth
from torchgrade.language.speaking import _
from torchgrade.report.text import as_finite, points
from torchgrade.results import Report

# The worksheet's titles are in the language of whoever downloads it; other ones are named with --column.
_GRADE = ("Grade", "成绩", "分数", "Note", "Bewertung", "Calificación")
_TOP = ("Maximum grade", "最高成绩", "最高分")
_FEEDBACK = ("Feedback comments", "反馈评论", "反馈评语")
_PARTICIPANT = re.compile(r"\D+ ?(\d+)")  # "Participant 123"
_DOWNLOADED = re.compile(r"(.*)_(\d+)_assignsubmission_[a-z]+_?.*", re.DOTALL)


def moodle(reports: Sequence[Report], sheet: Sheet, wanted: str = "") -> tuple[str, list[str]]:
    """The worksheet to upload, and notes for the teacher; who handed nothing in keeps what stood there.

    Args:
        reports: one for each submission, as learners may see them: the feedback is made from them.
        sheet: the worksheet as Moodle wrote it.
        wanted: the title of the column of grades, if it is in a language that is not known here.

    Raises:
        BadInput: it is no worksheet of Moodle, or has no such column.
    """
    column = sheet.column(wanted) if wanted else sheet.column(*_GRADE)
    if column is None or not _students(sheet):
        titles = ", ".join(sheet.header)
        raise BadInput(
            f"{sheet.path}: is no grading worksheet of Moodle, or its column of grades has another title than "
            f"{wanted or _GRADE[0]}. Name the title with --column. There are: {titles}."
        )
    found = match(reports, finder(sheet), str(sheet.path))
    rows, tops = [list(row) for row in sheet.rows], set()
    top_column, feedback = sheet.column(*_TOP), sheet.column(*_FEEDBACK)
    for number, report in found.by_row.items():
        top = _number(rows[number][top_column]) if top_column is not None else None
        tops.add(top)
        rows[number][column] = grade(report, top)
        if feedback is not None:
            rows[number][feedback] = comment(report)
    said = [note for top in tops for note in scaled(list(found.by_row.values()), top)]
    return sheet.text(rows), [*found.notes, *said]


def comment(report: Report) -> str:
    """A few lines of plain text: the score, then each check that is not right and why, without hints."""
    total = _("{score} of {most} points", score=points(report.score), most=points(report.max_score))
    lines = [f"{total}.", *adjusted(report)]
    for check in report.checks:
        if check.verdict != "passed":
            lines.append(f"{check.exercise}: {check.title} ({verdict(check)}, {worth(check)})")
            lines += [f"  {line}" for line in why(check, hint=False)]
    return "\n".join(lines)


def participant(name: str) -> tuple[str, str] | None:
    """The full name and the participant's number, if a submission is called as Moodle calls downloaded ones."""
    found = _DOWNLOADED.fullmatch(name)
    return (found[1], found[2]) if found else None


def finder(sheet: Sheet) -> Callable[[str], list[int]]:
    """A search for a submission's row: by the participant's number, then by any other cell but grades and feedback."""
    students = _students(sheet)
    others = [i for i in range(1, len(sheet.header)) if i not in (sheet.column(*_GRADE), sheet.column(*_FEEDBACK))]
    whole = {number: sheet.rows[number][0] for number in students}
    known = [{number: sheet.rows[number][i] for number in students} for i in others]
    find = lookup([students, whole, *known])

    def find_row(name: str) -> list[int]:
        downloaded = participant(name)
        return find(downloaded[1]) if downloaded else find(name)

    return find_row


def _students(sheet: Sheet) -> dict[int, str]:
    """The participants' numbers by row."""
    found = {number: _PARTICIPANT.fullmatch(row[0].strip()) for number, row in enumerate(sheet.rows) if number}
    return {number: match_[1] for number, match_ in found.items() if match_}


def _number(text: str) -> float | None:
    try:
        return as_finite(float(text.replace(",", ".")))
    except ValueError:
        return None
