"""Asking trusted subjects (the reference, misconceptions) in the judge's own process, one at a time.

Each call sets global state of torch and restores it, so threads that grade side by side take turns here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from torchgrade.isolation.observe import Observation, Question, observe

_TURN = threading.RLock()


def consult(subject: Any, probe: Callable[..., Any] | None, question: Question) -> Observation:
    """What a trusted subject shows for a question."""
    with _TURN:
        return observe(subject, probe, question, lambda name: False)


def consult_wrong(subject: Any, probe: Callable[..., Any] | None, question: Question) -> Observation:
    """What a misconception shows for a question; what it raises on the CPU stands for what it would do on a GPU.

    An index out of range is an exception on the CPU; on a GPU it ends the CUDA context of whoever computes, and here
    that would be the judge, in the middle of a class.
    """
    if question.device.startswith("cuda"):
        first = consult(subject, probe, replace(question, device="cpu"))
        if first.failure:
            return first
    return consult(subject, probe, question)
