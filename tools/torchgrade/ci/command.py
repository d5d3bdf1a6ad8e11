"""`torchgrade ci`: grade the checkout one stands in, and write what the job's surroundings wait for."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from torchgrade.ci.grading import Graded, Order, grade_checkout
from torchgrade.ci.surroundings import Surroundings
from torchgrade.errors import BadInput, TorchgradeError
from torchgrade.formats.command import Target, append, targets_of
from torchgrade.formats.github import Place, log, summary
from torchgrade.formats.github_classroom import encoded, github_classroom
from torchgrade.formats.registry import FORMATS, Request
from torchgrade.formats.terminal import terminal
from torchgrade.formats.writing import write_all
from torchgrade.language.speaking import _
from torchgrade.report.html import render_submission
from torchgrade.report.text import percent
from torchgrade.results import Check, Report

_LINE = re.compile(r"([\w./-]+\.py), line (\d+)")


def run(
    order: Order, around: Surroundings, out: Path, formats: Sequence[str] = (), fail_under: float | None = None
) -> int:
    """Grade, write and print; return the exit status: 1 below `fail_under` percent or by a fault of the graders.

    Args:
        order: what is graded.
        around: what is known of the job.
        out: the folder for results.json, junit.xml, report.html and the other formats.
        formats: more formats, as `torchgrade report` takes them.
        fail_under: percent of the points below which the status is 1.

    Raises:
        BadInput: it could not be graded, or something cannot be written.
    """
    if fail_under is not None and not 0 <= fail_under <= 100:
        raise BadInput(f"--fail-under {fail_under:g}: give percent, from 0 to 100.")
    refuse_links(out, order.checkout)
    targets = [*_always(out), *((FORMATS[name], place) for name, place in around.files), *_asked(formats, out)]
    order = replace(order, name=order.name or around.name or order.checkout.resolve().name)
    try:
        graded = grade_checkout(order)
    except BadInput:
        raise
    except TorchgradeError as error:
        raise BadInput(str(error)) from None
    graded = _titled(graded, around)
    _write(graded, targets, order)
    _print(graded, around)
    share = graded.full.score / graded.full.max_score if graded.full.max_score else 0.0
    low = fail_under is not None and 100 * share < fail_under
    if low:
        print(_("{share} of the points: less than {limit} %.", share=percent(share), limit=f"{fail_under:g}"))
    return 1 if low or graded.full.status == "grader_fault" else 0


def refuse_links(out: Path, checkout: Path) -> None:
    """Refuse an output folder that the submission turns to another place.

    Raises:
        BadInput: it, or a folder above it in the checkout, is a link.
    """
    root = checkout.resolve()
    for part in (out, *out.parents):
        inside = part.absolute().is_relative_to(root) and part.absolute() != root
        if inside and part.is_symlink():
            raise BadInput(f"--out {out}: {part} is a link in the checkout. Name another folder.")


def _always(out: Path) -> list[Target]:
    return [(FORMATS["json"], out / "results.json"), (FORMATS["junit"], out / "junit.xml")]


def _asked(formats: Sequence[str], out: Path) -> list[Target]:
    wanted = targets_of(formats, None)
    for format_, _path in wanted:
        if format_.render is None or format_.name in ("canvas", "moodle"):
            raise BadInput(
                f"--format {format_.name}: not for one submission. `torchgrade report` writes it for a class."
            )
    return [(format_, path or out / format_.file) for format_, path in wanted]


def _titled(graded: Graded, around: Surroundings) -> Graded:
    def titled(report: Report) -> Report:
        return replace(report, assignment=report.assignment or around.assignment, attempt=around.attempt)

    return replace(graded, full=titled(graded.full), shown=titled(graded.shown), spoken=titled(graded.spoken))


def _write(graded: Graded, targets: Sequence[Target], order: Order) -> None:
    request = Request(audience=order.audience, place=_place(graded))
    page = render_submission(graded.spoken, order.audience).encode("utf-8")
    files = [(_folder(targets) / "report.html", page)]
    for format_, path in targets:
        if format_.render is None or path is None:
            continue
        made = format_.render([graded.spoken if format_.translated else graded.shown], request).files
        alone = format_.is_one_file(1)
        files += [(path if alone else path / name, data) for name, data in made]
    write_all(files)


def _folder(targets: Sequence[Target]) -> Path:
    place = targets[0][1]
    return place.parent if place else Path()


def _place(graded: Graded) -> Place:
    """A search for the learner's file and, where the message names one, its line."""

    def place(check: Check) -> tuple[str, int | None]:
        file = graded.places.get(check.exercise.rpartition("/")[2], "")
        lines = [int(number) for name, number in _LINE.findall(check.message) if Path(name).name == Path(file).name]
        return file, lines[-1] if lines and file else None

    return place


def _print(graded: Graded, around: Surroundings) -> None:
    """The board, and for GitHub annotations and what later steps read; no line of a learner's is a command there."""
    board = terminal([graded.spoken], min(shutil.get_terminal_size((100, 24)).columns, 120))
    if around.kind != "github":
        print(board, end="")
        return
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}\n{board}::{token}::")
    print(log([graded.spoken], secrets.token_hex(16), _place(graded)), end="")
    sys.stdout.flush()
    if around.summary:
        append(around.summary, summary([graded.spoken]).encode("utf-8"))
    if around.output:
        result = encoded(github_classroom(graded.spoken))
        append(
            around.output, f"result={result}\nscore={graded.full.score}\nmax_score={graded.full.max_score}\n".encode()
        )


def named_out(out: Path | None, environment: dict[str, str]) -> Path:
    """Where results go: the folder named, else one of the job's own for passing things, else one in the checkout."""
    if out is not None:
        return out
    passing = environment.get("RUNNER_TEMP")
    return Path(passing) / "torchgrade" if passing and os.path.isdir(passing) else Path("torchgrade-results")
