"""GitHub Actions: annotations as workflow commands for a step's log, and Markdown for its summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from torchgrade.formats.markdown import parts
from torchgrade.formats.wording import BROKEN, SILENT, notes, shortened, trouble, verdict, why, worth
from torchgrade.language.speaking import _
from torchgrade.report.text import cut, visible
from torchgrade.results import Check, Report

MOST_SHOWN = 10  # GitHub shows this many annotations of a kind for a step
MOST_BYTES = 1_000_000  # of 1 MiB that a step's summary may have
_LONGEST = 1_000
_MOST_PRINTED = 100_000  # characters of a log

Place = Callable[[Check], tuple[str, int | None]]


def log(reports: Sequence[Report], token: str, place: Place | None = None) -> str:
    """What a step prints: annotations, then what the code printed, where no command of its own is heard.

    Args:
        reports: as their reader may see them.
        token: random and new for each run: whoever knows it can end the fence.
        place: the learner's file and line that a check is about, if they are known.
    """
    found = [(report, check) for report in reports for check in report.checks if check.verdict not in SILENT]
    wrong = [(report, check) for report, check in found if check.verdict not in ("not_run", "grader_fault")]
    lines = [command("error", trouble(report), title=report.submission) for report in reports if trouble(report)]
    room = max(MOST_SHOWN - len(lines), 1)
    shown = wrong if len(wrong) <= room else wrong[: room - 1]
    lines += [_annotation(check, place) for _report, check in shown]
    if len(shown) < len(wrong):
        rest = _("{number} more checks are not right yet; the summary has all of them.", number=len(wrong) - len(shown))
        lines.append(command("error", rest, title="torchgrade"))
    lines += [command("warning", "\n".join(why(check)), title=check.exercise) for check in _faults(found)]
    lines += [command("notice", note, title=name) for name, note in _notes(reports)]
    return "\n".join([*lines, *_printed(found, token)]) + "\n"


def summary(reports: Sequence[Report], most_bytes: int = MOST_BYTES) -> str:
    """Markdown for $GITHUB_STEP_SUMMARY, which ends early, with a sentence, where it would be too long."""
    pieces: list[str] = []
    room, left_out = most_bytes - 500, 0  # the last sentence needs some
    for part in parts(reports):
        piece = "\n".join(part) + "\n"
        room -= len(piece.encode("utf-8"))
        if room < 0:
            left_out += 1
        else:
            pieces.append(piece)
    if left_out:
        rest = _("{number} more sections did not fit; the results file has everything.", number=left_out)
        pieces.append(f"\n{rest}\n")
    return "".join(pieces)


def command(kind: str, message: str, **properties: object) -> str:
    """A workflow command; nothing in the message or the properties can end it or begin another one."""
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value not in ("", None))
    return f"::{kind}{' ' if told else ''}{told}::{_data(message)}"


def _annotation(check: Check, place: Place | None) -> str:
    file, line = place(check) if place else ("", None)
    title = f"{check.exercise}: {verdict(check)} ({worth(check)})"
    message = "\n".join([check.title, *why(check)])
    kind = "error" if check.verdict in BROKEN or not check.points else "warning"
    return command(kind, shortened(message, _LONGEST), file=file, line=line, title=title)


def _notes(reports: Sequence[Report]) -> list[tuple[str, str]]:
    """Exercises and what is worth knowing about them, at most as many as are shown."""
    pairs = [
        (name, note) for report in reports for name, checks in report.exercises().items() for note in notes(checks)
    ]
    return pairs[:MOST_SHOWN]


def _faults(found: Sequence[tuple[Report, Check]]) -> list[Check]:
    return [check for _report, check in found if check.verdict == "grader_fault"][:MOST_SHOWN]


def _printed(found: Sequence[tuple[Report, Check]], token: str) -> list[str]:
    """What the learner's code printed, in a group; GitHub hears no command between the fences."""
    texts = {cut(visible(check.stdout)): check for _report, check in found if check.stdout}
    if not texts:
        return []
    if not re.fullmatch(r"[0-9a-f]{32,}", token):
        raise ValueError("the token must be random: 32 hexadecimal digits or more")
    title = _("What the code printed")
    lines = [command("group", title), f"::stop-commands::{token}"]
    room = _MOST_PRINTED
    for text, check in texts.items():
        lines += [f"{check.exercise}: {check.title}".replace("\n", " "), *text[:room].splitlines(), ""]
        room -= len(text)
        if room <= 0:
            lines.append(_("The rest is in the results file."))
            break
    return [*lines, f"::{token}::", "::endgroup::"]


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
