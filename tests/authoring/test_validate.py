from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from torchgrade.authoring import validate as module
from torchgrade.authoring.generate import generate
from torchgrade.authoring.validate import Verdict, prove, validate
from torchgrade.course import Entry, catalogue
from torchgrade.grading.recording import Recording

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.learner_code


def change(course: Path, place: str, old: str, new: str) -> None:
    path = course / place
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def proven(course: Path) -> Verdict:
    return prove(course, catalogue(course / "graders")[0], 1)


SOLUTION = "solutions/03_activations/relu.py"
GRADER = "graders/03_activations/test_relu.py"
STUB = "exercises/03_activations/relu.py"


def test_an_exercise_that_is_right_in_every_way_has_no_problem(course: Path) -> None:
    verdict = proven(course)
    assert verdict.problems == []
    assert verdict.counts["misconceptions"] == 8
    assert verdict.counts["alternatives"] >= 2
    assert verdict.cases == 10


def test_an_edited_stub_is_a_note_and_no_problem(course: Path) -> None:
    change(course, STUB, "raise NotImplementedError", "return x.abs()")
    verdict = proven(course)
    assert verdict.problems == []
    assert "edited" in verdict.notes[0]


def test_a_stub_that_is_not_what_generate_would_write_is_named(course: Path) -> None:
    change(course, SOLUTION, "Return x with", "Give x with")
    assert any("is not what generate would write" in problem for problem in proven(course).problems)


def show_stub(course: Path, program: str) -> None:
    """Let the stub be a program of its own."""
    region = f"    ### STUB\n    # {program}\n    ### END STUB\n    return x.clamp(min=0)"
    change(course, SOLUTION, "    return x.clamp(min=0)", region)
    generate(course)


def test_a_stub_that_is_a_program_with_a_named_bug_has_no_problem(course: Path) -> None:
    show_stub(course, "return x.abs()")
    verdict = proven(course)
    assert verdict.problems == []
    assert verdict.counts["stubs"] == 1


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("return x.clamp(min=0)", "has full marks"),
        ("return x * 3", "is refused, but no misconception is named for its bug: test_values"),
        ("raise NotImplementedError", "shows a program, but test_values is not started"),
    ],
)
def test_a_stub_that_is_no_program_with_a_named_bug_is_named(course: Path, program: str, problem: str) -> None:
    show_stub(course, program)
    problems = proven(course).problems
    for mode in ("(in process)", "(isolated)"):
        assert any(found.startswith(f"the stub {problem}") and found.endswith(mode) for found in problems)


def test_a_stub_without_text_of_its_own_may_not_be_a_program(course: Path) -> None:
    change(course, SOLUTION, "### BEGIN SOLUTION", "return x.abs()\n    ### BEGIN SOLUTION")
    generate(course)
    assert any("the stub is not untouched: test_values is failed" in found for found in proven(course).problems)


def test_a_solution_that_is_wrong_is_named_with_the_check_that_refuses_it(course: Path) -> None:
    change(course, SOLUTION, "return x.clamp(min=0)", "return x.clamp(min=0) * 1.01")
    problems = proven(course).problems
    assert any(problem.startswith("the solution (in process) has not full marks: test_values") for problem in problems)
    assert any(problem.startswith("the solution (isolated)") for problem in problems)


def test_an_example_that_is_not_true_is_named(course: Path) -> None:
    change(course, SOLUTION, "tensor([0., 0., 3.])", "tensor([0., 1., 3.])")
    generate(course)
    assert proven(course).problems == ["the example in relu.relu is not true"]


def test_a_misconception_that_is_no_mistake_is_named(course: Path) -> None:
    change(course, GRADER, "return x.abs()", "return torch.relu(x)")
    assert "the misconception absolute has full marks" in proven(course).problems


def test_two_misconceptions_that_show_the_same_are_named_as_nameless(course: Path) -> None:
    change(course, GRADER, "return x.clamp(max=0)", "return x.abs()")
    problems = proven(course).problems
    assert any("absolute is refused but never named" in problem for problem in problems)
    assert any("negative_part is refused but never named" in problem for problem in problems)


def test_a_check_that_thoughtless_answers_pass_is_named(course: Path) -> None:
    change(course, GRADER, "verify(draw.normal(4, 6).T)", "verify(-draw.normal(4, 6).abs().T)")
    assert any(problem == "zeros passes test_non_contiguous" for problem in proven(course).problems)


def test_a_forbidden_name_that_torch_does_not_have_is_named(course: Path) -> None:
    change(course, GRADER, '"aten::hardtanh*"', '"aten::hardtanhh*"')
    assert any("'aten::hardtanhh*', which torch does not have" in problem for problem in proven(course).problems)


def test_a_forbidden_pattern_that_lets_the_reference_through_is_named(course: Path) -> None:
    change(course, GRADER, '"aten::*elu*", "aten::threshold*", ', "")
    assert any("is not recognised" in problem for problem in proven(course).problems)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("@check(\n    4,", "@check(\n    5,", "points sum to 11, not 10"),
        ('"""works on a transposed tensor too"""', "", "test_non_contiguous has no docstring"),
        ("verify(draw.normal(4, 6).T)", "pass", "never calls verify"),
        ("reference=torch.relu", "reference=torch.reluu", "reluu"),
    ],
)
def test_a_grader_with_a_fault_is_named(course: Path, old: str, new: str, problem: str) -> None:
    change(course, GRADER, old, new)
    assert any(problem in found for found in proven(course).problems)


def test_too_few_alternatives_are_named(course: Path) -> None:
    shutil.rmtree(course / "tests")
    assert any("0 honest alternatives" in problem for problem in proven(course).problems)


def test_a_missing_solution_is_named_with_its_path(course: Path) -> None:
    (course / SOLUTION).unlink()
    problems = proven(course).problems
    assert len(problems) == 1
    assert str(course / SOLUTION) in problems[0]


def test_units_are_proven_side_by_side_the_later_ones_first() -> None:
    entries = catalogue(PROJECT / "graders")
    ordered = module._largest_first(entries)
    assert [entry.unit for entry in ordered] == sorted((entry.unit for entry in entries), reverse=True)
    assert sorted(entry.id for entry in ordered) == sorted(entry.id for entry in entries)


def test_more_proofs_run_where_the_usual_ones_found_nothing(course: Path) -> None:
    entry = catalogue(course / "graders")[0]
    verdict = prove(course, entry, 1, ("mutants",))
    assert verdict.problems == []
    assert verdict.counts["mutants"] == verdict.counts["killed"] > 0
    assert verdict.counts["attacks"] == 0
    change(course, SOLUTION, "return x.clamp(min=0)", "return x.clamp(min=1)")
    assert prove(course, entry, 1, ("mutants",)).counts["mutants"] == 0


def test_every_proof_is_run_on_the_devices_that_were_asked_for(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from torchgrade.grading import recording

    asked, record = [], recording.record_graders

    def on_the_cpu(graders: Path, entries: list[Entry], devices: tuple[str, ...], seed: int) -> Recording:
        asked.append(devices)
        return record(graders, entries, ("cpu",), seed)

    monkeypatch.setattr(recording, "record_graders", on_the_cpu)
    entry = catalogue(course / "graders")[0]
    assert prove(course, entry, 1, devices=("cpu", "cuda")).problems == []
    assert asked == [("cpu", "cuda")] * 2


def test_nothing_runs_on_behind_the_last_verdict(course: Path) -> None:
    (course / SOLUTION).unlink()
    (verdict,) = validate(course, catalogue(course / "graders"), 1, 1)
    assert verdict.problems
    assert multiprocessing.active_children() == []


BLIND = """
from torchgrade.isolation import launch, spawn

launch.best_launcher = lambda **_: spawn.Spawner(False, ahead=0, gpu=True)
if __name__ == "__main__":
    from torchgrade.cli import main
    main()
"""


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_a_machine_where_no_contestant_starts_is_told_in_one_sentence(course: Path) -> None:
    script = course / "blind.py"
    script.write_text(BLIND, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(script), "validate", "--graders", str(course / "graders"), "--jobs", "1"],
        env={**os.environ, "PYTHONPATH": str(PROJECT / "tools")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("torchgrade: --device cuda: a contestant did not start: ")
    assert "torch finds no CUDA device" in ended.stderr
    assert ended.stderr.strip().count("\n") == 0
