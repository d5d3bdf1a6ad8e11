"""Answers that call what an exercise forbids, written for every exercise from its reference and its patterns."""

from __future__ import annotations

import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

from torchgrade.exercise import Exercise
from torchgrade.isolation.forbidden import resolve
from torchgrade.probe import cut, free_names
from torchgrade.recorded import Target

_PUBLIC = (
    "torch",
    "torch.nn.functional",
    "torch.special",
    "torch.linalg",
    "torch.optim",
    "torch.nn",
    "torch.optim.lr_scheduler",
    "torch.nn.utils",
)
# Libraries beside torch that have some of it too, of which all or one function may be forbidden.
_OTHERS = ("math", "numpy", "statistics")


def unreal(pattern: str) -> bool:
    """Whether a forbidden pattern names nothing that this torch has, nor a library beside it that may be named."""
    if pattern.partition(".")[0] in _OTHERS:
        return not _found(pattern)
    if not pattern.startswith("aten::"):
        return resolve(pattern) is None
    from fnmatch import fnmatchcase

    return not any(fnmatchcase(name.partition(".")[0], pattern) for name in torch._C._dispatch_get_all_op_names())


def _found(dotted: str) -> bool:
    try:
        pkgutil.resolve_name(dotted)
    except (ImportError, AttributeError):
        return False
    return True


def public_name(reference: Any) -> str | None:
    """The dotted public name of a reference that is torch's own, or None."""
    for home in _PUBLIC:
        for name, value in vars(resolve(home) if home != "torch" else torch).items():
            if value is reference and not isinstance(value, ModuleType):
                return f"{home}.{name}"
    return None


def cheats(target: Target) -> Iterator[tuple[str, str]]:
    """(how, source of a file) for ways of calling the forbidden thing itself."""
    names = target.exercise.names
    if not target.exercise.forbidden:
        return
    if len(names) > 1:
        yield from _all_handed_on(target.exercise)
        return
    reference = target.exercise.reference
    callables = filter(_is_callable, target.exercise.forbidden)
    if isinstance(reference, type):  # a function such as linear cannot be handed in for a class such as Linear
        callables = filter(lambda pattern: isinstance(resolve(pattern), type), callables)
    callables = filter(lambda pattern: _needs_no_more(resolve(pattern), reference), callables)
    public = {public_name(reference), *callables} - {None}
    for dotted in sorted(map(str, public)):
        yield from _callings(names[0], dotted)
    if not public:
        yield from _own_reference(names[0], reference)


def _all_handed_on(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Several names, each handed on to torch's callable of that name, or else to the first forbidden one."""
    forbidden = [pattern for pattern in exercise.forbidden if _is_callable(pattern)]
    own = {pattern.rpartition(".")[2]: pattern for pattern in reversed(forbidden)}
    public = [own.get(name) or public_name(getattr(exercise.reference, name, None)) for name in exercise.names]
    known = next(filter(None, [*public, *forbidden]), None)
    if known is None:
        return
    files = [dict(_callings(name, dotted or known)) for name, dotted in zip(exercise.names, public, strict=True)]
    for how in files[0]:
        if all(how in file for file in files):
            yield how, "\n".join(file[how] for file in files)


def _is_callable(pattern: str) -> bool:
    found = None if pattern.startswith("aten::") else resolve(pattern)
    return callable(found) and pattern not in sys.modules  # a module may be hidden behind a function of its name


def _needs_no_more(function: Any, reference: Any) -> bool:
    """Whether a callable can be called with what the reference must have; else it ends before it is recognised."""
    return _least_arguments(function) <= max(_least_arguments(reference), 1)


def _least_arguments(function: Any) -> int:
    """How many arguments must be given, as far as the function shows."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # builtins show none
        return 0
    given = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(one.kind in given and one.default is inspect.Parameter.empty for one in parameters)


def _callings(name: str, public: str) -> Iterator[tuple[str, str]]:
    """A file that defines `name` by a public callable, in each of the ways there are."""
    home, _, last = public.rpartition(".")
    split = len(last) // 2
    hidden = f"{last[:split]!r} + {last[split:]!r}"
    alias = f"import torch\nalias_of_{name} = {public}\n"
    yield "under an alias", f"{alias}\ndef {name}(*a, **k):\n    return alias_of_{name}(*a, **k)\n"
    yield "renamed on import", f"from {home} import {last} as {name}\n"
    yield "through getattr", _calling(name, f"getattr({home}, {hidden})")
    if isinstance(resolve(public), type):
        yield "by a subclass", f"import torch\n\nclass {name}({_computed(public)}):\n    pass\n"
        return
    if hasattr(torch.Tensor, last):
        method = f"    return getattr(x, {hidden})(*a, **k)\n"
        yield "as a method", f"import torch\n\ndef {name}(x, *a, **k):\n{method}"
    if hasattr(torch.ops.aten, last) and _in_torchs_order(resolve(public), getattr(torch.ops.aten, last)):
        yield "through torch.ops", _calling(name, f"getattr(torch.ops.aten, {hidden})")


def _in_torchs_order(function: Any, packet: Any) -> bool:
    """Whether an ATen operator takes its arguments in the function's order: batch_norm's has the weight second."""
    try:
        own = list(inspect.signature(function).parameters)
    except ValueError:  # a builtin shows no signature, and is the operator itself
        return True
    theirs = [argument.name for argument in getattr(packet, packet.overloads()[0])._schema.arguments]
    return all(own.index(name) == theirs.index(name) for name in own if name in theirs)


def _computed(public: str) -> str:
    """An expression for a public object in which no name of it can be read."""
    expression = "torch"
    for part in public.split(".")[1:]:
        expression = f"getattr({expression}, {part[:2]!r} + {part[2:]!r})"
    return expression


def _calling(name: str, function: str) -> str:
    return f"import torch\n\ndef {name}(*a, **k):\n    return {function}(*a, **k)\n"


def _own_reference(name: str, reference: Any) -> Iterator[tuple[str, str]]:
    """A reference that the grader wrote around torch, handed in as it is."""
    if not inspect.isfunction(reference) or reference.__name__ == "<lambda>":
        return
    path = inspect.getsourcefile(reference)
    if path is None:
        return
    source = cut(Path(path).read_text(encoding="utf-8"), reference.__name__, path)
    if free_names(source, path):  # helpers of the grader's own, without which it does not run
        return
    yield "the reference itself", f"import math\nimport torch\n\n{source}\n{name} = {reference.__name__}\n"
