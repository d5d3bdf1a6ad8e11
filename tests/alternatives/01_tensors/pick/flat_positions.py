"""Counts through the whole matrix, row after row."""

import torch


def pick(scores, labels):
    n, c = scores.shape
    if (labels >= c).any():
        raise IndexError("there is no such class")
    offset = torch.arange(0, n * c, c, device=scores.device)
    return scores.reshape(-1)[offset + labels]
