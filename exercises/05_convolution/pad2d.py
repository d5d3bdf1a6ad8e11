"""Padding: put a frame around an image.

    (left, right, top, bottom) = padding                 how many columns and rows are added on each side
    y[..., top + i, left + j] = x[..., i, j]             the image in the middle
    y = value                                            everywhere else

Like torch, count the last dimension first: left and right belong to the width, top and bottom to the height.
"""

import torch


def pad2d(x: torch.Tensor, padding: int | tuple[int, int, int, int], value: float = 0.0) -> torch.Tensor:
    """Frame an image, or every image of a batch, with one value.

    Args:
        x: images, shape (..., height, width): any number of dimensions before the last two.
        padding: the frame, (left, right, top, bottom), or one number for all four sides.
        value: what the frame is filled with; it may be infinite.

    Returns:
        A new tensor of shape (..., top + height + bottom, left + width + right), with the dtype and device
        of x. Gradients reach x.

    Example:
        >>> pad2d(torch.ones(1, 2), (1, 2, 0, 1), value=7.0)
        tensor([[7., 1., 1., 7., 7.],
                [7., 7., 7., 7., 7.]])

    Allowed: new_full, cat, slices and whatever else you like.
    Not allowed: any ready-made padding of torch, that of a convolution too, and numpy.pad.

    Check it with `pytest --exercise pad2d`, get a hint with `torchgrade hint pad2d`.
    """
    # TODO: your code here
    raise NotImplementedError
