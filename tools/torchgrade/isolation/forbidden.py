"""Records the forbidden operations that a learner's call really ran, under whatever name it reached them.

Three recorders look at once: torch's function mode (public callables, as functions, methods, operators and
through `torch.ops`), its dispatch mode (ATen operators) and Python's profiler (functions of a forbidden
module, methods of a forbidden class). An operation counts only when a frame of the learner's own files is on the
stack. This is a flag and a refusal of points, not a proof: code that runs in this process can tamper with it.
"""

from __future__ import annotations

import _thread
import fnmatch
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import FrameType, FunctionType, ModuleType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._python_dispatch import TorchDispatchMode

_OPERATORS = {
    "matmul": ("__matmul__", "__rmatmul__", "__imatmul__"),
    "add": ("__add__", "__radd__", "__iadd__"),
    "sub": ("__sub__", "__rsub__", "__isub__"),
    "mul": ("__mul__", "__rmul__", "__imul__"),
    "div": ("__truediv__", "__rtruediv__", "__itruediv__", "__div__"),
    "pow": ("__pow__", "__rpow__", "__ipow__"),
}
_NAMESPACES = ("torch.", "torch.Tensor.", "torch.nn.functional.", "torch._C.", "torch.ops.", "torch.special.")


@dataclass(frozen=True)
class Hit:
    """One forbidden operation that ran, and the learner's line that led to it."""

    pattern: str
    operation: str
    file: str
    line: int


@dataclass
class Watch:
    """The patterns watched for, and what was seen.

    `foreign` is the learner's line that hands in an object which is not their own, such as `softmax =
    torch.softmax`: no frame of theirs is on the stack then, and everything that runs is on their account.
    """

    patterns: tuple[str, ...]
    is_learner: Callable[[str], bool]
    foreign: tuple[str, int] | None = None
    hits: list[Hit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.aten = tuple(name for name in self.patterns if name.startswith("aten::"))
        names = [name for name in self.patterns if not name.startswith("aten::")]
        # torch.autograd.gradcheck is a module behind a function of its name
        self.modules = tuple(name for name in names if isinstance(resolve(name), ModuleType) or name in sys.modules)
        classes = {name: resolve(name) for name in names if isinstance(resolve(name), type)}
        self.methods = {
            part.__code__: name
            for name, kind in classes.items()
            for part in vars(kind).values()
            if isinstance(part, FunctionType)
        }
        self.callables = {
            spelled: name
            for name in names
            # numpy.pad is looked for in the source: a torch function of the last word is not what it forbids
            if name.startswith(_NAMESPACES) or "." not in name
            if name not in self.modules and name not in classes
            for spelled in _spellings(name.rpartition(".")[2])
        }

    def see(self, pattern: str, operation: str) -> None:
        """Keep a hit if the learner's code led to it; one a pattern is enough to name it."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and not self.is_learner(frame.f_code.co_filename):
            frame = frame.f_back
        place = self.foreign if frame is None else (frame.f_code.co_filename, frame.f_lineno)
        if place is not None and all(hit.pattern != pattern for hit in self.hits):
            self.hits.append(Hit(pattern, operation, *place))

    def called(self, function: Any) -> None:
        """A public callable was called, or an attribute of a tensor read: compare its name with the forbidden ones."""
        name = _public_name(function).removesuffix(".__get__")
        pattern = self._pattern_of(name)
        if pattern and name.startswith(_NAMESPACES):
            self.see(pattern, name)

    def _pattern_of(self, name: str) -> str | None:
        """The forbidden callable of that name; libraries beside aten hold it as one word among others.

        An operator asked for by its name need not be dispatched under it: aten's dropout is made of others.
        """
        last = name.rpartition(".")[2]
        words = last.split("_") if name.startswith("torch.ops.") and not name.startswith("torch.ops.aten.") else []
        operators = self.aten if name.startswith("torch.ops.") else ()
        named = (pattern for pattern in operators if fnmatch.fnmatchcase(last, pattern.removeprefix("aten::")))
        return next((self.callables[word] for word in (last, *words) if word in self.callables), next(named, None))

    def dispatched(self, operator: str) -> None:
        """An operator was dispatched; other namespaces (mkldnn, ...) hold the same operations by the same names."""
        for pattern in self.aten:
            if fnmatch.fnmatchcase(operator.rpartition("::")[2], pattern.removeprefix("aten::")):
                self.see(pattern, operator)

    def entered(self, frame: FrameType, event: str, argument: Any) -> None:
        """The profiler's hook: a function of a forbidden module, or a method of a forbidden class, was entered."""
        if event == "call" and frame.f_code in self.methods:
            self.see(self.methods[frame.f_code], f"{self.methods[frame.f_code]}.{frame.f_code.co_name}")
        module = frame.f_globals.get("__name__", "") if event == "call" else ""
        for name in self.modules:
            if module == name or module.startswith(f"{name}."):
                entered = f"{module}.{frame.f_code.co_name}"
                self.see(name, _CALLED.get(entered, entered))


# What a learner wrote where the function that runs has a name that nobody writes.
_CALLED = {"torch.autograd.graph._engine_run_backward": "backward() or torch.autograd.grad()"}


def resolve(name: str) -> Any:
    """The public object of a dotted name, or None where torch has none of that name."""
    value: Any = torch
    for part in name.split(".")[1:]:
        value = getattr(value, part, None)
    return value if name.split(".")[0] == "torch" else None


def _spellings(name: str) -> tuple[str, ...]:
    return (name, f"{name}_", *_OPERATORS.get(name, ()))


def _public_name(function: Any) -> str:
    packet = getattr(function, "overloadpacket", function)
    if isinstance(packet, torch._ops.OpOverloadPacket):
        return f"torch.ops.{packet._qualified_op_name.replace('::', '.')}"
    try:
        resolved = resolve_name(function)
    except Exception:
        resolved = None
    return resolved or f"torch.{getattr(function, '__name__', '')}"


class _Functions(TorchFunctionMode):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch = watch

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.watch.called(func)
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch = watch

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.watch.dispatched(func._schema.name)
        return func(*args, **(kwargs or {}))


@contextmanager
def _inside_backward(watch: Watch) -> Iterator[None]:
    """Watch public functions in a learner's own backward too: torch leaves the mode when it enters autograd."""
    engine = getattr(torch.autograd, "_engine_run_backward", None)
    if engine is None:  # a torch that names it otherwise; operators of aten:: are seen all the same
        yield
        return

    def watched(*args: Any, **kwargs: Any) -> Any:
        with _Functions(watch):
            return engine(*args, **kwargs)

    setattr(torch.autograd, "_engine_run_backward", watched)  # noqa: B010, it is not declared
    try:
        yield
    finally:
        setattr(torch.autograd, "_engine_run_backward", engine)  # noqa: B010


@contextmanager
def _threads_seen(watch: Watch) -> Iterator[None]:
    """See threads that are started: torch's modes and Python's profiler look at their own thread only."""

    def seen(name: str, start: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            watch.see("threading", name)
            return start(*args, **kwargs)

        return wrapper

    before = threading.Thread.start, _thread.start_new_thread
    setattr(threading.Thread, "start", seen("threading.Thread", before[0]))  # noqa: B010, a method is not assigned to
    setattr(_thread, "start_new_thread", seen("_thread.start_new_thread", before[1]))  # noqa: B010
    try:
        yield
    finally:
        setattr(threading.Thread, "start", before[0])  # noqa: B010
        setattr(_thread, "start_new_thread", before[1])  # noqa: B010


@contextmanager
def watching(
    patterns: Sequence[str], is_learner: Callable[[str], bool], foreign: tuple[str, int] | None = None
) -> Iterator[Watch]:
    """Record the forbidden operations that run inside the block."""
    watch = Watch(tuple(patterns), is_learner, foreign)
    with ExitStack() as stack:
        stack.enter_context(_Functions(watch))
        stack.enter_context(_inside_backward(watch))
        stack.enter_context(_threads_seen(watch))
        if watch.aten:
            stack.enter_context(_Operators(watch))
        if watch.modules or watch.methods:
            previous = sys.getprofile()
            stack.callback(sys.setprofile, previous)
            sys.setprofile(watch.entered)
        yield watch
