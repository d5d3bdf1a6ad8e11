"""Lets torch split the pairs, and puts each part together again."""

import torch
from torch.utils.data import TensorDataset, random_split


def train_val_split(x, y, val_count, generator):
    train_count = len(x) - val_count
    if train_count < 1 or val_count < 1:
        raise ValueError("both parts need samples")
    parts = random_split(TensorDataset(x, y), [train_count, val_count], generator=generator)
    return tuple((x[list(part.indices)], y[list(part.indices)]) for part in parts)
