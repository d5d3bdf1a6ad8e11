"""Describing an exception as plain values: its types, its text, whose code raised it and where."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from torchgrade.isolation.wire_format import full_name

MESSAGE_LIMIT = 2_000


@dataclass(frozen=True)
class Failure:
    """An exception: its types from the most derived on, its text, and the learner's own frames.

    `where` says whose code raised: "learner", "probe" or "torch"; `own_raise` that the innermost frame is a
    `raise` of the learner's; each frame is (file, line, function, text of the line).
    """

    types: tuple[str, ...]
    message: str
    where: str = "learner"
    own_raise: bool = False
    frames: tuple[tuple[str, int, str, str], ...] = ()


def failure_of(error: BaseException, is_learner: Callable[[str], bool]) -> Failure:
    """Describe an exception, keeping only the learner's frames."""
    stack = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in stack if is_learner(frame.filename)]
    frames = tuple((frame.filename, frame.lineno or 0, frame.name, (frame.line or "")[:200]) for frame in own[-5:])
    innermost = stack[-1] if stack else None
    in_learner = innermost is not None and is_learner(innermost.filename)
    own_raise = in_learner and innermost is not None and (innermost.line or "").lstrip().startswith("raise")
    where = "learner" if in_learner else "torch" if own else "probe"
    types = tuple(full_name(kind) for kind in type(error).__mro__[:-1])
    return Failure(types, _text(error), where, bool(own_raise), frames)


def _text(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):
            return f"{error.msg} (line {error.lineno})"
        return str.__getitem__(str(error), slice(MESSAGE_LIMIT))  # a plain str, even of a subclass of it
    except BaseException:
        return "an exception whose text cannot be had"


def learner_traceback(error: BaseException, is_learner: Callable[[str], bool]) -> TracebackType | None:
    """The traceback cut after the learner's innermost frame, for a debugger to stop there."""
    frames = []
    step = error.__traceback__
    while step is not None:
        frames.append(step)
        step = step.tb_next
    last = max((i for i, tb in enumerate(frames) if is_learner(tb.tb_frame.f_code.co_filename)), default=None)
    if last is None:
        return error.__traceback__
    cut: TracebackType | None = None
    for tb in reversed(frames[: last + 1]):
        cut = TracebackType(cut, tb.tb_frame, tb.tb_lasti, tb.tb_lineno)
    return cut
