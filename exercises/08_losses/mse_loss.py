"""Mean squared error: how far are the predictions from the targets, with large misses counting most?

    loss_i = (input_i - target_i) ** 2

The square makes every miss positive, and makes a miss of 10 count a hundred times as much as a miss of 1.
There is one loss for each entry; "mean" and "sum" turn all of them into the single number that training
makes smaller.
"""

import torch


def mse_loss(input: torch.Tensor, target: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    """Return the squared error between input and target.

    Args:
        input: the predictions, of any shape, floating point.
        target: what they should be, with the shape and dtype of input.
        reduction: "mean" over all entries, their "sum", or "none" to get the loss of each entry. Any other
            word raises ValueError.

    Returns:
        Shape () for "mean" and "sum", the shape of input for "none", with the dtype and device of input.
        Gradients reach input and target.

    Example:
        >>> mse_loss(torch.tensor([1.0, 2.0, 5.0]), torch.tensor([1.0, 4.0, 1.0]), reduction="none")
        tensor([ 0.,  4., 16.])

    Allowed: arithmetic, mean, sum and whatever else you like.
    Not allowed: torch's own mse_loss, huber_loss, smooth_l1_loss and gaussian_nll_loss (and the modules that
    call them).

    Check it with `pytest --exercise mse_loss`, get a hint with `torchgrade hint mse_loss`.
    """
    # TODO: your code here
    raise NotImplementedError
