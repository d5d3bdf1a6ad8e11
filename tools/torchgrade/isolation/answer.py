"""One learner's file, loaded and ready to be asked: the part that runs where the learner's code runs."""

from __future__ import annotations

import linecache
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType, GetSetDescriptorType, MemberDescriptorType, SimpleNamespace
from typing import Any

import torch

from torchgrade.isolation.failures import Failure, failure_of
from torchgrade.isolation.loading import SiblingFinder, file_name, load
from torchgrade.isolation.observe import Observation, Question, observe

# What may lie in a class's body and is never called.
_DATA = (str, bool, int, float, tuple, list, dict, set, type, type(None), GetSetDescriptorType, MemberDescriptorType)


@dataclass(frozen=True)
class Loaded:
    """How loading went: `failure` if the file raised, `missing` names it lacks, `not_callable` names it misuses."""

    failure: Failure | None = None
    missing: tuple[str, ...] = ()
    not_callable: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether the subject is there to be called."""
        return self.failure is None and not self.missing and not self.not_callable


def compile_probe(source: str | None) -> Callable[..., Any] | None:
    """The probe's function from its source; it sees torch, math and builtins only."""
    if source is None:
        return None
    namespace: dict[str, Any] = {"torch": torch, "math": math, "__name__": "probe"}
    linecache.cache["<probe>"] = (len(source), None, source.splitlines(keepends=True), "<probe>")
    before = set(namespace)
    exec(compile(source, "<probe>", "exec", dont_inherit=True), namespace)
    name = next(key for key in namespace if key not in before and key != "__builtins__")
    probe: Callable[..., Any] = namespace[name]
    return probe


class Answer:
    """A learner's file for one exercise.

    Args:
        files: the submission's Python files, posix path to text.
        path: the file that answers the exercise.
        names: what it must define.
        probe_source: the exercise's probe, or None.
        base: the folder the files really lie in, for tracebacks and debuggers; "" keeps paths relative.
    """

    def __init__(
        self, files: Mapping[str, str], path: str, names: Sequence[str], probe_source: str | None, base: str = ""
    ) -> None:
        self.files = files
        self.path = path
        self.names = names
        self.probe = compile_probe(probe_source)
        self.base = base
        self.subject: Any = None
        self.finder: SiblingFinder | None = None
        self.foreign: tuple[str, int] | None = None
        self.file_names = frozenset(file_name(base, relative) for relative in files)

    def is_learner(self, name: str) -> bool:
        """Whether a source file name, as it stands in a traceback, is one of the learner's."""
        return name in self.file_names

    def load(self) -> Loaded:
        """Run the file and pick out the names."""
        try:
            module, self.finder = load(self.files, self.path, self.base)
            found = {name: getattr(module, name) for name in self.names if hasattr(module, name)}
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt) and not failure_of(error, self.is_learner).own_raise:
                raise
            return Loaded(failure=failure_of(error, self.is_learner))
        missing = tuple(name for name in self.names if name not in found)
        not_callable = tuple(name for name, value in found.items() if not callable(value))
        if not missing and not not_callable:
            self.subject = found[self.names[0]] if len(self.names) == 1 else SimpleNamespace(**found)
            self.foreign = self._foreign(found)
        return Loaded(missing=missing, not_callable=not_callable)

    def observe(self, question: Question) -> Observation:
        """Ask the learner's subject one question."""
        return observe(self.subject, self.probe, question, self.is_learner, self.foreign)

    def _foreign(self, found: Mapping[str, Any]) -> tuple[str, int] | None:
        """The line that hands in an object of somebody else's, such as `softmax = torch.softmax`."""
        for name, value in found.items():
            if _is_borrowed(value, self.is_learner):
                lines = enumerate(self.files[self.path].splitlines(), 1)
                return self.path, next((number for number, line in lines if name in line), 1)
        return None

    def close(self) -> None:
        """Forget the file's modules."""
        if self.finder is not None:
            self.finder.close()


def _is_borrowed(value: Any, is_learner: Callable[[str], bool]) -> bool:
    """Whether calling an object, or a method of its class, may run without a frame of the learner's own files.

    Told by where code was written, since anything may claim any `__module__`, and by exact types, since asking runs
    code of the learner's. What is neither a function nor a plain class may forward to whatever it holds: that costs
    an honest one nothing. torch.nn.Module is what every layer is built on, and borrows nothing.
    """
    if type(value) is FunctionType:
        inner = _in_a_context(value)
        return not is_learner(value.__code__.co_filename) if inner is None else _is_borrowed(inner, is_learner)
    if type(value) is not type:
        return True
    kinds = [kind for kind in value.__mro__ if kind is not object and kind is not torch.nn.Module]
    return any(_is_borrowed_part(part, is_learner) for kind in kinds for part in vars(kind).values())


_CONTEXT = torch.no_grad()(lambda: None).__code__


def _in_a_context(function: FunctionType) -> Any:
    """What `@torch.no_grad()` and its like run, read from the closure, since anything may claim any `__wrapped__`."""
    if function.__code__ is not _CONTEXT or function.__closure__ is None:
        return None
    return dict(zip(_CONTEXT.co_freevars, function.__closure__, strict=True))["func"].cell_contents


def _is_borrowed_part(part: Any, is_learner: Callable[[str], bool]) -> bool:
    """The same of something in a class's body: a method of any kind, or plain data."""
    if type(part) in (staticmethod, classmethod):
        part = part.__func__
    if type(part) is property:
        return any(_is_borrowed_part(half, is_learner) for half in (part.fget, part.fset, part.fdel))
    return type(part) not in _DATA and _is_borrowed(part, is_learner)
