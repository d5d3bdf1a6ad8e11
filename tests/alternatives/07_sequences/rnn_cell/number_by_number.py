"""Adds up every product of two numbers in loops, sample by sample."""

import math

import torch
from torch import nn


class RNNCell(nn.Module):
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh"):
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.nonlinearity = nonlinearity
        k = 1 / math.sqrt(hidden_size)
        self.weight_ih = nn.Parameter(torch.empty(hidden_size, input_size).uniform_(-k, k))
        self.weight_hh = nn.Parameter(torch.empty(hidden_size, hidden_size).uniform_(-k, k))
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, nn.Parameter(torch.empty(hidden_size).uniform_(-k, k)) if bias else None)

    def forward(self, input, hx=None):
        if input.size(-1) != self.input_size:
            raise ValueError("wrong input size")
        if input.dim() == 2:
            return torch.stack([self(input[n], None if hx is None else hx[n]) for n in range(len(input))])
        if hx is None:
            hx = torch.zeros(self.hidden_size, dtype=input.dtype, device=input.device)
        squash = torch.tanh if self.nonlinearity == "tanh" else torch.relu
        state = []
        for j in range(self.hidden_size):
            total = 0
            for i in range(self.input_size):
                total = total + self.weight_ih[j, i] * input[i]
            for i in range(self.hidden_size):
                total = total + self.weight_hh[j, i] * hx[i]
            if self.bias_ih is not None:
                total = total + self.bias_ih[j] + self.bias_hh[j]
            state.append(squash(total))
        return torch.stack(state)
