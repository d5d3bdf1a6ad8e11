"""linear, held against torch.nn.functional.linear."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise("linear", reference=F.linear, forbidden=("torch.nn.functional.linear", "aten::mkldnn_linear"))


@exercise.misconception("x @ W without the transpose: it fits by chance when the weight is square")
def no_transpose(x, weight, bias=None):
    y = x @ weight
    return y if bias is None else y + bias


@exercise.misconception("W @ x, which works for one single vector only")
def weight_first(x, weight, bias=None):
    y = weight @ x
    return y if bias is None else y + bias


@exercise.misconception("forgetting the bias")
def bias_forgotten(x, weight, bias=None):
    return F.linear(x, weight)


@exercise.misconception("subtracting the bias instead of adding it")
def bias_subtracted(x, weight, bias=None):
    return F.linear(x, weight, None if bias is None else -bias)


@exercise.misconception("adding the bias twice")
def bias_twice(x, weight, bias=None):
    return F.linear(x, weight, None if bias is None else 2 * bias)


@exercise.misconception("adding the sum of the whole bias to every output, when each output has its own entry")
def bias_summed(x, weight, bias=None):
    return F.linear(x, weight) + (0 if bias is None else bias.sum())


@exercise.misconception("the bias turned into a column: it belongs to the outputs, which are the last dimension")
def bias_as_column(x, weight, bias=None):
    return F.linear(x, weight) + (0 if bias is None else bias[:, None])


@exercise.misconception("`if bias:`, which asks whether a tensor is true; ask `bias is not None`")
def truth_of_bias(x, weight, bias=None):
    return F.linear(x, weight, bias if bias else None)


@exercise.misconception("a result left flat: the dimensions in front of the last one are lost")
def flattened(x, weight, bias=None):
    return F.linear(x.reshape(-1, weight.shape[1]), weight, bias)


@check(
    2,
    "The last dimension of x disappears and another one takes its place. Which dimension of the weight is summed over?",
    "Torch stores the weight as (out_features, in_features), so x meets its transpose.",
    "`x @ weight.T + bias`: @ works on the last dimensions and carries all in front of them along.",
)
@pytest.mark.parametrize(
    ("shape", "outputs"), [((2,), 3), ((2, 3), 4), ((3, 3), 3), ((4, 3), 2), ((2, 4, 3), 5), ((2, 3, 2, 4), 1)], ids=str
)
def test_values(verify, draw, shape, outputs):
    """gives every output its weighted sum and its bias, for x of one to four dimensions"""
    verify(draw.normal(*shape), draw.normal(outputs, shape[-1]), draw.normal(outputs))


@check(
    1,
    "With a square weight a wrong orientation still fits. Which index of the weight belongs to the output?",
    "Output o uses row o of the weight: sum_i x_i * W_oi.",
)
@pytest.mark.parametrize("shape", [(2,), (3, 3), (2, 4, 4)], ids=str)
def test_square(verify, draw, shape):
    """uses rows of the weight, not columns, where the weight is square"""
    verify(draw.normal(*shape), draw.normal(shape[-1], shape[-1]), draw.normal(shape[-1]))


@check(
    1,
    "What does your code do with a bias of None?",
    "Ask `bias is None` before you add it; `if bias` does not work for a tensor.",
)
def test_no_bias(verify, draw):
    """works without a bias, and takes its arguments by name"""
    verify(draw.normal(3, 2), draw.normal(4, 2))
    verify(weight=draw.normal(3, 4), x=draw.normal(2, 4), bias=None)


@check(
    1,
    "Does your code look at the numbers where they lie, or does it assume an order in memory?",
    "`view` refuses a transposed tensor; `reshape` copies it where it must.",
)
def test_non_contiguous(verify, draw):
    """works on transposed tensors too"""
    verify(draw.normal(4, 3).T, draw.normal(4, 2).T, draw.normal(2))
    verify(draw.normal(4, 2, 3).transpose(0, 1), draw.normal(3, 5).T, draw.normal(5))


@check(
    3,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "x, weight and bias all need a gradient; one tensor made anew from numbers, as torch.tensor(...) does, has none.",
)
@pytest.mark.parametrize(("shape", "outputs"), [((3,), 2), ((4, 3), 3), ((2, 3, 4), 5)], ids=str)
def test_gradients(verify, draw, shape, outputs):
    """lets the gradient through to x, weight and bias"""
    verify.gradients(draw.normal(*shape), draw.normal(outputs, shape[-1]), draw.normal(outputs))
    verify.gradients(draw.normal(*shape), draw.normal(outputs, shape[-1]))


@check(
    1,
    "These calls are from torch's own tests of this function: which shape or option is new to your code?",
    "The case in brackets gives shapes and options: make such a call yourself, and compare with torch's answer.",
)
@pytest.mark.parametrize("sample", samples(__file__), ids=str)
def test_of_torch(verify, draw, sample):
    """agrees with torch on calls of torch's own tests"""
    args, kwargs = sample.drawn(draw)
    verify(*args, **kwargs)


@check(1, "Make new tensors with the input's dtype and device, and leave the inputs as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract(draw.normal(4, 3), draw.normal(2, 3), draw.normal(2))
    verify.contract(draw.normal(4, 3), draw.normal(2, 3))  # adding a bias can hide a sum kept in float32
