"""Batch normalization: give every channel mean 0 and variance 1, judged by the batch it came in.

    y = (x - mean) / sqrt(var + eps) * weight + bias          one mean and one var for each channel

While training, mean and var are those of this batch, and var divides by n, the number of values in a
channel. Meanwhile two running statistics remember what is usual, in place, for the time after training:

    running_mean = (1 - momentum) * running_mean + momentum * mean
    running_var  = (1 - momentum) * running_var  + momentum * var of this batch, divided by n - 1

After training the running statistics take the place of the batch's, and nothing is remembered any more.
"""

import torch


def batch_norm(
    x: torch.Tensor,
    running_mean: torch.Tensor | None,
    running_var: torch.Tensor | None,
    weight: torch.Tensor | None = None,
    bias: torch.Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> torch.Tensor:
    """Normalize every channel of a batch over all samples (and all pixels).

    Args:
        x: rows of numbers, shape (N, C), or images, shape (N, C, H, W); they may lie far away from 0.
        running_mean: shape (C,), changed in place when training; no graph may hang on it. Or None, and then
            nothing is remembered.
        running_var: the same for the variance.
        weight: a factor for each channel, shape (C,), or None for 1.
        bias: a summand for each channel, shape (C,), or None for 0.
        training: whether to use the batch's own statistics (and to update the running ones).
        momentum: the share of the new batch in the running statistics.
        eps: keeps the square root away from 0.

    Returns:
        A new tensor with the shape, dtype and device of x. Gradients reach x (through mean and var too),
        weight and bias.

    Raises:
        ValueError: when training with a single value for each channel, which has no variance.

    Example:
        >>> usual, spread = torch.tensor([0.0]), torch.tensor([1.0])
        >>> batch_norm(torch.tensor([[1.0], [3.0]]), usual, spread, training=True)
        tensor([[-1.0000],
                [ 1.0000]])
        >>> usual, spread
        (tensor([0.2000]), tensor([1.1000]))

    Allowed: mean, var, sum, sqrt and whatever else you like.
    Not allowed: any ready-made normalization of torch.

    Check it with `pytest --exercise batch_norm`, get a hint with `torchgrade hint batch_norm`.
    """
    # TODO: your code here
    raise NotImplementedError
