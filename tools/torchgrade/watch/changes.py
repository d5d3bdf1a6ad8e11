"""What changed since the run before: which checks turned, and the lines of the learner's file."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from torchgrade.language.speaking import _
from torchgrade.report.lines import Line
from torchgrade.report.text import visible
from torchgrade.report.words import RIGHT, WRONG
from torchgrade.watch.state import Run

_STYLES = {"+": ("green",), "-": ("red",), "@": ("cyan",)}


def changes(before: Run, now: Run) -> Iterator[Line]:
    """The lines that tell the difference between two runs."""
    yield from _turned(before, now)
    old, new = (visible(run.text or "").splitlines() for run in (before, now))
    diff = list(difflib.unified_diff(old, new, n=2, lineterm=""))[2:]  # without the two names of files
    if not diff:
        yield Line(_("The file is the same as in the run before."), ("light",))
    for text in diff:
        yield Line(f"  {text}", _STYLES.get(text[:1], ()))


def _turned(before: Run, now: Run) -> Iterator[Line]:
    was = {check.id: check.verdict == "passed" for check in before.checks}
    turned = [check for check in now.checks if was.get(check.id) is not (check.verdict == "passed")]
    for check in turned:
        if check.verdict == "passed":
            yield Line(_("{mark} now right: {title}", mark=RIGHT, title=visible(check.title)), ("green",))
        else:
            yield Line(_("{mark} not right any more: {title}", mark=WRONG, title=visible(check.title)), ("red",))
    if not turned:
        yield Line(_("The same checks are right as in the run before."), ("light",))
    yield Line("")
