from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.calls import Call
from torchgrade.exercise import Exercise
from torchgrade.expected import expect
from torchgrade.isolation.observe import Observation
from torchgrade.outcomes import CaseResult, case_from_plain, to_plain
from torchgrade.results import Series
from torchgrade.series import MOST_POINTS, series_of
from torchgrade.surface import SIDE


def found(right: Any, yours: Any, *args: Any, probe: Any = None, kind: Any = "values") -> tuple[Series, ...]:
    """The series of a reference and a learner that return these, when they are called with these arguments."""
    reference = (lambda *_: right) if probe is None else right
    [step] = expect(Call(kind, args, {}, seed=1), "cpu", Exercise("f", reference=reference), probe)
    return series_of(step, Observation(value=yours), probe)


def test_a_list_of_floats_is_a_curve():
    [curve] = found([3.0, 2.0, 1.5], [3.0, 2.5, float("nan")])
    assert curve == Series("result", "curve", [3.0, 2.0, 1.5], [3.0, 2.5, "nan"])


def test_a_history_of_losses_and_accuracies_is_a_curve_a_column():
    loss, accuracy = found([(2.0, 0.1), (1.0, 0.5), (0.5, 0.9)], [(2.0, 0.1), (1.5, 0.2)])
    assert (loss.name, loss.expected, loss.yours) == ("result[:, 0]", [2.0, 1.0, 0.5], [2.0, 1.5])
    assert accuracy.yours == [0.1, 0.2]


def test_a_curve_may_be_a_tensor_where_losses_were_asked_for():
    right, yours = torch.tensor([1.0, 0.5, 0.25]), torch.tensor([1.0, 1.0, 1.0])
    assert found(right, yours, "losses")[0].yours == [1.0, 1.0, 1.0]
    assert found(right, yours) == ()


def test_a_long_curve_is_thinned():
    [curve] = found([1.0] * 1001, [2.0] * 900)
    assert curve.every == 6
    assert len(curve.expected) == 167 <= MOST_POINTS
    assert len(curve.yours) == 150


def test_the_path_of_parameters_shows_the_two_coordinates_that_are_furthest_off():
    right = torch.zeros(4, 3)
    yours = right + torch.tensor([0.0, 1.0, 2.0])
    [path] = found({"parameters": [right]}, {"parameters": [yours]}, "paths")
    assert (path.kind, path.coordinates, path.name) == ("path", (1, 2), "result['parameters'][0]")
    assert path.yours[0] == [1.0, 2.0]


@pytest.mark.parametrize("yours", [None, [], "no", torch.zeros(2, 2), {"parameters": 3}, [object()]])
def test_an_answer_of_another_kind_has_no_series(yours):
    assert found([1.0, 2.0, 3.0], yours) == ()
    assert found({"parameters": [torch.zeros(3, 2)]}, yours) == ()


def walk(descend, start):
    def bowl(p):
        return (p * p).sum()

    return descend(bowl, start)


def steps_of(factor):
    return lambda loss, start: torch.stack([start * factor**k for k in range(4)])


def test_a_descent_has_the_surface_that_it_goes_down():
    start = torch.tensor([1.0, -2.0])
    [path] = found(steps_of(0.5), steps_of(0.9)(None, start), start, probe=walk)
    assert path.expected[1] == [0.5, -1.0]
    assert path.surface is not None
    low_x, high_x, low_y, high_y = path.surface.box
    assert low_x < 0.125 < 1 < high_x
    assert low_y < -2 < -0.25 < high_y
    assert len(path.surface.values) == len(path.surface.values[0]) == SIDE
    assert path.surface.values[0][-1] == pytest.approx(low_y**2 + high_x**2, rel=1e-4)


def test_a_path_that_runs_away_does_not_stretch_the_surface():
    start = torch.tensor([1.0, -2.0])
    [path] = found(steps_of(0.5), steps_of(-1e6)(None, start), start, probe=walk)
    assert path.surface is not None
    assert max(map(abs, path.surface.box)) < 10


def test_series_travel_between_processes():
    start = torch.tensor([1.0, -2.0])
    series = found(steps_of(0.5), steps_of(0.9)(None, start), start, probe=walk)
    result = CaseResult("check", "case", "cpu", "failed", series=series)
    assert case_from_plain(to_plain(result)) == result
