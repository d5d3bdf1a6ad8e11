"""Global state of torch and Python, set alike before each call of a learner's code and restored after it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

# What is watched: a word for the learner, how to read it, how to set it, and its value for every call.
_SETTINGS: tuple[tuple[str, Callable[[], Any], Callable[[Any], Any], Any], ...] = (
    ("the default dtype", torch.get_default_dtype, torch.set_default_dtype, torch.float32),
    ("the default device", lambda: str(torch.get_default_device()), torch.set_default_device, "cpu"),
    ("whether gradients are recorded", torch.is_grad_enabled, torch.set_grad_enabled, True),
    ("the number of threads", torch.get_num_threads, torch.set_num_threads, 1),
    (
        "deterministic algorithms",
        torch.are_deterministic_algorithms_enabled,
        torch.use_deterministic_algorithms,
        False,
    ),
)


@contextmanager
def steady(seed: int) -> Iterator[list[str]]:
    """Seeds and settings for one call; yields a list that afterwards names what the call left changed."""
    changed: list[str] = []
    before = [read() for _, read, _, _ in _SETTINGS]
    states = (torch.random.get_rng_state(), random.getstate())
    start = [fixed for _, _, _, fixed in _SETTINGS]
    _apply(before, start)
    torch.default_generator.manual_seed(seed)
    random.seed(seed)
    try:
        yield changed
    finally:
        after = [read() for _, read, _, _ in _SETTINGS]
        changed += [word for (word, *_), old, new in zip(_SETTINGS, start, after, strict=True) if old != new]
        _apply(after, before)
        torch.random.set_rng_state(states[0])
        random.setstate(states[1])


def _apply(current: list[Any], wanted: list[Any]) -> None:
    """Set what differs; setting a default device that is already there would cost a mode on every call."""
    for (_, _, write, _), old, new in zip(_SETTINGS, current, wanted, strict=True):
        if old != new:
            write(None if new == "cpu" else new)
