"""Fills the dropped places with zeros, in one draw of uniform numbers on the input's own device."""

import torch


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0.0 <= p <= 1.0:
            raise ValueError("p must lie in [0, 1]")
        self.register_buffer("rate", torch.tensor(float(p)), persistent=False)
        self.p = p

    def forward(self, input):
        if self.training:
            u = torch.rand(input.size(), device=input.device, dtype=input.dtype)
            scale = 1 / max(1 - self.p, 1e-12)
            return torch.where(u < self.p, torch.zeros((), dtype=input.dtype, device=input.device), input * scale)
        return input.clone()
