"""Driving a subject once and writing down what could be seen: the same code in both modes.

A `Question` says what to call a subject with; an `Observation` holds what came back as plain values. The
subject is the learner's object (or a namespace of several); a probe, if there is one, says how to drive it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any

import torch

from torchgrade.isolation.gpu import seed_gpu, wait_for
from torchgrade.isolation.precision import whole_precision
from torchgrade.isolation.steady import steady
from torchgrade.isolation.transfers import recording
from torchgrade.isolation.wire_format import MAX_DEPTH, MAX_NODES, full_name

MESSAGE_LIMIT = 2_000
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


@dataclass(frozen=True)
class Failure:
    """An exception: its types from the most derived on, its text, and the learner's own frames.

    `where` says whose code raised: "learner", "probe" or "torch"; `own_raise` that the innermost frame is a
    `raise` of the learner's; each frame is (file, line, function, text of the line).
    """

    types: tuple[str, ...]
    message: str
    where: str = "learner"
    own_raise: bool = False
    frames: tuple[tuple[str, int, str, str], ...] = ()


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


def varied(structure: Any, number: int) -> Any:
    """The same structure with other floating numbers, which are as hard to compute with; 0 changes nothing."""

    def vary(tensor: torch.Tensor) -> torch.Tensor:
        if not number or not tensor.is_floating_point() or not tensor.numel():
            return tensor
        moved = tensor.roll(number)
        moved[(0,) * moved.dim()] += number / 1024  # a few numbers are soon where they were
        return moved

    return map_tensors(structure, vary)


def _look_at_tensors(seen: Observation, inputs: Sequence[torch.Tensor], before: Sequence[Any]) -> None:
    outputs = tensors_in(seen.value)[:MOST_OUTPUTS]
    seen.devices = tuple(tensor.device.type for tensor in outputs)
    seen.needs_grad = tuple(tensor.requires_grad for tensor in outputs)
    seen.mutated = tuple(i for i, tensor in enumerate(inputs) if _changed(tensor, before[i]))
    memories = {_memory(tensor) for tensor in outputs} - {None}
    seen.aliased = tuple(i for i, tensor in enumerate(inputs) if _memory(tensor) in memories)


def tensors_in(value: Any) -> list[torch.Tensor]:
    """Every plain tensor in a nested structure, in the wire's order; a subclass is no plain tensor.

    By type alone and within limits: a learner's structure may lie about its class, or hold itself.
    """
    found: list[torch.Tensor] = []
    left = [(value, 0)]
    for _ in range(MAX_NODES):
        if not left:
            break
        item, depth = left.pop()
        kind = type(item)
        if kind is torch.Tensor or kind is torch.nn.Parameter:
            found.append(item)
        elif depth < MAX_DEPTH:
            left += [(inner, depth + 1) for inner in reversed(_inside(item, kind))]
    return found


def _inside(item: Any, kind: type) -> list[Any]:
    if kind is dict:
        return list(item.values())
    if kind is list:
        return list(item)
    return list(tuple.__iter__(item)) if issubclass(kind, tuple) else []


def map_tensors(value: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """The same structure with every tensor changed."""
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, dict):
        return {key: map_tensors(item, change) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map_tensors(item, change) for item in value)
    return value


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


def failure_of(error: BaseException, is_learner: Callable[[str], bool]) -> Failure:
    """Describe an exception, keeping only the learner's frames."""
    stack = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in stack if is_learner(frame.filename)]
    frames = tuple((frame.filename, frame.lineno or 0, frame.name, (frame.line or "")[:200]) for frame in own[-5:])
    innermost = stack[-1] if stack else None
    in_learner = innermost is not None and is_learner(innermost.filename)
    own_raise = in_learner and innermost is not None and (innermost.line or "").lstrip().startswith("raise")
    where = "learner" if in_learner else "torch" if own else "probe"
    types = tuple(full_name(kind) for kind in type(error).__mro__[:-1])
    return Failure(types, _text(error), where, bool(own_raise), frames)


def _text(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):
            return f"{error.msg} (line {error.lineno})"
        return str.__getitem__(str(error), slice(MESSAGE_LIMIT))  # a plain str, even of a subclass of it
    except BaseException:
        return "an exception whose text cannot be had"


def _raised_by(error: BaseException, is_learner: Callable[[str], bool]) -> bool:
    """Whether a KeyboardInterrupt is a `raise` in the learner's code rather than somebody's Ctrl-C."""
    return failure_of(error, is_learner).own_raise


def learner_traceback(error: BaseException, is_learner: Callable[[str], bool]) -> TracebackType | None:
    """The traceback cut after the learner's innermost frame, for a debugger to stop there."""
    frames = []
    step = error.__traceback__
    while step is not None:
        frames.append(step)
        step = step.tb_next
    last = max((i for i, tb in enumerate(frames) if is_learner(tb.tb_frame.f_code.co_filename)), default=None)
    if last is None:
        return error.__traceback__
    cut: TracebackType | None = None
    for tb in reversed(frames[: last + 1]):
        cut = TracebackType(cut, tb.tb_frame, tb.tb_lasti, tb.tb_lineno)
    return cut
