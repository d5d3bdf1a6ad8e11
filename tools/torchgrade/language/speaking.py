"""The language that is spoken now: `_` puts our own sentences into it, `translated` a whole report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from torchgrade.language import po
from torchgrade.language.said import filled, spoken
from torchgrade.results import Check, Report

ENGLISH = "en"
LOCALES = Path(__file__).parent.parent / "locale"
_SPOKEN: ContextVar[str] = ContextVar("torchgrade_language", default=ENGLISH)


def language() -> str:
    """The language that is spoken now, as gettext names it."""
    return _SPOKEN.get()


def use(locale: str) -> None:
    """Speak this language from now on."""
    _SPOKEN.set(locale)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak this language for a while."""
    token = _SPOKEN.set(locale)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def _(template: str, /, **values: object) -> str:
    """One of our own sentences in the language spoken now, `{name}` replaced by each value's text."""
    return filled(_ours(template), {name: str(value) for name, value in values.items()})


def _ours(template: str) -> str:
    locale = language()
    return template if locale == ENGLISH else _catalogue(LOCALES / f"{locale}{po.SUFFIX}").get(template, template)


@cache
def _catalogue(path: Path) -> dict[str, str]:
    return po.read(path) if path.is_file() else {}


def of_exercise(text: str, exercise: str, graders: Path | None) -> str:
    """A text of an exercise ("unit/name") from the catalogue beside its grader; English where that says nothing."""
    if language() == ENGLISH or graders is None:
        return text
    unit, _, name = exercise.rpartition("/")
    return _catalogue(graders / unit / f"{name}.{language()}{po.SUFFIX}").get(text, text)


def of_unit(text: str, unit: str, graders: Path) -> str:
    """A text of a unit's unit.toml."""
    return of_exercise(text, f"{unit}/unit", graders)


def say_again(part: Any) -> str:
    """A sentence, or a value of one, from results, in the language spoken now."""
    return part if isinstance(part, str) else spoken(part, _ours)


def message_of(check: Check) -> str:
    """What went wrong in a check, in the language spoken now."""
    if language() == ENGLISH or not check.said:
        return check.message
    try:
        return spoken(check.said, _ours)
    except ValueError:
        return check.message


def translated(report: Report, graders: Path | None) -> Report:
    """The report with everything that a reader reads in the language spoken now.

    Args:
        report: the results, in English.
        graders: where the exercises' catalogues lie, if they are at hand.
    """
    if language() == ENGLISH:
        return report
    return replace(report, checks=tuple(_check(check, graders) for check in report.checks))


def _check(check: Check, graders: Path | None) -> Check:
    def own(text: str) -> str:
        return of_exercise(text, check.exercise, graders)

    idea = None if check.misconception is None else own(check.misconception)
    return replace(check, title=own(check.title), hint=own(check.hint), misconception=idea, message=message_of(check))
