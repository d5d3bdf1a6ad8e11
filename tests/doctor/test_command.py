"""`torchgrade doctor`."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from torchgrade.doctor import command
from torchgrade.doctor.attack import Attack
from torchgrade.doctor.attacks import Result
from torchgrade.doctor.layers import Layer
from torchgrade.errors import BadInput

FORK = Attack("fork", "Fork one process.", ("seccomp",), {"relu.py": ""})


@pytest.fixture
def shown():
    """What a function prints on a console that is no terminal."""

    def of(function, *arguments):
        stream = io.StringIO()
        status = function(*arguments, Console(file=stream, width=100))
        return status, stream.getvalue()

    return of


@pytest.fixture
def quick(monkeypatch):
    """No contestant is started."""
    monkeypatch.setattr(command, "facts", list)
    monkeypatch.setattr(command, "layers", lambda: [Layer("seccomp", "absent", "no filter", "allow filters")])


def test_all_stopped_ends_with_0(shown):
    status, text = shown(command.show_attacks, [FORK], [Result("fork", "stopped")])
    assert status == 0
    assert "✓ stopped" in text
    assert text.endswith("1 attacks: 1 stopped, 0 succeeded, 0 did harm.\n")


@pytest.mark.parametrize("outcome", ["succeeded", "harmed"])
def test_any_other_outcome_ends_with_1_and_is_spelled_out(shown, outcome):
    status, text = shown(command.show_attacks, [FORK], [Result("fork", outcome, ("forked \x1b[2J",))])
    assert status == 1
    assert f"fork {outcome}: forked \\x1b[2J" in text


def test_what_no_attack_answers_for_counts_too(shown):
    results = [Result("fork", "stopped"), Result("(unknown)", "harmed", ("left process 7 running",))]
    assert shown(command.show_attacks, [FORK], results)[0] == 1


def test_the_tables_show_status_and_remedy_without_colour_where_there_is_no_terminal(quick, capsys):
    assert command.examine(False, "standard") == 0
    text = capsys.readouterr().out
    assert "✗ absent" in text
    assert "allow filters" in text
    assert "\x1b" not in text


def test_attacks_run_from_the_course_one_stands_in(quick, monkeypatch, tmp_path, capsys):
    (tmp_path / "pyproject.toml").write_text("[tool.torchgrade]\n")
    (tmp_path / "tests" / "attacks").mkdir(parents=True)
    (tmp_path / "tests" / "attacks" / "fork.py").write_text('"""Fork.\nStopped by: seccomp.\n"""\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "find_graders", lambda named: tmp_path)
    monkeypatch.setattr(command, "run_suite", lambda suite, *_, told: [Result(suite[0].name, "succeeded", ("forked",))])
    assert command.examine(True, "process") == 1
    text = capsys.readouterr().out
    assert "process only" in text
    assert "fork succeeded: forked" in text


def test_outside_a_course_and_in_an_unknown_mode_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TORCHGRADE_COURSE", raising=False)
    with pytest.raises(BadInput, match="go to that folder first"):
        command.examine(True, "standard")
    with pytest.raises(BadInput, match="choose one of strict, standard, process"):
        command.examine(False, "loose")
