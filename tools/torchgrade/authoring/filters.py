"""Whether a case set can tell right from wrong at all: its answers are not tiny, vary with the seed, need every input.

The idea of such filters is robust-kbench's (Lange et al. 2025, "Towards Robust Agentic CUDA Kernel Benchmarking").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch

from torchgrade.expected import Expected
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.structures import map_tensors, tensors_in
from torchgrade.leaves import leaves
from torchgrade.recorded import RecordedCase, Target
from torchgrade.referee import consult

SMALLEST = 1e-2
_COMPARED = ("values", "gradients", "contract")


def weak_cases(cases: Sequence[RecordedCase], with_another_seed: Sequence[RecordedCase]) -> Iterator[str]:
    """What makes an exercise's cases weak, one sentence each."""
    yield from _tiny_answers(cases)
    yield from _one_answer_for_all_seeds(cases, with_another_seed)
    yield from _inputs_without_effect(cases)


def _tiny_answers(cases: Sequence[RecordedCase]) -> Iterator[str]:
    """Near 0 an absolute tolerance forgives everything."""
    for name in dict.fromkeys(case.check.name for case in cases):
        steps = [step for case in cases if case.check.name == name for step in _compared(case)]
        numbers = [leaf for step in steps for leaf in leaves(step.seen.value) if _is_floating(leaf)]
        if numbers and all(_largest(leaf) < SMALLEST for leaf in numbers):
            yield f"{name}: every expected value is below {SMALLEST}, where rounding hides mistakes; scale the inputs"


def _is_floating(leaf: Any) -> bool:
    return isinstance(leaf, torch.Tensor) and leaf.is_floating_point() and leaf.numel() > 0


def _largest(tensor: torch.Tensor) -> float:
    return float(tensor.detach().double().abs().nan_to_num(nan=1.0, posinf=1.0).max())


def _one_answer_for_all_seeds(cases: Sequence[RecordedCase], others: Sequence[RecordedCase]) -> Iterator[str]:
    """A table of answers passes where the answers are always the same."""
    for one, other in zip(cases, others, strict=True):
        for mine, theirs in zip(_compared(one), _compared(other), strict=False):
            if not same(mine.seen.value, theirs.seen.value):
                return
    yield "no expected value changes with the seed: a table of the answers would pass; draw some inputs"


def _inputs_without_effect(cases: Sequence[RecordedCase]) -> Iterator[str]:
    """An input that changes no answer may be ignored by a wrong one."""
    idle: dict[str, bool] = {}
    for case in cases:
        for step in _compared(case):
            for index, name in enumerate(step.step.argument_names):
                if idle.get(name, True):
                    idle[name] = not _matters(case.target, step.step.question, index)
    yield from (f"{name} changes no expected value in any case: an answer may ignore it" for name in idle if idle[name])


def _matters(target: Target, question: Question, index: int) -> bool:
    plain = replace(question, wrt=(), cotangents=(), watch=())
    if tensors_in((question.args, question.kwargs))[index].numel() == 0:
        return False
    args, kwargs = _with_another((question.args, question.kwargs), index)
    before = _ask(target, plain)
    after = _ask(target, replace(plain, args=args, kwargs=kwargs))
    return (before.failure is None) != (after.failure is None) or not same(before.value, after.value)


def _ask(target: Target, question: Question) -> Observation:
    return consult(target.exercise.reference, target.probe, question)


def _with_another(structure: Any, index: int) -> Any:
    """The inputs with other numbers in the place of one tensor's."""
    count = iter(range(10**9))
    return map_tensors(structure, lambda tensor: _other(tensor) if next(count) == index else tensor)


def _other(tensor: torch.Tensor) -> torch.Tensor:
    if tensor.dtype == torch.bool:
        return ~tensor
    if tensor.is_floating_point() or tensor.is_complex():
        return tensor * -1.7 + torch.linspace(0.3, 0.9, tensor.numel(), dtype=tensor.dtype).reshape(tensor.shape)
    turned = tensor.flatten().roll(1).reshape(tensor.shape)
    return turned if not torch.equal(turned, tensor) else tensor + 1


def same(one: Any, other: Any) -> bool:
    """Whether two observed values are the same, bit for bit apart from NaN."""
    mine, theirs = leaves(one), leaves(other)
    return len(mine) == len(theirs) and all(map(_same_leaf, mine, theirs))


def _same_leaf(one: Any, other: Any) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return one.shape == other.shape and torch.equal(torch.nan_to_num(one), torch.nan_to_num(other))
    return type(one) is type(other) and (one == other or (one != one and other != other))


def _compared(case: RecordedCase) -> list[Expected]:
    return [step for step in case.expected if step.step.layer in _COMPARED and step.seen.failure is None]
