import torch


def my_cross_entropy(logits, target, reduction="mean"):
    lse = torch.logsumexp(logits, dim=1)
    loss = lse - logits[torch.arange(len(logits)), target]
    return {"mean": loss.mean, "sum": loss.sum, "none": loss.clone}[reduction]()
