from __future__ import annotations

import pytest

from torchgrade.report.heatmap import Grid, heatmap
from torchgrade.results import Report, Sample


def sample(expected: Grid, yours: Grid, error: Grid) -> Sample:
    return Sample((len(expected), 2), "", expected, yours, error)


def test_expected_and_yours_share_a_scale_and_the_error_has_its_own() -> None:
    expected, yours, error = heatmap(sample([[0.0, 1.0]], [[0.0, 3.0]], [[0.0, 2.0]]), 0.1).panels
    assert expected.scale == yours.scale
    assert (yours.scale.high, error.scale.high) == (3.0, 2.0)
    # The same number has the same colour in both.
    assert expected.fills[0] == yours.fills[0]


def test_cells_out_of_tolerance_are_marked_in_yours_and_error() -> None:
    drawn = heatmap(sample([[0.0, 1.0]], [[0.05, 3.0]], [[0.05, 2.0]]), 0.1)
    assert (drawn.cells, drawn.out) == (2, 1)
    expected, yours, error = drawn.panels
    assert expected.outline == ""
    assert yours.outline == error.outline == "M46 0H92M46 26H92M46 0V26M92 0V26"
    assert yours.table == ((("0.05", False), ("3", True)),)


def test_neighbours_share_one_outline() -> None:
    both = heatmap(sample([[0.0, 0.0]], [[1.0, 1.0]], [[1.0, 1.0]]), 0.1).panels[1]
    assert "M46 0V26" not in both.outline


@pytest.mark.parametrize(
    ("expected", "yours", "error", "out"),
    [
        ("nan", "nan", "nan", 0),
        ("inf", "inf", "nan", 0),
        ("inf", "-inf", "inf", 1),
        (0.5, "nan", "nan", 1),
        ("nan", 0.5, "nan", 1),
    ],
)
def test_what_is_not_finite_is_right_only_against_its_like(
    expected: float | str, yours: float | str, error: float | str, out: int
) -> None:
    assert heatmap(sample([[expected]], [[yours]], [[error]]), 0.1).out == out


def test_without_a_tolerance_no_finite_cell_is_accused() -> None:
    assert heatmap(sample([[1.0]], [[9.0]], [[8.0]]), None).out == 0


def test_a_small_grid_shows_its_numbers_and_a_large_one_only_what_is_not_finite(rich_report: Report) -> None:
    small, large = (check.evidence.sample for check in rich_report.checks if check.evidence.sample)
    assert small is not None
    assert large is not None
    assert [label.text for label in heatmap(small, 1e-5).panels[1].labels[-6:]] == ["nan", "nan", "0", "inf", "0", "0"]
    drawn = heatmap(large, 1e-5)
    assert [label.text for label in drawn.panels[1].labels] == ["N", "-∞"]
    assert drawn.glyphs


def test_all_panels_fit_the_page_beside_each_other(rich_report: Report) -> None:
    samples = [check.evidence.sample for check in rich_report.checks if check.evidence.sample]
    assert all(panel.width <= 276 for shown in samples for panel in heatmap(shown, None).panels)


def test_ragged_and_empty_grids_are_drawn_as_far_as_they_go() -> None:
    drawn = heatmap(sample([[1.0, 2.0], [3.0]], [[1.0]], []), 0.1)
    assert (drawn.cells, drawn.out) == (0, 0)
    assert [panel.width for panel in drawn.panels] == [92, 46, 0]
