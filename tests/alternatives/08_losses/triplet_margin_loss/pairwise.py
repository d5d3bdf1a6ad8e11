"""Uses torch's distance between pairs of rows, and relu for the hinge."""

import torch.nn.functional as F


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, reduction="mean"):
    if margin <= 0:
        raise ValueError("margin must be positive")
    ap = F.pairwise_distance(anchor, positive, p=p, eps=eps)
    an = F.pairwise_distance(anchor, negative, p=p, eps=eps)
    if swap:
        pn = F.pairwise_distance(positive, negative, p=p, eps=eps)
        an = pn.where(pn < an, an)
    loss = F.relu(ap - an + margin)
    if reduction == "none":
        return loss
    elif reduction == "sum":
        return loss.sum()
    elif reduction == "mean":
        return loss.mean()
    raise ValueError(reduction)
