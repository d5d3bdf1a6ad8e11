"""Our own table of grades, as pandas reads it."""

from __future__ import annotations

import io

import pytest

from torchgrade.report.cohort_csv import grades_csv

pandas = pytest.importorskip("pandas", reason="pandas is not installed; pip install -e '.[dev]' has it")


def test_golden(class_of, held):
    held("grades.csv", grades_csv(class_of))


def test_pandas_reads_names_and_numbers(class_of):
    table = pandas.read_csv(io.BytesIO(grades_csv(class_of).encode("utf-8")))
    assert list(table["score"]) == [7.5, 4, 0, 0, 4]
    assert table["submission"][0] == "ana"
    assert pandas.isna(table["03_activations/softmax"][4])


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_no_cell_is_a_formula(report, start):
    from dataclasses import replace

    table = pandas.read_csv(io.StringIO(grades_csv([replace(report, submission=f"{start}HYPERLINK(0)")])))
    assert table["submission"][0].startswith("'")
