"""One expression."""

import torch


def choose_device(cuda, mps):
    return torch.device("cuda" if cuda else "mps" if mps else "cpu")
