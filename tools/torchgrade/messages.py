"""Every sentence that tells a learner how an answer differs: what, where, and the likely next step."""

from __future__ import annotations

from typing import Any

import torch

from torchgrade.isolation.wire import Opaque
from torchgrade.language.said import Said, say


def incomparable(error: Exception) -> Said:
    """What came back breaks the comparison itself."""
    kind = type(error).__name__
    return say(
        "returned something that cannot be compared ({kind}: {text}). Return a plain tensor.", kind=kind, text=error
    )


def place(path: str) -> Said:
    """A word for a place in the answer."""
    return say("result{path}", path=path)


def gradient_of(name: str) -> Said:
    """A word for a gradient."""
    return say("the gradient of {name}", name=name)


def returned_none(path: str) -> Said:
    """None came back; inside an answer it may be a gradient that nothing flowed back into."""
    if path:
        return say("{place} is None. Was it left out of the computation, or a `return` forgotten?", place=place(path))
    return say("{place} is None. Did you forget `return`?", place=place(path))


def wrong_type(path: str, right: Any, yours: Any) -> Said:
    """Something of another type came back."""
    return say("{place} is {yours} where {right} was expected.", place=place(path), yours=_a(yours), right=_a(right))


def wrong_length(path: str, right: int, yours: int) -> Said:
    """A sequence of another length came back."""
    return say("{place} has {yours} items where {right} were expected.", place=place(path), yours=yours, right=right)


def wrong_keys(path: str, right: set[Any], yours: set[Any]) -> Said:
    """A dictionary with other keys came back."""
    missing, extra = sorted(map(repr, right - yours)), sorted(map(repr, yours - right))
    said = {"place": place(path), "missing": ", ".join(missing), "extra": ", ".join(extra)}
    if not extra:
        return say("{place} lacks {missing}.", **said)
    if not missing:
        return say("{place} has {extra} too many.", **said)
    return say("{place} lacks {missing} and has {extra} too many.", **said)


def wrong_shape(path: str, right: tuple[int, ...], yours: tuple[int, ...]) -> Said:
    """A tensor of another shape came back."""
    said = {"place": place(path), "yours": yours, "right": right}
    if len(yours) == len(right) - 1 and 1 in right:
        return say("{place} has shape {yours} where {right} was expected. A keepdim?", **said)
    if yours == right[::-1] and len(right) > 1:
        return say("{place} has shape {yours} where {right} was expected. A transpose?", **said)
    return say("{place} has shape {yours} where {right} was expected.", **said)


def wrong_dtype(where: str, right: torch.dtype, yours: torch.dtype, is_an_inputs: bool) -> Said:
    """A tensor of another dtype came back; where an input has the right one, it is the way to get it."""
    if not is_an_inputs:
        return say(
            "{place} is {yours} where {right} was expected.", place=where, yours=_name(yours), right=_name(right)
        )
    return say(
        "{place} is {yours} where {right} was expected. "
        "Make new tensors with the input's dtype, as in `torch.zeros(..., dtype=x.dtype, device=x.device)`.",
        place=where,
        yours=_name(yours),
        right=_name(right),
    )


def not_finite(where: str, kind: str, wrong: torch.Tensor, right: torch.Tensor, yours: torch.Tensor) -> Said:
    """NaN or infinity where a number was expected, or the other way round."""
    index = _first(wrong)
    said = {
        "place": where,
        "bad": int(wrong.sum()),
        "all": wrong.numel(),
        "at": _at(index),
        "right": _number(right[index]),
    }
    if not bool((yours.isnan() if kind == "nan" else yours.isinf())[index]):
        return say(
            "{place} has {yours} where {right} was expected: {bad} of {all} entries, first at {at}.",
            yours=_number(yours[index]),
            **said,
        )
    if kind == "nan":
        return say("{place} has NaN where {right} was expected: {bad} of {all} entries, first at {at}.", **said)
    return say("{place} has an infinity where {right} was expected: {bad} of {all} entries, first at {at}.", **said)


def wrong_values(
    where: str, bad: torch.Tensor, right: torch.Tensor, yours: torch.Tensor, allowed: torch.Tensor
) -> Said:
    """Numbers that differ by more than rounding."""
    error = (yours - right).abs().nan_to_num(posinf=float("inf"))
    index = _first(bad & (error == error[bad].max()))
    times = float(error[index] / allowed[index]) if float(allowed[index]) > 0 else float("inf")
    return say(
        "{place}: {share}expected {right}, got {yours}{spot} (off by {error}{times}).",
        place=where,
        share=say("{bad} of {all} entries differ; ", bad=int(bad.sum()), all=bad.numel()) if bad.numel() > 1 else "",
        right=_number(right[index]),
        yours=_number(yours[index]),
        spot=say(" at {at}", at=_at(index)) if index else "",
        error=f"{float(error[index]):.3g}",
        times=say(", {times} times the tolerance", times=f"{times:.3g}") if times < 1e12 else "",
    )


def wrong_plain_value(where: str, right: Any, yours: Any) -> Said:
    """A whole number, text or flag that differs."""
    return say("{place}: expected {right}, got {yours}.", place=where, right=repr(right), yours=repr(yours))


def no_gradient(name: str) -> Said:
    """No gradient arrives at an argument."""
    return say(
        "no gradient reaches {name}. Stay inside torch operations: .item(), .detach(), .data, numpy and "
        "torch.tensor(...) cut the graph.",
        name=name,
    )


def changed_input(name: str) -> Said:
    """An input was changed in place."""
    return say("changes {name} in place. Work on a copy, or use operations without a trailing underscore.", name=name)


def shares_memory(name: str) -> Said:
    """The output lies in an input's memory."""
    return say(
        "the result shares memory with {name}: writing into one would change the other. Return a new tensor.", name=name
    )


def too_few(share: float, wanted: float) -> Said:
    """Too small a share of the answers is right."""
    return say("{share} are right where at least {wanted} were expected.", share=f"{share:.1%}", wanted=f"{wanted:.0%}")


def _a(value: Any) -> Said:
    """A word for what kind of thing this is."""
    if isinstance(value, Opaque):
        name = value.type_name.removeprefix("a ")
        return say("a {type}", type=name)
    if isinstance(value, torch.Tensor):
        return say("a tensor")
    if isinstance(value, tuple) and not value:
        return say("an empty tuple")
    name = type(value).__name__
    return say("an {type}", type=name) if name[0] in "aeiou" else say("a {type}", type=name)


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _first(mask: torch.Tensor) -> tuple[int, ...]:
    return tuple(int(i) for i in mask.nonzero()[0])


def _at(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else say("its only entry")


def _number(value: torch.Tensor) -> str:
    number = value.item()
    return f"{number:.6g}"
