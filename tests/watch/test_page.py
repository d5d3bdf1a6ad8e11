"""What the screen says, without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.course import Entry
from torchgrade.results import Check, Report
from torchgrade.standing import Progress, Standing
from torchgrade.watch.actions import actions
from torchgrade.watch.changes import changes
from torchgrade.watch.page import page
from torchgrade.watch.settings import Settings
from torchgrade.watch.state import Run, State, Watched

ENTRIES = [Entry("01_first", name, Path(f"graders/01_first/test_{name}.py")) for name in ("twice", "thrice")]
SETTINGS = Settings(Path("graders"), 1)


def run_of(verdict, text="x = 1\n", **more):
    name = "01_first/twice"
    points = 3 if verdict == "passed" else 0
    return Run(
        text, Report("exercises", (Check(name, f"{name}::test_a", "doubles x", points, 3, verdict, **more),)), 0.12
    )


@pytest.fixture
def state():
    return State(Watched(ENTRIES[0]), ENTRIES, Progress())


def text_of(state):
    shown = page(state, SETTINGS)
    return "\n".join([shown.status.text, shown.aside, *(line.text for line in shown.body)])


def keys(state, editor=False, pages=1):
    return "".join(action.key for action in actions(state, editor, pages))


def test_before_the_first_verdict_it_is_said_what_goes_on(state):
    assert "torch is being imported" in text_of(state)
    state.warm = True
    assert "checking" in text_of(state)


def test_a_wrong_answer_shows_the_sentence_the_idea_and_the_message(state):
    state.watched.take(run_of("failed", message="result: off by 1", misconception="half of x"))
    text = text_of(state)
    assert "✗ not right yet  0/3" in text
    assert "looks like half of x" in text
    assert "result: off by 1" in text


def test_a_green_one_shows_every_sentence(state):
    assert state.watched.take(run_of("passed"))
    assert not state.watched.take(run_of("passed"))
    assert "✓ doubles x" in text_of(state)


def test_what_comes_from_learners_or_graders_cannot_steer_the_terminal(state):
    state.watched.take(run_of("passed", stdout="\x1b[2Jgone"))
    assert "\x1b" not in text_of(state)


def test_only_valid_keys_are_offered(state):
    assert keys(state) == "nlq"
    state.watched.rungs_left = 1
    state.watched.take(run_of("failed"))
    assert keys(state, editor=True) == "nlheq"
    state.watched.take(run_of("failed", text="x = 2\n"))
    assert keys(state, pages=2) == " nlhdq"
    state.asks_reset = True
    assert keys(state).startswith("x")
    state.look("diff")
    assert keys(state) == "dq"


def test_the_solution_is_offered_once_it_may_be_seen_and_the_next_one_while_there_is_one(state):
    state.watched.may_see_solution = True
    assert "s" in keys(state)
    state.progress = Progress({entry.id: Standing(green="now") for entry in ENTRIES})
    assert "n" not in keys(state)


def test_the_difference_of_two_runs_names_the_checks_that_turned_and_the_lines():
    lines = [line.text for line in changes(run_of("failed", "a = 1\nb = 2\n"), run_of("passed", "a = 1\nb = 3\n"))]
    assert "✓ now right: doubles x" in lines
    assert {"  -b = 2", "  +b = 3", "   a = 1"} <= set(lines)
    lines = [line.text for line in changes(run_of("passed"), run_of("failed"))]
    assert "✗ not right any more: doubles x" in lines
    assert "The file is the same as in the run before." in lines


def test_a_word_of_ours_stays_for_the_run_that_it_causes_and_not_longer(state):
    state.say("The stub is back.")
    for shown in (True, False):
        state.watched.take(run_of("not_started"))
        state.forget_what_was_said()
        assert ("The stub is back." in text_of(state)) == shown
