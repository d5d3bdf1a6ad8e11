"""Every sentence that tells a learner how an answer differs: what, where, and the likely next step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch

from torchgrade.isolation.observe import Failure
from torchgrade.isolation.wire import Opaque


def incomparable(error: Exception) -> str:
    """What came back breaks the comparison itself."""
    return f"returned something that cannot be compared ({type(error).__name__}: {error}). Return a plain tensor."


def place(path: str) -> str:
    """A word for a place in the answer."""
    return f"result{path}"


def gradient_of(name: str) -> str:
    """A word for a gradient."""
    return f"the gradient of {name}"


def not_started() -> str:
    """The stub is as it was handed out."""
    return "not started yet"


def lost(kind: str, detail: str) -> str:
    """The learner's process gave no answer."""
    if kind == "timeout":
        return f"took too long: {detail}. Look for a loop that never ends."
    return f"ended the process that ran it: {detail}. The code must return its answer and leave the process alone."


def raised(failure: Failure, loading: bool = False) -> str:
    """The learner's code raised, in a call or while it was loading."""
    lines = [f"raised {short_type(failure)}: {failure.message or 'no message'}"]
    if failure.where == "probe" and not loading:
        lines.append("It came up while the check used what your code returned or left behind.")
    lines += [f"  {file}, line {number}, in {name}: {text}" for file, number, name, text in failure.frames]
    return "\n".join(lines)


def short_type(failure: Failure) -> str:
    """The exception's name as people write it."""
    return failure.types[0].removeprefix("builtins.")


def should_refuse(types: Iterable[str]) -> str:
    """An error was expected and none came."""
    return f"should raise {_either(types)} for these arguments, but returned an answer."


def wrong_refusal(types: Iterable[str], failure: Failure) -> str:
    """Another error came than the expected one."""
    return f"should raise {_either(types)} for these arguments, but raised {short_type(failure)}: {failure.message}"


def _either(types: Iterable[str]) -> str:
    return " or ".join(sorted(name.removeprefix("builtins.") for name in types))


def returned_none(path: str) -> str:
    """None came back."""
    return f"{place(path)} is None. Did you forget `return`?"


def wrong_type(path: str, right: Any, yours: Any) -> str:
    """Something of another type came back."""
    return f"{place(path)} is {_a(yours)} where {_a(right)} was expected."


def wrong_length(path: str, right: int, yours: int) -> str:
    """A sequence of another length came back."""
    return f"{place(path)} has {yours} items where {right} were expected."


def wrong_keys(path: str, right: set[Any], yours: set[Any]) -> str:
    """A dictionary with other keys came back."""
    missing, extra = sorted(map(str, right - yours)), sorted(map(str, yours - right))
    parts = [f"lacks {', '.join(missing)}"] if missing else []
    parts += [f"has {', '.join(extra)} too many"] if extra else []
    return f"{place(path)} {' and '.join(parts)}."


def wrong_shape(path: str, right: tuple[int, ...], yours: tuple[int, ...]) -> str:
    """A tensor of another shape came back."""
    text = f"{place(path)} has shape {yours} where {right} was expected."
    if len(yours) == len(right) - 1 and 1 in right:
        return f"{text} A keepdim?"
    if yours == right[::-1] and len(right) > 1:
        return f"{text} A transpose?"
    return text


def wrong_dtype(where: str, right: torch.dtype, yours: torch.dtype) -> str:
    """A tensor of another dtype came back."""
    return (
        f"{where} is {_name(yours)} where {_name(right)} was expected. "
        "Make new tensors with the input's dtype, as in `torch.zeros(..., dtype=x.dtype, device=x.device)`."
    )


def wrong_device(right: str, yours: str) -> str:
    """A tensor came back on another device."""
    return (
        f"the result is on {yours}, but the input was on {right}. "
        "Make new tensors with the input's device, as in `torch.zeros(..., dtype=x.dtype, device=x.device)`."
    )


def holds_no_numbers(path: str) -> str:
    """A tensor on the meta device came back where numbers were asked for."""
    return f'{place(path)} is on the device "meta", which holds no numbers. Make new tensors with `device=x.device`.'


def mixed_devices(failure: Failure) -> str:
    """A tensor was made on another device than the input's."""
    line = f" (line {failure.frames[-1][1]}: {failure.frames[-1][3]})" if failure.frames else ""
    return (
        f"mixes devices: a tensor was made on another device than the input's{line}. "
        "Make new tensors with `device=x.device`, or with `torch.zeros_like` and its family."
    )


def not_finite(where: str, kind: str, wrong: torch.Tensor, right: torch.Tensor, yours: torch.Tensor) -> str:
    """NaN or infinity where a number was expected, or the other way round."""
    index = _first(wrong)
    word = "NaN" if kind == "nan" else "an infinity"
    count = f"{int(wrong.sum())} of {wrong.numel()} entries"
    if bool((yours.isnan() if kind == "nan" else yours.isinf())[index]):
        return f"{where} has {word} where {_number(right[index])} was expected: {count}, first at {_at(index)}."
    got, wanted = _number(yours[index]), _number(right[index])
    return f"{where} has {got} where {wanted} was expected: {count}, first at {_at(index)}."


def wrong_values(where: str, bad: torch.Tensor, right: torch.Tensor, yours: torch.Tensor, allowed: torch.Tensor) -> str:
    """Numbers that differ by more than rounding."""
    error = (yours - right).abs().nan_to_num(posinf=float("inf"))
    index = _first(bad & (error == error[bad].max()))
    spot = "" if not index else f" at {_at(index)}"
    times = float(error[index] / allowed[index]) if float(allowed[index]) > 0 else float("inf")
    amount = f", {times:.3g} times the tolerance" if times < 1e12 else ""
    share = f"{int(bad.sum())} of {bad.numel()} entries differ; " if bad.numel() > 1 else ""
    return (
        f"{where}: {share}expected {_number(right[index])}, got {_number(yours[index])}{spot} "
        f"(off by {float(error[index]):.3g}{amount})."
    )


def wrong_plain_value(where: str, right: Any, yours: Any) -> str:
    """A whole number, text or flag that differs."""
    return f"{where}: expected {right!r}, got {yours!r}."


def no_gradient(name: str) -> str:
    """No gradient arrives at an argument."""
    return (
        f"no gradient reaches {name}. Stay inside torch operations: .item(), .detach(), .data, numpy and "
        "torch.tensor(...) cut the graph."
    )


def changed_input(name: str) -> str:
    """An input was changed in place."""
    return f"changes {name} in place. Work on a copy, or use operations without a trailing underscore."


def shares_memory(name: str) -> str:
    """The output lies in an input's memory."""
    return f"the result shares memory with {name}: writing into one would change the other. Return a new tensor."


def too_few(share: float, wanted: float) -> str:
    """Too small a share of the answers is right."""
    return f"{share:.1%} are right where at least {wanted:.0%} were expected."


def forbidden(operation: str, pattern: str, file: str, line: int) -> str:
    """A forbidden operation was used."""
    return (
        f"uses {operation} (line {line} of {file}), which this exercise asks you to write yourself "
        f"({pattern} is not allowed)."
    )


def missing_file() -> str:
    """No file of the submission answers the exercise."""
    return "no file answers this exercise."


def ambiguous(files: Iterable[str]) -> str:
    """Several files could answer the exercise."""
    return f"{' and '.join(sorted(files))} could each be the answer. Name one of them after the exercise."


def missing_names(names: Iterable[str], file: str) -> str:
    """The file lacks a name that the exercise asks for."""
    return f"{file} does not define {', '.join(names)}. Keep the name that the stub has."


def not_callable(names: Iterable[str], file: str) -> str:
    """A name is there but cannot be called."""
    return f"{', '.join(names)} in {file} is no function or class. Something else was assigned to that name."


def could_not_load(failure: Failure, file: str) -> str:
    """The file raised while it was imported."""
    return f"{file} could not be imported: it {raised(failure, loading=True)}"


def fault(detail: str) -> str:
    """The grader itself is wrong."""
    return f"this check could not be run, by a fault of the grader and not of yours: {detail}"


def _a(value: Any) -> str:
    if isinstance(value, Opaque):
        return value.type_name if value.type_name.startswith("a ") else f"a {value.type_name}"
    if isinstance(value, torch.Tensor):
        return "a tensor"
    if isinstance(value, tuple) and not value:
        return "an empty tuple"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _first(mask: torch.Tensor) -> tuple[int, ...]:
    return tuple(int(i) for i in mask.nonzero()[0])


def _at(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else "its only entry"


def _number(value: torch.Tensor) -> str:
    number = value.item()
    return f"{number:.6g}"
