"""Multiplies the sizes up in a loop, and counts negative dimensions from the end by hand."""

import torch.nn as nn


class Flatten(nn.Module):
    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, x):
        ndim = len(x.shape)
        s = self.start_dim if self.start_dim >= 0 else self.start_dim + ndim
        e = self.end_dim if self.end_dim >= 0 else self.end_dim + ndim
        if e < s:
            raise RuntimeError("start_dim cannot come after end_dim")
        shape = []
        total = 1
        for i in range(ndim):
            if i < s or i > e:
                shape.append(x.shape[i])
                continue
            total *= x.shape[i]
            if i == e:
                shape.append(total)
        return x.contiguous().view(shape)
