"""nll_loss, held against torch.nn.functional.nll_loss."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

exercise = Exercise(
    "nll_loss",
    reference=F.nll_loss,
    forbidden=("torch.nn.functional.nll_loss", "aten::*nll_loss*", "aten::cross_entropy_loss"),
)
exercise.equivalent(
    "gather, which comes next, refuses such a number itself",
    "if ((target < 0) | (target >= input.shape[1])).any(): -> if ((target < 0) & (target >= input.shape[1])).any():",
    "if ((target < 0) | (target >= input.shape[1])).any(): -> if ((target < (-1)) | (target >= input.shape[1])).any():",
    "if ((target < 0) | (target >= input.shape[1])).any(): -> if ((target < 0) | (target > input.shape[1])).any():",
    'raise IndexError(f"a target lies outside the {input.shape[1]} classes") -> pass',
)


@exercise.probe_with
def drive(nll_loss, input, target, weight=None, bad=False, **options):
    """Call nll_loss; with a bad target on the CPU, since a GPU that indexes out of range cannot go on."""
    if bad:
        return nll_loss(input.cpu(), target.cpu(), **options)
    return nll_loss(input, target, weight=weight, **options)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __new__(cls, *args, **options):
        """Called like a function, it gives the function's answer."""
        return super().__new__(cls).run(*args, **options)

    def run(self, input, target, weight=None, reduction="mean"):
        if reduction not in ("none", "mean", "sum"):
            raise ValueError(reduction)
        target = self.checked(target, input.shape[1])
        weights = torch.ones_like(target, dtype=input.dtype) if weight is None else weight[target]
        return self.reduced(self.losses(input, target), weights, reduction)

    def checked(self, target, classes):
        if ((target < 0) | (target >= classes)).any():
            raise IndexError(target)
        return target

    def losses(self, input, target):
        return -input.gather(1, target.unsqueeze(1)).squeeze(1)

    def reduced(self, losses, weights, reduction):
        losses = weights * losses
        return {"none": losses, "sum": losses.sum(), "mean": losses.sum() / weights.sum()}[reduction]


@exercise.misconception(
    "the log-probability without its minus sign: a loss that falls when the model gets worse",
    of=_Rules,
    method="losses",
)
def no_minus(self, input, target):
    return -_Rules.losses(self, input, target)


@exercise.misconception(
    "one more logarithm: the input holds logarithms already, and the log of a negative number is NaN",
    of=_Rules,
    method="losses",
)
def another_logarithm(self, input, target):
    return _Rules.losses(self, input.log(), target)


@exercise.misconception("minus the probability: exp undoes the logarithm that should stay", of=_Rules, method="losses")
def probability(self, input, target):
    return _Rules.losses(self, input.exp(), target)


@exercise.misconception(
    "a log_softmax inside, as in cross entropy; nll_loss takes the numbers as they are", of=_Rules, method="losses"
)
def softmax_inside(self, input, target):
    return _Rules.losses(self, input.log_softmax(1), target)


@exercise.misconception(
    "minus the largest log-probability of each sample, whichever class is the right one", of=_Rules, method="losses"
)
def best_class(self, input, target):
    return -input.amax(1)


@exercise.misconception(
    "input[:, target], which picks N numbers from every row; one from each row is wanted", of=_Rules, method="losses"
)
def every_target(self, input, target):
    return -input[:, target] if target.dim() == 1 else _Rules.losses(self, input, target)


@exercise.misconception(
    "classes looked for in the last dimension: for images they are dim 1", of=_Rules, method="losses"
)
def last_dimension(self, input, target):
    return -input.gather(-1, target.unsqueeze(-1) % input.shape[-1]).squeeze(-1)


@exercise.misconception(
    "the weighted sum divided by the number of samples; divide it by the sum of the weights used",
    of=_Rules,
    method="reduced",
)
def divides_by_count(self, losses, weights, reduction):
    loss = _Rules.reduced(self, losses, weights, reduction)
    return (weights * losses).mean() if reduction == "mean" else loss


@exercise.misconception(
    "the weighted sum divided by the sum of all classes' weights; divide it by those that were used",
    of=_Rules,
    method="run",
)
def divides_by_all(self, input, target, weight=None, reduction="mean"):
    loss = _Rules.run(self, input, target, weight, reduction)
    total = input.new_ones(input.shape[1]) if weight is None else weight
    return _Rules.run(self, input, target, weight, "sum") / total.sum() if reduction == "mean" else loss


@exercise.misconception(
    "squeeze() without a dimension: it drops every dimension of size 1, so a single sample loses its own",
    of=_Rules,
    method="run",
)
def squeezes_all(self, input, target, weight=None, reduction="mean"):
    return _Rules.run(self, input, target, weight, reduction).squeeze()


@exercise.misconception("no weights, whatever was asked for", of=_Rules, method="reduced")
def no_weights(self, losses, weights, reduction):
    return _Rules.reduced(self, losses, torch.ones_like(weights), reduction)


@exercise.misconception('weights in the mean alone; "sum" and "none" are weighted too', of=_Rules, method="reduced")
def weights_in_mean_only(self, losses, weights, reduction):
    return _Rules.reduced(self, losses, weights if reduction == "mean" else torch.ones_like(weights), reduction)


@exercise.misconception("the sum, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_sum(self, losses, weights, reduction):
    return _Rules.reduced(self, losses, weights, "sum")


@exercise.misconception("the mean, whatever `reduction` was asked for", of=_Rules, method="reduced")
def always_mean(self, losses, weights, reduction):
    return _Rules.reduced(self, losses, weights, "mean")


@exercise.misconception(
    "a negative class number taken for one that counts from the end, as Python's lists do", of=_Rules, method="checked"
)
def wraps(self, target, classes):
    _Rules.checked(self, target.clamp(min=0), classes)
    return target % classes


@exercise.misconception(
    "class numbers that do not exist taken for the nearest one that does", of=_Rules, method="checked"
)
def clamps(self, target, classes):
    return target.clamp(0, classes - 1)


@check(
    2,
    "Which single number of each row belongs to the right class?",
    "`input[n, target[n]]` is that number for sample n; `torch.arange(N)` counts the samples.",
    "`-input.gather(1, target[:, None]).squeeze(1)` picks one number a row, and turns its sign.",
)
@pytest.mark.parametrize(("samples", "classes"), [(1, 2), (2, 3), (3, 3), (6, 2), (3, 8)])
def test_mean(verify, draw, samples, classes):
    """gives the mean of the right classes' log-probabilities, with a minus sign"""
    verify(draw.normal(samples, classes).log_softmax(1), draw.integers(samples, high=classes))


@check(
    2,
    "How many numbers should come back for each of the three reductions?",
    '"none" keeps the loss of each sample; "sum" adds them up; "mean" divides that by the number of samples.',
    "The input is taken as it is: a row does not even have to be probabilities.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
@pytest.mark.parametrize(("samples", "classes"), [(1, 2), (2, 3), (5, 3)])
def test_reductions(verify, draw, samples, classes, reduction):
    """gives each sample's own loss, their sum or their mean, for any numbers, and refuses any other word"""
    verify(draw.normal(samples, classes), draw.integers(samples, high=classes), reduction=reduction)
    verify.raises(ValueError)(draw.normal(2, 3), draw.integers(2, high=3), reduction="average")


@check(
    2,
    "How much does each sample count, if its class has the weight 3?",
    "`weight[target]` is the weight of each sample: multiply every loss by it.",
    "The mean is `(weights * losses).sum() / weights.sum()`, with `weights = weight[target]`.",
)
@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_weight(verify, draw, reduction):
    """weights the classes, and divides the mean by the weights that were used"""
    weight = torch.tensor([0.5, 3.0, 1.5])
    verify(draw.normal(2, 3).log_softmax(1), torch.tensor([0, 1]), weight=weight, reduction=reduction)
    verify(draw.normal(6, 3).log_softmax(1), torch.tensor([0, 1, 2, 2, 1, 1]), weight=weight, reduction=reduction)


@check(
    1,
    "In (N, C, H, W), which dimension holds the classes, and which shape has the target?",
    "`gather` wants an index with as many dimensions as the input: `target.unsqueeze(1)` has shape (N, 1, H, W).",
)
def test_images(verify, draw):
    """gives one loss a pixel for images, and looks for the classes in dim 1"""
    log_p = draw.normal(2, 3, 4, 5).log_softmax(1)
    verify(log_p, draw.integers(2, 4, 5, high=3), reduction="none")
    verify(log_p, draw.integers(2, 4, 5, high=3), weight=torch.tensor([0.5, 3.0, 1.5]))
    verify(draw.normal(2, 3, 3, 3).log_softmax(1), draw.integers(2, 3, 3, high=3))


@check(
    1,
    "What does your code give for a class number of -1, or of C?",
    "`input[rows, -1]` is the last column, without any error: so compare the target with 0 and C yourself.",
    "`if ((target < 0) | (target >= input.shape[1])).any(): raise IndexError(...)`",
)
@pytest.mark.parametrize("bad", [3, -1])
def test_out_of_range(verify, draw, bad):
    """takes the first and the last class, and refuses a class number that does not exist"""
    verify(draw.normal(2, 3), torch.tensor([0, 2]), bad=True)
    verify.raises(IndexError, RuntimeError, ValueError)(draw.normal(2, 3), torch.tensor([0, bad]), bad=True)


@check(1, "Stay inside torch operations, and make new tensors with the input's dtype and device.")
def test_gradient(verify, draw):
    """lets the gradient through to the input, keeps dtype and device, and leaves its inputs unchanged"""
    weight = torch.tensor([0.5, 3.0, 1.5])
    verify.gradients(draw.normal(4, 3), draw.integers(4, high=3), weight=weight, wrt=(0,))
    verify.gradients(draw.normal(4, 3), draw.integers(4, high=3), reduction="none")
    verify.contract(draw.normal(4, 3), draw.integers(4, high=3))


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
