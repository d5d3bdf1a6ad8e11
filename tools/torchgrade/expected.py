"""What the reference shows for a step: run in float64 on the CPU and rounded to the dtype under test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from torchgrade.calls import Call, Step, steps_of, to_float64, with_cotangents
from torchgrade.errors import CatalogueError
from torchgrade.exercise import Exercise
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.structures import map_tensors
from torchgrade.leaves import leaves
from torchgrade.referee import consult
from torchgrade.tolerance import own_error

_KINK_STEP = 1e-3


@dataclass(frozen=True)
class Expected:
    """A step and what is right for it.

    `slack` is torch's own error for each leaf of the value, `gradient_slack` for each gradient; `low` and
    `high` bound the gradients at a kink.
    """

    step: Step
    seen: Observation
    slack: tuple[float, ...] = ()
    gradient_slack: tuple[float, ...] = ()
    low: tuple[torch.Tensor, ...] = ()
    high: tuple[torch.Tensor, ...] = field(default=())


def expect(call: Call, device: str, exercise: Exercise, probe: Callable[..., Any] | None) -> list[Expected]:
    """What the reference shows for every step of a call; a meta step that it cannot run is left out.

    Raises:
        CatalogueError: the reference does not do what the check asks for.
    """
    found = []
    for step in steps_of(call, device, probe):
        ask = _Reference(exercise, probe, step)
        if step.layer == "meta":
            seen = ask(step.question)
            found += [] if seen.failure else [Expected(step, seen)]
        elif step.layer == "raises":
            found.append(_refusal(step, ask(step.question)))
        elif step.layer == "agrees":
            found.append(_agreement(step, ask(step.question)))
        else:
            found.append(_values(step, ask, exercise.reference_dtype))
    return found


@dataclass(frozen=True)
class _Reference:
    """Asks the reference in this process."""

    exercise: Exercise
    probe: Callable[..., Any] | None
    step: Step

    def __call__(self, question: Question) -> Observation:
        return consult(self.exercise.reference, self.probe, question)

    def must(self, question: Question) -> Observation:
        """Ask where a failure is the grader's fault."""
        seen = self(question)
        if seen.failure:
            raise CatalogueError(f"the reference raises {seen.failure.types[0]}: {seen.failure.message}")
        return seen


def _values(step: Step, ask: _Reference, reference_dtype: str) -> Expected:
    at_dtype = ask.must(replace(step.question, cotangents=(), wrt=()))
    if step.layer == "gradients":
        step = with_cotangents(step, at_dtype.value)
        at_dtype = ask.must(step.question)
    wide = at_dtype if reference_dtype == "case" else ask.must(_widened(step.question))
    low, high = _around_kinks(step, ask) if step.call.kinks else ((), ())
    return Expected(
        step,
        replace(at_dtype, value=_rounded(wide.value, at_dtype.value), gradients=_rounded_all(wide, at_dtype)),
        slack=tuple(_slacks(leaves(at_dtype.value), leaves(wide.value))),
        gradient_slack=tuple(_slacks(at_dtype.gradients, wide.gradients)),
        low=low,
        high=high,
    )


def _widened(question: Question) -> Question:
    return replace(question, args=to_float64(question.args), kwargs=to_float64(question.kwargs), device="cpu")


def _rounded_all(wide: Observation, at_dtype: Observation) -> tuple[torch.Tensor | None, ...]:
    return tuple(_rounded(list(wide.gradients), list(at_dtype.gradients)))


def _rounded(wide: Any, at_dtype: Any) -> Any:
    """The float64 structure rounded to the dtypes of the other; whole numbers come from the other itself."""
    if isinstance(at_dtype, torch.Tensor):
        floating = at_dtype.is_floating_point() or at_dtype.is_complex()
        return wide.detach().to("cpu", at_dtype.dtype) if floating else at_dtype.detach().cpu()
    if isinstance(at_dtype, dict):
        return {key: _rounded(wide[key], item) for key, item in at_dtype.items()}
    if isinstance(at_dtype, (list, tuple)):
        return type(at_dtype)(_rounded(w, item) for w, item in zip(wide, at_dtype, strict=True))
    return wide if isinstance(at_dtype, float) else at_dtype


def _slacks(at_dtype: Any, wide: Any) -> list[float]:
    return [
        own_error(near, far) if isinstance(near, (float, torch.Tensor)) else 0.0
        for near, far in zip(at_dtype, wide, strict=True)
    ]


def _around_kinks(step: Step, ask: _Reference) -> tuple[tuple[torch.Tensor, ...], tuple[torch.Tensor, ...]]:
    """Bounds of the gradients just before, at and just behind the inputs."""
    question = _widened(step.question)
    found = []
    for shift in (-_KINK_STEP, 0.0, _KINK_STEP):
        moved = map_tensors((question.args, question.kwargs), lambda t, s=shift: t + s if t.is_floating_point() else t)  # type: ignore[misc]
        found.append(ask.must(replace(question, args=moved[0], kwargs=moved[1])).gradients)
    stacked = [torch.stack([g for g in place if g is not None]) for place in zip(*found, strict=True)]
    return tuple(item.amin(0) for item in stacked), tuple(item.amax(0) for item in stacked)


def _refusal(step: Step, seen: Observation) -> Expected:
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in step.call.raises}
    if seen.failure is None or not names & set(seen.failure.types):
        got = "nothing" if seen.failure is None else seen.failure.types[0]
        raise CatalogueError(f"the check expects {', '.join(sorted(names))}, but the reference raises {got}")
    return Expected(step, seen)


def share_of(value: torch.Tensor, labels: torch.Tensor) -> float:
    """How many of the numbers, on whatever device they are, equal their labels."""
    return float((value.cpu() == labels).double().mean())


def _agreement(step: Step, seen: Observation) -> Expected:
    labels = step.call.labels
    if seen.failure or labels is None or not isinstance(seen.value, torch.Tensor) or seen.value.shape != labels.shape:
        raise CatalogueError("verify.agrees needs labels and a reference that returns a tensor of their shape")
    share = share_of(seen.value, labels)
    if share < step.call.at_least:
        raise CatalogueError(f"the reference agrees in {share:.3f} only, but the check asks for {step.call.at_least}")
    return Expected(step, replace(seen, value=labels))
