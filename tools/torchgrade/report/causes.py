"""Whether one cause stands behind all that went wrong in an exercise, so that it is told once."""

from __future__ import annotations

from collections.abc import Sequence

from torchgrade.results import Check

_WRONG = frozenset({"failed", "error", "timeout", "crashed", "missing", "grader_fault"})
# What is said of a case that was not tried because an earlier one took too long.
_FOLLOWS = "not run: the code took too long in an earlier case."


def shared_cause(checks: Sequence[Check]) -> Check | None:
    """The check that tells the one cause of all of these, or None where there is more than that to tell.

    A file that is absent or cannot be loaded, a forbidden operation or an answer of None says the same on every
    check; numbers that differ, or a wrong idea that was named, belong to their own check.
    """
    if any(check.verdict not in _WRONG or _measured(check) for check in checks):
        return None
    telling = [check for check in checks if check.message and _FOLLOWS not in (check.message, *check.said[:1])]
    alike = len({check.message for check in telling}) == 1
    return telling[0] if alike and (len(checks) > 1 or telling[0].verdict == "missing") else None


def _measured(check: Check) -> bool:
    evidence = check.evidence
    return bool(check.misconception or evidence.sample) or evidence.max_abs_error is not None
