"""What the board says below an exercise's line: which checks are not right yet, and why, each thing once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torchgrade.language.speaking import _, say_again
from torchgrade.report.causes import shared_cause
from torchgrade.report.lines import Line
from torchgrade.report.notes import notes
from torchgrade.report.text import points, visible
from torchgrade.report.words import NEITHER, RIGHT, WRONG, case_name, of_verdict
from torchgrade.results import Check, Evidence

COLOURS = {RIGHT: "green", WRONG: "red"}
_PRINTED_LINES = 6
_IN = " " * 8


def colour(mark: str) -> str:
    """The colour that repeats a mark."""
    return COLOURS.get(mark, "yellow")


def details(checks: Sequence[Check]) -> Iterator[Line]:
    """What an exercise's checks say; one that is all green needs no more than its line."""
    if all(check.verdict == "passed" for check in checks):
        return
    cause = shared_cause(checks)
    if cause:
        yield from _message(cause, indent=" " * 4)
        yield from _printed(next((check.stdout for check in checks if check.stdout), ""), indent=" " * 4)
        return
    said = _Said()
    for check in checks:
        yield _headline(check)
        if check.verdict not in ("passed", "not_started", "not_selected"):
            yield from _why(check, said)


def noted(checks: Sequence[Check]) -> Iterator[Line]:
    """What is worth knowing about an exercise's answer and costs nothing."""
    for note in notes(checks):
        yield Line(f"    {NEITHER} {note}", ("yellow",))


class _Said:
    """What stands on the board already, so that it is not said again."""

    def __init__(self) -> None:
        self._said: set[tuple[str, str]] = set()
        self.last_idea = ""  # "the same" means the one just above, and no other

    def before(self, kind: str, text: str) -> bool:
        """Whether this was said before; from now on it was."""
        known = (kind, text) in self._said
        self._said.add((kind, text))
        return known


def _headline(check: Check) -> Line:
    verdict = of_verdict(check.verdict)
    worth = f"{points(check.points)}/{points(check.max_points)}"
    text = _("{title} ({verdict}, {points})", title=visible(check.title), verdict=verdict.word, points=worth)
    return Line(f"    {verdict.mark} {text}", (colour(verdict.mark),))


def _why(check: Check, said: _Said) -> Iterator[Line]:
    if check.misconception:
        again = said.last_idea == check.misconception
        said.last_idea = check.misconception
        yield Line(f"{_IN}{_idea(check, again)}", ("bold",))
    elif check.relation:
        yield Line(f"{_IN}{visible(say_again(check.relation))}", ("bold",))
    if said.before("message", check.message):
        same = _("the same as above")
        yield Line(f"{_IN}{same}", ("light",))
    else:
        yield from _message(check, _IN)
        yield from _case(check.evidence)
    if check.stdout and not said.before("print", check.stdout):
        yield from _printed(check.stdout, _IN)


def _idea(check: Check, again: bool) -> str:
    """What a check looks like; it is named only where every failing case agrees, so both numbers are the same."""
    idea, number = visible(check.misconception or ""), check.evidence.failed
    if again:
        return _("looks like the same ({number} of {number})", number=number)
    if number == 1:
        return _("looks like {idea} (1 of 1 failing case)", idea=idea)
    return _("looks like {idea} ({number} of {number} failing cases)", idea=idea, number=number)


def _message(check: Check, indent: str) -> Iterator[Line]:
    for text in visible(check.message).splitlines():
        yield Line(f"{indent}{text}")


def _case(evidence: Evidence) -> Iterator[Line]:
    name = visible(case_name(evidence))
    if name:
        first = _("{case}, the first of {number} that fail", case=name, number=evidence.failed)
        yield Line(f"{_IN}{first if evidence.failed > 1 else name}", ("light",))


def _printed(stdout: str, indent: str) -> Iterator[Line]:
    lines = visible(stdout).splitlines()
    for text in lines[:_PRINTED_LINES]:
        shown = _("printed: {text}", text=text)
        yield Line(f"{indent}{shown}", ("light",))
    more = len(lines) - _PRINTED_LINES
    if more > 0:
        said = (
            _("printed: ... and 1 line more") if more == 1 else _("printed: ... and {number} lines more", number=more)
        )
        yield Line(f"{indent}{said}", ("light",))
