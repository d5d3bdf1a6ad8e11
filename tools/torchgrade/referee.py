"""Asking trusted subjects (the reference, misconceptions) in the judge's own process, one at a time.

Each call sets global state of torch and restores it, so threads that grade side by side take turns here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from torchgrade.isolation.failures import failure_of
from torchgrade.isolation.observe import Observation, Question, observe
from torchgrade.isolation.transfers import TRANSFERS

_TURN = threading.RLock()
_TORCH = f"{Path(torch.__file__).parent}{os.sep}"


def consult(subject: Any, probe: Callable[..., Any] | None, question: Question) -> Observation:
    """What a trusted subject shows for a question."""
    with _TURN:
        return observe(subject, probe, question, lambda name: False)


def consult_wrong(subject: Any, probe: Callable[..., Any] | None, question: Question) -> Observation:
    """What a misconception shows for a question; what it raises on the CPU stands for what it would do on a GPU.

    An index out of range is an exception on the CPU; on a GPU it ends the CUDA context of whoever computes, and here
    that would be the judge, in the middle of a class. Of an exception it is told whether the author's own `raise` made
    it, as of a learner's.
    """
    if question.device.startswith("cuda"):
        first = consult(subject, probe, replace(question, device="cpu"))
        if first.failure:
            return _with_own_raise(first)
    return _with_own_raise(consult(subject, probe, question))


def _with_own_raise(seen: Observation) -> Observation:
    if seen.failure and seen.exception:
        own_raise = failure_of(seen.exception, _is_an_author_s).own_raise
        seen.failure = replace(seen.failure, own_raise=own_raise)  # and no frames, which would show the author's lines
    return seen


def transfers_of(subject: Any, probe: Callable[..., Any] | None, question: Question) -> set[str]:
    """Which kinds of transfers from a GPU a trusted subject makes itself for a question."""
    with _TURN:
        seen = observe(subject, probe, replace(question, watch=(TRANSFERS,)), _is_an_author_s)
    return {kind for kind, *_ in seen.hits}


def _is_an_author_s(file: str) -> bool:
    """Whether code lies neither in torch nor in a probe, which reads numbers for everybody alike."""
    return file != "<probe>" and not file.startswith(_TORCH)
