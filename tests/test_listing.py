from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from torchgrade import listing, progress
from torchgrade.listing import show
from torchgrade.results import Check, Report
from torchgrade.results_io import write_text

GRADER = '@check(10, "A hint.")\ndef test_values(verify, draw):\n    """gives values"""\n'


@pytest.fixture
def course(tmp_path):
    """Two units of two exercises."""
    for unit, names in (("01_first", "ab"), ("02_second", "cd")):
        for name in names:
            write_text(tmp_path / f"graders/{unit}/test_{name}.py", GRADER)
            write_text(tmp_path / f"exercises/{unit}/{name}.py", "an answer")
        write_text(tmp_path / f"graders/{unit}/unit.toml", f'title = "The {unit[3:]} steps of the long, long way"\n')
    return tmp_path


@pytest.fixture
def listed(course, capsys):
    """The lines of the list."""

    def run(*names, everything=False):
        show(course / "graders", names, everything)
        return capsys.readouterr().out.splitlines()

    return run


def ran(course, exercise, verdict, points=0):
    check = Check(exercise, f"{exercise}::test_values", "gives values", points, 10, verdict)
    progress.record_run(course, Report("exercises", (check,)))


def line_of(lines, name):
    return next(line for line in lines if name in line.split())


def test_units_have_their_titles_bars_and_points(listed, course):
    ran(course, "01_first/a", "passed", 10)
    lines = listed()
    assert line_of(lines, "01_first") == (
        "01_first   █████░░░░░  1/2 green  10/20 points  The first steps of the long, long way"
    )
    assert "░░░░░░░░░░  0/2 green   0/20 points" in line_of(lines, "02_second")


def test_exercises_say_how_their_best_run_went_and_what_was_needed(listed, course):
    ran(course, "01_first/a", "passed", 10)
    ran(course, "01_first/a", "error")
    ran(course, "01_first/b", "error", 4)
    progress.take_rung(course, "01_first/b", "test_values", 1)
    progress.give_up(course, "01_first/b")
    progress.begin(course, "02_second/c")
    lines = listed()
    assert line_of(lines, "a") == "  ✓ a  10/10  green (attempts: 1)"
    assert line_of(lines, "b") == "  ✗ b   4/10  raised an error (attempts: 1, hints: 1, solution seen)"
    assert line_of(lines, "c") == "  – c   0/10  begun"
    assert line_of(lines, "d") == "  – d   0/10  not started"


def test_the_end_says_the_sum_and_what_is_next(listed, course):
    ran(course, "01_first/a", "passed", 10)
    end = listed()[-2:]
    assert end[0] == "1 of 4 exercises are green: 10 of 40 points."
    assert end[1].startswith("Next: open exercises/01_first/b.py, then `pytest --exercise b`")


def test_when_all_is_green_nothing_is_left(listed, course):
    for name in ("01_first/a", "01_first/b", "02_second/c", "02_second/d"):
        ran(course, name, "passed", 10)
    assert listed()[-1] == "Nothing is left: every exercise is green."


def test_units_or_exercises_can_be_shown_alone(listed):
    lines = listed("02_second", "a")
    assert [line.split()[1] for line in lines if line.startswith("  ")] == ["a", "c", "d"]


def test_of_many_exercises_those_of_untouched_and_finished_units_are_shown_on_demand(listed, course, monkeypatch):
    monkeypatch.setattr(listing, "FEW", 3)
    rows = [line.split()[1] for line in listed() if line.startswith("  ")]
    assert rows == ["a", "b"]
    rows = [line.split()[1] for line in listed(everything=True) if line.startswith("  ")]
    assert rows == ["a", "b", "c", "d"]


@pytest.mark.parametrize("width", [30, 59, 60, 100])
def test_lines_end_at_the_terminals_edge(listed, monkeypatch, width):
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in listed()]
    assert max(map(cell_len, lines)) <= width
    assert any("█" in line or "░" in line for line in lines) is (width >= 60)


def test_in_a_narrow_terminal_nothing_of_an_exercise_is_lost(listed, course, monkeypatch):
    ran(course, "01_first/a", "error", 4)
    progress.give_up(course, "01_first/a")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "32")
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in listed()]
    place = next(number for number, line in enumerate(lines) if line.startswith("  ✗ a"))
    told = " ".join(line.strip() for line in lines[place : place + 3])
    assert "raised an error (attempts: 1, solution seen)" in told
    assert lines[place + 1].startswith("      ")


def test_a_pipe_gets_whole_lines_and_no_colours(listed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    lines = listed()
    assert "The first steps of the long, long way" in lines[0]
    assert not any("\x1b" in line for line in lines)


def test_a_broken_progress_file_is_said_below_the_list(listed, course):
    write_text(course / progress.FILE, "{")
    assert "set aside" in listed()[-1]
    assert "set aside" not in listed()[-1]
