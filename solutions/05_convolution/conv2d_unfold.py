"""Convolution as one matrix product: what makes it fast.

torch.nn.functional.unfold lays out every patch that the window sees as one column (this is called im2col):

    columns : (batch, in_channels * kernel_height * kernel_width, places)
    y       = weight as a matrix (out_channels, in_channels * kernel_height * kernel_width)  times  columns

The places come row by row, so that y, of shape (batch, out_channels, places), only has to be reshaped into
images. All loops are inside torch now, and a matrix product is what hardware is best at.
"""

import torch


def conv2d_unfold(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
) -> torch.Tensor:
    """Convolve a batch of images with a set of kernels, by a single matrix product.

    Args:
        x: images, shape (batch, in_channels, height, width).
        weight: kernels, shape (out_channels, in_channels, kernel_height, kernel_width).
        bias: one number for each output channel, shape (out_channels,), or None.
        stride: step of the window, one number or (vertical, horizontal).
        padding: zeros added on each side of the image, one number or (vertical, horizontal).
        dilation: distance between neighbouring weights on the image, one number or (vertical, horizontal).

    Returns:
        A new tensor of shape (batch, out_channels, new_height, new_width), with the dtype and device of x.
        Gradients reach x, weight and bias.

    Example:
        >>> conv2d_unfold(torch.arange(9.0).reshape(1, 1, 3, 3), torch.ones(1, 1, 2, 2))
        tensor([[[[ 8., 12.],
                  [20., 24.]]]])

    Allowed: torch.nn.functional.unfold, matmul, einsum, reshape and whatever else you like; but no loop over
    pixels, images or channels: there is one matrix product for the whole batch, and larger images take no
    more calls of torch than small ones.
    Not allowed: any ready-made convolution of torch.

    Check it with `pytest --exercise conv2d_unfold`, get a hint with `torchgrade hint conv2d_unfold`.
    """
    ### BEGIN SOLUTION
    (sh, _), (ph, _), (dh, _) = [(v, v) if isinstance(v, int) else v for v in (stride, padding, dilation)]
    kernel = weight.shape[2:]
    columns = torch.nn.functional.unfold(x, kernel, dilation=dilation, padding=padding, stride=stride)
    y = weight.flatten(1) @ columns
    if bias is not None:
        y = y + bias[:, None]
    rows = (x.shape[2] + 2 * ph - dh * (kernel[0] - 1) - 1) // sh + 1
    return y.unflatten(2, (rows, -1))
    ### END SOLUTION
