"""Triplet margin loss: be closer to what is like you than to what is not, by at least a margin.

    d(x, y) = (sum_k |x_k - y_k + eps| ** p) ** (1 / p)
    loss_n  = max(0, d(anchor_n, positive_n) - d(anchor_n, negative_n) + margin)

Three pictures at a time: two of the same person, anchor and positive, and one of somebody else, the negative.
A triplet that keeps the margin costs nothing and teaches nothing. With swap, the positive may stand in for
the anchor: the smaller of d(anchor, negative) and d(positive, negative) counts.
"""

import torch


def triplet_margin_loss(
    anchor: torch.Tensor,
    positive: torch.Tensor,
    negative: torch.Tensor,
    margin: float = 1.0,
    p: float = 2.0,
    eps: float = 1e-6,
    swap: bool = False,
    reduction: str = "mean",
) -> torch.Tensor:
    """Return the triplet margin loss of N triplets.

    Args:
        anchor: N vectors, shape (N, D), floating point.
        positive: a vector for each anchor that should be close to it, with the shape and dtype of anchor.
        negative: a vector for each anchor that should be far from it, with the shape and dtype of anchor.
        margin: how much farther the negative should be; 0 or less raises ValueError.
        p: which norm measures the distance: 1 adds absolute values, 2 is the usual length.
        eps: a small number added to every difference, so that the slope at distance 0 is not 0/0.
        swap: whether the distance from positive to negative counts where it is the smaller one.
        reduction: "mean" over the triplets, their "sum", or "none" to get the loss of each. Any other word
            raises ValueError.

    Returns:
        Shape () for "mean" and "sum", (N,) for "none", with the dtype and device of anchor.
        Gradients reach all three.

    Example:
        >>> anchor, positive = torch.tensor([[0.0, 0.0]]), torch.tensor([[3.0, 4.0]])
        >>> triplet_margin_loss(anchor, positive, torch.tensor([[0.0, 2.0]]))  # 5 - 2 + 1
        tensor(4.0000)
        >>> triplet_margin_loss(anchor, positive, torch.tensor([[0.0, 9.0]]))
        tensor(0.)

    Allowed: abs, sum, clamp, torch.linalg.vector_norm and whatever else you like.
    Not allowed: torch's own triplet losses (and the modules that call them).

    Check it with `pytest --exercise triplet_margin_loss`, get a hint with
    `torchgrade hint triplet_margin_loss`.
    """
    # TODO: your code here
    raise NotImplementedError
