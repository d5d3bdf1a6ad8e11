"""Uses logsumexp and picks the right logits by indexing with two lists."""

import torch


def cross_entropy(logits, target, reduction="mean"):
    rows = torch.arange(len(target), device=logits.device)
    losses = torch.logsumexp(logits, dim=1) - logits[rows, target]
    return {"mean": torch.mean, "sum": torch.sum, "none": torch.clone}[reduction](losses)
