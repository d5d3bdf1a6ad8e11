"""2-D convolution: slide a small window over the image, and take a weighted sum at each place.

    y[n, o, i, j] = bias[o] + sum over c, a, b of weight[o, c, a, b] * padded[n, c, i * sh + a, j * sw + b]

The kernel is not flipped (mathematicians call this cross-correlation). The stride is (sh, sw).
"""

import torch


def conv2d(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    """Convolve a batch of images with a set of kernels.

    Args:
        x: images, shape (batch, in_channels, height, width).
        weight: kernels, shape (out_channels, in_channels, kernel_height, kernel_width).
        bias: one number for each output channel, shape (out_channels,), or None.
        stride: step of the window, one number or (vertical, horizontal).
        padding: zeros added on each side of the image, one number or (vertical, horizontal).

    Returns:
        A new tensor of shape (batch, out_channels, new_height, new_width), with the dtype and device of x.
        Gradients reach x, weight and bias.

    Example:
        >>> conv2d(torch.arange(9.0).reshape(1, 1, 3, 3), torch.tensor([[[[1.0, 10.0]]]]))
        tensor([[[[10., 21.],
                  [43., 54.],
                  [76., 87.]]]])

    Allowed: loops, slices, unfold, einsum, torch.nn.functional.pad and whatever else you like.
    Not allowed: any ready-made convolution of torch.

    Check it with `pytest --exercise conv2d`, get a hint with `torchgrade hint conv2d`.
    """
    # TODO: your code here
    raise NotImplementedError
