"""Transposed convolution: every pixel paints a scaled copy of the kernel, and the picture grows.

    big[n, o, i * sh + a, j * sw + b]  +=  input[n, c, i, j] * weight[c, o, a, b]       for all c, i, j, a, b
    y = big without `padding` rows and columns at each side, plus bias[o]

This is what the backward pass of a convolution does to its gradient; as a layer it makes images larger:

    new height = (height - 1) * stride - 2 * padding + kernel_height + output_padding

A convolution with a stride brings several sizes to the same one. output_padding says which of them is meant:
that many rows and columns more at the bottom and on the right.
"""

import torch


def conv_transpose2d(
    input: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    output_padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    """Enlarge a batch of images, as torch.nn.functional.conv_transpose2d does.

    Args:
        input: images, shape (batch, in_channels, height, width).
        weight: kernels, shape (in_channels, out_channels, kernel_height, kernel_width): those of input first.
        bias: one number for each output channel, shape (out_channels,), or None.
        stride: how far apart neighbouring pixels paint, one number or (vertical, horizontal).
        padding: how much is cut off on each side, one number or (vertical, horizontal).
        output_padding: how much longer the result is at the bottom and on the right, one number or
            (vertical, horizontal); less than the stride.

    Returns:
        A new tensor of shape (batch, out_channels, new_height, new_width), with the dtype and device of input.
        Gradients reach input, weight and bias.

    Raises:
        RuntimeError or ValueError: output_padding is not smaller than the stride.

    Example:
        >>> conv_transpose2d(torch.tensor([[[[1.0, 2.0]]]]), torch.tensor([[[[1.0, 10.0, 100.0]]]]), stride=2)
        tensor([[[[  1.,  10., 102.,  20., 200.]]]])

    Allowed: loops, slices, fold, einsum, torch.nn.functional.pad and whatever else you like.
    Not allowed: any ready-made convolution of torch, transposed or not.

    Check it with `pytest --exercise conv_transpose2d`, get a hint with `torchgrade hint conv_transpose2d`.
    """
    # TODO: your code here
    raise NotImplementedError
