from __future__ import annotations

import pytest

from torchgrade.course import catalogue
from torchgrade.milestones import duration, milestones, seconds_taken
from torchgrade.progress import Change
from torchgrade.results_io import write_text
from torchgrade.standing import Progress, Standing

NOON = "2026-03-01T12:00:00+00:00"


@pytest.fixture
def graders(tmp_path):
    for name in ("relu", "softmax"):
        write_text(tmp_path / f"03_activations/test_{name}.py", "")
    write_text(tmp_path / "04_layers/test_linear.py", "")
    write_text(tmp_path / "03_activations/unit.toml", 'title = "Bends"\nbuilds = "any activation."\n')
    return tmp_path


def green(started="2026-03-01T11:48:00+00:00", attempts=3, rungs=(("test_values", 2),)):
    return Standing("passed", 10, 10, attempts, started, NOON, rungs=dict(rungs))


def said(graders, before, **after):
    standings = {f"{'04_layers' if name == 'linear' else '03_activations'}/{name}": one for name, one in after.items()}
    earlier = {name: one for name, one in standings.items() if name.rpartition("/")[2] in before}
    return milestones(Change(Progress(earlier), Progress(standings)), catalogue(graders), graders)


def test_an_exercise_that_turned_green_says_how_long_it_took(graders):
    assert said(graders, (), relu=green()) == ["relu is green, 12 min after you began (attempts: 3, hints: 2)."]


def test_one_that_nobody_saw_begin_says_so(graders):
    assert said(graders, (), relu=green(started=NOON)) == ["relu is green, in its first run."]


def test_what_was_green_before_is_not_told_again(graders):
    assert said(graders, ("relu",), relu=green()) == []


def test_the_last_exercise_of_a_unit_says_what_one_can_build(graders):
    lines = said(graders, ("relu",), relu=green(), softmax=green())
    assert lines[1:] == ['The unit "Bends" is complete. You can now build any activation.']


def test_a_unit_that_says_nothing_is_complete_all_the_same(graders):
    assert said(graders, (), linear=green())[1:] == ['The unit "Layers" is complete.']


def test_of_many_only_the_number_is_told(graders):
    for name in ("tanh", "elu"):
        write_text(graders / f"03_activations/test_{name}.py", "")
    names = ("relu", "softmax", "tanh", "elu")
    lines = said(graders, (), **{name: green() for name in names})
    assert lines[0] == "4 exercises turned green."
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 s"),
        (29, "29 s"),
        (61, "1 min"),
        (59 * 60, "59 min"),
        (3600, "1 h 0 min"),
        (5 * 3600 + 61, "5 h 1 min"),
        (26 * 3600, "1 d 2 h"),
    ],
)
def test_times_are_said_no_finer_than_it_matters(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize("started", ["", "yesterday", "2026-03-01T12:00:00", "2027-01-01T00:00:00+00:00"])
def test_a_time_that_makes_no_sense_is_no_time(started):
    assert seconds_taken(green(started=started)) == 0
