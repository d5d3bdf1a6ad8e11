"""One-hot vectors: write a class as a row of zeros with a single 1, at the place of that class.

    one_hot(tensor)[..., c] = 1 where tensor[...] = c, and 0 elsewhere

So a class becomes something that a network can multiply and add, and no class is "larger" than another.
"""

import torch


def one_hot(tensor: torch.Tensor, num_classes: int = -1) -> torch.Tensor:
    """Write classes as rows of zeros with a single 1.

    Args:
        tensor: the classes, int64, of any shape; every one is at least 0 and below num_classes.
        num_classes: the length of a row; -1 means one more than the largest class in tensor.

    Returns:
        A new int64 tensor of shape (*tensor.shape, num_classes), on the device of tensor.

    Raises:
        RuntimeError: when a class is negative, or not below num_classes.

    Example:
        >>> one_hot(torch.tensor([2, 0]), num_classes=4)
        tensor([[0, 0, 1, 0],
                [1, 0, 0, 0]])
        >>> one_hot(torch.tensor([2, 0])).shape
        torch.Size([2, 3])

    Allowed: zeros, arange, comparing, indexing, scatter_, eye and whatever else you like.
    Not allowed: torch.nn.functional.one_hot.

    Check it with `pytest --exercise one_hot`, get a hint with `torchgrade hint one_hot`.
    """
    # TODO: your code here
    raise NotImplementedError
