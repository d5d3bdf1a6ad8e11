"""batch_norm, held against torch.nn.functional.batch_norm."""

import pytest
import torch

from torchgrade import Exercise, check, samples

READY = ("*batch_norm*", "*layer_norm*", "*group_norm*", "rms*norm", "normal*")  # the last two by name
exercise = Exercise(
    "batch_norm",
    reference=torch.nn.functional.batch_norm,
    forbidden=("torch.nn.functional.batch_norm", *(f"aten::{name}" for name in READY)),
)
GIVEN = "running_mean is not None {} running_var is not None"
exercise.equivalent("no rest is left", "count = x.numel() // x.shape[1] -> count = (x.numel() / x.shape[1])")
exercise.equivalent("both statistics are given, or none", f"if {GIVEN.format('and')}: -> if ({GIVEN.format('or')}):")


@exercise.probe_with
def feed(batch_norm, batches, running_mean, running_var, *rest, look="", **options):
    """Normalize one batch after another; return the outputs, and what has become of the running statistics."""
    mean, var = (None if s is None else s.clone() for s in (running_mean, running_var))
    seen = {"outputs": [batch_norm(x, mean, var, *rest, **options) for x in batches]}
    if look:
        seen |= {"running_mean afterwards": mean.detach().clone(), "running_var afterwards": var.detach().clone()}
    if look == "graph":
        seen["a graph hangs on the running statistics"] = mean.requires_grad or var.requires_grad
    return seen


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one; calling it normalizes."""

    def __new__(cls, x, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
        self = super().__new__(cls)
        self.momentum, self.eps, self.running = momentum, eps, (running_mean, running_var)
        self.dims, self.samples, self.n = [0, *range(2, x.ndim)], len(x), x.numel() // x.shape[1]
        if training and self.refuses():
            raise ValueError("one value a channel")
        mean, var = self.statistics(x, training)
        return self.scale((x - self.wide(mean, x)) / self.root(self.wide(var, x)), weight, bias)

    def refuses(self):
        return self.n == 1

    def statistics(self, x, training):
        found = self.moments(x) if training else self.running
        if training and self.running[0] is not None:
            self.remember(*found, self.n)
        return found

    def moments(self, x):
        return x.mean(self.dims, keepdim=True), x.var(self.dims, correction=0, keepdim=True)

    def remember(self, mean, var, n):
        self.average(self.running[0], mean.flatten())
        self.average(self.running[1], var.flatten() * n / (n - 1))

    def average(self, old, new):
        old.mul_(1 - self.momentum).add_(self.momentum * new.detach())

    def root(self, var):
        return torch.sqrt(var + self.eps)

    def wide(self, statistic, x):
        return statistic if statistic.ndim == x.ndim else statistic.view(1, -1, *[1] * (x.ndim - 2))

    def scale(self, y, weight, bias):
        y = y if weight is None else y * self.wide(weight, y)
        return y if bias is None else y + self.wide(bias, y)


@exercise.misconception("normalizing with the variance of n - 1", of=_Rules, method="moments")
def sample_variance(self, x):
    return x.mean(self.dims, keepdim=True), x.var(self.dims, keepdim=True)


@exercise.misconception("statistics over dim 0 alone: every pixel gets its own", of=_Rules, method="moments")
def per_pixel(self, x):
    return x.mean(0, keepdim=True), x.var(0, correction=0, keepdim=True)


@exercise.misconception("one mean and one variance for all channels", of=_Rules, method="moments")
def over_everything(self, x):
    return x.mean().expand(x.shape[1]), x.var(correction=0).expand(x.shape[1])


@exercise.misconception("layer norm: each sample has its own statistics", of=_Rules, method="moments")
def per_sample(self, x):
    return x.mean([*range(1, x.ndim)], keepdim=True), x.var([*range(1, x.ndim)], correction=0, keepdim=True)


@exercise.misconception("instance norm: each channel of each image has its own", of=_Rules, method="moments")
def per_image(self, x):
    return x.mean((2, 3), keepdim=True), x.var((2, 3), correction=0, keepdim=True)


@exercise.misconception("no gradient through the mean and the variance", of=_Rules, method="moments")
def detached(self, x):
    return [statistic.detach() for statistic in _Rules.moments(self, x)]


@exercise.misconception("mean(x * x) - mean * mean: no digits are left far from 0", of=_Rules, method="moments")
def mean_of_squares(self, x):
    mean, squares = (t.mean(self.dims, keepdim=True) for t in (x, x * x))
    return mean, squares - mean * mean


@exercise.misconception("eps outside the square root: sqrt(var) + eps", of=_Rules, method="root")
def eps_outside(self, var):
    return torch.sqrt(var) + self.eps


@exercise.misconception("no eps: 0/0 where a channel is constant", of=_Rules, method="root")
def no_eps(self, var):
    return torch.sqrt(var)


@exercise.misconception("dividing by the variance, not by its root", of=_Rules, method="root")
def no_root(self, var):
    return var + self.eps


@exercise.misconception("a running variance divided by n, not by n - 1", of=_Rules, method="remember")
def remembers_biased(self, mean, var, n):
    _Rules.remember(self, mean, var, 1e30)  # n / (n - 1) is 1 there


@exercise.misconception("n / (n - 1) with n samples: a channel has more values", of=_Rules, method="remember")
def counts_samples(self, mean, var, n):
    _Rules.remember(self, mean, var, self.samples)


@exercise.misconception("running statistics on which a graph hangs", of=_Rules, method="average")
def remembers_graph(self, old, new):
    old.mul_(1 - self.momentum).add_(self.momentum * new)


@exercise.misconception("running statistics that are never changed in place", of=_Rules, method="average")
def never_remembers(self, old, new):
    pass


@exercise.misconception("the momentum as the share of the old statistics", of=_Rules, method="average")
def momentum_reversed(self, old, new):
    old.mul_(self.momentum).add_((1 - self.momentum) * new.detach())


@exercise.misconception("the batch's own statistics when not training", of=_Rules, method="statistics")
def batch_in_eval(self, x, training):
    return _Rules.statistics(self, x, True) if training else self.moments(x)


@exercise.misconception("running statistics updated when not training", of=_Rules, method="statistics")
def updates_in_eval(self, x, training):
    if not training:
        self.remember(*self.moments(x), self.n)
    return _Rules.statistics(self, x, training)


@exercise.misconception("x normalized by the running statistics in training", of=_Rules, method="statistics")
def running_in_training(self, x, training):
    found = _Rules.statistics(self, x, training)
    return found if self.running[0] is None else self.running


@exercise.misconception("weight and bias along the width, not the channels", of=_Rules, method="scale")
def along_width(self, y, weight, bias):
    y = y if weight is None else y * weight
    return y if bias is None else y + bias


@exercise.misconception("training on one value a channel, not refused", of=_Rules, method="refuses")
def never_refuses(self):
    return False


def statistics(draw, channels):
    """A running mean and a running variance, as they may be after a while."""
    return draw.normal(channels), draw.uniform(channels, low=0.5, high=2.0)


@check(
    1,
    "How many means does a batch of C channels have, and over which dimensions is each of them taken?",
    "Over every dimension but dimension 1: `dims = [0, *range(2, x.ndim)]`, and `keepdim=True` lines them up again.",
    "`(x - x.mean(dims, keepdim=True)) / torch.sqrt(x.var(dims, correction=0, keepdim=True) + eps)`.",
)
@pytest.mark.parametrize("shape", [(2, 1), (4, 3), (3, 3), (2, 3, 1, 2), (3, 2, 4, 5)], ids=str)
def test_training(verify, draw, shape):
    """normalizes by the batch's own statistics when training, rows and images, with no running statistics (None)"""
    verify([draw.normal(*shape, mean=1.0, std=2.0)], None, None, training=True)


@check(
    1,
    "How many entries has the weight, and which dimension of x has as many?",
    "A tensor of shape (C,) lines up with the last dimension; `weight.view(1, -1, 1, 1)` lines up with the channels.",
)
@pytest.mark.parametrize("shape", [(3, 2), (2, 3, 2, 3), (2, 2, 3, 4)], ids=str)
def test_weight_and_bias(verify, draw, shape):
    """multiplies each channel by its own weight and adds its own bias, together or one alone"""
    x, weight, bias = draw.normal(*shape), draw.normal(shape[1]), draw.normal(shape[1])
    verify([x], *statistics(draw, shape[1]), weight, bias, True)
    verify([x], *statistics(draw, shape[1]), weight=weight, training=True)
    verify([x], *statistics(draw, shape[1]), bias=bias, training=True)


@check(
    1,
    "After training on one batch, which two tensors have changed, and which share of the batch is in them?",
    "`running_mean = ...` gives a name to a new tensor; `running_mean.mul_(...).add_(...)` changes the one given.",
    "running_var takes `var * n / (n - 1)`, with n values in each channel, though x is divided by sqrt(var + eps).",
)
@pytest.mark.parametrize(("shape", "momentum"), [((2, 1), 0.1), ((4, 3), 0.3), ((2, 3, 2, 2), 0.3)], ids=str)
def test_running(verify, draw, shape, momentum):
    """updates the running statistics in place, batch after batch, with the variance divided by n - 1"""
    batches = [draw.normal(*shape, mean=2.0, std=3.0) for _ in range(3)]
    verify(batches[:1], *statistics(draw, shape[1]), training=True, momentum=momentum, look="statistics")
    verify(batches, *statistics(draw, shape[1]), training=True, momentum=momentum, look="statistics")


@check(
    1,
    "Whose mean should a single picture get when the training is over?",
    "When training is False (the default), use running_mean and running_var, and leave them as they are.",
)
@pytest.mark.parametrize("shape", [(1, 1), (4, 3), (1, 3, 1, 1), (2, 2, 3, 4)], ids=str)
def test_evaluating(verify, draw, shape):
    """uses the running statistics when not training, and changes nothing, however often it is called"""
    x, weight, bias = draw.normal(*shape, mean=2.0), draw.normal(shape[1]), draw.normal(shape[1])
    verify([x], *statistics(draw, shape[1]), look="statistics")
    verify([x, x], *statistics(draw, shape[1]), weight, bias, look="statistics")


@check(1, "How large is eps beside a variance of 1e-6?", "Add it to the variance, under the root: 0 / sqrt(0 + eps).")
def test_eps(verify, draw):
    """adds eps under the square root, which shows where numbers are tiny, constant, or eps is 0.1"""
    verify([torch.tensor([[3.0], [3.0]])], *statistics(draw, 1), training=True)
    verify([draw.normal(4, 2, std=1e-3)], *statistics(draw, 2), training=True)
    verify([draw.normal(2, 3, 2, 2)], *statistics(draw, 3), training=True, eps=0.1)
    verify([draw.normal(2, 3)], draw.normal(3), draw.uniform(3, high=0.1), eps=0.1)


@check(
    1,
    "How many digits has float32, and how many of them does 3000 * 3000 need?",
    "Subtract the mean first, and square the small differences afterwards; `x.var(dims, correction=0)` does that.",
)
@pytest.mark.parametrize("shape", [(8, 2), (4, 2, 2, 3)], ids=str)
def test_far_from_zero(verify, draw, shape):
    """keeps its digits where the numbers lie around 3000"""
    reason = "near 3000 float32 has steps of 0.0002, and sums of such numbers larger ones"
    verify.within(atol=1e-2, reason=reason)(
        [draw.normal(*shape, mean=3000.0)], *statistics(draw, shape[1]), training=True
    )


@check(1, "What is the variance of one single number?", "In training raise ValueError if `x.numel() == x.shape[1]`.")
def test_one_value(verify, draw):
    """refuses to train on one value for each channel, with a ValueError, and takes two"""
    verify.raises(ValueError)([draw.normal(1, 3)], *statistics(draw, 3), training=True)
    verify.raises(ValueError)([draw.normal(1, 2, 1, 1)], *statistics(draw, 2), training=True)
    verify([draw.normal(1, 3, 2, 1)], *statistics(draw, 3), training=True)
    verify([draw.normal(1, 3)], *statistics(draw, 3), training=False)


@check(
    1,
    "mean and var are made from x. Does a change of one x change the others' results too?",
    "Keep mean and var in the graph for y; only for the running statistics use `torch.no_grad()` or `.detach()`.",
)
@pytest.mark.parametrize("shape", [(4, 3), (2, 3, 2, 3)], ids=str)
def test_gradients(verify, draw, shape):
    """lets the gradient through to x, weight and bias, and keeps the running statistics out of the graph"""
    affine = {"weight": draw.normal(shape[1]), "bias": draw.normal(shape[1])}
    given = {"look": "graph", "wrt": (0, "weight", "bias"), **affine}
    verify.gradients([draw.normal(*shape)], *statistics(draw, shape[1]), **given, training=True)
    verify.gradients([draw.normal(*shape)], *statistics(draw, shape[1]), **given)


@check(
    1,
    "These calls are from torch's own tests of this function: which shape or option is new to your code?",
    "The case in brackets gives shapes and options: make such a call yourself, and compare with torch's answer.",
)
@pytest.mark.parametrize("sample", samples(__file__), ids=str)
def test_of_torch(verify, draw, sample):
    """agrees with torch on calls of torch's own tests"""
    (x, *statistics), options = sample.drawn(draw)
    verify([x], *statistics, **options)


@check(1, "Make new tensors with x's dtype and device, and leave x, weight and bias as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, also for transposed images, and leaves x, weight and bias unchanged"""
    x, weight, bias = draw.normal(2, 4, 3, 3), draw.normal(3), draw.normal(3)
    verify.contract([x.transpose(1, 3)], *statistics(draw, 3), weight, bias, training=True, look="statistics")
    verify.contract([draw.normal(3, 4).T], *statistics(draw, 3), weight, bias, look="statistics")
