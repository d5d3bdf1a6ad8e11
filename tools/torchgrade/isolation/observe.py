"""Driving a subject once and writing down what could be seen: the same code in both modes.

A `Question` says what to call a subject with; an `Observation` holds what came back as plain values. The
subject is the learner's object (or a namespace of several); a probe, if there is one, says how to drive it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch

from torchgrade.isolation.failures import Failure, failure_of
from torchgrade.isolation.gpu import seed_gpu, wait_for
from torchgrade.isolation.precision import whole_precision
from torchgrade.isolation.steady import steady
from torchgrade.isolation.structures import map_tensors, tensors_in, varied
from torchgrade.isolation.transfers import recording

MOST_OUTPUTS = 1_000  # whose devices are named: the names of more would be too much to send


@dataclass(frozen=True)
class Question:
    """What a subject is called with, and what to look at.

    `device` is where tensors are placed first; `wrt` the indices (in flattened order) of the tensors whose
    gradients are asked for; `cotangents` what flows back into each floating output; `watch` the operations
    to record, `TRANSFERS` among them. With several `runs` it is called so often, each time with other inputs, and the
    answer of run number `kept` is the one to be sent back.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    device: str = "cpu"
    seed: int = 0
    wrt: tuple[int, ...] = ()
    cotangents: tuple[torch.Tensor, ...] = ()
    watch: tuple[str, ...] = ()
    runs: int = 1
    kept: int = 0


@dataclass
class Observation:
    """What one call of a subject showed.

    `devices` and `needs_grad` describe the output's tensors in flattened order; `gradients` has one tensor or
    None for each asked one; `mutated` and `aliased` list flattened input indices; `changed` names global
    settings that the call left changed; `hits` forbidden operations as (pattern, operation, file, line);
    `lost` says that nothing came back at all: "timeout", "crashed", "missing" or "broken".
    """

    value: Any = None
    failure: Failure | None = None
    devices: tuple[str, ...] = ()
    needs_grad: tuple[bool, ...] = ()
    gradients: tuple[torch.Tensor | None, ...] = ()
    mutated: tuple[int, ...] = ()
    aliased: tuple[int, ...] = ()
    changed: tuple[str, ...] = ()
    hits: tuple[tuple[str, str, str, int], ...] = ()
    lost: str = ""
    lost_message: str = ""
    exception: BaseException | None = field(default=None, repr=False, compare=False)  # in process only


def observe(
    subject: Any,
    probe: Callable[..., Any] | None,
    question: Question,
    is_learner: Callable[[str], bool],
    foreign: tuple[str, int] | None = None,
) -> Observation:
    """Call the subject, through its probe if it has one, and write down what was seen.

    `foreign` is the learner's line that hands in an object of somebody else's, for the recorder.
    """
    with steady(question.seed) as changed, whole_precision(question.device):
        seed_gpu(question.device, question.seed)
        seen = _call(subject, probe, question, is_learner, foreign)
    seen.changed = tuple(changed)
    return seen


def _call(
    subject: Any,
    probe: Callable[..., Any] | None,
    question: Question,
    is_learner: Callable[[str], bool],
    foreign: tuple[str, int] | None,
) -> Observation:
    args, kwargs = _place((question.args, question.kwargs), question)
    inputs = tensors_in((args, kwargs))
    before = [_snapshot(tensor) for tensor in inputs]
    seen = Observation()
    try:
        with recording(question.watch, is_learner, foreign) as hits:
            seen.value = _run(partial(probe, subject) if probe else subject, args, kwargs, question)
            if question.cotangents:  # watched too: a backward of the learner's own runs only here
                seen.gradients = _gradients(seen.value, [inputs[i] for i in question.wrt], question)
            wait_for(question.device)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and not _raised_by(error, is_learner):
            raise
        seen.failure, seen.exception = failure_of(error, is_learner), error
        seen.value = None
    seen.hits = tuple(hits)
    _look_at_tensors(seen, inputs, before)
    return seen


def _run(call: Callable[..., Any], args: Any, kwargs: Any, question: Question) -> Any:
    """What the call returns; of several runs the one that is kept, the others only take their time."""
    if question.runs == 1:
        return call(*args, **kwargs)
    kept = None
    for number in range(question.runs):
        other, named = varied((args, kwargs), number)
        value = call(*other, **named)
        kept = value if number == question.kept else kept
    return kept


def _look_at_tensors(seen: Observation, inputs: Sequence[torch.Tensor], before: Sequence[Any]) -> None:
    outputs = tensors_in(seen.value)[:MOST_OUTPUTS]
    seen.devices = tuple(tensor.device.type for tensor in outputs)
    seen.needs_grad = tuple(tensor.requires_grad for tensor in outputs)
    seen.mutated = tuple(i for i, tensor in enumerate(inputs) if _changed(tensor, before[i]))
    memories = {_memory(tensor) for tensor in outputs} - {None}
    seen.aliased = tuple(i for i, tensor in enumerate(inputs) if _memory(tensor) in memories)


def _place(structure: Any, question: Question) -> Any:
    """Fresh copies of the inputs on the device asked for, those of `wrt` as leaves that want a gradient."""
    count = iter(range(10**9))

    def put(tensor: torch.Tensor) -> torch.Tensor:
        placed = tensor.detach().to(question.device, copy=True, memory_format=torch.preserve_format)
        return placed.requires_grad_() if next(count) in question.wrt else placed

    return map_tensors(structure, put)


def _gradients(value: Any, inputs: Sequence[torch.Tensor], question: Question) -> tuple[torch.Tensor | None, ...]:
    """The gradient of every asked input under the given cotangents; None where no gradient arrives."""
    outputs = [tensor for tensor in tensors_in(value) if tensor.is_floating_point() or tensor.is_complex()]
    pairs = [
        (output, cotangent.to(output))
        for output, cotangent in zip(outputs, question.cotangents, strict=False)
        if output.requires_grad and output.shape == cotangent.shape
    ]
    if not pairs:
        return (None,) * len(inputs)
    found = torch.autograd.grad([pair[0] for pair in pairs], inputs, [pair[1] for pair in pairs], allow_unused=True)
    return tuple(found)


def _snapshot(tensor: torch.Tensor) -> Any:
    return (tensor.shape, tensor._version) if tensor.is_meta else (tensor.shape, tensor.detach().clone())


def _changed(tensor: torch.Tensor, before: Any) -> bool:
    shape, content = before
    if tensor.shape != shape or tensor.is_meta:
        return tensor.shape != shape or bool(tensor._version != content)
    try:
        now = tensor.detach()
        same = (now == content) | ((now != now) & (content != content))
        return not bool(same.all())
    except RuntimeError:  # it can no longer be read, so it is not what it was
        return True


def _memory(tensor: torch.Tensor) -> Any:
    if tensor.layout is not torch.strided or tensor.is_meta or tensor.numel() == 0:
        return None
    try:
        return tensor.device.type, tensor.untyped_storage().data_ptr()
    except RuntimeError:  # a wrapper that outlived its torch.func transform has no memory of its own
        return None


def _raised_by(error: BaseException, is_learner: Callable[[str], bool]) -> bool:
    """Whether a KeyboardInterrupt is a `raise` in the learner's code rather than somebody's Ctrl-C."""
    return failure_of(error, is_learner).own_raise
