"""What one run means for an exercise: an attempt, a beginning, a better result. Never imports torch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from torchgrade.authoring.generate import is_edited
from torchgrade.errors import BadInput
from torchgrade.report.words import verdict_of_exercise
from torchgrade.results import Check, tidy
from torchgrade.standing import Standing

_NO_ATTEMPT = frozenset({"not_started", "missing", "not_selected", "not_run", "grader_fault"})


def now() -> str:
    """The time, as UTC in ISO 8601."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def after_run(last: Standing, checks: Sequence[Check], answer: str, alone: bool) -> Standing:
    """How an exercise stands after a run. One that was run alone has begun, even while it is an untouched stub."""
    verdict = verdict_of_exercise(checks)
    attempted = bool(answer) and verdict not in _NO_ATTEMPT
    tried = attempted and answer != last.answer
    moment = now()
    standing = replace(
        _better(last, verdict, checks),
        attempts=last.attempts + tried,
        answer=answer if attempted else last.answer,
        started=last.started or (moment if attempted or alone else ""),
    )
    return replace(standing, green=last.green or (moment if verdict == "passed" else ""))


def _better(last: Standing, verdict: str, checks: Sequence[Check]) -> Standing:
    """The standing with the better of two runs; of two that are as good, the later one."""
    points = tidy(sum(check.points for check in checks))
    worse = (verdict == "passed", points) < (bool(last.green), last.points)
    if worse or verdict in ("grader_fault", "not_selected"):  # tells nothing of the whole answer
        return last
    return replace(last, verdict=verdict, points=points, max_points=tidy(sum(check.max_points for check in checks)))


def answer_of(root: Path, exercise: str) -> str:
    """The digest of the learner's file; "" for one that is absent or still the stub as it was generated."""
    relative = f"{exercise}.py"
    try:
        data = (root / "exercises" / relative).read_bytes()
        return hashlib.sha256(data).hexdigest()[:16] if is_edited(root, relative) else ""
    except OSError:
        return ""
    except BadInput:  # without the table of generated stubs, every file counts as written by the learner
        return hashlib.sha256(data).hexdigest()[:16]


def untouched(root: Path, exercises: Iterable[str]) -> frozenset[str]:
    """Those of these exercises ("unit/name") whose file is still the stub as it was generated."""
    there = (name for name in exercises if (root / "exercises" / f"{name}.py").is_file())
    return frozenset(name for name in there if not answer_of(root, name))
