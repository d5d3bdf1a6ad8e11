"""What is kept of torch's own test calls: what the exercise promises to answer, read as the exercise takes it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[1]
MODULE = runpy.run_path(str(ROOT / "tools" / "sample_contracts.py"))
CONTRACTS, OPTIMIZERS = MODULE["CONTRACTS"], MODULE["OPTIMIZERS"]

IMAGES, KERNEL, LABELS = torch.ones(1, 2, 4, 4), torch.ones(2, 2, 3, 3), torch.tensor([0, 2])
SCORES = torch.ones(2, 3)


def test_options_that_an_exercise_lacks_are_left_out():
    args, options = CONTRACTS["05_convolution/conv2d"].read((IMAGES, KERNEL), {"stride": 2, "groups": 1})
    assert args == (IMAGES, KERNEL)
    assert options == {"stride": 2}


def test_arguments_by_position_are_read_by_name():
    args, options = CONTRACTS["05_convolution/avg_pool2d"].read((IMAGES, (2, 2), 1, 1, True, False, 2), {})
    assert args == (IMAGES,)
    assert options == {"kernel_size": (2, 2), "stride": 1, "padding": 1, "count_include_pad": False}


@pytest.mark.parametrize(
    ("exercise", "args", "options"),
    [
        ("03_activations/softmax", (torch.tensor(1.0), 0), {}),
        ("03_activations/softmax", (torch.ones(2, 0), 0), {}),
        ("05_convolution/conv2d", (IMAGES, KERNEL), {"groups": 2}),
        ("05_convolution/conv2d_general", (IMAGES, KERNEL), {"padding": "same"}),
        ("05_convolution/conv2d_general", (IMAGES[0], KERNEL), {}),
        ("05_convolution/avg_pool2d", (IMAGES, (2, 2), (), 0), {}),
        ("06_normalization/rms_norm", (SCORES, (3,)), {"eps": -0.5}),
        ("08_losses/nll_loss", (SCORES, LABELS), {"ignore_index": 2}),
        ("08_losses/nll_loss", (SCORES, LABELS), {"weight": torch.tensor([1.0, -1.0, 1.0])}),
        ("08_losses/cross_entropy_full", (SCORES, SCORES), {}),
        ("08_losses/kl_div", (SCORES[0], SCORES[0]), {}),
        ("07_sequences/scaled_dot_product_attention", (SCORES, SCORES, SCORES), {"dropout_p": 0.5}),
    ],
)
def test_a_call_beyond_the_contract_is_not_kept(exercise, args, options):
    assert CONTRACTS[exercise].read(args, options) is None


def test_weights_of_one_sign_and_an_index_that_is_no_target_are_kept():
    options = {"weight": torch.tensor([1.0, 2.0, 3.0]), "ignore_index": 1}
    assert CONTRACTS["08_losses/nll_loss"].read((SCORES, LABELS), options) is not None


def test_every_contract_has_its_file_and_every_file_its_contract():
    written = {path.parent.name + "/" + path.name.removesuffix(".samples.json") for path in _files()}
    assert written == {*CONTRACTS, *OPTIMIZERS}


def _files() -> list[Path]:
    return list((ROOT / "graders").glob("*/*.samples.json"))
