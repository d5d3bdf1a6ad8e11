"""What an exercise author declares: the exercise, its probe, its misconceptions and its checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from torchgrade.errors import CatalogueError

Function = TypeVar("Function", bound=Callable[..., Any])
Subject = TypeVar("Subject")

CHECK_ATTRIBUTE = "torchgrade_check"
MOST_HINTS = 3


@dataclass(frozen=True)
class Misconception:
    """A named wrong implementation: what the learner's idea would be, in a sentence, and the code of it."""

    name: str
    sentence: str
    subject: Any


@dataclass(frozen=True)
class CheckDeclaration:
    """What `@check` says of one test function."""

    points: float
    hints: tuple[str, ...]
    speed: bool = False


def is_asked(function: object, speed: bool) -> bool:
    """Whether a function is a check that counts: one about speed does only where `speed` is asked for."""
    declared: CheckDeclaration | None = getattr(function, CHECK_ATTRIBUTE, None)
    return declared is not None and (speed or not declared.speed)


class Exercise:
    """Something to implement, and what it is held against.

    Args:
        names: the functions or classes that the learner's file must define. With one name the probe's first
            argument is that object; with several it is a namespace that holds them all.
        reference: the implementation taken as right, usually torch's own; for several names an object
            (a class with static or class methods, say) that has them as attributes.
        forbidden: what the learner may not call. "torch.matmul" means that public callable, also as a method,
            an operator or through `torch.ops`; "torch.optim" everything in that module; "torch.nn.Softmax" that
            class; "torch.Tensor.grad_fn" that attribute; "aten::*softmax*" any ATen operator whose name matches
            the pattern; "numpy", "math.tanh" or "statistics" what those libraries have of it.
        reference_dtype: "float64" widens floating inputs for the reference and rounds its answer to the
            dtype under test; "case" runs it at the case's own dtype, for operations whose defaults,
            overflow or random draws depend on the dtype.
    """

    def __init__(
        self,
        *names: str,
        reference: Any,
        forbidden: tuple[str, ...] = (),
        reference_dtype: Literal["float64", "case"] = "float64",
    ) -> None:
        if not names or not all(name.isidentifier() for name in names):
            raise CatalogueError(
                f"Exercise{names!r}: give the names that the learner defines, each a Python identifier."
            )
        if reference_dtype not in ("float64", "case"):
            raise CatalogueError(f"Exercise{names!r}: reference_dtype is 'float64' or 'case', not {reference_dtype!r}.")
        self.names = names
        self.reference = reference
        self.forbidden = tuple(forbidden)
        self.reference_dtype = reference_dtype
        self.probe: Callable[..., Any] | None = None
        self.misconceptions: list[Misconception] = []
        self.equivalents: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"Exercise({', '.join(map(repr, self.names))})"

    def probe_with(self, function: Function) -> Function:
        """Declare the driver: it gets the subject first, then what `verify` was called with.

        The probe travels to the contestant as source, so it may name only its arguments, torch, math and
        builtins; collection refuses any other free name.
        """
        if self.probe is not None:
            raise CatalogueError(f"{self!r} has two probes; an exercise has one.")
        self.probe = function
        return function

    def misconception(
        self, sentence: str, *, of: type | None = None, method: str | None = None
    ) -> Callable[[Subject], Subject]:
        """Declare a wrong implementation with the reference's signature; `sentence` completes "looks like ...".

        With `of` and `method` the decorated function takes the place of that method in a subclass of `of`, a class
        that does everything right: so a misconception about a thing with state is only the lines that are wrong.
        """
        if (of is None) != (method is None) or (of and method and not hasattr(of, method)):
            raise CatalogueError(f"{self!r}: of= names a class, and method= one of its methods; got {of}, {method!r}.")

        def declare(subject: Subject) -> Subject:
            name = getattr(subject, "__name__", repr(subject))
            if any(known.name == name or known.sentence == sentence for known in self.misconceptions):
                raise CatalogueError(f"{self!r}: the misconception {name!r} is declared twice; give it its own name.")
            if name.startswith("test"):
                raise CatalogueError(f"{self!r}: pytest would run the misconception {name!r} as a test; rename it.")
            whole = subject if of is None or method is None else type(name, (of,), {method: subject})
            self.misconceptions.append(Misconception(name, sentence, whole))
            return subject

        return declare

    def equivalent(self, reason: str, *changes: str) -> None:
        """Declare that changes to the solution, as `validate --mutants` prints them, leave it right, and why."""
        if not reason.strip() or not changes or not all(" -> " in change for change in changes):
            raise CatalogueError(
                f"{self!r}.equivalent({reason!r}, ...): give the reason first, then each change as "
                "`torchgrade validate --mutants` prints it, the line before and after: 'a < b -> a <= b'."
            )
        self.equivalents.update(dict.fromkeys(changes, reason))


def check(points: float, *hints: str, speed: bool = False) -> Callable[[Function], Function]:
    """Declare a scored test function, worth `points`, with one to three hints from pointing to bottom-out.

    The function's docstring is the sentence that the learner reads. Its body draws inputs and calls
    `verify`; it never looks at a result. One of `speed` asks with `verify.speed` alone; it is run, and counts, only
    where speed was asked for.

    Raises:
        CatalogueError: the points are no positive number, there are no hints or too many, or no sentence.
    """

    def declare(function: Function) -> Function:
        _refuse_incomplete(function, points, hints)
        setattr(function, CHECK_ATTRIBUTE, CheckDeclaration(points, hints, speed))
        return function

    return declare


def _refuse_incomplete(function: Callable[..., Any], points: Any, hints: tuple[Any, ...]) -> None:
    code = function.__code__
    where = f"{code.co_filename}, line {code.co_firstlineno}: the check {function.__name__}"
    if type(points) not in (int, float) or not 0 < points < float("inf"):
        raise CatalogueError(f"{where} is worth {points!r}. Give a positive number of points first: @check(2, ...).")
    if not all(isinstance(hint, str) and hint.strip() for hint in hints):
        raise CatalogueError(f"{where} has a hint that is empty or no text. Write each hint as a sentence.")
    if not 1 <= len(hints) <= MOST_HINTS:
        raise CatalogueError(f"{where} has {len(hints)} hints. Give 1 to {MOST_HINTS}, from pointing to bottom-out.")
    if not (function.__doc__ or "").strip():
        raise CatalogueError(f"{where} has no docstring. Write there the sentence that the learner reads.")
