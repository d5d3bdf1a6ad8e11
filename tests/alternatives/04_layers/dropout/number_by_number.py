"""Asks Python's own random numbers, one for every number of the input."""

import random

import torch


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError(f"p is {p}")
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        if self.p == 1:
            return x * 0
        factors = [0.0 if random.random() < self.p else 1 / (1 - self.p) for _ in range(x.numel())]
        return x * torch.tensor(factors, dtype=x.dtype, device=x.device).reshape(x.shape)
