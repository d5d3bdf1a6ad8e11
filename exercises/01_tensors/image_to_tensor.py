"""Images as files have them, and images as networks want them.

    a file:     shape (H, W, 3)   uint8, 0 to 255         every pixel holds its red, green and blue
    a network:  shape (3, H, W)   float32, 0.0 to 1.0     one whole picture for each of the three colours

On the way there, the colours move to the front and every number is divided by 255. On the way back a number
is multiplied by 255 and rounded: 0.1 is no exact float32, and neither are most of 1/255, 2/255, ...
"""

import torch


def image_to_tensor(image: torch.Tensor) -> torch.Tensor:
    """Turn an image as files have it into one as networks want it.

    Args:
        image: uint8, shape (H, W, 3).

    Returns:
        A new float32 tensor of shape (3, H, W), from 0.0 to 1.0, on the device of image.

    Example:
        >>> image_to_tensor(torch.tensor([[[255, 0, 0], [0, 51, 0]]], dtype=torch.uint8))
        tensor([[[1.0000, 0.0000]],
        <BLANKLINE>
                [[0.0000, 0.2000]],
        <BLANKLINE>
                [[0.0000, 0.0000]]])

    Allowed: everything in torch.
    Not allowed: nothing is forbidden, but torchvision is not needed.

    Check it with `pytest --exercise image_to_tensor`, get a hint with `torchgrade hint image_to_tensor`.
    """
    # TODO: your code here
    raise NotImplementedError


def tensor_to_image(tensor: torch.Tensor) -> torch.Tensor:
    """Turn an image as networks want it into one as files have it.

    Args:
        tensor: floating point, shape (3, H, W). Numbers below 0 count as 0, numbers above 1 as 1.

    Returns:
        A new uint8 tensor of shape (H, W, 3), each number the nearest one, on the device of tensor:
        tensor_to_image(image_to_tensor(image)) is image again, exactly.

    Example:
        >>> tensor_to_image(torch.tensor([[[1.0]], [[0.2001]], [[-3.0]]]))
        tensor([[[255,  51,   0]]], dtype=torch.uint8)
    """
    # TODO: your code here
    raise NotImplementedError
