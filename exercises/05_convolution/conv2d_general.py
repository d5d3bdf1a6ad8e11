"""2-D convolution with all its options: dilation spreads the kernel, groups split the channels.

Output channel o of group k = o // (out_channels / groups) sees the input channels of its own group only:

    y[n, o, i, j] = bias[o] + sum over c, a, b of
                    weight[o, c, a, b] * padded[n, k * C + c, i * sh + a * dh, j * sw + b * dw]

where C = in_channels / groups, the stride is (sh, sw), and the dilation is (dh, dw): neighbouring weights of
the kernel lie dh rows and dw columns apart, so the kernel covers dh * (kernel_height - 1) + 1 rows.
"""

import torch


def conv2d_general(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    groups: int = 1,
) -> torch.Tensor:
    """Convolve a batch of images with a set of kernels, as torch.nn.functional.conv2d does.

    Args:
        x: images, shape (batch, in_channels, height, width).
        weight: kernels, shape (out_channels, in_channels / groups, kernel_height, kernel_width).
        bias: one number for each output channel, shape (out_channels,), or None.
        stride: step of the window, one number or (vertical, horizontal).
        padding: zeros added on each side of the image, one number or (vertical, horizontal).
        dilation: distance between neighbouring weights on the image, one number or (vertical, horizontal).
        groups: into how many groups of neighbouring channels both input and output are split.

    Returns:
        A new tensor of shape (batch, out_channels, new_height, new_width), with the dtype and device of x.
        Gradients reach x, weight and bias.

    Example:
        >>> x = torch.tensor([[[[1.0, 2.0, 3.0]], [[10.0, 20.0, 30.0]]]])  # two channels of one row
        >>> conv2d_general(x, torch.ones(2, 1, 1, 2), dilation=2, groups=2)
        tensor([[[[ 4.]],
        <BLANKLINE>
                 [[40.]]]])

    Allowed: loops, slices, unfold, einsum, torch.nn.functional.pad and whatever else you like.
    Not allowed: any ready-made convolution of torch.

    Check it with `pytest --exercise conv2d_general`, get a hint with `torchgrade hint conv2d_general`.
    """
    # TODO: your code here
    raise NotImplementedError
