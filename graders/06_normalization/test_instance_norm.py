"""instance_norm, held against torch.nn.functional.instance_norm."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional

READY = ("*batch_norm*", "*layer_norm*", "*group_norm*", "rms*norm", "normal*")  # the last two by name
exercise = Exercise(
    "instance_norm",
    reference=F.instance_norm,
    forbidden=("torch.nn.functional.instance_norm", *(f"aten::{name}" for name in READY)),
)
exercise.equivalent(
    "every image has as many pixels",
    "count = input[0, 0].numel() -> count = input[(-1), 0].numel()",
    "count = input[0, 0].numel() -> count = input[0, (-1)].numel()",
)
exercise.equivalent(
    "both statistics are given, or none",
    "if running_mean is not None and running_var is not None: -> if (running_mean is not None or running_var "
    "is not None):",
)


@exercise.probe_with
def feed(instance_norm, batches, running_mean=None, running_var=None, *rest, look="", **options):
    """Normalize one batch after another; return the outputs, and what has become of the running statistics."""
    if running_mean is None:
        return {"outputs": [instance_norm(images, *rest, **options) for images in batches]}
    mean, var = running_mean.clone(), running_var.clone()
    seen = {"outputs": [instance_norm(images, mean, var, *rest, **options) for images in batches]}
    seen["running_mean afterwards"] = mean.detach().clone()
    seen["running_var afterwards"] = var.detach().clone()
    if look == "graph":
        seen["a graph hangs on the running statistics"] = mean.requires_grad or var.requires_grad
    return seen


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one; calling it normalizes."""

    def __new__(cls, input, mean=None, var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-5):
        self = super().__new__(cls)
        self.momentum, self.eps, self.running = momentum, eps, (mean, var)
        self.per_channel = [-1] + [1] * (input.ndim - 2)
        if use_input_stats:
            self.refuse(input)
        mean, var = self.statistics(input, use_input_stats)
        return self.scale((input - mean) / self.root(var), weight, bias)

    def refuse(self, input):
        if input[0, 0].numel() == 1:
            raise ValueError("one pixel")

    def statistics(self, input, use_input_stats):
        if not use_input_stats:
            return [running.view(self.per_channel) for running in self.running]
        mean, var = self.moments(input)
        if self.running[0] is not None:
            self.remember(mean, var, input[0, 0].numel())
        return mean, var

    def moments(self, input):
        pixels = tuple(range(2, input.ndim))
        return input.mean(pixels, keepdim=True), input.var(pixels, correction=0, keepdim=True)

    @torch.no_grad()
    def remember(self, mean, var, n):
        self.average(self.running[0], mean.mean(0).flatten())
        self.average(self.running[1], var.mean(0).flatten() * n / (n - 1))

    def average(self, old, new):
        old.mul_(1 - self.momentum).add_(self.momentum * new)

    def root(self, var):
        return torch.sqrt(var + self.eps)

    def scale(self, y, weight, bias):
        y = y if weight is None else y * weight.view(self.per_channel)
        return y if bias is None else y + bias.view(self.per_channel)


@exercise.misconception("normalizing with the variance of n - 1", of=_Rules, method="moments")
def sample_variance(self, input):
    (mean, var), n = _Rules.moments(self, input), input[0, 0].numel()
    return mean, var * n / (n - 1)


@exercise.misconception("statistics over the whole batch, which is batch norm", of=_Rules, method="moments")
def over_batch(self, input):
    dims = (0, *range(2, input.ndim))
    return input.mean(dims, keepdim=True), input.var(dims, correction=0, keepdim=True)


@exercise.misconception("statistics over the channels too, which is layer norm", of=_Rules, method="moments")
def over_channels(self, input):
    dims = tuple(range(1, input.ndim))
    return input.mean(dims, keepdim=True), input.var(dims, correction=0, keepdim=True)


@exercise.misconception("statistics of each row of an image: its last dimension alone", of=_Rules, method="moments")
def last_only(self, input):
    return input.mean(-1, keepdim=True), input.var(-1, correction=0, keepdim=True)


@exercise.misconception("mean(x * x) - mean * mean: no digits are left far from 0", of=_Rules, method="moments")
def mean_of_squares(self, input):
    mean, squares = (t.mean(tuple(range(2, input.ndim)), keepdim=True) for t in (input, input * input))
    return mean, squares - mean * mean


@exercise.misconception("no gradient through the mean and the variance", of=_Rules, method="moments")
def detached(self, input):
    return [moment.detach() for moment in _Rules.moments(self, input)]


@exercise.misconception("eps outside the square root: sqrt(var) + eps", of=_Rules, method="root")
def eps_outside(self, var):
    return torch.sqrt(var) + self.eps


@exercise.misconception("no eps: 0/0 where a channel of an image is constant", of=_Rules, method="root")
def no_eps(self, var):
    return torch.sqrt(var)


@exercise.misconception("a running variance divided by n, not by n - 1", of=_Rules, method="remember")
@torch.no_grad()
def remembers_biased(self, mean, var, n):
    self.average(self.running[0], mean.mean(0).flatten())
    self.average(self.running[1], var.mean(0).flatten())


@exercise.misconception("the running variance of the whole batch, as in batch norm", of=_Rules, method="remember")
@torch.no_grad()
def remembers_batch(self, mean, var, n):
    n, whole = n * len(mean), var.mean(0) + mean.var(0, correction=0)
    self.average(self.running[0], mean.mean(0).flatten())
    self.average(self.running[1], whole.flatten() * n / (n - 1))


@exercise.misconception("image after image remembered, each with the whole momentum", of=_Rules, method="remember")
@torch.no_grad()
def remembers_each(self, mean, var, n):
    for one_mean, one_var in zip(mean, var, strict=True):
        self.average(self.running[0], one_mean.flatten())
        self.average(self.running[1], one_var.flatten() * n / (n - 1))


@exercise.misconception("running statistics on which a graph hangs", of=_Rules, method="remember")
def remembers_graph(self, mean, var, n):
    _Rules.remember.__wrapped__(self, mean, var, n)


@exercise.misconception("running statistics that are never changed in place", of=_Rules, method="average")
def never_remembers(self, old, new):
    pass


@exercise.misconception("the momentum as the share of the old statistics", of=_Rules, method="average")
def momentum_reversed(self, old, new):
    old.mul_(self.momentum).add_((1 - self.momentum) * new)


@exercise.misconception("the image's own statistics without use_input_stats", of=_Rules, method="statistics")
def always_own(self, input, use_input_stats):
    return _Rules.statistics(self, input, True) if use_input_stats else self.moments(input)


@exercise.misconception("the running statistics wherever they are given", of=_Rules, method="statistics")
def always_running(self, input, use_input_stats):
    return _Rules.statistics(self, input, use_input_stats and self.running[0] is None)


@exercise.misconception("weight and bias along the width, not the channels", of=_Rules, method="scale")
def along_width(self, y, weight, bias):
    y = y if weight is None else y * weight
    return y if bias is None else y + bias


@exercise.misconception("images of a single pixel, not refused", of=_Rules, method="refuse")
def never_refuses(self, input):
    pass


def usual(draw, channels):
    """A running mean and a running variance, as they may be after a while."""
    return draw.normal(channels), draw.uniform(channels, low=0.5, high=2.0)


@check(
    2,
    "How many means has a batch of N images with C channels, and over which dimensions is each of them taken?",
    "Over the pixels alone: `pixels = tuple(range(2, input.ndim))`, and `keepdim=True` lines them up again.",
    "`(input - mean) / torch.sqrt(var + eps)`, with `var = input.var(pixels, correction=0, keepdim=True)`.",
)
@pytest.mark.parametrize("shape", [(1, 1, 2), (2, 3, 4), (2, 2, 2, 2), (2, 3, 2, 4), (1, 2, 2, 3, 2)], ids=str)
def test_values(verify, draw, shape):
    """gives every channel of every image mean 0 and variance 1, for any number of dimensions"""
    verify([draw.normal(*shape, mean=1.0, std=2.0)])


@check(
    1,
    "How many entries has the weight, and which dimension of the input has as many?",
    "A tensor of shape (C,) lines up with the last dimension; `weight.view(-1, 1, 1)` lines up with the channels.",
)
@pytest.mark.parametrize("shape", [(1, 2, 3), (2, 3, 3), (2, 3, 2, 3)], ids=str)
def test_weight_and_bias(verify, draw, shape):
    """multiplies each channel by its own weight and adds its own bias, together or one alone"""
    images, weight, bias = draw.normal(*shape), draw.normal(shape[1]), draw.normal(shape[1])
    verify([images], weight=weight, bias=bias)
    verify([images], weight=weight)
    verify([images], bias=bias)


@check(
    1,
    "Several images, but one running statistic a channel: how do many means become one?",
    "Take the mean over the images (dim 0) of the means and of the variances, these times n / (n - 1) for n pixels.",
    "`running_mean.mul_(1 - momentum).add_(momentum * mean.detach().mean(0).flatten())` changes what was given.",
)
@pytest.mark.parametrize(("shape", "momentum"), [((1, 1, 2), 0.1), ((2, 2, 3), 0.3), ((3, 2, 2, 3), 0.3)], ids=str)
def test_running(verify, draw, shape, momentum):
    """updates running statistics in place, where they are given, batch after batch"""
    batches = [draw.normal(*shape, mean=2.0, std=3.0) for _ in range(3)]
    verify(batches[:1], *usual(draw, shape[1]), momentum=momentum)
    verify(batches, *usual(draw, shape[1]), momentum=momentum)


@check(
    1,
    "What does use_input_stats=False leave to normalize with?",
    "Without it use running_mean and running_var, viewed in the shape of the channels, and leave them as they are.",
)
@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 3, 3), (2, 3, 2, 3)], ids=str)
def test_without_own(verify, draw, shape):
    """uses the running statistics without use_input_stats, and changes nothing"""
    images, weight, bias = draw.normal(*shape, mean=2.0), draw.normal(shape[1]), draw.normal(shape[1])
    verify([images], *usual(draw, shape[1]), use_input_stats=False)
    verify([images, images], *usual(draw, shape[1]), weight, bias, False)


@check(
    1,
    "How large is eps beside a variance of 0.000001?",
    "eps is added to the variance, under the square root: a constant channel becomes 0 / sqrt(0 + eps) = 0.",
)
def test_eps(verify, draw):
    """adds eps under the square root, which shows where numbers are tiny or the same, or eps is 0.1"""
    verify([torch.tensor([[[3.0, 3.0]], [[3.0, 4.0]]])])
    verify([draw.normal(2, 2, 3, std=1e-3)])
    verify([draw.normal(1, 2, 3)], eps=0.1)


@check(
    1,
    "How many digits has float32, and how many of them does 3000 * 3000 need?",
    "Subtract the mean first, then square the small differences; `input.var(pixels, correction=0)` does that.",
)
@pytest.mark.parametrize("shape", [(1, 2, 8), (2, 2, 3, 4)], ids=str)
def test_far_from_zero(verify, draw, shape):
    """keeps its digits where the numbers lie around 3000"""
    reason = "near 3000 float32 has steps of 0.0002, and sums of such numbers larger ones"
    verify.within(atol=1e-2, reason=reason)([draw.normal(*shape, mean=3000.0)])


@check(
    1,
    "What is the variance of a single pixel?",
    "With use_input_stats, raise a ValueError if `input[0, 0].numel() == 1`, however many images there are.",
)
def test_one_pixel(verify, draw):
    """refuses images of a single pixel, with a ValueError, and takes two"""
    verify.raises(ValueError)([draw.normal(1, 3, 1)])
    verify.raises(ValueError)([draw.normal(3, 2, 1, 1)], *usual(draw, 2))
    verify([draw.normal(3, 2, 2, 1)])


@check(
    1,
    "mean and var are made from the input. Does a change of one pixel change the others' results too?",
    "Keep mean and var in the graph for y; only for the running statistics use `torch.no_grad()` or `.detach()`.",
)
@pytest.mark.parametrize("shape", [(2, 2, 4), (2, 3, 2, 3)], ids=str)
def test_gradients(verify, draw, shape):
    """lets the gradient through to input, weight and bias, and keeps the running statistics out of the graph"""
    affine = {"weight": draw.normal(shape[1]), "bias": draw.normal(shape[1])}
    verify.gradients([draw.normal(*shape)], *usual(draw, shape[1]), look="graph", wrt=(0, "weight", "bias"), **affine)


@check(1, "Make new tensors with the input's dtype and device, and leave input, weight and bias as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, also for transposed images, and leaves input, weight and bias unchanged"""
    images, weight, bias = draw.normal(2, 3, 4, 2).transpose(1, 3), draw.normal(2), draw.normal(2)
    verify.contract([images], *usual(draw, 2), weight, bias)
    verify.contract([images], weight=weight)
