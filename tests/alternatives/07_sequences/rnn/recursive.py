"""Walks through time by recursion, with the dimensions brought into one order first."""

import torch
from torch import nn


class RNN(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers=1, *, bias=True, batch_first=False):
        super().__init__()
        self.hidden_size, self.batch_first = hidden_size, batch_first
        k = hidden_size**-0.5
        shapes = {"weight_ih_l0": (hidden_size, input_size), "weight_hh_l0": (hidden_size, hidden_size)}
        for name, shape in shapes.items():
            setattr(self, name, nn.Parameter((torch.rand(shape) * 2 - 1) * k))
        for name in ("bias_ih_l0", "bias_hh_l0"):
            setattr(self, name, nn.Parameter((torch.rand(hidden_size) * 2 - 1) * k) if bias else None)

    def states(self, x, t, h):
        if t == len(x):
            return []
        total = x[t] @ self.weight_ih_l0.mT + h @ self.weight_hh_l0.mT
        if self.bias_ih_l0 is not None:
            total = total + self.bias_ih_l0 + self.bias_hh_l0
        h = torch.tanh(total)
        return [h, *self.states(x, t + 1, h)]

    def forward(self, input, hx=None):
        single = input.dim() == 2
        x = input.unsqueeze(1) if single else input.transpose(0, 1) if self.batch_first else input
        first = x.new_zeros(x.shape[1], self.hidden_size) if hx is None else hx.reshape(-1, self.hidden_size)
        output = torch.stack(self.states(x, 0, first))
        h_n = output[-1:].clone()
        if single:
            return output.squeeze(1), h_n.squeeze(1)
        return output.transpose(0, 1) if self.batch_first else output, h_n
