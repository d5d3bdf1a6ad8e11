"""Instance normalization: give every channel of every single image mean 0 and variance 1.

    y = (input - mean) / sqrt(var + eps) * weight + bias      one mean and one var for each channel of an image

var divides by n, the number of pixels. Running statistics, where they are given, remember what is usual, in
place: the mean over the images, of mean and of var with n - 1 in the place of n.

    running_mean = (1 - momentum) * running_mean + momentum * (mean over the images of mean)
    running_var  = (1 - momentum) * running_var  + momentum * (mean over the images of var * n / (n - 1))

Without use_input_stats the running statistics take the place of the image's own, and nothing is remembered.
"""

import torch


def instance_norm(
    input: torch.Tensor,
    running_mean: torch.Tensor | None = None,
    running_var: torch.Tensor | None = None,
    weight: torch.Tensor | None = None,
    bias: torch.Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> torch.Tensor:
    """Normalize every channel of every image over its pixels.

    Args:
        input: shape (N, C, L), (N, C, H, W) or with more dimensions of pixels; may lie far away from 0.
        running_mean: shape (C,), changed in place with use_input_stats; no graph may hang on it. Or None, and
            then nothing is remembered.
        running_var: the same for the variance.
        weight: a factor for each channel, shape (C,), or None for 1.
        bias: a summand for each channel, shape (C,), or None for 0.
        use_input_stats: whether to use each image's own statistics (and to update the running ones).
        momentum: the share of the new images in the running statistics.
        eps: keeps the square root away from 0.

    Returns:
        A new tensor with the shape, dtype and device of input. Gradients reach input (through mean and var
        too), weight and bias.

    Raises:
        ValueError: with use_input_stats, when an image has a single pixel, which has no variance.

    Example:
        >>> instance_norm(torch.tensor([[[1.0, 3.0], [10.0, 30.0]]]), weight=torch.tensor([1.0, 5.0]))
        tensor([[[-1.0000,  1.0000],
                 [-5.0000,  5.0000]]])

    Allowed: mean, var, sum, sqrt and whatever else you like.
    Not allowed: any ready-made normalization of torch.

    Check it with `pytest --exercise instance_norm`, get a hint with `torchgrade hint instance_norm`.
    """
    # TODO: your code here
    raise NotImplementedError
