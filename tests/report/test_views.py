from __future__ import annotations

from dataclasses import replace

import pytest

from torchgrade.report.views import learner_view, view
from torchgrade.results import Report, Verdict
from torchgrade.results_io import to_json

SECRET = "hidden-case-secret"


def test_nothing_of_a_hidden_check_is_left(rich_report: Report) -> None:
    shown = to_json(learner_view(rich_report))
    assert SECRET in to_json(rich_report)
    for trace in (SECRET, "test_far_apart", "rows are far apart", "7777.25", "8888.5", "0.00012345", "424242"):
        assert trace not in shown


def test_hidden_checks_are_a_count_and_the_total_stays_honest(rich_report: Report) -> None:
    shown = learner_view(rich_report)
    assert (shown.score, shown.max_score) == (rich_report.score, rich_report.max_score)
    [summary] = [check for check in shown.checks if check.title == "1 hidden check"]
    assert (summary.exercise, summary.points, summary.max_points) == ("03_activations/softmax", 0, 3)


def test_several_hidden_checks_of_an_exercise_become_one_line(rich_report: Report) -> None:
    hidden = tuple(replace(check, visibility="hidden") for check in rich_report.checks)
    shown = learner_view(replace(rich_report, checks=hidden))
    assert [check.title for check in shown.checks] == [
        "2 hidden checks",
        "3 hidden checks",
        "3 hidden checks",
        "2 hidden checks",
    ]
    assert shown.score == rich_report.score


@pytest.mark.parametrize(
    ("verdicts", "seen"),
    [
        (["passed", "passed"], "passed"),
        (["passed", "timeout"], "failed"),
        (["crashed", "crashed"], "failed"),
        (["error"], "failed"),
        (["not_started", "not_started"], "not_started"),
        (["passed", "missing"], "missing"),
        (["not_run"], "not_run"),
    ],
)
def test_how_a_hidden_check_went_wrong_is_not_told(rich_report: Report, verdicts: list[Verdict], seen: str) -> None:
    hidden = rich_report.checks[4]
    checks = tuple(replace(hidden, verdict=verdict) for verdict in verdicts)
    assert [check.verdict for check in learner_view(replace(rich_report, checks=checks)).checks] == [seen]


def test_what_is_visible_stays_as_it_is(rich_report: Report) -> None:
    visible = [check for check in rich_report.checks if check.visibility == "visible"]
    assert [check for check in learner_view(rich_report).checks if check in visible] == visible


def test_flags_and_a_faults_message_are_for_the_instructor(rich_report: Report) -> None:
    fault = replace(rich_report, status="grader_fault", message=f"KeyError in {SECRET}")
    shown = learner_view(fault)
    assert (shown.flags, shown.message, shown.status) == ((), "", "grader_fault")


def test_why_a_submission_could_not_be_read_is_told() -> None:
    unreadable = Report("s13", status="unreadable", message="s13.zip: not a zip file.")
    assert learner_view(unreadable).message == "s13.zip: not a zip file."


def test_a_second_view_changes_nothing(rich_report: Report) -> None:
    once = learner_view(rich_report)
    assert learner_view(once) == once


def test_the_instructor_sees_everything(rich_report: Report) -> None:
    assert view(rich_report, "instructor") is rich_report
    assert view(rich_report, "learner") == learner_view(rich_report)
