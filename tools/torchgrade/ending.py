"""The end of a grading run under pytest: results on disk, the board on the screen."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch

import torchgrade
from torchgrade.arrangement import in_order
from torchgrade.course import Entry, catalogue, select
from torchgrade.devices import missing_devices
from torchgrade.gather import Gathered
from torchgrade.language.speaking import translated
from torchgrade.milestones import milestones
from torchgrade.progress import Change, next_exercise, record_run
from torchgrade.report.board import board
from torchgrade.results import Environment, Report
from torchgrade.results_io import to_json, write_text
from torchgrade.run_options import Options, results_path


def quieten(terminal: pytest.TerminalReporter) -> None:
    """Leave pytest's own pages of failures out, unless the user asked for them."""
    option = terminal.config.option
    if option.tbstyle == "auto":
        option.tbstyle = "no"
    if option.reportchars == "fE":  # pytest's default, which the reporter has read already
        terminal.reportchars = ""


def end_run(terminal: pytest.TerminalReporter, options: Options, gathered: Gathered) -> None:
    """Write the results and show the board."""
    assert options.graders is not None  # noqa: S101 (something was graded, so there are graders)
    entries = catalogue(options.graders)
    report = _report(options, options.graders, entries, gathered)
    change = record_run(options.graders.parent, report) if options.own else None
    width, verbose = terminal.config.get_terminal_writer().fullwidth, terminal.config.get_verbosity()
    terminal.write_line("")
    achieved = _achieved(change, report, entries, options.graders)
    for line in board(translated(report, options.graders), width, verbose, *achieved):
        terminal.write_line(line.text, **dict.fromkeys(line.styles, True))
    path = results_path(options, options.graders.parent, report.partial)
    try:
        write_text(path, to_json(report))
    except OSError as error:
        terminal.write_line(f"{path}: results could not be written ({error.strerror}).", red=True)
    if change and change.note:
        terminal.write_line(change.note, yellow=True)


def _achieved(change: Change | None, report: Report, entries: Sequence[Entry], graders: Path) -> tuple[list[str], str]:
    """What the run has achieved, in sentences, and the exercise that comes next."""
    if change is None:
        return [], ""
    mine = [entry for entry in entries if entry.id in report.exercises()]
    following = next_exercise(entries, change.after, mine[-1] if mine else None)
    return milestones(change, entries, graders), following.id if following else ""


def _report(options: Options, graders: Path, entries: Sequence[Entry], gathered: Gathered) -> Report:
    asked = select(entries, options.exercises) if options.exercises else entries
    graded = {cases.info.exercise for cases in gathered.checks.values()}
    whole = {entry.id for entry in entries} == graded
    report = gathered.report(
        _name(options), whole, missing_devices(options.device), _environment(options, gathered.layers)
    )
    report = replace(report, grader_version=torchgrade.__version__, partial=report.partial or len(asked) < len(entries))
    return in_order(report, [entry.id for entry in entries])


def _name(options: Options) -> str:
    return options.submission.name if options.submission else "exercises"


def _environment(options: Options, layers: tuple[str, ...]) -> Environment:
    if not options.isolate:
        layers = ("none: the code ran beside the grader",)
    return Environment(
        python=platform.python_version(),
        torch=torch.__version__,
        device=",".join(options.devices),
        threads=1 if options.isolate else torch.get_num_threads(),
        seed=options.seed,
        isolation=layers or ("own process: no contestant was needed",),
    )
