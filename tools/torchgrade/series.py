"""Numbers step by step out of observations: the curves of a training loop, the path of an optimizer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch

from torchgrade.expected import Expected
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.structures import tensors_in
from torchgrade.results import Series, json_number
from torchgrade.surface import loss_of, surface_around

MOST_POINTS, FEWEST_POINTS, MOST_SERIES = 200, 3, 6
# What a probe is asked for, or calls a part of what it returns, when it holds one row of numbers a step.
_PATHS = frozenset({"parameters", "steps", "path", "paths"})
_CURVES = frozenset({"loss", "losses", "history", "accuracy", "accuracies"})


def series_of(expected: Expected, seen: Observation, probe: Callable[..., Any] | None) -> tuple[Series, ...]:
    """The series in what was expected and what came; none where the observation is of another kind."""
    if expected.step.layer in ("raises", "agrees", "meta") or seen.failure or seen.lost:
        return ()
    try:
        found = list(_series("result", expected.seen.value, seen.value, _asked(expected.step.question)))
        if not found and probe is not None:
            found = list(_descent(expected, seen, probe))
    except Exception:  # a picture is a help; what a learner returns must not stop the grading for want of one
        return ()
    return tuple(found[:MOST_SERIES])


def _asked(question: Question) -> str:
    """What the probe was asked for, if that is told by its first word."""
    return next((value for value in question.args if isinstance(value, str)), "")


def _series(name: str, right: Any, yours: Any, what: str) -> Iterator[Series]:
    """Every series in a nested value; `what` is the nearest word for it."""
    if isinstance(right, dict):
        for key, item in right.items():
            inside = yours.get(key) if isinstance(yours, dict) else None
            yield from _series(f"{name}[{key!r}]", item, inside, str(key))
    elif _is_curve(right, what):
        yield from _curve(name, _numbers(right), _numbers(yours))
    elif isinstance(right, torch.Tensor) and what in _PATHS:
        yield from _path(name, right, yours)
    elif isinstance(right, (list, tuple)) and right and all(_is_row(item) for item in right):
        yield from _table(name, right, yours)
    elif isinstance(right, (list, tuple)):
        for place, item in enumerate(right):
            inside = yours[place] if isinstance(yours, (list, tuple)) and place < len(yours) else None
            yield from _series(f"{name}[{place}]", item, inside, what)


def _is_curve(value: Any, what: str) -> bool:
    if isinstance(value, torch.Tensor):
        return value.dim() == 1 and what in _CURVES
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(item, float) for item in value)


def _is_row(value: Any) -> bool:
    """Whether a value is one step of a history, such as (loss, accuracy)."""
    return isinstance(value, tuple) and bool(value) and all(isinstance(item, float) for item in value)


def _table(name: str, right: Sequence[Any], yours: Any) -> Iterator[Series]:
    """A curve for each column of a history."""
    rows = [row for row in yours if isinstance(row, (list, tuple))] if isinstance(yours, (list, tuple)) else []
    for column in range(len(right[0])):
        given = [row[column] for row in rows if column < len(row)]
        yield from _curve(f"{name}[:, {column}]", [row[column] for row in right], _numbers(given))


def _numbers(value: Any) -> list[float]:
    """A row of numbers as floats; empty for anything else."""
    if isinstance(value, torch.Tensor):
        real = value.dim() == 1 and not value.is_complex() and value.device.type != "meta"
        return [float(item) for item in value.detach().double().tolist()] if real else []
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, (int, float)) for item in value):
        return []
    return [float(item) for item in value]


def _curve(name: str, right: Sequence[float], yours: Sequence[float]) -> Iterator[Series]:
    every = _every(len(right), len(yours))
    if len(right) >= FEWEST_POINTS and yours:
        expected, given = ([json_number(x) for x in line[::every]] for line in (right, yours))
        yield Series(name, "curve", expected, given, every)


def _path(name: str, right: torch.Tensor, yours: Any) -> Iterator[Series]:
    """The path of a stack of points; of many coordinates the two that are furthest off.

    A single row of numbers is a path of one number only among others: alone it is rather all parameters at the end.
    """
    if not isinstance(yours, torch.Tensor) or not _are_paths(right, yours, 1 if name.endswith("]") else 2):
        return
    steps, given = (tensor.detach().cpu().double().reshape(len(tensor), -1) for tensor in (right, yours))
    if steps.shape[1] == 1:
        yield from _curve(name, steps[:, 0].tolist(), given[:, 0].tolist())
    elif steps.shape[1] > 1:
        shown = _furthest(steps, given)
        every = _every(len(steps), len(given))
        points = [_points(line[::every, shown]) for line in (steps, given)]
        yield Series(name, "path", points[0], points[1], every, tuple(shown))


def _are_paths(right: torch.Tensor, yours: torch.Tensor, least: int) -> bool:
    """Whether both hold a point of one size a step."""
    alike = right.dim() == yours.dim() >= least and right.shape[1:] == yours.shape[1:]
    return alike and not (right.is_complex() or yours.is_complex()) and len(right) >= FEWEST_POINTS and len(yours) > 0


def _points(path: torch.Tensor) -> list[list[float | str]]:
    return [[json_number(x) for x in point] for point in path.tolist()]


def _furthest(right: torch.Tensor, yours: torch.Tensor) -> list[int]:
    """The two coordinates, in their order, in which two paths are furthest apart."""
    same = min(len(right), len(yours))
    apart = (right[:same] - yours[:same]).abs().nan_to_num(nan=float("inf")).amax(0)
    return sorted(int(place) for place in apart.topk(2).indices)


def _every(*lengths: int) -> int:
    return max(1, -(-max(lengths) // MOST_POINTS))


def _descent(expected: Expected, seen: Observation, probe: Callable[..., Any]) -> Iterator[Series]:
    """The path of a function that was handed a loss and a point to start from, on the surface of that loss."""
    question, right = expected.step.question, expected.seen.value
    if not isinstance(right, torch.Tensor) or not isinstance(seen.value, torch.Tensor):
        return
    starts = [tensor for tensor in tensors_in((question.args, question.kwargs)) if tensor.shape == right.shape[1:]]
    loss = loss_of(probe, question) if starts and right.is_floating_point() else None
    if loss is None:
        return
    for series in _path("result", right, seen.value):
        flat = starts[0].numel() == 2 and series.kind == "path"
        surface = surface_around(loss, starts[0], series.expected, series.yours) if flat else None
        yield replace(series, surface=surface)
