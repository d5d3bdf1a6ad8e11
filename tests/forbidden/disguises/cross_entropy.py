# ruff: noqa
"""Disguises of torch.nn.functional.cross_entropy, one a cell."""

# %% module: torch.nn.CrossEntropyLoss
import torch


def cross_entropy(logits, target, reduction="mean"):
    return torch.nn.CrossEntropyLoss(reduction=reduction)(logits, target)


# %% computed: the function under a computed name
import torch.nn.functional as F


def cross_entropy(logits, target, reduction="mean"):
    return getattr(F, "cross_" + "entropy")(logits, target, reduction=reduction)


# %% c_module: out of torch._C._nn
import torch


def cross_entropy(logits, target, reduction="mean"):
    number = {"none": 0, "mean": 1, "sum": 2}[reduction]
    return getattr(torch.ops.aten, "cross_entropy" + "_loss")(logits, target, None, number)


# %% nll: torch's nll_loss after an honest log-softmax
import torch


def cross_entropy(logits, target, reduction="mean"):
    logs = logits - logits.logsumexp(1, keepdim=True)
    return getattr(torch.nn, "NLL" + "Loss")(reduction=reduction)(logs, target)


# %% log_softmax: torch's log_softmax, and an honest choice
import torch


def cross_entropy(logits, target, reduction="mean"):
    losses = -getattr(logits, "log_soft" + "max")(1).gather(1, target[:, None])[:, 0]
    return losses if reduction == "none" else getattr(losses, reduction)()


# %% gradient_only: honest values, and a gradient by torch's softmax
import torch


class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, target):
        ctx.save_for_backward(logits, target)
        return logits.logsumexp(1) - logits.gather(1, target[:, None])[:, 0]

    @staticmethod
    def backward(ctx, g):
        logits, target = ctx.saved_tensors
        shares = torch.softmax(logits, 1)
        shares[torch.arange(len(target)), target] -= 1
        return shares * g[:, None], None


def cross_entropy(logits, target, reduction="mean"):
    losses = Own.apply(logits, target)
    return losses if reduction == "none" else getattr(losses, reduction)()


# %% multi_margin: a loss of several dimensions, as for images
import torch.nn.functional as F


def cross_entropy(logits, target, reduction="mean"):
    inner = vars(F)["nll_" + "loss"]
    logs = logits - logits.logsumexp(1, keepdim=True)
    losses = inner(logs[:, :, None, None], target[:, None, None], reduction="none")[:, 0, 0]
    return losses if reduction == "none" else getattr(losses, reduction)()
