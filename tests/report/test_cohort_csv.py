from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.report.cohort_csv import grades_csv
from torchgrade.results import Check, Report


def check(exercise: str, points: float) -> Check:
    return Check(exercise, f"{exercise}::test", "", points, 4, "passed" if points else "failed")


def test_the_columns_and_rows() -> None:
    reports = [
        Report("s01", (check("relu", 4), check("softmax", 0.1), check("softmax", 0.2))),
        Report("s02", status="unreadable"),
    ]
    assert grades_csv(reports) == (
        "submission,status,score,max_score,relu,softmax\ns01,graded,4.3,12,4,0.3\ns02,unreadable,0,0,,\n"
    )


def test_no_submissions_is_a_header() -> None:
    assert grades_csv([]) == "submission,status,score,max_score\n"


@pytest.mark.parametrize(
    ("start", "kept"), [("=", "="), ("+", "+"), ("-", "-"), ("@", "@"), ("\t", "\t"), ("\n", "\n"), ("\r", r"\x0d")]
)
def test_a_name_is_never_a_formula(start: str, kept: str) -> None:
    text = grades_csv([Report(f"{start}cmd|'/C calc'!A0", (check(f"{start}x", 4),))])
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert header[4] == f"'{kept}x"
    assert row[0] == f"'{kept}cmd|'/C calc'!A0"


def test_numbers_are_not_quoted_into_text() -> None:
    assert grades_csv([Report("s", (check("relu", -1),))]).splitlines()[1] == "s,graded,0,4,-1"  # never below 0


@given(st.text(st.characters(exclude_categories=[])))
def test_any_name_is_one_cell_and_can_be_written(name: str) -> None:
    text = grades_csv([Report(name, (check(name, 4),))])
    text.encode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [5, 5]
