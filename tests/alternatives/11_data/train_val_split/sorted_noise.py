"""Gives every sample a random number, and holds those with the smallest ones out."""

import torch


def train_val_split(x, y, val_count, generator):
    n = x.shape[0]
    if val_count < 1 or val_count >= n:
        raise ValueError("val_count must leave something on both sides")
    order = torch.rand(n, generator=generator, dtype=torch.float64).argsort()
    held = torch.zeros(n, dtype=torch.bool)
    held[order[:val_count]] = True
    held = held.to(x.device)
    return (x[~held], y[~held]), (x[held], y[held])
