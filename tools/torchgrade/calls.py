"""What a check body asked for: each call of `verify` as data, and the questions that it becomes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import torch

from torchgrade.draw import Draw
from torchgrade.isolation.observe import Question
from torchgrade.isolation.structures import map_tensors, tensors_in
from torchgrade.language.said import say

Kind = Literal["values", "gradients", "contract", "raises", "agrees", "speed"]
Layer = Literal["values", "gradients", "contract", "meta", "raises", "agrees", "speed"]


@dataclass(frozen=True)
class Call:
    """One call of `verify` in a check body.

    `wrt` names the arguments whose gradients are asked for (positions or keywords; None for all floating
    tensors), `kinks` accepts any subgradient, `raises` the accepted exception types, `labels` and `at_least`
    what share of the answer must agree, `atol` and `reason` an author's own tolerance, `within` how many times as
    long as `against`, torch's own, it may take.
    """

    kind: Kind
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    seed: int
    wrt: tuple[int | str, ...] | None = None
    kinks: bool = False
    raises: tuple[type[BaseException], ...] = ()
    labels: torch.Tensor | None = None
    at_least: float = 1.0
    atol: float | None = None
    reason: str = ""
    within: float = 0.0
    against: Any = None


@dataclass(frozen=True)
class Step:
    """One question of a call, and how its observation is to be looked at."""

    call: Call
    layer: Layer
    question: Question
    argument_names: tuple[str, ...] = field(default=())

    def watched(self, patterns: tuple[str, ...]) -> Step:
        """The same step with forbidden operations recorded."""
        return replace(self, question=replace(self.question, watch=patterns))


def steps_of(call: Call, device: str, probe: Callable[..., Any] | None = None) -> list[Step]:
    """The questions that a call becomes on a device; cotangents are added once the reference's shapes are known.

    What is to be refused is asked on the CPU: an index out of range on a GPU ends the process's CUDA context.
    """
    places = _places(call)
    words = {place: _word(place, probe) for place in places}
    names = tuple(words[place] for place in places)
    device = "cpu" if call.kind == "raises" else device
    base = Question(call.args, dict(call.kwargs), device=device, seed=call.seed)
    if call.kind == "gradients":
        return [Step(call, "gradients", replace(base, wrt=_wrt_indices(call, places)), names)]
    if call.kind != "contract":
        return [Step(call, call.kind, base, names)]
    wide = replace(base, args=to_float64(call.args), kwargs=to_float64(call.kwargs))
    steps = [Step(call, "contract", base, names), Step(call, "contract", wide, names)]
    if device == "cpu" and tensors_in((call.args, call.kwargs)):
        steps.append(Step(call, "meta", replace(base, device="meta"), names))
    return steps


def with_cotangents(step: Step, value: Any) -> Step:
    """The step with a random direction for each floating output of the reference."""
    draw = Draw("cotangent", step.call.seed)
    outputs = [tensor for tensor in tensors_in(value) if tensor.is_floating_point() or tensor.is_complex()]
    return replace(
        step, question=replace(step.question, cotangents=tuple(draw.cotangent(tensor) for tensor in outputs))
    )


def to_float64(structure: Any) -> Any:
    """The structure with floating tensors as float64 and complex ones as complex128."""

    def widen(tensor: torch.Tensor) -> torch.Tensor:
        if tensor.is_complex():
            return tensor.to(torch.complex128)
        return tensor.to(torch.float64) if tensor.is_floating_point() else tensor

    return map_tensors(structure, widen)


def _places(call: Call) -> tuple[int | str, ...]:
    """For every input tensor, in flattened order, the position or keyword of the argument that holds it."""
    arguments: list[tuple[int | str, Any]] = [*enumerate(call.args), *call.kwargs.items()]
    return tuple(place for place, value in arguments for _ in tensors_in(value))


def _word(place: int | str, probe: Callable[..., Any] | None) -> str:
    """What to call an argument: by position only where that is the learner's own, and not a probe's."""
    if isinstance(place, str):
        return place
    if probe is None:
        return say("argument {number}", number=place + 1)
    parameters = list(inspect.signature(probe).parameters.values())[1:]  # the subject comes first
    named = [parameter.name for parameter in parameters if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
    return named[place] if place < len(named) else say("an input")


def _wrt_indices(call: Call, places: tuple[int | str, ...]) -> tuple[int, ...]:
    tensors = tensors_in((call.args, call.kwargs))
    return tuple(
        index
        for index, tensor in enumerate(tensors)
        if (tensor.is_floating_point() or tensor.is_complex()) and (call.wrt is None or places[index] in call.wrt)
    )
