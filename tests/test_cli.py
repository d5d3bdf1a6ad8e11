"""The command as people type it, on a machine that has no torch where a command needs none."""

from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.results import Check, Report
from torchgrade.results_io import to_json, write_text

ROOT = Path(__file__).parents[1]
GRADER = '''
from torchgrade import Exercise, check
exercise = Exercise("twice", reference=lambda x: 2 * x)

@check(3, "Look at the sign.", "Add x to " "itself.")
def test_values(verify, draw):
    """doubles"""

@check(1, "Leave x as it is.")
def test_contract(verify, draw):
    """keeps the rules"""
'''


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text("[tool.torchgrade]\n")
    for name in ("twice", "thrice"):
        path = tmp_path / "graders" / "01_first" / f"test_{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GRADER)
    monkeypatch.setenv("TORCHGRADE_COURSE", str(tmp_path))
    return tmp_path


@pytest.fixture
def torchgrade(run_python):
    """Run the command with torch, torchvision and numpy blocked."""

    def run(*arguments):
        typed = ["torchgrade", *map(str, arguments)]
        code = f"import sys; sys.argv = {typed!r}; from torchgrade.cli import main; main()"
        return run_python(code, blocked=("torch", "torchvision", "numpy"))

    return run


def result(name, *verdicts):
    checks = [
        Check("01_first/twice", f"01_first/twice::{check}", check, 0, 1, verdict)
        for check, verdict in zip(("test_values", "test_contract"), verdicts, strict=True)
    ]
    return Report(name, tuple(checks))


def test_help_names_every_command(torchgrade):
    done = torchgrade("--help")
    assert done.returncode == 0, done.stderr
    for command in ("grade", "report", "generate", "validate", "list", "hint", "reset", "solution", "notebook", "new"):
        assert f"\n  {command} " in done.stdout


def test_list_shows_exercises_points_and_how_they_stand(torchgrade, course):
    write_text(course / ".torchgrade/results.json", to_json(result("exercises", "passed", "failed")))
    done = torchgrade("list")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0][0] == "01_first"
    assert rows[1] == ["–", "thrice", "0/4", "not", "started"]
    assert rows[2][:3] == ["–", "twice", "0/4"]


def test_hint_is_for_the_first_check_that_is_not_right(torchgrade, course):
    assert "Hint 1 of 2: Look at the sign." in torchgrade("hint", "twice").stdout
    assert "Hint 2 of 2: Add x to itself." in torchgrade("hint", "01_first/twice").stdout
    assert "Hint 1 of 2: Look at the sign." in torchgrade("hint", "twice", "1").stdout
    assert "Hint 2 of 2: Add x to itself." in torchgrade("hint", "twice", "--rung", "2").stdout
    write_text(course / ".torchgrade/results.json", to_json(result("exercises", "passed", "failed")))
    assert "keeps the rules" in torchgrade("hint", "twice").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hint", "twise"), "no exercise is called 'twise'. Did you mean twice"),
        (("hint", "01_first"), "names several exercises: 01_first/thrice, 01_first/twice. Choose one."),
        (("hint", "twice", "3"), "choose 1 to 2"),
        (("hint", "twice", "0"), "choose 1 to 2"),
        (("list", "--graders", "nowhere"), "no such folder. Name the folder that holds the graders with --graders DIR"),
        (("report", "nowhere", "--out", "html"), "no such file or folder"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(torchgrade, course, arguments, said):
    done = torchgrade(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("torchgrade: ")


def test_report_renders_from_results_alone(torchgrade, tmp_path):
    write_text(tmp_path / "r" / "s01.json", to_json(result("s01", "passed", "failed")))
    done = torchgrade("report", tmp_path / "r", "--out", tmp_path / "html")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "html" / "index.html").is_file()
    (tmp_path / "r" / "s01.json").write_text(to_json(result("s01", "passed", "failed"))[:-9])
    done = torchgrade("report", tmp_path / "r", "--out", tmp_path / "again")
    assert done.returncode == 2
    assert "not complete JSON" in done.stderr
    assert not (tmp_path / "again").exists()


def test_reset_puts_the_stub_back_and_says_where_the_rest_is_kept(torchgrade, course):
    stub = "def twice(x):\n    # TODO: your code here\n    raise NotImplementedError\n"
    solved = "def twice(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n"
    write_text(course / "solutions/01_first/twice.py", solved)
    assert "The stub of twice is back." in torchgrade("reset", "twice").stdout
    assert "there is nothing to put back" in torchgrade("reset", "twice").stdout
    write_text(course / "exercises/01_first/twice.py", "mine")
    done = torchgrade("reset", "twice")
    assert "What you had is kept in .torchgrade/backups/01_first/twice.py.1." in done.stdout
    assert (course / "exercises/01_first/twice.py").read_text() == stub
    assert (course / ".torchgrade/backups/01_first/twice.py.1").read_text() == "mine"


def test_a_solution_is_shown_to_one_who_gives_up_and_the_list_remembers(torchgrade, course):
    solved = "def twice(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n"
    write_text(course / "solutions/01_first/twice.py", solved)
    done = torchgrade("solution", "twice")
    assert (done.returncode, done.stdout) == (2, "")
    assert "twice is not green yet" in done.stderr
    assert torchgrade("solution", "twice", "--give-up").stdout == "def twice(x):\n    return 2 * x\n"
    assert "solution seen" in torchgrade("list").stdout


def test_notebook_is_written_once_and_where_one_says(torchgrade, course):
    solved = "def twice(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n"
    write_text(course / "solutions/01_first/twice.py", solved)
    done = torchgrade("notebook", "twice", "--out", course / "mine.ipynb")
    assert "mine.ipynb is written: open it in Jupyter or VS Code." in done.stdout, done.stderr
    assert "torchgrade.grade" in (course / "mine.ipynb").read_text()
    assert torchgrade("notebook", "twice", "--out", course / "mine.ipynb").returncode == 2


def test_a_pipe_that_cannot_write_marks_gets_the_rest(torchgrade, course, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = torchgrade("list")
    assert done.returncode == 0, done.stderr
    assert "? twice" in done.stdout


@pytest.mark.parametrize("command", ["hint", "solution", "list"])
def test_a_broken_progress_file_is_set_aside_with_a_word(torchgrade, course, command):
    write_text(course / ".torchgrade/progress.json", "{")
    done = torchgrade(command, "twice")
    assert "set aside as progress.broken-1.json" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
