"""Move the channels of images to the end, and back.

torch keeps an image as (channels, height, width), most image files and plotting libraries keep it as
(height, width, channels):

    y[h, w, c] = x[c, h, w]

Dimensions change their places here. That is something else than reading the same numbers in another shape, as
reshape does: a reshaped image has the right shape and its numbers in the wrong places.
"""

import torch


def to_channels_last(x: torch.Tensor) -> torch.Tensor:
    """Return images of shape (..., C, H, W) as images of shape (..., H, W, C).

    Args:
        x: any tensor of three dimensions or more; those in front of the last three stay where they are.

    Returns:
        The same numbers; they may share x's memory. Gradients reach x.

    Example:
        >>> x = torch.tensor([[[1, 2, 3]], [[10, 20, 30]]])  # 2 channels, 1 row, 3 columns
        >>> to_channels_last(x)
        tensor([[[ 1, 10],
                 [ 2, 20],
                 [ 3, 30]]])
        >>> to_channels_last(torch.zeros(8, 3, 28, 32)).shape
        torch.Size([8, 28, 32, 3])

    Allowed: everything.

    Check it with `pytest --exercise channels_last`, get a hint with `torchgrade hint channels_last`.
    """
    # TODO: your code here
    raise NotImplementedError


def to_channels_first(x: torch.Tensor) -> torch.Tensor:
    """Return images of shape (..., H, W, C) as images of shape (..., C, H, W): the way back.

    Args:
        x: any tensor of three dimensions or more.

    Returns:
        The same numbers; they may share x's memory. Gradients reach x.

    Example:
        >>> to_channels_first(torch.zeros(28, 32, 3)).shape
        torch.Size([3, 28, 32])
    """
    # TODO: your code here
    raise NotImplementedError
