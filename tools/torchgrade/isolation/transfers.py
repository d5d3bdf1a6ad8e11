"""Records where a learner's call brings numbers from the GPU to the CPU, which waits for them: worth a note, no points.

Seen by torch's function mode as the learner wrote it. Only what stands in the learner's own files counts, and only
tensors that are `away`, on a GPU: another predicate lets the CPU stand for one.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from torchgrade.isolation.forbidden import watching

TRANSFERS = "device::transfers"  # among the operations that a question has watched
TO_CPU = "device::to_cpu"
EACH_STEP = "device::each_step"
KINDS = (TO_CPU, EACH_STEP)  # what a row begins with that is worth a note; of any other, it is a forbidden operation's
_MOST = 5

Row = tuple[str, str, str, int]

_MOVES = {torch.Tensor.cpu: ".cpu()", torch.Tensor.numpy: ".numpy()", torch.Tensor.__array__: "numpy"}
_READS = {
    torch.Tensor.item: ".item()",
    torch.Tensor.tolist: ".tolist()",
    torch.Tensor.__float__: "float()",
    torch.Tensor.__int__: "int()",
    torch.Tensor.__repr__: "print()",
    torch.Tensor.__format__: "print()",
}
_BACKWARD = (torch.Tensor.backward, torch.autograd.backward, torch.autograd.grad)
# Between a learner's line and the mode lie frames of these where a method is written in Python.
_BETWEEN = frozenset({str(sys.modules["torch._tensor"].__file__), str(torch.overrides.__file__), __file__})


def _is_away(tensor: torch.Tensor) -> bool:
    return tensor.is_cuda


class Transfers(TorchFunctionMode):
    """Counts what brings numbers to the CPU, by the learner's line."""

    def __init__(self, is_learner: Callable[[str], bool], away: Callable[[torch.Tensor], bool] | None = None) -> None:
        super().__init__()
        self.is_learner, self.away = is_learner, away or _is_away
        self.trains = False
        self.moved: Counter[tuple[str, str, int]] = Counter()
        self.read: Counter[tuple[str, str, int]] = Counter()

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.trains |= func in _BACKWARD
        if args and isinstance(args[0], torch.Tensor) and self.away(args[0]):
            self._note(func, args, kwargs or {})
        return func(*args, **(kwargs or {}))

    def _note(self, func: Any, args: Any, kwargs: Any) -> None:
        call = '.to("cpu")' if func is torch.Tensor.to and _names_cpu(args[1:], kwargs) else _MOVES.get(func, "")
        place = _place(self.is_learner) if call or func in _READS else None
        if place is not None:
            (self.moved if call else self.read)[(call or _READS[func], *place)] += 1

    def rows(self) -> list[Row]:
        """One row a line: what was moved, and in training what was read in more than one step."""
        found = [(TO_CPU, *key) for key in self.moved]
        found += [(EACH_STEP, *key) for key, times in self.read.items() if self.trains and times > 1]
        return found[:_MOST]


def _names_cpu(args: Sequence[Any], kwargs: dict[str, Any]) -> bool:
    """Whether arguments of `Tensor.to` name the CPU."""
    named = [value for value in (*args, *kwargs.values()) if isinstance(value, (str, torch.device))]
    return any(torch.device(value).type == "cpu" for value in named)


def _place(is_learner: Callable[[str], bool]) -> tuple[str, int] | None:
    """The file and line that call now, where these are the learner's; a library that they called reads for itself."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename in _BETWEEN:
        frame = frame.f_back
    if frame is None or not is_learner(frame.f_code.co_filename):
        return None
    return frame.f_code.co_filename, frame.f_lineno


@contextmanager
def recording(
    watch: Sequence[str], is_learner: Callable[[str], bool], foreign: tuple[str, int] | None = None
) -> Iterator[list[Row]]:
    """Record what a question has watched; the list is filled when the block ends, however it does."""
    rows: list[Row] = []
    patterns = tuple(pattern for pattern in watch if pattern != TRANSFERS)
    with ExitStack() as stack:
        forbidden = stack.enter_context(watching(patterns, is_learner, foreign)) if patterns else None
        transfers = stack.enter_context(Transfers(is_learner)) if TRANSFERS in watch else None
        try:
            yield rows
        finally:
            rows += [(hit.pattern, hit.operation, hit.file, hit.line) for hit in forbidden.hits] if forbidden else []
            rows += transfers.rows() if transfers else []
