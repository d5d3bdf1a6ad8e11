"""Asking trusted subjects (the reference, misconceptions) in the judge's own process, one at a time.

Each call sets global state of torch and restores it, so threads that grade side by side take turns here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from torchgrade.isolation.observe import Observation, Question, observe

_TURN = threading.RLock()


def consult(subject: Any, probe: Callable[..., Any] | None, question: Question) -> Observation:
    """What a trusted subject shows for a question."""
    with _TURN:
        return observe(subject, probe, question, lambda name: False)
