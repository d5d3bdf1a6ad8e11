"""What a run has achieved: exercises and units that turned green, in a sentence each. Never imports torch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from torchgrade.course import Entry
from torchgrade.language.speaking import _, of_unit
from torchgrade.progress import Change
from torchgrade.standing import Progress, Standing
from torchgrade.unit import read_unit

_MOST_NAMED = 3  # a run of a whole catalogue may turn many green at once


def milestones(change: Change, entries: Sequence[Entry], graders: Path) -> list[str]:
    """A line for each exercise that turned green, and one for each unit of which it was the last.

    Args:
        change: what the run changed.
        entries: the whole catalogue.
        graders: where the units' titles lie.
    """
    turned = [entry for entry in entries if entry.id in change.turned_green]
    if len(turned) > _MOST_NAMED:
        lines = [_("{number} exercises turned green.", number=len(turned))]
    else:
        lines = [_exercise(entry.name, change.after.of(entry.id)) for entry in turned]
    units = dict.fromkeys(entry.unit for entry in turned)
    return lines + [_unit(unit, graders) for unit in units if _is_complete(unit, entries, change.after)]


def duration(seconds: float) -> str:
    """A time as people say it, no finer than it matters."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("{number} s", number=max(1, round(seconds)))
    if minutes < 60:
        return _("{number} min", number=minutes)
    if minutes < 24 * 60:
        return _("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return _("{days} d {hours} h", days=minutes // (24 * 60), hours=minutes // 60 % 24)


def seconds_taken(standing: Standing) -> float:
    """How long an exercise took from its beginning until it was green; 0 where nobody saw it begin."""
    try:
        took = datetime.fromisoformat(standing.green) - datetime.fromisoformat(standing.started)
        return max(0.0, took.total_seconds())
    except (TypeError, ValueError):  # a time that someone wrote by hand
        return 0.0


def _exercise(name: str, standing: Standing) -> str:
    taken = seconds_taken(standing)
    if not taken:
        return _("{name} is green, in its first run.", name=name)
    return _(
        "{name} is green, {time} after you began (attempts: {attempts}, hints: {hints}).",
        name=name,
        time=duration(taken),
        attempts=standing.attempts,
        hints=standing.hints,
    )


def _unit(unit: str, graders: Path) -> str:
    about = read_unit(graders / unit)
    title = of_unit(about.title, unit, graders)
    if not about.builds:
        return _("The unit {title} is complete.", title=_quoted(title))
    builds = of_unit(about.builds, unit, graders)
    return _(
        "The unit {title} is complete. You can now build {builds}.", title=_quoted(title), builds=builds.rstrip(".")
    )


def _quoted(title: str) -> str:
    return _('"{title}"', title=title)


def _is_complete(unit: str, entries: Sequence[Entry], progress: Progress) -> bool:
    return all(entry.id in progress.green for entry in entries if entry.unit == unit)
