"""Mean absolute error: how far are the predictions from the targets, with every unit of distance equal?

    loss_i = |input_i - target_i|

A miss of 10 counts ten times as much as a miss of 1, not a hundred times as in the squared error, so a few
wild targets do not pull the whole model towards them. The slope is +1 or -1, however small the miss.
"""

import torch


def l1_loss(input: torch.Tensor, target: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    """Return the absolute error between input and target.

    Args:
        input: the predictions, of any shape, floating point.
        target: what they should be, with the shape and dtype of input.
        reduction: "mean" over all entries, their "sum", or "none" to get the loss of each entry. Any other
            word raises ValueError.

    Returns:
        Shape () for "mean" and "sum", the shape of input for "none", with the dtype and device of input.
        Gradients reach input and target; where the two are equal, any slope from -1 to 1 is right.

    Example:
        >>> l1_loss(torch.tensor([1.0, 2.0, 5.0]), torch.tensor([1.0, 4.0, 1.0]), reduction="none")
        tensor([0., 2., 4.])

    Allowed: arithmetic, abs, mean, sum and whatever else you like.
    Not allowed: torch's own l1_loss, smooth_l1_loss and huber_loss (and the modules that call them).

    Check it with `pytest --exercise l1_loss`, get a hint with `torchgrade hint l1_loss`.
    """
    ### BEGIN SOLUTION
    losses = (input - target).abs()
    if reduction == "none":
        return losses
    if reduction not in ("mean", "sum"):
        raise ValueError(f'reduction is {reduction!r}, but must be "mean", "sum" or "none"')
    return losses.mean() if reduction == "mean" else losses.sum()
    ### END SOLUTION
