from __future__ import annotations

from pathlib import Path

import pytest
import torch

from torchgrade.authoring.filters import same, weak_cases
from torchgrade.course import catalogue
from torchgrade.grading.recording import record_graders

HEAD = """
import pytest, torch
from torchgrade import Exercise, check

exercise = Exercise("scaled", reference=lambda x, scale, offset=None: x * scale + (0 if offset is None else offset))


@exercise.misconception("nothing done")
def nothing(x, scale, offset=None):
    return x

"""


@pytest.fixture
def found(tmp_path: Path):
    def find(body: str) -> list[str]:
        path = tmp_path / "graders" / "01_tensors" / "test_scaled.py"
        path.parent.mkdir(parents=True)
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        path.write_text(
            f'{HEAD}\n@check(10, "hint")\ndef test_values(verify, draw):\n    """gives x * scale"""\n{lines}\n'
        )
        graders = tmp_path / "graders"
        one, other = (record_graders(graders, catalogue(graders), ["cpu"], seed) for seed in (1, 2))
        assert not one.broken
        return list(weak_cases(one.cases, other.cases))

    return find


def test_drawn_inputs_that_all_matter_are_strong(found):
    assert found("verify(draw.normal(3), draw.normal(3), offset=draw.normal(3))") == []


def test_answers_near_zero_are_weak(found):
    (problem,) = found("verify(draw.normal(3) * 1e-4, draw.normal(3))")
    assert problem.startswith("test_values: every expected value is below 0.01")


def test_answers_that_no_seed_changes_are_weak(found):
    (problem,) = found("verify(torch.ones(3), torch.ones(3))")
    assert problem.startswith("no expected value changes with the seed")


def test_a_draw_that_changes_no_answer_does_not_help(found):
    problems = found("verify(draw.normal(3), torch.zeros(()), offset=torch.ones(3))")
    assert any(problem.startswith("no expected value changes with the seed") for problem in problems)
    assert "argument 1 changes no expected value in any case: an answer may ignore it" in problems


def test_one_case_in_which_an_input_matters_is_enough(found):
    assert found("verify(draw.normal(3), torch.zeros(()))\nverify(draw.normal(3), torch.ones(()))") == []


def test_whole_numbers_and_flags_are_changed_too(found):
    body = (
        "verify(draw.normal(2, 3), draw.integers(2, 3, low=0, high=9))\n"
        "verify(draw.normal(3), torch.tensor([True, False, True]))"
    )
    assert found(body) == []


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (torch.tensor([1.0, float("nan")]), torch.tensor([1.0, float("nan")]), True),
        (torch.ones(2), torch.ones(3), False),
        ([1, "a", float("nan")], [1, "a", float("nan")], True),
        (1, 1.0, False),
        ((1, 2), (1,), False),
    ],
)
def test_values_are_the_same_or_not(one, other, equal):
    assert same(one, other) is equal
