"""softmax_cross_entropy_backward, held against autograd through torch.nn.functional.cross_entropy."""

import pytest
import torch

from torchgrade import Exercise, check


def by_autograd(logits, target):
    leaf = logits.detach().clone().requires_grad_()
    torch.nn.functional.cross_entropy(leaf, target).backward()
    return leaf.grad


exercise = Exercise(
    "softmax_cross_entropy_backward",
    reference=by_autograd,
    forbidden=(
        "torch.autograd.graph",
        "torch.autograd.forward_ad",
        "torch.func",
        "torch.Tensor.grad_fn",  # a node of the graph, called with what comes from above, hands back the answer
        "aten::*backward*",
    ),
)
exercise.equivalent(
    "indices may lie on the CPU, wherever the tensor is",
    "gradient[torch.arange(len(target), device=target.device), target] -= 1 -> "
    "gradient[torch.arange(len(target)), target] -= 1",
)


def one_hot(logits, target):
    return torch.nn.functional.one_hot(target, logits.shape[1]).to(logits)


@exercise.misconception("the gradient of the sum: the mean's 1 / N is missing")
def summed(logits, target):
    return by_autograd(logits, target) * len(target)


@exercise.misconception("a division by N * C: the mean goes over the N samples only")
def over_all_entries(logits, target):
    return by_autograd(logits, target) / logits.shape[1]


@exercise.misconception("a division by the C classes: the mean goes over the N samples")
def over_classes(logits, target):
    return by_autograd(logits, target) * len(target) / logits.shape[1]


@exercise.misconception("y - p in the place of p - y: it raises the wrong classes")
def wrong_sign(logits, target):
    return -by_autograd(logits, target)


@exercise.misconception("the softmax alone: nothing is subtracted at the right class")
def only_softmax(logits, target):
    return torch.softmax(logits, 1) / len(target)


@exercise.misconception(
    "-1 / p at the right class, the slope for the shares: the softmax has to be gone back through, too"
)
def for_the_shares(logits, target):
    return -one_hot(logits, target) / torch.softmax(logits, 1) / len(target)


@exercise.misconception("nothing but the entry of the right class: the others are to be lowered, too")
def only_target(logits, target):
    return by_autograd(logits, target) * one_hot(logits, target)


@exercise.misconception("logits - y: the softmax is missing")
def no_softmax(logits, target):
    return (logits - one_hot(logits, target)) / len(target)


@exercise.misconception("softmax over dim 0, so that the shares of each class add up to 1, not those of each sample")
def first_dim(logits, target):
    return (torch.softmax(logits, 0) - one_hot(logits, target)) / len(target)


@exercise.misconception("a sum (or maximum) without keepdim: it lines up with the classes, not with the samples")
def no_keepdim(logits, target):
    powers = torch.exp(logits - logits.amax(1, keepdim=True))
    return (powers / powers.sum(1) - one_hot(logits, target)) / len(target)


@exercise.misconception("log-softmax where softmax belongs: the logarithm has cancelled")
def log_shares(logits, target):
    return (torch.log_softmax(logits, 1) - one_hot(logits, target)) / len(target)


@exercise.misconception("gradient[:, target] for gradient[arange(N), target]: 1 is subtracted in whole columns")
def whole_columns(logits, target):
    shares = torch.softmax(logits, 1)
    shares[:, target] -= 1
    return shares / len(target)


@exercise.misconception("p (1 - p), the diagonal of softmax's derivative: each logit moves every share of its row")
def diagonal_only(logits, target):
    shares = torch.softmax(logits, 1)
    return -one_hot(logits, target) * (1 - shares) / len(target) + 0 * logits + shares * (1 - shares) / len(target)


@exercise.misconception("-1 written to the right class, in the place of 1 subtracted there: = for -=")
def set_not_subtracted(logits, target):
    return torch.where(one_hot(logits, target) > 0, -1.0, torch.softmax(logits, 1)) / len(target)


@exercise.misconception("1 - p at the right class, where p - 1 belongs: its logit is to be raised")
def turned_at_target(logits, target):
    return by_autograd(logits, target) * (1 - 2 * one_hot(logits, target))


@exercise.misconception("1 / N subtracted from p, and p itself not divided: the mean is over both")
def one_divided_only(logits, target):
    return torch.softmax(logits, 1) - one_hot(logits, target) / len(target)


@exercise.misconception("1 subtracted at the largest logit, the model's own guess: target says which class is right")
def own_guess(logits, target):
    return by_autograd(logits, logits.argmax(1))


@exercise.misconception("softmax applied twice")
def twice(logits, target):
    return (torch.softmax(torch.softmax(logits, 1), 1) - one_hot(logits, target)) / len(target)


@exercise.misconception("exp without first subtracting each row's largest logit, so it overflows")
def no_shift(logits, target):
    powers = torch.exp(logits)
    return (powers / powers.sum(1, keepdim=True) - one_hot(logits, target)) / len(target)


@exercise.misconception("subtracting the largest logit of all samples: rows far below it become 0/0")
def global_shift(logits, target):
    powers = torch.exp(logits - logits.max())
    return (powers / powers.sum(1, keepdim=True) - one_hot(logits, target)) / len(target)


@exercise.misconception("the 1 subtracted in place, from the logits of the caller")
def in_place(logits, target):
    found = by_autograd(logits, target)
    logits[torch.arange(len(target)), target] -= 1
    return found


@exercise.misconception("`one_hot(target)` without the number of classes: too narrow where the last class is not met")
def narrow_one_hot(logits, target):
    return (torch.softmax(logits, 1) - torch.nn.functional.one_hot(target)) / len(target)


@exercise.misconception("a one-hot made as float32, or on the CPU, whatever the logits are")
def default_one_hot(logits, target):
    hot = torch.zeros(logits.shape)
    hot[torch.arange(len(target)), target] = 1.0
    return (torch.softmax(logits, 1).float() - hot) / len(target)


def drawn(draw, samples, classes):
    return draw.normal(samples, classes, std=2), draw.integers(samples, high=classes)


@check(
    5,
    "Take one sample with two classes and logits 0: which shares has it, and which should it have?",
    "Compute the softmax of every row, and subtract 1 at the entry of the right class.",
    "`gradient[torch.arange(N), target] -= 1`, then divide everything by N.",
)
@pytest.mark.parametrize("sizes", [(1, 2), (1, 4), (3, 4), (5, 3), (3, 3)], ids=str)
def test_values(verify, draw, sizes):
    """gives the gradient of the mean cross entropy"""
    verify(*drawn(draw, *sizes))


@check(
    2,
    "The same class may be right for several samples, and some class for none.",
    "One index a row: `torch.arange(N)` goes through the samples, `target` says the class of each.",
)
def test_repeated(verify, draw):
    """treats every sample on its own, when several have the same class too"""
    verify(draw.normal(4, 3), torch.tensor([1, 1, 1, 1]))
    verify(draw.normal(4, 5), torch.tensor([4, 0, 4, 0]))


@check(
    2,
    "What is exp(1000) in float32?",
    "softmax does not change when the same number is subtracted from a whole row.",
    "Subtract `logits.amax(1, keepdim=True)` before exp.",
)
def test_large(verify, draw):
    """stays finite for logits of 10,000 and for rows 10,000 apart"""
    # to lose digits is softmax's lesson; this one is about what overflows
    rough = verify.within(atol=1e-3, reason="exp(x - logsumexp(x)) is off by float32's spacing at 1e4, about 1e-3")
    rough(torch.tensor([[1e4, 1e4 - 1.0], [1e4 + 2.0, 1e4]]), torch.tensor([0, 1]))
    rough(draw.normal(3, 5) + torch.tensor([[-1e4], [0.0], [1e4]]), draw.integers(3, high=5))


@check(1, "Make new tensors from the logits, with their dtype and device, and leave both inputs as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract(*drawn(draw, 3, 4))
