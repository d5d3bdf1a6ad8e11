"""Huber loss: squared for small misses, straight for large ones.

    d = input_i - target_i
    loss_i = d**2 / 2                    if |d| <= delta
    loss_i = delta * (|d| - delta / 2)   if |d| > delta

Near 0 it is as smooth as the squared error, and far away it grows no faster than the absolute error, so one
wild target cannot rule the training. At |d| = delta both lines meet, with the same slope.
"""

import torch


def huber_loss(input: torch.Tensor, target: torch.Tensor, reduction: str = "mean", delta: float = 1.0) -> torch.Tensor:
    """Return the Huber loss between input and target.

    Args:
        input: the predictions, of any shape, floating point.
        target: what they should be, with the shape and dtype of input.
        reduction: "mean" over all entries, their "sum", or "none" to get the loss of each entry. Any other
            word raises ValueError.
        delta: where the parabola turns into a straight line. If it is not larger than 0, raise ValueError
            (torch raises RuntimeError; both are taken).

    Returns:
        Shape () for "mean" and "sum", the shape of input for "none", with the dtype and device of input.
        Gradients reach input and target.

    Example:
        >>> huber_loss(torch.tensor([0.5, 3.0, -3.0]), torch.zeros(3), reduction="none")
        tensor([0.1250, 2.5000, 2.5000])

    Allowed: abs, where, clamp and whatever else you like.
    Not allowed: torch's own huber_loss and smooth_l1_loss (and the modules that call them).

    Check it with `pytest --exercise huber_loss`, get a hint with `torchgrade hint huber_loss`.
    """
    ### BEGIN SOLUTION
    if delta <= 0:
        raise ValueError(f"delta is {delta}, but must be larger than 0")
    distance = (input - target).abs()
    losses = torch.where(distance <= delta, distance**2 / 2, delta * (distance - delta / 2))
    if reduction == "none":
        return losses
    if reduction not in ("mean", "sum"):
        raise ValueError(f'reduction is {reduction!r}, but must be "mean", "sum" or "none"')
    return losses.mean() if reduction == "mean" else losses.sum()
    ### END SOLUTION
