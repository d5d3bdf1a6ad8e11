"""as_tensor for one, a clone for the other."""

import torch


def shared(array):
    return torch.as_tensor(array)


def copied(array):
    return torch.as_tensor(array).clone()
