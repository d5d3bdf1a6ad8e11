"""Subjects that no learner wrote, asked like a learner's: misconceptions and trivial answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import torch

from torchgrade.expected import Expected
from torchgrade.isolation.answer import Loaded
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.plain import through_the_wire
from torchgrade.isolation.structures import map_tensors, tensors_in
from torchgrade.recorded import RecordedCase
from torchgrade.referee import consult_wrong


class TrustedAnswer:
    """A trusted subject, such as a misconception, in the place of a learner's file."""

    printed = ""

    def __init__(self, subject: Any, probe: Callable[..., Any] | None) -> None:
        self.subject = subject
        self.probe = probe

    def load(self) -> Loaded:
        """Nothing to load."""
        return Loaded()

    def observe(self, question: Question) -> Observation:
        """Ask the subject."""
        return through_the_wire(consult_wrong(self.subject, self.probe, question))


class TrivialAnswer:
    """Shows the same thoughtless thing for every question, in the shape of what is expected.

    Args:
        change: what becomes of an expected observation.
        cases: the cases whose questions will be asked.
    """

    printed = ""

    def __init__(self, change: Callable[[Expected], Observation], cases: Iterable[RecordedCase]) -> None:
        self.change = change
        self.expected = {_key(item.step.question): item for case in cases for item in case.expected}

    def load(self) -> Loaded:
        """Nothing to load."""
        return Loaded()

    def observe(self, question: Question) -> Observation:
        """Show the trivial observation for a question that was recorded."""
        return self.change(self.expected[_key(question)])


def _key(question: Question) -> tuple[int, str]:
    """What tells a recorded question from all others, with and without recording."""
    return id(question.args), question.device


def _with_values(expected: Expected, number: float) -> Observation:
    """Every number of the expected observation replaced by one number."""
    seen = expected.seen
    gradients = tuple(None if grad is None else torch.full_like(grad, number) for grad in seen.gradients)
    return replace(seen, failure=None, value=_filled(seen.value, number), gradients=gradients)


def _filled(value: Any, number: float) -> Any:
    if isinstance(value, torch.Tensor):
        whole = not (value.is_floating_point() or value.is_complex())
        return torch.full_like(value, 0 if whole and number != number else number)
    if isinstance(value, dict):
        return {key: _filled(item, number) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_filled(item, number) for item in value)
    if isinstance(value, str):
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return not value if isinstance(value, bool) else value
    return type(value)(0 if number != number and isinstance(value, int) else number)


def _input_itself(expected: Expected) -> Observation:
    """The first input tensor (or first argument) given back, with a gradient of one everywhere."""
    question = expected.step.question
    inputs = tensors_in((question.args, question.kwargs))
    value = inputs[0] if inputs else next(iter(question.args), None)
    gradients = tuple(None if grad is None else torch.ones_like(grad) for grad in expected.seen.gradients)
    devices = tuple(expected.step.question.device for _ in tensors_in(value))
    aliased = (0,) if inputs else ()
    value = map_tensors(value, lambda tensor: tensor.detach().clone())
    return Observation(value=value, gradients=gradients, devices=devices, aliased=aliased)


def _raises(expected: Expected) -> Observation:
    """An exception for everything, of the very type that a check of refusals asks for."""
    kinds = expected.step.call.raises or (RuntimeError,)
    types = tuple(f"{kind.__module__}.{kind.__qualname__}" for kind in kinds[0].__mro__[:-1])
    return Observation(failure=Failure(types, "always"))


TRIVIAL: dict[str, Callable[[Expected], Observation]] = {
    "NaN everywhere": lambda expected: _with_values(expected, float("nan")),
    "zeros": lambda expected: _with_values(expected, 0.0),
    "the constant 1": lambda expected: _with_values(expected, 1.0),
    "the input itself": _input_itself,
    "an empty tuple": lambda expected: Observation(value=()),
    "None": lambda expected: Observation(value=None),
    "an exception, always": _raises,
}
