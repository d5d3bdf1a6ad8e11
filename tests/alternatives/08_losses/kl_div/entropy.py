"""Cross entropy minus entropy, with torch's entr for the second."""

import torch

REDUCTIONS = {
    "none": lambda x: x,
    "sum": torch.sum,
    "mean": torch.mean,
    "batchmean": lambda x: x.flatten(1).sum(1).mean(),
}


def kl_div(input, target, reduction="mean", log_target=False):
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction must be one of {list(REDUCTIONS)}")
    probabilities = torch.exp(target) if log_target else target
    losses = -(probabilities * input) - torch.special.entr(probabilities)
    return REDUCTIONS[reduction](losses)
