from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.errors import BadInput
from torchgrade.grader_text import read_checks

GRADERS = sorted((Path(__file__).parents[1] / "graders").glob("*/test_*.py"))


def checks(tmp_path, text):
    path = tmp_path / "test_x.py"
    path.write_text(text, encoding="utf-8")
    return read_checks(path)


def test_a_check_s_sentence_points_and_hints_are_read_without_running_it(tmp_path):
    (found,) = checks(
        tmp_path,
        "raise SystemExit\n@check(2.5, 'one', 'tw' 'o')\n@mark.parametrize('n', [1])\n"
        "def test_a(v):\n    '''says\n    so'''\n"
        "def test_plain(): ...\n",
    )
    assert (found.name, found.title, found.points, found.hints) == ("test_a", "says so", 2.5, ("one", "two"))


@pytest.mark.parametrize("declared", ["@check()", "@check(POINTS, f'{x}', 'a' + 'b')", "@check('two')"])
def test_what_is_no_literal_is_left_out_and_stops_nothing(tmp_path, declared):
    (found,) = checks(tmp_path, f"{declared}\ndef test_a(v):\n    'x'\n")
    assert (found.points, found.hints) == (0, ())


@pytest.mark.parametrize("text", ["def broken(:\n", "x = 1\0\n"])
def test_a_grader_that_is_no_python_is_named(tmp_path, text):
    with pytest.raises(BadInput, match=r"test_x\.py: cannot be read"):
        checks(tmp_path, text)


@pytest.mark.parametrize("grader", GRADERS, ids=lambda path: path.stem)
def test_our_own_graders_say_all_that_hints_and_lists_need(grader):
    assert all(check.title and check.points > 0 and 1 <= len(check.hints) <= 3 for check in read_checks(grader))
