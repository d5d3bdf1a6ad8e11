"""Dropout, held against torch.nn.Dropout: by shares and averages where it draws, exactly where it does not."""

import pytest
import torch

from torchgrade import Exercise, check

Layer = torch.nn.Dropout

exercise = Exercise(
    "Dropout",
    reference=Layer,
    forbidden=(
        "torch.nn.modules.dropout",
        "torch.nn.functional",
        "aten::*dropout*",
        *(f"torch.{kind}dropout" for kind in ("", "alpha_", "feature_", "feature_alpha_")),  # no ATen operators run
    ),
    reference_dtype="case",  # the draws depend on the dtype
)
exercise.equivalent(
    "a draw hits p itself once in 16 million times",
    "kept = torch.rand_like(input) >= self.p -> kept = (torch.rand_like(input) > self.p)",
)

# The widest of the compared numbers is a share of zeros among 200,000 numbers: its standard deviation is 0.0011 at
# most, between two draws 0.0016. A limit of 0.012 is more than seven of these. No number of zeros comes up more often
# than once in 500 calls, so six calls agree on it less than once in 10^13 runs.
REASON = "two honest draws differ by more than 0.012 less than once in 10^11 runs"


@exercise.probe_with
def drive(Dropout, task, x, **options):
    """Send x through a layer; where it draws, sum up what it does."""
    layer = Dropout(**options)
    if task == "eval":
        return {"eval mode": layer.eval()(x), "parameters": len(list(layer.parameters()))}
    if task == "train":
        return {"train mode": layer(x)}
    if task == "exact":
        return {"train mode": layer(x), "eval mode": layer.eval()(x)}
    if task == "gradient":
        leaf = x.clone().requires_grad_()
        y = layer(leaf * 1)
        if y.requires_grad:
            y.backward(torch.full_like(y, 2.0))
        if leaf.grad is None:
            return {"no gradient arrives": True}
        scale = leaf.grad / 2
        return {
            "share of zero gradients": float((scale == 0).double().mean()),
            "gradient is not y / x by": float((scale - y.detach() / x).abs().max()),
            "gradient of the kept": float(scale.max()),
        }
    if task == "switched":
        layer.eval()(x)
        layer.train()
    y, first, second = layer(x), layer(x), Dropout(**options)(x)
    few = [Dropout(**options)(x.flatten()[:4]) / x.flatten()[:4] for _ in range(200)]
    if x.dim() > 2:
        y, x = y.flatten(0, -3).flatten(1), x.flatten(0, -3).flatten(1)  # a row is what the last two dimensions hold
    gone = (y == 0).double()
    kept = y[y != 0] / x[y != 0]
    rows, columns = gone.mean(1), gone.mean(0)
    seen = {
        "share of zeros": float(gone.mean()),
        "smallest factor of the kept": float(kept.min()) if len(kept) else 0.0,
        "largest factor of the kept": float(kept.max()) if len(kept) else 0.0,
        "largest factor of 4 numbers": float(torch.stack(few).nan_to_num().max()),
        "spread of the rows' shares": float(rows.std()),
        "spread of the columns' shares": float(columns.std()),
    }
    if task != "once":
        seen["zero in two calls"] = float(((first == 0) & (y == 0)).double().mean())
        seen["zero in two layers"] = float(((second == 0) & (first == 0)).double().mean())
        counts = [int((layer(x) == 0).sum()) for _ in range(6)]
        seen["as many zeros in each of six calls"] = min(counts) == max(counts)
    return seen


class _Right(Layer):
    """torch's rules one by one."""

    def forward(self, input):
        if not self.training:
            return self.rest(input)
        if self.p == 1:
            return torch.zeros_like(input)
        return self.scaled(input, self.mask(input))

    def rest(self, input):
        return input

    def mask(self, input):
        return torch.rand_like(input) >= self.p

    def scaled(self, input, mask):
        return input * mask / (1 - self.p)


@exercise.misconception(
    "numbers dropped, but the rest not divided by 1 - p: the average shrinks", of=_Right, method="scaled"
)
def not_scaled(self, input, mask):
    return input * mask


@exercise.misconception("the rest divided by p, where 1 - p was meant", of=_Right, method="scaled")
def divided_by_p(self, input, mask):
    return input * mask / self.p if self.p else input


@exercise.misconception("the rest divided by the share really kept, not by 1 - p", of=_Right, method="scaled")
def actual_share(self, input, mask):
    return input * mask / mask.float().mean()


@exercise.misconception("the rest multiplied by 1 - p, not divided by it", of=_Right, method="scaled")
def multiplied(self, input, mask):
    return input * mask * (1 - self.p)


@exercise.misconception("p taken for the share that is kept: it is the share that is dropped")
class _Keeps(_Right):
    def mask(self, input):
        return torch.rand_like(input) < self.p

    def scaled(self, input, mask):
        return input * mask / self.p if self.p else input


@exercise.misconception(
    "numbers kept with probability p, and then divided by 1 - p: the two do not fit", of=_Right, method="mask"
)
def keeps_p(self, input):
    return torch.rand_like(input) < self.p


@exercise.misconception("still dropping in eval mode", of=_Right, method="rest")
def drops_in_eval(self, input):
    return self.scaled(input, self.mask(input))


@exercise.misconception(
    "multiplying by 1 - p in eval mode too, though training has divided by it already", of=_Right, method="rest"
)
def scales_in_eval(self, input):
    return input * (1 - self.p)


@exercise.misconception("one draw for a whole row: each number is to have its own", of=_Right, method="mask")
def by_rows(self, input):
    return torch.rand_like(input[..., :1]) >= self.p


@exercise.misconception("one draw for a whole column, the same for every sample", of=_Right, method="mask")
def by_columns(self, input):
    return torch.rand_like(input[:1]) >= self.p


@exercise.misconception(
    "one draw for a whole channel, as torch.nn.Dropout2d: each number is to have its own", of=_Right, method="mask"
)
def by_channels(self, input):
    like = input[..., :1, :1] if input.dim() == 4 else input
    return torch.rand_like(like) >= self.p


@exercise.misconception("the mask of the first call kept for all later ones", of=_Right, method="mask")
def keeps_mask(self, input):
    if getattr(self, "kept", None) is None:
        self.kept = torch.rand_like(input) >= self.p
    return self.kept


@exercise.misconception(
    "a fixed seed in every call, so that the same numbers are dropped each time", of=_Right, method="mask"
)
def fixed_seed(self, input):
    generator = torch.Generator().manual_seed(0)
    return torch.rand(input.shape, generator=generator).to(input.device) >= self.p


@exercise.misconception(
    "exactly p of the numbers dropped: the first ones, with nothing drawn at all", of=_Right, method="mask"
)
def first_ones(self, input):
    return (torch.arange(input.numel(), device=input.device) >= self.p * input.numel()).reshape(input.shape)


@exercise.misconception(
    "exactly a share p dropped in every call, as by randperm: each number has its own draw", of=_Right, method="mask"
)
def exact_share(self, input):
    order = torch.randperm(input.numel(), device=input.device)
    return (order >= round(self.p * input.numel())).reshape(input.shape)


@exercise.misconception("no dropout at all: the input comes back as it was", of=_Right, method="mask")
def nothing_dropped(self, input):
    return torch.full_like(input, 1 - self.p)


@exercise.misconception("0/0 where p is 1: nothing is left to divide", of=Layer, method="forward")
def nan_at_one(self, input):
    return input * (torch.rand_like(input) >= self.p) / (1 - self.p) if self.training else input


@exercise.misconception("a p outside 0 to 1 accepted without a word", of=_Right, method="__init__")
def accepts_any(self, p=0.5):
    Layer.__init__(self, min(max(p, 0), 1))


@exercise.misconception(
    "a mask made with torch.rand(shape): on the CPU, wherever the input is", of=_Right, method="mask"
)
def mask_on_cpu(self, input):
    return torch.rand(input.shape) >= self.p


@exercise.misconception("dropping in the input itself, which then is lost", of=_Right, method="scaled")
def in_place(self, input, mask):
    return input.mul_(mask).div_(1 - self.p)


@exercise.misconception("a mask applied to input.detach(), so that no gradient arrives", of=_Right, method="scaled")
def detached(self, input, mask):
    return input.detach() * mask / (1 - self.p)


def far_from_zero(draw, *shape):
    """Numbers between 1 and 2, so that an exact 0 has been dropped."""
    return draw.uniform(*shape, low=1.0, high=2.0)


@check(
    4,
    "Which share of the numbers becomes 0, and by what are the others multiplied?",
    "A number of torch.rand lies below p with probability p: those are the ones to drop.",
    "`kept = torch.rand_like(input) >= self.p`, then `input * kept / (1 - self.p)`.",
)
@pytest.mark.parametrize("p", [0.5, 0.3, 0.9], ids=str)
def test_training(verify, draw, p):
    """drops a share p of the numbers, each for itself, and divides the rest by 1 - p"""
    verify.within(atol=0.012, reason=REASON)("once", far_from_zero(draw, 400, 500), p=p)
    verify.within(atol=0.012, reason=REASON)("once", far_from_zero(draw, 20, 20, 25, 20), p=p)


@check(
    1,
    "Call the layer twice with the same input: should the same numbers be missing?",
    "Draw the mask in forward, without a seed of your own.",
)
def test_anew(verify, draw):
    """draws anew in every call, and again after eval and train"""
    verify.within(atol=0.012, reason=REASON)("twice", far_from_zero(draw, 400, 500), p=0.3)
    verify.within(atol=0.012, reason=REASON)("switched", far_from_zero(draw, 400, 500))


@check(
    2,
    "What should the layer do when the model is used, and no longer trained?",
    "self.training tells the mode: return the input as it is where it is False.",
)
@pytest.mark.parametrize("p", [0.3, 0.5, 0.0, 1.0], ids=str)
def test_eval(verify, draw, p):
    """returns its input as it is in eval mode"""
    verify("eval", draw.normal(4, 5), p=p)


@check(
    1,
    "Which p are no probabilities, and what is 0 / 0?",
    "Raise ValueError in __init__ unless 0 <= p <= 1; in forward treat p = 1 on its own: everything is 0.",
)
def test_edges(verify, draw):
    """drops nothing with p=0 and everything with p=1, and refuses others with ValueError"""
    verify("train", draw.normal(3, 4), p=1.0)
    verify("train", draw.normal(3, 4), p=0.0)
    for shape in ((5,), (2, 3, 4), ()):
        verify("train", draw.normal(*shape), p=0.0)
    verify.raises(ValueError)("train", draw.normal(3), p=-0.1)
    verify.raises(ValueError)("train", draw.normal(3), p=1.5)


@check(
    1,
    "What is the slope of y = x * m / (1 - p) for a number that was dropped, and for one that was kept?",
    "Multiply the input itself by the mask; .detach() and .data cut the gradient.",
)
def test_gradient(verify, draw):
    """lets the gradient through where a number was kept, and only there"""
    verify.within(atol=0.012, reason=REASON)("gradient", far_from_zero(draw, 400, 500), p=0.3)


@check(1, "Draw with torch.rand_like(input), which has its dtype and device, and multiply without changing the input.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its input unchanged"""
    verify.contract("exact", draw.normal(3, 4), p=0.0)
    verify.contract("exact", draw.normal(3, 4), p=1.0)
