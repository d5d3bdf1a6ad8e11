"""Naming the idea behind a wrong answer: the one misconception that gives exactly the learner's values.

A misconception is named for a check if it equals the learner on every failing case, differs from the
reference there, passes where the learner passes, and no other does. Where nothing but exceptions is to be compared,
their texts must be equal too: that torch raises an error of some type tells nothing of the idea behind it. Whoever
writes a `raise` words it as they like, so of two refusals by hand type and place count, where others were answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from torchgrade.case import Played
from torchgrade.compare import compare, numbers
from torchgrade.device_messages import asserts_on_gpu
from torchgrade.exercise import Misconception
from torchgrade.expected import Expected
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.observe import Observation
from torchgrade.isolation.plain import through_the_wire
from torchgrade.isolation.structures import tensors_in
from torchgrade.leaves import walk
from torchgrade.referee import consult_wrong
from torchgrade.tolerance import limits

_NAMEABLE = frozenset({"failed", "error"})
_MOST_KEPT = 4 * 2**20  # bytes of one observation; larger ones are computed again when they are needed


def name_misconception(cases: Sequence[Played]) -> Misconception | None:
    """The misconception behind a check's failing cases, if exactly one explains all cases."""
    failing = [played for played in cases if played.result.verdict in _NAMEABLE and played.difference]
    passing = [played for played in cases if played.result.verdict == "passed"]
    if not failing or len(failing) + len(passing) < len(cases) or any(map(_is_band, failing)):
        return None
    if all(asserts_on_gpu(played.seen[-1].failure) for played in failing if played.seen):
        return None
    candidates = [
        idea
        for idea in failing[0].case.target.exercise.misconceptions
        if all(_explains(idea, played) for played in failing)
    ]
    named = [idea for idea in candidates if all(_passes(idea, played) for played in passing)]
    if all(played.seen and played.seen[-1].failure for played in failing):
        named = _of_errors(named, failing, passing)
    return named[0] if len(named) == 1 else None


def _of_errors(
    ideas: Sequence[Misconception], failing: Sequence[Played], passing: Sequence[Played]
) -> list[Misconception]:
    """Those whose errors are the learner's, as far as errors alone can tell: with its words, else refused by hand."""
    same = [idea for idea in ideas if all(_raises_alike(idea, played) for played in failing)]
    if same or not any(not seen.failure for played in (*failing, *passing) for seen in played.seen):
        return same  # who refuses everything refuses nothing in particular
    return [idea for idea in ideas if all(_refuses_alike(idea, played) for played in failing)]


def _is_band(played: Played) -> bool:
    """Whether a case fell short of a share or of a speed, which says nothing of how; other checks name the idea."""
    return played.expected is not None and played.expected.step.layer in ("agrees", "speed")


def _ask(idea: Misconception, played: Played, expected: Expected) -> Observation:
    """What a misconception shows in a step; the same for every learner, so it is kept with the case."""
    kept, key = played.case.shown, (idea.name, id(expected))
    if key not in kept:
        seen = through_the_wire(consult_wrong(idea.subject, played.case.target.probe, expected.step.question))
        if sum(tensor.nbytes for tensor in tensors_in((seen.value, seen.gradients))) > _MOST_KEPT:
            return seen
        kept[key] = seen
    return kept[key]


def _explains(idea: Misconception, played: Played) -> bool:
    """Whether it shows what the learner's code showed, up to the step where that differed."""
    for expected, yours in zip(played.case.expected, played.seen, strict=False):
        theirs = _ask(idea, played, expected)
        if not alike(expected, theirs, yours):
            return False
        if expected is played.expected:
            return compare(expected, theirs) is not None
    return False


def _raises_alike(idea: Misconception, played: Played) -> bool:
    """Whether the exceptions of a failing case have the same text; where one was expected, types are enough."""
    expected, yours = played.expected, played.seen[-1].failure
    if expected is None or yours is None or expected.step.layer == "raises":
        return True
    theirs = _ask(idea, played, expected).failure
    return theirs is not None and (theirs.message == yours.message or asserts_on_gpu(yours))


def _refuses_alike(idea: Misconception, played: Played) -> bool:
    """Whether both refuse a failing case by a `raise` of their own, whatever its text, or raise with the same text."""
    yours = played.seen[-1].failure
    if played.expected is None or yours is None or _raises_alike(idea, played):
        return True
    theirs = _ask(idea, played, played.expected).failure
    return theirs is not None and theirs.own_raise and yours.own_raise


def _passes(idea: Misconception, played: Played) -> bool:
    return all(compare(expected, _ask(idea, played, expected)) is None for expected in played.case.expected)


def alike(expected: Expected, one: Observation, other: Observation) -> bool:
    """Whether two observations of one step show the same, within the step's tolerance; NaN equals NaN."""
    if one.failure or other.failure:
        return bool(one.failure and other.failure and _same_kind(one.failure, other.failure))
    if one.lost or other.lost:
        return False
    strict = expected.step.layer in ("contract", "meta")
    if strict and (one.mutated, one.aliased, one.devices) != (other.mutated, other.aliased, other.devices):
        return False
    values = _same_values(expected, one.value, other.value, expected.slack, strict)
    return values and _same_values(expected, one.gradients, other.gradients, expected.gradient_slack, strict)


def _same_kind(one: Failure, other: Failure) -> bool:
    """Whether two exceptions are of one type; a GPU's assert is of none that tells anything, so others decide."""
    return one.types[0] == other.types[0] or asserts_on_gpu(one) or asserts_on_gpu(other)


def _same_values(expected: Expected, one: Any, other: Any, slacks: Sequence[float], strict: bool) -> bool:
    first, second = list(walk(one)), list(walk(other))
    if [place for place, _ in first] != [place for place, _ in second]:
        return False
    padded = [*slacks, *[0.0] * len(first)]
    return all(
        _same_leaf(a, b, slack, strict, expected.step.call.atol)
        for (_, a), (_, b), slack in zip(first, second, padded, strict=False)
    )


def _same_leaf(one: Any, other: Any, slack: float, strict: bool, atol: float | None) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        if one.shape != other.shape or one.is_meta != other.is_meta or (strict and one.dtype != other.dtype):
            return False
        return one.is_meta or not list(numbers("", one, other, limits(one, one.dtype, slack, atol)))
    if type(one) in (float, int) and type(other) in (float, int) and float in (type(one), type(other)):
        return not list(numbers("", one, other, limits(one, torch.float32, slack, atol)))
    return type(one) is type(other) and bool(one == other)
