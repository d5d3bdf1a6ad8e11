"""Takes the larger of the two numbers minus the smaller one, so that nothing needs a sign."""

import torch


def l1_loss(input, target, reduction="mean"):
    losses = torch.maximum(input, target) - torch.minimum(input, target)
    if reduction == "mean":
        return torch.mean(losses)
    elif reduction == "sum":
        return torch.sum(losses)
    elif reduction == "none":
        return losses
    else:
        raise ValueError("bad reduction: " + str(reduction))
