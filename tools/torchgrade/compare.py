"""Holding an observation against what is expected; the first difference met is the one that counts.

The order: what came back at all, its type, its structure, shape, dtype, device, finiteness (NaN first),
values, gradients, inputs changed, memory shared. A wrong dtype or device, a changed input and shared memory
count in contract steps only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

from torchgrade import device_messages, failure_messages, messages
from torchgrade.expected import Expected, share_of
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.observe import Observation
from torchgrade.isolation.wire import Opaque
from torchgrade.language.said import Said
from torchgrade.leaves import walk
from torchgrade.results import Verdict
from torchgrade.tolerance import as_wide, limits


@dataclass(frozen=True)
class Difference:
    """How an answer differs: a kind, the verdict it means, a sentence, and the numbers where there are any."""

    kind: str
    verdict: Verdict
    message: str
    expected: torch.Tensor | None = None
    yours: torch.Tensor | None = None
    allowed: torch.Tensor | None = None


def compare(expected: Expected, seen: Observation) -> Difference | None:
    """The first difference between what is expected and what was seen, or None when the answer is right."""
    layer = expected.step.layer
    came = _nothing_came(seen)
    if came:
        return came
    if layer == "raises":
        return _raised(expected, seen.failure)
    if layer == "meta":
        return _on_meta(expected, seen)
    if seen.failure:
        return Difference("raised", "error", _said_of(seen.failure))
    if layer == "agrees":
        return _agrees(expected, seen)
    strict = layer == "contract"
    for difference in _differences(expected, seen, strict):
        return difference
    return None


def _said_of(failure: Failure) -> Said:
    """What an exception says, or what it means where it is about devices."""
    if device_messages.asks_for_cuda(failure):
        return device_messages.cuda_by_name(failure)
    if device_messages.fills_gpu(failure):
        return device_messages.full_gpu(failure)
    if device_messages.asserts_on_gpu(failure):
        return device_messages.gpu_assert(failure)
    mixed = device_messages.mixes_devices(failure)
    return device_messages.mixed_devices(failure) if mixed else failure_messages.raised(failure)


def _nothing_came(seen: Observation) -> Difference | None:
    if seen.lost:
        verdict: Verdict = "timeout" if seen.lost == "timeout" else "crashed"
        return Difference("lost", verdict, failure_messages.lost(seen.lost, seen.lost_message))
    if seen.failure and not_started(seen.failure):
        return Difference("not_started", "not_started", failure_messages.not_started())
    return None


def not_started(failure: Failure) -> bool:
    """Whether the exception is the stub's own `raise NotImplementedError`, or one like it in the learner's code."""
    return "builtins.NotImplementedError" in failure.types and failure.own_raise


def _raised(expected: Expected, failure: Failure | None) -> Difference | None:
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in expected.step.call.raises}
    if failure is None:
        return Difference("no_error", "failed", failure_messages.should_refuse(names))
    if not names & set(failure.types):
        return Difference("wrong_error", "failed", failure_messages.wrong_refusal(names, failure))
    return None


def _on_meta(expected: Expected, seen: Observation) -> Difference | None:
    """Only a tensor made on another device is a fault here; what cannot run without data costs nothing."""
    if seen.failure:
        mixed = device_messages.mixes_devices(seen.failure)
        return Difference("device", "failed", device_messages.mixed_devices(seen.failure)) if mixed else None
    for device in seen.devices:
        if device != "meta":
            return Difference("device", "failed", device_messages.wrong_device("meta", device))
    return None


def _agrees(expected: Expected, seen: Observation) -> Difference | None:
    labels, value = expected.seen.value, seen.value
    for difference in _leaf_types("", labels, value):
        return difference
    share = share_of(value, labels)
    if share >= expected.step.call.at_least:
        return None
    return Difference("share", "failed", messages.too_few(share, expected.step.call.at_least))


def _differences(expected: Expected, seen: Observation, strict: bool) -> Iterator[Difference]:
    yield from _structure("", expected.seen.value, seen.value)
    mine = _in_order_of(expected.seen.value, seen.value)
    pairs = list(zip(walk(expected.seen.value), (leaf for _, leaf in walk(mine)), strict=True))
    if strict:
        yield from _dtypes(pairs, expected)
        yield from _devices(expected, seen)
    for ((place, right), yours), slack in zip(pairs, expected.slack, strict=True):
        yield from _values(messages.place(place), right, yours, slack, expected)
    yield from _gradients(expected, seen)
    if strict:
        yield from _side_effects(expected, seen)


def _structure(place: str, right: Any, yours: Any) -> Iterator[Difference]:
    if isinstance(right, (list, tuple)) and isinstance(yours, (list, tuple)):
        if len(right) != len(yours):
            yield Difference("structure", "failed", messages.wrong_length(place, len(right), len(yours)))
            return
        for index, (one, other) in enumerate(zip(right, yours, strict=True)):
            yield from _structure(f"{place}[{index}]", one, other)
    elif isinstance(right, dict) and isinstance(yours, dict):
        if set(right) != set(yours):
            yield Difference("structure", "failed", messages.wrong_keys(place, set(right), set(yours)))
            return
        for key, one in right.items():
            yield from _structure(f"{place}[{key!r}]", one, yours[key])
    else:
        yield from _leaf_types(place, right, yours)


def _in_order_of(right: Any, yours: Any) -> Any:
    """An answer of the right structure, its dictionaries in the order of the reference's."""
    if isinstance(right, dict):
        return {key: _in_order_of(item, yours[key]) for key, item in right.items()}
    if isinstance(right, (list, tuple)):
        return [_in_order_of(one, other) for one, other in zip(right, yours, strict=True)]
    return yours


def _leaf_types(place: str, right: Any, yours: Any) -> Iterator[Difference]:
    if yours is None and right is not None:
        yield Difference("none", "failed", messages.returned_none(place))
    elif isinstance(yours, Opaque) or not _same_type(right, yours):
        yield Difference("type", "failed", messages.wrong_type(place, right, yours))
    elif isinstance(right, torch.Tensor) and right.shape != yours.shape:
        yield Difference("shape", "failed", messages.wrong_shape(place, tuple(right.shape), tuple(yours.shape)))
    elif isinstance(right, torch.Tensor) and yours.is_meta:
        yield Difference("device", "failed", device_messages.holds_no_numbers(place))


def _same_type(right: Any, yours: Any) -> bool:
    if type(right) is float:
        return type(yours) in (float, int)
    return type(right) is type(yours)


def _dtypes(pairs: list[Any], expected: Expected) -> Iterator[Difference]:
    inputs = walk((expected.step.question.args, expected.step.question.kwargs))
    given = {leaf.dtype for _, leaf in inputs if isinstance(leaf, torch.Tensor)}
    for (place, right), yours in pairs:
        if isinstance(right, torch.Tensor) and right.dtype != yours.dtype:
            said = messages.wrong_dtype(messages.place(place), right.dtype, yours.dtype, right.dtype in given)
            yield Difference("dtype", "failed", said)


def _devices(expected: Expected, seen: Observation) -> Iterator[Difference]:
    for right, yours in zip(expected.seen.devices, seen.devices, strict=False):
        if right != yours:
            yield Difference("device", "failed", device_messages.wrong_device(right, yours))


def _values(place: str, right: Any, yours: Any, slack: float, expected: Expected) -> Iterator[Difference]:
    if isinstance(right, (torch.Tensor, float)):
        dtype = right.dtype if isinstance(right, torch.Tensor) else _case_dtype(expected)
        allowed = limits(right, dtype, slack, expected.step.call.atol)
        yield from numbers(place, right, yours, allowed)
    elif right != yours and not _both_empty(right, yours):
        yield Difference("value", "failed", messages.wrong_plain_value(place, right, yours))


def _both_empty(right: Any, yours: Any) -> bool:
    """Whether both are sequences without an item; a list may stand for a tuple here too."""
    return isinstance(right, (list, tuple)) and isinstance(yours, (list, tuple)) and not right and not yours


def _case_dtype(expected: Expected) -> torch.dtype:
    """The dtype that a Python float was computed in: that of the case's floating inputs, else float32."""
    question = expected.step.question
    for _, leaf in walk((question.args, question.kwargs)):
        if isinstance(leaf, torch.Tensor) and leaf.is_floating_point():
            return leaf.dtype
    return torch.float32


def numbers(place: str, right: Any, yours: Any, allowed: torch.Tensor) -> Iterator[Difference]:
    """The first difference between two tensors or numbers of one shape: NaN, infinity, then values."""
    wide, own = as_wide(right), as_wide(yours)
    for kind, test in (("nan", torch.isnan), ("inf", torch.isinf)):
        wrong = test(own) != test(wide)
        if wrong.any():
            yield Difference(kind, "failed", messages.not_finite(place, kind, wrong, wide, own), wide, own, allowed)
            return
    bad = ~(((own - wide).abs() <= allowed) | (own == wide) | (own.isnan() & wide.isnan())) | _integers_differ(
        right, yours
    )
    if bad.any():
        yield Difference("value", "failed", messages.wrong_values(place, bad, wide, own, allowed), wide, own, allowed)


def _integers_differ(right: Any, yours: Any) -> torch.Tensor:
    """Where whole numbers differ, also beyond 2**53, where float64 no longer tells neighbours apart."""
    both = [value for value in (right, yours) if isinstance(value, torch.Tensor) and not _rounds(value)]
    return both[0].cpu() != both[1].cpu() if len(both) == 2 else torch.tensor(False)


def _rounds(tensor: torch.Tensor) -> bool:
    return tensor.is_floating_point() or tensor.is_complex()


def _gradients(expected: Expected, seen: Observation) -> Iterator[Difference]:
    names = [expected.step.argument_names[i] for i in expected.step.question.wrt]
    for index, right in enumerate(expected.seen.gradients):
        yours = seen.gradients[index] if index < len(seen.gradients) else None
        if right is None or (yours is None and not right.any()):
            continue
        if not isinstance(yours, torch.Tensor) or yours.shape != right.shape or yours.is_meta:
            yield Difference("no_gradient", "failed", messages.no_gradient(names[index]))
            continue
        if expected.low:
            right = as_wide(yours).clamp(expected.low[index], expected.high[index]).to(right.dtype)
        allowed = limits(right, right.dtype, expected.gradient_slack[index])
        for difference in numbers(messages.gradient_of(names[index]), right, yours, allowed):
            yield Difference("gradient", "failed", difference.message, difference.expected, difference.yours, allowed)


def _side_effects(expected: Expected, seen: Observation) -> Iterator[Difference]:
    names = expected.step.argument_names
    for index in seen.mutated:
        if index not in expected.seen.mutated and index < len(names):
            yield Difference("mutated", "failed", messages.changed_input(names[index]))
    for index in seen.aliased:
        if index not in expected.seen.aliased and index < len(names):
            yield Difference("alias", "failed", messages.shares_memory(names[index]))
