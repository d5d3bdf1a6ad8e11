"""Less time spent on looking for garbage: torch is a million objects that stay, and every full look visits them all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (10_000, 10, 10)  # of new objects, and of looks at younger ones; Python's 700 make 300 looks of an import


@contextmanager
def looked_for_rarely() -> Iterator[None]:
    """Look for garbage at longer intervals within the block, and not at all in what is left when the process ends."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.freeze()


@contextmanager
def passed_over() -> Iterator[None]:
    """Leave what is there already, modules above all, out of every look for garbage within the block."""
    gc.freeze()
    gc.collect()  # of nothing: Python looks again when there is a quarter more than last time
    try:
        yield
    finally:
        gc.unfreeze()
