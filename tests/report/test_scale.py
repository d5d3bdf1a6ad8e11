from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.report.palette import LEVELS
from torchgrade.report.scale import Scale, scale_of_errors, scale_of_values

TOP, MIDDLE = LEVELS - 1, LEVELS // 2


def test_both_signs_make_a_scale_around_0_over_all_grids() -> None:
    scale = scale_of_values([[-1.0, 2.0]], [[3.0]])
    assert scale == Scale("d", -3.0, 3.0)
    assert [scale.level(value) for value in (-3.0, 0.0, 3.0)] == [0, MIDDLE, TOP]


def test_one_sign_starts_at_0() -> None:
    assert scale_of_values([[0.1, 0.9]]) == Scale("s", 0.0, 0.9)
    assert scale_of_values([[-0.1, -0.9]]) == Scale("s", -0.9, 0.0)


def test_numbers_close_together_far_from_0_are_spread() -> None:
    assert scale_of_values([[100.0, 101.0]]) == Scale("s", 100.0, 101.0)


def test_what_is_not_finite_does_not_stretch_the_scale() -> None:
    assert scale_of_values([["nan", 1.0, "inf"]], [["-inf", 0.0]]) == Scale("s", 0.0, 1.0)


def test_errors_are_measured_by_size() -> None:
    assert scale_of_errors([[0.1, -0.4, "nan"]]) == Scale("e", 0.0, 0.4)


@pytest.mark.parametrize("grid", [[], [[]], [["nan"]], [[0.0, 0.0]]])
def test_a_grid_without_spread_has_a_scale(grid: list[list[float | str]]) -> None:
    assert scale_of_values(grid).level(0.0) == 0


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_every_number_has_a_level_and_larger_is_never_lower(numbers: list[float]) -> None:
    scale = scale_of_values([list(numbers)])
    levels = [scale.level(value) for value in sorted(numbers)]
    assert levels == sorted(levels)
    assert 0 <= levels[0] <= levels[-1] <= TOP
