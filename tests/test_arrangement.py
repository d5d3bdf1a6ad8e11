from __future__ import annotations

from torchgrade.arrangement import in_order
from torchgrade.results import Check, Report


def check(exercise: str, name: str, line: int, verdict: str = "failed") -> Check:
    return Check(
        exercise, f"{exercise}::{name}", name, 2 if verdict == "passed" else 0, 5, verdict, line=line, message="m"
    )


def test_checks_follow_the_catalogue_and_then_the_grader():
    report = Report("s", (check("u/b", "y", 9), check("u/a", "x", 5), check("u/c", "z", 1), check("u/b", "w", 2)))
    assert [item.title for item in in_order(report, ["u/b", "u/a"]).checks] == ["w", "y", "x", "z"]
