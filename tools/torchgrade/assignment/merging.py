"""Putting the checks of some exercises, graded anew, into a report that holds for the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from torchgrade.grading.one import NO_PROCESS
from torchgrade.results import Report


def stale(report: Report, digests: Mapping[str, str]) -> frozenset[str]:
    """The exercises of an assignment that a report has not, or has from another grader."""
    present = {check.exercise for check in report.checks}
    return frozenset(name for name, now in digests.items() if name not in present or report.graders.get(name) != now)


def merged(old: Report, new: Report | None, digests: Mapping[str, str], graders_sha256: str) -> Report:
    """The old report with the new one's exercises in the place of its own, and only those of `digests`.

    Args:
        old: what holds for all other exercises.
        new: the report of some exercises, graded now; None if all of them hold.
        digests: the assignment's exercises, each with its grader's digest.
        graders_sha256: the digest of all of them.
    """
    fresh = {check.exercise for check in new.checks} if new else set()
    kept = [check for check in old.checks if check.exercise in digests and check.exercise not in fresh]
    checks = sorted([*kept, *(new.checks if new else ())], key=lambda check: (check.exercise, check.line or 0))
    names = {check.exercise for check in kept}
    return replace(
        old,
        checks=tuple(checks),
        status="grader_fault" if any(check.verdict == "grader_fault" for check in checks) else "graded",
        flags=(*(flag for flag in old.flags if _exercise(flag) in names), *(new.flags if new else ())),
        environment=new.environment if new and NO_PROCESS not in new.environment.isolation else old.environment,
        fingerprints={**_only(old.fingerprints, names), **(new.fingerprints if new else {})},
        graders={**_only(old.graders, names), **(new.graders if new else {})},
        graders_sha256=graders_sha256,
        timing=new.timing if new else old.timing,
    )


def _exercise(flag: str) -> str:
    return flag.partition(": ")[0]


def _only(table: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: value for name, value in table.items() if name in names}
