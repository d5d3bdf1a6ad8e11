"""Starts from zeros and scatters the ones."""

import torch


def one_hot(tensor, num_classes=-1):
    if tensor.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    if num_classes == -1:
        num_classes = tensor.max().item() + 1
    elif tensor.max() >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    y = tensor.new_zeros(*tensor.shape, num_classes)
    return y.scatter_(-1, tensor[..., None], 1)
