"""`torchgrade list`: every exercise by unit, what it is worth, and how the last run left it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table

from torchgrade.course import catalogue, find_graders
from torchgrade.grader_text import read_checks
from torchgrade.hints import last_report
from torchgrade.report.words import of_verdict, verdict_of_exercise
from torchgrade.results import tidy


def show(graders: Path | None) -> None:
    """Print the list."""
    folder = find_graders(graders)
    report = last_report(folder.parent)
    done = report.exercises() if report else {}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("exercise", "points", "last run"):
        table.add_column(title, justify="right" if title == "points" else "left")
    for unit, entries in groupby(catalogue(folder), key=lambda entry: entry.unit):
        table.add_row(f"[bold]{unit}[/bold]")
        for entry in entries:
            worth = sum(check.points for check in read_checks(entry.grader))
            checks = done.get(entry.id, ())
            verdict = of_verdict(verdict_of_exercise(checks)) if checks else None
            state = f"{verdict.mark} {verdict.word}" if verdict else "– not run yet"
            table.add_row(f"  {entry.name}", f"{tidy(worth):g}", state)
    Console().print(table)
