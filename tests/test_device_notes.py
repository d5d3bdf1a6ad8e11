"""Notes on devices, from the learner's file to the check: the CPU stands for a GPU, by another predicate."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from torchgrade.aggregate import CheckCases, to_check
from torchgrade.calls import Call
from torchgrade.course import catalogue
from torchgrade.examiner import Examiner
from torchgrade.exercise import Exercise
from torchgrade.grading.recording import record_graders
from torchgrade.isolation import transfers
from torchgrade.isolation.transfers import TRANSFERS
from torchgrade.outcomes import CaseResult, CheckInfo
from torchgrade.recorded import RecordedCase, Target
from torchgrade.replayed import Recorded
from torchgrade.submission import Submission

pytestmark = pytest.mark.learner_code
ROOT = Path(__file__).parents[1]
_CHECKS = 2  # of each exercise: what trains does so from the first on
WITHOUT_DATA = [entry for entry in catalogue(ROOT / "graders") if "mnist" not in entry.name]


@pytest.fixture
def on_gpu(monkeypatch):
    """The CPU stands for a GPU, and only the word "cpu" for the CPU."""
    monkeypatch.setattr(transfers, "_is_away", lambda tensor: True)
    named = lambda args, kwargs: any(isinstance(one, str) and one == "cpu" for one in (*args, *kwargs.values()))  # noqa: E731
    monkeypatch.setattr(transfers, "_names_cpu", named)


def watched(case: RecordedCase) -> RecordedCase:
    """The case as on a GPU: transfers are recorded."""
    case.__dict__["asked"] = [
        (item, replace(question, watch=(*question.watch, TRANSFERS))) for item, question in case.asked
    ]
    return case


def case(number: int = 0, reference: Any = torch.exp, check: str = "test_a") -> RecordedCase:
    info = CheckInfo("u/f", check, "gives values", 4, ("hint",), "graders/u/test_f.py", 1)
    target = Target("u/f", Exercise("f", reference=reference), None, None)
    return watched(RecordedCase(target, info, str(number), "cpu", [Call("values", (torch.ones(2),), {}, seed=1)]))


def graded(text: str, *cases: RecordedCase) -> list[CaseResult]:
    examiner = Examiner(Submission("s", {"f.py": text}), ["f"])
    return [examiner.play(one).result for one in cases]


def sentences(results: list[CaseResult]) -> list[list[str]]:
    """The templates' values of each result's notes."""
    return [[f"{note[1]['line']} {note[1].get('call') or note[1]['device']}" for note in r.notes] for r in results]


CPU = "def f(x):\n    y = x.exp().cpu()\n    return y\n"


def test_a_right_answer_by_way_of_the_cpu_has_all_points_and_a_note_once_an_exercise(on_gpu):
    cases = [case(0), case(1), case(0, check="test_b")]
    results = graded(CPU, *cases)
    assert [result.verdict for result in results] == ["passed"] * 3
    assert sentences(results) == [["2 .cpu()"], [], []]
    check = to_check(CheckCases(cases[0].check, results[:2]))
    assert (check.points, check.max_points, len(check.notes)) == (4, 4, 1)


def test_a_wrong_answer_has_its_note_too(on_gpu):
    (result,) = graded("def f(x):\n    return x.cpu()\n", case())
    assert (result.verdict, sentences([result])) == ("failed", [["2 .cpu()"]])


@pytest.mark.parametrize("reference", [lambda x: x.cpu().exp(), Recorded])
def test_what_the_reference_does_too_or_cannot_be_asked_is_no_mistake(on_gpu, monkeypatch, reference):
    one = case()
    if reference is Recorded:
        monkeypatch.setattr("torchgrade.device_notes.Recorded", object)
    else:
        one = case(reference=reference)
    assert sentences(graded(CPU, one)) == [[]]


def test_without_a_gpu_nothing_is_said_of_what_is_on_the_cpu_anyway():
    assert sentences(graded(CPU, case())) == [[]]


HARD = "def f(x):\n    if x.numel() > 2:\n        return x\n    return x.exp()\n\ndef g(x):\n    return x.to('cuda')\n"


def test_cuda_written_into_reachable_code_is_a_note_though_no_case_runs_it():
    used = HARD.replace("return x\n", "return g(x)\n", 1)
    assert sentences(graded(used, case(0), case(1))) == [['7 "cuda"'], []]
    assert sentences(graded(HARD, case())) == [[]]


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_where_the_message_says_so_already_there_is_no_note():
    (result,) = graded("def f(x):\n    return x.cuda()\n", case())
    assert (result.verdict, result.notes) == ("error", ())
    assert result.message.startswith("asks for a CUDA device")


def test_no_solution_is_told_anything_where_the_cpu_stands_for_a_gpu(on_gpu):
    recording = record_graders(ROOT / "graders", WITHOUT_DATA, ("cpu",), 7)
    files = {f"{entry.name}.py": (ROOT / "solutions" / f"{entry.id}.py").read_text() for entry in WITHOUT_DATA}
    examiner = Examiner(Submission("solutions", files), [entry.name for entry in WITHOUT_DATA])
    told, left = [], Counter({entry.id: _CHECKS for entry in WITHOUT_DATA})
    for one in recording.cases:
        left[one.target.id] -= one.smallest
        if one.smallest and left[one.target.id] >= 0 and not one.find_fault():
            result = examiner.play(watched(one)).result
            told += [(one.check.id, note) for note in result.notes]
            assert result.verdict == "passed", (one.check.id, result.message)
    assert told == []


@pytest.mark.parametrize(
    ("device", "is_watched", "speed", "watch"),
    [
        ("cuda", True, False, ("torch.relu", TRANSFERS)),
        ("cuda", False, False, ()),
        ("cuda", True, True, ()),
        ("cpu", True, False, ("torch.relu",)),
    ],
)
def test_transfers_are_looked_for_in_the_watched_cases_of_a_gpu(device, is_watched, speed, watch):
    one = case()
    expected = one.expected
    target = replace(one.target, exercise=Exercise("f", reference=torch.exp, forbidden=("torch.relu",)))
    check = replace(one.check, speed=speed)
    other = RecordedCase(target, check, "0", device, one.calls, watched=is_watched, _expected=expected)
    assert [question.watch for _, question in other.asked] == [watch]
