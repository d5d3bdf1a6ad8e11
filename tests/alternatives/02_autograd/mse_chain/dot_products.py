"""Multiplies out: everything from a few sums."""

import torch


def mse_chain(x, target, w, b):
    flat_x, flat_t = x.reshape(-1), target.reshape(-1)
    n = flat_x.shape[0]
    ones = torch.ones_like(flat_x)
    errors = torch.stack([flat_x, ones], 1) @ torch.stack([w, b]) - flat_t
    dw = 2.0 / n * torch.dot(errors, flat_x)
    db = 2.0 / n * torch.dot(errors, ones)
    return [dw, db]
