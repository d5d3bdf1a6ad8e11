from __future__ import annotations

from dataclasses import replace

import pytest

from torchgrade.report import statistics
from torchgrade.results import Check, Report, Verdict


def check(name: str, verdict: Verdict, points: float = 0, idea: str | None = None) -> Check:
    return Check("softmax", f"softmax::{name}", name, points, 4, verdict, misconception=idea)


def test_a_pass_rate_counts_those_for_whom_the_check_ran() -> None:
    verdicts: list[Verdict] = ["passed", "passed", "failed", "not_started", "not_run", "not_selected", "grader_fault"]
    assert statistics.pass_rate([check("a", verdict) for verdict in verdicts]) == 2 / 4


def test_a_pass_rate_over_nothing_is_not_defined() -> None:
    assert statistics.pass_rate([check("a", "not_run")]) is None


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    # Rest of the score: 1, 2, 3, 6 (mean 3). Item: 0, 0, 4, 4 (mean 2).
    # Covariance sum: (-2)(-2) + (-2)(-1) + 2*0 + 2*3 = 12; squares: 16 and 4 + 1 + 0 + 9 = 14; 12 / sqrt(224).
    assert statistics.discrimination([0, 0, 4, 4], [1, 2, 7, 10]) == pytest.approx(12 / 224**0.5)


def test_the_item_does_not_correlate_with_itself() -> None:
    # Uncorrected, item and total correlate perfectly; the rest is the same for all.
    assert statistics.discrimination([0, 4, 4], [3, 7, 7]) is None


def test_discrimination_is_negative_when_the_weak_pass() -> None:
    # Rest: 0, 1, 10. In thirds, deviations 4, 4, -8 and -11, -8, 19: products sum to -228, squares to 96 and 546.
    assert statistics.discrimination([4, 4, 0], [4, 5, 10]) == pytest.approx(-228 / (96 * 546) ** 0.5)


@pytest.mark.parametrize("item", [[4, 4, 4], [0, 0, 0]])
def test_discrimination_needs_spread(item: list[float]) -> None:
    assert statistics.discrimination(item, [4, 6, 9]) is None


def test_discrimination_needs_three() -> None:
    assert statistics.discrimination([0, 4], [1, 9]) is None


def test_an_item_gathers_a_check_over_the_cohort() -> None:
    reports = [
        Report("s1", (check("a", "passed", 4), check("b", "passed", 4))),
        Report("s2", (check("a", "failed", idea="wrong dim"), check("b", "not_run"))),
        Report("s3", (check("a", "failed", idea="no shift"), check("b", "failed"))),
        Report("s4", (check("a", "timeout", idea="wrong dim"), check("b", "passed", 4))),
        Report("s5", status="unreadable"),
    ]
    first, second = statistics.items(reports)
    assert (first.ran, first.passed, first.difficulty) == (4, 1, 0.25)
    assert (first.misconception, first.misconception_count) == ("wrong dim", 2)
    # Item 4, 0, 0, 0 and rest 4, 0, 0, 4: covariance sum 8, squares 12 and 16.
    assert first.discrimination == pytest.approx(8 / 192**0.5)
    assert (second.ran, second.passed, second.difficulty, second.misconception) == (3, 2, 2 / 3, None)


def test_a_misconception_counts_a_submission_once_and_the_most_frequent_comes_first() -> None:
    twice = Report("s1", (check("a", "failed", idea="wrong dim"), check("b", "failed", idea="wrong dim")))
    other = Report("s2", (check("a", "failed", idea="no shift"),))
    third = replace(other, submission="s3")
    assert [(idea.sentence, idea.submissions) for idea in statistics.misconceptions([twice, other, third])] == [
        ("no shift", ("s2", "s3")),
        ("wrong dim", ("s1",)),
    ]


def test_one_sentence_in_two_exercises_is_two_ideas() -> None:
    softmax = check("a", "failed", idea="sums over the wrong dim")
    reports = [Report("s1", (softmax, replace(softmax, exercise="layer_norm")))]
    assert [idea.exercise for idea in statistics.misconceptions(reports)] == ["layer_norm", "softmax"]


def test_alpha_of_checks_that_agree_and_of_checks_that_do_not() -> None:
    # Two checks alike: variances 1 and 1, of the sum 4: 2 * (1 - 2 / 4) = 1.
    assert statistics.alpha([[0, 1, 2], [0, 1, 2]]) == pytest.approx(1)
    # Variances 1 and 1/3, sums 0, 2, 2 with variance 4/3: 2 * (1 - (4/3) / (4/3)) = 0.
    assert statistics.alpha([[0, 1, 2], [0, 1, 0]]) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("columns", [[], [[1, 2, 3]], [[1, 2], [1, 2]], [[1, 1, 1], [2, 2, 2]], [[0, 1, 2], [2, 1, 0]]])
def test_alpha_needs_two_checks_three_submissions_and_some_spread(columns: list[list[float]]) -> None:
    assert statistics.alpha(columns) is None


def test_the_time_of_an_item_is_that_in_the_middle() -> None:
    reports = [
        Report(f"s{n}", (replace(check("a", "passed", 4), duration_s=seconds),)) for n, seconds in enumerate((1, 2, 9))
    ]
    assert statistics.items(reports)[0].seconds == 2


def test_shares_leave_out_what_could_not_be_scored() -> None:
    graded = Report("s1", (check("a", "passed", 4), check("b", "failed")))
    assert statistics.shares([graded, Report("s2", status="unreadable"), Report("s3")]) == [0.5]


def test_a_histogram_puts_full_marks_last_and_edges_right() -> None:
    assert statistics.histogram([0, 0.05, 0.1, 0.3, 0.7, 0.99, 1]) == [2, 1, 0, 1, 0, 0, 0, 1, 0, 2]
