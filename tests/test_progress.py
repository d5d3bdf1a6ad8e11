from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from torchgrade import progress
from torchgrade.course import Entry
from torchgrade.results import Check, Report
from torchgrade.results_io import to_json, write_text

RELU, SOFTMAX, LINEAR = "03_activations/relu", "03_activations/softmax", "04_layers/linear"


def entry(exercise):
    unit, _, name = exercise.partition("/")
    return Entry(unit, name, Path(f"graders/{unit}/test_{name}.py"))


ENTRIES = [entry(name) for name in (RELU, SOFTMAX, LINEAR)]


def write(root, text, exercise=SOFTMAX):
    path = root / "exercises" / f"{exercise}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def run(root, text, verdict="failed", points=0, exercise=SOFTMAX):
    """Record a run of one exercise, whose answer has this text."""
    write(root, text, exercise)
    check = Check(exercise, f"{exercise}::test_values", "gives values", points, 10, verdict)
    return progress.record_run(root, Report("exercises", (check,)))


def standing(root, exercise=SOFTMAX):
    return progress.read(root).of(exercise)


def test_without_a_file_nothing_was_done(tmp_path):
    assert progress.read(tmp_path) == progress.Progress()


def test_a_run_is_an_attempt_if_the_answer_has_changed(tmp_path):
    for text in ("a", "a", "b"):
        run(tmp_path, text)
    assert standing(tmp_path).attempts == 2


@pytest.mark.parametrize("verdict", ["not_started", "missing", "grader_fault"])
def test_a_run_that_asked_nothing_of_the_answer_is_no_attempt(tmp_path, verdict):
    run(tmp_path, "a", verdict)
    assert standing(tmp_path).attempts == 0


def test_a_stub_as_it_was_generated_is_no_attempt(tmp_path):
    from torchgrade.authoring.generate import generate

    solution = tmp_path / "solutions" / f"{SOFTMAX}.py"
    solution.parent.mkdir(parents=True)
    solution.write_text("def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n")
    generate(tmp_path)
    run(tmp_path, (tmp_path / "exercises" / f"{SOFTMAX}.py").read_text())
    assert standing(tmp_path).attempts == 0


def test_the_best_run_stays(tmp_path):
    run(tmp_path, "a", "failed", 6)
    run(tmp_path, "b", "error", 0)
    assert (standing(tmp_path).verdict, standing(tmp_path).points) == ("failed", 6)


def test_an_exercise_that_was_green_stays_green(tmp_path):
    run(tmp_path, "a", "passed", 10)
    run(tmp_path, "b", "failed", 4)
    assert progress.read(tmp_path).green == {SOFTMAX}
    assert standing(tmp_path).points == 10


def test_an_exercise_turns_green_once(tmp_path):
    assert run(tmp_path, "a", "failed").turned_green == ()
    assert run(tmp_path, "b", "passed", 10).turned_green == (SOFTMAX,)
    assert run(tmp_path, "c", "passed", 10).turned_green == ()


def test_a_run_of_one_exercise_begins_it_and_a_run_of_all_does_not(tmp_path):
    write(tmp_path, "a"), write(tmp_path, "a", RELU)
    checks = tuple(Check(name, f"{name}::t", "t", 0, 10, "not_started") for name in (RELU, SOFTMAX))
    progress.record_run(tmp_path, Report("exercises", checks))
    assert not standing(tmp_path).started
    progress.record_run(tmp_path, Report("exercises", checks[1:]))
    assert standing(tmp_path).started
    assert not standing(tmp_path, RELU).started


def test_turning_to_an_exercise_begins_it_once(tmp_path):
    progress.begin(tmp_path, SOFTMAX)
    first = standing(tmp_path).started
    progress.begin(tmp_path, SOFTMAX)
    assert first
    assert standing(tmp_path).started == first


def test_hints_go_one_rung_further_each_time_and_stay_at_the_last(tmp_path):
    assert [progress.take_rung(tmp_path, SOFTMAX, "test_values", 3) for _ in range(4)] == [1, 2, 3, 3]
    assert standing(tmp_path).hints == 3


def test_each_check_has_a_ladder_of_its_own(tmp_path):
    progress.take_rung(tmp_path, SOFTMAX, "test_values", 3)
    assert progress.take_rung(tmp_path, SOFTMAX, "test_gradient", 3) == 1


def test_a_rung_asked_for_counts_with_those_before_it_and_goes_back_freely(tmp_path):
    assert progress.take_rung(tmp_path, SOFTMAX, "test_values", 3, asked=2) == 2
    assert progress.take_rung(tmp_path, SOFTMAX, "test_values", 3, asked=1) == 1
    assert progress.take_rung(tmp_path, SOFTMAX, "test_values", 3) == 3


def test_giving_up_is_remembered_with_its_first_time(tmp_path):
    progress.give_up(tmp_path, SOFTMAX)
    first = standing(tmp_path).given_up
    progress.give_up(tmp_path, SOFTMAX)
    assert first
    assert standing(tmp_path).given_up == first


def test_the_next_exercise_is_the_first_that_is_not_green(tmp_path):
    assert progress.next_exercise(ENTRIES, progress.read(tmp_path)) == ENTRIES[0]
    run(tmp_path, "a", "passed", 10, RELU)
    assert progress.next_exercise(ENTRIES, progress.read(tmp_path)) == ENTRIES[1]


def test_the_next_exercise_after_one_comes_behind_it_and_then_from_the_start(tmp_path):
    assert progress.next_exercise(ENTRIES, progress.read(tmp_path), ENTRIES[1]) == ENTRIES[2]
    assert progress.next_exercise(ENTRIES, progress.read(tmp_path), ENTRIES[2]) == ENTRIES[0]


def test_an_exercise_that_was_given_up_comes_last(tmp_path):
    progress.give_up(tmp_path, RELU)
    assert progress.next_exercise(ENTRIES, progress.read(tmp_path)) == ENTRIES[1]
    for name in (SOFTMAX, LINEAR):
        run(tmp_path, "a", "passed", 10, name)
    assert progress.next_exercise(ENTRIES, progress.read(tmp_path)) == ENTRIES[0]


def test_when_all_is_green_nothing_is_next(tmp_path):
    for one in ENTRIES:
        run(tmp_path, "a", "passed", 10, one.id)
    assert progress.next_exercise(ENTRIES, progress.read(tmp_path)) is None


def test_one_goes_on_with_what_was_begun_last_and_then_behind_it(tmp_path):
    run(tmp_path, "a", "passed", 10, SOFTMAX)
    assert progress.onward(ENTRIES, progress.read(tmp_path)) == ENTRIES[2]
    stands = progress.Progress(
        {RELU: progress.Standing(started="2026-01-02"), SOFTMAX: progress.Standing(green="2026-01-01")}
    )
    assert progress.onward(ENTRIES, stands) == ENTRIES[0]


def test_one_does_not_go_on_with_what_was_given_up(tmp_path):
    progress.begin(tmp_path, SOFTMAX)
    progress.give_up(tmp_path, SOFTMAX)
    assert progress.onward(ENTRIES, progress.read(tmp_path)) == ENTRIES[2]


def results(root, submission):
    check = Check(RELU, f"{RELU}::test_values", "gives values", 10, 10, "passed")
    write_text(root / ".torchgrade" / "results.json", to_json(Report(submission, (check,))))


def test_deleting_the_file_loses_no_score_that_the_results_tell(tmp_path):
    results(tmp_path, "exercises")
    assert standing(tmp_path, RELU).points == 10
    progress.begin(tmp_path, SOFTMAX)
    assert progress.read(tmp_path).green == {RELU}


def test_results_of_another_folder_of_answers_are_no_progress(tmp_path):
    results(tmp_path, "solutions")
    assert progress.read(tmp_path) == progress.Progress()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "\x00",
        '{"version": 2, "exercises": {}}',
        '{"version": 1, "exercises": {"a/b": 3}}',
        '{"version": 1, "exercises": {"a/b": {"points": "many"}}}',
        '{"version": 1, "exercises": {"a/b": {"attempts": -1}}}',
        '{"version": 1, "exercises": {"a/b": {"rungs": {"t": null}}}}',
        "[" * 100_000,
    ],
)
def test_a_broken_file_is_set_aside_with_a_word(tmp_path, text):
    path = tmp_path / progress.FILE
    path.parent.mkdir()
    path.write_text(text)
    assert "set aside as progress.broken-1.json" in progress.read(tmp_path).note
    assert path.with_name("progress.broken-1.json").read_text() == text
    assert progress.read(tmp_path).note == ""


def test_a_run_after_a_broken_file_is_recorded_and_an_earlier_one_aside_is_kept(tmp_path):
    path = tmp_path / progress.FILE
    path.parent.mkdir()
    path.with_name("progress.broken-1.json").write_text("first")
    path.write_text("second")
    assert "progress.broken-2.json" in run(tmp_path, "a").note
    assert standing(tmp_path).attempts == 1
    assert path.with_name("progress.broken-1.json").read_text() == "first"


def test_a_key_of_a_later_version_is_overlooked(tmp_path):
    path = tmp_path / progress.FILE
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 1, "exercises": {SOFTMAX: {"attempts": 2, "mood": "fine"}}}))
    assert standing(tmp_path).attempts == 2


def test_where_nothing_can_be_written_there_is_a_word_and_the_answer_all_the_same(tmp_path):
    (tmp_path / progress.FILE.parent).write_text("a file where the folder should be")
    change = run(tmp_path, "a", "passed", 10)
    assert change.turned_green == (SOFTMAX,)
    assert "progress could not be written" in change.note


def test_concurrent_writers_lose_nothing(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: progress.take_rung(tmp_path, f"unit/exercise_{i}", "test_values", 3), range(40)))
    assert len(progress.read(tmp_path).exercises) == 40


def test_writers_in_other_processes_lose_nothing(tmp_path, run_python):
    def write(name):
        code = (
            "from pathlib import Path\nfrom torchgrade import progress\n"
            f"for i in range(30):\n    progress.give_up(Path({str(tmp_path)!r}), f'{name}/exercise_{{i}}')\n"
        )
        return run_python(code).stderr

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(write, "abc")) == ["", "", ""]
    assert len(progress.read(tmp_path).exercises) == 90


def test_progress_needs_no_torch(tmp_path, run_python):
    code = f"from pathlib import Path\nfrom torchgrade import progress\nprint(progress.read(Path({str(tmp_path)!r})))"
    done = run_python(code, blocked=("torch",))
    assert done.stdout.startswith("Progress("), done.stderr
