from __future__ import annotations

from torchgrade.report.cohort import cohort
from torchgrade.results import Report


def test_a_class_is_counted_by_status_and_score(small_class: list[Report]) -> None:
    page = cohort(small_class, {})
    assert dict(page.statuses) == {"graded": 12, "unreadable": 1, "grader_fault": 1}
    assert sum(page.bars) == 13
    assert page.full_marks == sum(report.score == report.max_score > 0 for report in small_class)


def test_an_empty_class_has_a_page() -> None:
    page = cohort([], {})
    assert (page.rows, page.median, page.full_marks) == ((), None, 0)


def test_a_row_counts_checks_and_ideas_and_has_its_link(rich_report: Report) -> None:
    [row] = cohort([rich_report], {"s07": "submissions/s07.html"}).rows
    assert (row.passed, row.ideas, row.link, row.share) == (3, 2, "submissions/s07.html", 11 / 40)


def test_one_that_could_not_be_read_has_no_share_of_the_points() -> None:
    assert cohort([Report("s1", status="unreadable")], {}).rows[0].share is None


def test_a_column_with_the_same_in_every_row_is_left_out(small_class: list[Report]) -> None:
    assert cohort(small_class, {}).columns == {"status", "attempt", "ideas", "flags", "time"}
    calm = [Report(name, attempt=2, flags=("look",) if name == "s2" else ()) for name in ("s1", "s2")]
    assert cohort(calm, {}).columns == {"flags"}
