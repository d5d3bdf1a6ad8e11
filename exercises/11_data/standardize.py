"""Standardize: bring every feature to mean 0 and standard deviation 1.

Features may be metres, grams or years; after standardizing, one number means as much as another. For every
feature j, a column:

    mean_j = mean over the training samples of x_ij
    std_j  = their standard deviation
    standardized_ij = (x_ij - mean_j) / std_j

The test samples get the mean and std of the training samples: whatever is learnt is learnt from those alone.
"""

import torch


def standardize(train: torch.Tensor, test: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Standardize training and test samples with the training samples' mean and standard deviation.

    Args:
        train: samples to learn the mean and the deviation from, shape (n, features), floating point, n > 1.
        test: samples to treat in the same way, shape (m, features); m may be 1.

    Returns:
        The standardized training samples and the standardized test samples: new tensors of the same shapes,
        dtype and device, through which gradients flow. The standard deviation is torch's, which divides by
        n - 1. A feature that is the same in all training samples is divided by 1 where its std is 0.

    Example:
        >>> standardize(torch.tensor([[1.0, 5.0], [3.0, 5.0], [5.0, 5.0]]), torch.tensor([[9.0, 6.0]]))
        (tensor([[-1.,  0.],
                [ 0.,  0.],
                [ 1.,  0.]]), tensor([[3., 1.]]))

    Nothing is forbidden.

    Check it with `pytest --exercise standardize`, get a hint with `torchgrade hint standardize`.
    """
    # TODO: your code here
    raise NotImplementedError
