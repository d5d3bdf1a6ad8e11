"""What a wrong answer has to do with the right one where no misconception is named: a few relations are tried."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from torchgrade.case import Played
from torchgrade.isolation.structures import tensors_in
from torchgrade.language.said import Said, say
from torchgrade.tolerance import as_wide

_FLOAT32 = 1e-5  # relative: float32 has seven digits, some of which rounding takes
_KNOWN = {math.log(2): "ln 2", 1 / math.log(2): "1 / ln 2", math.sqrt(2): "the root of 2", math.pi: "pi"}


@dataclass(frozen=True)
class Pair:
    """The right and the given numbers of one failing case, the difference allowed, and the sizes of its inputs."""

    right: torch.Tensor
    yours: torch.Tensor
    allowed: torch.Tensor
    sizes: frozenset[int]
    wide: bool = False

    def is_near(self, other: torch.Tensor, factor: float = 1.0) -> bool:
        """Whether the given numbers are those of another tensor, within what is allowed."""
        return other.shape == self.yours.shape and bool(((self.yours - other).abs() <= self.allowed * factor).all())


def relation(cases: Sequence[Played]) -> Said | None:
    """The simplest relation that holds in all failing cases of a check, as a sentence; None where none is found."""
    failing = [played for played in cases if played.result.verdict == "failed"]
    pairs = [_pair(played) for played in failing]
    found = [pair for pair in pairs if pair is not None]
    if not found or len(found) < len(failing) or not any(pair.right.numel() > 1 for pair in found):
        return None
    return next((said for find in _RELATIONS if (said := find(found))), None)


def _pair(played: Played) -> Pair | None:
    difference, expected = played.difference, played.expected
    if difference is None or expected is None or difference.kind not in ("value", "gradient"):
        return None
    if difference.expected is None or difference.yours is None or difference.allowed is None:
        return None
    right, yours = as_wide(difference.expected), as_wide(difference.yours)
    if right.is_complex() or yours.is_complex() or not (right.isfinite().all() and yours.isfinite().all()):
        return None
    question = expected.step.question
    inputs = tensors_in((question.args, question.kwargs))
    sizes = {size for tensor in inputs for size in (*tensor.shape, tensor.numel())} | {right.numel()}
    wide = any(tensor.dtype == torch.float64 for tensor in inputs)
    return Pair(right, yours, difference.allowed, frozenset(sizes - {0, 1}), wide)


def _constant(pairs: Sequence[Pair]) -> Said | None:
    constants = {float(pair.yours.flatten()[0]) for pair in pairs if pair.yours.numel()}
    same = len(constants) == 1 and all(bool((pair.yours == next(iter(constants))).all()) for pair in pairs)
    return say("every number is {number}, whatever the input", number=f"{next(iter(constants)):g}") if same else None


def _negated(pairs: Sequence[Pair]) -> Said | None:
    return say("every number has the wrong sign") if all(pair.is_near(-pair.right) for pair in pairs) else None


def _transposed(pairs: Sequence[Pair]) -> Said | None:
    if all(pair.right.dim() >= 2 and pair.is_near(pair.right.transpose(-1, -2)) for pair in pairs):
        return say("these are the right numbers, with the last two dimensions swapped")
    return None


def _flipped(pairs: Sequence[Pair]) -> Said | None:
    for dim in range(min(pair.right.dim() for pair in pairs)):
        if all(pair.is_near(pair.right.flip(dim)) for pair in pairs):
            return say("these are the right numbers, in reverse order along dimension {dim}", dim=dim)
    return None


def _factor(pairs: Sequence[Pair]) -> Said | None:
    factors = [_factor_of(pair) for pair in pairs]
    known = [factor for factor in factors if factor is not None]
    if len(known) < len(factors):
        return None
    if max(known) - min(known) <= 1e-4 * max(map(abs, known)):
        return say("every number is {factor} times the right one", factor=_name(known[0]))
    if all(any(_near(factor * size, 1) for size in pair.sizes) for factor, pair in zip(known, pairs, strict=True)):
        return say("every number is the right one divided by a size of the input: a mean where a sum is asked for?")
    if all(any(_near(factor, size) for size in pair.sizes) for factor, pair in zip(known, pairs, strict=True)):
        return say("every number is the right one times a size of the input: a sum where a mean is asked for?")
    return None


def _factor_of(pair: Pair) -> float | None:
    """The one number that all right numbers were multiplied by."""
    power = float((pair.right * pair.right).sum())
    if power == 0 or (pair.right.numel() < 2 and not pair.right.abs().max() > 1e-3):
        return None
    factor = float((pair.right * pair.yours).sum()) / power
    return factor if factor and pair.is_near(pair.right * factor, max(1.0, abs(factor))) else None


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-4 * abs(other)


def _name(factor: float) -> str:
    known = [f"{factor:.4g} ({word})" for value, word in _KNOWN.items() if _near(abs(factor), value)]
    fractions = [f"1/{n}" for n in range(2, 101) if _near(factor * n, 1)]
    return next(iter([*known, *fractions]), f"{factor:.4g}")


def _offset(pairs: Sequence[Pair]) -> Said | None:
    offsets = [float((pair.yours - pair.right).mean()) for pair in pairs]
    if max(offsets) - min(offsets) > 1e-4 * max(map(abs, offsets)) or all(pair.right.numel() < 2 for pair in pairs):
        return None
    if all(pair.is_near(pair.right + offset, 2.0) for pair, offset in zip(pairs, offsets, strict=True)):
        return say("every number is {offset} off, the same everywhere", offset=f"{offsets[0]:+.4g}")
    return None


def _shifted(pairs: Sequence[Pair]) -> Said | None:
    for dim in range(min(pair.right.dim() for pair in pairs)):
        for step, word in ((1, "later"), (-1, "earlier")):
            if all(_is_shifted(pair, dim, step) for pair in pairs):
                if word == "later":
                    return say("the right numbers stand one place too late along dimension {dim}", dim=dim)
                return say("the right numbers stand one place too early along dimension {dim}", dim=dim)
    return None


def _is_shifted(pair: Pair, dim: int, step: int) -> bool:
    size = pair.right.shape[dim]
    if size < 3:
        return False
    mine, theirs = (1, 0) if step > 0 else (0, 1)
    parts = [tensor.narrow(dim, start, size - 1) for tensor, start in ((pair.yours, mine), (pair.right, theirs))]
    return bool(((parts[0] - parts[1]).abs() <= pair.allowed.narrow(dim, mine, size - 1)).all())


def _border(pairs: Sequence[Pair]) -> Said | None:
    if all(_is_right_inside(pair) for pair in pairs):
        return say("all is right but the border: look at what happens at the edges")
    return None


def _is_right_inside(pair: Pair) -> bool:
    if pair.right.dim() < 2 or min(pair.right.shape[-2:]) < 3:
        return False
    wrong = (pair.yours - pair.right).abs() > pair.allowed
    return not bool(wrong[..., 1:-1, 1:-1].any())


def _reordered(pairs: Sequence[Pair]) -> Said | None:
    def same_numbers(pair: Pair) -> bool:
        ordered = (pair.yours.flatten().sort().values - pair.right.flatten().sort().values).abs()
        return pair.right.unique().numel() > 2 and bool((ordered <= pair.allowed.flatten().min()).all())

    return say("these are the right numbers, in another order") if all(map(same_numbers, pairs)) else None


def _rounded(pairs: Sequence[Pair]) -> Said | None:
    def close(pair: Pair) -> bool:
        return pair.wide and bool(((pair.yours - pair.right).abs() <= _FLOAT32 * pair.right.abs().max()).all())

    if all(map(close, pairs)):
        return say("right up to float32 precision: somewhere float64 numbers were made float32")
    return None


_RELATIONS: tuple[Callable[[Sequence[Pair]], Said | None], ...] = (
    _constant,
    _negated,
    _rounded,
    _transposed,
    _flipped,
    _factor,
    _offset,
    _shifted,
    _border,
    _reordered,
)
