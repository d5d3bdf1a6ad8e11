"""A report as GitHub's Markdown, in which nothing that a learner wrote is markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from torchgrade.formats.wording import SILENT, adjusted, notes, trouble, verdict, why, worth
from torchgrade.language.speaking import _
from torchgrade.report.causes import shared_cause
from torchgrade.report.text import cut, points, visible
from torchgrade.report.words import of_verdict, verdict_of_exercise
from torchgrade.results import Check, Report

_SPECIAL = re.compile(r"([\\`*_\[\]#|~$@]|:(?=//))")


def markdown(reports: Sequence[Report]) -> str:
    """One submission in full, or a table of several and then each of them."""
    return "\n".join(part for report_part in parts(reports) for part in report_part) + "\n"


def parts(reports: Sequence[Report]) -> Iterator[list[str]]:
    """The document in pieces of which the first ones alone make sense too: a heading, then exercise by exercise."""
    if len(reports) > 1:
        yield _class(reports)
    for report in reports:
        yield _head(report)
        for name, checks in report.exercises().items():
            section = _exercise(name, checks)
            if section:
                yield section


def inline(text: str) -> str:
    """A text as one line of Markdown that shows it as it is."""
    plain = " ".join(visible(text).split())
    escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", escaped)


def fenced(text: str) -> list[str]:
    """A text as a block of code, with a fence longer than any in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *visible(text).strip("\n").splitlines(), fence]


def _class(reports: Sequence[Report]) -> list[str]:
    title = inline(reports[0].assignment) or _("Results")
    columns = (_("Submission"), _("Points"), _("Remark"))
    rows = [f"| {inline(r.submission)} | {worth(r)} | {inline(trouble(r))} |" for r in reports]
    return [f"# {title}", "", f"| {' | '.join(columns)} |", "| --- | --: | --- |", *rows, ""]


def _head(report: Report) -> list[str]:
    assignment = f"{inline(report.assignment)}: " if report.assignment else ""
    total = _("{score} of {most} points", score=points(report.score), most=points(report.max_score))
    lines = [f"## {assignment}{inline(report.submission)}", "", f"**{total}**", ""]
    if adjusted(report):
        lines += [*(f"- {inline(line)}" for line in adjusted(report)), ""]
    if trouble(report):
        lines += [inline(trouble(report)), ""]
    if not report.checks:
        return lines
    columns = (_("Exercise"), _("Verdict"), _("Points"))
    rows = [_row(name, checks) for name, checks in report.exercises().items()]
    return [*lines, f"| {' | '.join(columns)} |", "| --- | --- | --: |", *rows, ""]


def _row(name: str, checks: Sequence[Check]) -> str:
    word = of_verdict(verdict_of_exercise(checks))
    earned, most = sum(check.points for check in checks), sum(check.max_points for check in checks)
    return f"| {inline(name)} | {word.mark} {inline(word.word)} | {points(earned)}/{points(most)} |"


def _exercise(name: str, checks: Sequence[Check]) -> list[str]:
    """What is not right yet in an exercise, and its notes; nothing where there is neither."""
    told = [] if all(check.verdict in SILENT for check in checks) else _not_right(checks)
    noted = [f"- {inline(note)}" for note in notes(checks)]
    return [f"### {inline(name)}", "", *told, *noted, ""] if told or noted else []


def _not_right(checks: Sequence[Check]) -> list[str]:
    cause = shared_cause(checks)
    if cause:
        return [*fenced("\n".join(why(cause, hint=False)) or verdict(cause)), ""]
    return [line for check in checks for line in _check(check)]


def _check(check: Check) -> list[str]:
    told = inline(_("{title} (hidden)", title=check.title) if check.visibility == "hidden" else check.title)
    lines = [f"- {of_verdict(check.verdict).mark} {told}: {inline(verdict(check))}, {worth(check)}"]
    message = why(check)
    if message:
        lines += ["", *_indented(fenced("\n".join(message))), ""]
    if check.stdout and message:
        printed = fenced(cut(check.stdout))
        summary = html.escape(_("printed by the code ({number} lines)", number=len(printed) - 2))
        lines += _indented([f"<details><summary>{summary}</summary>", "", *printed, "", "</details>", ""])
    return lines


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]
