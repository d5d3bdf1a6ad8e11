"""Glues slices together, one dimension after another, until nothing is left to join."""

import torch


class Flatten(torch.nn.Module):
    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.dims = (start_dim, end_dim)

    def forward(self, input):
        start, end = (d + input.ndim if d < 0 else d for d in self.dims)
        if start > end:
            raise RuntimeError("end_dim is in front of start_dim")
        for _ in range(end - start):
            input = torch.cat(input.unbind(start), dim=start)
        return input.clone()
