"""Puts input and state side by side, and both weights too: one single matrix product."""

import math

import torch
from torch import nn


class RNNCell(nn.Module):
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh"):
        super().__init__()
        self.hidden_size = hidden_size
        self.act = {"tanh": torch.tanh, "relu": torch.relu}[nonlinearity]
        self.weight_ih = nn.Parameter(torch.zeros(hidden_size, input_size))
        self.weight_hh = nn.Parameter(torch.zeros(hidden_size, hidden_size))
        self.bias_ih = nn.Parameter(torch.zeros(hidden_size)) if bias else None
        self.bias_hh = nn.Parameter(torch.zeros(hidden_size)) if bias else None
        bound = 1 / math.sqrt(hidden_size)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -bound, bound)

    def forward(self, input, hx=None):
        if hx is None:
            hx = torch.zeros(input.shape[:-1] + (self.hidden_size,), dtype=input.dtype, device=input.device)
        both = torch.cat([input, hx], dim=-1)
        weight = torch.cat([self.weight_ih, self.weight_hh], dim=1)
        bias = self.bias_ih + self.bias_hh if self.bias_ih is not None else None
        return self.act(nn.functional.linear(both, weight, bias))
