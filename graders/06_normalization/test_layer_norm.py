"""layer_norm, held against torch.nn.functional.layer_norm."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

READY = ("*batch_norm*", "*layer_norm*", "*group_norm*", "rms*norm", "normal*")  # the last two by name
exercise = Exercise(
    "layer_norm",
    reference=F.layer_norm,
    forbidden=("torch.nn.functional.layer_norm", *(f"aten::{name}" for name in READY)),
)


def last(normalized_shape):
    """The last dimensions, as many as normalized_shape has."""
    return tuple(range(-len(normalized_shape), 0))


def refuse(input, normalized_shape):
    if tuple(input.shape[-len(normalized_shape) :]) != tuple(normalized_shape):
        raise RuntimeError("the shape does not end with normalized_shape")


def scaled(input, mean, root, normalized_shape, weight, bias):
    """What is left to do once mean and root are there."""
    refuse(input, normalized_shape)
    y = (input - mean) / root
    y = y if weight is None else y * weight
    return y if bias is None else y + bias


def over(input, dims, normalized_shape, weight, bias, eps, correction=0):
    """Layer norm with mean and variance over other dimensions, or of another kind."""
    mean, var = input.mean(dims, keepdim=True), input.var(dims, correction=correction, keepdim=True)
    return scaled(input, mean, torch.sqrt(var + eps), normalized_shape, weight, bias)


@exercise.misconception("a variance divided by n - 1; layer norm divides by n")
def sample_variance(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return over(input, last(normalized_shape), normalized_shape, weight, bias, eps, correction=1)


@exercise.misconception("statistics over dim 0, the batch, which is what batch norm does with rows")
def over_batch(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return over(input, 0, normalized_shape, weight, bias, eps)


@exercise.misconception("one mean and one variance for the whole tensor, where each sample has its own")
def over_everything(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return over(input, None, normalized_shape, weight, bias, eps)


@exercise.misconception("statistics over the last dimension alone, however many normalized_shape names")
def last_only(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return over(input, -1, normalized_shape, weight, bias, eps)


@exercise.misconception("statistics over everything but dim 0, however few dimensions normalized_shape names")
def all_but_first(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return over(input, tuple(range(min(1, input.ndim - 1), input.ndim)), normalized_shape, weight, bias, eps)


@exercise.misconception("no mean subtracted, which is RMS norm")
def not_centred(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    root = torch.sqrt((input * input).mean(last(normalized_shape), keepdim=True) + eps)
    return scaled(input, 0.0, root, normalized_shape, weight, bias)


@exercise.misconception("eps outside the square root: sqrt(var) + eps")
def eps_outside(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = last(normalized_shape)
    root = input.var(dims, correction=0, keepdim=True).sqrt() + eps
    return scaled(input, input.mean(dims, keepdim=True), root, normalized_shape, weight, bias)


@exercise.misconception("no eps: 0/0 where all numbers of a sample are the same")
def no_eps(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return over(input, last(normalized_shape), normalized_shape, weight, bias, 0.0)


@exercise.misconception("eps as the least that the root or the variance may be, where it is added under the root")
def eps_as_floor(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = last(normalized_shape)
    root = input.var(dims, correction=0, keepdim=True).sqrt().clamp(min=eps)
    return scaled(input, input.mean(dims, keepdim=True), root, normalized_shape, weight, bias)


@exercise.misconception("an eps of 0.00001, whatever was asked for")
def fixed_eps(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return over(input, last(normalized_shape), normalized_shape, weight, bias, 1e-5)


@exercise.misconception("dividing by the variance, not by its square root")
def no_root(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = last(normalized_shape)
    var = input.var(dims, correction=0, keepdim=True) + eps
    return scaled(input, input.mean(dims, keepdim=True), var, normalized_shape, weight, bias)


@exercise.misconception("the variance as mean(x * x) - mean * mean, which has no digits left where x is far from 0")
def mean_of_squares(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = last(normalized_shape)
    mean = input.mean(dims, keepdim=True)
    root = torch.sqrt((input * input).mean(dims, keepdim=True) - mean * mean + eps)
    return scaled(input, mean, root, normalized_shape, weight, bias)


@exercise.misconception("mean and variance cut out of the graph: the gradient lacks the parts that go through them")
def detached(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = last(normalized_shape)
    root = torch.sqrt(input.detach().var(dims, correction=0, keepdim=True) + eps)
    return scaled(input, input.detach().mean(dims, keepdim=True), root, normalized_shape, weight, bias)


@exercise.misconception("forgetting weight and bias")
def no_affine(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    refuse(input, normalized_shape)
    return F.layer_norm(input, normalized_shape, eps=eps)


@exercise.misconception("adding the bias before the weight multiplies, so that it is multiplied too")
def bias_first(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    y = F.layer_norm(input, normalized_shape, bias=bias, eps=eps)
    return y if weight is None else y * weight


@exercise.misconception("float32 in between, whatever the input has: float64 loses half of its digits")
def in_float32(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    y = F.layer_norm(input.float(), normalized_shape, eps=eps).to(input.dtype)
    y = y if weight is None else y * weight
    return y if bias is None else y + bias


@exercise.misconception("a normalized_shape that does not fit let through, as if only its length mattered")
def never_refuses(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return F.layer_norm(input, input.shape[-len(normalized_shape) :], weight, bias, eps)


@check(
    1,
    "How many means does an input of shape (5, 4) have for normalized_shape [4]?",
    "One mean and one variance for each sample: `input.mean(-1, keepdim=True)`; keepdim lines them up again.",
    "`(input - mean) / torch.sqrt(var + eps)`, with `var = input.var(-1, correction=0, keepdim=True)`.",
)
@pytest.mark.parametrize("shape", [(2,), (2, 3), (3, 3), (2, 3, 4)], ids=str)
def test_values(verify, draw, shape):
    """gives every sample mean 0 and variance 1 over its last dimension"""
    verify(draw.normal(*shape, mean=1.0, std=2.0), [shape[-1]])


@check(
    1,
    "How many means does an input of shape (2, 3, 4) have for normalized_shape [3, 4]?",
    "The dimensions are the last ones, as many as normalized_shape has: `tuple(range(-len(normalized_shape), 0))`.",
)
@pytest.mark.parametrize(("shape", "count"), [((3, 2), 2), ((2, 3, 4), 2), ((2, 2, 3, 2), 3)], ids=str)
def test_several_dimensions(verify, draw, shape, count):
    """does so over several last dimensions, where normalized_shape names them"""
    verify(draw.normal(*shape, mean=1.0, std=2.0), list(shape[-count:]))


@check(
    1,
    "What is the shape of the weight, and what happens first, times the weight or plus the bias?",
    "Weight and bias have the shape normalized_shape: they line up with the last dimensions as they are.",
)
@pytest.mark.parametrize(("shape", "count"), [((3,), 1), ((3, 3), 1), ((2, 3, 2), 2)], ids=str)
def test_weight_and_bias(verify, draw, shape, count):
    """multiplies by the weight and then adds the bias, together or one alone"""
    input, last_shape = draw.normal(*shape), tuple(shape[-count:])
    weight, bias = draw.normal(*last_shape), draw.normal(*last_shape)
    verify(input, last_shape, weight, bias)
    verify(input, last_shape, weight=weight)
    verify(input, last_shape, bias=bias)


@check(
    1,
    "How large is eps beside a variance of 0.000001?",
    "eps is added to the variance, under the square root: a constant sample becomes 0 / sqrt(0 + eps) = 0.",
)
def test_eps(verify, draw):
    """adds eps under the square root, which shows where numbers are tiny or the same, or eps is 0.1"""
    verify(torch.tensor([[3.0, 3.0], [3.0, 4.0]]), [2])
    verify(draw.normal(2, 4, std=1e-3), [4])
    verify(draw.normal(2, 3), [3], eps=0.1)


@check(
    1,
    "How many digits has float32, and how many of them does 3000 * 3000 need?",
    "Subtract the mean first, and square the small differences afterwards; `input.var(dims, correction=0)` does that.",
)
@pytest.mark.parametrize(("shape", "count"), [((8,), 1), ((2, 4, 3), 2)], ids=str)
def test_far_from_zero(verify, draw, shape, count):
    """keeps its digits where the numbers lie around 3000"""
    close = verify.within(
        atol=1e-2, reason="near 3000 float32 has steps of 0.0002, and sums of such numbers larger ones"
    )
    close(draw.normal(*shape, mean=3000.0), list(shape[-count:]))


@check(
    1,
    "Which sizes does the input end with?",
    "Raise a RuntimeError unless `tuple(input.shape[-len(normalized_shape):]) == tuple(normalized_shape)`.",
)
def test_wrong_shape(verify, draw):
    """refuses a normalized_shape that the input's shape does not end with, with a RuntimeError"""
    verify.raises(RuntimeError)(draw.normal(2, 3), [2])
    verify.raises(RuntimeError)(draw.normal(2, 3, 4), [2, 4])
    verify(draw.normal(2, 3), (3,))


@check(
    2,
    "mean and var are made from the input. Does a change of one number change its neighbours' results too?",
    "Keep mean and var in the graph: no .detach(), no torch.no_grad(), no .item().",
)
@pytest.mark.parametrize(("shape", "count"), [((4,), 1), ((3, 5), 1), ((2, 3, 2), 2)], ids=str)
def test_gradients(verify, draw, shape, count):
    """lets the gradient through to input, weight and bias"""
    last_shape = shape[-count:]
    verify.gradients(draw.normal(*shape), last_shape, draw.normal(*last_shape), draw.normal(*last_shape))


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
    """keeps dtype and device, also for transposed inputs, and leaves its inputs unchanged"""
    verify(draw.normal(2, 4, mean=3000.0, std=100.0, dtype=torch.float64), [4])
    verify.contract(draw.normal(4, 3, 2).transpose(0, 2), [4], draw.normal(4), draw.normal(4))
    verify.contract(draw.normal(2, 3), [3])
