from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch

from torchgrade.authoring.subjects import TrustedAnswer
from torchgrade.case import Played, play
from torchgrade.exercise import Exercise
from torchgrade.outcomes import CheckInfo
from torchgrade.recorded import RecordedCase, Target, record
from torchgrade.relations import relation

INFO = CheckInfo("u/e", "test_values", "gives the values", 10, ("hint",), "graders/u/test_e.py", 1)


def played(
    right: Callable, wrong: Callable, *shapes: tuple[int, ...], dtype: torch.dtype = torch.float32
) -> list[Played]:
    """What a wrong function shows in a case for each shape, held against the right one."""
    target = Target.of("u/e", Exercise("f", reference=right))
    cases = []
    for shape in shapes:
        calls = record(lambda verify, draw, s=shape: verify(draw.normal(*s, mean=1.0, dtype=dtype)), "seed", shape)
        cases.append(RecordedCase(target, INFO, str(shape), "cpu", calls))
    return [play(case, TrustedAnswer(wrong, None)) for case in cases]


SUM, MEAN = lambda x: x.sum(-1), lambda x: x.mean(-1)
RELATED = {
    "every number has the wrong sign": (torch.sin, lambda x: -torch.sin(x)),
    "every number is 0.6931 (ln 2) times the right one": (torch.exp, lambda x: torch.exp(x) * math.log(2)),
    "every number is 2 times the right one": (torch.exp, lambda x: 2 * torch.exp(x)),
    "every number is 1/3 times the right one": (torch.exp, lambda x: torch.exp(x) / 3),
    "every number is +1 off, the same everywhere": (torch.exp, lambda x: torch.exp(x) + 1),
    "every number is 0, whatever the input": (torch.exp, lambda x: torch.exp(x) * 0),
    "every number is the right one divided by a size of the input: a mean where a sum is asked for?": (SUM, MEAN),
    "every number is the right one times a size of the input: a sum where a mean is asked for?": (MEAN, SUM),
    "these are the right numbers, with the last two dimensions swapped": (
        lambda x: x @ x.T + x[0],
        lambda x: (x @ x.T + x[0]).T,
    ),
    "these are the right numbers, in reverse order along dimension 0": (torch.exp, lambda x: torch.exp(x).flip(0)),
    "the right numbers stand one place too late along dimension 1": (torch.exp, lambda x: torch.exp(x).roll(1, 1)),
    "the right numbers stand one place too early along dimension 0": (torch.exp, lambda x: torch.exp(x).roll(-1, 0)),
    "all is right but the border: look at what happens at the edges": (
        torch.exp,
        lambda x: torch.nn.functional.pad(torch.exp(x)[1:-1, 1:-1], (1, 1, 1, 1)),
    ),
    "these are the right numbers, in another order": (torch.exp, lambda x: torch.exp(x).roll((1, 2), (0, 1))),
}
SHAPES = {"transposed": [(4, 4), (5, 5)]}


@pytest.mark.parametrize(("sentence", "pair"), RELATED.items(), ids=[text[:40] for text in RELATED])
def test_a_relation_that_holds_in_every_failing_case_is_said(sentence, pair):
    shapes = [(4, 4), (5, 5)] if "swapped" in sentence else [(4, 5), (6, 7)]
    assert relation(played(*pair, *shapes)) == sentence


def test_numbers_that_lost_their_precision_on_the_way_are_known():
    cases = played(torch.exp, lambda x: torch.exp(x.float()).double(), (4, 5), dtype=torch.float64)
    assert relation(cases) == "right up to float32 precision: somewhere float64 numbers were made float32"


def test_a_relation_must_hold_in_all_failing_cases():
    wrong = lambda x: -torch.sin(x) if len(x) == 4 else 3 * torch.sin(x)  # noqa: E731
    assert relation(played(torch.sin, wrong, (4, 5), (6, 7))) is None


@pytest.mark.parametrize(
    "wrong", [torch.cos, lambda x: x[0], lambda x: torch.sin(x) / 0, lambda x: None, lambda x: x.no_such]
)
def test_where_nothing_simple_holds_nothing_is_said(wrong):
    assert relation(played(torch.sin, wrong, (4, 5), (6, 7))) is None


def test_a_single_number_has_many_relations_and_none_is_said():
    assert relation(played(lambda x: x.sum(), lambda x: -x.sum(), (4, 5))) is None


def test_right_cases_change_nothing():
    wrong = lambda x: torch.sin(x) if len(x) == 4 else -torch.sin(x)  # noqa: E731
    assert relation(played(torch.sin, wrong, (4, 5), (6, 7))) == "every number has the wrong sign"
