from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.report import text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("bell\x07 nul\x00 del\x7f", r"bell\x07 nul\x00 del\x7f"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\\x0dthree\tfour"),
        ("abc\u202edcba", r"abc\u202edcba"),
        ("bad name \udcff", r"bad name \udcff"),
        ("汉字 emoji 👩\u200d🔬", "汉字 emoji 👩\u200d🔬"),
    ],
)
def test_control_characters_are_spelled_and_honest_text_is_left_alone(raw: str, shown: str) -> None:
    assert text.visible(raw) == shown


@given(st.text(st.characters(exclude_categories=[])))
def test_nothing_that_is_left_controls_a_terminal_or_breaks_utf8(raw: str) -> None:
    shown = text.visible(raw)
    shown.encode("utf-8")
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1 + 0.2, "0.3"),
        (1.3e-05, "1.3e-5"),
        (1e20, "1e20"),
        (3, "3"),
        ("nan", "nan"),
        ("-inf", "-inf"),
        (10**400, None),
    ],
)
def test_numbers_are_short_and_what_is_not_finite_is_a_word(value: float | str, shown: str | None) -> None:
    assert text.number(value) == (shown if shown is not None else str(value))


@given(st.floats(-1e300, 1e300))
def test_a_short_number_fits_a_cell_and_keeps_its_size(value: float) -> None:
    shown = text.short_number(value)
    assert len(shown) <= (6 if value == 0 or (value > 0 and 1e-99 < value < 1e99) else 7)
    assert float(shown) == pytest.approx(value, rel=0.5)


def test_a_factor_has_three_digits_and_no_exponent() -> None:
    shown = [text.factor(times) for times in (2.1534, 47248.0, 999.6, 3e9, float("inf"))]
    assert shown == ["2.15", "47,200", "1,000", "over a million", "inf"]


def test_points_have_no_dust() -> None:
    assert [text.points(0.1 + 0.2), text.points(4.0), text.points(2.5)] == ["0.3", "4", "2.5"]


def test_only_all_is_100_percent_and_only_none_is_0() -> None:
    assert [text.percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == ["0 %", "1 %", "50 %", "99 %", "100 %"]


def test_durations_are_read_at_a_glance() -> None:
    assert [text.seconds(value) for value in (0.035, 1.44, 125)] == ["35 ms", "1.4 s", "2 min 05 s"]


def test_a_moment_is_shown_to_the_minute_and_anything_else_as_it_is() -> None:
    assert text.day_and_time("2025-03-03T10:22:41+00:00") == "2025-03-03 10:22 UTC"
    assert text.day_and_time("yesterday") == "yesterday"


def test_a_flood_of_output_is_cut_and_says_so() -> None:
    flood = "x" * (text.STDOUT_LIMIT + 5)
    assert text.cut(flood).endswith("\n... 5 more characters are in the results file.")
    assert text.cut("short") == "short"
