"""group_norm, held against torch.nn.functional.group_norm."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

READY = ("*batch_norm*", "*layer_norm*", "*group_norm*", "rms*norm", "normal*")  # the last two by name
exercise = Exercise(
    "group_norm",
    reference=F.group_norm,
    forbidden=("torch.nn.functional.group_norm", *(f"aten::{name}" for name in READY)),
)
exercise.equivalent(
    "the rows come out in the same order either way",
    "groups = input.reshape(samples, num_groups, -1) -> groups = input.reshape(num_groups, samples, -1)",
)


def affine(y, weight, bias):
    """y times its channel's weight, plus its channel's bias."""
    shape = [-1] + [1] * (y.ndim - 2)
    y = y if weight is None else y * weight.view(shape)
    return y if bias is None else y + bias.view(shape)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one; calling it normalizes."""

    def __new__(cls, input, num_groups, weight=None, bias=None, eps=1e-5):
        self = super().__new__(cls)
        self.eps = eps
        if input.shape[1] % num_groups:
            raise RuntimeError("the groups are not even")
        groups = input.reshape(len(input), num_groups, -1)
        return affine(self.normal(groups).reshape(input.shape), weight, bias)

    def normal(self, groups):
        mean, var = self.moments(groups)
        return (groups - mean) / self.root(var)

    def moments(self, groups):
        return groups.mean(-1, keepdim=True), groups.var(-1, correction=0, keepdim=True)

    def root(self, var):
        return torch.sqrt(var + self.eps)


@exercise.misconception("channels dealt out in turn, as c % num_groups; a group has neighbouring channels")
def interleaved(input, num_groups, weight=None, bias=None, eps=1e-5):
    if input.shape[1] % num_groups:
        raise RuntimeError("the groups are not even")
    dealt = input.unflatten(1, (-1, num_groups)).transpose(1, 2)
    y = F.group_norm(dealt.flatten(1, 2), num_groups, eps=eps).unflatten(1, (num_groups, -1))
    return affine(y.transpose(1, 2).flatten(1, 2), weight, bias)


@exercise.misconception("num_groups taken for the number of channels in a group")
def channels_per_group(input, num_groups, weight=None, bias=None, eps=1e-5):
    return F.group_norm(input, input.shape[1] // num_groups, weight, bias, eps)


@exercise.misconception("all channels as a single group, which is layer norm over everything but the samples")
def single_group(input, num_groups, weight=None, bias=None, eps=1e-5):
    F.group_norm(input, num_groups)  # refuses what does not fit
    return F.group_norm(input, 1, weight, bias, eps)


@exercise.misconception("every channel as a group of its own, which is instance norm")
def each_channel(input, num_groups, weight=None, bias=None, eps=1e-5):
    F.group_norm(input, num_groups)
    return F.group_norm(input, input.shape[1], weight, bias, eps)


@exercise.misconception("statistics of a group over the whole batch; each sample has its own")
def over_batch(input, num_groups, weight=None, bias=None, eps=1e-5):
    groups = input.reshape(len(input), num_groups, -1)
    var = groups.var((0, 2), correction=0, keepdim=True)
    return affine(((groups - groups.mean((0, 2), keepdim=True)) / (var + eps).sqrt()).view_as(input), weight, bias)


@exercise.misconception("statistics at every pixel, over the channels of a group alone")
def per_pixel(input, num_groups, weight=None, bias=None, eps=1e-5):
    groups = input.unflatten(1, (num_groups, -1))  # which refuses groups that are not even
    y = (groups - groups.mean(2, keepdim=True)) / (groups.var(2, correction=0, keepdim=True) + eps).sqrt()
    return affine(y.reshape(input.shape), weight, bias)


@exercise.misconception("the last channels left as they are where the groups do not come out even")
def never_refuses(input, num_groups, weight=None, bias=None, eps=1e-5):
    even = input.shape[1] // num_groups * num_groups
    return affine(torch.cat([F.group_norm(input[:, :even], num_groups, eps=eps), input[:, even:]], 1), weight, bias)


@exercise.misconception("groups cut by chunk, which makes them uneven where num_groups does not divide the channels")
def chunked(input, num_groups, weight=None, bias=None, eps=1e-5):
    return affine(torch.cat([F.group_norm(g, 1, eps=eps) for g in input.chunk(num_groups, 1)], 1), weight, bias)


@exercise.misconception("weight and bias along the last dimension; there is one entry for each channel")
def along_width(input, num_groups, weight=None, bias=None, eps=1e-5):
    y = F.group_norm(input, num_groups, eps=eps)
    y = y if weight is None else y * weight
    return y if bias is None else y + bias


@exercise.misconception("one weight and one bias a group: the first of its channels stands for all")
def one_weight_a_group(input, num_groups, weight=None, bias=None, eps=1e-5):
    size = input.shape[1] // num_groups
    weight, bias = (None if w is None else w[::size].repeat_interleave(size) for w in (weight, bias))
    return F.group_norm(input, num_groups, weight, bias, eps)


@exercise.misconception("float32 in between, whatever the input has: float64 loses half of its digits")
def in_float32(input, num_groups, weight=None, bias=None, eps=1e-5):
    return affine(F.group_norm(input.float(), num_groups, eps=eps).to(input.dtype), weight, bias)


@exercise.misconception("a variance divided by n - 1; group norm divides by n", of=_Rules, method="moments")
def sample_variance(self, groups):
    return groups.mean(-1, keepdim=True), groups.var(-1, keepdim=True)


@exercise.misconception("no mean subtracted, which is RMS norm of each group", of=_Rules, method="moments")
def not_centred(self, groups):
    return 0.0, (groups * groups).mean(-1, keepdim=True)


@exercise.misconception("mean(x * x) - mean * mean: no digits are left far from 0", of=_Rules, method="moments")
def mean_of_squares(self, groups):
    mean = groups.mean(-1, keepdim=True)
    return mean, (groups * groups).mean(-1, keepdim=True) - mean * mean


@exercise.misconception("no gradient through the mean and the variance", of=_Rules, method="moments")
def detached(self, groups):
    return [moment.detach() for moment in _Rules.moments(self, groups)]


@exercise.misconception("eps outside the square root: sqrt(var) + eps", of=_Rules, method="root")
def eps_outside(self, var):
    return torch.sqrt(var) + self.eps


@exercise.misconception("no eps: 0/0 where a group is constant", of=_Rules, method="root")
def no_eps(self, var):
    return torch.sqrt(var)


@exercise.misconception("an eps of 0.00001, whatever was asked for", of=_Rules, method="root")
def fixed_eps(self, var):
    return torch.sqrt(var + 1e-5)


@exercise.misconception("dividing by the variance, not by its square root", of=_Rules, method="root")
def no_root(self, var):
    return var + self.eps


@check(
    2,
    "Six channels in two groups: which channels does the first group have?",
    "`input.reshape(N, num_groups, -1)` puts neighbouring channels, with all their pixels, into one row.",
    "Normalize those rows over dim -1 (`var(-1, correction=0, keepdim=True)`), then `.reshape(input.shape)`.",
)
@pytest.mark.parametrize(
    ("shape", "groups"),
    [((1, 4), 2), ((2, 6), 2), ((2, 6), 3), ((3, 4, 3), 2), ((2, 6, 2, 3), 2), ((2, 3, 2, 2), 1), ((2, 3, 2, 2), 3)],
    ids=str,
)
def test_values(verify, draw, shape, groups):
    """gives every group of neighbouring channels mean 0 and variance 1, in each sample on its own"""
    verify(draw.normal(*shape, mean=1.0, std=2.0), groups)


@check(
    1,
    "How many entries has the weight, and which dimension of the input has as many?",
    "Go back to the input's shape first; `weight.view(-1, 1, 1)` then lines up with the channels of images.",
)
@pytest.mark.parametrize(
    ("shape", "groups"), [((2, 4), 2), ((3, 4, 4), 2), ((2, 4, 3, 4), 2), ((1, 4, 2, 1, 3), 2)], ids=str
)
def test_weight_and_bias(verify, draw, shape, groups):
    """multiplies each channel by its own weight and adds its own bias, together or one alone"""
    input, weight, bias = draw.normal(*shape), draw.normal(shape[1]), draw.normal(shape[1])
    verify(input, groups, weight, bias)
    verify(input, groups, weight=weight)
    verify(input, groups, bias=bias)


@check(
    1,
    "How large is eps beside a variance of 0.000001?",
    "eps is added to the variance, under the square root: a constant group becomes 0 / sqrt(0 + eps) = 0.",
)
def test_eps(verify, draw):
    """adds eps under the square root, which shows where numbers are tiny or the same, or eps is 0.1"""
    verify(torch.tensor([[3.0, 3.0, 3.0, 4.0]]), 2)
    verify(draw.normal(2, 6, std=1e-3), 2)
    verify(draw.normal(2, 4, 3), 2, eps=0.1)


@check(
    1,
    "How many digits has float32, and how many of them does 3000 * 3000 need?",
    "Subtract the mean first, and square the small differences afterwards; `groups.var(-1, correction=0)` does that.",
)
@pytest.mark.parametrize("shape", [(1, 8), (2, 4, 2, 3)], ids=str)
def test_far_from_zero(verify, draw, shape):
    """keeps its digits where the numbers lie around 3000"""
    close = verify.within(
        atol=1e-2, reason="near 3000 float32 has steps of 0.0002, and sums of such numbers larger ones"
    )
    close(draw.normal(*shape, mean=3000.0), 2)


@check(
    1,
    "Can five channels be shared out evenly among two groups?",
    "Raise a RuntimeError if `input.shape[1] % num_groups` is not 0.",
)
def test_uneven(verify, draw):
    """refuses a num_groups that does not divide the channels, with a RuntimeError"""
    verify.raises(RuntimeError)(draw.normal(2, 5), 2)
    verify.raises(RuntimeError)(draw.normal(2, 6, 4), 4)
    verify(draw.normal(2, 6, 4), 3)


@check(
    2,
    "mean and var are made from the input. Does a change of one number change the whole group's results?",
    "Keep mean and var in the graph: no .detach(), no torch.no_grad(), no .item().",
)
@pytest.mark.parametrize(("shape", "groups"), [((2, 6), 2), ((2, 4, 3), 2), ((2, 4, 2, 3), 2)], ids=str)
def test_gradients(verify, draw, shape, groups):
    """lets the gradient through to input, weight and bias"""
    verify.gradients(draw.normal(*shape), groups, draw.normal(shape[1]), draw.normal(shape[1]))


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
    """keeps dtype and device, also for transposed images, and leaves its inputs unchanged"""
    verify(draw.normal(2, 4, mean=3000.0, std=100.0, dtype=torch.float64), 2)
    verify.contract(draw.normal(2, 3, 2, 4).transpose(1, 3), 2, draw.normal(4), draw.normal(4))
