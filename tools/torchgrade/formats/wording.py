"""What a check has to say, in plain lines that every format of text is made from."""

from __future__ import annotations

from torchgrade.language.speaking import _
from torchgrade.report.adjusted import adjusted as adjusted
from torchgrade.report.notes import notes as notes
from torchgrade.report.notes import said
from torchgrade.report.text import points, visible
from torchgrade.report.words import case_name, of_status, of_verdict
from torchgrade.results import Check, Report

SILENT = frozenset({"passed", "not_started", "not_selected"})
BROKEN = frozenset({"error", "timeout", "crashed", "missing", "grader_fault"})
LEFT_OUT = frozenset({"not_started", "not_run", "not_selected"})


def verdict(check: Check) -> str:
    """A check's verdict in words."""
    return of_verdict(check.verdict).word


def worth(part: Check | Report) -> str:
    """Points as "3/5"."""
    if isinstance(part, Check):
        return f"{points(part.points)}/{points(part.max_points)}"
    return f"{points(part.score)}/{points(part.max_score)}"


def why(check: Check, hint: bool = True) -> list[str]:
    """Why a check is not right, a line each, the wrong idea first; nothing where there is nothing to explain.

    Args:
        check: the check, already in the language spoken and as its reader may see it.
        hint: whether the first rung of the ladder ends it.
    """
    if check.verdict in SILENT:
        return []
    lines = [_("Looks like {idea}.", idea=check.misconception.rstrip("."))] if check.misconception else _relation(check)
    lines += check.message.strip("\n").splitlines()
    case = case_name(check.evidence)
    if case:
        lines.append(_("First seen in {case}.", case=case))
    if check.hint and hint:
        lines.append(_("Hint: {hint}", hint=check.hint))
    return [visible(line) for line in lines]


def _relation(check: Check) -> list[str]:
    return said(check.relation) if check.relation else []


def trouble(report: Report) -> str:
    """Why a report is no full grade: it could not be read, a fault of ours, only a part was run; else nothing."""
    if report.status != "graded":
        word = of_status(report.status).word
        return visible(f"{word}: {report.message}" if report.message else word)
    return _("partial run: not every check was selected") if report.partial else ""


def short(exercise: str) -> str:
    """An exercise's name without its unit."""
    return exercise.rpartition("/")[2]


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, ending in an ellipsis if it was longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
