"""Lets NumPy do the copying."""

import numpy as np
import torch


def shared(array):
    return torch.from_dlpack(array)


def copied(array):
    return torch.from_numpy(np.array(array, copy=True))
