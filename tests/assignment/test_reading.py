from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from torchgrade.assignment.choosing import choose
from torchgrade.assignment.example import example
from torchgrade.assignment.reading import examine, read_assignment
from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.grader_text import read_checks

ENTRIES = catalogue(Path(__file__).parents[2] / "graders")
GOOD = "[exercises]\nsoftmax = 10\nadam = 20\n"


def faults_of(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "ps1.toml"
    path.write_text(text, encoding="utf-8")
    return [(fault.line, f"{fault.what} {fault.remedy}") for fault in examine(path, ENTRIES)[1]]


def test_an_example_is_an_assignment_without_faults(tmp_path: Path) -> None:
    path = tmp_path / "ps1.toml"
    path.write_text(example("ps1", choose(ENTRIES, ["unit 5", "adam"])), encoding="utf-8")
    assignment = read_assignment(path, ENTRIES)
    assert {entry.unit for entry in assignment.entries} == {"05_convolution", "09_optimizers"}
    assert assignment.weights["09_optimizers/adam"] == 10
    assert assignment.seed is not None
    assert assignment.due is not None
    assert assignment.opens is not None
    assert assignment.due > assignment.opens
    assert assignment.collected == tmp_path / "ps1" / "collected"


def test_two_examples_have_two_seeds() -> None:
    chosen = choose(ENTRIES, ["softmax"])
    assert example("a", chosen) != example("a", chosen)


def test_an_assignment_of_a_few_lines_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "week 3.toml"
    path.write_text(GOOD, encoding="utf-8")
    assignment = read_assignment(path, ENTRIES)
    assert assignment.name == "week 3"
    assert assignment.points == 30
    assert assignment.counts == "latest"
    assert assignment.files == ("*.py",)


def test_dates_keep_their_zone(tmp_path: Path) -> None:
    path = tmp_path / "ps1.toml"
    path.write_text(f"[dates]\ndue = 2026-09-15T23:59:00+02:00\n{GOOD}", encoding="utf-8")
    due = read_assignment(path, ENTRIES).due
    assert due == datetime(2026, 9, 15, 23, 59, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[exercises]\nsoftmx = 10\n", 2, "no exercise is called 'softmx'. Did you mean softmax"),
        ('[exercises]\nadam = 1\n"09_optimizers/adam" = 1\n', 3, "named twice"),
        ("[exercises]\n03_activations = 3\n", 2, "is a unit"),
        ("[exercises]\n'unit 3' = 3\n", 2, "unit 3 is a unit. Give each exercise a line of its own"),
        ("[exercises]\n'unit 99' = 3\n", 2, "there is no unit 'unit 99'. Units: 0"),
        ("[exercises]\nadam = -3\n", 2, "Give more than 0"),
        ("[exercises]\nadam = nan\n", 2, "Give more than 0"),
        ('[exercises]\nadam = "a"\n', 2, "weight as a number"),
        ("[exercises]\nadam = true\n", 2, "weight as a number"),
        ("", 1, "there are no exercises"),
        ("exercises = 3\n", 1, "exercises is 3"),
        (f"points = 50\n{GOOD}", 1, "the weights of the exercises sum to 30. Write points = 30"),
        (f"name = 'a/b'\n{GOOD}", 1, "makes no folder"),
        (f"language = 'fr'\n{GOOD}", 1, 'Give "en" or "zh"'),
        (f"seed = -1\n{GOOD}", 1, "Give 0 or more"),
        (f"seed = '1'\n{GOOD}", 1, "a whole number"),
        (f"variant = true\n{GOOD}", 1, "Did you mean variants?"),
        (f"late = 3\n{GOOD}", 1, "is no table"),
        (f"[dates]\n\ndue = 2026-09-15T23:59:00\n{GOOD}", 3, "no zone"),
        (f"[dates]\ndue = '2026-09-15'\n{GOOD}", 2, "without quotes"),
        (f"[dates]\ndue = 2026-09-15\n{GOOD}", 2, "dates.due is 2026-09-15. Give a date with time and zone"),
        (f"[dates]\nopens = 2026-09-15T00:00:00Z\ndue = 2026-09-14T00:00:00Z\n{GOOD}", 3, "due before it opens"),
        (f"[dates]\nopens = 2026-09-15T10:00:00+02:00\ndue = 2026-09-15T08:00:00Z\n{GOOD}", 3, "due before it opens"),
        (f"[attempts]\ncounts = 'last'\n{GOOD}", 2, '"latest" or "best"'),
        (f"[attempts]\nmost = -1\n{GOOD}", 2, "Give 0 or more"),
        (f"[late]\ndays = 1\nfree = 2\n{GOOD}", 3, "at least late.free"),
        (f"[late]\npercent = 101\n{GOOD}", 2, "Give 0 to 100"),
        (f"hidden = [\n 'softmax::test_values',\n 'adam::test_nothing',\n]\n{GOOD}", 3, "has no check 'test_nothing'"),
        (f"hidden = ['relu::test_values']\n{GOOD}", 1, "no check of it"),
        (f"hidden = [3]\n{GOOD}", 1, "Put texts alone"),
        (f"files = ['../x']\n{GOOD}", 1, "outside a submission"),
        ("x = \n", 1, "no TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_remedy(tmp_path: Path, text: str, line: int, says: str) -> None:
    found = faults_of(tmp_path, text)
    assert len(found) == 1, found
    assert found[0][0] == line
    assert says in found[0][1]


def test_an_exercise_keeps_a_check_that_students_see(tmp_path: Path) -> None:
    checks = [check.name for check in read_checks(next(entry for entry in ENTRIES if entry.name == "softmax").grader)]
    hidden = ", ".join(f"'softmax::{name}'" for name in checks)
    assert faults_of(tmp_path, f"hidden = [{hidden}]\n{GOOD}")[0][1].startswith("every check of 03_activations/softmax")


def test_everything_wrong_is_said_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "ps1.toml"
    path.write_text("language = 'fr'\n[dates]\ndue = 2026-09-15T23:59:00\n[exercises]\nsoftmx = 1\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_assignment(path, ENTRIES)
    lines = str(caught.value).splitlines()
    assert lines[0] == f"{path}: 3 to mend."
    assert [line.split(":")[1] for line in lines[1:]] == ["1", "3", "5"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="assignment new"):
        examine(tmp_path / "ps9.toml", ENTRIES)


def test_units_are_chosen_by_number_name_and_range() -> None:
    def units(*names: str) -> set[str]:
        return {entry.unit for entry in choose(ENTRIES, names)}

    assert units("unit 5") == units("5") == units("05_convolution") == {"05_convolution"}
    assert units("unit 5", "adam") == {"05_convolution", "09_optimizers"}
    assert units("Units 3-5") == {"03_activations", "04_layers", "05_convolution"}
    with pytest.raises(BadInput, match="no unit 'unit 99'"):
        choose(ENTRIES, ["unit 99"])
    with pytest.raises(BadInput, match="Say which"):
        choose(ENTRIES, [])


def test_answers_are_compared_where_the_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "ps1.toml"
    path.write_text(f"{GOOD}[similar]\nadam = 85\n", encoding="utf-8")
    assert read_assignment(path, ENTRIES).similar == {"09_optimizers/adam": 85.0}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("adam = 0.9", "Give a percentage from 50 to 100."),
        ("adam = 101", "Give a percentage from 50 to 100."),
        ("adam = 'much'", "Give a percentage, as in 90."),
        ("relu = 90", "relu is no exercise of this assignment."),
    ],
)
def test_a_slip_in_what_is_to_be_compared_is_told(tmp_path: Path, line: str, said: str) -> None:
    [(number, text)] = faults_of(tmp_path, f"{GOOD}[similar]\n{line}\n")
    assert number == 5
    assert said in text
