from __future__ import annotations

import json

import pytest
import torch

from torchgrade.results import plain
from torchgrade.sample import SIDE, error_of, sample_of, worst

INF, NAN = float("inf"), float("nan")


def sample(expected, yours):
    wide = [torch.as_tensor(value) for value in (expected, yours)]
    wide = [value.to(torch.complex128 if value.is_complex() else torch.float64) for value in wide]
    found = sample_of(*wide, torch.full(wide[0].shape, 1e-5, dtype=torch.float64))
    json.dumps(plain(found), allow_nan=False)  # whatever is in it, it is strict JSON
    return found


def test_a_number_is_a_grid_of_one():
    found = sample(1.0, 3.0)
    assert (found.shape, found.slice) == ((), "")
    assert (found.expected, found.yours, found.error) == ([[1.0]], [[3.0]], [[2.0]])


def test_a_vector_is_one_row():
    found = sample([1.0, 2.0], [1.0, 5.0])
    assert (found.slice, found.error) == ("[:]", [[0.0, 3.0]])


def test_of_more_dimensions_the_slice_with_the_worst_entry_is_shown():
    right = torch.zeros(2, 3, 4, 5)
    wrong = right.clone()
    wrong[0, 0, 0, 0], wrong[1, 2, 3, 4] = 1.0, 7.0
    found = sample(right, wrong)
    assert (found.shape, found.slice) == ((2, 3, 4, 5), "[1, 2, :, :]")
    assert found.error[3][4] == 7.0
    assert sum(map(sum, found.error)) == 7.0


@pytest.mark.parametrize("shape", [(33, 1), (1, 33), (33, 65), (500, 70), (1000,), (3, 40, 40)], ids=str)
def test_long_sides_are_reduced_to_blocks_and_the_worst_entry_stays_to_be_seen(shape):
    right = torch.zeros(shape)
    wrong = right.clone()
    wrong.view(-1)[-1] = 9.0
    found = sample(right, wrong)
    assert len(found.error) <= SIDE
    assert all(len(row) <= SIDE for row in found.error)
    assert found.error[-1][-1] == 9.0
    assert found.yours[-1][-1] == 9.0
    assert found.expected[-1][-1] == 0.0


def test_a_block_shows_one_entry_in_all_three_grids():
    right = torch.arange(64.0)[None]
    wrong = right.clone()
    wrong[0, 7] = -1.0
    found = sample(right, wrong)
    assert (found.expected[0][3], found.yours[0][3], found.error[0][3]) == (7.0, -1.0, 8.0)


def test_what_is_not_finite_is_spelled_out():
    found = sample([NAN, INF, 1.0, NAN, -INF], [NAN, INF, NAN, 2.0, INF])
    assert found.expected == [["nan", "inf", 1.0, "nan", "-inf"]]
    assert found.yours == [["nan", "inf", "nan", 2.0, "inf"]]
    assert found.error == [[0.0, 0.0, "nan", "nan", "inf"]]


def test_complex_numbers_are_shown_by_their_size():
    found = sample([3 + 4j, 1 + 0j], [3 - 4j, 1 + 0j])
    assert (found.expected, found.yours, found.error) == ([[5.0, 1.0]], [[5.0, 1.0]], [[8.0, 0.0]])


def test_the_worst_entry_is_nan_first_then_the_furthest_beyond_its_own_limit():
    allowed = torch.tensor([1.0, 0.001, 1.0])
    assert worst(torch.tensor([5.0, 0.5, 2.0]), allowed) == (1,)
    assert worst(torch.tensor([5.0, 0.5, NAN]), allowed) == (2,)


def test_equal_infinities_do_not_differ():
    assert error_of(torch.tensor([INF, NAN, 1.0]), torch.tensor([INF, NAN, 3.0])).tolist() == [0.0, 0.0, 2.0]
