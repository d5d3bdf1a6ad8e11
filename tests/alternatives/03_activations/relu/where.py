"""Chooses with torch.where; the comparison is false for NaN, so NaN is kept."""

import torch


def relu(x):
    return torch.where(x < 0, torch.zeros_like(x), x)
