from __future__ import annotations

from dataclasses import replace

from torchgrade.report.cohort import Twins, cohort
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


def test_equal_answers_are_put_together_by_exercise() -> None:
    digests: list[dict[str, str]] = [{"u/a": "1", "u/b": "2"}, {"u/a": "1"}, {"u/a": "3", "u/b": "1"}]
    reports = [Report(f"s{number}", fingerprints=found) for number, found in enumerate(digests)]
    assert cohort(reports, {}).twins == (Twins("u/a", ("s0", "s1")),)


def test_reliability_is_over_checks_that_tell_something_of_everyone(rich_report: Report) -> None:
    def one(name: str, *points: float) -> Report:
        made = [replace(rich_report.checks[0], id=f"c{n}", points=p) for n, p in enumerate(points)]
        return Report(name, (*made, replace(made[0], id="c9", verdict="not_run" if name == "s1" else "failed")))

    assert cohort([one("s0", 0, 0), one("s1", 1, 1), one("s2", 2, 2)], {}).alpha == 1


def test_one_that_could_not_be_read_has_no_share_of_the_points() -> None:
    assert cohort([Report("s1", status="unreadable")], {}).rows[0].share is None


def test_a_column_with_the_same_in_every_row_is_left_out(small_class: list[Report]) -> None:
    assert cohort(small_class, {}).columns == {"status", "attempt", "ideas", "flags", "time"}
    calm = [Report(name, attempt=2, flags=("look",) if name == "s2" else ()) for name in ("s1", "s2")]
    assert cohort(calm, {}).columns == {"flags"}
